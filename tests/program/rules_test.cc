// pactwatch rules, as an analyst uses it.

#include <nlohmann/json.hpp>

#include "tests/program/harness.h"

using namespace harness;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("rules why tells an event by its exit code, and a near miss by its words") {
  const Outcome found = pactwatch({"rules", "why", "acquisition.buy", "Nike bought Adidas."});
  CHECK(found.code == 0);
  CHECK(has(found.out, "acquisition.buy"));
  CHECK(has(found.out, "1 event"));
  const Outcome none =
      pactwatch({"rules", "why", "acquisition.buy", "-"}, "Nike did not buy Adidas.");
  CHECK(none.code == 1);
  CHECK(has(none.out, "\"did not buy\""));
  const Scratch scratch;
  write_file(scratch / "a.txt", "Nike bought Adidas.");
  const Outcome json = pactwatch({"rules", "why", "acquisition.buy", scratch / "a.txt", "--json"});
  CHECK(json.code == 0);
  const nlohmann::json read = nlohmann::json::parse(json.out);
  CHECK(read["reach"] == "event");
  CHECK(read["clauses"][0]["skeleton"] == "{ORG} bought {ORG} .");
  CHECK(read["events"].size() == 1);
  const Outcome unknown = pactwatch({"rules", "why", "acquisition.bye", "x"});
  CHECK(unknown.code == 2);
  CHECK(has(unknown.error, "did you mean acquisition.buy?"));
  CHECK(pactwatch({"rules", "why", "acquisition.buy"}).code == 2);
}

TEST_CASE("rules try reads a file, a page and a URL by the daemon's own client") {
  const Scratch scratch;
  Server server;
  const std::string page =
      article_page("Nike buys", "Nike bought Adidas for $2 billion, it said on Tuesday.");
  server.put("/a", {page});
  const Outcome live = pactwatch({"rules", "try", server.url("/a"), "--allow-loopback"});
  INFO(live.error);
  CHECK(live.code == 0);
  CHECK(has(live.out, "# published 2026-05-12"));
  CHECK(has(live.out, "acquisition.buy  acquisition completed"));
  CHECK(server.requests("/a") == 1);
  const Outcome refused = pactwatch({"rules", "try", server.url("/a")});
  CHECK(refused.code == 2);
  CHECK(server.requests("/a") == 1);
  const Outcome absent = pactwatch({"rules", "try", server.url("/b"), "--allow-loopback"});
  CHECK(absent.code == 2);
  CHECK(has(absent.error, "404"));
  write_file(scratch / "page.html", page);
  CHECK(has(pactwatch({"rules", "try", scratch / "page.html"}).out, "acquisition.buy"));
  write_file(scratch / "plain.txt", "Nike bought Adidas.");
  CHECK(has(pactwatch({"rules", "try", scratch / "plain.txt"}).out, "acquisition.buy"));
  CHECK(pactwatch({"rules", "try", scratch / "none.txt"}).code == 2);
}

TEST_CASE("rules check fails on errors only, and points at them") {
  const Outcome shipped = pactwatch({"rules", "check"});
  INFO(shipped.out);
  CHECK(shipped.code == 0);
  CHECK(has(shipped.out, " 0 errors, "));

  const Scratch scratch;
  const fs::path rules = source_directory() / "rules";
  for (const char* name : {"lexicon", "entities"})
    fs::copy(rules / name, scratch.path() / name, fs::copy_options::recursive);
  for (const char* name : {"macros.toml", "stages.toml"})
    fs::copy(rules / name, scratch.path() / name);
  fs::create_directory(scratch.path() / "events");
  write_file(scratch / "events/a.toml",
             "[[rule]]\nid = \"a\"\nevent = \"acquisition\"\n"
             "trigger = ['{V:buy}.{0,40}of']\n[[rule.match]]\ntext = 'x'\n");
  const Outcome slow = pactwatch({"rules", "check", "--rules", scratch.path()});
  CHECK(slow.code == 1);
  CHECK(has(slow.out, "a.toml:4:20: error: .{0,40}"));
  CHECK(has(slow.out, "\n  trigger = ['{V:buy}.{0,40}of']\n                     ^\n"));
  CHECK(has(slow.out, "1 rules, 1 error, 1 warnings"));
  write_file(scratch / "events/a.toml",
             "[[rule]]\nid = \"a\"\nevent = \"acquisition\"\ntrigger = ['{V:buy} {STAEK}']\n");
  const Outcome json = pactwatch({"rules", "check", "--json", "--rules", scratch.path()});
  CHECK(json.code == 1);
  const nlohmann::json fault = nlohmann::json::parse(json.out);
  CHECK(fault["severity"] == "error");
  CHECK(fault["line"] == 4);
  CHECK(fault["column"] == 21);
  CHECK(fault["hint"] == "did you mean {STAKE}?");
}

TEST_CASE("rules bench lists every rule with its cost") {
  const Scratch scratch;
  write_file(scratch / "a.txt", "Nike bought Adidas for $2 billion. Puma did not buy Asics.\n");
  const Outcome bench = pactwatch({"rules", "bench", scratch / "a.txt", "--json"});
  REQUIRE(bench.code == 0);
  std::istringstream lines(bench.out);
  std::string line;
  int rules = 0;
  double last = 1e9;
  bool seen = false;
  while (std::getline(lines, line)) {
    const nlohmann::json row = nlohmann::json::parse(line);
    ++rules;
    CHECK(row["us_per_kb"].get<double>() <= last);
    last = row["us_per_kb"];
    if (row["rule"] != "acquisition.buy") continue;
    seen = true;
    CHECK(row["tried"] == 2);
    CHECK(row["raised"] == 1);
    CHECK(row["us_per_kb"].get<double>() > 0);
  }
  CHECK(seen);
  CHECK(has(pactwatch({"rules", "list"}).out, "\n" + std::to_string(rules) + " rules, set "));
  CHECK(pactwatch({"rules", "bench", scratch / "none.txt"}).code == 1);
}
