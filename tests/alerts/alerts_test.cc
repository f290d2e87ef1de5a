#include <sstream>

#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/render.h"
#include "alerts/subscription.h"
#include "alerts/terminal.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace pactwatch::alerts;

namespace {

Value money(double value, Bound bound = Bound::exact) {
  Value out;
  out.amount = Money{value, std::nullopt, "USD", bound};
  return out;
}

ChangeView cap_changed() {
  ChangeView change;
  change.seq = 7;
  change.id = "c7";
  change.kind = "value_changed";
  change.relationship = "microsoft+openai";
  change.parties = {"OpenAI", "Microsoft"};
  change.term = "revenue_share.cap";
  change.status = "reported";
  change.before = money(20e9);
  change.after = money(38e9);
  change.origins = 2;
  change.recorded = "2026-05-12T08:30:00Z";
  ClaimView claim;
  claim.outlet = "Reuters";
  claim.attribution = "The Information";
  claim.sentence = "OpenAI will cap the payments at $38 billion.";
  claim.url = "https://news.example/a";
  claim.published = "2026-05-12T08:00:00Z";
  change.claims.push_back(claim);
  return change;
}

}  // namespace

TEST_CASE("money reads as people write it") {
  CHECK(render_money({38e9, std::nullopt, "USD", Bound::exact}) == "$38bn");
  CHECK(render_money({6.6e9, std::nullopt, "USD", Bound::max}) == "up to $6.6bn");
  CHECK(render_money({1.25e12, std::nullopt, "EUR", Bound::min}) == "at least €1.25tn");
  CHECK(render_money({20e6, 30e6, "GBP", Bound::exact}) == "£20m–£30m");
  CHECK(render_money({1.2e9, std::nullopt, "CHF", Bound::approx}) == "about CHF 1.2bn");
  CHECK(render_money({50000, std::nullopt, "USD", Bound::exact}) == "$50k");
  CHECK(render_money({750, std::nullopt, "USD", Bound::exact}) == "$750");
  CHECK(render_money({5, std::nullopt, "", Bound::exact}) == "5");
}

TEST_CASE("a headline is understood at once") {
  ChangeView change = cap_changed();
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap now $38bn (was $20bn)");
  CHECK(standing(change) == "reported by The Information in Reuters, 2 independent origins");
  CHECK(source_line(change) == "Reuters, 2026-05-12, https://news.example/a");
  CHECK(render(change).size() == 3);

  change.before.reset();
  change.kind = "new";
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap $38bn");
  change.kind = "confirmed";
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap $38bn confirmed");
  change.kind = "denied";
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap $38bn denied");
  change.kind = "contradicted";
  change.before = money(20e9);
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap disputed: $38bn against $20bn");
  change.kind = "value_changed";
  change.before = Value{};
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap now $38bn (was not stated)");
  change.kind = "ended";
  change.after.reset();
  change.before = money(38e9);
  CHECK(headline(change) == "OpenAI–Microsoft: revenue-share cap $38bn ended");

  ChangeView stage = cap_changed();
  stage.kind = "stage_changed";
  stage.parties = {"Figma", "Adobe"};
  stage.term = "acquisition";
  stage.before = Value{};
  stage.before->stage = "announced";
  stage.after = Value{};
  stage.after->stage = "terminated";
  CHECK(headline(stage) == "Figma–Adobe: acquisition terminated (was announced)");
}

TEST_CASE("a change without any claim still reads") {
  ChangeView change = cap_changed();
  change.claims.clear();
  change.origins = 0;
  CHECK(render(change).size() == 1);
  change.parties.clear();
  CHECK(headline(change).starts_with("microsoft+openai: "));
}

TEST_CASE("long sentences are cut at a word and stay UTF-8") {
  ChangeView change = cap_changed();
  change.claims[0].sentence = "one two three four";
  CHECK(quotation(change, 9) == "“one two …”");
  change.claims[0].sentence = "ééééééééé";
  const std::string cut = quotation(change, 5);
  CHECK(cut.find("é") != std::string::npos);
}

TEST_CASE("a change is read from what the wire brings, and checked") {
  const nlohmann::json json = nlohmann::json::parse(R"({
    "seq": 7, "id": "c7", "kind": "value_changed", "cause": "article",
    "relationship": "microsoft~openai", "parties": ["Microsoft", "OpenAI"],
    "term": "revenue_share.cap", "status": "reported", "origins": 2,
    "recorded": "2026-05-12T08:30:00Z",
    "before": {"amount": {"value": 20000000000, "currency": "USD"}, "stage": "agreed"},
    "after": {"amount": {"value": 38000000000, "currency": "USD"}, "stage": "agreed"},
    "claims": [{"claim": "k1", "outlet": "Reuters", "sentence": "A sentence.", "more": 1}, 3],
    "later": {"members": "are ignored"}})");
  const Result<ChangeView> change = change_from_json(json);
  REQUIRE(change);
  CHECK(change->seq == 7);
  CHECK(change->origins == 2);
  REQUIRE(change->claims.size() == 1);
  CHECK(change->claims[0].outlet == "Reuters");
  CHECK(headline(*change) == "Microsoft–OpenAI: revenue-share cap now $38bn (was $20bn)");

  for (const char* member : {"seq", "kind", "relationship", "term"}) {
    CAPTURE(member);
    nlohmann::json broken = json;
    broken.erase(member);
    CHECK_FALSE(change_from_json(broken));
  }
  nlohmann::json odd = json;
  odd["after"] = {{"amount", "much"}, {"stage", 3}, {"percent", "x"}};
  CHECK(change_from_json(odd));  // a member of another type is one that was not stated
  odd["after"] = 3;
  CHECK_FALSE(change_from_json(odd));
  CHECK_FALSE(change_from_json(nlohmann::json::array()));
}

TEST_CASE("stages that go without saying stay unsaid") {
  Value value = money(500e9);
  value.stage = "current";
  CHECK(render_value(value) == "$500bn");
  value.stage = "target";
  CHECK(render_value(value) == "$500bn, target");
  value = Value{};
  value.stage = "formed";
  CHECK(render_value(value) == "formed");
}

TEST_CASE("a subscription takes what it asked for") {
  ChangeView change = cap_changed();
  CHECK(Subscription{}.wants(change));
  CHECK(Subscription{{"openai"}}.wants(change));
  CHECK(Subscription{{"OpenAI", "Microsoft"}}.wants(change));
  CHECK(Subscription{{"OpenAI", "Microsoft", "Apple"}}.wants(change));
  CHECK_FALSE(Subscription{{"OpenAI", "Apple"}}.wants(change));
  CHECK_FALSE(Subscription{{"Apple"}}.wants(change));
  change.parties = {"OpenAI"};  // a valuation of one party
  CHECK(Subscription{{"OpenAI", "Apple"}}.wants(change));

  change.cause = "rules";
  CHECK_FALSE(Subscription{}.wants(change));
  CHECK(Subscription{{}, true}.wants(change));
  CHECK_FALSE(any_wants({}, change));
  change.cause = "article";
  CHECK(any_wants({}, change));
  CHECK_FALSE(any_wants({Subscription{{"Apple"}}, Subscription{{"Oracle"}}}, change));
}

TEST_CASE("an article cannot move the cursor") {
  ChangeView change = cap_changed();
  change.claims[0].sentence = "bad \x1b[2J \xc2\x9b news\r";
  std::ostringstream out;
  print_alert(out, change, /*colour=*/false);
  CHECK(out.str().find('\x1b') == std::string::npos);
  CHECK(out.str().find("\xc2\x9b") == std::string::npos);
  CHECK(out.str().find('\r') == std::string::npos);
  std::ostringstream coloured;
  print_alert(coloured, change, /*colour=*/true);
  CHECK(coloured.str().starts_with("\x1b[1mOpenAI"));
}
