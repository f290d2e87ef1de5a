// Files of every earlier schema version, as the programs of their time left them: dumps of what
// they made of the first articles of the demo newsroom.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "store/life.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "tests/store/scratch.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

class OldFile {
 public:
  explicit OldFile(const std::string& dump) {
    file_ = (fs::temp_directory_path() / ("pactwatch-old-" + std::to_string(::getpid()) + ".db"))
                .string();
    fs::remove(file_);
    std::ifstream in(fs::path(PACTWATCH_TEST_RULES) / "../tests/store" / dump);
    std::ostringstream sql;
    sql << in.rdbuf();
    REQUIRE(sql.str().size() > 1000);
    Result<Database> db = Database::open(file_, Database::Mode::read_write);
    REQUIRE(db);
    const Status filled = db->execute("PRAGMA foreign_keys=OFF;" + sql.str());
    if (!filled) FAIL(to_string(filled.error()));
  }
  ~OldFile() {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_ + end);
  }
  const std::string& file() const { return file_; }

 private:
  std::string file_;
};

std::vector<std::string> column(const std::string& file, const std::string& sql) {
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  REQUIRE(db);
  Result<Statement> query = db->prepare(sql);
  if (!query) FAIL(to_string(query.error()));
  std::vector<std::string> out;
  REQUIRE(query->each([&](const Statement& row) { out.push_back(row.text(0)); }));
  return out;
}

const FactView* find(const std::vector<FactView>& facts, const std::string& term, double amount) {
  for (const FactView& fact : facts)
    if (fact.term == term && fact.value.amount && fact.value.amount->value == amount) return &fact;
  return nullptr;
}

// An article that was never read before.
Reading investment_of(double dollars, const std::string& published) {
  Event event;
  event.type = "investment";
  event.roles = {{"investor", {"Microsoft"}}, {"investee", {"OpenAI"}}};
  event.amount = Money{dollars, {}, "USD", Bound::exact};
  event.stage = "announced";
  Reading reading;
  reading.article.url = "https://new.example/1";
  reading.article.id = article_id(reading.article.url);
  reading.article.outlet = "New Outlet";
  reading.article.published = published;
  reading.article.text = "Microsoft invests.";
  reading.article.content_hash = content_hash("", reading.article.text);
  reading.events = {event};
  reading.rules = "r2";
  return reading;
}

}  // namespace

TEST_CASE("a file of schema version 1 is brought up to date and goes on") {
  const OldFile old("ledger-v1.sql");
  std::vector<std::string> numbered;
  {
    Result<Database> db = Database::open(old.file(), Database::Mode::read_write);
    REQUIRE(db);
    Result<Statement> query = db->prepare("SELECT id FROM change ORDER BY published_seq");
    REQUIRE(query);
    while (*query->step()) numbered.push_back(query->text(0));
  }
  REQUIRE(numbered.size() == 14);
  // Who only reads is told what to do.
  const Result<std::unique_ptr<Ledger>> reading = open_ledger_read_only(old.file());
  REQUIRE_FALSE(reading);
  CHECK(reading.error().hint.find("brings it up to date") != std::string::npos);

  Result<std::unique_ptr<Ledger>> opened = open_ledger(old.file(), testing::terms_file());
  if (!opened) FAIL(to_string(opened.error()));
  Ledger& ledger = **opened;
  // Every number that was published stays what it was.
  REQUIRE(ledger.number_changes(1000));
  Result<std::vector<Change>> changes = ledger.changes_since(0, 1000);
  REQUIRE(changes->size() >= numbered.size());
  for (std::size_t i = 0; i < numbered.size(); ++i) CHECK((*changes)[i].id == numbered[i]);
  for (std::size_t i = numbered.size(); i < changes->size(); ++i)
    CHECK((*changes)[i].cause == "rules");

  Result<std::vector<FactView>> state =
      ledger.state({"OpenAI", "Microsoft"}, {}, "", system_clock().now());
  REQUIRE(state);
  const FactView* invested = find(*state, "investment", 1e9);
  REQUIRE(invested != nullptr);
  CHECK_FALSE(invested->claims.empty());
  const FactView* talked = find(*state, "investment", 10e9);
  REQUIRE(talked != nullptr);
  const std::string fact = talked->id;

  // A value that version 1 kept as a version of one fact is a fact of its own.
  Result<std::vector<FactView>> worth = ledger.state({"OpenAI"}, {}, "2024-06-01", UtcTime{0});
  REQUIRE(worth);
  CHECK(find(*worth, "valuation", 29e9) != nullptr);

  // The record goes on where it was.
  Reading reading_one = investment_of(10e9, "2023-01-23");
  reading_one.events.front().attribution = "Microsoft";
  REQUIRE(ledger.record({reading_one}, system_clock().now()));
  Result<std::vector<Change>> more = ledger.number_changes(10);
  REQUIRE(more);
  REQUIRE(more->size() == 1);
  CHECK(more->front().fact == fact);
  CHECK(more->front().kind == "confirmed");
}

TEST_CASE("a file of schema version 2 is brought up to date and tells the same") {
  const OldFile old("ledger-v2.sql");
  Result<std::unique_ptr<Ledger>> opened = open_ledger(old.file(), testing::terms_file());
  if (!opened) FAIL(to_string(opened.error()));
  Ledger& ledger = **opened;
  const UtcTime now = system_clock().now();
  // By the name that a judgement gives it, in any case; and each party for itself.
  CHECK(ledger.state({"open ai", "microsoft"}, {}, "", now)->size() == 6);
  CHECK(ledger.state({"OpenAI"}, {}, "", now)->size() >= 2);
  CHECK(ledger.state({"Microsoft", "Calyra Therapeutics"}, {}, "", now)->empty());
  CHECK(ledger.party("OpenAI")->relationships.size() >= 1);
  CHECK(ledger.party_names()->size() >= 4);
  CHECK_FALSE(ledger.claims({"OpenAI"}, 10)->empty());
  const Result<std::vector<Fault>> faults = check_ledger(old.file(), 5);
  REQUIRE(faults);
  for (const Fault& fault : *faults) UNSCOPED_INFO(fault.rule << ": " << fault.what);
  CHECK(faults->empty());
}

TEST_CASE("a file of any schema version since 2 keeps its numbers, facts, steps and claims") {
  for (const char* dump : {"ledger-v2.sql", "ledger-v3.sql", "ledger-v4.sql"}) {
    INFO(dump);
    const OldFile old(dump);
    const std::vector<std::string> changes = column(
        old.file(),
        "SELECT published_seq || ' ' || prev_seq || ' ' || id || ' ' || fact || ' ' || body FROM "
        "change WHERE published_seq IS NOT NULL ORDER BY published_seq");
    const std::vector<std::string> claims = column(old.file(), "SELECT id FROM claim ORDER BY id");
    // Of each fact the last version: its number, and how it came about, by which claims.
    const std::vector<std::string> facts = column(
        old.file(),
        "SELECT fact || ' ' || max(version) || ' ' || status || (SELECT coalesce(group_concat(' ' "
        "|| json_extract(value, '$.at') || ' ' || json_extract(value, '$.claim'), ''), '') FROM "
        "json_each(steps)) FROM fact_version GROUP BY fact ORDER BY fact");
    const std::vector<std::string> standing =
        column(old.file(), "SELECT fact || ' ' || claim FROM backing WHERE until = 0 ORDER BY 1");
    REQUIRE(changes.size() >= 5);
    REQUIRE(claims.size() >= 5);
    REQUIRE(facts.size() >= 5);

    Result<std::unique_ptr<Ledger>> opened = open_ledger(old.file(), testing::terms_file());
    if (!opened) FAIL(to_string(opened.error()));
    Ledger& ledger = **opened;
    std::vector<std::string> now;
    const Result<std::vector<Change>> published = ledger.changes_since(0, 1000);
    REQUIRE(published);
    for (const Change& c : *published)
      now.push_back(std::to_string(c.seq) + " " + std::to_string(c.prev_seq) + " " + c.id + " " +
                    c.fact + " " + c.body);
    CHECK((now == changes));

    now.clear();
    const Result<std::vector<ClaimView>> kept = ledger.claims_after(0, 1000);
    REQUIRE(kept);
    for (const ClaimView& claim : *kept) now.push_back(claim.id);
    std::sort(now.begin(), now.end());
    CHECK((now == claims));

    now.clear();
    std::vector<std::string> behind;
    const Result<std::vector<std::string>> ids = ledger.fact_ids({});
    REQUIRE(ids);
    for (const std::string& id : *ids) {
      const Result<std::vector<FactView>> history = ledger.fact_history(id);
      REQUIRE(history);
      const FactView& last = history->back();
      std::string line = id + " " + std::to_string(history->size()) + " " + last.status;
      for (const Step& step : last.steps) line += " " + step.at + " " + step.claim;
      now.push_back(line);
      for (const ClaimView& claim : last.claims)
        if (!claim.withdrawn) behind.push_back(id + " " + claim.id);
    }
    CHECK((now == facts));
    std::sort(behind.begin(), behind.end());
    CHECK((behind == standing));

    // The record goes on where it was: a pair that is known, and another number for its topic.
    const Reading reading = investment_of(77e9, "2026-01-23");
    REQUIRE(ledger.record({reading}, system_clock().now()));
    REQUIRE(ledger.number_changes(100));
    CHECK(*ledger.last_seq() > static_cast<std::int64_t>(changes.size()));
    const Result<std::vector<Fault>> faults = check_ledger(old.file(), 5);
    REQUIRE(faults);
    for (const Fault& fault : *faults) UNSCOPED_INFO(fault.rule << ": " << fault.what);
    CHECK(faults->empty());
  }
}

TEST_CASE("a file of a newer program is left alone") {
  testing::ScratchLedger scratch;
  scratch.ledger.reset();
  {
    Result<Database> db = Database::open(scratch.file(), Database::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute("PRAGMA user_version=" + std::to_string(kSchemaVersion + 1)));
  }
  const Result<std::unique_ptr<Ledger>> opened = open_ledger(scratch.file(), testing::terms_file());
  REQUIRE_FALSE(opened);
  CHECK(opened.error().hint.find("newer pactwatch") != std::string::npos);
}

}  // namespace pactwatch
