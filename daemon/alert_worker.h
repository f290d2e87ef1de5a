#pragma once
// The thread that delivers alerts: looks at new changes, and tries what is due.

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "alerts/dispatch.h"
#include "core/result.h"
#include "daemon/config.h"
#include "daemon/worker.h"

namespace pactwatch {

// What the alert worker and those who reload the configuration share. Any thread.
class AlertBook {
 public:
  void set(std::vector<alerts::Subscription> subscriptions);
  std::vector<alerts::Subscription> get() const;
  // Names of the parties that somebody is told of. The second gives them once after each time that
  // they are others.
  void watch(const std::vector<std::string>& names);
  std::optional<std::vector<std::string>> watched();
  // A change was published, or a receiver is done: whoever waits looks at once.
  void wake();
  void wait(std::chrono::milliseconds at_most);

 private:
  mutable std::mutex mutex_;
  std::condition_variable woken_;
  bool news_ = false;                                // guarded by mutex_
  std::vector<alerts::Subscription> subscriptions_;  // guarded by mutex_
  std::vector<std::string> watched_;                 // guarded by mutex_
  bool watched_anew_ = false;                        // guarded by mutex_
};

// A dispatcher with store objects of its own. `file` is the ledger's.
Result<alerts::Dispatcher> open_dispatcher(const std::string& file, alerts::SinkSettings settings);

// The settings of the sinks that `config` describes. Fails when a password cannot be read.
Result<alerts::SinkSettings> sink_settings(const Config& config);

// Marks where subscriptions that are new begin. To be called before anything is recorded, so that
// none of it is missed whenever the daemon is killed.
Status begin_alerts(const std::string& file, std::vector<alerts::Subscription> subscriptions);

// The body of the worker. `file` is the ledger's. A store that does not answer is tried again.
// While draining it looks once more at what was published, tries what is due, and ends; what is not
// delivered then is at the next start.
Status run_alert_worker(const std::string& file, const alerts::SinkSettings& settings,
                        AlertBook& book, Worker& worker);

}  // namespace pactwatch
