// pactwatch party NAME: what is known of one party, and with whom.

#include <iostream>

#include <nlohmann/json.hpp>

#include "alerts/render.h"
#include "core/json.h"
#include "core/time.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kPartyUsage =
    "usage: pactwatch party NAME [--limit N] [--data DIR] [--json]\n"
    "  the relationships that changed last, 100 unless --limit says otherwise; 0: all\n";

}  // namespace

int verb_party(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("party", options.error(), kPartyUsage);
  const Result<std::size_t> limit = limit_of(*options);
  if (!limit) return usage_error("party", limit.error(), kPartyUsage);
  if (options->positional().size() != 1)
    return usage_error("party", {ErrorCode::invalid_input, "name one party", "", ""}, kPartyUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return verb_failed("party", ledger.error());
  const std::string& name = options->positional().front();
  const Result<PartyView> party = (*ledger)->party(name, *limit);
  if (!party) {
    suggest_parties(**ledger, {name});
    return verb_failed("party", party.error());
  }
  if (party->more > 0)
    tell_of_more("party", party->relationships.size(), "relationships", party->more);
  if (options->has("--json")) {
    std::cout << dump_json(to_json(*party)) << '\n';
    return kExitOk;
  }
  std::cout << party->name << "  (" << party->id << ")\n";
  for (const std::string& other : party->names) std::cout << "  also named " << other << '\n';
  std::cout << '\n';
  std::vector<std::vector<std::string>> rows = {{"RELATIONSHIP", "FACTS", "LAST CHANGE KNOWN"}};
  for (const PartyView::Relationship& r : party->relationships)
    rows.push_back({alerts::render_parties(r.parties), std::to_string(r.facts), to_iso(r.last)});
  print_table(std::cout, rows);
  return kExitOk;
}

}  // namespace pactwatch
