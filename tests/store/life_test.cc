// A ledger over the years: copied, restored, looked over, and found damaged when it is.

#include "store/life.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "store/deliveries.h"
#include "store/sqlite.h"
#include "tests/store/scratch.h"
#include "tests/support/scratch_directory.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;
using testing::ScratchLedger;

constexpr std::int64_t kStart = 1'700'000'000'000;

Event stake(double percent) {
  Event event;
  event.type = "stake";
  event.roles = {{"holder", {"Norvane"}}, {"company", {"Calyra"}}};
  event.percent = percent;
  event.stage = "held";
  event.modality = Modality::reported;
  event.span = {0, 10};
  return event;
}

void tell(Ledger& ledger, const std::string& page, std::vector<Event> events, std::int64_t time,
          const std::string& words = "Says this.") {
  Reading reading;
  reading.article.url = "https://herald.example/" + page;
  reading.article.id = article_id(reading.article.url);
  reading.article.outlet = "Herald " + page;
  reading.article.published = "2026-05-12";
  reading.article.text = page + " " + words;
  reading.article.content_hash = content_hash("", reading.article.text);
  reading.rules = "r1";
  reading.events = std::move(events);
  const Status status = ledger.record({reading}, UtcTime{time});
  if (!status) FAIL(to_string(status.error()));
}

// A small history with a correction, an article that says nothing, and a delivery.
void fill(ScratchLedger& scratch) {
  Ledger& ledger = *scratch.ledger;
  tell(ledger, "a", {stake(8)}, kStart);
  tell(ledger, "b", {stake(8)}, kStart + 1000);
  tell(ledger, "c", {}, kStart + 2000);
  tell(ledger, "d", {stake(20)}, kStart + 3000);
  tell(ledger, "d", {}, kStart + 4000, "Says it no more.");
  Event other = stake(5);
  other.roles["company"] = {"Tessera"};
  tell(ledger, "e", {other}, kStart + 5000);
  REQUIRE(ledger.number_changes(100)->size() >= 3);
  Result<std::unique_ptr<Deliveries>> deliveries = open_deliveries(scratch.file());
  REQUIRE(deliveries);
  const Change first = ledger.changes_since(0, 1)->front();
  REQUIRE((*deliveries)
              ->advance("desk", 1, {{"t", UtcTime{kStart}, first.seq, first.id, first.fact}},
                        UtcTime{kStart}));
}

std::set<std::string> broken(const std::string& file) {
  const Result<std::vector<Fault>> faults = check_ledger(file, 5);
  if (!faults) FAIL(to_string(faults.error()));
  std::set<std::string> out;
  for (const Fault& fault : *faults) out.insert(fault.rule);
  return out;
}

}  // namespace

TEST_CASE("a ledger in order has no fault, and each kind of damage is named") {
  struct Damage {
    const char* sql;
    const char* rule;
  };
  const Damage damages[] = {
      {"UPDATE change SET published_seq = 99 WHERE published_seq = 2",
       "published numbers begin with 1 and have no gap"},
      {"UPDATE change SET row = 1000 WHERE published_seq = 1",
       "changes are numbered in the order of recording"},
      {"UPDATE change SET prev_seq = 77 WHERE published_seq = 3",
       "a change names the one before it of its topic"},
      {"UPDATE change SET version = 55 WHERE published_seq = 1",
       "a change rests on a version of its fact"},
      {"UPDATE change SET body = '{' WHERE published_seq = 1",
       "a change is JSON with the claims that caused it"},
      {"DELETE FROM fact_version WHERE version = 1",
       "versions of a fact count from 1 and are recorded one after the other"},
      {"DELETE FROM slot", "a fact has a version and a slot"},
      {"UPDATE backing SET until = 1 WHERE until = 0",
       "what is held rests on a claim that stands, what is retracted on none"},
      {"UPDATE telling SET until = 1 WHERE until = 0",
       "a claim that stands behind a fact is told in the fact's slot"},
      {"DELETE FROM claim", "every reference leads somewhere"},
      {"DELETE FROM article WHERE seq = 1",
       "a claim has its article, with the revision that said it"},
      {"UPDATE article SET text = x'' WHERE seq = 1",
       "an article that claims were read from keeps its text"},
      {"UPDATE article SET text = (SELECT text FROM article WHERE seq = 2) WHERE seq = 1",
       "a text is the one that was read"},
      {"UPDATE article SET revision = 7 WHERE seq = 3", "revisions of an article count from 1"},
      {"INSERT INTO claim SELECT row + 1000, id, article, type, told, outlet, credit, recorded, "
       "event, sentence FROM claim WHERE row = 1",
       "an article tells a claim once"},
      {"DELETE FROM relationship_party", "who is in a relationship finds it"},
      {"UPDATE topic SET last_seq = 0", "the last number of each topic is known"},
      {"UPDATE delivery_change SET seq = 40", "what was delivered was published before"},
  };
  ScratchLedger scratch;
  fill(scratch);
  CHECK(broken(scratch.file()).empty());
  const test_support::ScratchDirectory directory;
  for (const Damage& damage : damages) {
    INFO(damage.sql);
    const std::string copy = directory / "copy.db";
    REQUIRE(back_up(scratch.file(), copy));
    {
      Result<Database> db = Database::open(copy, Database::Mode::read_write);
      REQUIRE(db);
      const Status done = db->execute(std::string("PRAGMA foreign_keys=OFF;") + damage.sql);
      if (!done) FAIL(to_string(done.error()));
    }
    CHECK(broken(copy).contains(damage.rule));
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(copy + end);
  }
}

TEST_CASE("a backup is whole, comes back with another epoch, and what was there is kept") {
  ScratchLedger scratch;
  fill(scratch);
  const test_support::ScratchDirectory directory;
  const std::string copy = directory / "copy.db";
  REQUIRE(back_up(scratch.file(), copy));
  CHECK(back_up(scratch.file(), copy).error().code == ErrorCode::conflict);
  CHECK_FALSE(fs::exists(copy + ".new"));
  const std::string place = directory / "pactwatch.db";
  const Result<std::string> first = restore(copy, place, UtcTime{kStart});
  REQUIRE(first);
  CHECK(first->empty());
  Result<std::unique_ptr<Ledger>> restored = open_ledger(place, testing::terms_file());
  REQUIRE(restored);
  CHECK(*(*restored)->epoch() != *scratch.ledger->epoch());
  CHECK(*(*restored)->last_seq() == *scratch.ledger->last_seq());
  tell(**restored, "later", {stake(30)}, kStart + 9000);
  CHECK(broken(place).empty());
  restored->reset();
  const Result<std::string> second = restore(copy, place, UtcTime{kStart});
  REQUIRE(second);
  CHECK(fs::exists(*second));
  CHECK(broken(place).empty());
  // What is no ledger is not put in the place of one.
  const std::string damaged = directory / "damaged.db";
  fs::copy_file(copy, damaged);
  fs::resize_file(damaged, fs::file_size(damaged) / 2);
  CHECK_FALSE(restore(damaged, place, UtcTime{kStart}));
  CHECK(broken(place).empty());
  CHECK_FALSE(restore(directory / "nowhere.db", place, UtcTime{kStart}));
}

TEST_CASE("retention drops no text that a claim rests on") {
  ScratchLedger scratch;
  fill(scratch);
  CHECK(drop_empty_texts(scratch.file(), UtcTime{kStart + 2000}, 0)->texts == 0);
  CHECK(drop_empty_texts(scratch.file(), UtcTime{kStart + 100'000}, 0)->texts == 1);
  CHECK(drop_empty_texts(scratch.file(), UtcTime{kStart + 100'000}, 0)->texts == 0);
  CHECK(broken(scratch.file()).empty());
  Result<std::vector<StoredArticle>> archive = scratch.ledger->archive(0, 100);
  REQUIRE(archive->size() == 6);
  for (const StoredArticle& stored : *archive)
    CHECK(stored.kept == (stored.article.outlet != "Herald c"));
}

TEST_CASE("the archive tells what each revision said") {
  ScratchLedger scratch;
  fill(scratch);
  Result<std::vector<StoredArticle>> archive = scratch.ledger->archive(0, 100);
  REQUIRE(archive->size() == 6);
  const std::size_t said[] = {1, 1, 0, 1, 0, 1};
  for (std::size_t i = 0; i < 6; ++i) {
    INFO(i);
    CHECK(scratch.ledger->said_by((*archive)[i])->size() == said[i]);
  }
  CHECK_FALSE((*archive)[3].latest);
  CHECK(scratch.ledger->archive(3, 100)->size() == 3);
  CHECK(scratch.ledger->claims_after(0, 100)->size() == 4);
  const std::size_t facts = scratch.ledger->fact_ids({})->size();
  CHECK(facts == 3);
  CHECK(scratch.ledger->fact_ids(UtcTime{kStart + 5000})->size() == 1);
}

}  // namespace pactwatch
