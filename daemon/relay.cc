#include "daemon/relay.h"

#include <chrono>

#include <spdlog/spdlog.h>

#include "core/complaint.h"
#include "core/fault.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kBatch = 200;  // changes numbered in one commit
constexpr milliseconds kServe{500};  // until the next look at the outbox, woken or not
constexpr std::size_t kMaxHints = 1000;

// Numbers and publishes all there is. False when the store did not answer.
Result<bool> publish_all(bus::Publisher& publisher, const OutboxPort& outbox,
                         const std::function<void(const bus::Message&)>& published,
                         Complaint& trouble, Worker& worker) {
  while (true) {
    worker.beat();
    const Result<std::vector<bus::Message>> batch = outbox.number(kBatch);
    if (!batch) {
      if (trouble.raise(to_string(batch.error())))
        spdlog::error("the changes cannot be numbered, tried again every {} ms: {}", kServe.count(),
                      to_string(batch.error()));
      return false;
    }
    if (const auto over = trouble.clear()) spdlog::info("changes are numbered again, {}", *over);
    for (const bus::Message& message : *batch) {
      if (Status sent = publisher.publish(message); !sent) return tl::unexpected(sent.error());
      fault_point("publish.sent");
      published(message);
      fault_point("alert.shown");
    }
    if (batch->empty()) return true;
  }
}

}  // namespace

void HintQueue::offer(std::string topic, std::string payload) {
  const std::lock_guard lock(mutex_);
  if (hints_.size() == kMaxHints) hints_.pop_front();
  hints_.emplace_back(std::move(topic), std::move(payload));
}

std::deque<std::pair<std::string, std::string>> HintQueue::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(hints_, {});
}

Status run_relay(bus::Publisher publisher, const OutboxPort& outbox, HintQueue& hints,
                 const std::function<void(const bus::Message&)>& published, const bus::Wake& wake,
                 Worker& worker) {
  Complaint trouble;
  while (true) {
    const bool last_round = worker.draining();  // looked at before the outbox, so nothing slips by
    wake.clear();
    const Result<bool> complete = publish_all(publisher, outbox, published, trouble, worker);
    if (!complete) return tl::unexpected(complete.error());
    for (const auto& [topic, payload] : hints.take()) {
      if (Status sent = publisher.announce(topic, payload); !sent) return sent;
    }
    if (last_round) {
      if (*complete) return {};
      return fail(ErrorCode::unavailable, "some changes are recorded but not published", {},
                  "they come first at the next start");
    }
    worker.beat();
    if (Status served = publisher.serve(&wake, kServe); !served) return served;
  }
}

}  // namespace pactwatch
