// What the lint finds, where it points, and what it leaves.

#include "rules/lint.h"

#include <algorithm>

#include "rules/atoms.h"
#include "tests/catch.h"
#include "tests/support/rule_directory.h"

using namespace pactwatch;
using rule_files::Directory;
using rule_files::rule;

namespace {

constexpr const char* kExamples =
    "[[rule.match]]\ntext = 'A bought B.'\nexpect = { target = 'B' }\n"
    "[[rule.no_match]]\ntext = 'A sold B.'\nwhy = 'a sale'\n";

std::vector<Finding> lint(const Directory& directory, const std::string& text) {
  directory.write("events/a.toml", text);
  const auto set = directory.load();
  if (!set) FAIL(to_string(set.error()));
  return lint_rules(**set);
}

std::vector<LintKind> kinds(const std::vector<Finding>& findings) {
  std::vector<LintKind> out;
  for (const Finding& finding : findings) out.push_back(finding.kind);
  return out;
}

using Kinds = std::vector<LintKind>;

}  // namespace

TEST_CASE("a good rule has no findings") {
  const Directory directory(PACTWATCH_TEST_RULES);
  CHECK(lint(directory, rule(kExamples)).empty());
}

TEST_CASE("a counted wildcard is an error at the very column") {
  const Directory directory(PACTWATCH_TEST_RULES);
  const auto findings = lint(directory, rule(kExamples, "'{V:buy} é.{0,40} of'"));
  REQUIRE(kinds(findings) == Kinds{LintKind::bounded_gap});
  CHECK(findings[0].error);
  CHECK(findings[0].file == directory.path() + "/events/a.toml");
  CHECK(findings[0].line == 4);
  CHECK(findings[0].column == 22);  // code points: é is one
  const std::string shown = to_string(findings[0]);
  CHECK(shown.find("a.toml:4:22: error: .{0,40} ") != std::string::npos);
  CHECK(shown.ends_with("\n  trigger = ['{V:buy} é.{0,40} of']\n  " + std::string(21, ' ') + "^"));
}

TEST_CASE("which repetitions count as wildcards") {
  const Directory directory(PACTWATCH_TEST_RULES);
  for (const char* bad : {"'{V:buy}[^;.]{0,80}? of'", "'{V:buy} \\w{3,20} of'", "'{V:buy}.{11} of'",
                          "'{V:buy}[^]a-z\\]]{2,50} of'"}) {
    INFO(bad);
    CHECK(kinds(lint(directory, rule(kExamples, bad))) == Kinds{LintKind::bounded_gap});
  }
  for (const char* good : {"'{V:buy} (?:[^ ]+ ){0,6}of'", "'{V:buy}.{0,10} of'", "'{V:buy}\\.{20}'",
                           "'{V:buy} [.]{0,20}of'", "'{V:buy} a{0,20}of'"}) {
    INFO(good);
    CHECK(lint(directory, rule(kExamples, good)).empty());
  }
  CHECK(kinds(lint(directory, rule("unless = ['x', 'a.{0,40}b']\n" + std::string(kExamples)))) ==
        Kinds{LintKind::bounded_gap});
}

TEST_CASE("a counted wildcard in a macro is told where the macro is used") {
  const Directory directory(PACTWATCH_TEST_RULES);
  directory.write("macros.toml", "[macro]\nFAR = '.{0,60}'\n");
  const auto findings = lint(directory, rule(kExamples, "'{V:buy}{FAR}of'"));
  REQUIRE(kinds(findings) == Kinds{LintKind::bounded_gap});
  CHECK(findings[0].line == 4);
  CHECK(findings[0].message.find(".{0,60}") != std::string::npos);
}

TEST_CASE("a pattern that needs no word, and one that is large, are warnings") {
  const Directory directory(PACTWATCH_TEST_RULES);
  const auto unfiltered = lint(directory, rule(kExamples, "'{V:buy|go}'"));
  REQUIRE(kinds(unfiltered) == Kinds{LintKind::unfiltered});
  CHECK_FALSE(unfiltered[0].error);
  CHECK(unfiltered[0].column == 13);
  const auto large = lint(directory, rule(kExamples, "'{V:buy} (?:[^ ]{1,9} ){0,20}of'"));
  REQUIRE(kinds(large) == Kinds{LintKind::oversized});
  CHECK_FALSE(large[0].error);
}

TEST_CASE("two rules that nothing but their names tells apart overlap") {
  const Directory directory(PACTWATCH_TEST_RULES);
  std::string other = rule(kExamples);
  other.replace(other.find("t.one"), 5, "t.two");
  const auto same = lint(directory, rule(kExamples) + other);
  REQUIRE(kinds(same) == Kinds{LintKind::overlap});
  CHECK(same[0].rule == "t.two");
  CHECK(same[0].message.find("t.one") != std::string::npos);
  std::string higher = other;
  higher.insert(higher.find("trigger"), "priority = 60\n");
  CHECK(lint(directory, rule(kExamples) + higher).empty());
  std::string elsewhere = other;
  elsewhere.replace(elsewhere.find("acquisition"), 11, "stake");
  CHECK(lint(directory, rule(kExamples) + elsewhere).empty());
}

TEST_CASE("a rule must show what it reads, and should show what it leaves") {
  const Directory directory(PACTWATCH_TEST_RULES);
  const auto findings = lint(directory, rule(""));
  REQUIRE(kinds(findings) == Kinds{LintKind::no_example, LintKind::no_negative});
  CHECK(findings[0].error);
  CHECK_FALSE(findings[1].error);
}

TEST_CASE("faults of loading point at the very word") {
  const Directory directory(PACTWATCH_TEST_RULES);
  directory.write("events/a.toml", rule("prioritty = 3\n", "'{V:buy}', '{V:sell} {STAKKE} of'"));
  directory.write("events/b.toml", rule("", "'{V:buy} {STAKKE} of'"));
  std::string third = rule("", "'{V:buy} [z-a]'");
  third.replace(third.find("t.one"), 5, "t.thr");
  directory.write("events/c.toml", third);
  const auto set = directory.load();
  REQUIRE_FALSE(set);
  const std::vector<Finding> findings = findings_of(set.error());
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].line == 5);
  CHECK(findings[0].column == 1);
  CHECK(findings[0].hint == "did you mean \"priority\"?");
  CHECK(findings[1].file == directory.path() + "/events/b.toml");
  CHECK(findings[1].message.find("unknown macro {STAKKE}") != std::string::npos);
  CHECK(findings[1].line == 4);
  CHECK(findings[1].column == 21);
  CHECK(findings[2].file == directory.path() + "/events/c.toml");
  CHECK(findings[2].column == 22);  // z-a
  for (const Finding& finding : findings) CHECK(finding.error);
}

TEST_CASE("the shipped rules have no errors, and nothing slow but what is known") {
  const auto set = load_rules(PACTWATCH_TEST_RULES);
  REQUIRE(set);
  for (const Finding& finding : lint_rules(**set)) {
    INFO(to_string(finding));
    CHECK_FALSE(finding.error);
    CHECK(finding.kind != LintKind::oversized);
    CHECK(finding.kind != LintKind::overlap);
  }
}

TEST_CASE("atoms say what a clause lacks") {
  const re2::RE2 buys("\\b(?:buy|buys|bought)\\b.* of stakes");
  const PatternAtoms atoms(buys);
  CHECK_FALSE(atoms.unfiltered());
  CHECK(atoms.missing("who bought of stakes").empty());
  CHECK(atoms.missing("who sold of stakes") == std::vector<std::string>{"buy", "bought"});
  CHECK(atoms.missing("who bought it") == std::vector<std::string>{" of stakes"});
  CHECK(PatternAtoms(re2::RE2("a|b")).unfiltered());
}
