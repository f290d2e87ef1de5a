// Which case a bare mention means: small stories of several cases, and who stands on which side of
// each event that is read in them.

#include "extractor/cases.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/event.h"
#include "extractor/document.h"
#include "extractor/extractor.h"
#include "tests/catch.h"
#include "tests/support/shipped_extractor.h"

namespace pactwatch {
namespace {

std::string names(const Event& event, const std::string& role) {
  const auto it = event.roles.find(role);
  if (it == event.roles.end()) return "?";
  std::string out;
  for (const std::string& name : it->second) out += (out.empty() ? "" : "+") + name;
  return out;
}

// "filed A v B; ruling A v B": the suits and regulators' actions of the story, in text order.
std::string cases(const std::string& title, const std::string& text) {
  Document document;
  document.title = title;
  document.text = text;
  std::string out;
  for (const Event& event : test_support::shipped_extractor().extract(document)) {
    const bool suit = event.type == "lawsuit";
    if (!suit && event.type != "regulatory_action") continue;
    out += (out.empty() ? "" : "; ") + event.stage + " " +
           names(event, suit ? "plaintiff" : "authority") + " v " +
           names(event, suit ? "defendant" : "subject");
  }
  return out;
}

TEST_CASE("A bare mention means the case that was told", "[cases]") {
  CHECK(cases("", "Norwind Group sued Tessera AI in 2021. A judge dismissed the case in 2022.") ==
        "filed Norwind Group v Tessera AI; dismissed Norwind Group v Tessera AI");
  CHECK(cases("",
              "Norwind Group sued Tessera AI in 2021. In a separate case, a judge ruled in 2022 "
              "that Larkspur Dairy had broken state law.") ==
        "filed Norwind Group v Tessera AI; ruling ? v Larkspur Dairy");
}

TEST_CASE("Who appeals, wins or settles stands where the case has him", "[cases]") {
  CHECK(cases("",
              "Norwind Group sued Tessera AI in 2021. The jury sided with Tessera AI in 2023. "
              "Norwind Group has appealed the verdict.") ==
        "filed Norwind Group v Tessera AI; ruling Norwind Group v Tessera AI; "
        "appeal Norwind Group v Tessera AI");
  CHECK(cases("",
              "The European Commission fined Norwind Group 200 million euros. Norwind Group "
              "said it would appeal the decision in court.") ==
        "fined European Commission v Norwind Group; appeal Norwind Group v European Commission");
}

TEST_CASE("A later sentence completes the case of an earlier one", "[cases]") {
  CHECK(cases("",
              "A judge has thrown out a lawsuit accusing Norwind Group of using bots. The suit was "
              "brought in 2023 by Tessera AI.") ==
        "dismissed Tessera AI v Norwind Group; filed Tessera AI v Norwind Group");
}

TEST_CASE("A new plaintiff sues whom the others sue", "[cases]") {
  CHECK(cases("",
              "Norwind Group sued Tessera AI in April 2021. Larkspur Dairy filed a similar suit in "
              "May 2021.") ==
        "filed Norwind Group v Tessera AI; filed Larkspur Dairy v Tessera AI");
}

TEST_CASE("Several who are named and none of the case: the sentence tells of another", "[cases]") {
  const std::string found =
      cases("",
            "Norwind Group sued Tessera AI in 2021. The court affirmed a verdict over what "
            "Boeing told Airbus and Embraer.");
  CHECK(found == "filed Norwind Group v Tessera AI");
}

TEST_CASE("An office that nobody names acts all the same, and is not put out", "[cases]") {
  CHECK(cases("", "German regulators fined Norwind Group 3 million euros.") ==
        "fined ? v Norwind Group");
  CHECK(cases("", "Britain's competition watchdog fined Norwind Group 3 million pounds.") ==
        "fined Competition and Markets Authority v Norwind Group");
}

TEST_CASE("A place stands for those who govern it where it acts at law", "[cases]") {
  CHECK(cases("", "Texas sued Norwind Group in 2021.") == "filed Texas v Norwind Group");
  CHECK(cases("", "A court in Texas fined Norwind Group.") != "fined Texas v Norwind Group");
}

}  // namespace
}  // namespace pactwatch
