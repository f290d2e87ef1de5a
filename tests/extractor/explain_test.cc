// Why a rule found nothing: each stage says so in its own words.

#include "extractor/explain.h"

#include <algorithm>

#include "extractor/extractor.h"
#include "tests/catch.h"
#include "tests/support/rule_directory.h"
#include "tests/support/shipped_extractor.h"

namespace pactwatch {

using test_support::shipped_extractor;

namespace {

Explanation why(const Extractor& reader, const std::string& id, const std::string& text) {
  const std::vector<Rule>& rules = reader.rules().rules();
  const auto rule =
      std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.id == id; });
  REQUIRE(rule != rules.end());
  Document document;
  document.text = text;
  return reader.explain(document, *rule);
}

Explanation why(const std::string& id, const std::string& text) {
  return why(shipped_extractor(), id, text);
}

// The detail of the clause that came furthest.
std::string detail(const Explanation& explanation) {
  for (const ClauseReport& report : explanation.clauses)
    if (report.reach == explanation.reach) return report.detail;
  return {};
}

bool holds(const std::string& text, const std::string& part) {
  INFO(text);
  CHECK(text.find(part) != std::string::npos);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an explanation says how far a rule came, and what stopped it") {
  struct Case {
    const char* rule;
    const char* text;
    Reach reach;
    const char* detail;
  };
  const std::vector<Case> cases = {
      {"acquisition.private", "Marlowe Capital bought Larkspur Dairy.", Reach::no_atom,
       "\"took {ORG} private\""},
      {"acquisition.private", "Marlowe Capital overtook Larkspur Dairy privately.",
       Reach::no_trigger, "not in this pattern"},
      {"acquisition.buy", "The buy of Larkspur Dairy was good.", Reach::misread, "read as a noun"},
      {"acquisition.sale", "Norwind sold its Larkspur Dairy shares to Harbinger Foods.",
       Reach::struck, "matches \"shares\""},
      {"acquisition.buy", "Harbinger Foods bought a boat.", Reach::unmet,
       "acquirer = Harbinger Foods; lacks target (looked in \"object ORG\")"},
      {"acquisition.buy", "Harbinger Foods did not buy Larkspur Dairy.", Reach::refused,
       "a plain negation, \"did not buy\""},
      {"investment.invest", "Harbinger Foods failed to invest in Larkspur Dairy.", Reach::refused,
       "a failed attempt, \"failed\""},
      {"acquisition.buy", "If Harbinger Foods were to buy Larkspur Dairy, all would gain.",
       Reach::refused, "a hypothetical"},
      {"acquisition.buy", "Will Harbinger Foods buy Larkspur Dairy?", Reach::refused, "a question"},
      {"acquisition.merge", "Harbinger Foods will merge with Larkspur Dairy.", Reach::outranked,
       "acquisition.merger_of_two (priority 46, this one 40)"},
      {"acquisition.noun",
       "Harbinger Foods bought Larkspur Dairy. Harbinger Foods completed its acquisition of "
       "Larkspur Dairy.",
       Reach::merged, "acquisition.buy"},
      {"acquisition.buy", "Harbinger Foods bought Larkspur Dairy for $2 billion.", Reach::event,
       "amount = $2 billion; acquisition completed, confirmed"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const Explanation explanation = why(one.rule, one.text);
    CHECK(to_string(explanation.reach) == to_string(one.reach));
    CHECK(holds(detail(explanation), one.detail));
    CHECK(explanation.found() == (one.reach == Reach::event));
  }
}

TEST_CASE("a figure that another event owns, and an echo without a voice, are told") {
  const rule_files::Directory directory(PACTWATCH_TEST_RULES);
  const std::string roles =
      "require = ['target', 'amount']\n[rule.roles]\nacquirer = ['subject']\n"
      "target = ['object ORG']\n[rule.figures]\namount = ['clause']\n";
  std::string stronger = rule_files::rule(roles, "'{V:acquire}'");
  stronger.replace(stronger.find("t.one"), 5, "t.two");
  stronger.insert(stronger.find("trigger"), "priority = 60\n");
  std::string echo = rule_files::rule(roles, "'{V:snap up}'");
  echo.replace(echo.find("t.one"), 5, "t.echo");
  echo.insert(echo.find("trigger"), "echo = true\n");
  directory.write("events/a.toml", rule_files::rule(roles) + stronger + echo);
  const auto set = directory.load();
  if (!set) FAIL(to_string(set.error()));
  const Extractor own(*set);
  const Explanation taken = why(
      own, "t.one", "Harbinger Foods bought Larkspur Dairy and acquired Norwind for $2 billion.");
  CHECK(to_string(taken.reach) == to_string(Reach::incomplete));
  CHECK(holds(detail(taken), "lacks amount (looked in \"clause\"); its figure went to t.two"));
  const Explanation alone =
      why(own, "t.echo", "Harbinger Foods snapped up Larkspur Dairy for $2 billion.");
  CHECK(to_string(alone.reach) == to_string(Reach::incomplete));
  CHECK(holds(detail(alone), "echo = true"));
}

TEST_CASE("an explanation shows clauses as rules see them, and reads as the extractor reads") {
  const Explanation explanation =
      why("acquisition.buy", "Harbinger Foods bought Larkspur Dairy for $2 billion in May 2024.");
  REQUIRE(explanation.clauses.size() == 1);
  CHECK(explanation.clauses[0].skeleton == "{ORG} bought {ORG} for {MONEY} in {DATE} .");
  Document document;
  document.text = "Harbinger Foods bought Larkspur Dairy for $2 billion in May 2024.";
  CHECK(explanation.events == shipped_extractor().extract(document));
  CHECK(why("acquisition.buy", "").clauses.empty());
}

TEST_CASE("what a rule costs is counted per trigger and clause") {
  std::vector<RuleCost> costs(shipped_extractor().rules().rules().size());
  Document document;
  document.text = "Harbinger Foods bought Larkspur Dairy. Norwind did not buy Marlowe Capital.";
  CHECK(shipped_extractor().extract_metered(document, costs) ==
        shipped_extractor().extract(document));
  const std::vector<Rule>& rules = shipped_extractor().rules().rules();
  for (std::size_t r = 0; r < rules.size(); ++r) {
    if (rules[r].id == "acquisition.buy") {
      CHECK(costs[r].tried == 2);
      CHECK(costs[r].raised == 1);
      CHECK(costs[r].nanoseconds > 0);
    }
    if (rules[r].id == "acquisition.private") CHECK(costs[r].tried == 0);
  }
}

TEST_CASE("a trigger that begins with a space and strays ends nevertheless") {
  const rule_files::Directory directory(PACTWATCH_TEST_RULES);
  directory.write("events/a.toml",
                  rule_files::rule("[rule.roles]\ntarget = ['object ORG']\n", "' {V:buy}'"));
  const auto set = directory.load();
  if (!set) FAIL(to_string(set.error()));
  const Extractor own(*set);
  Document document;
  document.text = "The buy of Larkspur Dairy was good, and Harbinger Foods bought Norwind.";
  CHECK(own.extract(document).size() == 1);
  CHECK(why(own, "t.one", document.text).found());
}

}  // namespace pactwatch
