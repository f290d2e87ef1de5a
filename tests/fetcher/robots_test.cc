#include "fetcher/robots.h"
#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("no robots.txt allows everything, an unreachable one nothing", "[robots]") {
  CHECK(RobotsRules().allows("/a"));
  CHECK(RobotsRules::parse("", "pactwatch").allows("/a"));
  CHECK(RobotsRules::parse("<html>not found</html>", "pactwatch").allows("/a"));
  CHECK_FALSE(RobotsRules::nothing().allows("/a"));
  CHECK(RobotsRules::nothing().allows("/robots.txt"));
}

TEST_CASE("the group that names us counts, else that for all", "[robots]") {
  const char* text =
      "User-agent: *\nDisallow: /\n\n"
      "User-Agent: OtherBot\nUser-agent: PactWatch/2.0\nDisallow: /private # ours\nAllow: "
      "/private/open\n";
  const RobotsRules ours = RobotsRules::parse(text, "pactwatch");
  CHECK(ours.allows("/news"));
  CHECK_FALSE(ours.allows("/private/x"));
  CHECK(ours.allows("/private/open/x"));
  CHECK_FALSE(RobotsRules::parse(text, "stranger").allows("/news"));
  // A group that names us and forbids nothing overrides the one for all.
  CHECK(RobotsRules::parse("User-agent: *\nDisallow: /\nUser-agent: pactwatch\nDisallow:\n",
                           "pactwatch")
            .allows("/x"));
  // Several groups for one agent are one group (RFC 9309, 2.2.1).
  const RobotsRules two = RobotsRules::parse(
      "User-agent: pactwatch\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: pactwatch\n"
      "Disallow: /b\n",
      "pactwatch");
  CHECK_FALSE(two.allows("/a"));
  CHECK_FALSE(two.allows("/b"));
  CHECK(two.allows("/c"));
}

TEST_CASE("the longest rule decides, and Allow on a tie", "[robots]") {
  const RobotsRules rules = RobotsRules::parse(
      "\xEF\xBB\xBFUSER-AGENT: *\r\nDISALLOW: /folder\r\nALLOW: /folder/page\r\nAllow: /tie\r\n"
      "Disallow: /tie\r\nDisallow: /*.pdf$\r\nDisallow: /q?*session=\r\n",
      "pactwatch");
  CHECK_FALSE(rules.allows("/folder/x"));
  CHECK(rules.allows("/folder/page1"));
  CHECK(rules.allows("/tie"));
  CHECK_FALSE(rules.allows("/deep/file.pdf"));
  CHECK(rules.allows("/deep/file.pdf?x"));
  CHECK_FALSE(rules.allows("/q?a=b&session=7"));
  CHECK(rules.allows("/Folder"));  // paths are case-sensitive
}

TEST_CASE("percent-encoding does not hide a path", "[robots]") {
  const RobotsRules rules =
      RobotsRules::parse("User-agent: *\nDisallow: /caf\xC3\xA9\nDisallow: /a%7Eb\n", "pactwatch");
  CHECK_FALSE(rules.allows("/caf%C3%A9/menu"));
  CHECK_FALSE(rules.allows("/caf%c3%a9"));
  CHECK_FALSE(rules.allows("/a~b"));
}

TEST_CASE("a hostile robots.txt costs no more than its length", "[robots]") {
  std::string text = "User-agent: *\n";
  text += "Disallow: /" + std::string(200'000, '*') + "x$\n";
  const RobotsRules rules = RobotsRules::parse(text, "pactwatch");
  CHECK(rules.allows("/" + std::string(4000, 'a')));
}
