#include "daemon/vitals.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include <spdlog/spdlog.h>

#include "daemon/silence.h"
#include "store/data_dir.h"

namespace pactwatch {
namespace {

using std::chrono::steady_clock;

constexpr int kSweepFeeds = 500;  // a look; each costs some 20 microseconds and its items' rows
constexpr std::chrono::hours kSweepEvery{1};
constexpr std::chrono::seconds kQuiet{30};  // without a write; also between two tries
// Counting reads whole tables. It may cost this share of the supervisor's time at most.
constexpr int kCountShare = 100;

double size_of(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<double>(bytes);
}

double resident_bytes() {
  std::ifstream in("/proc/self/statm");  // proc(5): pages, in all and resident
  double all = 0;
  double resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double open_files() {
  std::error_code error;
  double count = 0;
  for (auto entry = std::filesystem::directory_iterator("/proc/self/fd", error);
       !error && entry != std::filesystem::directory_iterator(); entry.increment(error))
    ++count;
  return count;
}

}  // namespace

Vitals::Vitals(Metrics& metrics, Frontier& frontier, std::filesystem::path data)
    : metrics_(metrics), frontier_(frontier), data_(std::move(data)) {
  metrics_.set(Metric::start_time, static_cast<double>(system_clock().now().ms) / 1000);
}

void Vitals::look(UtcTime now) {
  const std::filesystem::path database = database_file(data_);
  metrics_.set(Metric::database_bytes, size_of(database));
  const std::filesystem::path log = database.string() + "-wal";
  if (steady_clock::now() >= next_tidy_) tidy_log(log);
  metrics_.set(Metric::wal_bytes, size_of(log));
  metrics_.set(Metric::resident_bytes, resident_bytes());
  metrics_.set(Metric::open_files, open_files());
  if (steady_clock::now() >= next_count_) count_store(now);
  if (swept_to_ != 0 || steady_clock::now() >= next_sweep_) sweep_feeds(now);
}

void Vitals::tidy_log(const std::filesystem::path& log) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(log, error);
  if (error || size_of(log) == 0) return;
  if (std::filesystem::file_time_type::clock::now() - written < kQuiet) return;
  next_tidy_ = steady_clock::now() + kQuiet;
  if (const Result<bool> emptied = frontier_.empty_log(); !emptied)
    spdlog::debug("the write-ahead log stays as it is: {}", to_string(emptied.error()));
}

void Vitals::count_store(UtcTime now) {
  const steady_clock::time_point begin = steady_clock::now();
  const Result<FrontierCounts> counts = frontier_.counts();
  const steady_clock::time_point end = steady_clock::now();
  next_count_ = end + kCountShare * (end - begin);
  if (!counts) {
    if (trouble_.raise(to_string(counts.error())))
      spdlog::warn("the store cannot be counted: {}", to_string(counts.error()));
    return;
  }
  (void)trouble_.clear();
  const auto set = [&](Metric gauge, std::int64_t value) {
    metrics_.set(gauge, static_cast<double>(value));
  };
  set(Metric::feeds_known, counts->feeds);
  set(Metric::feeds_failing, counts->failing);
  set(Metric::feeds_gone, counts->gone);
  set(Metric::feeds_paused, counts->paused);
  set(Metric::items_pending, counts->pending_items);
  set(Metric::items_failed, counts->failed_items);
  set(Metric::relay_lag_changes, counts->unpublished_changes);
  set(Metric::deliveries_waiting, counts->waiting_deliveries);
  set(Metric::deliveries_dead, counts->dead_deliveries);
  const auto age = [&](const std::optional<UtcTime>& since) {
    return since ? static_cast<double>(std::max<std::int64_t>(now.ms - since->ms, 0)) / 1000 : 0.0;
  };
  metrics_.set(Metric::relay_lag_seconds, age(counts->oldest_unpublished));
  metrics_.set(Metric::sink_lag_seconds, age(counts->oldest_delivery));
}

void Vitals::sweep_feeds(UtcTime now) {
  if (swept_to_ == 0) next_sweep_ = steady_clock::now() + kSweepEvery;
  const Result<std::vector<FeedRhythm>> feeds = frontier_.rhythms(swept_to_, kSweepFeeds);
  if (!feeds) return;  // told by count_store(); the sweep goes on from here the next time
  for (const FeedRhythm& feed : *feeds) {
    const bool silent = silence_of(feed, now) != FeedSilence::none;
    if (silent && silent_.emplace(feed.id, feed.url).second)
      spdlog::warn("silent feed {}: {} (pactwatch feeds check looks at it)", feed.url,
                   tell_silence(feed, now));
    if (!silent && silent_.erase(feed.id) > 0)
      spdlog::info("feed {}: not silent any more", feed.url);
  }
  swept_to_ = feeds->size() < static_cast<std::size_t>(kSweepFeeds) ? 0 : feeds->back().id;
  metrics_.set(Metric::feeds_silent, static_cast<double>(silent_.size()));
}

}  // namespace pactwatch
