// The feeds verbs, against a real server and beside a real daemon.

#include <nlohmann/json.hpp>

#include "tests/program/story.h"

using namespace harness;

namespace {

struct Place {
  Scratch scratch;
  Server server;
  // `feeds` in the configuration, besides what is added by hand.
  void configure(const std::string& feeds = {}) const {
    write_file(scratch / "pactwatch.toml",
               "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n" + feeds);
  }
  Outcome feeds(std::vector<std::string> words) const {
    words.insert(words.begin(), "feeds");
    words.insert(words.end(), {"--config", scratch / "pactwatch.toml"});
    return pactwatch(words);
  }
  Outcome run() const {
    return pactwatch({"run", "--config", scratch / "pactwatch.toml", "--until-idle"});
  }
  std::vector<std::string> listed() const {
    std::vector<std::string> out;
    std::istringstream lines(feeds({"list", "--json"}).out);
    for (std::string line; std::getline(lines, line);)
      out.push_back(nlohmann::json::parse(line)["url"].get<std::string>());
    return out;
  }
};

}  // namespace

TEST_CASE("a feed is added by its address, or by that of a page that names it") {
  Place place;
  place.configure();
  place.server.put("/feed", {rss({}), "text/xml"});
  place.server.put("/page", {"<html><head><link rel=alternate type=application/rss+xml "
                             "href=/feed></head><body>Hello</body></html>"});
  place.server.put("/two", {"<html><head><link rel=alternate type=application/rss+xml href=/feed>"
                            "<link rel=alternate type=application/atom+xml href=/other></head>"
                            "<body>Hello</body></html>"});
  place.server.put("/none", {"<html><body>Hello</body></html>"});

  const Outcome direct = place.feeds({"add", place.server.url("/feed")});
  CHECK(direct.code == 0);
  CHECK(direct.out == "added " + place.server.url("/feed") + "\n");
  CHECK(place.server.requests("/feed") == 1);
  const Outcome page = place.feeds({"add", place.server.url("/page")});
  CHECK(page.code == 0);
  CHECK(page.error.find("is a page; its feed is " + place.server.url("/feed")) !=
        std::string::npos);
  CHECK(place.listed() == std::vector<std::string>{place.server.url("/feed")});

  const Outcome two = place.feeds({"add", place.server.url("/two")});
  CHECK(two.code == 1);
  CHECK(two.error.find(place.server.url("/other")) != std::string::npos);
  const Outcome none = place.feeds({"add", place.server.url("/none")});
  CHECK(none.code == 1);
  CHECK(none.error.find("--unchecked") != std::string::npos);
  CHECK(place.feeds({"add", "--unchecked", place.server.url("/none")}).code == 0);
  CHECK(place.feeds({"add", "ftp://o.example/feed"}).code == 1);
  CHECK(place.listed().size() == 2);
}

TEST_CASE("added feeds and those of the configuration live side by side") {
  Place place;
  place.server.put("/configured", {rss({}), "text/xml"});
  place.server.put("/added", {rss({}), "text/xml"});
  const std::string configured = place.server.url("/configured");
  const std::string added = place.server.url("/added");
  place.configure("[[feed]]\nurl = \"" + configured + "\"\n");
  CHECK(place.feeds({"add", added}).code == 0);
  CHECK(place.run().code == 0);
  CHECK(place.listed().size() == 2);

  const Outcome refused = place.feeds({"remove", configured});
  CHECK(refused.code == 1);
  CHECK(refused.error.find("stands in the configuration") != std::string::npos);
  // One that leaves the configuration goes; one that was added stays.
  place.configure();
  CHECK(place.run().code == 0);
  CHECK(place.listed() == std::vector<std::string>{added});
  CHECK(place.feeds({"remove", added}).code == 0);
  CHECK(place.listed().empty());
  CHECK(place.feeds({"remove", added}).code == 1);
}

TEST_CASE("show tells how a feed fares; pause and resume are heard") {
  Place place;
  place.configure();
  place.server.put("/feed", {"\n" + rss({}), "text/xml"});
  const std::string url = place.server.url("/feed");
  CHECK(place.feeds({"add", url}).code == 0);
  CHECK(place.run().code == 0);
  const Outcome shown = place.feeds({"show", url});
  CHECK(shown.code == 0);
  CHECK(shown.out.find("last good answer: ") != std::string::npos);
  CHECK(shown.out.find("next poll: in ") != std::string::npos);
  CHECK(shown.out.find("mended: white space before the declaration") != std::string::npos);
  CHECK(nlohmann::json::parse(place.feeds({"show", "--json", url}).out)["health"].size() > 3);
  const Outcome near = place.feeds({"show", url + "s"});
  CHECK(near.code == 1);
  CHECK(near.error.find("did you mean " + url) != std::string::npos);

  CHECK(place.feeds({"pause", url}).code == 0);
  CHECK(place.feeds({"show", url}).out.find("paused by hand") != std::string::npos);
  const int before = place.server.requests("/feed");
  CHECK(place.run().code == 0);
  CHECK(place.server.requests("/feed") == before);
  CHECK(place.feeds({"resume", url}).code == 0);
  CHECK(place.run().code == 0);
  CHECK(place.server.requests("/feed") == before + 1);
}

TEST_CASE("check looks and adds nothing") {
  Place place;
  place.configure();
  place.server.put("/feed", {rss({{"A title", place.server.url("/a")}}), "text/xml"});
  const Outcome good = place.feeds({"check", place.server.url("/feed")});
  CHECK(good.code == 0);
  CHECK(good.out.find("1 entry") != std::string::npos);
  CHECK(good.out.find("has no validators") != std::string::npos);
  const Outcome bad = place.feeds({"check", place.server.url("/nowhere")});
  CHECK(bad.code == 1);
  CHECK(bad.out.find("404 Not Found") != std::string::npos);
  CHECK(place.feeds({"list"}).code == 1);  // nothing is known here
}

TEST_CASE("lists of feeds come and go as OPML") {
  Place place;
  place.configure();
  write_file(place.scratch / "in.opml",
             "<opml version=\"2.0\"><body><outline text=\"Law\"><outline type=\"rss\" text=\"A\" "
             "xmlUrl=\"https://a.example/feed?x=1&amp;y=2\"/></outline><outline type=\"rss\" "
             "text=\"B\" xmlUrl=\"https://b.example/feed\"/><outline text=\"bad\" "
             "xmlUrl=\"javascript:alert(1)\"/></body></opml>");
  const Outcome in = place.feeds({"import", place.scratch / "in.opml"});
  CHECK(in.code == 1);  // one of three is no address of the web
  CHECK(in.out.find("added 2 of 3 feeds") != std::string::npos);
  const Outcome out = place.feeds({"export"});
  CHECK(out.code == 0);
  CHECK(out.out.find("xmlUrl=\"https://a.example/feed?x=1&amp;y=2\"") != std::string::npos);
  write_file(place.scratch / "out.opml", out.out);
  CHECK(place.feeds({"import", place.scratch / "out.opml"}).code == 0);
  CHECK(place.listed().size() == 2);
  write_file(place.scratch / "no.opml", rss({}));
  CHECK(place.feeds({"import", place.scratch / "no.opml"}).code == 1);
  CHECK(place.feeds({"imprt", "x"}).error.find("did you mean \"import\"?") != std::string::npos);
}
