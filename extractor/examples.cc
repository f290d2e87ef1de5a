#include "extractor/examples.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace pactwatch {
namespace {

std::string number(double value) {
  char buffer[64];
  const bool whole = std::fabs(value) < 1e15 && value == std::floor(value);
  std::snprintf(buffer, sizeof buffer, whole ? "%.0f" : "%.6g", value);
  return buffer;
}

std::string join(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// The value of `key` as examples write it: "USD 38000000000 max", "Microsoft, OpenAI", "reported".
std::string value_of(const Event& event, const std::string& key) {
  if (key == "amount") {
    if (!event.amount) return {};
    std::string out = event.amount->currency + " " + number(event.amount->value);
    if (event.amount->high) out += "-" + number(*event.amount->high);
    if (event.amount->bound != Bound::exact)
      out += " " + std::string(to_string(event.amount->bound));
    return out;
  }
  if (key == "percent") return event.percent ? number(*event.percent) : std::string();
  if (key == "multiple") return event.multiple ? number(*event.multiple) : std::string();
  if (key == "exclusive")
    return event.exclusive ? (*event.exclusive ? "true" : "false") : std::string();
  if (key == "stage") return event.stage;
  if (key == "modality") return std::string(to_string(event.modality));
  if (key == "when") return event.when;
  if (key == "until") return event.until;
  if (key == "metric") return event.metric;
  if (key == "attribution") return event.attribution;
  const auto role = event.roles.find(key);
  return role == event.roles.end() ? std::string() : join(role->second);
}

std::string describe(const Event& event, const std::map<std::string, std::string>& expect) {
  std::string out = event.rule + " (";
  bool first = true;
  for (const auto& [key, ignored] : expect) {
    out += (first ? "" : ", ") + key + " = \"" + value_of(event, key) + "\"";
    first = false;
  }
  return out + ")";
}

}  // namespace

ExampleReport run_examples(const Extractor& extractor) {
  ExampleReport report;
  for (const Rule& rule : extractor.rules().rules()) {
    if (rule.match.empty()) report.without_examples.push_back(rule.id);
    const auto events_of = [&](const RuleExample& example) {
      Document document;
      document.text = example.text;
      document.published = example.published;
      std::vector<Event> events = extractor.extract(document);
      events.erase(std::remove_if(events.begin(), events.end(),
                                  [&](const Event& e) { return e.type != rule.event; }),
                   events.end());
      return events;
    };
    const auto fault = [&](const RuleExample& example, const std::string& message) {
      report.faults.push_back({rule.id, rule.file + ":" + std::to_string(example.line), message});
    };
    for (const RuleExample& example : rule.match) {
      ++report.examples;
      const std::vector<Event> events = events_of(example);
      const bool met = std::any_of(events.begin(), events.end(), [&](const Event& event) {
        return std::all_of(example.expect.begin(), example.expect.end(), [&](const auto& expected) {
          return value_of(event, expected.first) == expected.second;
        });
      });
      if (met) continue;
      std::string wanted;
      for (const auto& [key, value] : example.expect)
        wanted.append(" ").append(key).append(" = \"").append(value).append("\"");
      std::string got;
      for (const Event& event : events) got += "\n    got " + describe(event, example.expect);
      fault(example, "no " + rule.event + " with" + wanted + " in: " + example.text +
                         (got.empty() ? "\n    got none" : got));
    }
    for (const RuleExample& example : rule.no_match) {
      ++report.examples;
      const std::vector<Event> events = events_of(example);
      const bool fired = std::any_of(events.begin(), events.end(),
                                     [&](const Event& event) { return event.rule == rule.id; });
      if (fired) fault(example, "must not match (" + example.why + "): " + example.text);
    }
  }
  return report;
}

}  // namespace pactwatch
