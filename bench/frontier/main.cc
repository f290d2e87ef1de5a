// The frontier at scale: a simulated web on loopback, and the poller as the daemon runs it, on a
// store on disk.
//
//   pactwatch_frontier pace [--feeds N] [--hosts H] [--every SECONDS] [--minutes M] [--fresh
//   PERCENT]
//     N feeds on H hosts, each polled every so many seconds for M minutes; says each minute how
//     late the polls are, what they cost and what the process holds.
//   pactwatch_frontier race [--seconds S] [--hosts H] [--fresh PERCENT]
//     As fast as it goes, with 10,000, 100,000 and 1,000,000 feeds, each beside a bare loop around
//     libcurl's multi interface that makes the same requests: polls a second, and processor time of
//     the client alone for each.
// Both take --concurrency (256) and --data DIR (a scratch directory, which must be on a real disk).

#include <curl/curl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <spdlog/spdlog.h>

#include "bench/frontier/server.h"
#include "fetcher/poller.h"
#include "store/frontier.h"
#include "store/sqlite.h"

namespace pactwatch::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "pactwatch_frontier: %s\n", what.c_str());
  std::exit(1);
}

template <class T>
void check(const T& result) {
  if (!result) die(to_string(result.error()));
}

double own_processor_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double resident_mib() {
  std::ifstream in("/proc/self/statm");
  long size = 0;
  long resident = 0;
  in >> size >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double seconds_since(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

struct Settings {
  std::int64_t feeds = 1'000'000;
  int hosts = 1000;
  std::int64_t every_s = 300;
  int minutes = 10;
  int seconds = 20;
  int fresh = 3;
  int concurrency = 256;
  fs::path data;
};

std::string feed_url(const SimulatedWeb& web, const Settings& settings, std::int64_t feed) {
  const unsigned address = host_address(static_cast<int>(feed % settings.hosts));
  return "http://127." + std::to_string((address >> 16U) & 255U) + "." +
         std::to_string((address >> 8U) & 255U) + "." + std::to_string(address & 255U) + ":" +
         std::to_string(web.port) + "/feed/" + std::to_string(feed);
}

// Feeds that were read before, so that the first poll of each is conditional, due evenly over the
// time from `first` to `first` + `spread`.
void fill(const std::string& file, const SimulatedWeb& web, const Settings& settings, UtcTime first,
          std::int64_t spread_ms) {
  check(open_frontier(file));
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  check(db);
  Result<Transaction> transaction = Transaction::begin(*db);
  check(transaction);
  Result<Statement> insert = db->prepare(
      "INSERT INTO feed (url, title, etag, next_poll, interval_s, last_ok, last_new) VALUES (?1, "
      "'A feed', '\"1\"', ?2, ?3, ?4, ?4)");
  check(insert);
  for (std::int64_t i = 0; i < settings.feeds; ++i) {
    // Neighbours in the file are not neighbours in time, as after years of comings and goings.
    const std::int64_t turn = i * 7919 % settings.feeds;
    insert->bind(1, feed_url(web, settings, i))
        .bind(2, first.ms + spread_ms * turn / settings.feeds)
        .bind(3, settings.every_s)
        .bind(4, first.ms - settings.every_s * 1000);
    check(insert->run());
  }
  check(transaction->commit());
}

// The poller as the daemon runs it, and a stand-in for the stages behind it that marks what was
// handed on as done.
class Ours {
 public:
  Ours(const std::string& file, const Settings& settings, milliseconds every) {
    Result<std::unique_ptr<Frontier>> frontier = open_frontier(file, Durability::relaxed);
    check(frontier);
    frontier_ = std::move(*frontier);
    Result<Database> db = Database::open(file, Database::Mode::read_write);
    check(db);
    done_db_ = std::make_unique<Database>(std::move(*db));
    PollerOptions options;
    options.http.addresses.allow_loopback = true;
    options.http.concurrency = settings.concurrency;
    options.schedule.every = every;
    options.schedule.quiet_factor = 1;
    Result<std::unique_ptr<Poller>> poller =
        Poller::create(options, *frontier_, [this](const FetchedArticle& article) -> Result<bool> {
          done_.push_back(article.item);
          if (done_.size() >= 32) settle();
          return true;
        });
    check(poller);
    poller_ = std::move(*poller);
  }

  void run(double seconds) {
    const steady_clock::time_point begin = steady_clock::now();
    while (seconds_since(begin) < seconds) check(poller_->step(milliseconds(100)));
    settle();
  }
  const PollerCounts& counts() const { return poller_->counts(); }

 private:
  void settle() {
    Result<Transaction> transaction = Transaction::begin(*done_db_);
    check(transaction);
    Result<Statement> update =
        done_db_->prepare("UPDATE item SET state = 'done', leased_until = 0 WHERE id = ?");
    check(update);
    for (const std::int64_t item : done_) {
      update->bind(1, item);
      check(update->run());
    }
    check(transaction->commit());
    done_.clear();
  }

  std::unique_ptr<Frontier> frontier_;
  std::unique_ptr<Database> done_db_;
  std::vector<std::int64_t> done_;
  std::unique_ptr<Poller> poller_;
};

struct Rate {
  double polls = 0;         // a second
  double microseconds = 0;  // of the client's processor time, for each
};

// The least that anybody who uses libcurl can do for the same answers: no store, no schedule, no
// parsing; handles and connections are kept.
Rate bare_loop(const SimulatedWeb& web, const Settings& settings) {
  CURLM* multi = curl_multi_init();
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(settings.concurrency) * 8);
  curl_slist* headers = curl_slist_append(nullptr, "If-None-Match: \"1\"");
  std::vector<CURL*> handles;
  std::int64_t next = 0;
  const auto start = [&](CURL* easy) {
    // As in the store: neighbours in time are far apart.
    const std::string url = feed_url(web, settings, next * 7919 % settings.feeds);
    ++next;
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_multi_add_handle(multi, easy);
  };
  for (int i = 0; i < settings.concurrency; ++i) {
    CURL* easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(
        easy, CURLOPT_WRITEFUNCTION,
        +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
    handles.push_back(easy);
    start(easy);
  }
  std::int64_t polls = 0;
  const double processor = own_processor_time();
  const steady_clock::time_point begin = steady_clock::now();
  while (seconds_since(begin) < settings.seconds) {
    int running = 0;
    curl_multi_perform(multi, &running);
    int left = 0;
    bool any = false;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      if (message->data.result != CURLE_OK) die(curl_easy_strerror(message->data.result));
      any = true;
      ++polls;
      curl_multi_remove_handle(multi, message->easy_handle);
      start(message->easy_handle);
    }
    if (!any) curl_multi_poll(multi, nullptr, 0, 100, nullptr);
  }
  const double seconds = seconds_since(begin);
  const double spent = own_processor_time() - processor;
  for (CURL* easy : handles) {
    curl_multi_remove_handle(multi, easy);
    curl_easy_cleanup(easy);
  }
  curl_multi_cleanup(multi);
  curl_slist_free_all(headers);
  return {static_cast<double>(polls) / seconds, 1e6 * spent / static_cast<double>(polls)};
}

void race(Settings settings) {
  const SimulatedWeb web = start_web(settings.hosts, settings.fresh);
  std::printf("%d hosts, %d %% fresh, %d at once, %d s each\n\n", settings.hosts, settings.fresh,
              settings.concurrency, settings.seconds);
  std::printf(
      "| feeds | polls/s | bare polls/s | ours / bare | us a poll | bare us | resident MiB |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const std::int64_t feeds : {10'000, 100'000, 1'000'000}) {
    settings.feeds = feeds;
    const std::string file = (settings.data / ("race-" + std::to_string(feeds) + ".db")).string();
    fill(file, web, settings, {system_clock().now().ms - 1000}, 1000);
    const Rate bare = bare_loop(web, settings);
    // Always due: a feed that was polled is due again at once, behind all others.
    Ours ours(file, settings, milliseconds(1));
    const double processor = own_processor_time();
    const steady_clock::time_point begin = steady_clock::now();
    ours.run(settings.seconds);
    const double seconds = seconds_since(begin);
    const double spent = own_processor_time() - processor;
    const PollerCounts& counts = ours.counts();
    if (counts.failed_polls > 0) die(std::to_string(counts.failed_polls) + " polls failed");
    const double rate = static_cast<double>(counts.polls) / seconds;
    std::printf("| %lld | %.0f | %.0f | %.2f | %.0f | %.0f | %.0f |\n",
                static_cast<long long>(feeds), rate, bare.polls, rate / bare.polls,
                1e6 * spent / static_cast<double>(counts.polls), bare.microseconds, resident_mib());
    std::fflush(stdout);
  }
  stop_web(web);
}

void pace(const Settings& settings) {
  const SimulatedWeb web = start_web(settings.hosts, settings.fresh);
  const std::string file = (settings.data / "pace.db").string();
  const steady_clock::time_point begin = steady_clock::now();
  std::printf("%lld feeds on %d hosts, each every %lld s: %.0f polls/s wanted\n",
              static_cast<long long>(settings.feeds), settings.hosts,
              static_cast<long long>(settings.every_s),
              static_cast<double>(settings.feeds) / static_cast<double>(settings.every_s));
  // Filling takes a while; the first is due when it is done.
  Settings filled = settings;
  fill(file, web, filled, {system_clock().now().ms + 8 * settings.feeds / 1000},
       settings.every_s * 1000);
  std::printf("filled in %.0f s\n\n", seconds_since(begin));
  // Jitter adds up to a tenth to each interval, a twentieth in the middle.
  Ours ours(file, settings, milliseconds(settings.every_s * 1000 * 20 / 21));
  std::printf(
      "| minute | polls/s | failed | new items | lag p50 ms | lag p99 ms | all p99 ms | client "
      "cores "
      "| server cores | resident MiB | load |\n| --- | --- | --- | --- | --- | --- | --- | --- | "
      "--- | --- | --- |\n");
  std::fflush(stdout);
  for (int minute = 1; minute <= settings.minutes; ++minute) {
    const PollerCounts before = ours.counts();
    const double own = own_processor_time();
    const double theirs = processor_time(web);
    const steady_clock::time_point from = steady_clock::now();
    ours.run(60);
    const double seconds = seconds_since(from);
    const PollerCounts& now = ours.counts();
    LagHistogram lag = now.lag;
    lag.remove(before.lag);
    double load = 0;
    std::ifstream("/proc/loadavg") >> load;
    std::printf("| %d | %.0f | %llu | %llu | %lld | %lld | %lld | %.2f | %.2f | %.0f | %.1f |\n",
                minute, static_cast<double>(now.polls - before.polls) / seconds,
                static_cast<unsigned long long>(now.failed_polls),
                static_cast<unsigned long long>(now.new_items), static_cast<long long>(lag.at(0.5)),
                static_cast<long long>(lag.at(0.99)), static_cast<long long>(now.lag.at(0.99)),
                (own_processor_time() - own) / seconds, (processor_time(web) - theirs) / seconds,
                resident_mib(), load);
    std::fflush(stdout);
  }
  stop_web(web);
}

int run(int count, char** words) {
  const std::string what = count > 1 ? words[1] : "";
  Settings settings;
  std::map<std::string, long> numbers = {{"--feeds", settings.feeds},
                                         {"--hosts", settings.hosts},
                                         {"--every", settings.every_s},
                                         {"--minutes", settings.minutes},
                                         {"--seconds", settings.seconds},
                                         {"--fresh", settings.fresh},
                                         {"--concurrency", settings.concurrency}};
  fs::path parent = fs::temp_directory_path();
  for (int i = 2; i < count; i += 2) {
    if (i + 1 == count) die(std::string(words[i]) + " needs a value");
    if (std::string(words[i]) == "--data")
      parent = words[i + 1];
    else if (const auto found = numbers.find(words[i]); found != numbers.end())
      found->second = std::atol(words[i + 1]);
    else
      die(std::string("no option ") + words[i]);
  }
  settings.feeds = numbers["--feeds"];
  settings.hosts = static_cast<int>(numbers["--hosts"]);
  settings.every_s = numbers["--every"];
  settings.minutes = static_cast<int>(numbers["--minutes"]);
  settings.seconds = static_cast<int>(numbers["--seconds"]);
  settings.fresh = static_cast<int>(numbers["--fresh"]);
  settings.concurrency = static_cast<int>(numbers["--concurrency"]);
  spdlog::set_level(spdlog::level::err);
  settings.data = parent / ("pactwatch-frontier-" + std::to_string(::getpid()));
  fs::create_directories(settings.data);
  if (what == "pace")
    pace(settings);
  else if (what == "race")
    race(settings);
  else
    die("say pace or race; bench/README.md tells what they do");
  fs::remove_all(settings.data);
  return 0;
}

}  // namespace
}  // namespace pactwatch::bench

int main(int count, char** words) { return pactwatch::bench::run(count, words); }
