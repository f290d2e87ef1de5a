#include "fetcher/lag.h"

#include "fetcher/host_queue.h"
#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("lateness is told within an eighth", "[lag]") {
  LagHistogram lag;
  CHECK(lag.at(0.99) == 0);
  for (int i = 1; i <= 1000; ++i) lag.add(i);
  lag.add(-5);  // early is in time
  CHECK(lag.total() == 1001);
  for (const double part : {0.1, 0.5, 0.99}) {
    const double truth = part * 1000;
    CHECK(static_cast<double>(lag.at(part)) >= truth - 1);
    CHECK(static_cast<double>(lag.at(part)) <= truth * 9 / 8 + 1);
  }
  CHECK(lag.at(0) == 0);
  const LagHistogram before = lag;
  lag.add(1'000'000);
  lag.remove(before);
  CHECK(lag.total() == 1);
  CHECK(lag.at(0.5) >= 1'000'000);
  CHECK(lag.at(0.5) <= 1'125'000);
  lag.add(INT64_MAX);  // no end of the world
  CHECK(lag.at(1) > 1'125'000);
}

TEST_CASE("who waits for a host has its turn when the host has", "[host_queue]") {
  HostQueue<int> queue;
  CHECK(queue.ready({100}) == nullptr);
  CHECK_FALSE(queue.next());
  queue.push("slow", 1, {500});
  queue.push("slow", 2, {0});  // the host's turn is what the first was told
  queue.push("quick", 3, {100});
  CHECK(queue.size() == 3);
  CHECK(queue.waiting("slow") == 2);
  CHECK(queue.next() == UtcTime{100});
  REQUIRE(queue.ready({100}) != nullptr);
  CHECK(*queue.ready({100}) == "quick");
  CHECK(queue.take("quick", {900}) == 3);
  CHECK(queue.ready({100}) == nullptr);  // nobody waits for "quick" any more
  queue.move("quick", {0});
  CHECK(queue.next() == UtcTime{500});
  queue.move("slow", {50});  // sooner than was thought
  REQUIRE(queue.ready({60}) != nullptr);
  CHECK(queue.take("slow", {700}) == 1);
  CHECK(queue.ready({600}) == nullptr);
  CHECK(queue.take_all("slow").size() == 1);
  CHECK(queue.empty());
  CHECK(queue.take_all("slow").empty());
}
