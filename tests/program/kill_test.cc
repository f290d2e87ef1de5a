// Killed without warning, again and again, the daemon ends up with the same facts and the same
// numbered changes as one that was left in peace, and a subscriber sees each of them once.

#include <random>
#include <set>

#include "tests/program/invariants.h"

// Within the namespace its runner pactwatch() and the namespace of that name do not meet.
namespace harness {

namespace {

constexpr std::size_t kArticles = 170;
constexpr int kKillsAtWork = 12;  // kills after which more was recorded than before
constexpr int kMostKills = 60;

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing, doubles nothing and renumbers nothing", "[crash]") {
  const Scratch scratch;
  Server server;
  server.delay(12ms);
  const Story story(server, kArticles);

  const std::string peaceful = one_by_one(scratch, "peace", story.feed());
  CHECK(pactwatch({"run", "--config", peaceful, "--until-idle"}).code == 0);
  const std::vector<nlohmann::json> expected = timeless_changes(scratch / "peace");
  REQUIRE(expected.size() >= kArticles);

  const std::string disturbed = one_by_one(scratch, "war", story.feed());
  Process watch({binary(), "watch", "--data", scratch / "war", "--json"});
  std::mt19937 random(20260512);
  std::uniform_int_distribution<int> moment(0, 250);
  std::size_t progress = 0;
  int kills_at_work = 0;
  int kills = 0;
  for (; kills < kMostKills && kills_at_work < kKillsAtWork && progress < expected.size();
       ++kills) {
    Process run({binary(), "run", "--config", disturbed});
    // Some while it starts, most when it is at work, however slow this machine is.
    if (kills % 4 != 0)
      CHECK(eventually(
          [&] { return changes_numbered(scratch / "war") > static_cast<std::int64_t>(progress); }));
    std::this_thread::sleep_for(std::chrono::milliseconds(moment(random)));
    run.signal(SIGKILL);
    CHECK(run.exit_code() == 128 + SIGKILL);
    const std::vector<nlohmann::json> sofar = timeless_changes(scratch / "war");
    // Numbers once given out are never taken back or given to another change.
    REQUIRE(sofar.size() >= progress);
    REQUIRE(sofar.size() <= expected.size());
    for (std::size_t n = 0; n < sofar.size(); ++n) REQUIRE(sofar[n] == expected[n]);
    kills_at_work += static_cast<int>(sofar.size() > progress);
    progress = sofar.size();
  }
  CHECK(pactwatch({"run", "--config", disturbed, "--until-idle"}).code == 0);
  CHECK(timeless_changes(scratch / "war") == expected);
  WARN(kills << " kills, " << kills_at_work << " of them while changes were being recorded, at "
             << progress << " of " << expected.size() << " changes");
  CHECK(kills_at_work >= 3);

  // The same facts, too.
  for (const char* party : {"OpenAI", "Microsoft", "Tesla"}) {
    const Outcome left = pactwatch({"state", party, "--data", scratch / "peace"});
    const Outcome right = pactwatch({"state", party, "--data", scratch / "war"});
    CHECK(left.out == right.out);
  }

  // A last life of the daemon, for a subscriber that lived through all of it.
  Process run({binary(), "run", "--config", disturbed});
  CHECK(eventually([&] { return count_of(watch.out(), "\n") == expected.size(); }));
  std::set<std::string> ids;
  std::istringstream lines(watch.out());
  for (std::string line; std::getline(lines, line);)
    ids.insert(nlohmann::json::parse(line)["id"].get<std::string>());
  CHECK(ids.size() == expected.size());
}

}  // namespace harness
