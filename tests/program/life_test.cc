// What keeps a ledger alive, as its owner does it: backup beside a daemon, restore, export and
// import, check, and replay with other rules.

#include "tests/program/story.h"

using namespace harness;
using nlohmann::json;

namespace {

std::string exported(const std::string& what, const std::string& data, bool csv = false) {
  std::vector<std::string> words = {"export", what, "--data", data};
  if (csv) words.emplace_back("--csv");
  const Outcome out = harness::pactwatch(words);
  INFO(out.error);
  CHECK(out.code == 0);
  return out.out;
}

int run_once(const Scratch& scratch, const Story& story, const std::string& rules = "") {
  std::vector<std::string> words = {"run",        "--data",           scratch / "d", "--feed",
                                    story.feed(), "--allow-loopback", "--until-idle"};
  if (!rules.empty()) words.insert(words.end(), {"--rules", rules});
  return harness::pactwatch(words).code;
}

}  // namespace

TEST_CASE("a backup taken while the daemon writes is a ledger in order", "[life]") {
  const Scratch scratch;
  Server server;
  server.delay(5ms);
  const Story story(server, 60);
  const std::string data = scratch / "d";
  Process run({binary(), "run", "--data", data, "--feed", story.feed(), "--allow-loopback"});
  CHECK(eventually([&] { return !changes_of(data).empty(); }));
  for (int i = 0; i < 5; ++i) {
    const std::string file = scratch / ("backup-" + std::to_string(i) + ".db");
    CHECK(harness::pactwatch({"backup", file, "--data", data}).code == 0);
    const std::string place = scratch / ("restored-" + std::to_string(i));
    CHECK(harness::pactwatch({"restore", file, "--data", place}).code == 0);
    const Outcome check = harness::pactwatch({"check", "--data", place});
    INFO(check.out);
    CHECK(check.code == 0);
    // It is the ledger as it was at some moment: its changes are the first of today's.
    const std::vector<json> then = changes_of(place);
    const std::vector<json> now = changes_of(data);
    REQUIRE(then.size() <= now.size());
    for (std::size_t n = 0; n < then.size(); ++n) CHECK(then[n] == now[n]);
  }
  CHECK(harness::pactwatch({"restore", scratch / "backup-0.db", "--data", data}).code == 3);
  CHECK(harness::pactwatch({"check", "--data", data}).code == 0);
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  CHECK(harness::pactwatch({"restore", scratch / "backup-0.db", "--data", data}).code == 0);
}

TEST_CASE("an exported archive makes the same ledger again, byte for byte", "[life]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 15);
  const std::string data = scratch / "d";
  REQUIRE(run_once(scratch, story) == 0);
  // A judgement that stands, and one that was taken back.
  CHECK(harness::pactwatch({"entity", "merge", "Oracle", "Nvidia", "--data", data}).code == 0);
  CHECK(harness::pactwatch({"entity", "merge", "Intel", "Adobe", "--data", data}).code == 0);
  CHECK(harness::pactwatch({"entity", "undo", "2", "--data", data}).code == 0);
  REQUIRE(run_once(scratch, story) == 0);  // numbers what the judgements moved
  write_file(scratch / "archive.jsonl", exported("archive", data));
  const std::string other = scratch / "other";
  const Outcome import = harness::pactwatch({"import", scratch / "archive.jsonl", "--data", other});
  INFO(import.error);
  CHECK(import.code == 0);
  for (const char* what : {"facts", "changes", "claims", "archive"}) {
    INFO(what);
    const std::string left = exported(what, data);
    CHECK(count_of(left, "\n") >= story.size());
    CHECK((left == exported(what, other)));
  }
  const std::string table = exported("changes", data, true);
  CHECK(table.starts_with("seq,change,recorded,kind"));
  CHECK(count_of(table, "\r\n") == changes_of(data).size() + 1);
  CHECK(exported("facts", data, true).find("$4bn") != std::string::npos);
  CHECK(exported("claims", data, true).find("invest") != std::string::npos);
  CHECK(harness::pactwatch({"check", "--data", other}).code == 0);
  // Not over a ledger, and not from what is none.
  CHECK(harness::pactwatch({"import", scratch / "archive.jsonl", "--data", other}).code == 1);
  const Outcome wrong =
      harness::pactwatch({"import", "-", "--data", scratch / "x"}, "{\"recorded\":1}\n");
  CHECK(wrong.code != 0);
  CHECK(wrong.error.find("-:1") != std::string::npos);
}

TEST_CASE("other rules are tried in the shadow, then replayed, and the same rules give the same",
          "[life]") {
  const Scratch scratch;
  Server server;
  const Story story(server, 12);
  const std::string data = scratch / "d";
  const std::string rules = scratch / "rules";
  fs::copy(source_directory() / "rules", rules, fs::copy_options::recursive);
  REQUIRE(run_once(scratch, story, rules) == 0);
  const std::string before = exported("facts", data);
  const auto replay = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "replay");
    words.insert(words.end(), {"--data", data, "--rules", rules});
    return harness::pactwatch(words);
  };
  // Nothing to do, and nothing done.
  Outcome dry = replay({"--dry-run"});
  INFO(dry.error);
  CHECK(dry.code == 0);
  CHECK(dry.out.empty());
  // Without the rules for investments, every one of them would be lost.
  const fs::path file = fs::path(rules) / "events/investment.toml";
  fs::rename(file, scratch / "investment.toml");
  dry = replay({"--dry-run", "--json"});
  CHECK(dry.code == 0);
  CHECK(count_of(dry.out, "\"what\":\"lost\"") == story.size());
  CHECK(dry.error.find("12 lost") != std::string::npos);
  CHECK(exported("facts", data) == before);
  for (const fs::directory_entry& entry : fs::directory_iterator(data))
    CHECK(entry.path().string().find("replay") == std::string::npos);
  CHECK(replay({"--dry-run"}).out.find("investment") != std::string::npos);
  CHECK(replay({"--dry-run", "--since", "2100-01-01"}).error.find("0 articles") !=
        std::string::npos);

  // For good: retracted because of the rules, and told nobody who did not ask.
  CHECK(replay({}).code == 0);
  const auto state = [&] {
    return harness::pactwatch({"state", story.investor(3), story.investee(3), "--data", data}).out;
  };
  CHECK(state().find("$4bn") == std::string::npos);
  CHECK(replay({}).code == 0);  // once is enough
  fs::rename(scratch / "investment.toml", file);
  CHECK(replay({}).code == 0);
  CHECK(state().find("$4bn") != std::string::npos);
  const std::size_t published = changes_of(data).size();
  const Outcome run = harness::pactwatch({"run", "--data", data, "--rules", rules, "--until-idle"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  const std::vector<json> changes = changes_of(data);
  REQUIRE(changes.size() > published);
  for (std::size_t i = published; i < changes.size(); ++i) CHECK(changes[i]["cause"] == "rules");
  CHECK(harness::pactwatch({"check", "--data", data}).code == 0);

  // From the archive alone, twice.
  CHECK(replay({"--into", scratch / "one"}).code == 0);
  CHECK(replay({"--into", scratch / "two"}).code == 0);
  for (const char* what : {"facts", "changes"})
    CHECK((exported(what, scratch / "one") == exported(what, scratch / "two")));
  CHECK(replay({"--into", scratch / "two"}).code == 1);
}
