// pactwatch doctor: looks at everything the daemon needs, and says what to do about what is wrong.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "bus/endpoint.h"
#include "bus/subscriber.h"
#include "core/json.h"
#include "daemon/config.h"
#include "daemon/options.h"
#include "daemon/verb.h"
#include "rules/rule.h"
#include "store/data_dir.h"
#include "store/frontier.h"
#include "store/ledger.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsage = "[--config FILE] [--data DIR] [--json]";
// Below this a commit may fail soon: SQLite's journal alone may grow to half of it.
constexpr std::uint64_t kLeastFreeBytes = 256ULL << 20;

enum class Verdict { good, warning, bad };

struct Check {
  std::string name;
  Verdict verdict = Verdict::good;
  std::string found;
  std::string next;  // the command or change that helps; empty when all is well
};

Check from_error(std::string name, const Error& error, const std::string& next) {
  const std::string where = error.where.empty() ? "" : error.where + ": ";
  return {std::move(name), Verdict::bad, where + error.message,
          error.hint.empty() ? next : error.hint};
}

Check check_data(const fs::path& data) {
  std::error_code error;
  if (!fs::exists(data, error))
    return {"data directory", Verdict::warning, data.string() + " is not there yet",
            "pactwatch run makes it"};
  if (access(data.c_str(), R_OK | W_OK | X_OK) != 0)
    return {"data directory", Verdict::bad, data.string() + " is not writable",
            "run as the user who owns it, or --data DIR"};
  const fs::perms mode = fs::status(data, error).permissions();
  if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
    return {"data directory", Verdict::warning, data.string() + " is open to other users",
            "chmod 700 " + data.string()};
  return {"data directory", Verdict::good, data.string(), ""};
}

Check check_disk(const fs::path& data) {
  fs::path existing = data;
  std::error_code error;
  while (!existing.empty() && !fs::exists(existing, error) && existing != existing.root_path())
    existing = existing.parent_path();
  struct statvfs disk {};
  if (statvfs(existing.c_str(), &disk) != 0)
    return {"disk space", Verdict::warning, "cannot be asked for", "df -h " + existing.string()};
  const std::uint64_t free_bytes = disk.f_bavail * disk.f_frsize;
  const std::string found = std::to_string(free_bytes >> 20) + " MiB free";
  if (free_bytes < kLeastFreeBytes)
    return {"disk space", Verdict::bad, found, "make room: df -h " + existing.string()};
  return {"disk space", Verdict::good, found, ""};
}

Check check_clock() {
  timex state{};
  if (adjtimex(&state) == TIME_ERROR)
    return {"clock", Verdict::warning, "not synchronised; dates of articles will be off with it",
            "timedatectl set-ntp true"};
  return {"clock", Verdict::good, "synchronised", ""};
}

Check check_rules(const fs::path& directory) {
  const Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) return from_error("rules", rules.error(), "pactwatch rules test says more");
  if ((*rules)->rules().empty())
    return {"rules", Verdict::bad, "no rule in " + directory.string(),
            "[rules] directory, or PACTWATCH_RULES, names another place"};
  return {"rules", Verdict::good,
          std::to_string((*rules)->rules().size()) + " rules in " + directory.string(), ""};
}

// Does a daemon hold the directory?
bool daemon_runs(const fs::path& data) {
  const int descriptor = open((data / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool held = flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  close(descriptor);
  return held;
}

Check check_daemon(const Config& config) {
  for (const std::string& endpoint : {config.publish_endpoint(), config.replay_endpoint()}) {
    if (Status allowed = bus::check_bind(endpoint); !allowed)
      return from_error("daemon", allowed.error(), "choose other endpoints in [bus]");
  }
  if (!daemon_runs(config.data))
    return {"daemon", Verdict::warning, "not running", "pactwatch run"};
  bus::SubscriberOptions options;
  options.publish_endpoint = config.publish_endpoint();
  options.replay_endpoint = config.replay_endpoint();
  options.prefix = "change.\x01";  // of no topic: the answer is all that is asked for
  options.max_failures = 1;
  Result<bus::Subscriber> subscriber = bus::Subscriber::connect(bus::Context(), options);
  if (!subscriber) return from_error("daemon", subscriber.error(), "");
  while (!subscriber->is_live()) {
    const Result<std::optional<bus::Delivery>> answer =
        subscriber->next(std::chrono::milliseconds(50));
    if (!answer)
      return {"daemon", Verdict::bad,
              "holds the directory, but does not answer at " + options.replay_endpoint,
              "look at its log; restart it if it hangs"};
  }
  return {"daemon", Verdict::good,
          "running, " + std::to_string(subscriber->position()) + " changes so far", ""};
}

Check check_store(const fs::path& data) {
  const std::string file = database_file(data).string();
  std::error_code error;
  if (!fs::exists(file, error))
    return {"store", Verdict::warning, file + " is not there yet", "pactwatch run makes it"};
  const Result<std::unique_ptr<Ledger>> ledger = open_ledger_read_only(file);
  if (!ledger) return from_error("store", ledger.error(), "restore a backup of " + file);
  const Result<std::int64_t> last = (*ledger)->last_seq();
  if (!last) return from_error("store", last.error(), "restore a backup of " + file);
  return {"store", Verdict::good, file + ", " + std::to_string(*last) + " changes", ""};
}

// One line for all feeds that are well, and one for each that is not.
std::vector<Check> check_feeds(const fs::path& data) {
  const std::string file = database_file(data).string();
  std::error_code error;
  if (!fs::exists(file, error)) return {};  // said by check_store
  const Result<std::unique_ptr<Frontier>> frontier = open_frontier_read_only(file);
  if (!frontier) return {from_error("feeds", frontier.error(), "")};
  const Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
  if (!feeds) return {from_error("feeds", feeds.error(), "")};
  if (feeds->empty())
    return {{"feeds", Verdict::warning, "none",
             "pactwatch init PARTY PARTY, or pactwatch run --feed URL"}};
  std::vector<Check> checks;
  std::size_t well = 0;
  for (const FeedRecord& feed : *feeds) {
    if (feed.gone)
      checks.push_back({"feed", Verdict::warning, feed.url + " is gone for good",
                        "take it out of the configuration"});
    else if (feed.errors > 0)
      checks.push_back({"feed", Verdict::warning,
                        feed.url + ": " + feed.last_error + " (" + std::to_string(feed.errors) +
                            " times in a row)",
                        "open it in a browser; it is tried again by itself"});
    else
      ++well;
  }
  checks.push_back(
      {"feeds", well > 0 ? Verdict::good : Verdict::bad,
       std::to_string(well) + " of " + std::to_string(feeds->size()) + " without trouble",
       well > 0 ? "" : "is this machine connected? pactwatch feeds list says more"});
  return checks;
}

void print(const std::vector<Check>& checks, bool json) {
  static const char* const kWords[] = {"ok", "warning", "FAILED"};
  if (json) {
    nlohmann::json out = nlohmann::json::array();
    for (const Check& check : checks)
      out.push_back({{"check", check.name},
                     {"verdict", kWords[static_cast<int>(check.verdict)]},
                     {"found", check.found},
                     {"next", check.next}});
    std::cout << dump_json(out) << "\n";
    return;
  }
  for (const Check& check : checks) {
    std::string word = kWords[static_cast<int>(check.verdict)];
    word.resize(8, ' ');
    std::cout << word << check.name << ": " << check.found << "\n";
    if (!check.next.empty()) std::cout << "        -> " << check.next << "\n";
  }
}

}  // namespace

int verb_doctor(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--config", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("doctor", options.error(), kUsage);

  std::vector<Check> checks;
  Config config;
  const fs::path file =
      options->has("--config") ? fs::path(*options->value("--config")) : find_config();
  if (file.empty()) {
    checks.push_back({"configuration", Verdict::good, "none; the defaults are in force", ""});
  } else {
    Result<Config> read = load_config(file);
    if (read) {
      config = std::move(*read);
      checks.push_back({"configuration", Verdict::good, config.file.string(), ""});
    } else {
      checks.push_back(from_error("configuration", read.error(), "correct " + file.string()));
    }
  }
  if (options->has("--data")) config.data = fs::absolute(*options->value("--data"));
  checks.push_back(check_data(config.data));
  checks.push_back(check_disk(config.data));
  checks.push_back(check_rules(config.rules.empty() ? default_rules_directory() : config.rules));
  checks.push_back(check_store(config.data));
  for (Check& check : check_feeds(config.data)) checks.push_back(std::move(check));
  checks.push_back(check_daemon(config));
  checks.push_back(check_clock());
  print(checks, options->has("--json"));
  for (const Check& check : checks)
    if (check.verdict == Verdict::bad) return kExitFailed;
  return kExitOk;
}

}  // namespace pactwatch
