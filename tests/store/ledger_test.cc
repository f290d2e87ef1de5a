// The ledger's stories: events in, facts and changes out. One conformance suite for any engine.

#include <filesystem>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "store/frontier.h"
#include "store/ledger.h"
#include "tests/catch.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

const fs::path kTerms = fs::path(PACTWATCH_TEST_RULES) / "terms.toml";

// A ledger in a file of its own that goes away with it.
class Scratch {
 public:
  Scratch() {
    static int count = 0;
    file_ = fs::temp_directory_path() / ("pactwatch-ledger-" + std::to_string(::getpid()) + "-" +
                                         std::to_string(++count) + ".db");
    fs::remove(file_);
    Result<std::unique_ptr<Ledger>> opened = open_ledger(file_.string(), kTerms);
    REQUIRE(opened);
    ledger = std::move(*opened);
  }
  ~Scratch() {
    ledger.reset();
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_.string() + end);
  }
  std::string file() const { return file_.string(); }

  void tell(const std::string& url, const std::string& outlet, const std::string& published,
            std::vector<Event> events, const std::string& text = "A story.") {
    Reading reading;
    reading.article.url = url;
    reading.article.id = article_id(url);
    reading.article.outlet = outlet;
    reading.article.published = published;
    reading.article.text = text + " " + outlet + " " + published;
    reading.article.content_hash = content_hash("", reading.article.text);
    reading.events = std::move(events);
    reading.rules = "r1";
    clock += 1000;
    const Status status = ledger->record({reading}, UtcTime{clock});
    if (!status) FAIL(to_string(status.error()));
  }

  // "kind term" of each change from `seq` on.
  std::vector<std::string> changes(std::int64_t seq = 0) {
    REQUIRE(ledger->number_changes(1000));
    Result<std::vector<Change>> rows = ledger->changes_since(seq, 1000);
    REQUIRE(rows);
    std::vector<std::string> out;
    for (const Change& change : *rows) {
      const nlohmann::json body = nlohmann::json::parse(change_json(change));
      out.push_back(change.kind + " " + body["term"].get<std::string>());
    }
    return out;
  }

  UtcTime now() const { return UtcTime{clock}; }

  std::unique_ptr<Ledger> ledger;
  std::int64_t clock = 1'700'000'000'000;

 private:
  fs::path file_;
};

Event cap(double billions, Modality modality = Modality::reported,
          const std::string& attribution = "The Information") {
  Event event;
  event.type = "revenue_share";
  event.roles = {{"payer", {"OpenAI"}}, {"payee", {"Microsoft"}}};
  event.amount = Money{billions * 1e9, {}, "USD", Bound::exact};
  event.stage = "amended";
  event.modality = modality;
  event.attribution = attribution;
  return event;
}

Event investment(double billions, const std::string& when, Bound bound = Bound::exact) {
  Event event;
  event.type = "investment";
  event.roles = {{"investor", {"Microsoft"}}, {"investee", {"OpenAI"}}};
  event.amount = Money{billions * 1e9, {}, "USD", bound};
  event.stage = "completed";
  event.when = when;
  return event;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a first claim makes a fact and a change") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  CHECK(s.changes() == Strings{"new revenue_share.cap"});
  Result<std::vector<FactView>> state = s.ledger->state({"openai", "Microsoft"}, {}, "", s.now());
  REQUIRE(state);
  REQUIRE(state->size() == 1);
  CHECK(state->front().status == "reported");
  CHECK(state->front().value.amount->value == 38e9);
  CHECK(state->front().claims.front().attribution == "The Information");
}

TEST_CASE("recording twice changes nothing") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  CHECK(s.changes() == Strings{"new revenue_share.cap"});
}

TEST_CASE("an article seen before keeps no snapshot that bars the next from being written") {
  Scratch s;
  s.tell("https://a.example/1", "A", "2026-05-11", {cap(38)});
  s.tell("https://a.example/1", "A", "2026-05-11", {cap(38)});
  Result<std::unique_ptr<Frontier>> other = open_frontier(s.file());
  REQUIRE(other);
  REQUIRE((*other)->add_feed("http://127.0.0.1/feed", UtcTime{0}));
  s.tell("https://a.example/2", "A", "2026-05-12", {cap(39)});
}

TEST_CASE("forty outlets that credit one source are one origin") {
  Scratch s;
  for (int i = 0; i < 40; ++i)
    s.tell("https://a/" + std::to_string(i), "Outlet " + std::to_string(i), "2026-05-12",
           {cap(38)});
  CHECK(s.changes() == Strings{"new revenue_share.cap"});
}

TEST_CASE("independent origins corroborate at marks") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  s.tell("https://b/1", "Post", "2026-05-13", {cap(38, Modality::reported, "Reuters")});
  s.tell("https://c/1", "Times", "2026-05-14", {cap(38, Modality::reported, "Bloomberg")});
  s.tell("https://d/1", "Echo", "2026-05-15", {cap(38, Modality::reported, "Echo")});
  CHECK(s.changes() == Strings{"new revenue_share.cap", "corroborated revenue_share.cap",
                               "corroborated revenue_share.cap"});
}

TEST_CASE("a rumour is confirmed, a report denied") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  s.tell("https://b/1", "Post", "2026-05-20", {cap(38, Modality::confirmed, "OpenAI")});
  s.tell("https://c/1", "Times", "2026-05-21", {cap(38, Modality::denied, "Microsoft")});
  CHECK(s.changes() == Strings{"new revenue_share.cap", "confirmed revenue_share.cap",
                               "denied revenue_share.cap"});
}

TEST_CASE("a later value supersedes, an earlier one is history") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  s.tell("https://b/1", "Post", "2026-08-01", {cap(45)});
  s.tell("https://c/1", "Times", "2026-01-01", {cap(30)});
  CHECK(s.changes() == Strings{"new revenue_share.cap", "value_changed revenue_share.cap"});
  Result<std::vector<FactView>> now = s.ledger->state({"OpenAI", "Microsoft"}, {}, "", s.now());
  REQUIRE(now->size() == 1);
  CHECK(now->front().value.amount->value == 45e9);
  CHECK(s.ledger->timeline({"OpenAI"}, {})->size() == 3);
}

TEST_CASE("two origins that disagree on a day contradict each other") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  s.tell("https://b/1", "Post", "2026-05-12", {cap(50, Modality::reported, "Reuters")});
  CHECK(s.changes() == Strings{"new revenue_share.cap", "contradicted revenue_share.cap"});
}

TEST_CASE("investments accumulate, bounds agree, the past alerts nobody") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2023-01-23", {investment(10, "2023-01")});
  s.tell("https://a/2", "Herald", "2023-02-23", {investment(1, "2019")});
  s.tell("https://a/3", "Post", "2023-11-23", {investment(13, "", Bound::min)});
  s.tell("https://a/4", "Times", "2025-11-23", {investment(13.75, "")});
  CHECK(s.changes() == Strings{"new investment", "new investment", "corroborated investment"});
  // The past fills the record, too.
  Result<std::vector<FactView>> state = s.ledger->state({"OpenAI", "Microsoft"}, {}, "", s.now());
  REQUIRE(state->size() == 3);
  CHECK(state->front().value.amount->value == 13.75e9);
  CHECK(state->back().value.amount->value == 10e9);
  CHECK(s.ledger->state({"OpenAI", "Microsoft"}, {}, "2020", s.now())->size() >= 1);
}

TEST_CASE("a corrected article takes back what it no longer says") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38), investment(13, "")}, "First version.");
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(39)}, "Second version.");
  CHECK(s.changes() == Strings{"new revenue_share.cap", "new investment",
                               "value_changed revenue_share.cap", "retracted investment"});
  CHECK(s.ledger->state({"OpenAI", "Microsoft"}, {}, "", s.now())->size() == 1);
}

TEST_CASE("what was known then does not change") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38)});
  const UtcTime then{s.clock};
  s.tell("https://b/1", "Post", "2026-08-01", {cap(45)});
  Result<std::vector<FactView>> past = s.ledger->state({"OpenAI", "Microsoft"}, then, "", s.now());
  REQUIRE(past->size() == 1);
  CHECK(past->front().value.amount->value == 38e9);
}

TEST_CASE("numbers have no gap, name the previous of their topic and stay") {
  Scratch s;
  s.tell("https://a/1", "Herald", "2026-05-12", {cap(38), investment(13, "")});
  REQUIRE(s.ledger->number_changes(1)->size() == 1);
  s.tell("https://b/1", "Post", "2026-08-01", {cap(45)});
  s.tell("https://c/1", "Post", "2026-09-01", {cap(50)});
  REQUIRE(s.ledger->number_changes(100)->size() == 3);
  Result<std::vector<Change>> all = s.ledger->changes_since(0, 100);
  REQUIRE(all->size() == 4);
  for (std::size_t i = 0; i < all->size(); ++i)
    CHECK((*all)[i].seq == static_cast<std::int64_t>(i + 1));
  CHECK((*all)[3].topic == "change.microsoft~openai.value_changed");
  CHECK((*all)[3].prev_seq == 3);
  CHECK(s.ledger->number_changes(100)->empty());
}

TEST_CASE("the item of a reading is done in the same transaction") {
  Scratch s;
  Result<std::unique_ptr<Frontier>> frontier = open_frontier(s.file());
  REQUIRE(frontier);
  const std::int64_t feed = *(*frontier)->add_feed("https://a/feed", UtcTime{1});
  PollOutcome outcome;
  outcome.feed = feed;
  outcome.items.push_back({"guid-1", "https://a/1", "T", "", "2026-05-12", "", "f1"});
  CHECK(*(*frontier)->record_poll(outcome) == 1);
  CHECK(*(*frontier)->record_poll(outcome) == 0);
  const std::vector<PendingItem> items = *(*frontier)->lease_items(UtcTime{5}, UtcTime{100}, 10);
  REQUIRE(items.size() == 1);
  CHECK((*frontier)->lease_items(UtcTime{6}, UtcTime{100}, 10)->empty());
  CHECK((*frontier)->lease_items(UtcTime{101}, UtcTime{200}, 10)->size() == 1);
  Reading reading;
  reading.item = items[0].id;
  reading.article.id = article_id("https://a/1");
  REQUIRE(s.ledger->record({reading}, UtcTime{7}));
  CHECK(*(*frontier)->pending_items() == 0);
  outcome.items[0].fingerprint = "f2";  // the outlet edits the story: it is read again
  CHECK(*(*frontier)->record_poll(outcome) == 1);
  CHECK(*(*frontier)->pending_items() == 1);
}

}  // namespace pactwatch
