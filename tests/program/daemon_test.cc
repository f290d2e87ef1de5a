// The daemon as its users meet it: it reads, remembers, stops, starts again, reloads, and refuses a
// second of its kind.

#include <nlohmann/json.hpp>

#include "tests/program/story.h"

using namespace harness;

TEST_CASE("the daemon reads feeds, keeps the ledger and says what changed") {
  const Scratch scratch;
  Server server;
  const Story story(server, 12);
  const Outcome run = pactwatch(
      {"run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback", "--until-idle"});
  INFO(run.error);
  CHECK(run.code == 0);
  CHECK(run.out.find("invest") != std::string::npos);
  CHECK(run.error.find("0 articles are left") != std::string::npos);

  const std::vector<nlohmann::json> changes = changes_of(scratch / "d");
  REQUIRE(changes.size() >= story.size());
  for (std::size_t i = 0; i < changes.size(); ++i) CHECK(changes[i]["seq"] == i + 1);
  const Outcome state =
      pactwatch({"state", story.investor(3), story.investee(3), "--data", scratch / "d"});
  CHECK(state.code == 0);
  CHECK(state.out.find("$4bn") != std::string::npos);

  // A second run finds nothing new and changes nothing.
  const Outcome again = pactwatch(
      {"run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback", "--until-idle"});
  CHECK(again.code == 0);
  CHECK(again.out.empty());
  CHECK(changes_of(scratch / "d") == changes);
  CHECK(server.requests(story.path(0)) == 1);
}

TEST_CASE("SIGTERM ends it well, at any time") {
  const Scratch scratch;
  Server server;
  const Story story(server, 40);
  Process run(
      {binary(), "run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback"});
  CHECK(eventually([&] { return !run.out().empty(); }));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(run.error().find("left to read at the next start") != std::string::npos);
  // What it printed was published, and what was published is kept.
  CHECK(count_of(run.out(), "\n\n") <= changes_of(scratch / "d").size());
  const Outcome rest = pactwatch(
      {"run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback", "--until-idle"});
  CHECK(rest.code == 0);
  CHECK(changes_of(scratch / "d").size() >= story.size());
}

TEST_CASE("a second daemon is refused and told who is there") {
  const Scratch scratch;
  Process first({binary(), "run", "--data", scratch / "d"});
  CHECK(eventually([&] { return first.error().find("ledger in") != std::string::npos; }));
  const Outcome second = pactwatch({"run", "--data", scratch / "d"});
  CHECK(second.code == 3);
  CHECK(second.error.find("pid " + std::to_string(first.pid())) != std::string::npos);
  CHECK(second.error.find("--data DIR") != std::string::npos);
  first.signal(SIGINT);
  CHECK(first.exit_code() == 0);
}

TEST_CASE("watch follows the daemon without any configuration") {
  const Scratch scratch;
  Server server;
  const Story story(server, 5);
  Process watch({binary(), "watch", "--data", scratch / "d", "--json"});
  Process run(
      {binary(), "run", "--data", scratch / "d", "--feed", story.feed(), "--allow-loopback"});
  CHECK(eventually([&] { return count_of(watch.out(), "\"specversion\"") >= story.size(); }));
  Process late({"/usr/bin/python3", (source_directory() / "docs/examples/subscriber.py").string(),
                scratch / "d"});
  CHECK(eventually([&] { return count_of(late.out(), "\n") >= story.size(); }));
  // What is on the wire is what the ledger has.
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  const std::vector<nlohmann::json> changes = changes_of(scratch / "d");
  std::istringstream lines(watch.out());
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const nlohmann::json event = nlohmann::json::parse(line);
    REQUIRE(count < changes.size());
    CHECK(event["data"] == changes[count]);
    CHECK(event["id"] == changes[count]["id"]);
    CHECK(event["source"].get<std::string>().starts_with("pactwatch:"));
  }
  CHECK(count == changes.size());
}

TEST_CASE("SIGHUP takes new rules, feeds and alerts, and keeps the old where the new are broken") {
  const Scratch scratch;
  Server server;
  const Story first(server, 3, "/one", 0);
  const Story second(server, 3, "/two", 10);
  fs::copy(source_directory() / "rules", scratch / "rules", fs::copy_options::recursive);
  const std::string feed = "[[feed]]\nurl = \"" + first.feed() + "\"\n";
  const std::string head =
      "[daemon]\ndata = \"d\"\n[rules]\ndirectory = \"rules\"\n"
      "[fetch]\nallow_loopback = true\n";
  write_file(scratch / "p.toml", head + feed);
  Process run({binary(), "run", "--config", scratch / "p.toml"});
  CHECK(eventually([&] { return changes_of(scratch / "d").size() >= first.size(); }));

  // Broken rules and a broken configuration: named with their place, and everything goes on.
  write_file(scratch / "rules/events/broken.toml", "[[rule]\nid = 3\n");
  write_file(scratch / "p.toml", head + "[[fed]]\n");
  run.signal(SIGHUP);
  CHECK(eventually([&] {
    return run.error().find("the rules stay as they were") != std::string::npos &&
           run.error().find("the configuration stays as it was") != std::string::npos;
  }));
  CHECK(run.error().find("broken.toml:1:") != std::string::npos);
  CHECK(run.error().find("did you mean \"feed\"?") != std::string::npos);

  // Mended: the second feed is read, with rules that loaded anew.
  fs::remove(scratch / "rules/events/broken.toml");
  write_file(scratch / "p.toml", head + feed + "[[feed]]\nurl = \"" + second.feed() + "\"\n");
  run.signal(SIGHUP);
  CHECK(
      eventually([&] { return changes_of(scratch / "d").size() >= first.size() + second.size(); }));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
}

TEST_CASE("configuration errors end it with code 2 before anything is touched") {
  const Scratch scratch;
  write_file(scratch / "p.toml", "[daemon]\ndata = \"d\"\n[fetch]\nevry = \"1m\"\n");
  const Outcome typo = pactwatch({"run", "--config", scratch / "p.toml"});
  CHECK(typo.code == 2);
  CHECK(typo.error.find("p.toml:4:1: unknown key \"evry\"") != std::string::npos);
  CHECK_FALSE(fs::exists(scratch / "d"));
  CHECK(pactwatch({"run", "--feed", "ftp://x"}).code == 2);
  CHECK(pactwatch({"run", "--fede", "x"}).error.find("did you mean --feed?") != std::string::npos);
  write_file(scratch / "q.toml", "[bus]\npublish = \"tcp://0.0.0.0:7311\"\n");
  const Outcome open = pactwatch({"run", "--config", scratch / "q.toml"});
  CHECK(open.code == 2);
  CHECK(open.error.find("encryption") != std::string::npos);
}
