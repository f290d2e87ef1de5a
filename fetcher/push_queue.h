#pragma once
// What hubs pushed, on its way from the listener's thread to the poller's. Bounded: a hub that is
// told to come again does, and polling goes on whatever is lost here. Any thread.

#include <cstddef>
#include <deque>
#include <mutex>
#include <utility>

#include "fetcher/websub.h"

namespace pactwatch {

class PushQueue {
 public:
  // False, and nothing is taken, when there is no room.
  bool offer(PushedContent pushed) {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= kMostPushes || bytes_ + pushed.body.size() > kMostBytes) return false;
    bytes_ += pushed.body.size();
    queue_.push_back(std::move(pushed));
    return true;
  }
  // All that came since the last time, in order.
  std::deque<PushedContent> take_all() {
    const std::lock_guard lock(mutex_);
    bytes_ = 0;
    return std::exchange(queue_, {});
  }

 private:
  static constexpr std::size_t kMostPushes = 256;       // between two looks, a tenth of a second
  static constexpr std::size_t kMostBytes = 64U << 20;  // eight of the largest feeds

  std::mutex mutex_;
  std::deque<PushedContent> queue_;  // guarded by mutex_
  std::size_t bytes_ = 0;            // guarded by mutex_
};

}  // namespace pactwatch
