// pactwatch changes: the numbered changes. pactwatch explain CHANGE: why one was told.

#include <iostream>

#include <nlohmann/json.hpp>

#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kChangesUsage =
    "usage: pactwatch changes [--since SEQ] [--limit N] [--data DIR] [--json]\n";
constexpr const char* kExplainUsage =
    "usage: pactwatch explain CHANGE [--data DIR] [--json]\n"
    "  CHANGE is the number or the id of a change (pactwatch changes lists them)\n";
constexpr std::size_t kPage = 1000;  // changes read at once: memory stays bounded

int failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
  return kExitFailed;
}

void print_change(const Change& change, bool json) {
  const std::string text = change_json(change);
  if (json) {
    std::cout << text << '\n';
    return;
  }
  const Result<nlohmann::json> parsed = parse_json(text, "change");
  if (!parsed) return;
  const Result<alerts::ChangeView> view = alerts::change_from_json(*parsed);
  if (!view) return;
  std::cout << change.seq << "  " << alerts::headline(*view) << ", " << alerts::standing(*view)
            << '\n';
}

}  // namespace

int verb_changes(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--since", 1}, {"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("changes", options.error(), kChangesUsage);
  const Result<std::optional<std::uint64_t>> since = options->number("--since");
  const Result<std::optional<std::uint64_t>> limit = options->number("--limit");
  if (!since) return usage_error("changes", since.error(), kChangesUsage);
  if (!limit) return usage_error("changes", limit.error(), kChangesUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("changes", ledger.error());
  auto seq = static_cast<std::int64_t>(since->value_or(0));
  std::uint64_t left = limit->value_or(~std::uint64_t{0});
  while (left > 0) {
    Result<std::vector<Change>> page = (*ledger)->changes_since(seq, kPage);
    if (!page) return failed("changes", page.error());
    if (page->empty()) break;
    for (const Change& change : *page) {
      if (left-- == 0) return kExitOk;
      print_change(change, options->has("--json"));
      seq = change.seq;
    }
  }
  return kExitOk;
}

int verb_explain(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("explain", options.error(), kExplainUsage);
  if (options->positional().size() != 1)
    return usage_error("explain", {ErrorCode::invalid_input, "name one change", "", ""},
                       kExplainUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("explain", ledger.error());
  Result<Change> change = (*ledger)->find_change(options->positional().front());
  if (!change) return failed("explain", change.error());
  Result<std::vector<FactView>> history = (*ledger)->fact_history(change->fact);
  if (!history) return failed("explain", history.error());
  if (options->has("--json")) {
    nlohmann::json versions = nlohmann::json::array();
    for (const FactView& version : *history) versions.push_back(to_json(version));
    Result<nlohmann::json> body = parse_json(change_json(*change), "change");
    if (!body) return failed("explain", body.error());
    std::cout << dump_json({{"change", *body}, {"fact", versions}}) << '\n';
    return kExitOk;
  }
  print_change(*change, false);
  std::cout << "\nthe fact " << change->fact << " over time:\n";
  for (const FactView& version : *history)
    std::cout << "  " << to_iso(version.known_since) << "  " << describe(version.value) << "  "
              << version.status << ", " << version.origins
              << (version.origins == 1 ? " origin\n" : " origins\n");
  std::cout << "\nwho says so:\n";
  if (history->empty()) return kExitOk;
  for (const ClaimView& claim : history->back().claims) {
    std::cout << "  " << claim.published.substr(0, 10) << "  " << claim.outlet;
    if (!claim.attribution.empty()) std::cout << ", crediting " << claim.attribution;
    std::cout << " (" << claim.modality << ", origin " << claim.origin
              << (claim.withdrawn ? ", withdrawn" : "") << ")\n"
              << "    \"" << claim.sentence << "\"\n"
              << "    rule " << claim.rule << " revision " << claim.rule_revision << "\n"
              << "    " << claim.url << "\n";
  }
  return kExitOk;
}

}  // namespace pactwatch
