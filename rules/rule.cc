#include "rules/rule.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "core/hash.h"
#include "core/text.h"
#include "rules/pattern.h"
#include "rules/toml.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

// A compiled pattern larger than this is refused: it is a sign of bounded repetition, which is
// compiled out (anchors measured such rules 53 times slower).
constexpr int kMaxProgramSize = 6000;

using Macros = std::map<std::string, std::string>;
using Stages = std::map<std::string, std::map<std::string, std::string>>;

Result<std::map<std::string, std::string>> string_table(const fs::path& file,
                                                        const toml::node& node,
                                                        std::string_view what) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    return toml_error(file, node, "\"" + std::string(what) + "\" must be a table");
  std::map<std::string, std::string> out;
  for (const auto& [key, value] : *table) {
    const auto* text = value.as_string();
    if (text == nullptr)
      return toml_error(file, value, "\"" + std::string(key.str()) + "\" must be a string");
    out[std::string(key.str())] = text->get();
  }
  return out;
}

// "object ORG|PERSON": relation word, then the kinds of party.
Result<RoleSource> parse_role_source(const std::string& text) {
  static const std::map<std::string, Relation> relations = {
      {"subject", Relation::subject},     {"object", Relation::object},
      {"possessor", Relation::possessor}, {"modifier", Relation::modifier},
      {"before", Relation::before},       {"after", Relation::after},
      {"clause", Relation::clause},       {"sentence", Relation::sentence},
      {"passive", Relation::passive},     {"active", Relation::active},
      {"growth", Relation::growth},       {"pair", Relation::pair},
      {"involved", Relation::involved},   {"established", Relation::established},
      {"topic", Relation::topic}};
  static const std::map<std::string, unsigned> kinds = {{"ORG", kOrg},
                                                        {"PERSON", kPerson},
                                                        {"AUTHORITY", kAuthority},
                                                        {"COURT", kCourt},
                                                        {"OUTLET", kOutlet},
                                                        {"PLACE", kPlace},
                                                        {"PARTY", kAnyParty},
                                                        {"ANY", kAnyParty | kOutlet | kCourt}};
  std::istringstream words(text);
  std::string relation;
  std::string kind;
  words >> relation >> kind;
  RoleSource out;
  if (const auto it = relations.find(relation); it != relations.end()) {
    out.relation = it->second;
  } else if (relation.rfind("slot:", 0) == 0) {
    out.relation = Relation::slot;
    out.word = relation.substr(5);
  } else if (relation.size() > 1 && relation.front() == '=') {
    out.relation = Relation::exactly;
    out.word = relation.substr(1);
  } else if (relation.size() > 2 && relation.compare(relation.size() - 2, 2, "'s") == 0) {
    out.relation = Relation::owner;
    out.word = relation.substr(0, relation.size() - 2);
  } else {
    out.relation = Relation::preposition;
    out.word = relation;
  }
  if (!kind.empty()) {
    out.kinds = 0;
    std::istringstream parts(kind);
    std::string one;
    while (std::getline(parts, one, '|')) {
      const auto it = kinds.find(one);
      if (it == kinds.end())
        return fail(ErrorCode::invalid_input, "unknown party kind \"" + one + "\"", {},
                    "ORG, PERSON, AUTHORITY, COURT, OUTLET, PLACE, PARTY or ANY");
      out.kinds |= it->second;
    }
  }
  return out;
}

Result<FigureSource> parse_figure_source(const std::string& text) {
  Result<RoleSource> source = parse_role_source(text);
  if (!source) return tl::unexpected(source.error());
  return FigureSource{source->relation, source->word};
}

class RuleLoader {
 public:
  explicit RuleLoader(const fs::path& directory) : directory_(directory) {}

  Result<std::shared_ptr<const RuleSet>> load() {
    Result<Lexicon> lexicon = Lexicon::load(directory_);
    if (!lexicon) return tl::unexpected(lexicon.error());
    lexicon_ = std::move(*lexicon);
    if (Status status = load_tables(); !status) return tl::unexpected(status.error());
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory_ / "events", error))
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    if (error || files.empty())
      return fail(ErrorCode::not_found, "no rule files", (directory_ / "events").string(),
                  "point --rules at the folder that holds macros.toml and events/");
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) load_file(file);
    if (!faults_.empty()) {
      Error all = faults_.front();
      for (std::size_t i = 1; i < faults_.size(); ++i) all.message += "\n" + to_string(faults_[i]);
      return tl::unexpected(all);
    }
    Result<std::string> hash = digest();
    if (!hash) return tl::unexpected(hash.error());
    return std::make_shared<const RuleSet>(std::move(lexicon_), std::move(rules_),
                                           std::move(stages_), std::move(*hash));
  }

 private:
  Status load_tables() {
    const fs::path macro_file = directory_ / "macros.toml";
    Result<toml::table> macros = read_toml(macro_file);
    if (!macros) return tl::unexpected(macros.error());
    if (const toml::node* node = macros->get("macro")) {
      Result<Macros> table = string_table(macro_file, *node, "macro");
      if (!table) return tl::unexpected(table.error());
      macros_ = std::move(*table);
    }
    const fs::path stage_file = directory_ / "stages.toml";
    Result<toml::table> stages = read_toml(stage_file);
    if (!stages) return tl::unexpected(stages.error());
    const toml::table* rows = (*stages)["stage"].as_table();
    if (rows == nullptr)
      return fail(ErrorCode::invalid_input, "no [stage] table", stage_file.string());
    for (const auto& [event, node] : *rows) {
      const std::string name(event.str());
      Result<std::map<std::string, std::string>> table = string_table(stage_file, node, name);
      if (!table) return tl::unexpected(table.error());
      for (const auto& [phase, stage] : *table)
        if (Status status = check_stage(stage_file, node, name, stage); !status) return status;
      stages_[name] = std::move(*table);
    }
    return {};
  }

  static Status check_stage(const fs::path& file, const toml::node& at, const std::string& event,
                            const std::string& stage) {
    const auto& known = stages_of(event);
    if (known.empty()) return toml_error(file, at, "unknown event type \"" + event + "\"");
    if (std::find(known.begin(), known.end(), stage) != known.end()) return {};
    return toml_error(file, at, "\"" + event + "\" has no stage \"" + stage + "\"");
  }

  void load_file(const fs::path& file) {
    Result<toml::table> table = read_toml(file);
    if (!table) return fault(table.error());
    if (Status status = check_keys(file, *table, {"schema", "rule"}); !status)
      return fault(status.error());
    const toml::array* rows = (*table)["rule"].as_array();
    if (rows == nullptr) return;
    for (const toml::node& row : *rows) {
      if (row.as_table() == nullptr) {
        fault(toml_error(file, row, "a rule must be a [[rule]] table").value());
        continue;
      }
      if (Status status = load_rule(file, *row.as_table()); !status) fault(status.error());
    }
  }

  Status load_rule(const fs::path& file, const toml::table& row) {
    static const std::vector<std::string> known = {
        "id",       "revision", "status",    "event",         "about",      "priority",
        "trigger",  "unless",   "require",   "roles",         "figures",    "stage",
        "modality", "metric",   "exclusive", "match",         "no_match",   "hypothetical",
        "side",     "context",  "echo",      "future",        "split",      "sides",
        "least",    "article",  "follows",   "least_percent", "told_apart", "elsewhere",
        "per_unit", "only"};
    if (Status status = check_keys(file, row, known); !status) return status;
    Rule rule;
    rule.file = file.string();
    rule.line = static_cast<int>(row.source().begin.line);
    rule.id = row["id"].value_or(std::string());
    if (rule.id.empty()) return toml_error(file, row, "a rule needs an \"id\"");
    if (!ids_.insert(rule.id).second)
      return toml_error(file, row, "there are two rules \"" + rule.id + "\"");
    rule.revision = static_cast<int>(row["revision"].value_or<std::int64_t>(1));
    rule.status = row["status"].value_or(rule.status);
    rule.event = row["event"].value_or(std::string());
    rule.about = row["about"].value_or(std::string());
    rule.priority = static_cast<int>(row["priority"].value_or<std::int64_t>(50));
    rule.least = row["least"].value_or(0.0);
    rule.least_percent = row["least_percent"].value_or(0.0);
    for (const auto& [key, pattern] :
         {std::pair("article", &rule.article), std::pair("elsewhere", &rule.elsewhere)}) {
      const toml::node* node = row.get(key);
      if (node == nullptr) continue;
      const auto* text = node->as_string();
      if (text == nullptr)
        return toml_error(file, *node, "\"" + std::string(key) + "\" must be a string");
      Result<std::unique_ptr<re2::RE2>> regex = compile(file, *node, text->get());
      if (!regex) return tl::unexpected(regex.error());
      *pattern = std::move(*regex);
    }
    rule.metric = row["metric"].value_or(std::string());
    rule.side = row["side"].value_or(rule.side);
    rule.context = row["context"].value_or(false);
    rule.echo = row["echo"].value_or(false);
    rule.only = row["only"].value_or(false);
    rule.follows = row["follows"].value_or(false);
    rule.told_apart = row["told_apart"].value_or(false);
    rule.per_unit = row["per_unit"].value_or(false);
    rule.allow_hypothetical = row["hypothetical"].value_or(false);
    if (const auto exclusive = row["exclusive"].value<bool>()) rule.exclusive = *exclusive;
    if (roles_of(rule.event).empty())
      return toml_error(file, row, "unknown event type \"" + rule.event + "\"");
    if (const auto modality = row["modality"].value<std::string>()) {
      rule.modality = parse_modality(*modality);
      if (!rule.modality) return toml_error(file, row, "unknown modality \"" + *modality + "\"");
    }
    if (const auto future = row["future"].value<std::string>()) {
      rule.future = parse_modality(*future);
      if (!rule.future) return toml_error(file, row, "unknown modality \"" + *future + "\"");
    }
    if (rule.status == "retired") return {};
    if (Status s = load_triggers(file, row, rule); !s) return s;
    if (Status s = load_roles(file, row, rule); !s) return s;
    if (Status s = load_figures(file, row, rule); !s) return s;
    if (Status s = load_requirements(file, row, rule); !s) return s;
    if (Status s = load_split(file, row, rule); !s) return s;
    if (const toml::node* node = row.get("stage")) {
      Result<std::map<std::string, std::string>> table = string_table(file, *node, "stage");
      if (!table) return tl::unexpected(table.error());
      for (const auto& [phase, stage] : *table)
        if (Status s = check_stage(file, *node, rule.event, stage); !s) return s;
      rule.stage = std::move(*table);
    }
    if (Status s = load_examples(file, row, "match", rule.match); !s) return s;
    if (Status s = load_examples(file, row, "no_match", rule.no_match); !s) return s;
    rules_.push_back(std::move(rule));
    return {};
  }

  Status load_split(const fs::path& file, const toml::table& row, Rule& rule) {
    const toml::node* node = row.get("split");
    if (node == nullptr) return {};
    Result<std::vector<std::string>> roles = toml_strings(file, *node, "split");
    if (!roles) return tl::unexpected(roles.error());
    const std::vector<std::string_view>& known = roles_of(rule.event);
    for (const std::string& role : *roles)
      if (std::find(known.begin(), known.end(), role) == known.end())
        return toml_error(file, *node, "a " + rule.event + " has no role \"" + role + "\"");
    if (roles->size() != 2) return toml_error(file, *node, "\"split\" names two roles");
    rule.split = std::move(*roles);
    return load_sides(file, row, rule);
  }

  Status load_sides(const fs::path& file, const toml::table& row, Rule& rule) {
    const toml::node* node = row.get("sides");
    if (node == nullptr) return {};
    const toml::table* sides = node->as_table();
    if (sides == nullptr || sides->empty())
      return toml_error(file, *node, "\"sides\" must be a table of one or two roles");
    for (const auto& [key, lists] : *sides) {
      const std::string role(key.str());
      if (std::find(rule.split.begin(), rule.split.end(), role) == rule.split.end())
        return toml_error(file, lists, "\"" + role + "\" is no role of \"split\"");
      Result<std::vector<std::string>> names = toml_strings(file, lists, "sides");
      if (!names) return tl::unexpected(names.error());
      for (const std::string& name : *names)
        if (lexicon_.list(name).empty())
          return toml_error(file, lists, "the lexicon has no list \"" + name + "\"",
                            "write it in lexicon/sides.toml");
      const bool first = rule.sided_role.empty();
      if (first) rule.sided_role = role;
      (first ? rule.sided : rule.opposed) = std::move(*names);
    }
    return {};
  }

  Result<std::unique_ptr<re2::RE2>> compile(const fs::path& file, const toml::node& at,
                                            const std::string& pattern) {
    Result<std::string> expanded = expand_pattern(pattern, macros_, lexicon_);
    if (!expanded)
      return toml_error(file, at, expanded.error().message + " in " + pattern,
                        expanded.error().hint);
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(false);
    auto regex = std::make_unique<re2::RE2>(*expanded, options);
    if (!regex->ok())
      return toml_error(file, at, "bad pattern " + pattern + ": " + regex->error(),
                        regex->error_arg().empty() ? "" : "at \"" + regex->error_arg() + "\"");
    if (regex->ProgramSize() > kMaxProgramSize)
      return toml_error(file, at,
                        "the pattern compiles to " + std::to_string(regex->ProgramSize()) +
                            " steps, more than " + std::to_string(kMaxProgramSize),
                        "use {GAP} in place of counted repetition");
    return regex;
  }

  Status load_triggers(const fs::path& file, const toml::table& row, Rule& rule) {
    for (const char* key : {"trigger", "unless"}) {
      const toml::node* node = row.get(key);
      if (node == nullptr) continue;
      Result<std::vector<std::string>> patterns = toml_strings(file, *node, key);
      if (!patterns) return tl::unexpected(patterns.error());
      for (std::size_t i = 0; i < patterns->size(); ++i) {
        const toml::node& at = node->as_array() != nullptr ? *node->as_array()->get(i) : *node;
        Result<std::unique_ptr<re2::RE2>> regex = compile(file, at, (*patterns)[i]);
        if (!regex) return tl::unexpected(regex.error());
        PatternNeeds needs = pattern_needs((*regex)->pattern());
        for (const std::vector<std::string>& any : needs.clauses) lexicon_.add_words(any);
        lexicon_.add_words(needs.verbs);
        (std::string_view(key) == "unless" ? rule.unless : rule.triggers)
            .push_back({(*patterns)[i], std::move(*regex), static_cast<int>(at.source().begin.line),
                        static_cast<int>(at.source().begin.column), std::move(needs)});
      }
    }
    if (rule.triggers.empty()) return toml_error(file, row, "a rule needs a \"trigger\"");
    return {};
  }

  Status load_roles(const fs::path& file, const toml::table& row, Rule& rule) {
    const toml::table* roles = row["roles"].as_table();
    if (roles == nullptr) return {};
    for (const auto& [key, node] : *roles) {
      const std::string role(key.str());
      const auto& known = roles_of(rule.event);
      const bool side = (role == kSideRole || role == kOpponentRole) && rule.event == "lawsuit";
      if (!side && std::find(known.begin(), known.end(), role) == known.end())
        return toml_error(file, node, "\"" + rule.event + "\" has no role \"" + role + "\"");
      Result<std::vector<std::string>> texts = toml_strings(file, node, role);
      if (!texts) return tl::unexpected(texts.error());
      std::vector<RoleSource> sources;
      for (const std::string& text : *texts) {
        Result<RoleSource> source = parse_role_source(text);
        if (!source) return toml_error(file, node, source.error().message, source.error().hint);
        sources.push_back(*source);
      }
      rule.roles.emplace_back(role, std::move(sources));
    }
    return {};
  }

  Status load_figures(const fs::path& file, const toml::table& row, Rule& rule) {
    static const std::map<std::string, FigureSlot> slots = {{"amount", FigureSlot::amount},
                                                            {"percent", FigureSlot::percent},
                                                            {"multiple", FigureSlot::multiple},
                                                            {"when", FigureSlot::when},
                                                            {"until", FigureSlot::until}};
    const toml::table* figures = row["figures"].as_table();
    if (figures == nullptr) return {};
    for (const auto& [key, node] : *figures) {
      const auto slot = slots.find(std::string(key.str()));
      if (slot == slots.end())
        return toml_error(file, node, "unknown figure \"" + std::string(key.str()) + "\"",
                          "amount, percent, multiple, when or until");
      Result<std::vector<std::string>> texts = toml_strings(file, node, key.str());
      if (!texts) return tl::unexpected(texts.error());
      std::vector<FigureSource> sources;
      for (const std::string& text : *texts) {
        Result<FigureSource> source = parse_figure_source(text);
        if (!source) return toml_error(file, node, source.error().message, source.error().hint);
        sources.push_back(*source);
      }
      rule.figures.emplace_back(slot->second, std::move(sources));
    }
    return {};
  }

  Status load_requirements(const fs::path& file, const toml::table& row, Rule& rule) {
    const toml::node* node = row.get("require");
    if (node == nullptr) return {};
    Result<std::vector<std::string>> texts = toml_strings(file, *node, "require");
    if (!texts) return tl::unexpected(texts.error());
    for (const std::string& text : *texts) {
      std::vector<std::string> any = split(text, '|');
      for (const std::string& name : any) {
        const auto& roles = roles_of(rule.event);
        const bool figure = name == "amount" || name == "percent" || name == "multiple";
        const bool side = name == kSideRole && rule.event == "lawsuit";
        if (!figure && !side && std::find(roles.begin(), roles.end(), name) == roles.end())
          return toml_error(file, *node,
                            "\"require\" names \"" + name + "\", which is no role or figure");
      }
      rule.require.push_back(std::move(any));
    }
    return {};
  }

  Status load_examples(const fs::path& file, const toml::table& row, const char* key,
                       std::vector<RuleExample>& out) {
    const toml::node* node = row.get(key);
    if (node == nullptr) return {};
    const toml::array* rows = node->as_array();
    if (rows == nullptr)
      return toml_error(file, *node, "\"" + std::string(key) + "\" must be [[rule." + key + "]]");
    for (const toml::node& example_node : *rows) {
      const toml::table* table = example_node.as_table();
      if (table == nullptr) return toml_error(file, example_node, "an example must be a table");
      if (Status s = check_keys(file, *table, {"text", "published", "expect", "why"}); !s) return s;
      RuleExample example;
      example.text = (*table)["text"].value_or(std::string());
      example.published = (*table)["published"].value_or(std::string());
      example.why = (*table)["why"].value_or(std::string());
      example.line = static_cast<int>(table->source().begin.line);
      if (example.text.empty())
        return toml_error(file, example_node, "an example needs a \"text\"");
      if (const toml::node* expect = table->get("expect")) {
        Result<std::map<std::string, std::string>> values = string_table(file, *expect, "expect");
        if (!values) return tl::unexpected(values.error());
        example.expect = std::move(*values);
      }
      out.push_back(std::move(example));
    }
    return {};
  }

  // Over every file's bytes, so that an event can say which rules exactly found it.
  Result<std::string> digest() const {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(directory_, error))
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::string all;
    for (const fs::path& file : files) {
      std::ifstream in(file, std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      if (!in) return fail(ErrorCode::unavailable, "cannot read the file", file.string());
      all += content_id({file.lexically_relative(directory_).string(), bytes.str()});
    }
    return content_id({all});
  }

  void fault(const Error& error) { faults_.push_back(error); }

  fs::path directory_;
  Lexicon lexicon_;
  Macros macros_;
  Stages stages_;
  std::vector<Rule> rules_;
  std::set<std::string> ids_;
  std::vector<Error> faults_;
};

}  // namespace

const std::string& RuleSet::stage(const std::string& event, const std::string& phase) const {
  static const std::string none;
  const auto row = stages_.find(event);
  if (row == stages_.end()) return none;
  const auto it = row->second.find(phase);
  return it == row->second.end() ? none : it->second;
}

Result<std::shared_ptr<const RuleSet>> load_rules(const std::filesystem::path& directory) {
  return RuleLoader(directory).load();
}

std::filesystem::path default_rules_directory() {
  if (const char* named = std::getenv("PACTWATCH_RULES"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    fs::path installed = binary.parent_path().parent_path() / "share/pactwatch/rules";
    if (fs::exists(installed / "macros.toml", error)) return installed;
  }
  return PACTWATCH_RULES_SOURCE;
}

}  // namespace pactwatch
