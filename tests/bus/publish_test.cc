// Publisher and subscriber over real sockets: replay, gaps, rebuilt stores, bad peers.

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "bus/endpoint.h"
#include "bus/publisher.h"
#include "bus/subscriber.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace pactwatch::bus;
using namespace std::chrono_literals;

namespace {

// A daemon's relay with a memory: numbers messages, keeps them, publishes all but those it is told
// to lose on the way.
class Relay {
 public:
  Relay(const Context& context, std::string publish, std::string replay, std::string epoch = "e1")
      : context_(context),
        publish_(std::move(publish)),
        replay_(std::move(replay)),
        epoch_(std::move(epoch)) {
    start();
  }
  ~Relay() { stop(); }

  void stop() {
    stopping_ = true;
    wake_.wake();
    if (thread_.joinable()) thread_.join();
  }
  void start() {
    stopping_ = false;
    std::atomic<bool> ready = false;
    thread_ = std::thread([this, &ready] { run(ready); });
    while (!ready) std::this_thread::sleep_for(1ms);
  }
  void emit(const std::string& topic, bool lost = false) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(topic, lost);
    wake_.wake();
  }
  // Answers of the replay source may be held up.
  std::atomic<bool> failing = false;
  std::atomic<int> requests = 0;
  std::atomic<std::uint64_t> malformed = 0;

 private:
  void run(std::atomic<bool>& ready) {
    PublisherOptions options{publish_, replay_, epoch_, kept_.size(), 50ms};
    Result<Publisher> publisher = Publisher::bind(
        context_, options,
        [this](std::uint64_t since, const std::string& prefix, std::size_t limit) {
          return page(since, prefix, std::min<std::size_t>(limit, 10));  // several pages
        });
    if (!publisher) FAIL(to_string(publisher.error()));
    ready = true;
    while (!stopping_) {
      wake_.clear();
      std::vector<std::pair<std::string, bool>> batch;
      {
        const std::lock_guard lock(mutex_);
        batch.swap(waiting_);
      }
      for (auto& [topic, lost] : batch) {
        if (topic.starts_with("event.")) {
          (void)publisher->announce(topic, "{}");
          continue;
        }
        Message message{topic, epoch_, kept_.size() + 1, last_of_[topic], "{}"};
        last_of_[topic] = message.seq;
        kept_.push_back(message);
        // A message lost on the way: its number is used, its frames never leave.
        if (lost) message.topic = "lost";
        (void)publisher->publish(message);
      }
      REQUIRE(publisher->serve(&wake_, 100ms));
      malformed = publisher->malformed_requests();
    }
  }
  Result<ReplayPage> page(std::uint64_t since, const std::string& prefix, std::size_t limit) {
    ++requests;
    if (failing) return fail(ErrorCode::unavailable, "disk is gone");
    ReplayPage page;
    page.complete_to = kept_.size();
    for (const Message& message : kept_) {
      if (message.seq <= since || !message.topic.starts_with(prefix)) continue;
      if (page.messages.size() == limit) {
        page.complete_to = page.messages.back().seq;
        break;
      }
      page.messages.push_back(message);
    }
    return page;
  }

  Context context_;
  std::string publish_, replay_, epoch_;
  Wake wake_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::vector<std::pair<std::string, bool>> waiting_;
  std::vector<Message> kept_;
  std::map<std::string, std::uint64_t> last_of_;
  std::thread thread_;
};

// A directory for socket files, gone at the end of the program.
class SocketDirectory {
 public:
  SocketDirectory() { path_ = mkdtemp(path_.data()); }
  ~SocketDirectory() { std::filesystem::remove_all(path_); }
  std::string next(const char* name) {
    return ipc_endpoint(path_, std::to_string(++count_) + name);
  }

 private:
  std::string path_ = "/tmp/pactwatch-bus-test-XXXXXX";
  int count_ = 0;
};

std::string socket_path(const char* name) {
  static SocketDirectory directory;
  return directory.next(name);
}

std::vector<std::uint64_t> take(Subscriber& subscriber, std::size_t count) {
  std::vector<std::uint64_t> seqs;
  for (int i = 0; i < 200 && seqs.size() < count; ++i) {
    Result<std::optional<Delivery>> delivery = subscriber.next(100ms);
    if (!delivery) FAIL(to_string(delivery.error()));
    if (*delivery) seqs.push_back((*delivery)->message.seq);
  }
  return seqs;
}

std::vector<std::uint64_t> range(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t seq = first; seq <= last; ++seq) out.push_back(seq);
  return out;
}

}  // namespace

TEST_CASE("a late subscriber replays, then follows, each message once and in order") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  for (int i = 0; i < 35; ++i) relay.emit("change.a.new");
  Result<Subscriber> subscriber = Subscriber::connect(context, {publish, replay});
  REQUIRE(subscriber);
  CHECK(take(*subscriber, 35) == range(1, 35));
  for (int i = 0; i < 20; ++i) relay.emit(i % 2 ? "change.a.new" : "change.b.ended");
  CHECK(take(*subscriber, 20) == range(36, 55));
  CHECK(subscriber->position() == 55);

  Result<Subscriber> resumed =
      Subscriber::connect(context, {publish, replay, "change.", {}, 50, "e1"});
  REQUIRE(resumed);
  CHECK(take(*resumed, 5) == range(51, 55));
}

TEST_CASE("a message lost on the way is noticed and recovered") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  Result<Subscriber> subscriber = Subscriber::connect(context, {publish, replay});
  REQUIRE(subscriber);
  relay.emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(1, 1));
  relay.emit("change.a.new", /*lost=*/true);
  relay.emit("change.a.new");  // its prev_seq_of_topic tells
  CHECK(take(*subscriber, 2) == range(2, 3));
  relay.emit("change.a.new", /*lost=*/true);  // nothing follows: the heartbeat tells
  CHECK(take(*subscriber, 1) == range(4, 4));
}

TEST_CASE("a filtered subscriber sees only its topics and misses none") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  Result<Subscriber> subscriber = Subscriber::connect(context, {publish, replay, "change.b."});
  REQUIRE(subscriber);
  for (int i = 0; i < 30; ++i) {
    relay.emit("change.a.new");
    relay.emit("change.b.new", /*lost=*/i == 10 || i == 29);
  }
  std::vector<std::uint64_t> wanted;
  for (std::uint64_t seq = 2; seq <= 60; seq += 2) wanted.push_back(seq);
  CHECK(take(*subscriber, 30) == wanted);
}

TEST_CASE("hints come live and are not replayed") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  Result<Subscriber> subscriber =
      Subscriber::connect(context, {publish, replay, "change.", {"event."}});
  REQUIRE(subscriber);
  relay.emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(1, 1));
  // The subscription of the hints travels with that of the changes, but may come after the replay.
  for (int i = 0; i < 50; ++i) {
    relay.emit("event.investment");
    const Result<std::optional<Delivery>> delivery = subscriber->next(100ms);
    REQUIRE(delivery);
    if (!*delivery) continue;
    CHECK((*delivery)->message.topic == "event.investment");
    CHECK((*delivery)->message.seq == 0);
    return;
  }
  FAIL("no hint came");
}

TEST_CASE("a subscriber outlives a restart of the daemon") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  SubscriberOptions options{publish, replay};
  options.stale_after = 300ms;
  options.reply_within = 300ms;
  Result<Subscriber> subscriber = Subscriber::connect(context, options);
  REQUIRE(subscriber);
  relay.emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(1, 1));
  relay.stop();
  CHECK(take(*subscriber, 0).empty());
  relay.start();
  relay.emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(2, 2));
  CHECK(subscriber->resets() == 0);
}

TEST_CASE("a rebuilt store is noticed and all comes again") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  std::unique_ptr<Relay> relay = std::make_unique<Relay>(context, publish, replay, "e1");
  SubscriberOptions options{publish, replay};
  options.stale_after = 300ms;
  options.reply_within = 300ms;
  Result<Subscriber> subscriber = Subscriber::connect(context, options);
  REQUIRE(subscriber);
  for (int i = 0; i < 3; ++i) relay->emit("change.a.new");
  CHECK(take(*subscriber, 3) == range(1, 3));
  relay.reset();
  relay = std::make_unique<Relay>(context, publish, replay, "e2");
  relay->emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(1, 1));
  CHECK(subscriber->resets() == 1);
  CHECK(subscriber->epoch() == "e2");
}

TEST_CASE("silence ends in a plain reason, not in waiting for ever") {
  const Context context;
  SubscriberOptions options{socket_path("p"), socket_path("r")};
  options.reply_within = 20ms;
  options.max_failures = 3;
  Result<Subscriber> subscriber = Subscriber::connect(context, options);
  REQUIRE(subscriber);
  const Result<std::optional<Delivery>> delivery = subscriber->next(10s);
  REQUIRE_FALSE(delivery);
  CHECK(delivery.error().code == ErrorCode::unavailable);
  CHECK(delivery.error().hint.find("doctor") != std::string::npos);
}

TEST_CASE("a failing store answers with its reason") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  relay.failing = true;
  Result<Subscriber> subscriber = Subscriber::connect(context, {publish, replay});
  REQUIRE(subscriber);
  const Result<std::optional<Delivery>> delivery = subscriber->next(10s);
  REQUIRE_FALSE(delivery);
  CHECK(delivery.error().message.find("disk is gone") != std::string::npos);
  relay.failing = false;
  relay.emit("change.a.new");
  CHECK(take(*subscriber, 1) == range(1, 1));
}

TEST_CASE("malformed requests are counted and stop nothing") {
  const Context context;
  const std::string publish = socket_path("p"), replay = socket_path("r");
  Relay relay(context, publish, replay);
  relay.emit("change.a.new");
  Result<Socket> attacker = Socket::open(context, SocketKind::dealer, {});
  REQUIRE(attacker);
  REQUIRE(attacker->connect(replay));
  const std::vector<Frames> junk = {{""},
                                    {"1"},
                                    {"1", "replay"},
                                    {"1", "replay", "-1", "change."},
                                    {"1", "delete", "1", "change."},
                                    {"1", "replay", "1", std::string(1000, 'x')},
                                    Frames(15, "x"),
                                    Frames(100, "x")};
  for (const Frames& frames : junk) REQUIRE(attacker->send(frames, 1000));
  for (int i = 0; i < 100 && relay.malformed < junk.size(); ++i) std::this_thread::sleep_for(20ms);
  CHECK(relay.malformed == junk.size());
  Result<Subscriber> subscriber = Subscriber::connect(context, {publish, replay});
  REQUIRE(subscriber);
  CHECK(take(*subscriber, 1) == range(1, 1));
}

TEST_CASE("a full stage queue makes the sender wait and loses nothing") {
  const Context context;
  SocketOptions options;
  options.send_queue = 4;
  options.receive_queue = 4;
  Result<Socket> pull = Socket::open(context, SocketKind::pull, options);
  Result<Socket> push = Socket::open(context, SocketKind::push, options);
  REQUIRE(pull);
  REQUIRE(push);
  REQUIRE(pull->bind("inproc://stage"));
  REQUIRE(push->connect("inproc://stage"));
  int sent = 0;
  while (sent < 100) {
    const Result<bool> taken = push->send({std::to_string(sent)}, 10);
    REQUIRE(taken);
    if (!*taken) break;
    ++sent;
  }
  CHECK(sent == 8);  // both queues together
  for (int i = 0; i < sent; ++i) {
    const Result<std::optional<Frames>> got = pull->receive(1000);
    REQUIRE(got);
    REQUIRE(*got);
    CHECK((**got)[0] == std::to_string(i));
  }
}
