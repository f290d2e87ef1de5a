#include "daemon/config.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "daemon/lock.h"
#include "daemon/units.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// A directory that is gone at the end of the test.
struct Scratch {
  fs::path path;
  Scratch() {
    std::string name = "/tmp/pactwatch-daemon-test-XXXXXX";
    path = mkdtemp(name.data());
  }
  ~Scratch() { fs::remove_all(path); }
  fs::path write(const std::string& text) const {
    std::ofstream(path / "pactwatch.toml") << text;
    return path / "pactwatch.toml";
  }
};

Error error_of(const std::string& text) {
  const Scratch scratch;
  const Result<Config> config = load_config(scratch.write(text));
  REQUIRE_FALSE(config);
  return config.error();
}

}  // namespace

TEST_CASE("durations and sizes read as people write them") {
  CHECK(parse_duration("30s") == 30s);
  CHECK(parse_duration("250ms") == 250ms);
  CHECK(parse_duration("15m") == 15min);
  CHECK(parse_duration("6 h") == 6h);
  CHECK(parse_duration("2d") == 48h);
  for (const char* bad :
       {"", "30", "s", "-1s", "1.5h", "30 seconds", "30s ", "99999999999999999d"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_duration(bad));
  }
  CHECK(parse_size("512") == 512);
  CHECK(parse_size("8MiB") == 8 << 20);
  CHECK(parse_size("8 MB") == 8'000'000);
  for (const char* bad : {"", "MiB", "8mib", "-1", "9999999999GiB"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_size(bad));
  }
}

TEST_CASE("an empty file is the defaults") {
  const Scratch scratch;
  const Result<Config> config = load_config(scratch.write(""));
  REQUIRE(config);
  CHECK(config->every == 15min);
  CHECK(config->feeds.empty());
  CHECK(config->publish_endpoint().starts_with("ipc://"));
}

TEST_CASE("every key is read") {
  const Scratch scratch;
  const Result<Config> config = load_config(scratch.write(R"(
[daemon]
data = "state"
log = "debug"
log_json = true
extract_workers = 3
[rules]
directory = "/opt/rules"
[fetch]
every = "20m"
timeout = "10s"
max_feed = "2MiB"
max_page = "3MiB"
concurrency = 4
allow_loopback = true
allow_private = true
user_agent = "me"
[bus]
secret = "daemon.key"
allow = "allowed_keys"
articles = "ipc:///tmp/a.sock"
extractions = "tcp://127.0.0.1:7000"
publish = "tcp://0.0.0.0:7001"
replay = "tcp://127.0.0.1:7002"
[metrics]
listen = "127.0.0.1:9464"
[heartbeat]
url = "https://ping.example/abc"
every = "5m"
[[feed]]
url = "https://news.example/feed"
name = "Example"
every = "5m"
[[feed]]
url = "http://other.example/feed"
[[alert]]
parties = ["OpenAI", "Microsoft"]
)"));
  REQUIRE(config);
  CHECK(config->data == scratch.path / "state");
  CHECK(config->log_level == "debug");
  CHECK(config->log_json);
  CHECK(config->extract_workers == 3);
  CHECK(config->rules == "/opt/rules");
  CHECK(config->every == 20min);
  CHECK(config->timeout == 10s);
  CHECK(config->max_feed_bytes == 2 << 20);
  CHECK(config->max_page_bytes == 3 << 20);
  CHECK(config->concurrency == 4);
  CHECK(config->allow_loopback);
  CHECK(config->user_agent == "me");
  CHECK(config->articles == "ipc:///tmp/a.sock");
  CHECK(config->allow_private);
  CHECK(config->bus_secret == scratch.path / "daemon.key");
  CHECK(config->bus_allow == scratch.path / "allowed_keys");
  CHECK(config->publish_endpoint() == "tcp://0.0.0.0:7001");
  CHECK(config->metrics == "127.0.0.1:9464");
  CHECK(config->heartbeat_url == "https://ping.example/abc");
  CHECK(config->heartbeat_every == 5min);
  REQUIRE(config->feeds.size() == 2);
  CHECK(config->feeds[0].every == 5min);
  CHECK_FALSE(config->feeds[1].every);
  REQUIRE(config->alerts.size() == 1);
  CHECK(config->alerts[0].parties == std::vector<std::string>{"OpenAI", "Microsoft"});
}

TEST_CASE("a mistake is named with its place and the nearest right name") {
  const Error typo = error_of("[fetch]\nevry = \"20m\"\n");
  CHECK(typo.message == "unknown key \"evry\"");
  CHECK(typo.where.ends_with("pactwatch.toml:2:1"));
  CHECK(typo.hint == "did you mean \"every\"?");

  const Error section = error_of("[fetsh]\nevery = \"20m\"\n");
  CHECK(section.hint == "did you mean \"fetch\"?");

  const Error syntax = error_of("[fetch\n");
  CHECK(syntax.where.find("pactwatch.toml:1:") != std::string::npos);

  CHECK(error_of("[fetch]\nevery = 20\n").message.find("duration") != std::string::npos);
  CHECK(error_of("[fetch]\nevery = \"10ms\"\n").message.find("at least") != std::string::npos);
  CHECK(error_of("[fetch]\nmax_feed = \"much\"\n").message.find("size") != std::string::npos);
  CHECK(error_of("[daemon]\nextract_workers = 0\n").message.find("from 1 to") != std::string::npos);
  CHECK(error_of("[daemon]\nlog = \"loud\"\n").message.find("one of trace") != std::string::npos);
  CHECK(error_of("fetch = 3\n").message.find("section") != std::string::npos);
  CHECK(error_of("feed = 3\n").message.find("[[feed]]") != std::string::npos);
  CHECK(error_of("[[feed]]\nname = \"x\"\n").message.find("\"url\"") != std::string::npos);
  CHECK(error_of("[[feed]]\nurl = \"file:///etc/passwd\"\n").where.find(":1:") !=
        std::string::npos);
  CHECK(error_of("[bus]\npublish = \"tcp://*:7311\"\n").message.find("encryption") !=
        std::string::npos);
  CHECK(error_of("[bus]\nsecret = \"k\"\npublish = \"tcp://*:7311\"\n").hint.find("keys allow") !=
        std::string::npos);
  CHECK(error_of("[metrics]\nlisten = \"0.0.0.0:9464\"\n").message.find("loopback") !=
        std::string::npos);
  CHECK(error_of("[heartbeat]\nurl = \"ping\"\n").message.find("http://") != std::string::npos);
  CHECK(load_config("/nowhere/pactwatch.toml").error().code == ErrorCode::not_found);
}

TEST_CASE("one daemon per data directory") {
  const Scratch scratch;
  const UtcTime now{1'800'000'000'000};
  {
    const Result<DirectoryLock> first = DirectoryLock::take(scratch.path, now);
    REQUIRE(first);
    const Result<DirectoryLock> second = DirectoryLock::take(scratch.path, now);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == ErrorCode::conflict);
    CHECK(second.error().message.find("pid " + std::to_string(getpid())) != std::string::npos);
    CHECK(second.error().message.find("since " + to_iso(now)) != std::string::npos);
  }
  CHECK(DirectoryLock::take(scratch.path, now));
  CHECK(DirectoryLock::take("/nowhere", now).error().code == ErrorCode::unavailable);
}
