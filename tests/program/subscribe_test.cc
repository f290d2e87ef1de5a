// Subscribers as people run them, against a real publisher: `pactwatch watch` and the example in
// Python.

#include <random>

#include <nlohmann/json.hpp>

#include "bus/cloud_event.h"
#include "bus/endpoint.h"
#include "bus/publisher.h"
#include "tests/program/harness.h"

using namespace harness;
using namespace pactwatch;

namespace {

// Publishes what it is told on the sockets of `directory`, and replays all of it.
class Relay {
 public:
  explicit Relay(const fs::path& directory) {
    bus::PublisherOptions options{bus::ipc_endpoint(directory.string(), "changes.sock"),
                                  bus::ipc_endpoint(directory.string(), "replay.sock"), "e1"};
    options.heartbeat = 100ms;
    Result<bus::Publisher> publisher = bus::Publisher::bind(
        bus::Context(), options,
        [this](std::uint64_t since, const std::string& prefix,
               std::size_t limit) -> Result<bus::ReplayPage> {
          bus::ReplayPage page;
          page.complete_to = std::min<std::uint64_t>(kept_.size(), since + limit);
          for (std::uint64_t i = since; i < page.complete_to; ++i)
            if (kept_[i].topic.starts_with(prefix)) page.messages.push_back(kept_[i]);
          return page;
        });
    REQUIRE(publisher);
    thread_ = std::thread([this, moved = std::move(*publisher)]() mutable {
      while (!stopping_) {
        {
          const std::lock_guard lock(mutex_);
          while (kept_.size() < wanted_) {
            kept_.push_back(message(kept_.size() + 1));
            (void)moved.publish(kept_.back());
          }
          published_ = kept_.size();
        }
        (void)moved.serve(nullptr, 10ms);
      }
    });
  }
  ~Relay() {
    stopping_ = true;
    thread_.join();
  }
  void up_to(std::size_t count) {
    const std::lock_guard lock(mutex_);
    wanted_ = count;
  }
  std::size_t published() const { return published_; }
  static std::string topic(std::uint64_t seq) {
    return seq % 3 == 0 ? "change.microsoft~openai.ended" : "change.microsoft~openai.new";
  }

 private:
  bus::Message message(std::uint64_t seq) const {
    std::uint64_t previous = seq - 1;
    while (previous > 0 && topic(previous) != topic(seq)) --previous;
    bus::CloudEvent event;
    event.id = std::to_string(seq);
    event.source = "pactwatch:e1";
    event.type = "pactwatch.change.new";
    event.dataschema = bus::kChangeSchema;
    event.data = {{"seq", seq},
                  {"kind", "new"},
                  {"relationship", "microsoft~openai"},
                  {"parties", {"OpenAI", "Microsoft"}},
                  {"term", "valuation"},
                  {"status", "reported"}};
    return {topic(seq), "e1", seq, previous, bus::encode(event)};
  }

  std::vector<bus::Message> kept_;
  std::mutex mutex_;
  std::size_t wanted_ = 0;
  std::atomic<std::size_t> published_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

std::vector<int> numbers(const std::string& lines) {
  std::vector<int> out;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) out.push_back(std::stoi(line));
  return out;
}

}  // namespace

TEST_CASE("the example in Python gets every change once, whenever it starts") {
  const Scratch scratch;
  Relay relay(scratch.path());
  relay.up_to(20);
  const std::string script = (source_directory() / "docs/examples/subscriber.py").string();
  Process early({"/usr/bin/python3", script, scratch.path().string()});
  CHECK(eventually([&] { return numbers(early.out()).size() == 20; }));
  relay.up_to(30);
  Process late({"/usr/bin/python3", script, scratch.path().string(), "25"});
  CHECK(eventually([&] { return numbers(early.out()).size() == 30; }));
  CHECK(eventually([&] { return numbers(late.out()).size() == 5; }));
  relay.up_to(31);
  CHECK(eventually([&] { return numbers(early.out()).size() == 31; }));
  CHECK(eventually([&] { return numbers(late.out()).size() == 6; }));
  const std::vector<int> seen = numbers(early.out());
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == static_cast<int>(i) + 1);
  INFO(early.error());
  CHECK(early.error().empty());
}

TEST_CASE("watch prints every change once and ends when it has seen enough") {
  const Scratch scratch;
  Relay relay(scratch.path());
  relay.up_to(10);
  Process json({binary(), "watch", "--data", scratch.path().string(), "--json", "--until", "15"});
  CHECK(eventually([&] { return count_of(json.out(), "\n") == 10; }));
  relay.up_to(15);
  CHECK(json.exit_code() == 0);
  CHECK(count_of(json.out(), "\"specversion\":\"1.0\"") == 15);

  const Outcome text = harness::pactwatch(
      {"watch", "--data", scratch.path().string(), "--since", "12", "--until", "15"});
  CHECK(text.code == 0);
  CHECK(count_of(text.out, "OpenAI–Microsoft: valuation") == 3);
  CHECK(text.out.find('\x1b') == std::string::npos);  // no colour but on a terminal

  const Outcome other = harness::pactwatch({"watch", "--data", scratch.path().string(), "--until",
                                            "15", "--relationship", "Apple", "Oracle"});
  CHECK(other.code == 0);
  CHECK(other.out.empty());
}

TEST_CASE("watch waits for a daemon that is not there yet, and a signal ends it") {
  const Scratch scratch;
  Process watch({binary(), "watch", "--data", scratch.path().string()});
  CHECK(eventually([&] { return watch.error().find("no daemon answers") != std::string::npos; }));
  Relay relay(scratch.path());
  relay.up_to(3);
  CHECK(eventually([&] { return count_of(watch.out(), "valuation") == 3; }));
  watch.signal(SIGTERM);
  CHECK(watch.exit_code() == 0);
}

namespace {

// Numbers of the whole lines that a subscriber left behind.
void take(const std::string& lines, std::vector<std::size_t>& out) {
  for (std::size_t at = 0, end = 0; (end = lines.find('\n', at)) != std::string::npos; at = end + 1)
    out.push_back(nlohmann::json::parse(lines.substr(at, end - at))["data"]["seq"]);
}

// Kills, pauses and starts a subscriber at random while changes flow; it must end with every one of
// them once, in order. Every seventh pause lasts `longest` and sees a flood.
void disturb(const std::string& topic, int rounds, std::chrono::milliseconds longest) {
  const Scratch scratch;
  Relay relay(scratch.path());
  std::mt19937 random(20260512);
  const auto wait = [&](int most) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % most));
  };
  // More than all queues on the way hold, so that a subscriber that sleeps loses some.
  constexpr std::size_t kFlood = 25'000;
  std::size_t total = 0;
  std::vector<std::size_t> got;
  for (int round = 0; round < rounds; ++round) {
    Process watch({binary(), "watch", "--data", scratch.path().string(), "--json", "--topic", topic,
                   "--since", std::to_string(got.empty() ? 0 : got.back())});
    relay.up_to(total += random() % 2000);
    wait(300);
    const bool flood = round % 7 == 3;
    if (flood || round % 3 == 1) {
      watch.signal(SIGSTOP);
      relay.up_to(total += flood ? kFlood : 500);
      CHECK(eventually([&] { return relay.published() == total; }));
      // Changes go on while it sleeps.
      const auto end = std::chrono::steady_clock::now() + (flood ? longest : 0ms);
      while (std::chrono::steady_clock::now() < end) {
        relay.up_to(total += 50);
        std::this_thread::sleep_for(100ms);
      }
      watch.signal(SIGCONT);
      relay.up_to(total += 100);
      wait(1500);
    }
    watch.signal(round % 4 == 0 ? SIGTERM : SIGKILL);
    CHECK(watch.finished(60s));
    take(watch.out(), got);
  }
  REQUIRE_FALSE(got.empty());
  const Outcome last =
      harness::pactwatch({"watch", "--data", scratch.path().string(), "--json", "--topic", topic,
                          "--since", std::to_string(got.back()), "--until", std::to_string(total)});
  CHECK(last.code == 0);
  take(last.out, got);
  std::vector<std::size_t> expected;
  for (std::size_t seq = 1; seq <= total; ++seq)
    if (Relay::topic(seq).starts_with(topic)) expected.push_back(seq);
  CHECK(got.size() == expected.size());
  CHECK((got == expected));
}

}  // namespace

TEST_CASE(
    "a subscriber killed, paused and started at random ends with every change once, in order") {
  const std::string topic = GENERATE(std::string("change."), Relay::topic(3));
  INFO(topic);
  disturb(topic, 14, 0ms);
}

// ./dev pause: as long as a laptop that is shut for a moment.
TEST_CASE("a subscriber that sleeps for a minute misses nothing", "[.][endurance][pause]") {
  const std::string topic = GENERATE(std::string("change."), Relay::topic(3));
  INFO(topic);
  disturb(topic, 14, 60s);
}
