// pactwatch backup, restore, check, prune: what keeps a ledger alive over years.

#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/lock.h"
#include "daemon/options.h"
#include "daemon/units.h"
#include "daemon/verb.h"
#include "store/data_dir.h"
#include "store/life.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBackupUsage =
    "usage: pactwatch backup FILE [--data DIR]\n"
    "  copies the ledger as of one moment, while a daemon goes on\n";
constexpr const char* kRestoreUsage =
    "usage: pactwatch restore FILE [--data DIR]\n"
    "  puts a backup in the ledger's place; what was there is kept beside it. No daemon may run\n";
constexpr const char* kCheckUsage =
    "usage: pactwatch check [--limit N] [--data DIR] [--json]\n"
    "  whether the file and every promise of the ledger hold; exit code 1 when one does not\n";
constexpr const char* kPruneUsage =
    "usage: pactwatch prune --older-than DURATION [--data DIR]\n"
    "  drops the texts of older articles that told nothing. What any claim rests on is kept for "
    "ever\n";

fs::path data_of(const Options& options) {
  const auto data = options.value("--data");
  return data ? fs::path(*data) : default_data_directory();
}

}  // namespace

int verb_backup(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}});
  if (!options) return usage_error("backup", options.error(), kBackupUsage);
  if (options->positional().size() != 1)
    return usage_error("backup", {ErrorCode::invalid_input, "name the file", "", ""}, kBackupUsage);
  const Result<std::string> file = database_of(*options);
  if (!file) return verb_failed("backup", file.error());
  const std::string& to = options->positional().front();
  if (Status s = back_up(*file, to); !s) return verb_failed("backup", s.error());
  std::error_code error;
  std::cout << to << ": " << fs::file_size(to, error) << " bytes; pactwatch restore " << to
            << " puts it back\n";
  return kExitOk;
}

int verb_restore(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}});
  if (!options) return usage_error("restore", options.error(), kRestoreUsage);
  if (options->positional().size() != 1)
    return usage_error("restore", {ErrorCode::invalid_input, "name the backup", "", ""},
                       kRestoreUsage);
  const fs::path data = data_of(*options);
  if (Status s = prepare_directory(data); !s) return verb_failed("restore", s.error());
  const UtcTime now = system_clock().now();
  const Result<DirectoryLock> lock = DirectoryLock::take(data, now);
  if (!lock) {
    std::cerr << "pactwatch restore: " << to_string(lock.error()) << '\n';
    return kExitBusy;
  }
  const Result<std::string> kept =
      restore(options->positional().front(), database_file(data).string(), now);
  if (!kept) return verb_failed("restore", kept.error());
  std::cout << "restored into " << data.string();
  if (!kept->empty()) std::cout << "; what was there is " << *kept;
  std::cout << '\n';
  return kExitOk;
}

int verb_check(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--limit", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("check", options.error(), kCheckUsage);
  const Result<std::optional<std::uint64_t>> limit = options->number("--limit");
  if (!limit) return usage_error("check", limit.error(), kCheckUsage);
  const Result<std::string> file = database_of(*options);
  if (!file) return verb_failed("check", file.error());
  constexpr std::uint64_t kEnough = 20;  // of each kind, to see what is wrong
  const Result<std::vector<Fault>> faults = check_ledger(*file, limit->value_or(kEnough));
  if (!faults) return verb_failed("check", faults.error());
  for (const Fault& fault : *faults) {
    if (options->has("--json"))
      std::cout << dump_json({{"rule", fault.rule}, {"what", fault.what}}) << '\n';
    else
      std::cout << "broken: " << fault.rule << ": " << fault.what << '\n';
  }
  if (faults->empty() && !options->has("--json")) std::cout << *file << ": all is well\n";
  if (!faults->empty())
    std::cerr << "pactwatch check: the ledger is damaged; pactwatch restore FILE brings a backup "
                 "back\n";
  return faults->empty() ? kExitOk : kExitFailed;
}

int verb_prune(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--older-than", 1}, {"--data", 1}});
  if (!options) return usage_error("prune", options.error(), kPruneUsage);
  const auto text = options->value("--older-than");
  const auto age = text ? parse_duration(*text) : std::nullopt;
  if (!age)
    return usage_error("prune", {ErrorCode::invalid_input, "say how old", "", "--older-than 180d"},
                       kPruneUsage);
  const Result<std::string> file = database_of(*options);
  if (!file) return verb_failed("prune", file.error());
  const UtcTime before = {system_clock().now().ms - age->count()};
  std::int64_t texts = 0;
  std::int64_t after = 0;
  do {
    const Result<Dropped> dropped = drop_empty_texts(*file, before, after);
    if (!dropped) return verb_failed("prune", dropped.error());
    texts += dropped->texts;
    after = dropped->next;
  } while (after != 0);
  std::cout << texts << " texts dropped\n";
  return kExitOk;
}

}  // namespace pactwatch
