// The daemon as systemd meets it: ready when it is, watched while it gets on, shut in its sandbox.

#include <sys/un.h>

#include <map>
#include <memory>

#include "tests/program/story.h"

using namespace harness;

namespace {

// The other end of sd_notify(3).
class NotifySocket {
 public:
  explicit NotifySocket(std::string path) : path_(std::move(path)) {
    socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    REQUIRE(path_.size() < sizeof address.sun_path);
    path_.copy(address.sun_path, path_.size());
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~NotifySocket() { close(socket_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  const std::string& path() const { return path_; }
  // All that was said so far, one assignment a line.
  const std::string& heard() {
    char buffer[4096];
    for (ssize_t got; (got = recv(socket_, buffer, sizeof buffer, 0)) > 0;)
      heard_ += std::string(buffer, static_cast<std::size_t>(got)) + "\n";
    return heard_;
  }
  bool hears(const std::string& what) {
    return eventually([&] { return heard().find(what) != std::string::npos; });
  }

 private:
  std::string path_;
  int socket_ = -1;
  std::string heard_;
};

std::vector<std::string> under_systemd(const NotifySocket& notify, const std::string& watchdog_us,
                                       const std::string& fault, const std::string& data,
                                       const std::string& feed) {
  return {"/usr/bin/env",
          "NOTIFY_SOCKET=" + notify.path(),
          "WATCHDOG_USEC=" + watchdog_us,
          "PACTWATCH_FAULT=" + fault,
          binary(),
          "run",
          "--data",
          data,
          "--allow-loopback",
          "--feed",
          feed};
}

}  // namespace

TEST_CASE("the sandbox of the unit leaves an exposure of at most 1.5", "[service]") {
  if (!fs::exists("/usr/bin/systemd-analyze")) {
    WARN("SKIPPED: systemd-analyze is not here");
    return;
  }
  const std::string unit = source_directory() / "packaging/pactwatch.service";
  Process analyze(
      {"systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", unit});
  const int code = analyze.exit_code();
  INFO(analyze.out() << analyze.error());
  CHECK(code == 0);
  CHECK(analyze.out().find("Overall exposure level for pactwatch.service: ") != std::string::npos);
}

TEST_CASE("systemd is told when it is ready, how it is, that it reloads and that it stops",
          "[service]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 3);
  NotifySocket notify(scratch / "notify");
  Process run(under_systemd(notify, "4000000", "none", scratch / "d", story.feed()));
  REQUIRE(notify.hears("READY=1"));
  // Ready means that the store takes writes and that subscribers are let in.
  CHECK(notify.heard().find("EXTEND_TIMEOUT_USEC=") < notify.heard().find("READY=1"));
  CHECK(fs::exists(scratch / "d/changes.sock"));
  CHECK(fs::exists(scratch / "d/replay.sock"));
  CHECK(notify.heard().find("STATUS=articles to read: ") != std::string::npos);
  CHECK(notify.hears("WATCHDOG=1"));
  run.signal(SIGHUP);
  CHECK(notify.hears("RELOADING=1"));
  CHECK(eventually([&] {
    const std::size_t at = notify.heard().find("RELOADING=1");
    return notify.heard().find("READY=1", at) != std::string::npos;
  }));
  run.signal(SIGTERM);
  CHECK(notify.hears("STOPPING=1"));
  CHECK(run.exit_code() == 0);
}

TEST_CASE("the watchdog starves when one worker hangs, whichever it is", "[service]") {
  Server server;
  const Story story(server, 3);
  struct Life {
    explicit Life(const std::string& point, const std::string& feed)
        : notify(scratch / "notify"),
          run(under_systemd(notify, "6000000", point + ":1:hang", scratch / "d", feed)) {}
    Scratch scratch;
    NotifySocket notify;
    Process run;
  };
  std::map<std::string, std::unique_ptr<Life>> lives;
  for (const char* point : {"page.answered", "extract.begin", "record.begin", "publish.sent"})
    lives[point] = std::make_unique<Life>(point, story.feed());
  for (auto& [point, life] : lives) {
    CAPTURE(point);
    REQUIRE(life->notify.hears("READY=1"));
    CHECK(eventually(
        [&] { return life->run.error().find("watchdog is not fed") != std::string::npos; }));
    CHECK(life->run.error().find("no life from: ") != std::string::npos);
  }
  // From then on never again: a hung worker shows no life however long one waits.
  std::map<std::string, std::size_t> fed;
  for (auto& [point, life] : lives) fed[point] = count_of(life->notify.heard(), "WATCHDOG=1");
  std::this_thread::sleep_for(4s);
  for (auto& [point, life] : lives) {
    CAPTURE(point);
    CHECK(count_of(life->notify.heard(), "WATCHDOG=1") == fed[point]);
    life->run.signal(SIGKILL);
    CHECK(life->run.exit_code() == 128 + SIGKILL);
  }
}
