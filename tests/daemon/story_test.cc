// Stories: dated articles in, state, timeline and alerts out. See tests/stories/README.md.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <regex>

#include <unistd.h>

#include <toml++/toml.h>
#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/render.h"
#include "core/json.h"
#include "daemon/ledger_view.h"
#include "extractor/extractor.h"
#include "store/ledger.h"
#include "tests/catch.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Lines = std::vector<std::string>;

fs::path source() {
  const char* given = std::getenv("PACTWATCH_SOURCE");
  return given != nullptr ? fs::path(given) : fs::current_path();
}

Lines lines_of(const toml::node_view<const toml::node>& node) {
  Lines out;
  if (const toml::array* array = node.as_array())
    for (const toml::node& one : *array) out.push_back(one.value_or(std::string()));
  return out;
}

// "> 13bn USD" as ANNOTATION's amount.
json amount_from(const std::string& text) {
  static const std::regex form(R"(([<>~]?)\s*([0-9.]+)\s*(tn|bn|m|k|)\s+([A-Z]{3}))");
  std::smatch parts;
  INFO("a sum: " << text);
  REQUIRE(std::regex_match(text, parts, form));
  const std::map<std::string, double> scale = {
      {"tn", 1e12}, {"bn", 1e9}, {"m", 1e6}, {"k", 1e3}, {"", 1}};
  json out = {{"value", std::stod(parts[2]) * scale.at(parts[3])}, {"currency", parts[4].str()}};
  if (parts[1] == ">") out["bound"] = "min";
  if (parts[1] == "<") out["bound"] = "max";
  if (parts[1] == "~") out["bound"] = "approx";
  return out;
}

json json_from(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json out = json::object();
    for (const auto& [key, value] : *table) out[std::string(key.str())] = json_from(value);
    return out;
  }
  if (const auto* array = node.as_array()) {
    json out = json::array();
    for (const toml::node& one : *array) out.push_back(json_from(one));
    return out;
  }
  if (const auto text = node.value_exact<std::string>()) return *text;
  if (const auto flag = node.value_exact<bool>()) return *flag;
  return node.value_or(0.0);
}

Event event_from(const toml::table& table) {
  json body = json_from(table);
  if (body.contains("amount") && body["amount"].is_string())
    body["amount"] = amount_from(body["amount"].get<std::string>());
  if (!body.contains("modality")) body["modality"] = "confirmed";
  body["span"] = json::array({0, 20});
  Result<Event> event = event_from_json(body);
  if (!event) FAIL(to_string(event.error()));
  return *event;
}

struct Told {
  std::vector<Reading> readings;  // the article, and its copies
  Lines alerts;
  std::string page;
};

struct Story {
  std::string title;
  Lines parties;
  std::vector<Told> articles;
  Lines state, timeline;
  bool shuffle = true;
};

const Extractor& extractor() {
  static const std::unique_ptr<Extractor> one = [] {
    Result<std::shared_ptr<const RuleSet>> rules = load_rules(source() / "rules");
    if (!rules) FAIL(to_string(rules.error()));
    return std::make_unique<Extractor>(*rules);
  }();
  return *one;
}

// Words of its own for an article that only says its events, so that none is a copy of another.
std::string filler(const std::string& seed) {
  std::mt19937 random(static_cast<unsigned>(std::hash<std::string>()(seed)));
  std::string out = "What " + seed + " says.";
  for (int i = 0; i < 60; ++i) out += " w" + std::to_string(random() % 100000);
  return out;
}

Story load(const fs::path& file) {
  const toml::table table = toml::parse_file(file.string());
  Story story;
  story.title = table["title"].value_or(std::string());
  story.parties = lines_of(table["parties"]);
  int number = 0;
  for (const toml::node& node : *table["article"].as_array()) {
    const toml::table& row = *node.as_table();
    ++number;
    Told told;
    Reading reading;
    Article& article = reading.article;
    article.outlet = row["outlet"].value_or(std::string());
    article.published = row["published"].value_or(std::string());
    article.title = row["title"].value_or(std::string());
    told.page = row["page"].value_or("page-" + std::to_string(number));
    article.url = "https://" + article.outlet + ".example/" + told.page;
    article.id = article_id(article.url);
    article.text = row["text"].value_or(filler(article.url + std::to_string(number)));
    article.content_hash = content_hash(article.title, article.text);
    reading.rules = "today";
    if (const toml::array* says = row["says"].as_array()) {
      for (const toml::node& event : *says) reading.events.push_back(event_from(*event.as_table()));
    } else {
      reading.events = extractor().extract(
          {article.title, article.outlet, article.url, article.published, article.text});
    }
    told.readings.push_back(reading);
    const int copies = row["copies"].value_or(0);
    for (int i = 0; i < copies; ++i) {
      Reading copy = reading;
      copy.article.outlet = "Copy " + std::to_string(i);
      copy.article.url = "https://copy" + std::to_string(i) + ".example/" + told.page;
      copy.article.id = article_id(copy.article.url);
      copy.article.text += " Copy " + std::to_string(i) + " has it from the wire.";
      copy.article.content_hash = content_hash(copy.article.title, copy.article.text);
      told.readings.push_back(std::move(copy));
    }
    told.alerts = lines_of(row["alerts"]);
    story.articles.push_back(std::move(told));
  }
  story.state = lines_of(table["expect"]["state"]);
  story.timeline = lines_of(table["expect"]["timeline"]);
  story.shuffle = table["expect"]["shuffle"].value_or(true);
  return story;
}

class Scratch {
 public:
  Scratch() {
    static int count = 0;
    file_ = fs::temp_directory_path() / ("pactwatch-story-" + std::to_string(::getpid()) + "-" +
                                         std::to_string(++count) + ".db");
    Result<std::unique_ptr<Ledger>> opened =
        open_ledger(file_.string(), source() / "rules/terms.toml");
    if (!opened) FAIL(to_string(opened.error()));
    ledger = std::move(*opened);
  }
  ~Scratch() {
    ledger.reset();
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_.string() + end);
  }
  // Records one article with its copies; what is to be told of it.
  Lines tell(const Told& told) {
    std::vector<Reading> batch;
    for (const Reading& reading : told.readings) {
      clock += 1000;
      const Status status = ledger->record({reading}, UtcTime{clock});
      if (!status) FAIL(to_string(status.error()));
    }
    Result<std::vector<Change>> changes = ledger->number_changes(100000);
    REQUIRE(changes);
    Lines out;
    for (const Change& change : *changes) {
      Result<alerts::ChangeView> view = alerts::change_from_json(json::parse(change_json(change)));
      REQUIRE(view);
      out.push_back(alerts::headline(*view) + " — " + alerts::standing(*view));
    }
    return out;
  }
  Lines state(const Lines& parties) {
    Result<std::vector<FactView>> facts = ledger->state(parties, {}, "", UtcTime{clock});
    REQUIRE(facts);
    Lines out;
    for (const FactView& fact : *facts)
      out.push_back((fact.valid_from.empty() ? "" : fact.valid_from + " ") +
                    alerts::render_parties(fact.parties) + ": " + alerts::render_term(fact.term) +
                    " " + describe(fact.value) + " (" + fact.status + ", " +
                    std::to_string(fact.origins) + (fact.origins == 1 ? " origin)" : " origins)"));
    std::sort(out.begin(), out.end());
    return out;
  }
  Lines timeline(const Lines& parties) {
    Result<std::vector<TimelineEntry>> entries = ledger->timeline(parties, {});
    REQUIRE(entries);
    Lines out;
    for (const TimelineEntry& entry : *entries) {
      std::string line = entry.step.at + " " + alerts::render_parties(entry.parties) + ": " +
                         alerts::render_term(entry.term) + " " + describe(entry.step.value);
      if (entry.before) line += " (was " + describe(*entry.before) + ")";
      out.push_back(line + ", " + entry.step.kind);
    }
    return out;
  }

  std::unique_ptr<Ledger> ledger;
  std::int64_t clock = 1'700'000'000'000;

 private:
  fs::path file_;
};

void print(const char* name, const Lines& lines) {
  std::cout << name << " = [";
  for (const std::string& line : lines) std::cout << "\n  \"" << line << "\",";
  std::cout << (lines.empty() ? "]\n" : "\n]\n");
}

std::vector<fs::path> story_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(source() / "tests/stories"))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("stories end as they should", "[stories]") {
  const bool show = std::getenv("PACTWATCH_STORIES_PRINT") != nullptr;
  const std::vector<fs::path> files = story_files();
  REQUIRE(files.size() >= 12);
  for (const fs::path& file : files) {
    INFO(file.string());
    const Story story = load(file);
    Scratch scratch;
    if (show) std::cout << "\n# " << file.filename().string() << ": " << story.title << "\n";
    for (const Told& told : story.articles) {
      INFO(told.readings.front().article.published << " " << told.readings.front().article.outlet);
      const Lines alerts = scratch.tell(told);
      if (show) print("alerts", alerts);
      CHECK(alerts == told.alerts);
    }
    const Lines state = scratch.state(story.parties);
    const Lines timeline = scratch.timeline(story.parties);
    if (show) print("state", state);
    if (show) print("timeline", timeline);
    CHECK(state == story.state);
    CHECK(timeline == story.timeline);
  }
}

TEST_CASE("stories end the same in whatever order their articles arrive", "[stories]") {
  std::mt19937 random(20260512);
  for (const fs::path& file : story_files()) {
    INFO(file.string());
    const Story story = load(file);
    if (!story.shuffle) continue;
    for (int round = 0; round < 6; ++round) {
      std::vector<std::size_t> order(story.articles.size());
      for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::shuffle(order.begin(), order.end(), random);
      // Revisions of one page come one after the other, whatever comes between them.
      std::map<std::string, std::vector<std::size_t>> pages;
      for (const std::size_t i : order) pages[story.articles[i].page].push_back(i);
      for (auto& [page, list] : pages) std::sort(list.rbegin(), list.rend());
      Scratch scratch;
      for (const std::size_t i : order) {
        std::vector<std::size_t>& list = pages[story.articles[i].page];
        (void)scratch.tell(story.articles[list.back()]);
        list.pop_back();
      }
      CHECK(scratch.state(story.parties) == story.state);
      CHECK(scratch.timeline(story.parties) == story.timeline);
    }
  }
}

}  // namespace pactwatch
