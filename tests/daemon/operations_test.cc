// docs/OPERATIONS.md and the program say the same.

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "daemon/doctor.h"
#include "daemon/metrics.h"
#include "tests/catch.h"

using namespace pactwatch;

namespace {

std::string document() {
  const char* source = std::getenv("PACTWATCH_SOURCE");
  REQUIRE(source != nullptr);
  std::ifstream in(std::string(source) + "/docs/OPERATIONS.md");
  std::ostringstream out;
  out << in.rdbuf();
  REQUIRE_FALSE(out.str().empty());
  return out.str();
}

// The rows of the table whose head begins with "| HEAD |": their cells.
std::vector<std::vector<std::string>> table(const std::string& head) {
  std::istringstream in(document());
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("| " + head + " |")) {
      inside = true;
      std::getline(in, line);  // the rule under it
      continue;
    }
    if (inside && !line.starts_with("|")) break;
    if (!inside) continue;
    std::vector<std::string> cells;
    std::istringstream parts(line.substr(1));
    for (std::string cell; std::getline(parts, cell, '|');) {
      const std::size_t begin = cell.find_first_not_of(" `");
      const std::size_t end = cell.find_last_not_of(" `");
      cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end + 1 - begin));
    }
    rows.push_back(std::move(cells));
  }
  REQUIRE_FALSE(rows.empty());
  return rows;
}

}  // namespace

TEST_CASE("every metric is in the document, and every one of the document exists") {
  static const char* const kKinds[] = {"counter", "gauge", "histogram"};
  std::vector<std::vector<std::string>> expected;
  for (const MetricInfo& info : metrics_catalogue())
    expected.push_back({std::string(info.name), kKinds[static_cast<int>(info.kind)],
                        std::string(info.label), std::string(info.help)});
  expected.push_back(
      {"pactwatch_rules_info", "gauge", "revision", "1, with the revision of the rules in force."});
  CHECK(table("metric") == expected);
}

TEST_CASE("every check of the doctor is in the document, and every one of the document exists") {
  std::vector<std::string> listed;
  for (const std::vector<std::string>& row : table("check")) listed.push_back(row[0]);
  CHECK(listed == doctor_checks());
}

TEST_CASE("each metric is registered once and can be used as its kind says") {
  const Result<std::unique_ptr<Metrics>> metrics = Metrics::open("127.0.0.1:0");
  REQUIRE(metrics);
  CHECK((*metrics)->port() > 0);
  std::set<Metric> seen;
  for (const MetricInfo& info : metrics_catalogue()) {
    CAPTURE(info.name);
    CHECK(seen.insert(info.metric).second);
    switch (info.kind) {
      case MetricKind::counter:
        CHECK_NOTHROW((*metrics)->add(info.metric));
        break;
      case MetricKind::gauge:
        CHECK_NOTHROW((*metrics)->set(info.metric, 1));
        break;
      case MetricKind::histogram:
        CHECK_NOTHROW((*metrics)->observe(info.metric, 0.1));
        break;
    }
  }
  // A port that is taken is named, with what helps.
  const Result<std::unique_ptr<Metrics>> second =
      Metrics::open("127.0.0.1:" + std::to_string((*metrics)->port()));
  REQUIRE_FALSE(second);
  CHECK(second.error().code == ErrorCode::conflict);
}
