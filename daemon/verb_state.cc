// pactwatch state A B: what is held of a relationship, now or as it was known or held before.
// pactwatch timeline A B: how it came about. pactwatch diff A B: what moved between two days.

#include <algorithm>
#include <iostream>
#include <map>

#include <nlohmann/json.hpp>

#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr const char* kStateUsage =
    "usage: pactwatch state PARTY [PARTY...] [--as-of TIME] [--valid-at DATE] [--limit N] [--data "
    "DIR] [--json]\n"
    "  --as-of     what was known then; --valid-at: what held then, by what is known now\n"
    "  --limit     look at the N facts that came last; 0: at all, as --json does; else at 100\n";
constexpr const char* kTimelineUsage =
    "usage: pactwatch timeline PARTY [PARTY...] [--as-of TIME] [--limit N] [--data DIR] [--json]\n"
    "  --limit     look at the N facts that came last; 0: at all, as --json does; else at 100\n";
constexpr const char* kDiffUsage =
    "usage: pactwatch diff PARTY [PARTY...] --from DATE --to DATE [--known] [--data DIR] [--json]\n"
    "  what held on one day beside what held on the other; with --known, what was known\n";

Error no_party() { return {ErrorCode::invalid_input, "name one party or more", "", ""}; }

// Says so where more facts are held of the parties than are looked at.
Status tell_what_is_left(const std::string& verb, Ledger& ledger, const Options& options,
                         std::optional<UtcTime> as_of, std::size_t limit) {
  if (limit == kNoLimit) return {};
  const Result<std::size_t> held = ledger.count_facts(options.positional(), as_of);
  if (!held) return tl::unexpected(held.error());
  if (*held > limit) tell_of_more(verb, limit, "facts", *held - limit);
  return {};
}

std::string status_of(const FactView& fact) {
  return fact.stale ? fact.status + ", stale" : fact.status;
}

int print_state(const std::vector<FactView>& facts, bool as_json) {
  if (as_json) {
    for (const FactView& fact : facts) std::cout << dump_json(to_json(fact)) << '\n';
    return kExitOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"SINCE", "RELATIONSHIP", "TERM", "VALUE", "STATUS", "SOURCE"}};
  for (const FactView& fact : facts)
    rows.push_back({fact.valid_from.empty() ? "-" : fact.valid_from,
                    alerts::render_parties(fact.parties), alerts::render_term(fact.term),
                    describe(fact.value), status_of(fact), describe_source(fact)});
  print_table(std::cout, rows);
  return kExitOk;
}

std::string describe(const TimelineEntry& entry) {
  std::string out = pactwatch::describe(entry.step.value);
  if (entry.before) out += " (was " + pactwatch::describe(*entry.before) + ")";
  return out;
}

std::string what_happened(const TimelineEntry& entry) {
  static const std::map<std::string, std::string> words = {
      {"new", "told"}, {"value_changed", "changed"}, {"stage_changed", "moved on"}};
  const auto word = words.find(entry.step.kind);
  std::string out = word == words.end() ? entry.step.kind : word->second;
  if (entry.step.status != entry.step.kind) out += ", " + entry.step.status;
  return out;
}

// A fact of one day beside the other's: one is missing where it is not held.
struct Difference {
  const FactView* from = nullptr;
  const FactView* to = nullptr;
};

std::vector<Difference> compare(const std::vector<FactView>& from,
                                const std::vector<FactView>& to) {
  std::vector<Difference> out;
  std::vector<const FactView*> gone;
  std::map<std::string, const FactView*> later;
  for (const FactView& fact : to) later[fact.id] = &fact;
  for (const FactView& fact : from) {
    const auto found = later.find(fact.id);
    if (found == later.end()) {
      gone.push_back(&fact);
      continue;
    }
    if (!(fact.value == found->second->value) || fact.status != found->second->status)
      out.push_back({&fact, found->second});
    later.erase(found);
  }
  // One value in the place of another: the same term of the same relationship.
  for (const FactView& fact : to) {
    if (!later.contains(fact.id)) continue;
    const auto was = std::find_if(gone.begin(), gone.end(), [&](const FactView* old) {
      return old->term == fact.term && old->parties == fact.parties && old->roles == fact.roles;
    });
    out.push_back({was == gone.end() ? nullptr : *was, &fact});
    if (was != gone.end()) gone.erase(was);
  }
  for (const FactView* fact : gone) out.push_back({fact, nullptr});
  return out;
}

int print_differences(const std::vector<Difference>& differences, bool as_json) {
  std::vector<std::vector<std::string>> rows = {{"", "RELATIONSHIP", "TERM", "FROM", "TO"}};
  for (const Difference& d : differences) {
    const FactView& fact = d.to != nullptr ? *d.to : *d.from;
    if (as_json) {
      std::cout << dump_json({{"parties", fact.parties},
                              {"term", fact.term},
                              {"from", d.from != nullptr ? to_json(*d.from) : json(nullptr)},
                              {"to", d.to != nullptr ? to_json(*d.to) : json(nullptr)}})
                << '\n';
      continue;
    }
    const auto cell = [](const FactView* held) {
      return held == nullptr ? std::string("-")
                             : pactwatch::describe(held->value) + ", " + held->status;
    };
    rows.push_back({d.from == nullptr ? "+"
                    : d.to == nullptr ? "-"
                                      : "~",
                    alerts::render_parties(fact.parties), alerts::render_term(fact.term),
                    cell(d.from), cell(d.to)});
  }
  if (as_json) return kExitOk;
  if (differences.empty()) {
    std::cout << "nothing moved\n";
    return kExitOk;
  }
  print_table(std::cout, rows);
  return kExitOk;
}

}  // namespace

int verb_state(const Arguments& arguments) {
  const Result<Options> options = Options::parse(
      arguments, {{"--as-of", 1}, {"--valid-at", 1}, {"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("state", options.error(), kStateUsage);
  const Result<std::size_t> limit = limit_of(*options);
  if (!limit) return usage_error("state", limit.error(), kStateUsage);
  if (options->positional().empty()) return usage_error("state", no_party(), kStateUsage);
  const Result<std::optional<UtcTime>> as_of = moment_of(*options, "--as-of");
  if (!as_of) return usage_error("state", as_of.error(), kStateUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("state", ledger.error());
  Extent extent;
  extent.facts = *limit;
  if (!options->has("--json")) extent.claims = 1;  // the table names one source
  Result<std::vector<FactView>> facts =
      (*ledger)->state(options->positional(), *as_of, options->value("--valid-at").value_or(""),
                       system_clock().now(), extent);
  if (!facts) return verb_failed("state", facts.error());
  if (Status s = tell_what_is_left("state", **ledger, *options, *as_of, *limit); !s)
    return verb_failed("state", s.error());
  if (facts->empty()) suggest_parties(**ledger, options->positional());
  return print_state(*facts, options->has("--json"));
}

int verb_timeline(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--as-of", 1}, {"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("timeline", options.error(), kTimelineUsage);
  const Result<std::size_t> limit = limit_of(*options);
  if (!limit) return usage_error("timeline", limit.error(), kTimelineUsage);
  if (options->positional().empty()) return usage_error("timeline", no_party(), kTimelineUsage);
  const Result<std::optional<UtcTime>> as_of = moment_of(*options, "--as-of");
  if (!as_of) return usage_error("timeline", as_of.error(), kTimelineUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("timeline", ledger.error());
  Result<std::vector<TimelineEntry>> entries =
      (*ledger)->timeline(options->positional(), *as_of, *limit);
  if (!entries) return verb_failed("timeline", entries.error());
  if (Status s = tell_what_is_left("timeline", **ledger, *options, *as_of, *limit); !s)
    return verb_failed("timeline", s.error());
  if (entries->empty()) suggest_parties(**ledger, options->positional());
  if (options->has("--json")) {
    for (const TimelineEntry& entry : *entries) std::cout << dump_json(to_json(entry)) << '\n';
    return kExitOk;
  }
  std::vector<std::vector<std::string>> rows = {
      {"WHEN", "RELATIONSHIP", "TERM", "VALUE", "WHAT", "SOURCE"}};
  for (const TimelineEntry& entry : *entries) {
    const ClaimView& claim = entry.claim;
    rows.push_back({entry.step.at.empty() ? "-" : entry.step.at,
                    alerts::render_parties(entry.parties), alerts::render_term(entry.term),
                    describe(entry), what_happened(entry),
                    claim.attribution.empty() ? claim.outlet
                                              : claim.attribution + " (in " + claim.outlet + ")"});
  }
  print_table(std::cout, rows);
  return kExitOk;
}

int verb_diff(const Arguments& arguments) {
  const Result<Options> options = Options::parse(
      arguments, {{"--from", 1}, {"--to", 1}, {"--known", 0}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("diff", options.error(), kDiffUsage);
  if (options->positional().empty()) return usage_error("diff", no_party(), kDiffUsage);
  if (!options->has("--from") || !options->has("--to"))
    return usage_error("diff", {ErrorCode::invalid_input, "give --from and --to", "", ""},
                       kDiffUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("diff", ledger.error());
  Extent extent;
  if (!options->has("--json")) extent.claims = 1;
  std::vector<std::vector<FactView>> days;
  for (const char* option : {"--from", "--to"}) {
    const std::string text = *options->value(option);
    const Result<UtcTime> time = moment_of(option, text);
    if (!time) return usage_error("diff", time.error(), kDiffUsage);
    const bool known = options->has("--known");
    Result<std::vector<FactView>> facts = (*ledger)->state(
        options->positional(), known ? std::optional<UtcTime>(*time) : std::nullopt,
        known ? "" : text, *time, extent);
    if (!facts) return verb_failed("diff", facts.error());
    days.push_back(std::move(*facts));
  }
  if (days[0].empty() && days[1].empty()) suggest_parties(**ledger, options->positional());
  return print_differences(compare(days[0], days[1]), options->has("--json"));
}

}  // namespace pactwatch
