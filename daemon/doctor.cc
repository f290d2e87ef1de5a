#include "daemon/doctor.h"

#include <fcntl.h>
#include <netdb.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <linux/magic.h>

#include <algorithm>
#include <memory>
#include <set>

#include "bus/endpoint.h"
#include "bus/keys.h"
#include "bus/subscriber.h"
#include "daemon/metrics.h"
#include "daemon/silence.h"
#include "fetcher/host_limits.h"
#include "fetcher/url.h"
#include "rules/rule.h"
#include "store/data_dir.h"
#include "store/frontier.h"
#include "store/health.h"
#include "store/ledger.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

// Below this a commit may fail soon: SQLite's journal alone may grow to half of it.
constexpr std::uint64_t kLeastFreeBytes = 256ULL << 20;
constexpr std::uint64_t kLeastFreeFiles = 1000;
// journal_size_limit is 64 MiB; four times that means that somebody reads without an end.
constexpr std::uint64_t kLargestWal = 256ULL << 20;
constexpr std::int64_t kClockSlackMs = 60'000;
constexpr std::int64_t kLargestBacklog = 10'000;
constexpr std::size_t kMostNamed = 5;  // feeds named one by one; the others are counted
// Sockets of the bus, files of the ledger, pipes: what the daemon holds besides its requests.
constexpr rlim_t kFilesBesides = 64;

using Checks = std::vector<Check>;

Check good(std::string name, std::string found) {
  return {std::move(name), Verdict::good, std::move(found), ""};
}

Check from_error(std::string name, const Error& error, const std::string& next) {
  const std::string where = error.where.empty() ? "" : error.where + ": ";
  return {std::move(name), Verdict::bad, where + error.message,
          error.hint.empty() ? next : error.hint};
}

fs::path nearest_existing(fs::path path) {
  std::error_code error;
  while (!path.empty() && !fs::exists(path, error) && path != path.root_path())
    path = path.parent_path();
  return path.empty() ? fs::path(".") : path;
}

// ---- the machine ----

Check check_data(const fs::path& data) {
  std::error_code error;
  const std::string name = "data directory";
  if (!fs::exists(data, error))
    return {name, Verdict::warning, data.string() + " is not there yet", "pactwatch run makes it"};
  if (!fs::is_directory(data, error))
    return {name, Verdict::bad, data.string() + " is not a directory", "--data DIR names another"};
  if (access(data.c_str(), R_OK | W_OK | X_OK) != 0)
    return {name, Verdict::bad, data.string() + " is not writable",
            "run as the user who owns it (ls -ld " + data.string() + "), or --data DIR"};
  const fs::perms mode = fs::status(data, error).permissions();
  if ((mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
    return {name, Verdict::warning, data.string() + " is open to other users",
            "chmod 700 " + data.string()};
  return good(name, data.string());
}

// Locks and the shared memory of the write-ahead log need a file system of this machine.
Check check_file_system(const fs::path& data) {
  struct statfs found {};
  const std::string name = "file system";
  if (statfs(nearest_existing(data).c_str(), &found) != 0)
    return {name, Verdict::warning, "cannot be asked", "df -T " + data.string()};
  constexpr unsigned kCifs = 0xFF534D42;  // statfs(2)
  constexpr unsigned kSmb2 = 0xFE534D42;
  const unsigned type = static_cast<unsigned>(found.f_type);
  if (type == NFS_SUPER_MAGIC || type == SMB_SUPER_MAGIC || type == kCifs || type == kSmb2)
    return {name, Verdict::bad, "the data directory is on a network file system",
            "--data DIR on a local disk: SQLite's locks do not hold over a network"};
  return good(name, "local");
}

Checks check_disk(const fs::path& data) {
  const fs::path existing = nearest_existing(data);
  struct statvfs disk {};
  if (statvfs(existing.c_str(), &disk) != 0)
    return {{"disk space", Verdict::warning, "cannot be asked for", "df -h " + existing.string()}};
  Checks out;
  const std::uint64_t free_bytes = disk.f_bavail * disk.f_frsize;
  const std::string found = std::to_string(free_bytes >> 20) + " MiB free";
  out.push_back(free_bytes < kLeastFreeBytes
                    ? Check{"disk space", Verdict::bad, found,
                            "make room (df -h " + existing.string() + "); nothing recorded is lost"}
                    : good("disk space", found));
  if (disk.f_files > 0 && disk.f_favail < kLeastFreeFiles)
    out.push_back({"disk space", Verdict::bad, "hardly any file can be made (no inodes)",
                   "df -i " + existing.string()});
  return out;
}

Check check_clock(UtcTime now, UtcTime latest) {
  if (latest.ms > now.ms + kClockSlackMs)
    return {
        "clock", Verdict::bad,
        "behind the ledger: the last record is of " + to_iso(latest) + ", now is " + to_iso(now),
        "date; timedatectl set-ntp true"};
  timex state{};
  if (adjtimex(&state) == TIME_ERROR)
    return {"clock", Verdict::warning, "not synchronised; dates of articles will be off with it",
            "timedatectl set-ntp true"};
  return good("clock", "synchronised");
}

Check check_files(const Config& config) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t wanted = static_cast<rlim_t>(config.concurrency) + kFilesBesides;
  if (limit.rlim_cur < wanted)
    return {
        "open files", Verdict::bad,
        "the limit is " + std::to_string(limit.rlim_cur) + ", and " +
            std::to_string(config.concurrency) + " requests at once need " + std::to_string(wanted),
        "LimitNOFILE=1024 in the unit (ulimit -n in a shell), or a lower concurrency in [fetch]"};
  return good("open files", "up to " + std::to_string(limit.rlim_cur));
}

Check check_certificates() {
  for (const char* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                           "/etc/ssl/cert.pem"})
    if (access(file, R_OK) == 0) return good("certificates", file);
  return {"certificates", Verdict::bad, "no authorities are installed: https will not work",
          "apt install ca-certificates"};
}

// ---- what it reads with ----

Check check_rules(const Config& config) {
  const fs::path directory = config.rules.empty() ? default_rules_directory() : config.rules;
  const Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) return from_error("rules", rules.error(), "pactwatch rules check says more");
  if ((*rules)->rules().empty())
    return {"rules", Verdict::bad, "no rule in " + directory.string(),
            "[rules] directory, or PACTWATCH_RULES, names another place"};
  return good("rules",
              std::to_string((*rules)->rules().size()) + " rules in " + directory.string());
}

Checks check_store(const StoreHealth& health, const std::string& file) {
  Checks out;
  if (!health.damage.empty())
    out.push_back({"store", Verdict::bad, file + " is damaged: " + health.damage,
                   "stop the daemon, keep a copy of the file, and restore a backup"});
  else
    out.push_back(good("store", file + ", " + std::to_string(health.file_bytes >> 20) + " MiB"));
  if (health.open_to_others)
    out.push_back(
        {"store", Verdict::warning, "other users can read " + file, "chmod 600 " + file + "*"});
  if (health.wal_bytes > kLargestWal)
    out.push_back({"store", Verdict::warning,
                   "its write-ahead log has " + std::to_string(health.wal_bytes >> 20) +
                       " MiB: somebody reads it without an end",
                   "fuser -v " + file + " names who; end that program"});
  return out;
}

Check check_network(const std::vector<FeedRecord>& feeds) {
  std::set<std::string> hosts;
  for (const FeedRecord& feed : feeds) {
    const std::string host = host_of(feed.url);
    if (!is_this_machine(host)) hosts.insert(host);
    if (hosts.size() == 3) break;
  }
  if (hosts.empty()) return good("network", "no feed needs it");
  std::string reason;
  for (const std::string& host : hosts) {
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), "443", nullptr, &found);
    if (found != nullptr) freeaddrinfo(found);
    if (code == 0) return good("network", host + " has an address");
    reason = host + ": " + gai_strerror(code);
  }
  return {"network", Verdict::bad, "no name of a feed's host resolves (" + reason + ")",
          "resolvectl status; ping 9.9.9.9 tells whether the network or the names are at fault"};
}

// Sites that turn away who does not say whom to write to.
Check check_contact(const Config& config, const std::vector<FeedRecord>& feeds) {
  const bool asked = std::any_of(feeds.begin(), feeds.end(), [](const FeedRecord& feed) {
    return host_of(feed.url).ends_with("sec.gov");
  });
  if (asked && config.user_agent.find('@') == std::string::npos)
    return {"contact", Verdict::warning, "the SEC wants a mail address in the name of who asks",
            "user_agent = \"pactwatch (you@example.org)\" in [fetch]"};
  return good("contact", asked ? config.user_agent : "no feed asks for one");
}

// One line for all feeds that are well, and one for each of the first that are not.
Checks check_feeds(Frontier& frontier, const std::vector<FeedRecord>& feeds, UtcTime now) {
  if (feeds.empty())
    return {{"feeds", Verdict::warning, "none",
             "pactwatch init PARTY PARTY, pactwatch feeds add URL, or pactwatch run --feed URL"}};
  Checks out;
  std::size_t well = 0;
  std::size_t unwell = 0;
  const auto name = [&](const std::string& found, const std::string& next) {
    if (++unwell <= kMostNamed) out.push_back({"feeds", Verdict::warning, found, next});
  };
  for (const FeedRecord& feed : feeds) {
    if (feed.gone)
      name(feed.url + " is gone for good", "take it out: pactwatch feeds remove " + feed.url);
    else if (feed.errors > 0)
      name(feed.url + ": " + feed.last_error + " (" + std::to_string(feed.errors) +
               " times in a row)",
           "pactwatch feeds check " + feed.url + " looks; it is tried again by itself");
    else
      ++well;
  }
  if (unwell > kMostNamed)
    out.push_back({"feeds", Verdict::warning,
                   std::to_string(unwell - kMostNamed) + " more are not well",
                   "pactwatch feeds list"});
  out.push_back({"feeds", well > 0 ? Verdict::good : Verdict::bad,
                 std::to_string(well) + " of " + std::to_string(feeds.size()) + " without trouble",
                 well > 0 ? "" : "is this machine connected? pactwatch feeds list says more"});
  std::size_t silent = 0;
  const Result<std::vector<FeedRhythm>> rhythms =
      frontier.rhythms(0, static_cast<int>(feeds.size()));
  if (!rhythms) return out;
  for (const FeedRhythm& rhythm : *rhythms)
    if (silence_of(rhythm, now) == FeedSilence::nothing_new && ++silent <= kMostNamed)
      out.push_back({"silent feeds", Verdict::warning, rhythm.url + " " + tell_silence(rhythm, now),
                     "pactwatch feeds check " + rhythm.url});
  out.push_back({"silent feeds", Verdict::good, silent == 0 ? "none" : std::to_string(silent), ""});
  return out;
}

Check check_backlog(const FrontierCounts& counts) {
  if (counts.pending_items > kLargestBacklog)
    return {"backlog", Verdict::warning, std::to_string(counts.pending_items) + " articles to read",
            "more extract_workers in [daemon], if there are processors for them"};
  if (counts.unpublished_changes > kLargestBacklog)
    return {"backlog", Verdict::warning,
            std::to_string(counts.unpublished_changes) + " changes are not published",
            "look at the daemon's log for what the relay says"};
  return good("backlog", std::to_string(counts.pending_items) + " articles to read");
}

// ---- who speaks with it ----

Check check_endpoints(const Config& config) {
  const bool secured = !config.bus_secret.empty();
  for (const std::string& endpoint : {config.publish_endpoint(), config.replay_endpoint()})
    if (Status allowed = bus::check_bind(endpoint, secured); !allowed)
      return from_error("endpoints", allowed.error(), "choose other endpoints in [bus]");
  return good("endpoints", config.publish_endpoint() + ", " + config.replay_endpoint());
}

Check check_keys(const Config& config) {
  if (config.bus_secret.empty()) return good("keys", "none needed: nobody outside may connect");
  const Result<bus::KeyPair> own = bus::read_keys(config.bus_secret);
  if (!own) return from_error("keys", own.error(), "pactwatch keygen FILE");
  const Result<bus::AllowList> allowed = bus::read_allow_list(config.bus_allow);
  if (!allowed) return from_error("keys", allowed.error(), "pactwatch keys list");
  if (allowed->empty())
    return {"keys", Verdict::warning, "nobody is on the list: no subscriber can connect by TCP",
            "pactwatch keys allow NAME KEY"};
  return good("keys", std::to_string(allowed->size()) + " are allowed");
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
  if (!daemon_runs(config.data))
    return {"daemon", Verdict::warning, "not running",
            "pactwatch run, or: systemctl status pactwatch; journalctl -u pactwatch -n 50"};
  bus::SubscriberOptions options;
  options.publish_endpoint = config.publish_endpoint();
  options.replay_endpoint = config.replay_endpoint();
  options.prefix = "change.\x01";  // of no topic: the answer is all that is asked for
  options.max_failures = 1;
  if (!config.bus_secret.empty())
    if (const Result<bus::KeyPair> own = bus::read_keys(config.bus_secret))
      options.curve = bus::CurveKeys{*own, own->public_key};  // the daemon lets its own key in
  Result<bus::Subscriber> subscriber = bus::Subscriber::connect(bus::Context(), options);
  if (!subscriber) return from_error("daemon", subscriber.error(), "");
  while (!subscriber->is_live()) {
    const Result<std::optional<bus::Delivery>> answer =
        subscriber->next(std::chrono::milliseconds(50));
    if (!answer)
      return {"daemon", Verdict::bad,
              "holds the directory, but does not answer at " + options.replay_endpoint,
              "look at its log; systemctl restart pactwatch loses nothing"};
  }
  return good("daemon", "running, " + std::to_string(subscriber->position()) + " changes so far");
}

Check check_metrics(const Config& config) {
  if (config.metrics.empty()) return good("metrics", "not served");
  if (daemon_runs(config.data)) return good("metrics", config.metrics);
  const Result<std::unique_ptr<Metrics>> tried = Metrics::open(config.metrics);
  if (!tried) return from_error("metrics", tried.error(), "[metrics] listen names another port");
  return good("metrics", config.metrics + " is free");
}

}  // namespace

const std::vector<std::string>& doctor_checks() {
  static const std::vector<std::string> all = {
      "configuration", "data directory", "file system", "disk space", "open files", "certificates",
      "rules",         "store",          "network",     "contact",    "feeds",      "silent feeds",
      "backlog",       "endpoints",      "keys",        "daemon",     "metrics",    "clock"};
  return all;
}

std::vector<Check> examine(const Config& config, UtcTime now) {
  Checks out;
  const auto add = [&](Checks more) {
    for (Check& check : more) out.push_back(std::move(check));
  };
  out.push_back(check_data(config.data));
  out.push_back(check_file_system(config.data));
  add(check_disk(config.data));
  out.push_back(check_files(config));
  out.push_back(check_certificates());
  out.push_back(check_rules(config));
  UtcTime latest;
  const std::string file = database_file(config.data).string();
  std::error_code error;
  if (!fs::exists(file, error)) {
    out.push_back(
        {"store", Verdict::warning, file + " is not there yet", "pactwatch run makes it"});
  } else if (const Result<StoreHealth> health = look_at_store(file); !health) {
    out.push_back(from_error("store", health.error(), "restore a backup of " + file));
  } else {
    add(check_store(*health, file));
    latest = health->latest;
    const Result<std::unique_ptr<Frontier>> frontier = open_frontier_read_only(file);
    const Result<std::vector<FeedRecord>> feeds =
        frontier ? (*frontier)->feeds() : tl::unexpected(frontier.error());
    if (!feeds) {
      out.push_back(from_error("feeds", feeds.error(), ""));
    } else {
      out.push_back(check_network(*feeds));
      out.push_back(check_contact(config, *feeds));
      add(check_feeds(**frontier, *feeds, now));
      if (const Result<FrontierCounts> counts = (*frontier)->counts())
        out.push_back(check_backlog(*counts));
    }
  }
  out.push_back(check_endpoints(config));
  out.push_back(check_keys(config));
  out.push_back(check_daemon(config));
  out.push_back(check_metrics(config));
  out.push_back(check_clock(now, latest));
  return out;
}

}  // namespace pactwatch
