// Subscribers as people run them, against a real publisher: `pactwatch watch` and the example in
// Python.

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
        [this](std::uint64_t since, const std::string&, std::size_t) -> Result<bus::ReplayPage> {
          bus::ReplayPage page;
          page.complete_to = kept_.size();
          for (std::uint64_t i = since; i < kept_.size(); ++i) page.messages.push_back(kept_[i]);
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

 private:
  static bus::Message message(std::uint64_t seq) {
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
    return {"change.microsoft~openai.new", "e1", seq, seq - 1, bus::encode(event)};
  }

  std::vector<bus::Message> kept_;
  std::mutex mutex_;
  std::size_t wanted_ = 0;
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
