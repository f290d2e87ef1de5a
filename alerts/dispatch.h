#pragma once
// From numbered changes to alerts that arrived: who wants which, when it is due, and trying again.
// The store remembers everything; a dispatcher that is killed at any moment goes on where it was,
// and at worst delivers one message twice under one id.

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/sink.h"
#include "alerts/subscription.h"
#include "core/result.h"
#include "core/time.h"
#include "store/deliveries.h"
#include "store/ledger.h"

namespace pactwatch::alerts {

// How long to wait after the `attempts`-th attempt has failed: at once, 5 s, 5 min, 30 min, 2 h, 5
// h, 10 h, 14 h, 20 h, 24 h (Standard Webhooks), each up to a tenth longer, by the message's id, so
// that receivers that were away are not met by all at once. Nothing: it is given up.
std::optional<std::chrono::milliseconds> retry_wait(int attempts, const std::string& message);

class Dispatcher {
 public:
  // Both are used from the dispatcher's thread only; `settings`, from one thread for each receiver.
  Dispatcher(std::shared_ptr<Ledger> ledger, std::shared_ptr<Deliveries> deliveries,
             SinkSettings settings)
      : ledger_(std::move(ledger)),
        deliveries_(std::move(deliveries)),
        settings_(std::move(settings)) {}

  // The subscriptions of the configuration; those made by command are read from the store.
  void configure(std::vector<Subscription> subscriptions) {
    configured_ = std::move(subscriptions);
  }
  // Gives new subscriptions their cursor: at the last change, for nobody wants the whole past as
  // alerts. collect() does so, too; here it is done before anything is recorded.
  Status begin(UtcTime now);
  // Looks at the changes since each subscription's cursor.
  Status collect(UtcTime now);
  // Tries what is due, all receivers at once, and waits for them. Gives how many were tried.
  Result<std::size_t> deliver(UtcTime now);

 private:
  Result<std::vector<Subscription>> subscriptions();
  Result<std::int64_t> cursor_of(const Subscription& subscription, UtcTime now);
  Status collect_for(const Subscription& subscription, const std::vector<Silence>& silences,
                     UtcTime now);
  // One delivery on its way.
  struct Job {
    Delivery delivery;
    Message message;
    std::vector<ToldChange> feed;  // of an Atom file
    Attempt outcome;
    std::chrono::milliseconds took{0};
    bool tried = false;
  };
  Result<Job> prepare(const Subscription& subscription, const Delivery& delivery);
  // Tries one after the other, until one shows that the rest is in vain. Any thread.
  void attempt(const Subscription& subscription, std::vector<Job>& jobs, UtcTime now) const;
  Status note(const Job& job, UtcTime now);
  Result<std::optional<ToldChange>> change(std::int64_t seq);

  std::shared_ptr<Ledger> ledger_;
  std::shared_ptr<Deliveries> deliveries_;
  SinkSettings settings_;
  std::vector<Subscription> configured_;
  // Receivers that gave no answer at all, and until when they are left alone.
  std::map<std::string, UtcTime> resting_;
};

}  // namespace pactwatch::alerts
