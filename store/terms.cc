#include "store/terms.h"

#include <algorithm>

#include <toml++/toml.h>

namespace pactwatch {
namespace {

std::vector<std::string> strings(const toml::array* array) {
  std::vector<std::string> out;
  if (array != nullptr)
    for (const toml::node& node : *array)
      if (const auto text = node.value<std::string>()) out.push_back(*text);
  return out;
}

bool states(const Event& event, const std::string& field) {
  if (field == "amount") return event.amount.has_value();
  if (field == "percent") return event.percent.has_value();
  if (field == "exclusive") return event.exclusive.has_value();
  return false;
}

}  // namespace

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
    const toml::table* row = node.as_table();
    Term term;
    if (row != nullptr) {
      term.name = (*row)["name"].value_or(std::string());
      term.event = (*row)["event"].value_or(std::string());
      term.field = (*row)["field"].value_or(std::string());
      term.single = (*row)["kind"].value_or(std::string("single")) == "single";
      term.tolerance = (*row)["tolerance"].value_or(term.tolerance);
    }
    if (term.name.empty() || roles_of(term.event).empty())
      return fail(ErrorCode::invalid_input, "a term needs a \"name\" and a known \"event\"",
                  file.string() + ":" + std::to_string(node.source().begin.line));
    out.terms_.push_back(std::move(term));
  }
  out.order_ = strings(table["stage"]["order"].as_array());
  out.ending_ = strings(table["stage"]["ending"].as_array());
  return out;
}

std::vector<const Term*> Terms::of(const Event& event) const {
  std::vector<const Term*> out;
  const Term* plain = nullptr;
  for (const Term& term : terms_) {
    if (term.event != event.type) continue;
    if (states(event, term.field))
      out.push_back(&term);
    else if (term.name == event.type)
      plain = &term;
  }
  if (out.empty() && plain != nullptr) out.push_back(plain);
  return out;
}

const Term* Terms::find(const std::string& name) const {
  const std::string base = name.substr(0, name.rfind('.'));
  for (const Term& term : terms_)
    if (term.name == name) return &term;
  for (const Term& term : terms_)
    if (term.name == base) return &term;
  return nullptr;
}

int Terms::stage_rank(const std::string& stage) const {
  const auto it = std::find(order_.begin(), order_.end(), stage);
  return it == order_.end() ? -1 : static_cast<int>(it - order_.begin());
}

bool Terms::is_ending(const std::string& stage) const {
  return std::find(ending_.begin(), ending_.end(), stage) != ending_.end();
}

}  // namespace pactwatch
