#include "daemon/ledger_view.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "alerts/render.h"
#include "core/text.h"
#include "store/data_dir.h"

namespace pactwatch {

Result<std::string> database_of(const Options& options) {
  const std::optional<std::string> data = options.value("--data");
  const std::filesystem::path file =
      database_file(data ? std::filesystem::path(*data) : default_data_directory());
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    return fail(ErrorCode::not_found, "there is no ledger here yet", file.string(),
                "name its directory with --data, or start one with pactwatch run");
  return file.string();
}

Result<std::unique_ptr<Ledger>> ledger_of(const Options& options) {
  Result<std::string> file = database_of(options);
  if (!file) return tl::unexpected(file.error());
  return open_ledger_read_only(*file);
}

std::string describe(const Value& value) {
  const std::string text = alerts::render_value(value);
  return text.empty() ? "-" : text;
}

std::string describe_source(const FactView& fact) {
  if (fact.claims.empty()) return {};
  const ClaimView& claim = fact.claims.front();
  std::string out =
      claim.attribution.empty() ? claim.outlet : claim.attribution + " (in " + claim.outlet + ")";
  out += ", " + std::to_string(fact.origins) + (fact.origins == 1 ? " origin" : " origins");
  return out;
}

void suggest_parties(Ledger& ledger, const std::vector<std::string>& parties) {
  const Result<std::vector<std::string>> names = ledger.party_names();
  if (!names) return;
  for (const std::string& party : parties) {
    const bool known = std::any_of(names->begin(), names->end(), [&](const std::string& name) {
      return ascii_lower(name) == ascii_lower(party);
    });
    if (known) continue;
    std::cerr << "pactwatch: nothing is recorded of \"" << party << "\"";
    const std::string near = nearest_name(party, *names);
    if (!near.empty()) std::cerr << "; did you mean \"" << near << "\"?";
    std::cerr << '\n';
  }
}

}  // namespace pactwatch
