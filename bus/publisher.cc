#include "bus/publisher.h"

#include <algorithm>
#include <thread>

namespace pactwatch::bus {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Messages a slow subscriber may fall behind before it loses some and has to replay.
constexpr int kPublishQueue = 5000;
// A page is well below the router's queue, so that one asking peer always gets a whole page.
constexpr std::size_t kPage = 500;
constexpr int kReplayQueue = 2000;
// Requests are tiny; anything longer is an attack or a mistake.
constexpr std::int64_t kMaxRequestFrame = 4096;
constexpr milliseconds kRebindPatience{5000};
constexpr milliseconds kRebindPause{20};

}  // namespace

Publisher::Publisher(const Context& context, Socket publish, Socket replay,
                     PublisherOptions options, ReplaySource source)
    : context_(context),
      publish_(std::move(publish)),
      replay_(std::move(replay)),
      options_(std::move(options)),
      source_(std::move(source)),
      next_heartbeat_(steady_clock::now()) {
  if (options_.gatekeeper != nullptr) revocations_ = options_.gatekeeper->revocations();
}

Result<Socket> Publisher::bind_publish(const Context& context, const PublisherOptions& options) {
  SocketOptions publish_options;
  publish_options.curve = options.curve;
  publish_options.max_frame_bytes =
      kMaxRequestFrame;  // subscriptions, which are prefixes of topics
  publish_options.send_queue = kPublishQueue;
  publish_options.linger_ms = 500;  // the last changes before a stop still leave
  Result<Socket> publish = Socket::open(context, SocketKind::pub, publish_options);
  if (!publish) return tl::unexpected(publish.error());
  if (Status bound = publish->bind(options.publish_endpoint); !bound)
    return tl::unexpected(bound.error());
  return publish;
}

Result<Socket> Publisher::bind_replay(const Context& context, const PublisherOptions& options) {
  SocketOptions replay_options;
  replay_options.curve = options.curve;
  replay_options.send_queue = kReplayQueue;
  replay_options.receive_queue = 100;
  replay_options.max_frame_bytes = kMaxRequestFrame;
  Result<Socket> replay = Socket::open(context, SocketKind::router, replay_options);
  if (!replay) return tl::unexpected(replay.error());
  if (Status bound = replay->bind(options.replay_endpoint); !bound)
    return tl::unexpected(bound.error());
  return replay;
}

Result<Publisher> Publisher::bind(const Context& context, PublisherOptions options,
                                  ReplaySource source) {
  Result<Socket> publish = bind_publish(context, options);
  if (!publish) return tl::unexpected(publish.error());
  Result<Socket> replay = bind_replay(context, options);
  if (!replay) return tl::unexpected(replay.error());
  return Publisher(context, std::move(*publish), std::move(*replay), std::move(options),
                   std::move(source));
}

Status Publisher::renew_doors() {
  // A port that "tcp://127.0.0.1:*" got stays the one that peers know.
  options_.publish_endpoint = publish_.bound_endpoint();
  options_.replay_endpoint = replay_.bound_endpoint();
  publish_ = Socket();
  replay_ = Socket();
  // libzmq frees a port a moment after its socket is closed.
  const steady_clock::time_point end = steady_clock::now() + kRebindPatience;
  for (auto [socket, bind_it] : {std::pair{&publish_, &Publisher::bind_publish},
                                 std::pair{&replay_, &Publisher::bind_replay}}) {
    Result<Socket> fresh = bind_it(context_, options_);
    while (!fresh && fresh.error().code == ErrorCode::conflict && steady_clock::now() < end) {
      std::this_thread::sleep_for(kRebindPause);
      fresh = bind_it(context_, options_);
    }
    if (!fresh) return tl::unexpected(fresh.error());
    *socket = std::move(*fresh);
  }
  return {};
}

Status Publisher::publish(const Message& message) {
  if (message.seq != options_.last_seq + 1)
    return fail(ErrorCode::internal, "publishing number " + std::to_string(message.seq) +
                                         " after " + std::to_string(options_.last_seq));
  options_.last_seq = message.seq;
  // A full queue of one subscriber drops for that one; PUB itself never waits.
  const Result<bool> sent = publish_.send(encode(message), 0);
  if (!sent) return tl::unexpected(sent.error());
  return {};
}

Status Publisher::announce(const std::string& topic, const std::string& payload) {
  const Result<bool> sent = publish_.send(encode(Message{topic, options_.epoch, 0, 0, payload}), 0);
  if (!sent) return tl::unexpected(sent.error());
  return {};
}

Status Publisher::serve(const Wake* wake, milliseconds timeout) {
  const steady_clock::time_point end = steady_clock::now() + timeout;
  while (true) {
    if (options_.gatekeeper != nullptr && options_.gatekeeper->revocations() != revocations_) {
      revocations_ = options_.gatekeeper->revocations();
      if (Status renewed = renew_doors(); !renewed) return renewed;
    }
    if (Status beaten = heartbeat_if_due(); !beaten) return beaten;
    const steady_clock::time_point now = steady_clock::now();
    const milliseconds rest = std::chrono::ceil<milliseconds>(std::min(end, next_heartbeat_) - now);
    const int wait_ms = static_cast<int>(std::max<std::int64_t>(rest.count(), 0));
    const Result<bool> readable = wait_readable(&replay_, wake, wait_ms);
    if (!readable) return tl::unexpected(readable.error());
    if (*readable) {
      if (Status answered = answer_one(); !answered) return answered;
    }
    // After at most one answer, what woke us has its turn: a flood of requests delays no change.
    if ((wake != nullptr && wake->is_set()) || steady_clock::now() >= end) return {};
  }
}

Status Publisher::heartbeat_if_due() {
  const steady_clock::time_point now = steady_clock::now();
  if (now < next_heartbeat_) return {};
  next_heartbeat_ = now + options_.heartbeat;
  const Message beat{std::string(kHeartbeatTopic), options_.epoch, options_.last_seq, 0, "{}"};
  const Result<bool> sent = publish_.send(encode(beat), 0);
  if (!sent) return tl::unexpected(sent.error());
  return {};
}

Status Publisher::answer_one() {
  Result<std::optional<Frames>> received = replay_.receive(0);
  if (!received) {
    if (received.error().code != ErrorCode::invalid_input) return tl::unexpected(received.error());
    ++malformed_requests_;
    return {};
  }
  if (!*received) return {};
  Frames& frames = **received;
  const std::string peer = frames.front();  // the router puts the sender's identity first
  frames.erase(frames.begin());
  const Result<ReplayRequest> request = decode_request(frames);
  if (!request) {
    ++malformed_requests_;
    return {};
  }

  // False when the peer is gone or does not read: it will ask again if it still lives.
  const auto reply = [&](const ReplayReply& what) -> Result<bool> {
    Frames out = encode(what);
    out.insert(out.begin(), peer);
    return replay_.send(out, 0);
  };
  ReplayReply answer;
  answer.id = request->id;
  Result<ReplayPage> page = source_(request->since, request->prefix, kPage);
  if (!page) {
    answer.kind = ReplayReply::Kind::error;
    answer.error = to_string(page.error());
    const Result<bool> sent = reply(answer);
    if (!sent) return tl::unexpected(sent.error());
    return {};
  }
  answer.kind = ReplayReply::Kind::item;
  for (Message& message : page->messages) {
    answer.item = std::move(message);
    const Result<bool> sent = reply(answer);
    if (!sent) return tl::unexpected(sent.error());
    if (!*sent) return {};
  }
  answer.kind = ReplayReply::Kind::done;
  answer.epoch = options_.epoch;
  // Never beyond what was published: a number committed but not yet sent will come live.
  answer.complete_to = std::min(page->complete_to, options_.last_seq);
  answer.last_seq = options_.last_seq;
  const Result<bool> sent = reply(answer);
  if (!sent) return tl::unexpected(sent.error());
  return {};
}

}  // namespace pactwatch::bus
