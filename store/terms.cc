#include "store/terms.h"

#include <algorithm>

#include <toml++/toml.h>

#include "core/text.h"

namespace pactwatch {
namespace {

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool states(const Event& event, const std::string& field) {
  if (field == "amount") return event.amount.has_value();
  if (field == "percent") return event.percent.has_value();
  if (field == "exclusive") return event.exclusive.has_value();
  return false;
}

// Reads the keys of one table and remembers the first fault.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string file) : table_(table), file_(std::move(file)) {}

  template <class T>
  void read(const char* key, T& out) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr || fault_) return;
    if (const auto value = node->value<T>())
      out = *value;
    else
      complain(*node, std::string("\"") + key + "\" is of the wrong type");
  }
  template <class T>
  void read(const char* key, std::vector<T>& out) {
    known_.emplace_back(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr || fault_) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) return complain(*node, std::string("\"") + key + "\" must be a list");
    out.clear();
    for (const toml::node& one : *array) {
      const auto value = one.value<T>();
      if (!value) return complain(one, std::string("\"") + key + "\" has an entry of a wrong type");
      out.push_back(*value);
    }
  }
  void complain(const toml::node& at, std::string message, std::string hint = {}) {
    if (fault_) return;
    fault_ = Error{ErrorCode::invalid_input, std::move(message),
                   file_ + ":" + std::to_string(at.source().begin.line), std::move(hint)};
  }
  void complain(std::string message) { complain(table_, std::move(message)); }
  // What was wrong, an unknown key included.
  Status done() {
    for (const auto& [key, node] : table_) {
      const std::string name(key.str());
      if (contains(known_, name)) continue;
      const std::string near = nearest_name(name, known_);
      complain(node, "unknown key \"" + name + "\"",
               near.empty() ? std::string() : "did you mean \"" + near + "\"?");
    }
    if (fault_) return tl::unexpected(*fault_);
    return {};
  }

 private:
  const toml::table& table_;
  std::string file_;
  std::vector<std::string> known_;
  std::optional<Error> fault_;
};

Result<Term> read_term(const toml::table& table, const std::string& file) {
  Term term;
  std::string kind = "single";
  TableReader reader(table, file);
  reader.read("name", term.name);
  reader.read("event", term.event);
  reader.read("field", term.field);
  reader.read("stages", term.stages);
  reader.read("kind", kind);
  reader.read("tolerance", term.tolerance);
  reader.read("stale_days", term.stale_days);
  if (kind == "many")
    term.kind = Term::Kind::many;
  else if (kind == "matter")
    term.kind = Term::Kind::matter;
  else if (kind != "single")
    reader.complain("\"kind\" is single, many or matter");
  if (term.name.empty() || roles_of(term.event).empty())
    reader.complain("a term needs a \"name\" and a known \"event\"");
  if (term.tolerance < 0 || term.tolerance >= 1) reader.complain("\"tolerance\" is from 0 to 1");
  if (Status s = reader.done(); !s) return tl::unexpected(s.error());
  return term;
}

Result<Course> read_course(const toml::table& table, const std::string& file) {
  Course course;
  TableReader reader(table, file);
  reader.read("event", course.event);
  reader.read("stages", course.stages);
  reader.read("ending", course.ending);
  reader.read("again", course.again);
  const std::vector<std::string_view>& known = stages_of(course.event);
  for (const auto* list : {&course.stages, &course.ending, &course.again})
    for (const std::string& stage : *list)
      if (std::find(known.begin(), known.end(), stage) == known.end())
        reader.complain("\"" + stage + "\" is no stage of \"" + course.event + "\"");
  if (Status s = reader.done(); !s) return tl::unexpected(s.error());
  return course;
}

}  // namespace

int Course::rank(std::string_view stage) const {
  const auto it = std::find(stages.begin(), stages.end(), stage);
  return it == stages.end() ? -1 : static_cast<int>(it - stages.begin());
}
bool Course::ends(std::string_view stage) const { return contains(ending, stage); }
bool Course::repeats(std::string_view stage) const { return contains(again, stage); }

Result<Terms> Terms::load(const std::filesystem::path& file) {
  toml::table table;
  try {  // the library throws; it ends here
    table = toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_input, std::string(error.description()),
                file.string() + ":" + std::to_string(error.source().begin.line));
  }
  Terms out;
  const toml::array* rows = table["term"].as_array();
  if (rows == nullptr) return fail(ErrorCode::invalid_input, "no [[term]]", file.string());
  for (const toml::node& node : *rows) {
    if (!node.is_table()) continue;
    Result<Term> term = read_term(*node.as_table(), file.string());
    if (!term) return tl::unexpected(term.error());
    out.terms_.push_back(std::move(*term));
  }
  if (const toml::array* courses = table["course"].as_array()) {
    for (const toml::node& node : *courses) {
      if (!node.is_table()) continue;
      Result<Course> course = read_course(*node.as_table(), file.string());
      if (!course) return tl::unexpected(course.error());
      out.courses_.push_back(std::move(*course));
    }
  }
  if (const toml::table* time = table["time"].as_table()) {
    TableReader reader(*time, file.string());
    reader.read("past", out.time_.past);
    reader.read("same", out.time_.same);
    reader.read("echo", out.time_.echo);
    reader.read("reopen", out.time_.reopen);
    reader.read("again", out.time_.again);
    if (Status s = reader.done(); !s) return tl::unexpected(s.error());
  }
  if (const toml::table* origins = table["origins"].as_table()) {
    TableReader reader(*origins, file.string());
    reader.read("reported", out.origins_.reported);
    reader.read("confirmed", out.origins_.confirmed);
    reader.read("marks", out.origins_.marks);
    reader.read("unnamed", out.origins_.unnamed);
    if (Status s = reader.done(); !s) return tl::unexpected(s.error());
  }
  return out;
}

std::vector<const Term*> Terms::of(const Event& event) const {
  std::vector<const Term*> out;
  const Term* plain = nullptr;
  std::vector<std::string_view> fields;  // fed by a term for this very stage
  for (const bool by_stage : {true, false}) {
    for (const Term& term : terms_) {
      if (term.event != event.type || term.stages.empty() == by_stage) continue;
      if (by_stage && !contains(term.stages, event.stage)) continue;
      if (!by_stage && term.name == event.type && plain == nullptr) plain = &term;
      const bool taken = std::find(fields.begin(), fields.end(), term.field) != fields.end();
      if (taken || !states(event, term.field)) continue;
      out.push_back(&term);
      if (by_stage) fields.push_back(term.field);
    }
  }
  if (out.empty() && plain != nullptr) out.push_back(plain);
  return out;
}

const Term* Terms::find(std::string_view name) const {
  for (const Term& term : terms_)
    if (term.name == name) return &term;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view base = name.substr(0, dot);
  for (const Term& term : terms_)
    if (term.name == base) return &term;
  return nullptr;
}

const Course& Terms::course(std::string_view event) const {
  static const Course none;
  for (const Course& course : courses_)
    if (course.event == event) return course;
  return none;
}

}  // namespace pactwatch
