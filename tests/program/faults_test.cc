// The whole daemon while disk, descriptors, network and clock fail: it says so once, loses nothing,
// and goes on by itself when the fault is gone.

#include <netdb.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <tuple>

#include "tests/program/invariants.h"
#include "tests/support/faults.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

// The page of faults, shared with the daemon through libfaults.so.
class Faults {
 public:
  explicit Faults(const std::string& file) : file_(file) {
    write_file(file, std::string(sizeof(fault_page), '\0'));
    const int descriptor = open(file.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(descriptor >= 0);
    void* memory =
        mmap(nullptr, sizeof(fault_page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    REQUIRE(memory != MAP_FAILED);
    page_ = static_cast<fault_page*>(memory);
  }
  ~Faults() { munmap(page_, sizeof(fault_page)); }
  Faults(const Faults&) = delete;
  Faults& operator=(const Faults&) = delete;

  void begin(int calls, int error, int nth = 1) {
    page_->error = error;
    page_->nth = nth;
    page_->seen = 0;
    page_->failed = 0;
    page_->calls = calls;
  }
  void end() { page_->calls = 0; }
  int failed() const { return page_->failed; }
  // Of the daemon's calendar; its other clocks go on as they were.
  void put_clock(std::chrono::milliseconds ahead) { page_->skip_ms = ahead.count(); }

  std::vector<std::string> command(const std::string& under,
                                   const std::vector<std::string>& arguments) const {
    std::vector<std::string> out = {"/usr/bin/env", "LD_PRELOAD=" + environment("PACTWATCH_FAULTS"),
                                    "FAULTS_PAGE=" + file_, "FAULTS_UNDER=" + under, binary()};
    out.insert(out.end(), arguments.begin(), arguments.end());
    return out;
  }

 private:
  std::string file_;
  fault_page* page_ = nullptr;
};

struct Kind {
  const char* name;
  int calls;
  int error;
  const char* told;  // what the log says of it
};

// A sanitizer's runtime must come first in a process, and has these functions itself.
bool can_preload() {
  if (!environment("PACTWATCH_FAULTS").empty()) return true;
  WARN("SKIPPED: a build with sanitizers cannot preload a library");
  return false;
}

std::size_t lines_with(const std::string& text, const std::string& part) {
  std::istringstream in(text);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line);)
    count += static_cast<std::size_t>(line.find(part) != std::string::npos);
  return count;
}

}  // namespace

TEST_CASE("a disk that fails at work is waited for, told once, and nothing is lost", "[faults]") {
  if (!can_preload()) return;
  const std::vector<Kind> kinds = {
      {"disk full", FAULT_WRITE, ENOSPC, "full"},
      {"write error", FAULT_WRITE, EIO, "I/O error"},
      {"quota", FAULT_WRITE, EDQUOT, ""},
      {"fsync error", FAULT_SYNC, EIO, "I/O error"},
  };
  for (const Kind& kind : kinds) {
    CAPTURE(kind.name);
    const Scratch scratch;
    Server server;
    const Story first(server, 4, "/one", 0);
    const std::string file = one_by_one(scratch, "d", first.feed(), "every = \"200ms\"\n");
    Faults faults(scratch / "page");
    Process run(faults.command(scratch / "d", {"run", "--config", file}));
    REQUIRE(eventually([&] { return changes_of(scratch / "d").size() >= first.size(); }));

    faults.begin(kind.calls, kind.error);
    // News while the disk is out of order.
    const Story more(server, 8, "/one", 0);
    REQUIRE(eventually([&] { return run.error().find("tried again") != std::string::npos; }));
    // Often enough for it to be told again and again.
    const int before = faults.failed();
    CHECK(eventually([&] { return faults.failed() >= before + 3; }));
    const std::string said = run.error();
    INFO(said);
    CHECK(lines_with(said, "[error]") + lines_with(said, "error") < 8);
    CHECK(said.find(kind.told) != std::string::npos);
    CHECK_FALSE(run.finished(0ms));

    faults.end();
    CHECK(eventually([&] { return changes_of(scratch / "d").size() >= more.size(); }));
    CHECK(eventually([&] { return run.error().find(" again, after ") != std::string::npos; }));
    run.signal(SIGTERM);
    CHECK(run.exit_code() == 0);
    check_finished(scratch / "d");
  }
}

TEST_CASE("a disk that fails at the n-th call of a whole life loses nothing", "[faults]") {
  if (!can_preload()) return;
  const Scratch scratch;
  Server server;
  const Story story(server, 4);
  const std::string peace = one_by_one(scratch, "peace", story.feed());
  REQUIRE(pactwatch({"run", "--config", peace, "--until-idle"}).code == 0);
  const std::vector<nlohmann::json> expected = timeless_changes(scratch / "peace");
  int tried = 0;
  for (const auto& [calls, error] : std::vector<std::pair<int, int>>{
           {FAULT_WRITE, ENOSPC}, {FAULT_SYNC, EIO}, {FAULT_OPEN, EMFILE}}) {
    for (const int nth : {1, 3, 8, 21, 55}) {
      CAPTURE(calls, error, nth);
      const std::string name = std::to_string(calls) + "-" + std::to_string(nth);
      const std::string file = one_by_one(scratch, name, story.feed());
      Faults faults(scratch / "page");
      faults.begin(calls, error, nth);
      Process run(faults.command(scratch / name, {"run", "--config", file, "--until-idle"}));
      // It either ends with a reason, for want of a place to start from, or waits for better times.
      (void)eventually([&] { return run.finished(0ms) || faults.failed() > 0; }, 10s);
      std::this_thread::sleep_for(200ms);
      faults.end();
      const int code = run.exit_code();
      INFO(run.error());
      CHECK((code == 0 || code == 1));
      if (code == 1) CHECK(count_of(run.error(), "error") >= 1);
      tried += static_cast<int>(faults.failed() > 0);
      CHECK(pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
      check_finished(scratch / name);
      CHECK(timeless_changes(scratch / name) == expected);
    }
  }
  WARN(tried << " faults of a whole life survived");
  CHECK(tried > 5);
}

TEST_CASE("without sockets, names or connections it waits, and reads when they are back",
          "[faults]") {
  if (!can_preload()) return;
  const std::vector<Kind> kinds = {
      {"out of descriptors", FAULT_SOCKET, EMFILE, ""},
      {"refused", FAULT_CONNECT, ECONNREFUSED, "does not accept connections"},
      {"network down", FAULT_CONNECT, ENETUNREACH, "does not accept connections"},
      {"no names", FAULT_RESOLVE, EAI_AGAIN, "no address is known"},
  };
  for (const Kind& kind : kinds) {
    CAPTURE(kind.name);
    const Scratch scratch;
    Server server;
    const Story story(server, 4);
    std::string feed = story.feed();
    if (kind.calls == FAULT_RESOLVE) feed.replace(feed.find("127.0.0.1"), 9, "feeds.test");
    const std::string file = one_by_one(scratch, "d", feed, "every = \"200ms\"\n");
    Faults faults(scratch / "page");
    faults.begin(kind.calls, kind.error);
    Process run(faults.command(scratch / "d", {"run", "--config", file}));
    REQUIRE(eventually([&] { return run.error().find("asked again") != std::string::npos; }));
    std::this_thread::sleep_for(1500ms);
    INFO(run.error());
    CHECK(lines_with(run.error(), "asked again") == 1);
    CHECK(run.error().find(kind.told) != std::string::npos);
    faults.end();
    CHECK(eventually([&] { return changes_of(scratch / "d").size() >= story.size(); }, 60s));
    CHECK(run.error().find("works again") != std::string::npos);
    run.signal(SIGTERM);
    CHECK(run.exit_code() == 0);
  }
}

TEST_CASE("a name that leads to this machine is refused like its address", "[faults]") {
  if (!can_preload()) return;  // as a resolver would that wants to do harm
  const Scratch scratch;
  Server server;
  const Story story(server, 1);
  std::string feed = story.feed();
  feed.replace(feed.find("127.0.0.1"), 9, "feeds.test");
  Faults faults(scratch / "page");
  Process run(faults.command(scratch / "d",
                             {"run", "--data", scratch / "d", "--until-idle", "--feed", feed}));
  CHECK(run.exit_code() == 0);
  INFO(run.error());
  CHECK(run.error().find("is at 127.0.0.1, which is not on the public Internet") !=
        std::string::npos);
  CHECK(server.requests("/story/feed") == 0);
}

TEST_CASE("a clock that jumps forward and back stops nothing", "[faults]") {
  if (!can_preload()) return;
  const Scratch scratch;
  Server server;
  const Story first(server, 3);
  const std::string file = one_by_one(scratch, "d", first.feed(), "every = \"200ms\"\n");
  Faults faults(scratch / "page");
  Process run(faults.command(scratch / "d", {"run", "--config", file}));
  REQUIRE(eventually([&] { return changes_of(scratch / "d").size() >= first.size(); }));
  std::size_t told = 3;
  for (const std::chrono::hours ahead : {24h * 365 * 3, -24h * 365 * 2, 0h}) {
    CAPTURE(ahead.count());
    faults.put_clock(ahead);
    const int before = server.requests("/story/feed");
    CHECK(eventually([&] { return server.requests("/story/feed") > before + 1; }));
    told += 2;
    const Story more(server, told);
    CHECK(eventually([&] { return changes_of(scratch / "d").size() >= told; }));
  }
  CHECK(run.error().find("the clock was put back") != std::string::npos);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  check_finished(scratch / "d");
  // What was known at a moment does not change because a clock was put right: times never run back.
  auto db =
      pactwatch::Database::open(scratch / "d/pactwatch.db", pactwatch::Database::Mode::read_only);
  REQUIRE(db.has_value());
  CHECK(number(*db,
               "SELECT count(*) FROM change a JOIN change b ON b.row = a.row + 1 WHERE "
               "b.recorded < a.recorded") == 0);
}

namespace {

// A control group of its own with a limit of memory, as MemoryMax= of systemd makes one; empty
// where this process may not make any (cgroup v1 and v2, by who owns /sys/fs/cgroup).
class MemoryGroup {
 public:
  explicit MemoryGroup(long limit_mib) {
    const std::string name = "pactwatch-test-" + std::to_string(getpid());
    const std::string limit = std::to_string(limit_mib << 20);
    for (const auto& [parent, file, swap] :
         {std::tuple("/sys/fs/cgroup/memory/", "memory.limit_in_bytes",
                     "memory.memsw.limit_in_bytes"),
          std::tuple("/sys/fs/cgroup/", "memory.max", "memory.swap.max")}) {
      if (mkdir((parent + name).c_str(), 0755) != 0) continue;
      directory_ = parent + name;
      std::ofstream(directory_ + "/" + file) << limit;
      std::ofstream(directory_ + "/" + swap) << (std::string(file) == "memory.max" ? "0" : limit);
      // Some systems take the name and have no limits.
      if (read_file(directory_ + "/" + file) == limit + "\n") return;
      rmdir(directory_.c_str());
      directory_.clear();
    }
  }
  ~MemoryGroup() {
    // The group is empty a moment after its last process ended.
    if (!directory_.empty()) (void)eventually([this] { return rmdir(directory_.c_str()) == 0; });
  }
  MemoryGroup(const MemoryGroup&) = delete;
  MemoryGroup& operator=(const MemoryGroup&) = delete;
  const std::string& directory() const { return directory_; }

 private:
  std::string directory_;
};

}  // namespace

TEST_CASE("the kernel ends it for want of memory, and the next start goes on", "[faults]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 12);
  const std::string file = one_by_one(scratch, "d", story.feed());
  int killed = 0;
  for (const long mib : {4, 12, 20, 28, 36}) {
    CAPTURE(mib);
    const MemoryGroup group(mib);
    if (group.directory().empty()) {
      WARN("SKIPPED: no control group can be made here");
      return;
    }
    Process run({"/bin/sh", "-c",
                 "echo $$ > \"$2/cgroup.procs\" && exec \"$0\" run --config \"$1\" --until-idle",
                 binary(), file, group.directory()});
    const int code = run.exit_code();
    INFO(run.error());
    CHECK((code == 0 || code == 1 || code == 128 + SIGKILL));
    killed += static_cast<int>(code == 128 + SIGKILL);
    if (fs::exists(scratch / "d/pactwatch.db")) check_ledger(scratch / "d");
  }
  CHECK(killed > 0);
  WARN("killed by the kernel for want of memory " << killed << " times");
  CHECK(pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
  check_finished(scratch / "d");
  CHECK(changes_of(scratch / "d").size() >= story.size());
}

TEST_CASE("too few descriptors and too little memory end in words, and lose nothing", "[faults]") {
  if (!can_preload()) return;  // a sanitizer wants more of both
  const Scratch scratch;
  Server server;
  const Story story(server, 3);
  const std::string file = one_by_one(scratch, "d", story.feed());
  for (const int limit : {8, 16, 24, 32, 48}) {
    CAPTURE(limit);
    Process run(
        {"/bin/sh", "-c",
         "ulimit -n " + std::to_string(limit) + "; exec \"$0\" run --config \"$1\" --until-idle",
         binary(), file});
    const int code = run.exit_code();
    INFO(run.error());
    CHECK((code == 0 || code == 1 || code == 2));
    if (code != 0) CHECK_FALSE(run.error().empty());
  }
  // Memory that is refused ends the process somewhere; what matters is what the next one finds.
  for (const int kib : {60'000, 120'000, 180'000, 240'000, 300'000}) {
    CAPTURE(kib);
    Process run(
        {"/bin/sh", "-c",
         "ulimit -v " + std::to_string(kib) + "; exec \"$0\" run --config \"$1\" --until-idle",
         binary(), file});
    (void)run.exit_code();
    if (fs::exists(scratch / "d/pactwatch.db")) check_ledger(scratch / "d");
  }
  CHECK(pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
  check_finished(scratch / "d");
  CHECK(changes_of(scratch / "d").size() >= story.size());
}

}  // namespace harness
