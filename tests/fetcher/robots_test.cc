#include "fetcher/robots.h"

#include "fetcher/robots_cache.h"
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

TEST_CASE("what is kept of robots.txt is bounded in origins and in bytes", "[robots]") {
  RobotsCache cache("pactwatch");
  const auto keep = [&cache](int host, const std::string& body, std::int64_t now) {
    HttpResponse response;
    response.status = 200;
    response.body = body;
    cache.store("https://h" + std::to_string(host) + ".example/page", response, UtcTime{now});
  };
  const std::string small = "User-agent: *\nDisallow: /private\n";
  for (int host = 0; host < 6000; ++host) keep(host, small, host);
  CHECK(cache.size() == 4096);
  // Those that expire first went first; what is left still counts.
  CHECK(cache.ask("https://h0.example/private", UtcTime{6000}) == RobotsCache::Verdict::unknown);
  CHECK(cache.ask("https://h5999.example/private", UtcTime{6000}) == RobotsCache::Verdict::denied);
  CHECK(cache.ask("https://h5999.example/page", UtcTime{6000}) == RobotsCache::Verdict::allowed);

  std::string large = "User-agent: *\n";
  while (large.size() < (450U << 10U)) large += "Disallow: /" + std::to_string(large.size()) + "\n";
  for (int host = 0; host < 200; ++host) {
    keep(10'000 + host, large, 7000 + host);
    CHECK(cache.bytes() <= (16U << 20U));
  }
  CHECK(cache.size() >= 5);
  CHECK(cache.size() < 4096);
  // The same origin once more takes the place of what it said before.
  const std::size_t size = cache.size();
  const std::size_t bytes = cache.bytes();
  keep(10'199, large, 8000);
  CHECK(cache.size() == size);
  CHECK(cache.bytes() == bytes);
}
