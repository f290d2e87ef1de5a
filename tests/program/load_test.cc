// More than it can do, and for long: ./dev load and ./dev soak.

#include <array>
#include <random>

#include "bus/socket.h"
#include "store/copies.h"
#include "tests/program/invariants.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

// Nothing of the daemon grows with what waits: it waits in the ledger's file.
constexpr long kMostKib = 300 << 10;
constexpr std::size_t kFlood = 4000;
constexpr std::size_t kFloodFeeds = 20;
constexpr int kKib = 20;  // of text in each
// Found for each article that was read: more than the ten times that are promised, for polls take
// their time.
constexpr std::size_t kTimes = 15;

// Articles made when they are asked for, and feeds that share them out.
class Flood {
 public:
  // Each article's text is about `kib` long.
  Flood(Server& server, std::size_t feeds, int kib) : server_(server), feeds_(feeds) {
    server.fall_back([kib](const std::string& path) -> std::optional<Page> {
      if (!path.starts_with("/flood/")) return std::nullopt;
      const std::string number = path.substr(7);
      const std::size_t n = std::stoul(number);
      return Page{article_page(title(n), investor(n) + " has invested $" + number + " million in " +
                                             investee(n) + ", the companies said. " +
                                             filler(n, kib))};
    });
    offer(0, 0);
  }
  // Articles `from` to `to`, each in one of the feeds.
  void offer(std::size_t from, std::size_t to) {
    for (std::size_t feed = 0; feed < feeds_; ++feed) {
      std::vector<std::pair<std::string, std::string>> items;
      for (std::size_t i = from; i < to; ++i)
        if (i % feeds_ == feed)
          items.emplace_back(title(i + 1), server_.url("/flood/" + std::to_string(i + 1)));
      server_.put("/flood-feed-" + std::to_string(feed), {rss(items), "application/rss+xml"});
    }
  }
  std::string feed(std::size_t n = 0) const {
    return server_.url("/flood-feed-" + std::to_string(n));
  }

 private:
  // Many pairs, so that no fact is told of by all.
  static constexpr std::array<const char*, 16> kNames = {
      "Microsoft", "OpenAI", "Oracle",   "Nvidia",   "Intel", "Salesforce", "Adobe",   "CoreWeave",
      "Cisco",     "IBM",    "Qualcomm", "Broadcom", "Tesla", "Uber",       "Netflix", "Spotify"};
  static std::string investor(std::size_t n) { return kNames[n % kNames.size()]; }
  static std::string investee(std::size_t n) {
    return kNames[(n + 1 + n / kNames.size() % (kNames.size() - 1)) % kNames.size()];
  }
  static std::string title(std::size_t n) {
    return investor(n) + " invests in " + investee(n) + ", part " + std::to_string(n);
  }
  // Of no deal, and other words for each, so that none is taken for a copy of another.
  static std::string filler(std::size_t number, int kib) {
    static constexpr std::array<const char*, 32> kWords = {
        "markets", "moved",   "little",   "on",     "the",     "day",     "and",   "of",
        "had",     "weather", "as",       "much",   "bridge",  "was",     "warm",  "at",
        "a",       "rain",    "walked",   "garden", "opened",  "that",    "weigh", "again",
        "summer",  "talks",   "festival", "to",     "evening", "percent", "rose",  "music"};
    std::minstd_rand random(static_cast<unsigned>(number));
    std::string out;
    while (out.size() < static_cast<std::size_t>(kib) << 10) {
      out += "Analysts";
      for (int i = 0; i < 14; ++i) out += std::string(" ") + kWords[random() % kWords.size()];
      out += " in " + std::to_string(1900 + random() % 120) + ". ";
    }
    return out;
  }
  Server& server_;
  std::size_t feeds_;
};

std::int64_t pending(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  return db ? number(*db, "SELECT count(*) FROM item WHERE state = 'pending'") : 0;
}

std::int64_t recorded(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  return db ? number(*db, "SELECT count(*) FROM article") : 0;
}

// Whether the item of this page was found.
bool is_known(const std::string& data, const std::string& url) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  return db && number(*db, "SELECT count(*) FROM item WHERE url = '" + url + "'") > 0;
}

// How many articles were recorded before this one.
std::int64_t recorded_before(const std::string& data, const std::string& url) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  REQUIRE(db.has_value());
  return number(
      *db, "SELECT count(*) FROM article WHERE seq < (SELECT seq FROM article WHERE url = '" + url +
               "')");
}

// A field of /proc/PID/status in KiB.
long status_kib(pid_t pid, const std::string& field) {
  std::istringstream in(read_file("/proc/" + std::to_string(pid) + "/status"));
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(field + ":")) return std::stol(line.substr(field.size() + 1));
  return 0;
}

long open_files(pid_t pid) {
  long count = 0;
  std::error_code error;
  for (auto entry = fs::directory_iterator("/proc/" + std::to_string(pid) + "/fd", error);
       !error && entry != fs::directory_iterator(); entry.increment(error))
    ++count;
  return count;
}

// Least squares: what `values` rise by from the first to the last.
double rise(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = static_cast<double>(i);
    sx += x;
    sy += values[i];
    sxx += x * x;
    sxy += x * values[i];
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx) * (n - 1);
}

}  // namespace

TEST_CASE("a flood drops nothing, fills no memory, and does not delay what is watched",
          "[.][endurance][load]") {
  const Scratch scratch;
  Server server;
  Flood flood(server, kFloodFeeds, kKib);
  const std::vector<std::string> watched = {"Palantir", "Databricks", "Snowflake"};
  server.put("/watched-feed", {rss({}), "application/rss+xml"});
  const std::string file = scratch / "p.toml";
  const std::string data = scratch / "d";
  const std::string told = scratch / "told";
  std::string configuration =
      "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\nevery = \"200ms\"\n"
      "[[feed]]\nurl = \"" +
      server.url("/watched-feed") + "\"\n";
  for (std::size_t n = 0; n < kFloodFeeds; ++n)
    configuration += "[[feed]]\nurl = \"" + flood.feed(n) + "\"\n";
  // Who watches one company, and one who wants everything and takes ever so long for each.
  configuration += "[[alert]]\nname = \"desk\"\nparties = [\"Anthropic\"]\ncommand = \"cat >> " +
                   told + "\"\n[[alert]]\nname = \"slow\"\ncommand = \"sleep 3\"\n";
  write_file(file, configuration);
  Process run({binary(), "run", "--config", file});
  REQUIRE(eventually([&] { return fs::exists(data + "/changes.sock"); }));
  Process watch({binary(), "watch", "--data", data, "--json"});
  // One that falls asleep and wakes up when all is over.
  Process asleep({binary(), "watch", "--data", data, "--json"});
  // One that connects, wants everything and never reads.
  const pactwatch::bus::Context context;
  pactwatch::bus::SocketOptions options;
  options.receive_queue = 1;
  auto deaf = pactwatch::bus::Socket::open(context, pactwatch::bus::SocketKind::sub, options);
  REQUIRE(deaf.has_value());
  REQUIRE(deaf->subscribe("").has_value());
  REQUIRE(deaf->connect("ipc://" + data + "/changes.sock").has_value());

  // Whenever one is read, fifteen more are offered.
  std::size_t offered = 0;
  std::vector<std::pair<std::string, std::string>> news;  // of the watched company
  std::ostringstream report;
  const auto begun = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  };
  const auto found = [&] { return static_cast<std::size_t>(pending(data) + recorded(data)); };
  const auto offer = [&] {
    const std::size_t wanted =
        std::min(kFlood, 500 + kTimes * static_cast<std::size_t>(recorded(data)));
    if (wanted <= offered) return;
    offered = wanted;
    flood.offer(0, offered);
  };
  // News of the watched company, younger than all that waits: what is told of it meanwhile.
  const auto break_news = [&] {
    const std::string& partner = watched[news.size()];
    const std::string title = "Anthropic buys a stake in " + partner;
    const std::string path = "/watched-" + partner;
    server.put(path, {article_page(title, "Anthropic has invested $3 billion in " + partner +
                                              ", the companies said.")});
    news.emplace_back(title, server.url(path));
    server.put("/watched-feed", {rss(news), "application/rss+xml"});
    const double since = seconds();
    REQUIRE(eventually([&] { return is_known(data, server.url(path)); }, 60s));
    const std::int64_t read = recorded(data);
    REQUIRE(eventually([&] { return read_file(told).find(partner) != std::string::npos; }, 120s));
    const std::int64_t behind = pending(data);
    // Before it were those only that were in hand and in the queues when it was found.
    const std::int64_t before = recorded_before(data, server.url(path)) - read;
    CHECK(behind > 500);
    CHECK(before < 300);
    report << "; " << partner << " told after " << seconds() - since << " s, " << before
           << " articles first, while " << behind << " others waited";
  };
  REQUIRE(eventually(
      [&] {
        offer();
        return !asleep.out().empty() && !watch.out().empty();
      },
      60s));
  asleep.signal(SIGSTOP);
  std::size_t read_at_end = 0;
  double flooded = 0;
  REQUIRE(eventually(
      [&] {
        offer();
        if (news.empty() && found() > 2000) break_news();
        read_at_end = static_cast<std::size_t>(recorded(data));
        return found() >= kFlood + news.size();
      },
      300s));
  flooded = seconds();
  report << "; resident " << status_kib(run.pid(), "VmRSS") / 1024 << " MiB when all were found";
  const double times = static_cast<double>(kFlood) / static_cast<double>(read_at_end);
  CHECK(times >= 10);
  while (news.size() < watched.size()) {
    const std::int64_t from = recorded(data);
    REQUIRE(eventually([&] { return recorded(data) > from + 500; }, 300s));
    break_news();
  }
  const std::size_t all = kFlood + news.size();
  CHECK(eventually(
      [&] { return recorded(data) == static_cast<std::int64_t>(all) && pending(data) == 0; },
      900s));
  const double drained = seconds();
  report << "; resident " << status_kib(run.pid(), "VmRSS") / 1024 << " MiB when all were read";
  const std::size_t changes = changes_of(data).size();
  CHECK(eventually([&] { return count_of(watch.out(), "\n") == changes; }, 120s));
  asleep.signal(SIGCONT);
  CHECK(eventually([&] { return count_of(asleep.out(), "\n") == changes; }, 120s));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(run.peak_kib() < kMostKib);
  check_finished(data);
  WARN("flood: " << kFlood << " articles of " << kKib << " KiB found in " << flooded << " s, "
                 << times << " for each one read; all read after " << drained << " s, " << changes
                 << " changes, peak " << run.peak_kib() / 1024 << " MiB" << report.str());
}

TEST_CASE("an hour of steady load leaves memory, descriptors and log as they were",
          "[.][endurance][soak]") {
  const std::string given = environment("PACTWATCH_SOAK_MINUTES");
  const int minutes = given.empty() ? 60 : std::stoi(given);
  const Scratch scratch;
  Server server;
  Flood flood(server, 1, 3);
  flood.offer(0, 20);
  const std::string data = scratch / "d";
  Process run(
      {binary(), "run", "--config", one_by_one(scratch, "d", flood.feed(), "every = \"1s\"\n")});
  Process watch({binary(), "watch", "--data", data, "--json"});
  std::vector<double> memory;
  std::vector<double> files;
  double largest_log = 0;
  std::size_t offered = 20;
  // What is kept in memory on purpose (which of the last articles is a copy of which) is full only
  // after so many; before that its growth would be taken for a leak.
  constexpr auto kFull = static_cast<std::int64_t>(pactwatch::CopyIndex::kWindow) * 11 / 10;
  REQUIRE(eventually(
      [&] {
        if (pending(data) < 400) {
          flood.offer(offered, offered + 400);
          offered += 400;
        }
        std::this_thread::sleep_for(200ms);
        return recorded(data) > kFull || run.finished(0ms);
      },
      2h));
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(minutes);
  while (std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(2s);
    if (pending(data) < 40) {  // steady, whatever else this machine does
      flood.offer(offered, offered + 10);
      offered += 10;
    }
    memory.push_back(static_cast<double>(status_kib(run.pid(), "VmRSS")));
    files.push_back(static_cast<double>(open_files(run.pid())));
    std::error_code error;
    const std::uintmax_t log = fs::file_size(data + "/pactwatch.db-wal", error);
    if (!error) largest_log = std::max(largest_log, static_cast<double>(log));
    REQUIRE_FALSE(run.finished(0ms));
  }
  const std::size_t quarter = memory.size() / 4;
  const std::vector<double> late(memory.begin() + static_cast<std::ptrdiff_t>(quarter),
                                 memory.end());
  const double per_hour = rise(late) / 1024 / (minutes * 0.75) * 60;
  WARN("soak: " << minutes << " minutes, " << recorded(data) << " articles, resident "
                << memory.back() / 1024 << " MiB, rising by " << per_hour
                << " MiB an hour over the last three quarters; descriptors " << files.front()
                << " to " << files.back() << "; write-ahead log at most " << largest_log / (1 << 20)
                << " MiB");
  CHECK(per_hour < 16);
  CHECK(files.back() <= files[quarter] + 2);
  CHECK(largest_log < (128 << 20));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
}

}  // namespace harness
