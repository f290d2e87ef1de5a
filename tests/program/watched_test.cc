// What an operator sees from outside: metrics, alarms, the dead man's switch, who may come in.

#include <sys/stat.h>

#include <set>

#include "daemon/metrics.h"
#include "fetcher/http.h"
#include "tests/program/invariants.h"
#include "tests/support/loopback.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

// A port that was free a moment ago.
int free_port() {
  const test_support::Loopback loopback = test_support::listen_on_loopback(1);
  close(loopback.descriptor);
  return loopback.port;
}

std::string local(int port) { return "127.0.0.1:" + std::to_string(port); }

std::string get(const std::string& url) {
  pactwatch::HttpOptions options;
  options.addresses.allow_loopback = true;
  auto http = pactwatch::HttpClient::create(options);
  REQUIRE(http.has_value());
  pactwatch::HttpRequest request;
  request.url = url;
  const auto answer = (*http)->fetch(request);
  return answer.has_value() ? answer->body : std::string();
}

// The value of the line "NAME VALUE" of Prometheus' text format; -1 when it is not there.
double value_of(const std::string& text, const std::string& name) {
  const std::size_t at = text.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
}

std::string series(const pactwatch::MetricInfo& info) {
  const std::string name(info.name);
  if (info.kind == pactwatch::MetricKind::histogram) return name + "_count";
  if (info.label.empty()) return name;
  const std::size_t equals = info.label.find('=');
  return name + "{" + std::string(info.label.substr(0, equals)) + "=\"" +
         std::string(info.label.substr(equals + 1)) + "\"}";
}

}  // namespace

TEST_CASE("metrics count what was read, recorded and published", "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 6);
  const int port = free_port();
  write_file(scratch / "p.toml",
             "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n[metrics]\n"
             "listen = \"" +
                 local(port) + "\"\n[[feed]]\nurl = \"" + story.feed() + "\"\n");
  Process run({binary(), "run", "--config", scratch / "p.toml"});
  std::string text;
  CHECK(eventually([&] {
    text = get("http://" + local(port) + "/metrics");
    return value_of(text, "pactwatch_changes_published_total") >= 6 &&
           value_of(text, "pactwatch_feeds{state=\"known\"}") == 1 &&
           value_of(text, "pactwatch_items{state=\"pending\"}") == 0;
  }));
  INFO(text);
  CHECK(value_of(text, "pactwatch_polls_total{outcome=\"ok\"}") >= 1);
  CHECK(value_of(text, "pactwatch_items_found_total") == 6);
  CHECK(value_of(text, "pactwatch_articles_extracted_total") == 6);
  CHECK(value_of(text, "pactwatch_articles_recorded_total") == 6);
  CHECK(value_of(text, "pactwatch_extract_seconds_count") == 6);
  CHECK(value_of(text, "pactwatch_queue_depth{queue=\"articles\"}") == 0);
  CHECK(value_of(text, "pactwatch_queue_depth{queue=\"extractions\"}") == 0);
  CHECK(value_of(text, "pactwatch_healthy") == 1);
  CHECK(value_of(text, "process_resident_memory_bytes") > 1e6);
  CHECK(text.find("\npactwatch_rules_info{revision=\"") != std::string::npos);
  // Every metric of the catalogue is there, and none besides.
  std::set<std::string> known = {"pactwatch_rules_info"};
  for (const pactwatch::MetricInfo& info : pactwatch::metrics_catalogue()) {
    CAPTURE(series(info));
    CHECK(value_of(text, series(info)) >= 0);
    known.insert(std::string(info.name));
  }
  std::istringstream types(text);
  for (std::string line; std::getline(types, line);) {
    if (!line.starts_with("# TYPE pactwatch_")) continue;
    const std::string name = line.substr(7, line.find(' ', 7) - 7);
    CAPTURE(name);
    CHECK(known.contains(name));
  }
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
}

TEST_CASE("the heartbeat calls while all is well, and keeps its address to itself", "[watched]") {
  const Scratch scratch;
  Server server;
  server.put("/ping/s3cret", {"", "text/plain", 500});
  write_file(scratch / "url", server.url("/ping/s3cret") + "\n");
  write_file(scratch / "p.toml",
             "[daemon]\ndata = \"d\"\nlog = \"trace\"\n[heartbeat]\nurl_file = \"url\"\nevery = "
             "\"100ms\"\n");
  Process run({binary(), "run", "--config", scratch / "p.toml"});
  CHECK(eventually([&] { return server.requests("/ping/s3cret") >= 3; }));
  CHECK(eventually([&] { return run.error().find("status 500") != std::string::npos; }));
  server.put("/ping/s3cret", {"ok"});
  CHECK(eventually([&] { return run.error().find("again, after") != std::string::npos; }));
  CHECK(count_of(run.error(), "status 500") == 1);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(run.error().find("s3cret") == std::string::npos);
  const int calls = server.requests("/ping/s3cret");
  std::this_thread::sleep_for(300ms);
  CHECK(server.requests("/ping/s3cret") == calls);
}

TEST_CASE("a feed that falls silent is an alarm, told once", "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 12);
  const std::string file = one_by_one(scratch, "d", story.feed(), "every = \"200ms\"\n");
  REQUIRE(pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
  {
    // Ten days later: it goes on answering, and brings nothing.
    auto db = pactwatch::Database::open(scratch / "d/pactwatch.db",
                                        pactwatch::Database::Mode::read_write);
    REQUIRE(db.has_value());
    REQUIRE(db->execute("UPDATE feed SET last_new = last_new - 864000000"));
  }
  Process run({binary(), "run", "--config", file});
  CHECK(eventually([&] { return run.error().find("silent feed") != std::string::npos; }));
  CHECK(run.error().find("brought nothing new for 10 days") != std::string::npos);
  const Outcome doctor = pactwatch({"doctor", "--config", file});
  CHECK(doctor.out.find("silent feeds: " + story.feed()) != std::string::npos);
  CHECK(doctor.out.find("pactwatch feeds check " + story.feed()) != std::string::npos);
  CHECK(count_of(run.error(), "silent feed") == 1);
}

TEST_CASE("over the network only who is on the list gets anything, and revoking counts at once",
          "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 4);
  const auto key_of = [&](const std::string& name) {
    const Outcome made = pactwatch({"keygen", scratch / (name + ".key")});
    REQUIRE(made.code == 0);
    CHECK(made.out.size() == 41);
    return made.out.substr(0, 40);
  };
  const std::string daemon = key_of("daemon"), desk = key_of("desk"), stranger = key_of("stranger");
  CHECK(pactwatch({"keygen", scratch / "desk.key"}).code == 1);  // never overwritten
  const std::string publish = "tcp://" + local(free_port());
  const std::string replay = "tcp://" + local(free_port());
  write_file(scratch / "p.toml",
             "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\nevery = \"200ms\"\n[bus]\n"
             "secret = \"daemon.key\"\nallow = \"allowed\"\npublish = \"" +
                 publish + "\"\nreplay = \"" + replay + "\"\n[[feed]]\nurl = \"" + story.feed() +
                 "\"\n");
  REQUIRE(pactwatch({"keys", "allow", "desk", desk, "--config", scratch / "p.toml"}).code == 0);
  CHECK(pactwatch({"keys", "allow", "x", "nokey", "--config", scratch / "p.toml"}).code == 1);
  CHECK(pactwatch({"keys", "list", "--config", scratch / "p.toml"}).out == desk + "  desk\n");

  Process run({binary(), "run", "--config", scratch / "p.toml"});
  const auto watch = [&](const std::string& who) {
    return std::vector<std::string>{
        binary(),   "watch", "--endpoint", publish, replay, "--key", scratch / (who + ".key"),
        "--server", daemon,  "--json"};
  };
  Process good(watch("desk"));
  Process wrong(watch("stranger"));
  Process keyless({binary(), "watch", "--endpoint", publish, replay, "--json"});
  CHECK(eventually([&] { return count_of(good.out(), "\n") >= story.size(); }));
  CHECK(eventually([&] { return run.error().find("turned away") != std::string::npos; }));
  CHECK(run.error().find(stranger) != std::string::npos);
  CHECK(wrong.out().empty());
  CHECK(keyless.out().empty());
  CHECK(pactwatch({"doctor", "--config", scratch / "p.toml"}).out.find("daemon: running") !=
        std::string::npos);

  wrong.signal(SIGKILL);  // so that the log names the desk as the last that was turned away
  REQUIRE(pactwatch({"keys", "revoke", "desk", "--config", scratch / "p.toml"}).code == 0);
  CHECK(
      eventually([&] { return run.error().find("0 keys are allowed now") != std::string::npos; }));
  CHECK(eventually([&] { return run.error().find(desk) != std::string::npos; }));
  const std::size_t had = count_of(good.out(), "\n");
  const Story more(server, 9);
  CHECK(eventually([&] { return changes_of(scratch / "d").size() >= more.size(); }));
  CHECK(count_of(good.out(), "\n") == had);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  // No secret is in the log.
  const std::string secret = read_file(scratch / "daemon.key");
  CHECK(run.error().find(secret.substr(secret.find("secret ") + 7, 40)) == std::string::npos);
}

TEST_CASE("a line of the log has the fields and levels of docs/OPERATIONS.md, and no others",
          "[watched]") {
  std::set<std::string> fields;
  std::set<std::string> levels;
  std::istringstream document(read_file(source_directory() / "docs/OPERATIONS.md"));
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (line.starts_with("| field |")) {
      inside = true;
      continue;
    }
    if (inside && !line.starts_with("|")) break;
    if (!inside || line.starts_with("| ---")) continue;
    const std::size_t begin = line.find('`') + 1;
    const std::string name = line.substr(begin, line.find('`', begin) - begin);
    fields.insert(name);
    if (name != "level") continue;
    std::istringstream words(line.substr(line.rfind('|', line.size() - 2) + 1));
    for (std::string word; words >> word;)
      if (word != "|") levels.insert(word.substr(0, word.find(',')));
  }
  REQUIRE(levels == std::set<std::string>{"trace", "debug", "info", "warning", "error"});

  const Scratch scratch;
  Server server;
  const Story story(server, 2);
  write_file(scratch / "p.toml",
             "[daemon]\ndata = \"d\"\nlog = \"trace\"\nlog_json = true\n[fetch]\nallow_loopback "
             "= true\n[[feed]]\nurl = \"" +
                 story.feed() + "\"\n[[feed]]\nurl = \"" + server.url("/nothing") + "\"\n");
  const Outcome run = pactwatch({"run", "--config", scratch / "p.toml", "--until-idle"});
  CHECK(run.code == 0);
  std::istringstream lines(run.error);
  std::size_t count = 0;
  std::set<std::string> seen;
  for (std::string line; std::getline(lines, line); ++count) {
    CAPTURE(line);
    const nlohmann::json entry = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    REQUIRE(entry.is_object());
    std::set<std::string> keys;
    for (const auto& item : entry.items()) keys.insert(item.key());
    CHECK(keys == fields);
    CHECK(levels.contains(entry["level"].get<std::string>()));
    seen.insert(entry["level"].get<std::string>());
    const std::string time = entry["time"].get<std::string>();
    CHECK(time.size() == std::string("2026-11-25T12:00:00.000Z").size());
    CHECK(time.ends_with("Z"));
  }
  CHECK(count > 4);
  CHECK(seen.contains("info"));
  CHECK(seen.contains("warning"));
}

TEST_CASE("nothing in the data directory is for others", "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 2);
  Process run(
      {binary(), "run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback"});
  CHECK(eventually([&] { return changes_of(scratch / "d").size() >= story.size(); }));
  struct stat found {};
  REQUIRE(stat((scratch / "d").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0700);
  int files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(scratch / "d")) {
    CAPTURE(entry.path().string());
    REQUIRE(stat(entry.path().c_str(), &found) == 0);
    CHECK((found.st_mode & 077) == 0);
    ++files;
  }
  CHECK(files >= 4);  // ledger, its log and its index, lock, two sockets
}

TEST_CASE("the Atom feeds that subscriptions ask for are served, and no others", "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 6);
  const int port = free_port();
  const std::string base = "http://" + local(port) + "/";
  write_file(scratch / "p.toml",
             "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n[alerts]\nlisten = \"" +
                 local(port) + "\"\n[[feed]]\nurl = \"" + story.feed() +
                 "\"\n[[alert]]\nname = \"desk\"\natom = \"url\"\n[[alert]]\nname = \"one\"\n"
                 "parties = [\"" +
                 story.investor(3) + "\", \"" + story.investee(3) +
                 "\"]\natom = \"url\"\n[[alert]]\nname = \"file\"\natom = \"f.atom\"\n");
  Process run({binary(), "run", "--config", scratch / "p.toml"});
  CHECK(eventually([&] { return count_of(get(base + "desk.atom"), "<entry>") == 6; }));
  CHECK(eventually([&] { return count_of(get(base + "one.atom"), "<entry>") == 1; }));
  // One made by command is there at once, and begins with the next change.
  CHECK(pactwatch({"subscribe", "late", "--atom", "url", "--data", scratch / "d"}).code == 0);
  CHECK(eventually([&] { return get(base + "late.atom").find("<feed") != std::string::npos; }));
  CHECK(count_of(get(base + "late.atom"), "<entry>") == 0);
  // What goes to a file, or nowhere, is not served.
  pactwatch::HttpOptions options;
  options.addresses.allow_loopback = true;
  auto http = pactwatch::HttpClient::create(options);
  REQUIRE(http.has_value());
  const auto ask = [&](const std::string& path, const std::string& etag = "") {
    pactwatch::HttpRequest request;
    request.url = base + path;
    request.etag = etag;
    return (*http)->fetch(request);
  };
  for (const char* path : {"file.atom", "nobody.atom", "desk", "", "../d/pactwatch.db"}) {
    INFO(path);
    const auto answer = ask(path);
    REQUIRE(answer.has_value());
    CHECK(answer->status == 404);
  }
  // Who has it already is sent nothing.
  const auto first = ask("desk.atom");
  REQUIRE(first.has_value());
  CHECK(first->status == 200);
  REQUIRE(first->headers.contains("etag"));
  const auto second = ask("desk.atom", first->headers.at("etag"));
  REQUIRE(second.has_value());
  CHECK(second->status == 304);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
}

TEST_CASE("texts that nothing rests on go when their time is over, and evidence stays",
          "[watched]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 3);
  server.put("/idle/1", {article_page("A garden in spring", "Roses grow, and nothing is sold.")});
  server.put("/idle/feed",
             {rss({{"A garden in spring", server.url("/idle/1")}}), "application/rss+xml"});
  const std::string begin = "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n";
  const std::string feeds = "[[feed]]\nurl = \"" + story.feed() + "\"\n[[feed]]\nurl = \"" +
                            server.url("/idle/feed") + "\"\n";
  write_file(scratch / "p.toml", begin + feeds);
  CHECK(pactwatch({"run", "--config", scratch / "p.toml", "--until-idle"}).code == 0);
  {
    auto db = pactwatch::Database::open(scratch / "d/pactwatch.db",
                                        pactwatch::Database::Mode::read_write);
    REQUIRE(db.has_value());
    CHECK(number(*db, "SELECT count(*) FROM article WHERE length(text) > 0") == 4);
    // Three days go by.
    REQUIRE(db->execute("UPDATE article SET recorded = recorded - 259200000"));
  }
  write_file(scratch / "p.toml", begin + "[retention]\nunused_texts = \"2d\"\n" + feeds);
  Process run({binary(), "run", "--config", scratch / "p.toml"});
  const auto kept = [&] {
    auto db =
        pactwatch::Database::open(scratch / "d/pactwatch.db", pactwatch::Database::Mode::read_only);
    return db ? number(*db, "SELECT count(*) FROM article WHERE length(text) > 0") : 0;
  };
  CHECK(eventually([&] { return kept() == 3; }));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(kept() == 3);
  CHECK(pactwatch({"check", "--data", scratch / "d"}).code == 0);
}

}  // namespace harness
