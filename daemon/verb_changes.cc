// pactwatch changes: the numbered changes. pactwatch explain CHANGE|FACT: why one was told, or is
// held. pactwatch claims: who said what.

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

constexpr const char* kChangesUsage =
    "usage: pactwatch changes [--since SEQ] [--limit N] [--data DIR] [--json]\n";
constexpr const char* kExplainUsage =
    "usage: pactwatch explain CHANGE|FACT [--data DIR] [--json]\n"
    "  CHANGE is the number or the id of a change (pactwatch changes lists them), FACT the id of "
    "a\n"
    "  fact (pactwatch state --json shows them); of an id its first letters will do\n";
constexpr const char* kClaimsUsage =
    "usage: pactwatch claims [PARTY...] [--limit N] [--data DIR] [--json]\n";
constexpr std::size_t kPage = 1000;  // changes read at once: memory stays bounded

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
  if (!ledger) return verb_failed("changes", ledger.error());
  auto seq = static_cast<std::int64_t>(since->value_or(0));
  std::uint64_t left = limit->value_or(~std::uint64_t{0});
  while (left > 0) {
    Result<std::vector<Change>> page = (*ledger)->changes_since(seq, kPage);
    if (!page) return verb_failed("changes", page.error());
    if (page->empty()) break;
    for (const Change& change : *page) {
      if (left-- == 0) return kExitOk;
      print_change(change, options->has("--json"));
      seq = change.seq;
    }
  }
  return kExitOk;
}

namespace {

// Claims by where they really come from, each with who repeats whom.
void print_origins(const std::vector<ClaimView>& claims) {
  std::map<std::string, std::vector<const ClaimView*>> by_origin;
  for (const ClaimView& claim : claims) by_origin[claim.origin].push_back(&claim);
  for (const auto& [origin, tellers] : by_origin) {
    std::cout << "  origin: " << origin << "\n";
    for (const ClaimView* claim : tellers) {
      std::cout << "    " << claim->published.substr(0, 10) << "  " << claim->outlet;
      if (!claim->attribution.empty()) std::cout << ", crediting " << claim->attribution;
      std::cout << " (" << claim->modality << (claim->withdrawn ? ", withdrawn" : "") << ")\n"
                << "      \"" << claim->sentence << "\"\n"
                << "      rule " << claim->rule << " revision " << claim->rule_revision << "\n"
                << "      " << claim->url << "\n";
    }
  }
}

int explain_fact(Ledger& ledger, const std::string& fact, const std::optional<Change>& change,
                 bool as_json) {
  Result<std::vector<FactView>> history = ledger.fact_history(fact);
  if (!history) return verb_failed("explain", history.error());
  if (as_json) {
    nlohmann::json out = {{"fact", nlohmann::json::array()}};
    for (const FactView& version : *history) out["fact"].push_back(to_json(version));
    if (change) {
      Result<nlohmann::json> body = parse_json(change_json(*change), "change");
      if (!body) return verb_failed("explain", body.error());
      out["change"] = std::move(*body);
    }
    std::cout << dump_json(out) << '\n';
    return kExitOk;
  }
  if (change) {
    print_change(*change, false);
    std::cout << '\n';
  }
  if (history->empty()) return kExitOk;
  const FactView& last = history->back();
  std::cout << "the fact " << fact << ": " << alerts::render_parties(last.parties) << ", "
            << alerts::render_term(last.term) << "\n\nas the ledger came to know it:\n";
  for (const FactView& version : *history) {
    std::cout << "  " << to_iso(version.known_since) << "  " << describe(version.value) << "  "
              << version.status << ", " << version.origins
              << (version.origins == 1 ? " origin" : " origins");
    if (!version.cause.empty() && version.cause != "article")
      std::cout << " (" << version.cause << ")";
    std::cout << '\n';
  }
  std::cout << "\nwho says so:\n";
  print_origins(last.claims);
  return kExitOk;
}

}  // namespace

int verb_explain(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("explain", options.error(), kExplainUsage);
  if (options->positional().size() != 1)
    return usage_error("explain", {ErrorCode::invalid_input, "name one change or fact", "", ""},
                       kExplainUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("explain", ledger.error());
  const std::string& name = options->positional().front();
  const Result<Change> change = (*ledger)->find_change(name);
  if (change) return explain_fact(**ledger, change->fact, *change, options->has("--json"));
  const Result<std::string> fact = (*ledger)->find_fact(name);
  if (!fact)
    return verb_failed("explain",
                       fact.error().code == ErrorCode::not_found ? change.error() : fact.error());
  return explain_fact(**ledger, *fact, std::nullopt, options->has("--json"));
}

int verb_claims(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("claims", options.error(), kClaimsUsage);
  const Result<std::optional<std::uint64_t>> limit = options->number("--limit");
  if (!limit) return usage_error("claims", limit.error(), kClaimsUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("claims", ledger.error());
  constexpr std::uint64_t kMany = 1000;
  Result<std::vector<ClaimView>> claims =
      (*ledger)->claims(options->positional(), limit->value_or(kMany));
  if (!claims) return verb_failed("claims", claims.error());
  if (claims->empty()) suggest_parties(**ledger, options->positional());
  if (options->has("--json")) {
    for (const ClaimView& claim : *claims) std::cout << dump_json(to_json(claim)) << '\n';
    return kExitOk;
  }
  for (const ClaimView& claim : *claims) {
    std::cout << (claim.published.empty() ? "-" : claim.published.substr(0, 10)) << "  "
              << claim.outlet << ": " << claim.type << ", " << claim.modality;
    if (!claim.attribution.empty()) std::cout << ", crediting " << claim.attribution;
    std::cout << (claim.withdrawn ? ", withdrawn" : "") << "\n    \"" << claim.sentence << "\"\n";
  }
  return kExitOk;
}

}  // namespace pactwatch
