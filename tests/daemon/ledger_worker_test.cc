#include "daemon/ledger_worker.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "bus/stage.h"
#include "daemon/relay.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace std::chrono_literals;

namespace {

bus::Frames extraction(const std::string& item) {
  Article article;
  article.id = "a" + item;
  const bus::Frames task = bus::encode(bus::ArticleTask{item, article});
  return bus::encode_extraction(task, "rules-1", "", {});
}

// A store that keeps what it is given and can be told to refuse.
struct Recorded {
  std::mutex mutex;
  std::multiset<std::string> items;
  std::set<std::string> given_up;
  std::size_t commits = 0;
  std::atomic<bool> unavailable = false;
  std::string poison;

  LedgerPort port() {
    return {[this](const std::vector<bus::Extraction>& batch) -> Status {
              if (unavailable) return fail(ErrorCode::unavailable, "disk full");
              for (const bus::Extraction& one : batch)
                if (one.item == poison) return fail(ErrorCode::invalid_input, "never");
              const std::lock_guard lock(mutex);
              ++commits;
              for (const bus::Extraction& one : batch) items.insert(one.item);
              return {};
            },
            [this](const bus::Extraction& one, const Error&) -> Status {
              const std::lock_guard lock(mutex);
              given_up.insert(one.item);
              return {};
            },
            [](const std::vector<bus::Extraction>&) {}};
  }
  std::size_t size() {
    const std::lock_guard lock(mutex);
    return items.size();
  }
};

bus::Socket pusher(const bus::Context& context, const char* endpoint) {
  bus::SocketOptions options;
  options.send_queue = 1000;
  Result<bus::Socket> socket = bus::Socket::open(context, bus::SocketKind::push, options);
  REQUIRE(socket);
  REQUIRE(socket->connect(endpoint));
  return std::move(*socket);
}

template <class Done>
bool eventually(const Done& done) {
  for (int i = 0; i < 1000; ++i) {
    if (done()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

}  // namespace

TEST_CASE("many extractions are one commit, and all are recorded") {
  const bus::Context context;
  Recorded store;
  Result<bus::Socket> queue = bind_extractions(context, "inproc://x1");
  REQUIRE(queue);
  bus::Socket push = pusher(context, "inproc://x1");
  for (int i = 0; i < 300; ++i) REQUIRE(*push.send(extraction(std::to_string(i)), 5000));
  Worker worker("ledger",
                [&store, queue = std::make_shared<bus::Socket>(std::move(*queue))](Worker& self) {
                  return run_ledger_worker(std::move(*queue), store.port(), self);
                });
  CHECK(eventually([&] { return store.size() == 300; }));
  worker.drain();
  worker.join();
  CHECK_FALSE(worker.failure());
  CHECK(store.commits < 100);
}

TEST_CASE("a store that is away is waited for") {
  const bus::Context context;
  Recorded store;
  store.unavailable = true;
  Result<bus::Socket> queue = bind_extractions(context, "inproc://x2");
  REQUIRE(queue);
  bus::Socket push = pusher(context, "inproc://x2");
  for (int i = 0; i < 10; ++i) REQUIRE(*push.send(extraction(std::to_string(i)), 5000));
  Worker worker("ledger",
                [&store, queue = std::make_shared<bus::Socket>(std::move(*queue))](Worker& self) {
                  return run_ledger_worker(std::move(*queue), store.port(), self);
                });
  std::this_thread::sleep_for(50ms);
  CHECK(store.size() == 0);
  store.unavailable = false;
  CHECK(eventually([&] { return store.size() == 10; }));
}

TEST_CASE("a stop with a store that stays away says what is left") {
  const bus::Context context;
  Recorded store;
  store.unavailable = true;
  Result<bus::Socket> queue = bind_extractions(context, "inproc://x3");
  REQUIRE(queue);
  bus::Socket push = pusher(context, "inproc://x3");
  REQUIRE(*push.send(extraction("1"), 5000));
  Worker worker("ledger",
                [&store, queue = std::make_shared<bus::Socket>(std::move(*queue))](Worker& self) {
                  return run_ledger_worker(std::move(*queue), store.port(), self);
                });
  std::this_thread::sleep_for(20ms);
  worker.drain();
  worker.join();
  REQUIRE(worker.failure());
  CHECK(worker.failure()->message.find("stay pending") != std::string::npos);
}

TEST_CASE("one extraction that cannot be recorded fails alone") {
  const bus::Context context;
  Recorded store;
  store.poison = "7";
  Result<bus::Socket> queue = bind_extractions(context, "inproc://x4");
  REQUIRE(queue);
  bus::Socket push = pusher(context, "inproc://x4");
  REQUIRE(*push.send({"junk"}, 5000));
  for (int i = 0; i < 20; ++i) REQUIRE(*push.send(extraction(std::to_string(i)), 5000));
  Worker worker("ledger",
                [&store, queue = std::make_shared<bus::Socket>(std::move(*queue))](Worker& self) {
                  return run_ledger_worker(std::move(*queue), store.port(), self);
                });
  CHECK(eventually([&] { return store.size() == 19; }));
  CHECK(store.given_up == std::set<std::string>{"7"});
}

TEST_CASE("the relay publishes in order what was committed, also the last before a stop") {
  const bus::Context context;
  Result<bus::Publisher> publisher = bus::Publisher::bind(
      context, {"inproc://p", "inproc://r", "e1", 0, 1000ms},
      [](std::uint64_t, const std::string&, std::size_t) { return bus::ReplayPage{}; });
  REQUIRE(publisher);
  std::mutex mutex;
  std::uint64_t numbered = 0, wanted = 0;
  std::atomic<int> failures = 2;
  OutboxPort outbox;
  outbox.number = [&](std::size_t limit) -> Result<std::vector<bus::Message>> {
    if (failures-- > 0) return fail(ErrorCode::unavailable, "busy");
    const std::lock_guard lock(mutex);
    std::vector<bus::Message> out;
    while (numbered < wanted && out.size() < std::min<std::size_t>(limit, 10)) {
      ++numbered;
      out.push_back({"change.a.new", "e1", numbered, numbered - 1, "{}"});
    }
    return out;
  };
  std::vector<std::uint64_t> seen;
  HintQueue hints;
  const bus::Wake wake;
  Worker worker("relay",
                [&, moved = std::make_shared<bus::Publisher>(std::move(*publisher))](Worker& self) {
                  return run_relay(
                      std::move(*moved), outbox, hints,
                      [&](const bus::Message& message) {
                        const std::lock_guard lock(mutex);
                        seen.push_back(message.seq);
                      },
                      wake, self);
                });
  for (int i = 0; i < 5; ++i) {
    {
      const std::lock_guard lock(mutex);
      wanted += 7;
    }
    hints.offer("event.ipo", "{}");
    wake.wake();
    std::this_thread::sleep_for(5ms);
  }
  CHECK(eventually([&] {
    const std::lock_guard lock(mutex);
    return seen.size() == 35;
  }));
  {
    const std::lock_guard lock(mutex);
    wanted = 40;
  }
  worker.drain();
  worker.join();
  CHECK_FALSE(worker.failure());
  REQUIRE(seen.size() == 40);
  for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i + 1);
}
