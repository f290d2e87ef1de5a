#include "core/event.h"

#include <algorithm>
#include <set>

#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("every type has roles and stages, and no two of a name") {
  const auto& types = event_types();
  CHECK(types.size() == 13);
  CHECK(std::is_sorted(types.begin(), types.end()));
  for (const std::string_view type : types) {
    INFO(type);
    for (const auto* names : {&roles_of(type), &stages_of(type)}) {
      CHECK_FALSE(names->empty());
      CHECK(std::set<std::string_view>(names->begin(), names->end()).size() == names->size());
    }
  }
}

TEST_CASE("the main role comes first") {
  CHECK(roles_of("acquisition").front() == "target");
  CHECK(roles_of("lawsuit") == std::vector<std::string_view>{"plaintiff", "defendant"});
  CHECK(roles_of("partnership") == std::vector<std::string_view>{"party"});
}

TEST_CASE("an unknown type has nothing") {
  for (const char* type : {"", "Acquisition", "merger"}) {
    CHECK(roles_of(type).empty());
    CHECK(stages_of(type).empty());
  }
}

TEST_CASE("modality climbs from denied to confirmed, and its names are read back") {
  const std::vector<std::pair<Modality, std::string_view>> ladder = {
      {Modality::denied, "denied"},
      {Modality::planned, "planned"},
      {Modality::reported, "reported"},
      {Modality::confirmed, "confirmed"}};
  for (std::size_t i = 0; i < ladder.size(); ++i) {
    CHECK(to_string(ladder[i].first) == ladder[i].second);
    CHECK(parse_modality(ladder[i].second) == ladder[i].first);
    if (i > 0) CHECK(ladder[i - 1].first < ladder[i].first);
  }
  CHECK_FALSE(parse_modality(""));
  CHECK_FALSE(parse_modality("Confirmed"));
}

TEST_CASE("an exact figure has no bound to name") {
  CHECK(to_string(Bound::exact).empty());
  for (const Bound bound : {Bound::exact, Bound::min, Bound::max, Bound::approx})
    CHECK(parse_bound(to_string(bound)) == bound);
  CHECK_FALSE(parse_bound("exact"));
}
