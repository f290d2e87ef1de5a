// The store with a disk, and a memory, that fail at the n-th call, for every n there is: what a
// call did not report as done is not there, what it reported is, the file stays whole, and the same
// call works when the fault is gone.

#include <filesystem>
#include <functional>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "store/frontier.h"
#include "store/ledger.h"
#include "store/sqlite.h"
#include "tests/catch.h"
#include "tests/store/faulty_disk.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;
using testing::DiskFault;
using testing::FaultyDisk;
using testing::ScarceMemory;

const fs::path kTerms = fs::path(PACTWATCH_TEST_RULES) / "terms.toml";

// Files in memory: nothing is proved by waiting for a disk.
std::string scratch_file(const std::string& name) {
  std::error_code error;
  const bool usable = ::access("/dev/shm", W_OK) == 0;
  return ((usable ? fs::path("/dev/shm") : fs::temp_directory_path()) /
          ("pactwatch-faults-" + std::to_string(::getpid()) + "-" + name + ".db"))
      .string();
}

void remove_file(const std::string& file) {
  for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(file + end);
}

Event investment(double amount) {
  Event event;
  event.type = "investment";
  event.roles["investor"] = {"Microsoft"};
  event.roles["investee"] = {"OpenAI"};
  event.amount.emplace();
  event.amount->value = amount;
  event.amount->currency = "USD";
  event.stage = "completed";
  return event;
}

std::vector<Reading> readings(std::int64_t first_item) {
  std::vector<Reading> out;
  for (int i = 0; i < 3; ++i) {
    Reading reading;
    reading.item = first_item + i;
    reading.article.url = "https://o.example/" + std::to_string(i);
    reading.article.id = article_id(reading.article.url);
    reading.article.outlet = "O";
    reading.article.published = "2026-05-1" + std::to_string(i);
    reading.article.text = "Story " + std::to_string(i) + std::string(3000, 'x');
    reading.article.content_hash = content_hash("", reading.article.text);
    reading.events = {investment(1e9 * (i + 1))};
    reading.rules = "r1";
    out.push_back(std::move(reading));
  }
  return out;
}

PollOutcome poll(std::int64_t feed) {
  PollOutcome outcome;
  outcome.feed = feed;
  outcome.at = {2000};
  outcome.next_poll = {9000};
  outcome.etag = "\"new\"";
  for (int i = 0; i < 3; ++i) {
    DiscoveredItem item;
    item.identity = "i" + std::to_string(i);
    item.url = "https://o.example/" + std::to_string(i);
    item.fingerprint = "f";
    item.text = std::string(2000, 't');
    outcome.items.push_back(std::move(item));
  }
  return outcome;
}

std::int64_t count(const std::string& file, const std::string& sql) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  REQUIRE(db);
  Result<Statement> query = db->prepare(sql);
  REQUIRE(query);
  REQUIRE(query->step().value_or(false));
  return query->integer(0);
}

void check_whole(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  REQUIRE(db);
  Result<Statement> check = db->prepare("PRAGMA integrity_check");
  REQUIRE(check);
  REQUIRE(check->step().value_or(false));
  CHECK(check->text(0) == "ok");
}

// A step of the daemon's way: prepared without faults, done with one, looked at afterwards.
struct StoreStep {
  std::string name;
  // Makes the file ready and gives the call under test, whose objects it keeps.
  std::function<std::function<Status()>(const std::string& file)> prepare;
  // What the call adds, all of it or nothing of it.
  std::string trace;
};

std::vector<StoreStep> steps() {
  std::vector<StoreStep> all;
  all.push_back({"open and migrate",
                 [](const std::string& file) -> std::function<Status()> {
                   return [file]() -> Status {
                     Result<std::unique_ptr<Frontier>> frontier = open_frontier(file);
                     if (!frontier) return tl::unexpected(frontier.error());
                     Result<std::unique_ptr<Ledger>> ledger = open_ledger(file, kTerms);
                     if (!ledger) return tl::unexpected(ledger.error());
                     return {};
                   };
                 },
                 ""});
  all.push_back({"poll",
                 [](const std::string& file) -> std::function<Status()> {
                   std::shared_ptr<Frontier> frontier = std::move(*open_frontier(file));
                   const std::int64_t feed =
                       frontier->add_feed("https://o.example/feed", {1000}).value();
                   return [frontier, feed]() -> Status {
                     const Result<std::size_t> done = frontier->record_poll(poll(feed));
                     return done ? Status() : tl::unexpected(done.error());
                   };
                 },
                 "SELECT (SELECT count(*) FROM item) + 10 * (SELECT count(*) FROM feed WHERE etag "
                 "<> '')"});
  all.push_back({"lease",
                 [](const std::string& file) -> std::function<Status()> {
                   std::shared_ptr<Frontier> frontier = std::move(*open_frontier(file));
                   const std::int64_t feed =
                       frontier->add_feed("https://o.example/feed", {1000}).value();
                   REQUIRE(frontier->record_poll(poll(feed)));
                   return [frontier]() -> Status {
                     const auto done = frontier->lease_items({3000}, {9000}, 10);
                     return done ? Status() : tl::unexpected(done.error());
                   };
                 },
                 "SELECT count(*) FROM item WHERE leased_until > 0"});
  all.push_back({"record",
                 [](const std::string& file) -> std::function<Status()> {
                   std::shared_ptr<Frontier> frontier = std::move(*open_frontier(file));
                   const std::int64_t feed =
                       frontier->add_feed("https://o.example/feed", {1000}).value();
                   REQUIRE(frontier->record_poll(poll(feed)));
                   std::shared_ptr<Ledger> ledger = std::move(*open_ledger(file, kTerms));
                   return [ledger] { return ledger->record(readings(1), {5000}); };
                 },
                 "SELECT (SELECT count(*) FROM article) + 10 * (SELECT count(*) FROM claim) + 100 "
                 "* (SELECT count(*) FROM change) + 10000 * (SELECT count(*) FROM item WHERE state "
                 "= 'done')"});
  all.push_back({"number",
                 [](const std::string& file) -> std::function<Status()> {
                   std::shared_ptr<Ledger> ledger = std::move(*open_ledger(file, kTerms));
                   REQUIRE(ledger->record(readings(0), {5000}));
                   return [ledger]() -> Status {
                     const auto done = ledger->number_changes(100);
                     return done ? Status() : tl::unexpected(done.error());
                   };
                 },
                 "SELECT coalesce(sum(published_seq), 0) FROM change"});
  return all;
}

// What the step leaves when nothing fails.
std::int64_t whole_trace(const StoreStep& step) {
  const std::string file = scratch_file("whole");
  remove_file(file);
  std::int64_t trace = 0;
  {
    const std::function<Status()> call = step.prepare(file);
    REQUIRE(call());
  }
  if (!step.trace.empty()) trace = count(file, step.trace);
  remove_file(file);
  return trace;
}

// Runs `step` with a fault at its n-th call for n = 1, 2, ... until none comes any more. Gives how
// many n there were.
int at_every_call(const StoreStep& step, const std::function<void(int)>& arm,
                  const std::function<int()>& disarm, int every = 1) {
  const std::int64_t whole = whole_trace(step);
  const std::string file = scratch_file("faulty");
  int tried = 0;
  // Beyond the first ones, where a call is made thousands of times, only some.
  constexpr int kAllOf = 60;
  for (int n = 1;; n += n < kAllOf ? 1 : every) {
    CAPTURE(step.name, n);
    remove_file(file);
    const std::function<Status()> call = step.prepare(file);
    const std::int64_t before = step.trace.empty() ? 0 : count(file, step.trace);
    arm(n);
    const Status done = call();
    const int failed = disarm();
    if (!done) {
      // It says that trying again may help, and it does.
      const bool retried = done.error().code == ErrorCode::unavailable;
      if (!retried) FAIL_CHECK("given up: " + to_string(done.error()));
      if (failed == 0) FAIL_CHECK("failed without a fault: " + to_string(done.error()));
    }
    if (!step.trace.empty()) {
      const std::int64_t now = count(file, step.trace);
      // An error after the commit is possible (a checkpoint that fails); half of it never is.
      if (done) CHECK(now == whole);
      if (now != before && now != whole) FAIL_CHECK("half done: " + std::to_string(now));
    }
    if (!done || failed > 0) {
      const Status again = call();
      if (!again) FAIL_CHECK("does not recover: " + to_string(again.error()));
      if (!step.trace.empty() && step.name != "lease") CHECK(count(file, step.trace) == whole);
      check_whole(file);
    }
    if (failed == 0) break;
    ++tried;
    REQUIRE(n < 100'000);
  }
  remove_file(file);
  return tried;
}

}  // namespace

TEST_CASE("a disk that fails at any call of any step", "[faults]") {
  FaultyDisk& disk = FaultyDisk::instance();
  struct Kind {
    const char* name;
    DiskFault::Call call;
    int error;
  };
  const std::vector<Kind> kinds = {
      {"full", DiskFault::Call::write, SQLITE_FULL},
      {"write error", DiskFault::Call::write, SQLITE_IOERR_WRITE},
      {"fsync error", DiskFault::Call::sync, SQLITE_IOERR_FSYNC},
      {"read error", DiskFault::Call::read, SQLITE_IOERR_READ},
      {"truncate error", DiskFault::Call::truncate, SQLITE_IOERR_TRUNCATE},
      {"out of descriptors", DiskFault::Call::open, SQLITE_CANTOPEN},
  };
  int faults = 0;
  for (const StoreStep& step : steps()) {
    for (const Kind& kind : kinds) {
      for (const bool for_good : {false, true}) {
        CAPTURE(kind.name, for_good);
        faults += at_every_call(
            step,
            [&](int n) {
              disk.arm({kind.call, kind.error, n, for_good});
            },
            [&] {
              disk.disarm();
              return disk.failed();
            });
      }
    }
  }
  WARN(faults << " faults of the disk survived");
  CHECK(faults > 100);
}

TEST_CASE("a memory that runs out at any allocation of any step", "[faults]") {
  ScarceMemory& memory = ScarceMemory::instance();
  REQUIRE(memory.installed());
  int faults = 0;
  for (const StoreStep& step : steps()) {
    faults += at_every_call(
        step, [&](int n) { memory.arm(n, /*for_good=*/false); },
        [&] {
          memory.disarm();
          return memory.failed();
        },
        /*every=*/211);
  }
  WARN(faults << " failed allocations survived");
  CHECK(faults > 100);
}

}  // namespace pactwatch
