#pragma once
// What the supervisor looks at every few seconds: depths, lags, sizes, and feeds that fell silent.

#include <chrono>
#include <filesystem>
#include <map>
#include <string>

#include "core/complaint.h"
#include "core/time.h"
#include "daemon/metrics.h"
#include "store/frontier.h"

namespace pactwatch {

// Belongs to the supervisor's thread, as its frontier does.
class Vitals {
 public:
  Vitals(Metrics& metrics, Frontier& frontier, std::filesystem::path data);

  // Sets the gauges that cost little, those of the store now and then, and looks through some more
  // feeds for silent ones. A feed that falls silent is told once, and its end too. Empties the
  // write-ahead log in quiet times.
  void look(UtcTime now);
  std::size_t silent_feeds() const { return silent_.size(); }

 private:
  void count_store(UtcTime now);
  // A log that nobody wrote to for a while is emptied: at its longest it would be read through by
  // whoever opens the ledger next, and stay on the disk for good.
  void tidy_log(const std::filesystem::path& log);
  void sweep_feeds(UtcTime now);

  Metrics& metrics_;
  Frontier& frontier_;
  const std::filesystem::path data_;
  std::chrono::steady_clock::time_point next_count_;
  std::chrono::steady_clock::time_point next_sweep_;
  std::chrono::steady_clock::time_point next_tidy_;
  std::int64_t swept_to_ = 0;                   // the feed looked at last; 0: a sweep begins
  std::map<std::int64_t, std::string> silent_;  // by feed: its URL
  Complaint trouble_;
};

}  // namespace pactwatch
