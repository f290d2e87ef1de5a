// How feeds fail in the real world, each served from a real server (docs/FEED-FAILURES.md lists
// them with the tests). Time is moved by hand.

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "fetcher/poller.h"
#include "tests/catch.h"
#include "tests/support/http_server.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
using namespace std::chrono_literals;
using test_support::Connection;
using test_support::Headers;
using test_support::HttpServer;
using test_support::Request;

namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

class HandClock : public Clock {
 public:
  UtcTime now() const override { return {at_}; }
  void move(std::int64_t ms) { at_ += ms; }

 private:
  std::atomic<std::int64_t> at_ = 1'750'000'000'000;  // June 2025
};

// A frontier on disk and a poller over it, gone with the test.
class Rig {
 public:
  Rig() {
    options.http.addresses.allow_loopback = true;
    options.settle = 0ms;
    open();
  }

  // A new process on the same file.
  void restart() {
    poller_.reset();
    open();
  }
  void add(const std::string& url) { REQUIRE(frontier_->add_feed(url, clock.now())); }
  FeedRecord feed(std::size_t n = 0) { return frontier_->feeds()->at(n); }
  Frontier& frontier() { return *frontier_; }
  const PollerCounts& counts() const { return poller_->counts(); }

  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    poller_->wake();
    while (!done()) {
      if (std::chrono::steady_clock::now() > end) return false;
      if (Status stepped = poller_->step(20ms); !stepped) FAIL(to_string(stepped.error()));
    }
    return true;
  }
  // Moves the clock and waits for the answer to one poll more.
  void poll(std::int64_t after_ms = 0) {
    clock.move(after_ms);
    const std::uint64_t before = answers();
    REQUIRE(until([&] { return answers() > before; }));
  }
  // Lets the poller do all that is due now.
  void settle() {
    REQUIRE(until([&] { return poller_->idle(); }));
  }

  std::vector<FetchedArticle> articles;
  HandClock clock;
  PollerOptions options;

 private:
  std::uint64_t answers() const { return counts().polls + counts().failed_polls; }
  void open() {
    Result<std::unique_ptr<Frontier>> opened = open_frontier(directory_ / "test.db");
    REQUIRE(opened);
    frontier_ = std::move(*opened);
    Result<std::unique_ptr<Poller>> made = Poller::create(
        options, *frontier_,
        [this](const FetchedArticle& article) -> Result<bool> {
          articles.push_back(article);
          return true;
        },
        clock);
    REQUIRE(made);
    poller_ = std::move(*made);
  }

  test_support::ScratchDirectory directory_;
  std::unique_ptr<Frontier> frontier_;
  std::unique_ptr<Poller> poller_;
};

std::string rss(const std::string& items, const std::string& more = {}) {
  return "<?xml version=\"1.0\"?><rss version=\"2.0\" "
         "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><title>F</title>" +
         more + items + "</channel></rss>";
}

// An entry that lives in the feed alone.
std::string entry(const std::string& guid, const std::string& text) {
  return "<item><guid isPermaLink=\"false\">" + guid + "</guid><title>T " + guid +
         "</title><description>" + text + "</description></item>";
}

std::string linked(const std::string& link, const std::string& guid = {}) {
  return "<item><title>The same title</title><link>" + link + "</link>" +
         (guid.empty() ? "" : "<guid isPermaLink=\"false\">" + guid + "</guid>") +
         "<description>The same words.</description></item>";
}

}  // namespace

TEST_CASE("the ETag of a 304 is the one that is sent next", "[failures]") {  // 2
  Rig rig;
  std::atomic<int> version = 1;
  std::atomic<int> stale = 0;
  HttpServer server([&](const Request& request, Connection& out) {
    const std::string known = request.header("if-none-match");
    if (!known.empty() && known != "\"" + std::to_string(version) + "\"") ++stale;
    if (known.empty()) return out.reply(200, {{"ETag", "\"1\""}}, rss(entry("1", "Text.")));
    ++version;  // the same feed under a new name, every time
    out.reply(304, {{"ETag", "\"" + std::to_string(version) + "\""}});
  });
  rig.add(server.url("/feed"));
  for (int i = 0; i < 4; ++i) rig.poll(2 * kHour);
  CHECK(stale == 0);
  CHECK(version == 4);
  CHECK(rig.feed().etag == "\"4\"");
}

TEST_CASE("the pause of a host outlives the process", "[failures]") {  // 5
  Rig rig;
  HttpServer busy([&](const Request&, Connection& out) {
    out.reply(429, {{"Retry-After", "7200"}});
  });
  rig.add(busy.url("/a"));
  rig.poll();
  rig.restart();
  rig.add(busy.url("/b"));
  REQUIRE(rig.until([&] { return rig.feed(1).errors > 0; }));
  CHECK(busy.count("/b") == 0);
  rig.clock.move(3 * kHour);
  rig.restart();
  REQUIRE(rig.until([&] { return busy.count("/b") == 1; }));
}

TEST_CASE("a host with more feeds than it can be asked for holds nobody else up", "[failures]") {
  Rig rig;
  HttpServer slow([](const Request&, Connection& out) { out.hold(); });
  HttpServer quick([](const Request&, Connection& out) { out.reply(200, {}, rss("")); });
  // By a name that is not known for this machine's, so that it is spared as others are.
  const std::string name = "http://[::ffff:127.0.0.1]:" + std::to_string(slow.port()) + "/";
  for (int i = 0; i < 700; ++i) rig.add(name + std::to_string(i));
  for (int i = 0; i < 20; ++i) rig.add(quick.url("/" + std::to_string(i)));
  REQUIRE(rig.until([&] { return quick.requests().size() == 20; }));
  CHECK(slow.requests().size() <= 2);
  // Those that would wait for hours anyhow wait in the store.
  CHECK(rig.counts().deferred > 0);
  CHECK(rig.counts().lag.total() >= 20);
}

TEST_CASE("a server that answers 304 for ever is found out", "[failures]") {  // 3
  Rig rig;
  std::atomic<int> fresh = 0;
  HttpServer server([&](const Request& request, Connection& out) {
    if (!request.header("if-none-match").empty()) return out.reply(304);
    ++fresh;
    out.reply(200, {{"ETag", "\"stuck\""}}, rss(entry(std::to_string(fresh), "Text.")));
  });
  rig.add(server.url("/feed"));
  rig.poll();
  rig.poll(2 * kHour);
  CHECK(fresh == 1);
  // Within nine days it is asked once without validators.
  for (int day = 0; day < 9; ++day) rig.poll(kDay);
  CHECK(fresh >= 2);
  CHECK(rig.counts().new_items >= 2);
}

TEST_CASE("one poll is one request", "[failures]") {  // 4
  Rig rig;
  HttpServer server([](const Request&, Connection& out) { out.reply(200, {}, rss("")); });
  rig.add(server.url("/feed"));
  rig.add(server.url("/feed"));  // added twice, it is one feed
  rig.poll();
  rig.settle();
  CHECK(server.count("/feed") == 1);
}

TEST_CASE("an answer that asks for patience pauses its whole host, and no other", "[failures]") {
  // 5, 6, 8: Reddit says 403 and means 429
  const int status = GENERATE(429, 503, 403);
  Rig rig;
  HttpServer busy([&](const Request&, Connection& out) {
    out.reply(status, {{"Retry-After", "7200"}});
  });
  HttpServer other([](const Request&, Connection& out) { out.reply(200, {}, rss("")); });
  rig.add(busy.url("/a"));
  rig.poll();
  rig.add(busy.url("/b"));
  rig.add(other.url("/c"));
  rig.poll();
  REQUIRE(rig.until([&] { return rig.feed(1).errors > 0; }));
  CHECK(busy.count("/b") == 0);
  CHECK(other.count("/c") == 1);
  CHECK(rig.feed(2).errors == 0);
  CHECK(rig.feed(0).next_poll.ms >= rig.clock.now().ms + 2 * kHour);
  CHECK(rig.feed(1).last_error.find("left alone") != std::string::npos);
}

TEST_CASE("a feed is never given up for its errors", "[failures]") {  // 7
  Rig rig;
  std::atomic<bool> up = false;
  HttpServer server([&](const Request&, Connection& out) {
    if (up) return out.reply(200, {}, rss(entry("1", "Text.")));
    out.reply(500);
  });
  rig.add(server.url("/feed"));
  for (int i = 0; i < 12; ++i) rig.poll(kDay);
  CHECK(rig.feed().errors == 12);
  up = true;
  rig.poll(kDay);
  CHECK(rig.feed().errors == 0);
  CHECK(rig.counts().new_items == 1);
}

TEST_CASE("servers that want text/html in Accept are content", "[failures]") {  // 10
  Rig rig;
  HttpServer server([](const Request& request, Connection& out) {
    const std::string accept = request.header("accept");
    const bool all = accept.find("text/html") != std::string::npos &&
                     accept.find("*/*") != std::string::npos &&
                     accept.find("application/rss+xml") != std::string::npos;
    out.reply(all ? 200 : 406, {}, rss(""));
  });
  rig.add(server.url("/feed"));
  rig.poll();
  CHECK(rig.feed().last_error.empty());
}

TEST_CASE("a permanent redirect is believed after days", "[failures]") {  // 12
  const int status = GENERATE(301, 308);
  Rig rig;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/old") return out.reply(status, {{"Location", "/new"}});
    out.reply(200, {}, rss(""));
  });
  rig.add(server.url("/old"));
  rig.poll();
  rig.poll(kDay);
  CHECK(server.count("/old") == 2);
  rig.poll(3 * kDay);
  rig.poll(kDay);
  CHECK(server.count("/old") <= 3);
  CHECK(server.count("/new") == 4);
  CHECK(rig.feed().url == server.url("/old"));
}

TEST_CASE("410 ends a feed, and nothing else does", "[failures]") {  // 13
  const int status = GENERATE(410, 404);
  Rig rig;
  HttpServer server([&](const Request&, Connection& out) { out.reply(status); });
  rig.add(server.url("/feed"));
  rig.poll();
  CHECK(rig.feed().gone == (status == 410));
  rig.clock.move(30 * kDay);
  rig.settle();
  CHECK(server.count("/feed") == (status == 410 ? 1 : 2));
}

TEST_CASE("an entry stays the same entry", "[failures]") {  // 14 to 18
  struct Case {
    const char* what;
    std::string before, after;
    std::uint64_t first, more;
  };
  const std::string atom =
      "<feed "
      "xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry><id>1</id><title>T</title>"
      "<updated>2025-01-06T10:00:00Z</updated><content>Words and an ";
  const std::string two = linked("http://o.example/a", "N/A") + linked("http://o.example/b", "N/A");
  const Case c = GENERATE_COPY(values<Case>({
      {"a guid that changes", rss(linked("http://o.example/a", "1")),
       rss(linked("http://o.example/a", "2")), 1, 0},
      {"http becomes https", rss(linked("http://o.example/a", "http://o.example/a")),
       rss(linked("https://o.example/a", "https://o.example/a")), 1, 0},
      {"no guid, and a link with a fresh token", rss(linked("http://o.example/a?token=17")),
       rss(linked("http://o.example/a?token=18")), 1, 0},
      {"guids that are all the same", rss(two), rss(two), 2, 0},
      {"guids that are empty",
       rss(linked("http://o.example/a", " ") + linked("http://o.example/b", " ")),
       rss(linked("http://o.example/b", " ") + linked("http://o.example/a", " ")), 2, 0},
      {"text with a new advertisement each time, and a date that says nothing changed",
       atom + "ad for soap.</content></entry></feed>",
       atom + "ad for tea.</content></entry></feed>", 1, 0},
      {"no date", rss(entry("1", "Text.")), rss(entry("1", "Text.")), 1, 0},
      {"no date, and a new entry", rss(entry("1", "Text.")),
       rss(entry("2", "Text.") + entry("1", "Text.")), 1, 1},
  }));
  INFO(c.what);
  Rig rig;
  std::atomic<bool> later = false;
  HttpServer server(
      [&](const Request&, Connection& out) { out.reply(200, {}, later ? c.after : c.before); });
  rig.add(server.url("/feed"));
  rig.poll();
  CHECK(rig.counts().new_items == c.first);
  later = true;
  rig.poll(kDay);
  CHECK(rig.counts().new_items == c.first + c.more);
}

TEST_CASE("dates as nobody should write them, or none", "[failures]") {  // 18, 19
  struct Case {
    const char* date;
    const char* day;
  };
  const Case c = GENERATE(values<Case>({{"Mon, May 25 2020", "2020-05-25"},
                                        {"Tue, 08 Sept 2020 10:00:00 GMT", "2020-09-08"},
                                        {"05/25/2020 12:15 PM", "2020-05-25"},
                                        {"2020-05-25 08:30", "2020-05-25"},
                                        {"", ""}}));
  Rig rig;
  const std::string date = *c.date == '\0' ? "" : "<pubDate>" + std::string(c.date) + "</pubDate>";
  HttpServer server([&](const Request&, Connection& out) {
    out.reply(200, {},
              rss("<item><title>T</title><description>A text.</description>" + date + "</item>"));
  });
  rig.add(server.url("/feed"));
  REQUIRE(rig.until([&] { return rig.articles.size() == 1; }));
  // None is made up: "now" would be another date at each poll.
  CHECK(rig.articles[0].article.published.substr(0, 10) == c.day);
}

TEST_CASE("bytes that are almost a feed are read as meant", "[failures]") {  // 20 to 23
  struct Case {
    const char* what;
    Headers headers;
    std::string body;
    std::string text;
  };
  const auto cyrillic = [](const std::string& declaration) {
    return declaration + "<rss version=\"2.0\"><channel><title>F</title>" +
           entry("1", "\xCC\xEE\xF1\xEA\xE2\xE0 is a city of many millions.") + "</channel></rss>";
  };
  const std::string moscow = "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 is a city";
  const Case c = GENERATE_COPY(values<Case>({
      {"control characters",
       {},
       rss(entry("1", "A\x0B text with \x01 bad bytes.")),
       "A text with bad bytes."},
      {"entities XML does not know, and a bare ampersand",
       {},
       rss(entry("1", "caf&eacute;&nbsp;AT&T &amp; more")),
       "caf\xC3\xA9"},
      {"white space before the declaration",
       {},
       "\n\n  " + rss(entry("1", "Some text.")),
       "Some text."},
      {"a declaration that lies",
       {},
       "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>F</title>" +
           entry("1", "Nestl\xE9 and others, in a text that is long enough to be sure of it.") +
           "</channel></rss>",
       "Nestl\xC3\xA9"},
      {"a charset only in the header",
       {{"Content-Type", "text/xml; charset=windows-1251"}},
       cyrillic(""),
       moscow},
      {"a charset that does not exist",
       {},
       cyrillic("<?xml version=\"1.0\" encoding=\"cp-1251\"?>"),
       moscow},
      {"gzip that is none",
       {{"Content-Encoding", "gzip"}},
       rss(entry("1", "Plain text.")),
       "Plain text."},
      {"cut off in the middle",
       {},
       rss(entry("1", "Whole text.") + entry("2", "Hal")).substr(0, 300),
       "Whole text."},
  }));
  INFO(c.what);
  Rig rig;
  HttpServer server([&](const Request&, Connection& out) { out.reply(200, c.headers, c.body); });
  rig.add(server.url("/feed"));
  REQUIRE(rig.until([&] { return !rig.articles.empty() || rig.feed().errors > 0; }));
  INFO(rig.feed().last_error);
  REQUIRE_FALSE(rig.articles.empty());
  CHECK(rig.articles[0].article.text.find(c.text) != std::string::npos);
}

TEST_CASE("relative links under nested bases lead to their page", "[failures]") {  // 24
  Rig rig;
  HttpServer server([](const Request& request, Connection& out) {
    if (request.target != "/feed") return out.reply(404);
    out.reply(200, {},
              "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"/deep/\"><title>F</title>"
              "<entry xml:base=\"a/\"><id>1</id><title>T</title><link href=\"page\"/>"
              "<summary>A summary.</summary></entry></feed>");
  });
  rig.add(server.url("/feed"));
  REQUIRE(rig.until([&] { return server.count("/deep/a/page") == 1; }));
}

TEST_CASE("200 without a feed is an error, and its validators are not kept",
          "[failures]") {  // 1, 25
  const std::string body =
      GENERATE(as<std::string>(), "", "  \n", "<!doctype html><title>Just a moment...</title>",
               "<html><body>We have moved</body></html>", "{\"error\": \"no\"}");
  Rig rig;
  std::atomic<bool> good = false;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.header("if-none-match") == "\"bad\"") return out.reply(304);
    if (good) return out.reply(200, {{"ETag", "\"good\""}}, rss(entry("1", "Text.")));
    out.reply(200, {{"ETag", "\"bad\""}}, body);
  });
  rig.add(server.url("/feed"));
  rig.poll();
  CHECK_FALSE(rig.feed().last_error.empty());
  CHECK(rig.feed().etag.empty());
  good = true;
  rig.poll(kDay);
  CHECK(rig.feed().etag == "\"good\"");
  CHECK(rig.counts().new_items == 1);
}

TEST_CASE("a feed that names a hub is polled all the same", "[failures]") {  // 26
  Rig rig;
  std::atomic<int> round = 0;
  HttpServer server([&](const Request&, Connection& out) {
    ++round;
    out.reply(200, {},
              rss(entry(std::to_string(round), "Text."),
                  "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"hub\" "
                  "href=\"http://hub.example/\"/>"));
  });
  rig.add(server.url("/feed"));
  rig.poll();
  rig.poll(kDay);
  CHECK(rig.counts().new_items == 2);
}

TEST_CASE("a feed is asked no more often than it says, over restarts, too", "[failures]") {  // 27
  struct Case {
    const char* what;
    std::string in_feed;
    Headers headers;
  };
  const Case c = GENERATE(values<Case>({
      {"ttl", "<ttl>120</ttl>", {}},
      {"sy",
       "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>",
       {}},
      {"max-age", "", {{"Cache-Control", "public, max-age=7200"}}},
      {"Expires",
       "",
       {{"Date", "Sun, 15 Jun 2025 12:00:00 GMT"}, {"Expires", "Sun, 15 Jun 2025 14:00:00 GMT"}}},
  }));
  INFO(c.what);
  Rig rig;
  HttpServer server(
      [&](const Request&, Connection& out) { out.reply(200, c.headers, rss("", c.in_feed)); });
  rig.add(server.url("/feed"));
  rig.poll();
  const std::int64_t next = rig.feed().next_poll.ms - rig.clock.now().ms;
  CHECK(next >= 2 * kHour);
  CHECK(next <= 3 * kHour);  // jitter comes on top
  rig.restart();
  rig.clock.move(kHour + kHour / 2);
  rig.settle();
  CHECK(server.count("/feed") == 1);
  rig.poll(2 * kHour);
  CHECK(server.count("/feed") == 2);
}

TEST_CASE("a host is asked by two requests at once, whatever its feeds bring", "[failures]") {
  Rig rig;
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  HttpServer* self = nullptr;
  HttpServer server([&](const Request& request, Connection& out) {
    while (self == nullptr) std::this_thread::sleep_for(1ms);
    if (request.target == "/feed") {
      std::string items;
      for (int i = 0; i < 12; ++i)
        items +=
            "<item><title>T</title><link>" + self->url("/p" + std::to_string(i)) + "</link></item>";
      return out.reply(200, {}, rss(items));
    }
    if (request.target == "/robots.txt") return out.reply(404);
    const int now = ++running;
    most = std::max(most.load(), now);
    std::this_thread::sleep_for(10ms);
    --running;
    out.reply(404);
  });
  self = &server;
  rig.add(server.url("/feed"));
  REQUIRE(rig.until([&] { return rig.articles.size() == 12; }));
  CHECK(most <= 2);
}

TEST_CASE("a paused feed rests, a removed one is forgotten, even under way", "[failures]") {
  Rig rig;
  HttpServer server(
      [](const Request&, Connection& out) { out.reply(200, {}, rss(entry("1", "T."))); });
  const std::string url = server.url("/feed");
  rig.add(url);
  rig.poll();
  REQUIRE(rig.frontier().pause_feed(url, true, rig.clock.now()));
  CHECK(rig.feed().paused);
  rig.clock.move(30 * kDay);
  rig.settle();
  CHECK(server.count("/feed") == 1);
  REQUIRE(rig.frontier().pause_feed(url, false, rig.clock.now()));
  rig.poll();
  CHECK(server.count("/feed") == 2);

  // The answer to a poll that was under way when the feed was removed.
  PollOutcome late;
  late.feed = rig.feed().id;
  late.items.push_back({});
  REQUIRE(rig.frontier().keep_feed(url));
  CHECK(rig.feed().added);
  REQUIRE(rig.frontier().remove_feed(url));
  const Result<std::size_t> recorded = rig.frontier().record_poll(late);
  REQUIRE(recorded);
  CHECK(*recorded == 0);
  CHECK_FALSE(rig.frontier().remove_feed(url));
  CHECK_FALSE(rig.frontier().keep_feed(url));
  CHECK_FALSE(rig.frontier().pause_feed(url, true, rig.clock.now()));
}
