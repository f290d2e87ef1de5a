// kill -9 at every named point of an article's way (core/fault.h), and at random moments: whatever
// was under way, the next life of the daemon ends with the facts, the numbers and the messages of
// one that was left in peace.

#include <map>
#include <random>
#include <set>

#include "core/fault.h"
#include "tests/program/invariants.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

constexpr std::size_t kArticles = 6;

// Starts the daemon with a wish for `fault`, makes it pass the point, and waits until it is killed
// there. How often some points are passed depends on how articles come together in groups: a later
// pass than there is ends with `all_done`, by a kill then. True when it was killed at the point.
bool crash_at(const std::string& point, int nth, const std::string& configuration,
              const std::function<bool()>& all_done) {
  Process run({"/usr/bin/env", "PACTWATCH_FAULT=" + point + ":" + std::to_string(nth), binary(),
               "run", "--config", configuration});
  const bool by_reload = point.starts_with("reload.");
  const bool by_stop = point.starts_with("stop.");
  if (by_reload || by_stop) {
    CHECK(eventually([&] { return run.error().find("ledger in") != std::string::npos; }));
    run.signal(by_reload ? SIGHUP : SIGTERM);
  }
  bool there = true;
  if (nth > 1) {
    CHECK(eventually([&] { return run.finished(0ms) || all_done(); }, 60s));
    there = run.finished(0ms);
    if (!there) run.signal(SIGKILL);
  }
  INFO("killed at " << point << " " << nth << "; it had said:\n" << run.error());
  CHECK(run.exit_code() == 128 + SIGKILL);
  return there;
}

// How often each change was told to the command, by its number.
std::map<std::int64_t, int> changes_told(const std::string& file) {
  std::map<std::int64_t, int> out;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json message = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (message.is_discarded()) continue;  // it is being written
    for (const nlohmann::json& change : message["data"]["changes"])
      ++out[change["seq"].get<std::int64_t>()];
  }
  return out;
}

// A subscriber that lives through it, and the next life of the daemon. True when it was killed at
// the point.
bool crash_and_recover(const Scratch& scratch, const Story& story, const std::string& point,
                       int nth, const std::vector<nlohmann::json>& expected) {
  CAPTURE(point, nth);
  const std::string name = point + "-" + std::to_string(nth);
  // And somebody who is told of every change by a command.
  const std::string told = scratch / (name + ".told");
  const std::string configuration = one_by_one(
      scratch, name, story.feed(), "",
      "[[alert]]\nname = \"desk\"\ncommand = \"cat >> " + told + "; echo >> " + told + "\"\n");
  Process watch({binary(), "watch", "--data", scratch / name, "--json"});
  const bool there = crash_at(point, nth, configuration,
                              [&] { return changes_told(told).size() == expected.size(); });
  if (point != "migrate.step") check_ledger(scratch / name);
  Process run({binary(), "run", "--config", configuration});
  CHECK(eventually([&] { return run.error().find("ledger in") != std::string::npos; }));
  CHECK(eventually([&] { return count_of(watch.out(), "\n") == expected.size(); }));
  CHECK(eventually([&] { return changes_told(told).size() == expected.size(); }));
  run.signal(SIGTERM);
  CHECK(run.exit_code() == 0);
  check_finished(scratch / name);
  CHECK(timeless_changes(scratch / name) == expected);
  // Twice only where it was killed between the sending and the note of it: there, or anywhere else
  // while an alert of earlier articles was on its way.
  const bool on_its_way = nth > 1 || point == "sink.sent" || point == "sink.noted";
  for (const auto& [change, times] : changes_told(told)) CHECK(times <= (on_its_way ? 2 : 1));
  std::set<std::string> ids;
  std::istringstream lines(watch.out());
  for (std::string line; std::getline(lines, line);)
    ids.insert(nlohmann::json::parse(line)["id"].get<std::string>());
  CHECK(ids.size() == expected.size());
  return there;
}

std::vector<nlohmann::json> left_in_peace(const Scratch& scratch, const Story& story) {
  const std::string configuration = one_by_one(scratch, "peace", story.feed());
  REQUIRE(pactwatch({"run", "--config", configuration, "--until-idle"}).code == 0);
  check_finished(scratch / "peace");
  return timeless_changes(scratch / "peace");
}

// Points that are passed once in a life: so few articles are leased at once.
bool once(const std::string& point) {
  for (const char* prefix : {"migrate.", "start.", "poll.", "lease.", "reload.", "stop."})
    if (point.starts_with(prefix)) return true;
  return false;
}

// Before, in and after each commit, and around each sending.
bool is_near_a_commit(std::string_view point) {
  return point.ends_with("written") || point.ends_with("committed") || point.ends_with("sent") ||
         point.ends_with("step") || point.ends_with("collected");
}

void crash_everywhere(const std::vector<int>& passes, bool only_commits) {
  const Scratch scratch;
  Server server;
  const Story story(server, kArticles);
  const std::vector<nlohmann::json> expected = left_in_peace(scratch, story);
  REQUIRE(expected.size() >= kArticles);
  int crashes = 0;
  for (const std::string_view point : pactwatch::fault_points()) {
    if (point.starts_with("backup.") || point.starts_with("restore.")) continue;  // not its life
    if (only_commits && !is_near_a_commit(point)) continue;
    for (const int nth : passes) {
      if (nth > 1 && once(std::string(point))) continue;
      crashes +=
          static_cast<int>(crash_and_recover(scratch, story, std::string(point), nth, expected));
    }
  }
  WARN(crashes << " crashes survived");
}

}  // namespace

TEST_CASE(
    "a crash around any commit or sending loses nothing, doubles nothing and renumbers nothing",
    "[crash]") {
  crash_everywhere({1}, /*only_commits=*/true);
}

TEST_CASE("a crash in a backup leaves a whole backup or none, and the ledger as it was",
          "[crash]") {
  const Scratch scratch;
  Server server;
  const Story story(server, kArticles);
  const std::vector<nlohmann::json> expected = left_in_peace(scratch, story);
  const std::string backup = scratch / "backup.db";
  Process killed({"/usr/bin/env", "PACTWATCH_FAULT=backup.copied", binary(), "backup", backup,
                  "--data", scratch / "peace"});
  CHECK(killed.exit_code() == 128 + SIGKILL);
  CHECK_FALSE(fs::exists(backup));
  check_finished(scratch / "peace");
  CHECK(pactwatch({"backup", backup, "--data", scratch / "peace"}).code == 0);
  CHECK(pactwatch({"restore", backup, "--data", scratch / "again"}).code == 0);
  check_finished(scratch / "again");
  CHECK(timeless_changes(scratch / "again") == expected);
}

TEST_CASE("a crash in a restore leaves the old ledger or the new one, whole", "[crash]") {
  const Scratch scratch;
  Server server;
  const Story story(server, kArticles);
  const std::string file = one_by_one(scratch, "d", story.feed(), "every = \"200ms\"\n");
  REQUIRE(pactwatch({"run", "--config", file, "--until-idle"}).code == 0);
  const std::vector<nlohmann::json> old = timeless_changes(scratch / "d");
  const std::string backup = scratch / "backup.db";
  REQUIRE(pactwatch({"backup", backup, "--data", scratch / "d"}).code == 0);
  // The ledger goes on, and is killed, so that its last commits are in its log alone.
  const Story more(server, kArticles + 3);
  {
    Process run({binary(), "run", "--config", file});
    CHECK(eventually([&] { return changes_of(scratch / "d").size() >= old.size() + 3; }));
    run.signal(SIGKILL);
    CHECK(run.exit_code() == 128 + SIGKILL);
  }
  const auto copy_to = [&](const std::string& data) {
    fs::create_directories(data);
    for (const char* end : {"", "-wal"})
      fs::copy_file(scratch / "d/pactwatch.db" + end, data + "/pactwatch.db" + end);
  };
  REQUIRE(fs::file_size(scratch / "d/pactwatch.db-wal") > 0);
  copy_to(scratch / "grown");  // whoever reads it takes the log in
  const std::vector<nlohmann::json> longer = timeless_changes(scratch / "grown");
  for (const char* point : {"restore.ready", "restore.kept", "restore.placed"}) {
    for (const bool damaged : {false, true}) {
      CAPTURE(point, damaged);
      const std::string data = scratch / (std::string(point) + (damaged ? "-damaged" : ""));
      copy_to(data);
      if (damaged) write_file(data + "/pactwatch.db", std::string(4096, 'x'));
      Process killed({"/usr/bin/env", std::string("PACTWATCH_FAULT=") + point, binary(), "restore",
                      backup, "--data", data});
      CHECK(killed.exit_code() == 128 + SIGKILL);
      CHECK(fs::exists(data + "/pactwatch.db"));
      const bool placed = std::string(point) == "restore.placed";
      if (placed || !damaged) {
        check_ledger(data);
        CHECK(timeless_changes(data) == (placed ? old : longer));
      }
      CHECK(pactwatch({"restore", backup, "--data", data}).code == 0);
      check_ledger(data);
      CHECK(timeless_changes(data) == old);
      // What stood there first is kept, whole.
      std::string kept;
      for (const fs::directory_entry& entry : fs::directory_iterator(data)) {
        const std::string name = entry.path().string();
        if (name.find(".before-") != std::string::npos && !name.ends_with("-wal") &&
            (kept.empty() || name < kept))
          kept = name;
      }
      REQUIRE_FALSE(kept.empty());
      if (damaged) continue;
      const std::string again = scratch / (std::string(point) + "-kept");
      fs::create_directories(again);
      fs::copy_file(kept, again + "/pactwatch.db");
      CHECK(timeless_changes(again) == longer);
    }
  }
}

TEST_CASE("a crash in a migration leaves the old file or the new one, whole", "[crash]") {
  const Scratch scratch;
  for (const char* point : {"migrate.step", "migrate.done"}) {
    CAPTURE(point);
    const std::string data = scratch / point;
    fs::create_directories(data);
    {
      auto old =
          pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_write);
      REQUIRE(old.has_value());
      REQUIRE(old->execute("PRAGMA foreign_keys=OFF"));
      REQUIRE(old->execute(read_file(source_directory() / "tests/store/ledger-v1.sql")));
    }
    Process run(
        {"/usr/bin/env", std::string("PACTWATCH_FAULT=") + point, binary(), "run", "--data", data});
    CHECK(run.exit_code() == 128 + SIGKILL);
    {
      auto db =
          pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
      REQUIRE(db.has_value());
      const bool migrated = number(*db, "PRAGMA user_version") > 1;
      CHECK(migrated == (std::string(point) == "migrate.done"));
    }
    const std::size_t facts = count_of(pactwatch({"state", "OpenAI", "--data", data}).out, "\n");
    CHECK(pactwatch({"run", "--data", data, "--until-idle"}).code == 0);
    check_ledger(data);
    CHECK(count_of(pactwatch({"state", "OpenAI", "--data", data}).out, "\n") >= facts);
  }
}

// ./dev crash: every point, several passes, and moments that nobody chose.
TEST_CASE("a crash at the first, second or fourth pass of any point loses nothing",
          "[.][endurance][crash]") {
  crash_everywhere({1, 2, 4}, /*only_commits=*/false);
}

TEST_CASE("kill -9 at random moments under load", "[.][endurance][crash]") {
  const std::string given = environment("PACTWATCH_KILLS");
  const int wanted = given.empty() ? 200 : std::stoi(given);
  std::mt19937 random(20261125);
  std::uniform_int_distribution<int> moment(0, 400);
  int kills = 0;
  int at_work = 0;
  for (int round = 0; kills < wanted; ++round) {
    const Scratch scratch;
    Server server;
    server.delay(8ms);
    const Story story(server, 170, "/story", static_cast<std::size_t>(round));
    const std::vector<nlohmann::json> expected = left_in_peace(scratch, story);
    const std::string configuration = one_by_one(scratch, "war", story.feed());
    Process watch({binary(), "watch", "--data", scratch / "war", "--json"});
    std::size_t progress = 0;
    while (kills < wanted && progress < expected.size()) {
      Process run({binary(), "run", "--config", configuration});
      // Some while it starts, most when it is at work, however slow this machine is.
      if (kills % 5 != 0)
        CHECK(eventually([&] {
          return changes_numbered(scratch / "war") > static_cast<std::int64_t>(progress);
        }));
      std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
      run.signal(SIGKILL);
      CHECK(run.exit_code() == 128 + SIGKILL);
      ++kills;
      if (!fs::exists(scratch / "war/pactwatch.db")) continue;
      const auto version = pactwatch::Database::open(scratch / "war/pactwatch.db",
                                                     pactwatch::Database::Mode::read_only);
      REQUIRE(version.has_value());
      const std::vector<nlohmann::json> sofar = timeless_changes(scratch / "war");
      REQUIRE(sofar.size() >= progress);
      REQUIRE(sofar.size() <= expected.size());
      for (std::size_t n = 0; n < sofar.size(); ++n) REQUIRE(sofar[n] == expected[n]);
      at_work += static_cast<int>(sofar.size() > progress);
      progress = sofar.size();
    }
    Process run({binary(), "run", "--config", configuration});
    CHECK(eventually([&] { return count_of(watch.out(), "\n") == expected.size(); }, 120s));
    CHECK(eventually([&] { return run.error().find("ledger in") != std::string::npos; }));
    run.signal(SIGTERM);
    CHECK(run.exit_code() == 0);
    check_finished(scratch / "war");
    CHECK(timeless_changes(scratch / "war") == expected);
  }
  WARN(kills << " kills, " << at_work << " of them after which more was recorded than before");
}

}  // namespace harness
