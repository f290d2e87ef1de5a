// Properties that hold of every history, checked on generated ones.

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "tests/store/scratch.h"

namespace pactwatch {
namespace {

using testing::ScratchLedger;
using Lines = std::vector<std::string>;

constexpr std::int64_t kStart = 1'700'000'000'000;

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  // `count` articles, some of them revisions of or copies from earlier ones.
  std::vector<Reading> history(int count) {
    std::vector<Reading> out;
    for (int i = 0; i < count; ++i) {
      if (!out.empty() && chance(10)) {
        Reading revised = out[pick(out.size())];
        if (revised.article.modified.empty()) {
          revised.article.modified = "revised";
          revised.article.text += " Revised.";
          if (chance(50))
            revised.events = events();
          else if (!revised.events.empty())
            revised.events.pop_back();
          finish(revised);
          out.push_back(revised);
          continue;
        }
      }
      Reading reading;
      Article& article = reading.article;
      article.outlet = outlet();
      article.url = "https://" + std::to_string(pick(1000000)) + ".example/" + std::to_string(i);
      article.published = day(2022);
      if (!out.empty() && chance(20)) {
        const Reading& original = out[pick(out.size())];
        article.text = original.article.text + " " + article.outlet;
        reading.events = original.events;
      } else {
        article.text = prose();
        reading.events = events();
      }
      finish(reading);
      out.push_back(reading);
    }
    return out;
  }
  // Another order in which each page's revisions still follow each other.
  std::vector<Reading> shuffled(const std::vector<Reading>& history) {
    std::vector<Reading> out = history;
    std::shuffle(out.begin(), out.end(), random_);
    std::map<std::string, std::vector<Reading>> pages;
    for (const Reading& reading : history) pages[reading.article.id].push_back(reading);
    std::map<std::string, std::size_t> next;
    for (Reading& reading : out) {
      const std::string id = reading.article.id;
      reading = pages[id][next[id]++];
    }
    return out;
  }

 private:
  bool chance(unsigned percent) { return random_() % 100 < percent; }
  std::size_t pick(std::size_t size) { return random_() % size; }
  std::string outlet() {
    static const char* const kOutlets[] = {"Herald",          "Post", "Reuters",
                                           "The Information", "Blog", "Times"};
    return kOutlets[pick(std::size(kOutlets))];
  }
  std::string day(int first) {
    const Day day = from_serial(to_serial({first, 1, 1}) + static_cast<std::int64_t>(pick(1400)));
    return to_iso(day);
  }
  std::string prose() {
    std::string out;
    for (int i = 0; i < 80; ++i) out += "w" + std::to_string(pick(5000)) + " ";
    return out;
  }
  std::vector<Event> events() {
    std::vector<Event> out;
    const std::size_t count = 1 + pick(3);
    for (std::size_t i = 0; i < count; ++i) {
      Event event;
      switch (pick(5)) {
        case 0:
          event.type = "revenue_share";
          event.roles = {{"payer", {"Alpha"}}, {"payee", {"Beta"}}};
          event.amount = money(3);
          if (chance(20)) event.until = chance(50) ? "2030" : "2032";
          break;
        case 1:
          event.type = "investment";
          event.roles = {{"investor", {"Beta"}}, {"investee", {"Alpha"}}};
          event.amount = money(4);
          if (chance(20)) event.amount->bound = Bound::min;
          break;
        case 2:
          event.type = "lawsuit";
          event.roles = {{"plaintiff", {"Gamma"}}, {"defendant", {"Alpha"}}};
          if (chance(40)) event.amount = money(3);
          break;
        case 3:
          event.type = "stake";
          event.roles = {{"holder", {"Beta"}}, {"company", {"Alpha"}}};
          event.percent = 10.0 * static_cast<double>(1 + pick(3));
          break;
        default:
          event.type = "partnership";
          event.roles = {{"party", {"Alpha", "Alfa"}}};
          event.roles["party"][1] = chance(50) ? "Beta" : "Beta Corp";
          break;
      }
      const auto& stages = stages_of(event.type);
      event.stage = std::string(stages[pick(stages.size())]);
      event.modality = static_cast<Modality>(pick(4));
      if (chance(30)) event.when = chance(50) ? day(2015).substr(0, 4) : day(2021);
      if (chance(40)) event.attribution = chance(30) ? "two people" : outlet();
      event.span = {i * 10, i * 10 + 8};
      event.rule = "r";
      out.push_back(event);
    }
    return out;
  }
  Money money(std::size_t kinds) {
    return {1e9 * static_cast<double>(1 + pick(kinds)), std::nullopt, "USD", Bound::exact};
  }
  static void finish(Reading& reading) {
    reading.article.id = article_id(reading.article.url);
    reading.article.content_hash = content_hash("", reading.article.text);
    reading.rules = "r1";
  }

  std::mt19937 random_;
};

void tell(Ledger& ledger, const Reading& reading, std::int64_t& clock) {
  const Status status = ledger.record({reading}, UtcTime{clock += 1000});
  if (!status) FAIL(to_string(status.error()));
}

// What is held, but for the names of facts, which come from the order of arrival.
Lines view(Ledger& ledger, std::optional<UtcTime> as_of = std::nullopt) {
  Lines out;
  for (const char* party : {"Alpha", "Beta Corp"}) {
    Result<std::vector<FactView>> facts = ledger.state({party}, as_of, "", UtcTime{kStart});
    REQUIRE(facts);
    for (const FactView& fact : *facts) {
      nlohmann::json body = to_json(fact);
      std::set<std::string> claims;
      for (const ClaimView& claim : fact.claims)
        if (!claim.withdrawn) claims.insert(claim.id);
      for (const char* key : {"fact", "known_since", "version", "cause"}) body.erase(key);
      body["claims"] = claims;
      out.push_back(dump_json(body));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

Lines published(Ledger& ledger) {
  REQUIRE(ledger.number_changes(100000));
  Result<std::vector<Change>> changes = ledger.changes_since(0, 100000);
  REQUIRE(changes);
  Lines out;
  for (std::size_t i = 0; i < changes->size(); ++i) {
    CHECK((*changes)[i].seq == static_cast<std::int64_t>(i + 1));
    out.push_back(change_json((*changes)[i]));
  }
  return out;
}

}  // namespace

TEST_CASE("any order of arrival ends in the same facts", "[history]") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    Generator generator(seed);
    const std::vector<Reading> history = generator.history(40);
    ScratchLedger first;
    std::int64_t clock = kStart;
    for (const Reading& reading : history) tell(*first.ledger, reading, clock);
    const Lines expected = view(*first.ledger);
    CHECK_FALSE(expected.empty());
    for (int round = 0; round < 3; ++round) {
      ScratchLedger other;
      std::int64_t time = kStart;
      for (const Reading& reading : generator.shuffled(history)) tell(*other.ledger, reading, time);
      const Lines got = view(*other.ledger);
      for (const std::string& line : got)
        if (std::find(expected.begin(), expected.end(), line) == expected.end())
          UNSCOPED_INFO("only in this order: " << line);
      for (const std::string& line : expected)
        if (std::find(got.begin(), got.end(), line) == got.end())
          UNSCOPED_INFO("only in the first:  " << line);
      CHECK((got == expected));
    }
  }
}

TEST_CASE("what is kept in memory changes nothing", "[history]") {
  for (unsigned seed = 21; seed <= 24; ++seed) {
    INFO("seed " << seed);
    const std::vector<Reading> history = Generator(seed).history(40);
    ScratchLedger kept;
    ScratchLedger reopened;
    std::int64_t clock = kStart;
    std::int64_t other = kStart;
    for (const Reading& reading : history) {
      tell(*kept.ledger, reading, clock);
      reopened.reopen();
      tell(*reopened.ledger, reading, other);
    }
    CHECK(published(*kept.ledger) == published(*reopened.ledger));
    CHECK(view(*kept.ledger) == view(*reopened.ledger));
  }
}

TEST_CASE("recording twice changes nothing, known answers never change, numbers have no gap",
          "[history]") {
  for (unsigned seed = 31; seed <= 36; ++seed) {
    INFO("seed " << seed);
    const std::vector<Reading> history = Generator(seed).history(30);
    ScratchLedger scratch;
    std::int64_t clock = kStart;
    std::vector<std::pair<UtcTime, Lines>> known;
    for (const Reading& reading : history) {
      tell(*scratch.ledger, reading, clock);
      const Lines now = published(*scratch.ledger);
      tell(*scratch.ledger, reading, clock);
      CHECK(published(*scratch.ledger) == now);
      known.emplace_back(UtcTime{clock}, view(*scratch.ledger, UtcTime{clock}));
    }
    for (const auto& [time, lines] : known) CHECK((view(*scratch.ledger, time) == lines));
  }
}

TEST_CASE("undoing a merge restores the view", "[history]") {
  for (unsigned seed = 41; seed <= 46; ++seed) {
    INFO("seed " << seed);
    ScratchLedger scratch;
    std::int64_t clock = kStart;
    for (const Reading& reading : Generator(seed).history(30))
      tell(*scratch.ledger, reading, clock);
    const Lines before = view(*scratch.ledger);
    const Lines changes = published(*scratch.ledger);
    Judgement judgement;
    judgement.kind = "merge";
    judgement.a = "Beta";
    judgement.b = "Beta Corp";
    Result<std::int64_t> number = scratch.ledger->judge_names(judgement, UtcTime{clock += 1000});
    REQUIRE(number);
    const Lines merged = view(*scratch.ledger);
    CHECK(merged != before);
    for (const std::string& line : merged) CHECK(line.find("Beta Corp") == std::string::npos);
    // The old question, asked about a moment before, has its old answer.
    CHECK(view(*scratch.ledger, UtcTime{clock - 1000}) == before);
    REQUIRE(scratch.ledger->undo_judgement(*number, UtcTime{clock += 1000}));
    CHECK(view(*scratch.ledger) == before);
    // Nobody is alerted of what a judgement moved, but the record is whole.
    for (const std::string& change : published(*scratch.ledger))
      if (std::find(changes.begin(), changes.end(), change) == changes.end())
        CHECK(nlohmann::json::parse(change)["cause"] == "judgement");
  }
}

}  // namespace pactwatch
