#include "core/json.h"

#include <limits>

#include <nlohmann/json.hpp>

#include "core/json_text.h"

#include "tests/catch.h"

using namespace pactwatch;
using nlohmann::json;

namespace {

Event full_event() {
  Event event;
  event.type = "license";
  event.roles = {{"licensor", {"Larkspur"}}, {"licensee", {"Harbinger", "Wren"}}};
  event.amount = Money{38e9, 40e9, "USD", Bound::max};
  event.percent = 12.5;
  event.multiple = 3;
  event.exclusive = false;
  event.metric = "revenue";
  event.until = "2030";
  event.when = "2026-05-12";
  event.stage = "amended";
  event.modality = Modality::reported;
  event.attribution = "The Gazette";
  event.span = {7, 19};
  event.rule = "license.grant";
  event.rule_revision = 4;
  return event;
}

}  // namespace

TEST_CASE("an event survives JSON with every member") {
  const Event event = full_event();
  const Result<json> text = parse_json(dump_json(to_json(event)), "here");
  REQUIRE(text);
  const Result<Event> back = event_from_json(*text);
  REQUIRE(back);
  CHECK(*back == event);
}

TEST_CASE("an event written as text is the event written as a tree, byte for byte") {
  std::vector<Event> events = {full_event(), Event{}};
  events[1].type = "partnership";
  events[1].roles = {{"party", {"Wren"}}};
  for (const double figure : {0.0, -0.0, 1.0, 12.5, 1e9, 1.5e-7, 38e9, 9007199254740992.0, 1e15,
                              1.0e20, -3.25, std::numeric_limits<double>::max()}) {
    events.push_back(full_event());
    events.back().amount = Money{figure, std::nullopt, "EUR", Bound::exact};
    events.back().percent = figure;
    events.back().multiple = figure;
  }
  for (const char* name :
       {"quote \" and \\", "line\nand tab\t", "Société Générale", "中文", "ill \xff formed",
        "cut \xe4\xb8", "\x7f\x01", "\xf0\x9f\x98\x80", "</script>"}) {
    events.push_back(full_event());
    events.back().roles["licensor"] = {name};
    events.back().attribution = name;
  }
  for (const Event& event : events) {
    json tree = to_json(event);
    CHECK(event_text(event) == dump_json(tree));
    for (const char* key : {"rule", "revision", "span"}) tree.erase(key);
    CHECK(event_text(event, /*found=*/false) == dump_json(tree));
  }
  for (const double figure : {0.0, -0.0, 10.0, 0.25, 1e14, 1e15, 1e16, -7.0, 1.0 / 3}) {
    std::string text;
    put_real(text, figure);
    CHECK(text == dump_json(json(figure)));
  }
}

TEST_CASE("what an event does not say is null or absent, as the annotation has it") {
  Event event;
  event.type = "ipo";
  event.roles = {{"company", {"Wren"}}};
  const json out = to_json(event);
  for (const char* key : {"amount", "percent", "until", "when", "stage", "attribution"}) {
    INFO(key);
    REQUIRE(out.contains(key));
    CHECK(out[key].is_null());
  }
  for (const char* key : {"multiple", "exclusive", "metric", "rule", "revision"}) {
    INFO(key);
    CHECK_FALSE(out.contains(key));
  }
  CHECK(*event_from_json(out) == event);
}

TEST_CASE("one party is a string, several a list, partners always a list") {
  Event event = full_event();
  CHECK(to_json(event)["roles"]["licensor"] == "Larkspur");
  CHECK(to_json(event)["roles"]["licensee"] == json({"Harbinger", "Wren"}));
  event.type = "partnership";
  event.roles = {{"party", {"Wren"}}};
  CHECK(to_json(event)["roles"]["party"] == json::array({"Wren"}));
}

TEST_CASE("whole sums are written without a fraction") {
  CHECK(dump_json(to_json(Money{38e9, std::nullopt, "USD", Bound::exact})) ==
        R"({"currency":"USD","value":38000000000})");
  CHECK(to_json(Money{0.5, std::nullopt, "EUR", Bound::min})["value"] == 0.5);
  CHECK(to_json(Money{0.5, std::nullopt, "EUR", Bound::min})["bound"] == "min");
}

TEST_CASE("an event that is none is refused") {
  const auto with = [](const char* key, json value) {
    json object = to_json(full_event());
    object[key] = std::move(value);
    return event_from_json(object);
  };
  CHECK(with("percent", 1));
  CHECK_FALSE(with("type", "merger"));
  CHECK_FALSE(with("type", 3));
  CHECK_FALSE(with("modality", "certain"));
  CHECK_FALSE(with("modality", nullptr));
  CHECK_FALSE(with("amount", json{{"currency", "USD"}}));
  CHECK_FALSE(with("amount", json{{"value", "38"}}));
  CHECK_FALSE(with("amount", json{{"value", 38}, {"bound", "about"}}));
  CHECK_FALSE(event_from_json(json::array()));
}

TEST_CASE("a role never maps to no party") {
  json object = to_json(full_event());
  object["roles"] = {{"licensor", json::array()}, {"licensee", {"Wren", 7}}};
  const Result<Event> event = event_from_json(object);
  REQUIRE(event);
  CHECK_FALSE(event->roles.contains("licensor"));
  CHECK(event->roles.at("licensee") == std::vector<std::string>{"Wren"});
}

TEST_CASE("an article survives JSON") {
  const Article article{"id1",
                        "https://example.com/a",
                        "The Gazette",
                        {"A. Writer", "B. Writer"},
                        "A title",
                        "2026-05-12",
                        "2026-05-13T08:00:00Z",
                        "en",
                        "One.\n\nTwo.",
                        "h1"};
  const Result<Article> back = article_from_json(to_json(article));
  REQUIRE(back);
  CHECK(to_json(*back) == to_json(article));
  CHECK(back->authors == article.authors);
  CHECK(back->text == article.text);
  CHECK(back->modified == article.modified);
  CHECK(back->content_hash == article.content_hash);
  CHECK_FALSE(article_from_json(json{{"url", "https://example.com/a"}}));
  CHECK_FALSE(article_from_json(json("text")));
}

TEST_CASE("text that is no JSON is an error that names its source") {
  const Result<json> bad = parse_json("{\"a\":", "stdin:3");
  REQUIRE_FALSE(bad);
  CHECK(bad.error().code == ErrorCode::invalid_input);
  CHECK(bad.error().where == "stdin:3");
}

TEST_CASE("ill-formed UTF-8 is replaced in the output, on one line") {
  CHECK(dump_json(json("a\xFFz\n")) == "\"a\xEF\xBF\xBDz\\n\"");
}

TEST_CASE("an error reads as where, what and what to do") {
  CHECK(to_string(Error{ErrorCode::limit, "too long", "f.toml:3:1", "cut it"}) ==
        "f.toml:3:1: too long (cut it)");
  CHECK(to_string(Error{ErrorCode::limit, "too long", {}, {}}) == "too long");
}
