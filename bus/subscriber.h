#pragma once
// A subscriber that misses nothing: it subscribes first, replays what came since its last number,
// drops what it saw twice, notices gaps (by prev_seq_of_topic and by the heartbeat) and asks for
// what is missing. When the daemon is silent it asks again and again, and gives up with a plain
// reason rather than pretending that nothing happens.

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bus/message.h"
#include "bus/socket.h"

namespace pactwatch::bus {

struct SubscriberOptions {
  std::string publish_endpoint;
  std::string replay_endpoint;
  std::string prefix = "change.";               // of the kept topics wanted
  std::vector<std::string> live_prefixes = {};  // of hints wanted besides: "event."
  std::uint64_t since = 0;                      // the last number already handled
  std::string epoch = {};                       // of that number; empty when not known
  std::chrono::milliseconds stale_after{5000};  // five missed heartbeats
  std::chrono::milliseconds reply_within{2000};
  std::optional<CurveKeys> curve = {};  // for tcp endpoints that ask for it
  int max_failures = 0;  // unanswered requests in a row before next() fails; 0: never
};

struct Delivery {
  Message message;
  bool replayed = false;
};

// Belongs to one thread.
class Subscriber {
 public:
  static Result<Subscriber> connect(const Context& context, SubscriberOptions options);

  // The next message, or nullopt when none came within `timeout` or `wake` was woken. Each comes
  // once. With a prefix that takes in every change they come in order; with a narrower one those of
  // each topic do, and those of several topics unless some were lost on the way and recovered.
  // Errors: unavailable after max_failures.
  Result<std::optional<Delivery>> next(std::chrono::milliseconds timeout,
                                       const Wake* wake = nullptr);

  // The number to resume from: everything that matches up to it was handed out.
  std::uint64_t position() const;
  const std::string& epoch() const { return options_.epoch; }
  // Up to date with the daemon as far as is known (no replay is under way).
  bool is_live() const { return !replaying_; }
  // Times the daemon's store turned out to be another one than before; all comes again from 1.
  int resets() const { return resets_; }
  int gaps() const { return gaps_; }
  int failures() const { return failures_; }

 private:
  Subscriber(const Context& context, Socket live, SubscriberOptions options);
  Status ask();
  Status step_replay(std::chrono::steady_clock::time_point end, const Wake* wake);
  Status step_live(std::chrono::steady_clock::time_point end, const Wake* wake);
  Status take_reply(ReplayReply reply);
  void take_live(Message message);
  // True when the epoch is (now) ours.
  bool same_epoch(const std::string& epoch);
  void restart(const std::string& epoch);
  void hand_out(Message message, bool replayed);
  void advance_mark(std::uint64_t mark);

  Context context_;
  Socket live_;
  std::optional<Socket> replay_;
  SubscriberOptions options_;
  std::uint64_t mark_;            // all that matches up to here was seen
  std::set<std::uint64_t> seen_;  // numbers seen beyond the mark
  std::deque<Delivery> ready_;
  std::vector<Message> page_;  // of the reply that is coming in
  bool replaying_ = true;
  bool asked_ = false;
  std::uint64_t request_ = 0;
  std::chrono::steady_clock::time_point reply_due_;
  std::chrono::steady_clock::time_point last_sign_;  // of life
  int failures_ = 0;
  int resets_ = 0;
  int gaps_ = 0;
};

}  // namespace pactwatch::bus
