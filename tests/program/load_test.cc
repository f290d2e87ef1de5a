// More than it can do, and for long: ./dev load and ./dev soak.

#include <deque>

#include "bus/socket.h"
#include "tests/program/invariants.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

// Nothing of the daemon grows with what waits: it waits in the ledger's file.
constexpr long kMostKib = 300 << 10;
constexpr std::size_t kFlood = 3000;

// Articles made when they are asked for, and a feed of `count` of them.
class Flood {
 public:
  explicit Flood(Server& server) : server_(server) {
    server.fall_back([](const std::string& path) -> std::optional<Page> {
      if (!path.starts_with("/flood/")) return std::nullopt;
      const std::string number = path.substr(7);
      return Page{article_page(
          "Tesla invests in Uber, part " + number,
          "Tesla has invested $" + number + " million in Uber, the companies said. " + filler())};
    });
  }
  void offer(std::size_t from, std::size_t to) {
    std::vector<std::pair<std::string, std::string>> items;
    for (std::size_t i = from; i < to; ++i)
      items.emplace_back("Tesla invests in Uber, part " + std::to_string(i + 1),
                         server_.url("/flood/" + std::to_string(i + 1)));
    server_.put("/flood-feed", {rss(items), "application/rss+xml"});
  }
  std::string feed() const { return server_.url("/flood-feed"); }

 private:
  static std::string filler() {
    std::string out;
    for (int i = 0; i < 40; ++i)
      out +=
          "Shares of both companies moved little on the day, and analysts had expected as much. ";
    return out;
  }
  Server& server_;
};

std::int64_t pending(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  return db ? number(*db, "SELECT count(*) FROM item WHERE state = 'pending'") : 0;
}

std::int64_t recorded(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  return db ? number(*db, "SELECT count(*) FROM article") : 0;
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
  Flood flood(server);
  flood.offer(0, kFlood);
  server.put("/watched-feed", {rss({}), "application/rss+xml"});
  const std::string file = scratch / "p.toml";
  write_file(file,
             "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\nevery = \"200ms\"\n"
             "[[feed]]\nurl = \"" +
                 flood.feed() + "\"\n[[feed]]\nurl = \"" + server.url("/watched-feed") +
                 "\"\n[[alert]]\nparties = [\"Anthropic\"]\n");
  Process run({binary(), "run", "--config", file});
  REQUIRE(eventually([&] { return fs::exists(scratch / "d/changes.sock"); }));
  Process watch({binary(), "watch", "--data", scratch / "d", "--json"});
  // One that connects, wants everything and never reads.
  const pactwatch::bus::Context context;
  pactwatch::bus::SocketOptions options;
  options.receive_queue = 1;
  auto deaf = pactwatch::bus::Socket::open(context, pactwatch::bus::SocketKind::sub, options);
  REQUIRE(deaf.has_value());
  REQUIRE(deaf->subscribe("").has_value());
  REQUIRE(deaf->connect("ipc://" + (scratch / "d/changes.sock")).has_value());

  const std::string data = scratch / "d";
  REQUIRE(eventually([&] { return recorded(data) > 200; }, 120s));
  REQUIRE(pending(data) > 1500);
  // News of the watched pair, younger than all that waits.
  server.put("/watched", {article_page("Anthropic buys a stake in Palantir",
                                       "Anthropic has invested $3 billion in Palantir, the "
                                       "companies said.")});
  server.put("/watched-feed",
             {rss({{"Anthropic buys a stake in Palantir", server.url("/watched")}}),
              "application/rss+xml"});
  REQUIRE(eventually([&] { return run.out().find("Anthropic") != std::string::npos; }, 120s));
  const std::int64_t behind = pending(data);
  CHECK(behind > 500);  // it did not wait for them

  CHECK(eventually([&] { return recorded(data) == kFlood + 1 && pending(data) == 0; }, 600s));
  const std::size_t changes = changes_of(data).size();
  CHECK(eventually([&] { return count_of(watch.out(), "\n") == changes; }, 120s));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(run.peak_kib() < kMostKib);
  check_finished(data);
  WARN("flood: " << kFlood << " articles at once, peak " << run.peak_kib() / 1024
                 << " MiB; the watched one was told while " << behind << " others waited");
}

TEST_CASE("an hour of steady load leaves memory, descriptors and log as they were",
          "[.][endurance][soak]") {
  const std::string given = environment("PACTWATCH_SOAK_MINUTES");
  const int minutes = given.empty() ? 60 : std::stoi(given);
  const Scratch scratch;
  Server server;
  Flood flood(server);
  flood.offer(0, 20);
  const std::string data = scratch / "d";
  Process run(
      {binary(), "run", "--config", one_by_one(scratch, "d", flood.feed(), "every = \"1s\"\n")});
  Process watch({binary(), "watch", "--data", data, "--json"});
  std::vector<double> memory;
  std::vector<double> files;
  double largest_log = 0;
  std::size_t offered = 20;
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
  // What is kept in memory on purpose (what is a copy of what) fills in the first quarter.
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
