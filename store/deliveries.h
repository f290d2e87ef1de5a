#pragma once
// Who is to be told what: subscriptions, their cursors in the numbered changes, silences, and the
// deliveries, which are both the queue of the sinks and the log of what was told. Every call is one
// transaction. An object belongs to one thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

struct SubscriptionRow {
  std::string name;
  std::string spec;  // JSON, alerts/subscription.h
  UtcTime recorded;
};

struct Silence {
  std::int64_t id = 0;
  std::string party;  // empty: any
  std::string term;   // or the beginning of one ("revenue_share"); empty: any
  std::string author;
  std::string reason;
  UtcTime starts;
  UtcTime ends;
};

// A group of changes for one subscription.
struct Delivery {
  std::int64_t id = 0;
  std::string message;  // stable over attempts, so that receivers can drop what they had
  std::string subscription;
  std::string topic;
  std::string state;  // waiting, sent, dead
  UtcTime due;
  int attempts = 0;
  std::string error;  // of the last attempt
  UtcTime created;
  std::optional<UtcTime> finished;
  std::vector<std::int64_t> seqs;  // rising
};

class Deliveries {
 public:
  virtual ~Deliveries() = default;

  virtual Status subscribe(const std::string& name, const std::string& spec, UtcTime now) = 0;
  // Fails with not_found when nobody is subscribed under that name. Its log stays.
  virtual Status unsubscribe(const std::string& name, UtcTime now) = 0;
  virtual Result<std::vector<SubscriptionRow>> subscriptions() = 0;
  // A receiver that wants no more: the subscription rests until it is asked for in other words.
  virtual Status disable(const std::string& name, const std::string& spec, UtcTime now) = 0;
  virtual Result<bool> is_disabled(const std::string& name, const std::string& spec) = 0;

  // The last change that was looked at for the subscription; nothing for one never seen.
  virtual Result<std::optional<std::int64_t>> cursor(const std::string& subscription) = 0;
  // A change that is to be told, with others of its topic, when `due` has come.
  struct Entry {
    std::string topic;
    UtcTime due;
    std::int64_t seq = 0;
    std::string change;
    std::string fact;
  };
  // Moves the cursor to `seq` together with what follows from the changes up to it. An entry joins
  // the delivery of its topic that waits and was not tried yet.
  virtual Status advance(const std::string& subscription, std::int64_t seq,
                         const std::vector<Entry>& entries, UtcTime now) = 0;
  // Whether anything of the fact was ever put into a delivery for the subscription. A dead one
  // counts: a receiver that did not answer may still have read it.
  virtual Result<bool> told_of(const std::string& subscription, const std::string& fact) = 0;

  // Subscriptions with deliveries whose time has come, and those of one, the longest due first.
  virtual Result<std::vector<std::string>> owed(UtcTime now) = 0;
  virtual Result<std::vector<Delivery>> due(const std::string& subscription, UtcTime now,
                                            std::size_t limit) = 0;
  virtual Status sent(std::int64_t id, UtcTime now) = 0;
  // `next`: when it is tried again; nothing: it is dead.
  virtual Status failed(std::int64_t id, const std::string& error, std::optional<UtcTime> next,
                        UtcTime now) = 0;
  // All, or those in one state; the newest first.
  virtual Result<std::vector<Delivery>> list(const std::string& state, std::size_t limit) = 0;
  // Lets a dead delivery be tried once more, under its old message id.
  virtual Status revive(std::int64_t id, UtcTime now) = 0;
  // Numbers of the last changes told to the subscription, the newest first.
  virtual Result<std::vector<std::int64_t>> told(const std::string& subscription,
                                                 std::size_t limit) = 0;

  virtual Result<std::int64_t> silence(const Silence& silence, UtcTime now) = 0;
  virtual Status end_silence(std::int64_t id, UtcTime now) = 0;
  // Those that have not ended.
  virtual Result<std::vector<Silence>> silences(UtcTime now) = 0;
};

// The SQLite engine. The file is the ledger's and exists.
Result<std::unique_ptr<Deliveries>> open_deliveries(const std::string& file);

}  // namespace pactwatch
