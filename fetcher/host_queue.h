#pragma once
// Who waits for which host: feeds that are due, queued by host, so that a slow host holds up its
// own feeds and nobody else's, and taking the next one costs the same however many wait. Belongs to
// one thread; time is handed in.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/time.h"

namespace pactwatch {

template <class Work>
class HostQueue {
 public:
  // `at`: when the host may be asked, should nobody of it be waiting yet.
  void push(const std::string& host, Work work, UtcTime at) {
    Host& queue = hosts_[host];
    queue.waiting.push_back(std::move(work));
    ++size_;
    if (queue.waiting.size() == 1) list(host, queue, at);
  }
  // The host may be asked at `at` from now on, earlier or later than was thought.
  void move(const std::string& host, UtcTime at) {
    const auto found = hosts_.find(host);
    if (found != hosts_.end() && found->second.listed != at) list(host, found->second, at);
  }
  // A host that may be asked at `now`, the longest possible first; nullptr when there is none. It
  // must be taken from, moved to a later time, or emptied before the next call.
  const std::string* ready(UtcTime now) {
    drop_stale();
    return !turns_.empty() && turns_.top().at <= now ? &turns_.top().host : nullptr;
  }
  // When ready() gives something at the earliest; nullopt when nobody waits.
  std::optional<UtcTime> next() {
    drop_stale();
    if (turns_.empty()) return std::nullopt;
    return turns_.top().at;
  }
  // The one that waits longest for `host`, which must have one; the others wait until `next_at`.
  Work take(const std::string& host, UtcTime next_at) {
    const auto found = hosts_.find(host);
    Work work = std::move(found->second.waiting.front());
    found->second.waiting.pop_front();
    --size_;
    if (found->second.waiting.empty())
      hosts_.erase(found);
    else
      list(found->first, found->second, next_at);
    return work;
  }
  std::deque<Work> take_all(const std::string& host) {
    const auto found = hosts_.find(host);
    if (found == hosts_.end()) return {};
    std::deque<Work> all = std::move(found->second.waiting);
    size_ -= all.size();
    hosts_.erase(found);
    return all;
  }
  std::size_t waiting(const std::string& host) const {
    const auto found = hosts_.find(host);
    return found == hosts_.end() ? 0 : found->second.waiting.size();
  }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  struct Host {
    std::deque<Work> waiting;
    UtcTime listed;
    std::uint64_t turn = 0;  // the entry of turns_ that counts
  };
  struct Turn {
    UtcTime at;
    std::uint64_t turn;
    std::string host;
    bool operator>(const Turn& other) const {
      return std::pair(at.ms, turn) > std::pair(other.at.ms, other.turn);
    }
  };

  void list(const std::string& host, Host& queue, UtcTime at) {
    queue.listed = at;
    queue.turn = ++last_turn_;
    turns_.push({at, queue.turn, host});
  }
  // Entries that a later one replaced, or whose host has nobody waiting any more.
  void drop_stale() {
    while (!turns_.empty()) {
      const auto found = hosts_.find(turns_.top().host);
      if (found != hosts_.end() && found->second.turn == turns_.top().turn) return;
      turns_.pop();
    }
  }

  std::unordered_map<std::string, Host> hosts_;
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns_;
  std::uint64_t last_turn_ = 0;
  std::size_t size_ = 0;
};

}  // namespace pactwatch
