// The verbs that need no running daemon.

#include <nlohmann/json.hpp>

#include "tests/program/harness.h"

using namespace harness;

TEST_CASE("init writes a configuration that reads, and never overwrites one") {
  const Scratch scratch;
  const Outcome first = pactwatch({"init", "OpenAI", "Microsoft", "--dir", scratch / "x"});
  CHECK(first.code == 0);
  const std::string text = read_file(scratch / "x/pactwatch.toml");
  CHECK(text.find("https://openai.com/news/rss.xml") != std::string::npos);
  CHECK(text.find("CIK=0000789019") != std::string::npos);
  CHECK(text.find("%22OpenAI%22%20%22Microsoft%22") != std::string::npos);
  CHECK(text.find("parties = [\"OpenAI\", \"Microsoft\"]") != std::string::npos);
  const Outcome doctor = pactwatch({"doctor", "--json", "--config", scratch / "x/pactwatch.toml"});
  CHECK(doctor.code == 0);
  const nlohmann::json checks = nlohmann::json::parse(doctor.out);
  CHECK(checks[0]["verdict"] == "ok");

  const Outcome second = pactwatch({"init", "Apple", "--dir", scratch / "x"});
  CHECK(second.code == 1);
  CHECK(read_file(scratch / "x/pactwatch.toml") == text);
}

TEST_CASE("init takes names that nobody knows, and names with marks in them") {
  const Scratch scratch;
  const Outcome made =
      pactwatch({"init", "Foo \"Bar\" \\ & Söhne", "OpenAI", "--dir", scratch / "x"});
  CHECK(made.code == 0);
  CHECK(made.error.find("no newsroom or filings known for Foo") != std::string::npos);
  CHECK(pactwatch({"doctor", "--config", scratch / "x/pactwatch.toml"}).code == 0);
  CHECK(pactwatch({"init"}).code == 2);
  CHECK(pactwatch({"init", "--dir"}).code == 2);
}

TEST_CASE("doctor names what is wrong and what helps") {
  const Scratch scratch;
  write_file(scratch / "pactwatch.toml", "[fetch]\nevry = \"5m\"\n[rules]\n");
  const Outcome typo = pactwatch({"doctor", "--config", scratch / "pactwatch.toml"});
  CHECK(typo.code == 1);
  CHECK(typo.out.find("pactwatch.toml:2:1: unknown key \"evry\"") != std::string::npos);
  CHECK(typo.out.find("did you mean \"every\"?") != std::string::npos);

  fs::create_directories(scratch / "rules/events");
  write_file(scratch / "rules/events/x.toml", "[[rule]\n");
  write_file(scratch / "good.toml", "[rules]\ndirectory = \"rules\"\n");
  const Outcome rules = pactwatch({"doctor", "--config", scratch / "good.toml"});
  CHECK(rules.code == 1);
  CHECK(rules.out.find("FAILED  rules") != std::string::npos);
}

TEST_CASE("a wrong verb or option names the right one") {
  const Outcome verb = pactwatch({"wtach"});
  CHECK(verb.code == 2);
  CHECK(verb.error.find("did you mean \"watch\"?") != std::string::npos);
  const Outcome option = pactwatch({"watch", "--sinse", "3"});
  CHECK(option.code == 2);
  CHECK(option.error.find("did you mean --since?") != std::string::npos);
  CHECK(pactwatch({"watch", "--since", "x"}).code == 2);
  CHECK(pactwatch({"watch", "--endpoint", "udp://a", "udp://b"}).code == 2);
  CHECK(pactwatch({"help"}).out.find("exit codes") != std::string::npos);
}
