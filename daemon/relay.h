#pragma once
// The one relay: numbers the changes that are committed but have no number yet, publishes them, and
// answers replays. Numbering here, not in the recording transaction, keeps the order of numbers the
// order of publication on every engine.

#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "bus/publisher.h"
#include "bus/socket.h"
#include "core/result.h"
#include "daemon/worker.h"

namespace pactwatch {

// What the relay asks of the store, from its own thread only.
struct OutboxPort {
  // Numbers at most `limit` changes that have none, commits, and gives them in order of their
  // numbers. Empty when there is none.
  std::function<Result<std::vector<bus::Message>>(std::size_t limit)> number;
};

// Live hints (event.*) on their way to the relay. Bounded: hints may be lost, changes may not.
class HintQueue {
 public:
  // Any thread. Drops the oldest when full.
  void offer(std::string topic, std::string payload);
  std::deque<std::pair<std::string, std::string>> take();

 private:
  std::mutex mutex_;
  std::deque<std::pair<std::string, std::string>> hints_;  // guarded by mutex_
};

// The body of the relay. `published` is called for every change after it was sent, in order. `wake`
// says that something was committed. While draining it publishes what is committed, then ends.
Status run_relay(bus::Publisher publisher, const OutboxPort& outbox, HintQueue& hints,
                 const std::function<void(const bus::Message&)>& published, const bus::Wake& wake,
                 Worker& worker);

}  // namespace pactwatch
