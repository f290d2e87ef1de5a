#include "fetcher/poller.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "core/text.h"
#include "fetcher/poller_feed.h"
#include "tests/catch.h"
#include "tests/support/http_server.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
using namespace std::chrono_literals;
using test_support::Connection;
using test_support::HttpServer;
using test_support::Request;

namespace {

// A frontier on disk, gone with the test.
struct Store {
  Store() { reopen(); }
  void reopen() {
    frontier.reset();
    Result<std::unique_ptr<Frontier>> opened = open_frontier(directory / "test.db");
    REQUIRE(opened);
    frontier = std::move(*opened);
  }
  std::int64_t add(const std::string& url) {
    const Result<std::int64_t> id = frontier->add_feed(url, system_clock().now());
    REQUIRE(id);
    return *id;
  }
  FeedRecord feed() { return frontier->feeds()->at(0); }
  test_support::ScratchDirectory directory;
  std::unique_ptr<Frontier> frontier;
};

PollerOptions quick() {
  PollerOptions options;
  options.http.addresses.allow_loopback = true;
  options.schedule.every = 50ms;
  options.settle = 100ms;
  return options;
}

std::string paragraph(const std::string& about) {
  return "<p>" + about +
         " is the subject of this paragraph, which is long enough to be taken for "
         "the main text of an article, as readers of the news know it, and not for a menu. It "
         "goes on for a second sentence, so that nobody doubts it.</p>";
}

std::string page(const std::string& title) {
  return "<!doctype html><html lang=\"en\"><head><title>" + title +
         "</title><meta property=\"og:site_name\" content=\"The Test "
         "Outlet\"></head><body><article>"
         "<h1>" +
         title + "</h1>" + paragraph(title) + paragraph("Again " + title) +
         "</article></body></html>";
}

struct Item {
  std::string path;
  std::string title;
  std::string date;  // RFC 822
  std::string text = "A summary.";
};

std::string rss(const HttpServer& server, const std::vector<Item>& items) {
  std::string out = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Feed</title>";
  for (const Item& item : items)
    out += "<item><title>" + item.title + "</title><link>" + server.url(item.path) +
           "</link><description>" + item.text + "</description><pubDate>" + item.date +
           "</pubDate></item>";
  return out + "</channel></rss>";
}

// Steps until `done` or 20 s are over.
bool run_until(Poller& poller, const std::function<bool()>& done) {
  const auto end = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < end) {
    if (done()) return true;
    const Status stepped = poller.step(50ms);
    if (!stepped) FAIL(to_string(stepped.error()));
  }
  return done();
}

struct Delivered {
  std::vector<FetchedArticle> articles;
  Poller::Sink sink() {
    return [this](const FetchedArticle& article) -> Result<bool> {
      articles.push_back(article);
      return true;
    };
  }
  std::vector<std::string> titles() const {
    std::vector<std::string> out;
    for (const FetchedArticle& article : articles) out.push_back(article.article.title);
    return out;
  }
};

std::unique_ptr<Poller> make(const PollerOptions& options, Store& store, Poller::Sink sink) {
  Result<std::unique_ptr<Poller>> poller =
      Poller::create(options, *store.frontier, std::move(sink));
  REQUIRE(poller);
  return std::move(*poller);
}

constexpr const char* kDay1 = "Mon, 06 Jan 2025 10:00:00 GMT";
constexpr const char* kDay2 = "Tue, 07 Jan 2025 10:00:00 GMT";
constexpr const char* kDay3 = "Wed, 08 Jan 2025 10:00:00 GMT";

}  // namespace

TEST_CASE("from a feed to articles, oldest first, and 304 from then on", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") {
      if (request.header("if-none-match") == "\"1\"") return out.reply(304);
      return out.reply(200, {{"ETag", "\"1\""}}, feed);
    }
    if (request.target == "/robots.txt") return out.reply(404);
    if (request.target == "/b") std::this_thread::sleep_for(150ms);  // the oldest is the slowest
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  });
  feed = rss(server, {{"/c", "C", kDay3}, {"/b", "B", kDay1}, {"/a", "A", kDay2}});
  store.add(server.url("/feed"));
  Delivered delivered;
  const auto poller = make(quick(), store, delivered.sink());
  REQUIRE(run_until(*poller,
                    [&] { return delivered.articles.size() == 3 && server.count("/feed") >= 3; }));
  CHECK(delivered.titles() == std::vector<std::string>{"Page /b", "Page /a", "Page /c"});
  const Article& first = delivered.articles[0].article;
  CHECK(first.url == server.url("/b"));
  CHECK(first.id == article_id(first.url));
  CHECK(first.outlet == "The Test Outlet");
  CHECK(first.published == "2025-01-06T10:00:00Z");
  CHECK(first.language == "en");
  CHECK(first.text.find("subject of this paragraph") != std::string::npos);
  CHECK(first.content_hash == content_hash(first.title, first.text));
  CHECK_FALSE(delivered.articles[0].from_feed);
  CHECK(server.count("/robots.txt") == 1);
  for (const char* target : {"/a", "/b", "/c"}) CHECK(server.count(target) == 1);
  CHECK(store.feed().etag == "\"1\"");
  CHECK(store.feed().errors == 0);
  CHECK(poller->counts().new_items == 3);
}

TEST_CASE("an entry that is edited is read again, once", "[poller]") {
  Store store;
  std::atomic<int> version = 1;
  HttpServer* self = nullptr;
  HttpServer server([&](const Request& request, Connection& out) {
    while (self == nullptr) std::this_thread::sleep_for(1ms);
    const std::string v = std::to_string(version);
    if (request.target == "/feed")
      return out.reply(200, {}, rss(*self, {{"/a", "A $" + v + " billion deal", kDay1}}));
    if (request.target == "/robots.txt") return out.reply(404);
    out.reply(200, {{"Content-Type", "text/html"}}, page("A $" + v + " billion deal"));
  });
  self = &server;
  store.add(server.url("/feed"));
  Delivered delivered;
  const auto poller = make(quick(), store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return delivered.articles.size() == 1; }));
  version = 2;
  REQUIRE(run_until(*poller, [&] { return delivered.articles.size() == 2; }));
  const std::size_t polls = server.count("/feed");
  REQUIRE(run_until(*poller, [&] { return server.count("/feed") >= polls + 3; }));
  REQUIRE(delivered.articles.size() == 2);
  CHECK(delivered.articles[0].article.id == delivered.articles[1].article.id);
  CHECK(delivered.articles[0].item == delivered.articles[1].item);
  CHECK(delivered.articles[0].article.content_hash != delivered.articles[1].article.content_hash);
}

TEST_CASE("what was not recorded when the process ended is handed on again, in the same order",
          "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt") return out.reply(404);
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  });
  feed = rss(server, {{"/3", "3", kDay3}, {"/1", "1", kDay1}, {"/2", "2", kDay2}});
  store.add(server.url("/feed"));
  PollerOptions options = quick();
  options.schedule.every = 1h;
  std::vector<std::string> expected{"Page /1", "Page /2", "Page /3"};
  {
    Delivered delivered;
    const auto poller = make(options, store, delivered.sink());
    REQUIRE(run_until(*poller, [&] { return delivered.articles.size() == 3; }));
    CHECK(delivered.titles() == expected);
  }
  store.reopen();
  Delivered again;
  const auto poller = make(options, store, again.sink());
  REQUIRE(run_until(*poller, [&] { return again.articles.size() == 3; }));
  CHECK(again.titles() == expected);
  CHECK(server.count("/feed") == 1);  // the schedule outlives the process, too
}

TEST_CASE("a full sink holds everything back and loses nothing", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt") return out.reply(404);
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  });
  std::vector<Item> items;
  for (int i = 0; i < 20; ++i)
    items.push_back({"/" + std::to_string(10 + i), std::to_string(i),
                     "Mon, 06 Jan 2025 10:00:" + std::to_string(10 + i) + " GMT"});
  feed = rss(server, items);
  store.add(server.url("/feed"));
  std::atomic<bool> open = false;
  int refused = 0;
  std::vector<std::string> titles;
  PollerOptions options = quick();
  options.window = 4;  // backs up soon
  const auto poller = make(options, store, [&](const FetchedArticle& article) -> Result<bool> {
    if (!open) {
      ++refused;
      return false;
    }
    titles.push_back(article.article.title);
    return true;
  });
  REQUIRE(run_until(*poller, [&] { return refused > 20; }));
  std::size_t read = 0;
  for (const Item& item : items) read += server.count(item.path);
  CHECK(read <= 4);
  open = true;
  REQUIRE(run_until(*poller, [&] { return titles.size() == items.size(); }));
  CHECK(std::is_sorted(titles.begin(), titles.end()));
}

TEST_CASE("what is preferred is read before all that wait and before all in hand", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt") return out.reply(404);
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  });
  std::vector<Item> items;
  for (int i = 0; i < 60; ++i) items.push_back({"/" + std::to_string(10 + i), "Other news", kDay1});
  feed = rss(server, items);
  store.add(server.url("/feed"));
  store.frontier->prefer({"Anthropic"});
  std::vector<std::string> titles;
  bool open = false;
  PollerOptions options = quick();
  options.window = 8;
  const auto poller = make(options, store, [&](const FetchedArticle& article) -> Result<bool> {
    if (!open && titles.size() >= 5) return false;
    titles.push_back(article.article.title);
    return true;
  });
  REQUIRE(run_until(*poller, [&] { return titles.size() == 5; }));
  // Younger than all that wait, and found while the hand is full.
  items.push_back({"/99", "Anthropic buys a stake", kDay3});
  feed = rss(server, items);
  const std::uint64_t before = poller->counts().new_items;
  REQUIRE(run_until(*poller, [&] { return poller->counts().new_items > before; }));
  open = true;
  REQUIRE(run_until(*poller, [&] { return titles.size() == items.size(); }));
  const auto at = std::find(titles.begin(), titles.end(), "Page /99");
  REQUIRE(at != titles.end());
  CHECK(at - titles.begin() < 5 + 2 * options.window);
}

TEST_CASE("one page that never comes holds the others up only so long", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt") return out.reply(404);
    if (request.target == "/1") return out.hold();
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  });
  feed = rss(server, {{"/1", "1", kDay1}, {"/2", "2", kDay2}});
  store.add(server.url("/feed"));
  PollerOptions options = quick();
  options.order_wait = 200ms;
  Delivered delivered;
  const auto poller = make(options, store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return delivered.articles.size() == 1; }));
  CHECK(delivered.titles()[0] == "Page /2");
  REQUIRE(poller->drain());  // ends at once although a request is under way
  CHECK(*store.frontier->pending_items() == 2);
}

TEST_CASE("waiting for a slow page keeps no processor busy", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt") return out.reply(404);
    out.hold();
  });
  feed = rss(server, {{"/1", "1", kDay1}, {"/2", "2", kDay2}});
  store.add(server.url("/feed"));
  PollerOptions options = quick();
  options.window = 1;  // more is pending than may be in hand
  options.schedule.every = 1h;
  Delivered delivered;
  const auto poller = make(options, store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return server.count("/1") == 1; }));
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 50; ++i) REQUIRE(poller->step(20ms));
  CHECK(std::chrono::steady_clock::now() - begin > 400ms);  // 50 steps that did not wait take none
}

TEST_CASE("robots.txt, a wall, a stub and an entry without a page: the feed's own text",
          "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/feed") return out.reply(200, {}, feed);
    if (request.target == "/robots.txt")
      return out.reply(200, {}, "User-agent: *\nDisallow: /private/\n");
    if (request.target == "/wall") return out.reply(403);
    if (request.target == "/stub")
      return out.reply(200, {{"Content-Type", "text/html"}},
                       "<html><body><p>Log in</p></body></html>");
    out.reply(404);
  });
  const std::string text = "The feed itself says that the companies agreed on a licence.";
  feed = rss(server, {{"/private/a", "Private", kDay1, text},
                      {"/wall", "Wall", kDay2, text},
                      {"/stub", "Stub", kDay3, text}});
  store.add(server.url("/feed"));
  Delivered delivered;
  const auto poller = make(quick(), store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return delivered.articles.size() == 3; }));
  for (const FetchedArticle& article : delivered.articles) {
    CHECK(article.from_feed);
    CHECK(article.article.text == text);
    CHECK_FALSE(article.why.empty());
  }
  CHECK(delivered.articles[0].why.find("robots.txt") != std::string::npos);
  CHECK(delivered.articles[1].why.find("403 Forbidden") != std::string::npos);
  CHECK(server.count("/private/a") == 0);
}

TEST_CASE("429 with Retry-After pauses every feed and page of the host", "[poller]") {
  Store store;
  std::string feed;
  HttpServer server([&](const Request& request, Connection& out) {
    if (request.target == "/limited") return out.reply(429, {{"Retry-After", "3600"}});
    if (request.target == "/feed") return out.reply(200, {}, feed);
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page"));
  });
  feed = rss(server, {{"/a", "A", kDay1}});
  store.add(server.url("/limited"));
  PollerOptions options = quick();
  Delivered delivered;
  const auto poller = make(options, store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return poller->counts().failed_polls == 1; }));
  store.add(server.url("/feed"));  // another feed of the same host
  poller->wake();
  REQUIRE(run_until(*poller, [&] { return store.frontier->feeds()->at(1).errors > 0; }));
  CHECK(server.count("/feed") == 0);
  const std::vector<FeedRecord> records = *store.frontier->feeds();
  for (const FeedRecord& record : records) {
    CHECK(record.next_poll.ms - system_clock().now().ms > 3'500'000);
    CHECK_FALSE(record.last_error.empty());
  }
}

TEST_CASE("validators: only of what parsed, the newest of a 304, all replaced by a 200",
          "[poller]") {
  FeedRecord feed;
  feed.id = 1;
  feed.url = "https://o.example/feed";
  feed.etag = "\"old\"";
  feed.last_modified = "Mon, 06 Jan 2025 10:00:00 GMT";
  feed.last_ok = UtcTime{1'000'000};
  const UtcTime now{1'060'000};
  const PollQuestion question = question_for(feed, now);
  REQUIRE(question.conditional);
  CHECK(request_for(feed, question, 1000).etag == "\"old\"");

  HttpResponse answer;
  answer.url = feed.url;
  answer.status = 304;
  answer.headers = {{"etag", "\"new\""}};
  PollOutcome outcome = judge_poll(feed, question, answer, {}, now).outcome;
  CHECK(outcome.not_modified);
  CHECK(outcome.etag == "\"new\"");
  CHECK(outcome.last_modified == feed.last_modified);

  answer.status = 200;
  answer.body = "<html><body>Checking your browser</body></html>";
  outcome = judge_poll(feed, question, answer, {}, now).outcome;
  CHECK_FALSE(outcome.error.empty());
  CHECK(outcome.etag.empty());
  CHECK(outcome.next_poll.ms > now.ms);

  answer.body = "<rss version='2.0'><channel><title>T</title><ttl>120</ttl></channel></rss>";
  const PollJudgement judged = judge_poll(feed, question, answer, {}, now);
  CHECK(judged.outcome.error.empty());
  CHECK(judged.outcome.etag == "\"new\"");
  CHECK(judged.outcome.last_modified.empty());  // a 200 without one: the old one is not sent again
  CHECK(judged.outcome.next_poll.ms - now.ms >= 2 * 3600 * 1000);  // ttl

  answer.status = 410;
  CHECK(judge_poll(feed, question, answer, {}, now).outcome.gone);
  answer.status = 404;
  outcome = judge_poll(feed, question, answer, {}, now).outcome;
  CHECK_FALSE(outcome.gone);
  CHECK(outcome.error == "the answer was 404 Not Found");
}

TEST_CASE("a permanent redirect is followed at once and trusted after days", "[poller]") {
  FeedRecord feed;
  feed.id = 1;
  feed.url = "https://o.example/feed";
  const UtcTime now{10LL * 24 * 3600 * 1000};
  HttpResponse answer;
  answer.status = 200;
  answer.url = answer.permanent_url = "https://o.example/new";
  answer.body = "<rss version='2.0'><channel><title>T</title></channel></rss>";
  CHECK(judge_poll(feed, question_for(feed, now), answer, {}, now).outcome.redirect_to ==
        "https://o.example/new");

  feed.redirect_to = "https://o.example/new";
  feed.redirect_since = UtcTime{now.ms - 3600 * 1000};
  CHECK(question_for(feed, now).url == feed.url);
  feed.redirect_since = UtcTime{0};
  const PollQuestion question = question_for(feed, now);
  CHECK(question.url == "https://o.example/new");
  answer.permanent_url.clear();
  CHECK(judge_poll(feed, question, answer, {}, now).outcome.redirect_to == "https://o.example/new");
  answer.status = 410;  // the new address ended: back to the feed's own
  const PollOutcome outcome = judge_poll(feed, question, answer, {}, now).outcome;
  CHECK_FALSE(outcome.gone);
  CHECK(outcome.redirect_to.empty());
}

TEST_CASE("a feed that fails is asked again, for ever, and says why", "[poller]") {
  Store store;
  std::atomic<int> asked = 0;
  HttpServer* self = nullptr;
  HttpServer server([&](const Request& request, Connection& out) {
    while (self == nullptr) std::this_thread::sleep_for(1ms);
    if (request.target != "/feed") return out.reply(404);
    if (++asked < 4) return out.reply(500);
    out.reply(200, {}, rss(*self, {}));
  });
  self = &server;
  store.add(server.url("/feed"));
  Delivered delivered;
  const auto poller = make(quick(), store, delivered.sink());
  REQUIRE(run_until(*poller, [&] { return poller->counts().failed_polls == 2; }));
  CHECK(store.feed().errors == 2);
  CHECK(store.feed().last_error.find("500") != std::string::npos);
  REQUIRE(run_until(*poller, [&] { return poller->counts().polls == 1; }));
  CHECK(store.feed().errors == 0);
}
