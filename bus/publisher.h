#pragma once
// The daemon's side of the outgoing bus: PUB for what is live, ROUTER for replay (the "Clone"
// pattern of the ZeroMQ guide). The publisher remembers nothing: what to replay is asked of a
// callback, so that the store alone is the memory and this folder need not know it.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bus/gatekeeper.h"
#include "bus/message.h"
#include "bus/socket.h"

namespace pactwatch::bus {

// One page of kept messages.
struct ReplayPage {
  std::vector<Message> messages;  // rising seq, all > since, all matching the prefix
  std::uint64_t complete_to = 0;  // nothing that matches up to this number is missing
};

// Messages after `since` whose topic starts with `prefix`, at most `limit`.
using ReplaySource = std::function<Result<ReplayPage>(
    std::uint64_t since, const std::string& prefix, std::size_t limit)>;

struct PublisherOptions {
  std::string publish_endpoint;
  std::string replay_endpoint;
  std::string epoch;
  std::uint64_t last_seq = 0;  // the newest number given out before this start
  std::chrono::milliseconds heartbeat{1000};
  // For tcp endpoints; `gatekeeper` outlives the publisher.
  std::optional<CurveKeys> curve = {};
  const Gatekeeper* gatekeeper = nullptr;
};

// Belongs to one thread: publishing and answering replays in turn is what keeps a replay and the
// live stream consistent without a lock.
class Publisher {
 public:
  static Result<Publisher> bind(const Context& context, PublisherOptions options,
                                ReplaySource source);

  // Sends a kept message. Its seq must be the one after last_seq(); the caller has committed it.
  // Slow subscribers lose it and see the gap; the call never waits for them.
  Status publish(const Message& message);
  // Sends a live hint that is not kept (seq 0).
  Status announce(const std::string& topic, const std::string& payload);

  // Answers replay requests and sends heartbeats until `timeout` is over or `wake` is woken.
  // A malformed request is counted and ignored; it never stops the service.
  Status serve(const Wake* wake, std::chrono::milliseconds timeout);

  std::uint64_t last_seq() const { return options_.last_seq; }
  std::uint64_t malformed_requests() const { return malformed_requests_; }
  std::string publish_endpoint() const { return publish_.bound_endpoint(); }
  std::string replay_endpoint() const { return replay_.bound_endpoint(); }

 private:
  Publisher(const Context& context, Socket publish, Socket replay, PublisherOptions options,
            ReplaySource source);
  static Result<Socket> bind_publish(const Context& context, const PublisherOptions& options);
  static Result<Socket> bind_replay(const Context& context, const PublisherOptions& options);
  // When a key was revoked: closes both doors and opens them again, so that everybody who is
  // connected is looked at once more. Who may stay comes back and replays what it missed.
  Status renew_doors();
  Status heartbeat_if_due();
  Status answer_one();

  Context context_;
  Socket publish_;
  Socket replay_;
  PublisherOptions options_;
  ReplaySource source_;
  std::chrono::steady_clock::time_point next_heartbeat_;
  std::uint64_t malformed_requests_ = 0;
  std::uint64_t revocations_ = 0;  // seen
};

}  // namespace pactwatch::bus
