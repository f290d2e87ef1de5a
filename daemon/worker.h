#pragma once
// One thread of the daemon: started, watched and drained the same way whatever it does.

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/result.h"

namespace pactwatch {

// The body runs until draining() is true and nothing is left to do, and calls beat() at least once
// a second meanwhile, also when idle or waiting for room in a queue: the watchdog looks at the
// beats. A body that ends with an error ends the daemon, which says why; systemd starts it again,
// and the store knows what is left to do.
class Worker {
 public:
  using Body = std::function<Status(Worker&)>;

  Worker(std::string name, Body body);
  // Drains and joins.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // No more work will come: finish what is there and end. join() waits for that.
  void drain() { draining_ = true; }
  // Somebody down the line is gone for good: end without finishing.
  void abandon() { abandoned_ = draining_ = true; }
  void join();

  // For the body.
  bool draining() const { return draining_; }
  bool abandoned() const { return abandoned_; }
  void beat() { ++beats_; }

  // For the supervisor.
  const std::string& name() const { return name_; }
  std::uint64_t beats() const { return beats_; }
  bool finished() const { return finished_; }
  // Why the body ended early; nullopt while it runs or when it ended well.
  std::optional<Error> failure() const;

 private:
  const std::string name_;
  std::atomic<bool> draining_ = false;
  std::atomic<bool> abandoned_ = false;
  std::atomic<bool> finished_ = false;
  std::atomic<std::uint64_t> beats_ = 0;
  mutable std::mutex mutex_;
  std::optional<Error> failure_;  // guarded by mutex_
  std::thread thread_;            // last: it uses all the others
};

}  // namespace pactwatch
