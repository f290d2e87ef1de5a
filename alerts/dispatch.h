#pragma once
// From numbered changes to alerts that arrived: who wants which, when it is due, and trying again.
// The store remembers everything; a dispatcher that is killed at any moment goes on where it was,
// and at worst delivers one message twice under one id.

#include <chrono>
#include <functional>
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
             SinkSettings settings);
  Dispatcher(Dispatcher&&) noexcept;
  // Waits for the turns under way; SinkSettings::go_on breaks them off.
  ~Dispatcher();

  // The subscriptions of the configuration; those made by command are read from the store.
  void configure(std::vector<Subscription> subscriptions) {
    configured_ = std::move(subscriptions);
  }
  // Gives new subscriptions their cursor: at the last change, for nobody wants the whole past as
  // alerts. collect() does so, too; here it is done before anything is recorded.
  Status begin(UtcTime now);
  // Looks at the changes since each subscription's cursor.
  Status collect(UtcTime now);
  // The Atom feed of the subscription of this name, if it is one that is served (is_served).
  Result<std::optional<std::string>> feed(const std::string& name);
  // Tries what is due, all receivers at once, each on a thread of its own, and waits for them at
  // most `patience`. One that is still at it then goes on beside whatever is called next, is given
  // nothing more meanwhile and holds up nobody else; a later deliver() writes down what came of
  // it. Gives how many attempts were written down.
  Result<std::size_t> deliver(
      UtcTime now, std::chrono::milliseconds patience = std::chrono::milliseconds::max());
  // Called, from another thread, whenever a receiver's turn is over. Set it before the first
  // deliver().
  void when_finished(std::function<void()> call) { finished_ = std::move(call); }
  // Names of the parties that somebody asked to be told of, as collect() saw it last.
  const std::vector<std::string>& watched() const { return watched_; }

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
  // A receiver's turn: its deliveries, on a thread of its own, which ends with this.
  struct Turn;
  // What turns and the dispatcher share.
  struct Bell;
  Result<Job> prepare(const Subscription& subscription, const Delivery& delivery);
  // Gives receivers that are owed something and are not at it their turn.
  Status begin_turns(UtcTime now);
  // Writes down what came of the turns that are over. Gives how many attempts that were.
  Result<std::size_t> end_turns(UtcTime now);
  Status note(const Job& job, UtcTime now);
  Result<std::optional<ToldChange>> change(std::int64_t seq);
  // What an Atom feed of the subscription holds, the newest first.
  Result<std::vector<ToldChange>> told_last(const std::string& subscription);

  std::shared_ptr<Ledger> ledger_;
  std::shared_ptr<Deliveries> deliveries_;
  SinkSettings settings_;
  std::function<void()> finished_;
  std::vector<Subscription> configured_;
  std::vector<std::string> watched_;
  // Receivers that gave no answer at all, and until when they are left alone.
  std::map<std::string, UtcTime> resting_;
  std::shared_ptr<Bell> bell_;
  std::map<std::string, std::unique_ptr<Turn>> turns_;  // by subscription; ends before all others
};

}  // namespace pactwatch::alerts
