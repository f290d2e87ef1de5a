// Bad input at each door: it is named, and everything else goes on.

#include <nlohmann/json.hpp>

#include "tests/program/story.h"

using namespace harness;

namespace {

// The text in UTF-16, with a byte order mark.
std::string utf16(const std::string& ascii) {
  std::string out = "\xff\xfe";
  for (const char c : ascii) {
    out += c;
    out += '\0';
  }
  return out;
}

std::string one_article(Server& server, const std::string& name, Page page) {
  server.put("/" + name, std::move(page));
  server.put("/" + name + "/feed", {rss({{name, server.url("/" + name)}}), "text/xml"});
  return server.url("/" + name + "/feed");
}

const nlohmann::json* feed_of(const nlohmann::json& feeds, const std::string& url) {
  for (const nlohmann::json& feed : feeds)
    if (feed["url"] == url) return &feed;
  return nullptr;
}

}  // namespace

TEST_CASE("bad input at any door is named and harms nothing else") {
  const Scratch scratch;
  Server server;
  const Story story(server, 5);

  server.put("/html", {"<html><body><h1>We have moved</h1></body></html>"});
  server.put("/cut", {rss({{"a", server.url("/x")}}).substr(0, 150), "text/xml"});
  server.put("/half", {story.feed(), "text/xml", 200, "", /*cut=*/true});
  server.put("/huge", {rss({}) + std::string(50 << 20, ' '), "text/xml"});
  server.put("/error", {"oops", "text/plain", 500});
  server.put("/binary", {std::string("\x89PNG\r\n\x1a\n\0\0\0", 11), "application/rss+xml"});
  server.put("/empty", {"", "application/rss+xml"});
  const std::string sentence = " has invested $77 billion in ";
  std::string latin =
      article_page("Latin", "Siemens" + sentence + "Nestl\xe9, the companies said.");
  latin.replace(latin.find("utf-8"), 5, "iso-8859-1");
  const std::vector<std::string> feeds = {
      story.feed(),
      server.url("/html"),
      server.url("/cut"),
      server.url("/half"),
      server.url("/huge"),
      server.url("/error"),
      server.url("/binary"),
      server.url("/empty"),
      server.url("/nowhere"),
      "http://127.0.0.1:9/closed",
      "http://no-such-host.invalid/feed",
      "http://10.255.255.1.nip.invalid/feed",
      one_article(server, "notext", {"<html><body><img src=x></body></html>"}),
      one_article(server, "bigpage", {std::string(50 << 20, 'x')}),
      one_article(server, "latin1", {latin, "text/html"}),
      one_article(server, "utf16",
                  {utf16(article_page(
                       "Wide", "Qualcomm" + sentence + "Arm, the companies said on Tuesday.")),
                   "text/html; charset=utf-16le"}),
      one_article(server, "pdf", {std::string("%PDF-1.7\n\0\xff\xfe", 12), "application/pdf"}),
      one_article(server, "loop", {"", "text/html", 302}),
  };
  std::vector<std::string> arguments = {"run", "--data", scratch / "d", "--allow-loopback",
                                        "--until-idle"};
  for (const std::string& feed : feeds) {
    arguments.push_back("--feed");
    arguments.push_back(feed);
  }
  const Outcome run = pactwatch(arguments);
  INFO(run.error);
  CHECK(run.code == 0);

  // What was good came through.
  std::size_t stories = 0;
  bool latin_read = false, wide_read = false;
  for (const nlohmann::json& change : changes_of(scratch / "d")) {
    const std::string text = change.dump();
    stories += static_cast<std::size_t>(text.find("/story/") != std::string::npos);
    latin_read |= text.find("Nestlé") != std::string::npos;
    wide_read |=
        text.find("Qualcomm") != std::string::npos && text.find("/utf16") != std::string::npos;
  }
  CHECK(stories >= 5);
  CHECK(latin_read);
  CHECK(wide_read);

  // What was bad is on record, with its reason.
  const Outcome listed = pactwatch({"feeds", "list", "--json", "--data", scratch / "d"});
  CHECK(listed.code == 0);
  nlohmann::json records = nlohmann::json::array();
  std::istringstream lines(listed.out);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json parsed = nlohmann::json::parse(line);
    if (parsed.is_array())
      records = parsed;
    else
      records.push_back(parsed);
  }
  CHECK(records.size() == feeds.size());
  for (const char* path : {"/html", "/half", "/huge", "/error", "/binary", "/empty", "/nowhere"}) {
    CAPTURE(path);
    const nlohmann::json* feed = feed_of(records, server.url(path));
    REQUIRE(feed != nullptr);
    CHECK(feed->dump().find("error") != std::string::npos);
    CHECK((*feed)["last_error"] != "");
  }
  for (const char* url : {"http://127.0.0.1:9/closed", "http://no-such-host.invalid/feed"}) {
    const nlohmann::json* feed = feed_of(records, url);
    REQUIRE(feed != nullptr);
    CHECK((*feed)["last_error"] != "");
  }
}
