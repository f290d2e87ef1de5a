// Rule files from disk: what loads, and how a fault is told.

#include <algorithm>
#include <set>

#include "rules/rule.h"
#include "tests/catch.h"
#include "tests/support/rule_directory.h"

using namespace pactwatch;
using rule_files::rule;

namespace {

class Directory : public rule_files::Directory {
 public:
  Directory() : rule_files::Directory(PACTWATCH_TEST_RULES) {}
};

const RuleSet& shipped() {
  static const auto set = [] {
    auto loaded = load_rules(PACTWATCH_TEST_RULES);
    if (!loaded) FAIL(to_string(loaded.error()));
    return *loaded;
  }();
  return *set;
}

}  // namespace

TEST_CASE("the shipped rules load, and every event type has one") {
  std::set<std::string> types;
  for (const Rule& rule : shipped().rules()) {
    INFO(rule.id);
    types.insert(rule.event);
    CHECK_FALSE(rule.triggers.empty());
    CHECK_FALSE(rule.about.empty());
    for (const Trigger& trigger : rule.triggers) CHECK(trigger.line > rule.line);
  }
  for (const std::string_view type : event_types()) {
    INFO(type);
    CHECK(types.contains(std::string(type)));
  }
}

TEST_CASE("every shipped rule shows what it reads, and why it leaves what it leaves") {
  for (const Rule& rule : shipped().rules()) {
    INFO(rule.id);
    CHECK_FALSE(rule.match.empty());
    for (const RuleExample& example : rule.match) {
      INFO(example.text);
      CHECK_FALSE(example.expect.empty());
    }
    for (const RuleExample& example : rule.no_match) {
      INFO(example.text);
      CHECK_FALSE(example.why.empty());
      CHECK(example.expect.empty());
    }
  }
}

TEST_CASE("a rule has the defaults of its header and what its file says") {
  const Directory directory;
  directory.write("events/a.toml",
                  rule("require = ['target', 'acquirer|amount']\n[rule.roles]\n"
                       "acquirer = ['subject']\ntarget = ['object ORG', 'of ORG|PERSON']\n"
                       "[rule.figures]\namount = ['for']\n[[rule.match]]\ntext = 'A buys B.'\n"
                       "expect = { target = 'B' }\n"));
  const auto set = directory.load();
  REQUIRE(set);
  REQUIRE((*set)->rules().size() == 1);
  const Rule& read = (*set)->rules().front();
  CHECK(read.id == "t.one");
  CHECK(read.revision == 1);
  CHECK(read.priority == 50);
  CHECK(read.require == std::vector<std::vector<std::string>>{{"target"}, {"acquirer", "amount"}});
  REQUIRE(read.triggers.size() == 1);
  CHECK(read.triggers.front().line == 4);
  CHECK(re2::RE2::PartialMatch("they bought it", *read.triggers.front().regex));
  CHECK_FALSE(re2::RE2::PartialMatch("they boughten it", *read.triggers.front().regex));
  const auto target = std::find_if(read.roles.begin(), read.roles.end(),
                                   [](const auto& role) { return role.first == "target"; });
  REQUIRE(target != read.roles.end());
  REQUIRE(target->second.size() == 2);
  CHECK(target->second[0].relation == Relation::object);
  CHECK(target->second[0].kinds == kOrg);
  CHECK(target->second[1].relation == Relation::preposition);
  CHECK(target->second[1].word == "of");
  CHECK(target->second[1].kinds == (kOrg | kPerson));
  REQUIRE(read.match.size() == 1);
  CHECK(read.match.front().expect.at("target") == "B");
}

TEST_CASE("a fault is told with file, line and column") {
  struct Case {
    const char* name;
    std::string text;
    int line;
    int column;
    const char* message;  // a part of it
    const char* hint;     // a part of it
  };
  const std::vector<Case> cases = {
      {"unknown key", rule("prioritty = 3\n"), 5, 1, "unknown key \"prioritty\"", "\"priority\""},
      {"unknown key of the file", "shcema = 1\n" + rule(""), 1, 1, "\"shcema\"", "\"schema\""},
      {"unknown key of an example", rule("[[rule.match]]\ntext = 'x'\nwant = 'y'\n"), 7, 1,
       "unknown key \"want\"", ""},
      {"unknown macro", rule("", "'{V:buy}', '{STAKKE} of'"), 4, 23, "unknown macro {STAKKE}",
       "{STAKE}"},
      {"unknown verb", rule("", "'{V:blorp}'"), 4, 12, "no verb \"blorp\"", "grammar.toml"},
      {"open brace", rule("", "'{V:buy'"), 4, 12, "not closed", ""},
      {"slot twice", rule("", "'{ORG:a} and {ORG:a}'"), 4, 12, "\"a\" is captured twice", ""},
      {"bad RE2", rule("", "'{V:buy} (the'"), 4, 12, "bad pattern", ""},
      {"bad RE2 of unless", rule("unless = ['fine', '[z-a]']\n"), 5, 19, "bad pattern", "z-a"},
      {"counted repetition", rule("", "'(?:[a-z0-9é_-]{1,30} ?){1,30}{V:buy}'"), 4, 12,
       "more than 6000", "{GAP}"},
      {"unknown role", rule("[rule.roles]\nbuyer = ['subject']\n"), 6, 9, "no role \"buyer\"", ""},
      {"unknown party kind", rule("[rule.roles]\ntarget = ['object FIRM']\n"), 6, 10,
       "unknown party kind \"FIRM\"", "AUTHORITY"},
      {"unknown list of sides",
       rule("split = ['acquirer', 'target']\n[rule.sides]\ntarget = ['nobody']\n"), 7, 10,
       "no list \"nobody\"", "sides.toml"},
      {"a side of another role",
       rule("split = ['acquirer', 'target']\n[rule.sides]\nbuyer = ['city']\n"), 7, 9,
       "no role of \"split\"", ""},
      {"unknown figure", rule("[rule.figures]\nprice = ['for']\n"), 6, 9, "\"price\"", "amount"},
      {"unknown requirement", rule("require = ['target|buyer']\n"), 5, 11, "\"buyer\"", ""},
      {"unknown stage", rule("[rule.stage]\nannounced = 'filed'\n"), 5, 1, "no stage \"filed\"",
       ""},
      {"unknown modality", rule("modality = 'certain'\n"), 1, 1, "unknown modality", ""},
      {"unknown type", "[[rule]]\nid = 'a'\nevent = 'merger'\n", 1, 1, "\"merger\"", ""},
      {"no id", "\n[[rule]]\nevent = 'ipo'\n", 2, 1, "needs an \"id\"", ""},
      {"no trigger", "[[rule]]\nid = 'a'\nevent = 'ipo'\n", 1, 1, "needs a \"trigger\"", ""},
      {"the same id twice", rule("") + rule(""), 5, 1, "two rules \"t.one\"", ""},
      {"example without text", rule("[[rule.no_match]]\nwhy = 'x'\n"), 5, 1, "needs a \"text\"",
       ""},
  };
  for (const Case& one : cases) {
    INFO(one.name);
    const Directory directory;
    directory.write("events/a.toml", one.text);
    const auto set = directory.load();
    REQUIRE_FALSE(set);
    CHECK(set.error().code == ErrorCode::invalid_input);
    CHECK(set.error().where == directory.place("events/a.toml", one.line, one.column));
    INFO(to_string(set.error()));
    CHECK(set.error().message.find(one.message) != std::string::npos);
    CHECK(set.error().hint.find(one.hint) != std::string::npos);
  }
}

TEST_CASE("bad TOML is told where it is bad") {
  const Directory directory;
  directory.write("events/a.toml", "schema = 1\nid = = 2\n");
  const auto set = directory.load();
  REQUIRE_FALSE(set);
  CHECK(set.error().where.find("a.toml:2:") != std::string::npos);
}

TEST_CASE("all faults of all files are told at once") {
  const Directory directory;
  directory.write("events/a.toml", rule("prioritty = 3\n"));
  directory.write("events/b.toml", "[[rule]]\nid = 'b'\nevent = 'merger'\n");
  directory.write("events/c.toml", "[[rule]]\nid = 'c'\nevent = 'ipo'\ntrigger = '{V:buy}'\n");
  const auto set = directory.load();
  REQUIRE_FALSE(set);
  const std::string all = to_string(set.error());
  CHECK(all.find(directory.place("events/a.toml", 5, 1)) != std::string::npos);
  CHECK(all.find(directory.place("events/b.toml", 1, 1)) != std::string::npos);
  CHECK(all.find("c.toml") == std::string::npos);
}

TEST_CASE("macros nest, and a cycle is an error") {
  const Directory directory;
  directory.write("macros.toml", "[macro]\nA = 'x{B}'\nB = '(?:y|z)'\n");
  directory.write("events/a.toml", rule("", "'{A} {V:buy}'"));
  const auto set = directory.load();
  REQUIRE(set);
  CHECK(re2::RE2::PartialMatch("xz buys", *(*set)->rules().front().triggers.front().regex));
  directory.write("macros.toml", "[macro]\nA = 'x{B}'\nB = '{A}'\n");
  const auto cycle = directory.load();
  REQUIRE_FALSE(cycle);
  CHECK(cycle.error().message.find("cycle") != std::string::npos);
  CHECK(cycle.error().where == directory.place("events/a.toml", 4, 12));
}

TEST_CASE("a retired rule is checked by its head and not run") {
  const Directory directory;
  directory.write("events/a.toml", rule("status = 'retired'\n"));
  const auto set = directory.load();
  REQUIRE(set);
  CHECK((*set)->rules().empty());
}

TEST_CASE("no rules at all is an error that says where to point") {
  const Directory directory;
  const auto set = directory.load();
  REQUIRE_FALSE(set);
  CHECK(set.error().code == ErrorCode::not_found);
  CHECK(set.error().hint.find("--rules") != std::string::npos);
  CHECK_FALSE(load_rules("/nonexistent"));
}

TEST_CASE("the hash of a set is its files, byte by byte") {
  const Directory directory;
  directory.write("events/a.toml", rule(""));
  const std::string before = directory.load().value()->hash();
  CHECK(directory.load().value()->hash() == before);
  directory.write("events/a.toml", rule("# a remark\n"));
  CHECK(directory.load().value()->hash() != before);
}

TEST_CASE("stages come from the table, and an unknown phase has none") {
  CHECK(shipped().stage("acquisition", "completed") == "completed");
  CHECK(shipped().stage("acquisition", "sideways").empty());
  CHECK(shipped().stage("merger", "completed").empty());
  const Directory directory;
  directory.write("events/a.toml", rule(""));
  directory.write("stages.toml", "[stage]\nacquisition = { completed = 'filed' }\n");
  const auto set = directory.load();
  REQUIRE_FALSE(set);
  CHECK(set.error().where.find("stages.toml:2:") != std::string::npos);
}
