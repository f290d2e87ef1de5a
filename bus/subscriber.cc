#include "bus/subscriber.h"

#include <algorithm>
#include <string_view>

#include "bus/endpoint.h"

namespace pactwatch::bus {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Live messages kept by ZeroMQ while a replay is under way; more are lost and replayed in turn.
constexpr int kLiveQueue = 10000;
// One page of a replay and its end.
constexpr int kReplayQueue = 2000;
constexpr std::int64_t kMaxFrame = kMaxPayloadBytes + 1024;

int wait_until(steady_clock::time_point end) {
  const milliseconds rest = std::chrono::ceil<milliseconds>(end - steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(rest.count(), 0, 3'600'000));
}

}  // namespace

Subscriber::Subscriber(const Context& context, Socket live, SubscriberOptions options)
    : context_(context),
      live_(std::move(live)),
      options_(std::move(options)),
      mark_(options_.since),
      last_sign_(steady_clock::now()) {}

Result<Subscriber> Subscriber::connect(const Context& context, SubscriberOptions options) {
  SocketOptions socket_options;
  socket_options.curve = options.curve;
  socket_options.receive_queue = kLiveQueue;
  socket_options.max_frame_bytes = kMaxFrame;
  Result<Socket> live = Socket::open(context, SocketKind::sub, socket_options);
  if (!live) return tl::unexpected(live.error());
  std::vector<std::string> prefixes = options.live_prefixes;
  prefixes.push_back(options.prefix);
  prefixes.emplace_back(kHeartbeatTopic);
  for (const std::string& prefix : prefixes) {
    if (Status subscribed = live->subscribe(prefix); !subscribed)
      return tl::unexpected(subscribed.error());
  }
  // Subscribed before the first request: what is published while a replay runs waits here.
  if (Status connected = live->connect(options.publish_endpoint); !connected)
    return tl::unexpected(connected.error());
  if (Status possible = check_connect(options.replay_endpoint); !possible)
    return tl::unexpected(possible.error());
  return Subscriber(context, std::move(*live), std::move(options));
}

Result<std::optional<Delivery>> Subscriber::next(milliseconds timeout, const Wake* wake) {
  const steady_clock::time_point end = steady_clock::now() + timeout;
  while (true) {
    if (!ready_.empty()) {
      Delivery delivery = std::move(ready_.front());
      ready_.pop_front();
      return delivery;
    }
    if (Status stepped = replaying_ ? step_replay(end, wake) : step_live(end, wake); !stepped)
      return tl::unexpected(stepped.error());
    if (!ready_.empty()) continue;
    if (steady_clock::now() >= end || (wake != nullptr && wake->is_set())) return std::nullopt;
  }
}

std::uint64_t Subscriber::position() const {
  for (const Delivery& waiting : ready_) {
    if (waiting.message.seq != 0) return std::min(mark_, waiting.message.seq - 1);
  }
  return mark_;
}

Status Subscriber::ask() {
  // A fresh socket for every question: answers to an abandoned one cannot arrive, and a daemon
  // that was away does not find a heap of old questions.
  SocketOptions socket_options;
  socket_options.curve = options_.curve;
  socket_options.receive_queue = kReplayQueue;
  socket_options.max_frame_bytes = kMaxFrame;
  Result<Socket> socket = Socket::open(context_, SocketKind::dealer, socket_options);
  if (!socket) return tl::unexpected(socket.error());
  if (Status connected = socket->connect(options_.replay_endpoint); !connected) return connected;
  const ReplayRequest request{std::to_string(++request_), mark_, options_.prefix};
  const Result<bool> sent = socket->send(encode(request), 0);
  if (!sent) return tl::unexpected(sent.error());
  replay_.emplace(std::move(*socket));
  page_.clear();
  asked_ = true;
  reply_due_ = steady_clock::now() + options_.reply_within;
  return {};
}

Status Subscriber::step_replay(steady_clock::time_point end, const Wake* wake) {
  if (!asked_) {
    if (Status asked = ask(); !asked) return asked;
  }
  const Result<bool> readable =
      wait_readable(&*replay_, wake, wait_until(std::min(end, reply_due_)));
  if (!readable) return tl::unexpected(readable.error());
  if (!*readable) {
    if (steady_clock::now() < reply_due_) return {};
    asked_ = false;
    ++failures_;
    if (options_.max_failures > 0 && failures_ >= options_.max_failures)
      return fail(ErrorCode::unavailable,
                  "no answer to " + std::to_string(failures_) + " requests for replay",
                  options_.replay_endpoint, "is the daemon running? pactwatch doctor tells");
    return {};
  }
  Result<std::optional<Frames>> frames = replay_->receive(0);
  if (!frames) return tl::unexpected(frames.error());
  if (!*frames) return {};
  Result<ReplayReply> reply = decode_reply(**frames);
  if (!reply) return tl::unexpected(reply.error());
  return take_reply(std::move(*reply));
}

Status Subscriber::take_reply(ReplayReply reply) {
  last_sign_ = steady_clock::now();
  if (reply.id != std::to_string(request_)) return {};
  if (reply.kind == ReplayReply::Kind::error) {
    asked_ = false;
    return fail(ErrorCode::unavailable, "the daemon cannot replay: " + reply.error,
                options_.replay_endpoint);
  }
  const std::string& epoch = reply.kind == ReplayReply::Kind::item ? reply.item.epoch : reply.epoch;
  if (!same_epoch(epoch)) return {};
  reply_due_ = steady_clock::now() + options_.reply_within;
  if (reply.kind == ReplayReply::Kind::item) {
    page_.push_back(std::move(reply.item));
    return {};
  }
  asked_ = false;
  failures_ = 0;
  if (reply.last_seq < mark_) {
    // It has fewer than we have seen: another store, though it has no other name.
    restart(reply.epoch);
    return {};
  }
  for (Message& message : page_) {
    if (message.seq > mark_ && !seen_.contains(message.seq)) hand_out(std::move(message), true);
  }
  page_.clear();
  const bool moved = reply.complete_to > mark_;
  advance_mark(reply.complete_to);
  // Not at its end, and getting on: the next page. One that does not get on waits for a heartbeat.
  replaying_ = moved && reply.complete_to < reply.last_seq;
  if (!replaying_) replay_.reset();
  return {};
}

Status Subscriber::step_live(steady_clock::time_point end, const Wake* wake) {
  const steady_clock::time_point stale = last_sign_ + options_.stale_after;
  const Result<bool> readable = wait_readable(&live_, wake, wait_until(std::min(end, stale)));
  if (!readable) return tl::unexpected(readable.error());
  if (!*readable) {
    if (steady_clock::now() >= stale) {
      replaying_ = true;  // silence is not calm: ask
      last_sign_ = steady_clock::now();
    }
    return {};
  }
  Result<std::optional<Frames>> frames = live_.receive(0);
  if (!frames) return tl::unexpected(frames.error());
  if (!*frames) return {};
  Result<Message> message = decode_message(**frames);
  if (!message) return tl::unexpected(message.error());
  last_sign_ = steady_clock::now();
  take_live(std::move(*message));
  return {};
}

void Subscriber::take_live(Message message) {
  if (!same_epoch(message.epoch)) return;
  if (message.topic == kHeartbeatTopic) {
    if (message.seq > mark_) replaying_ = true;  // others' changes, or ours that got lost
    return;
  }
  if (message.seq == 0) {
    ready_.push_back({std::move(message), false});
    return;
  }
  if (message.seq <= mark_ || seen_.contains(message.seq)) return;
  // Who wants every change can hold to the order of all; who wants some, to that of each topic.
  const bool everything = std::string_view("change.").starts_with(options_.prefix);
  const std::uint64_t previous = everything ? message.seq - 1 : message.prev_seq_of_topic;
  if (previous > mark_ && !seen_.contains(previous)) {
    ++gaps_;
    replaying_ = true;  // brings this one, too
    return;
  }
  hand_out(std::move(message), false);
}

bool Subscriber::same_epoch(const std::string& epoch) {
  if (options_.epoch == epoch) return true;
  if (options_.epoch.empty()) {
    options_.epoch = epoch;
    return true;
  }
  restart(epoch);
  return false;
}

void Subscriber::restart(const std::string& epoch) {
  options_.epoch = epoch;
  mark_ = 0;
  seen_.clear();
  page_.clear();
  replaying_ = true;
  asked_ = false;
  ++resets_;
}

void Subscriber::hand_out(Message message, bool replayed) {
  seen_.insert(message.seq);
  ready_.push_back({std::move(message), replayed});
  std::uint64_t mark = mark_;
  while (seen_.contains(mark + 1)) ++mark;
  advance_mark(mark);
}

void Subscriber::advance_mark(std::uint64_t mark) {
  mark_ = std::max(mark_, mark);
  seen_.erase(seen_.begin(), seen_.upper_bound(mark_));
}

}  // namespace pactwatch::bus
