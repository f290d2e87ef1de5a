#include "daemon/ledger_view.h"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "alerts/render.h"
#include "core/text.h"
#include "core/time.h"
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

int verb_failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
  return error.code == ErrorCode::invalid_input ? kExitUsage : kExitFailed;
}

void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      width[i] = std::max(width[i], count_code_points(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(width[i] - count_code_points(row[i]) + 2, ' ');
    }
    out << line << '\n';
  }
}

Result<UtcTime> moment_of(const std::string& option, const std::string& text) {
  std::optional<UtcTime> time = parse_iso_time(text);
  if (!time)
    return fail(ErrorCode::invalid_input, option + " wants an ISO date or time", text,
                "2026-05-12 or 2026-05-12T08:00:00Z");
  constexpr std::size_t kDay = 10;
  if (text.size() == kDay) time->ms += 86'399'999;
  return *time;
}

Result<std::optional<UtcTime>> moment_of(const Options& options, const std::string& option) {
  const std::optional<std::string> text = options.value(option);
  if (!text) return std::optional<UtcTime>();
  const Result<UtcTime> time = moment_of(option, *text);
  if (!time) return tl::unexpected(time.error());
  return std::optional<UtcTime>(*time);
}

Result<std::size_t> limit_of(const Options& options) {
  constexpr std::uint64_t kScreens = 100;  // more than a person reads
  const Result<std::optional<std::uint64_t>> given = options.number("--limit");
  if (!given) return tl::unexpected(given.error());
  const std::uint64_t limit = given->value_or(options.has("--json") ? 0 : kScreens);
  return limit == 0 ? kNoLimit : static_cast<std::size_t>(limit);
}

void tell_of_more(const std::string& verb, std::size_t shown, const std::string& what,
                  std::size_t more) {
  std::cerr << "pactwatch " << verb << ": these are the " << shown << " " << what
            << " that came last; " << more << " more are held, --limit 0 shows all\n";
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
