#include "daemon/newsroom.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <thread>

#include "daemon/newsroom_story.h"
#include "fetcher/feed.h"
#include "fetcher/http.h"
#include "fetcher/page.h"
#include "fetcher/poller.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Newsroom> open_newsroom() {
  Result<std::unique_ptr<Newsroom>> newsroom = Newsroom::start({});
  if (!newsroom) FAIL(to_string(newsroom.error()));
  return std::move(*newsroom);
}

HttpResponse get(const HttpRequest& request) {
  HttpOptions options;
  options.addresses.allow_loopback = true;
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(options);
  REQUIRE(client);
  std::optional<Result<HttpResponse>> outcome;
  (*client)->get(request, [&](Result<HttpResponse> response) { outcome = std::move(response); });
  while (!outcome) REQUIRE((*client)->step(100ms));
  if (!*outcome) FAIL(to_string(outcome->error()));
  return std::move(**outcome);
}

HttpResponse get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  return get(request);
}

Feed read_feed(const std::string& url) {
  const HttpResponse response = get(url);
  REQUIRE(response.status == 200);
  Result<Feed> feed = parse_feed(response.body, {url, response.header("content-type"), {}});
  if (!feed) FAIL(to_string(feed.error()));
  CHECK(feed->repairs.empty());
  return std::move(*feed);
}

std::string path_of_feed(const std::string& url) { return url.substr(url.find('/', 8)); }

}  // namespace

TEST_CASE("the script of the newsroom is whole", "[newsroom]") {
  const Result<NewsroomScript> script = load_newsroom(default_newsroom_directory());
  if (!script) FAIL(to_string(script.error()));
  CHECK(script->outlets.size() >= 4);
  CHECK(script->stories.size() >= 20);
  int corrections = 0;
  std::map<std::string, int> texts;
  for (const Story& story : script->stories) {
    INFO(story.slug);
    std::size_t length = 0;
    for (const std::string& paragraph : story.paragraphs) length += paragraph.size();
    CHECK(length > 600);
    CHECK(length < 2000);
    CHECK_FALSE(story.summary.empty());
    corrections += story.corrects.empty() ? 0 : 1;
    ++texts[story.title + story.paragraphs[0] + story.paragraphs[1]];
  }
  CHECK(corrections == 1);
  CHECK(texts.size() ==
        script->stories.size() - 1);  // one story is another outlet's, word for word
  for (std::size_t i = 1; i < script->stories.size(); ++i)
    CHECK(script->stories[i - 1].date < script->stories[i].date);
}

TEST_CASE("stories come out one after another, in feeds of four formats", "[newsroom]") {
  const auto newsroom = open_newsroom();
  const std::vector<std::string> feeds = newsroom->feed_urls();
  for (const std::string& url : feeds) CHECK(read_feed(url).entries.empty());
  CHECK(newsroom->stories_out() == 0);
  REQUIRE(newsroom->advance());
  std::size_t entries = 0;
  for (const std::string& url : feeds) entries += read_feed(url).entries.size();
  CHECK(entries == 1);
  while (newsroom->advance()) {
  }
  CHECK(newsroom->stories_out() == newsroom->total());
  entries = 0;
  std::map<std::string, int> versions;
  for (const std::string& url : feeds) {
    const Feed feed = read_feed(url);
    ++versions[feed.version];
    entries += feed.entries.size();
    for (const FeedEntry& entry : feed.entries) CHECK(entry.published);
  }
  CHECK(entries == newsroom->total() - 1);  // the correction has no entry of its own
  CHECK(versions.size() == 4);
  CHECK(get(feeds[0].substr(0, feeds[0].find('/', 8)) + "/status")
            .body.find("\"out\":" + std::to_string(newsroom->total())) != std::string::npos);
}

TEST_CASE("feeds answer 304 until the next story, and pages come compressed", "[newsroom]") {
  const auto newsroom = open_newsroom();
  newsroom->advance();  // the first story is the first outlet's
  HttpRequest request;
  request.url = newsroom->feed_urls()[0];
  const HttpResponse first = get(request);
  const std::string page = read_feed(request.url).entries.at(0).link;
  CHECK_FALSE(get(page).header("content-encoding").empty());
  request.etag = first.header("etag");
  request.last_modified = first.header("last-modified");
  REQUIRE_FALSE(request.etag.empty());
  CHECK(get(request).status == 304);
  while (newsroom->advance()) {
  }
  CHECK(get(request).status == 200);
}

TEST_CASE("a correction changes the page and the entry at the same address", "[newsroom]") {
  const auto newsroom = open_newsroom();
  const std::string slug = "the-price-of-openai-freedom";
  std::string atom;
  for (const std::string& url : newsroom->feed_urls())
    if (path_of_feed(url) == "/ledgerpost/atom.xml") atom = url;
  REQUIRE_FALSE(atom.empty());
  const auto entry = [&]() -> std::optional<FeedEntry> {
    for (const FeedEntry& one : read_feed(atom).entries)
      if (one.link.ends_with("/" + slug)) return one;
    return std::nullopt;
  };
  while (!entry()) REQUIRE(newsroom->advance());
  const FeedEntry before = *entry();
  CHECK(get(before.link).body.find("$25 billion") != std::string::npos);
  while (newsroom->advance()) {
  }
  const FeedEntry after = *entry();
  CHECK(after.id == before.id);
  CHECK(after.published == before.published);
  CHECK(after.updated > before.updated);
  const Result<Page> page = read_page(get(after.link).body, {after.link, "text/html"});
  REQUIRE(page);
  CHECK(page->text.find("$250 billion") != std::string::npos);
  CHECK(page->text.find("$25 billion ") == std::string::npos);
}

TEST_CASE("what a page shows is what its story says, and nothing around it", "[newsroom]") {
  const auto newsroom = open_newsroom();
  while (newsroom->advance()) {
  }
  const Result<NewsroomScript> script = load_newsroom(default_newsroom_directory());
  REQUIRE(script);
  const std::string root =
      newsroom->feed_urls()[0].substr(0, newsroom->feed_urls()[0].find('/', 8));
  for (const Story& story : script->stories) {
    if (!story.corrects.empty() || story.slug == "the-price-of-openai-freedom") continue;
    INFO(story.slug);
    const std::string url = root + "/" + story.outlet + "/" + story.slug;
    const Result<Page> page = read_page(get(url).body, {url, "text/html; charset=utf-8"});
    REQUIRE(page);
    std::string expected;
    for (const std::string& paragraph : story.paragraphs)
      expected += (expected.empty() ? "" : "\n\n") + paragraph;
    CHECK(page->text == expected);
    CHECK(page->title == story.title);
    CHECK(page->published.substr(0, 10) == to_iso(story.date).substr(0, 10));
    CHECK(page->authors == std::vector<std::string>{story.author});
  }
}

TEST_CASE("a poller reads the whole newsroom in the order of publication", "[newsroom]") {
  const auto newsroom = open_newsroom();
  while (newsroom->advance()) {
  }
  std::string directory = "/tmp/pactwatch-newsroom-XXXXXX";
  REQUIRE(mkdtemp(directory.data()) != nullptr);
  {
    Result<std::unique_ptr<Frontier>> frontier = open_frontier(directory + "/test.db");
    REQUIRE(frontier);
    for (const std::string& url : newsroom->feed_urls())
      REQUIRE((*frontier)->add_feed(url, system_clock().now()));
    PollerOptions options;
    options.http.addresses.allow_loopback = true;
    std::vector<FetchedArticle> articles;
    Result<std::unique_ptr<Poller>> poller =
        Poller::create(options, **frontier, [&](const FetchedArticle& article) -> Result<bool> {
          articles.push_back(article);
          return true;
        });
    REQUIRE(poller);
    const auto end = std::chrono::steady_clock::now() + 30s;
    while (articles.size() < newsroom->total() - 1 && std::chrono::steady_clock::now() < end)
      REQUIRE((*poller)->step(50ms));
    REQUIRE(articles.size() == newsroom->total() - 1);
    CHECK((*poller)->idle());
    for (std::size_t i = 0; i < articles.size(); ++i) {
      CHECK_FALSE(articles[i].from_feed);
      if (i > 0) CHECK(articles[i - 1].article.published <= articles[i].article.published);
    }
  }
  std::filesystem::remove_all(directory);
}

TEST_CASE("with a tick the stories come by themselves, and it stops at once", "[newsroom]") {
  NewsroomOptions options;
  options.tick = 1ms;
  Result<std::unique_ptr<Newsroom>> newsroom = Newsroom::start(options);
  REQUIRE(newsroom);
  const auto end = std::chrono::steady_clock::now() + 30s;
  while ((*newsroom)->stories_out() < (*newsroom)->total() &&
         std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(5ms);
  CHECK((*newsroom)->stories_out() == (*newsroom)->total());
  NewsroomOptions taken;
  taken.port = (*newsroom)->port();
  CHECK_FALSE(Newsroom::start(taken));  // a port is one newsroom's
  (*newsroom)->stop();
  (*newsroom)->stop();
  CHECK(Newsroom::start(taken));
}

TEST_CASE("a script that is wrong says where", "[newsroom]") {
  namespace fs = std::filesystem;
  std::string directory = "/tmp/pactwatch-script-XXXXXX";
  REQUIRE(mkdtemp(directory.data()) != nullptr);
  const fs::path root = directory;
  fs::create_directory(root / "stories");
  const auto write = [&](const std::string& name, const std::string& text) {
    std::ofstream(root / name) << text;
  };
  const auto message = [&] {
    const Result<NewsroomScript> script = load_newsroom(root);
    return script ? std::string("fine") : to_string(script.error());
  };
  write("outlets.toml", "[[outlet]]\nkey = \"a\"\nname = \"A\"\nformat = \"rss\"\n");
  CHECK(message().find("there are no stories") != std::string::npos);
  write("stories/1-x.toml",
        "outlet = \"a\"\ndate = \"2025-01-01T00:00:00Z\"\ntitle = \"T\"\ntext = \"P\"\n");
  CHECK(message() == "fine");
  write("stories/2-y.toml",
        "outlet = \"a\"\ndate = \"2025-01-02T00:00:00Z\"\ncopies = \"nobody\"\n");
  CHECK(message().find("no story \"nobody\" to copy") != std::string::npos);
  write("stories/2-y.toml", "outlet = \"b\"\ndate = \"2025-01-02T00:00:00Z\"\ncopies = \"x\"\n");
  CHECK(message().find("no outlet \"b\"") != std::string::npos);
  write("stories/2-y.toml", "outlet = = \"b\"\n");
  CHECK(message().find("2-y.toml:1:") != std::string::npos);
  fs::remove_all(root);
}
