// pactwatch state A B: what is held of a relationship, now or as it was known or held before.
// pactwatch timeline A B: how it came about.

#include <algorithm>
#include <iostream>

#include <nlohmann/json.hpp>

#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kStateUsage =
    "usage: pactwatch state PARTY [PARTY...] [--as-of TIME] [--valid-at DATE] [--data DIR] "
    "[--json]\n";
constexpr const char* kTimelineUsage =
    "usage: pactwatch timeline PARTY [PARTY...] [--data DIR] [--json]\n";

int failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
  return error.code == ErrorCode::invalid_input ? kExitUsage : kExitFailed;
}

// Columns as wide as their widest cell.
void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  const auto columns = [](const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
  };
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], columns(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(width[i] - columns(row[i]) + 2, ' ');
    }
    std::cout << line << '\n';
  }
}

int print(const std::vector<FactView>& facts, bool json, bool dated) {
  if (json) {
    for (const FactView& fact : facts) std::cout << dump_json(to_json(fact)) << '\n';
    return kExitOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {dated ? "WHEN" : "SINCE", "RELATIONSHIP", "TERM", "VALUE", "STATUS", "SOURCE"}};
  for (const FactView& fact : facts) {
    std::string when = fact.valid_from;
    if (when.empty() && dated && !fact.claims.empty())
      when = fact.claims.back().published.substr(0, 10);
    rows.push_back({when.empty() ? "-" : when, alerts::render_parties(fact.parties),
                    alerts::render_term(fact.term), describe(fact.value), fact.status,
                    describe_source(fact)});
  }
  print_table(rows);
  return kExitOk;
}

}  // namespace

int verb_state(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--as-of", 1}, {"--valid-at", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("state", options.error(), kStateUsage);
  if (options->positional().empty())
    return usage_error("state", {ErrorCode::invalid_input, "name one party or more", "", ""},
                       kStateUsage);
  std::optional<UtcTime> as_of;
  if (const auto text = options->value("--as-of")) {
    as_of = parse_iso_time(*text);
    if (!as_of)
      return usage_error("state",
                         {ErrorCode::invalid_input, "--as-of wants an ISO date or time", *text,
                          "2026-05-12 or 2026-05-12T08:00:00Z"},
                         kStateUsage);
    // A day means all of it.
    if (text->size() == 10) as_of->ms += 86'399'999;
  }
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("state", ledger.error());
  Result<std::vector<FactView>> facts =
      (*ledger)->state(options->positional(), as_of, options->value("--valid-at").value_or(""));
  if (!facts) return failed("state", facts.error());
  if (facts->empty()) suggest_parties(**ledger, options->positional());
  return print(*facts, options->has("--json"), /*dated=*/false);
}

int verb_timeline(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("timeline", options.error(), kTimelineUsage);
  if (options->positional().empty())
    return usage_error("timeline", {ErrorCode::invalid_input, "name one party or more", "", ""},
                       kTimelineUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("timeline", ledger.error());
  Result<std::vector<FactView>> facts = (*ledger)->timeline(options->positional());
  if (!facts) return failed("timeline", facts.error());
  if (facts->empty()) suggest_parties(**ledger, options->positional());
  return print(*facts, options->has("--json"), /*dated=*/true);
}

}  // namespace pactwatch
