#include "fetcher/poller_item.h"

#include <set>

#include "tests/catch.h"

using namespace pactwatch;

namespace {

FeedEntry entry(const std::string& id, const std::string& link, const std::string& title,
                const std::string& summary = "Text.") {
  FeedEntry out;
  out.id = id;
  out.link = link;
  out.title = title;
  out.summary = summary;
  return out;
}

std::vector<DiscoveredItem> items(std::vector<FeedEntry> entries) {
  Feed feed;
  feed.entries = std::move(entries);
  return identify_items(feed, "https://feeds.example/rss");
}

DiscoveredItem one(const FeedEntry& first) {
  // A neighbour, for some hints only mean something beside others.
  const std::vector<DiscoveredItem> out =
      items({first, entry("tag:n", "https://o.example/neighbour", "Neighbour")});
  REQUIRE(out.size() == 2);
  return out[0];
}

}  // namespace

TEST_CASE("an entry stays the same item when its guid or scheme changes", "[item]") {
  const DiscoveredItem before = one(entry("http://o.example/?p=1", "http://o.example/a/", "T"));
  const DiscoveredItem after =
      one(entry("https://o.example/?p=1&v=2", "https://www.o.example/a?utm_source=rss", "T"));
  CHECK(before.identity == after.identity);
  CHECK(before.fingerprint == after.fingerprint);
  CHECK(after.url == "https://www.o.example/a");
}

TEST_CASE("an edited entry is the same item with another fingerprint", "[item]") {
  const DiscoveredItem before = one(entry("g", "https://o.example/a", "A $5 billion deal"));
  CHECK(one(entry("g", "https://o.example/a", "A $6 billion deal")).identity == before.identity);
  CHECK(one(entry("g", "https://o.example/a", "A $6 billion deal")).fingerprint !=
        before.fingerprint);
  CHECK(one(entry("g", "https://o.example/a", "A $5 billion deal", "New text.")).fingerprint !=
        before.fingerprint);
  CHECK(one(entry("g", "https://o.example/a", "<b>A $5 billion</b> deal ")).fingerprint ==
        before.fingerprint);
}

TEST_CASE("`updated` decides where it tells entries apart", "[item]") {
  FeedEntry a = entry("a", "https://o.example/a", "A");
  FeedEntry b = entry("b", "https://o.example/b", "B");
  a.updated = UtcTime{1000};
  b.updated = UtcTime{2000};
  const std::vector<DiscoveredItem> before = items({a, b});
  a.summary = "An advertisement that changes at every request.";
  CHECK(items({a, b})[0].fingerprint == before[0].fingerprint);
  a.updated = UtcTime{3000};
  CHECK(items({a, b})[0].fingerprint != before[0].fingerprint);

  // All dates alike: they are the moment of the request.
  a = entry("a", "https://o.example/a", "A");
  a.updated = b.updated = UtcTime{5000};
  const std::vector<DiscoveredItem> stamped = items({a, b});
  a.updated = b.updated = UtcTime{6000};
  CHECK(items({a, b})[0].fingerprint == stamped[0].fingerprint);
}

TEST_CASE("a link with a fresh token each time does not make a new item", "[item]") {
  CHECK(one(entry("", "https://o.example/a?token=111", "Title")).identity ==
        one(entry("", "https://o.example/a?token=222", "Title")).identity);
  CHECK(one(entry("tag:7", "https://o.example/a?token=111", "Title")).identity ==
        one(entry("tag:7", "https://o.example/a?token=222", "Other title")).identity);
  CHECK(one(entry("", "https://o.example/story.php?id=1", "One")).identity !=
        one(entry("", "https://o.example/story.php?id=2", "Two")).identity);
}

TEST_CASE("guids and links that all entries share identify nothing", "[item]") {
  for (const char* guid : {"", "N/A", "null", "same"}) {
    const std::vector<DiscoveredItem> out =
        items({entry(guid, "https://o.example/", "One"), entry(guid, "https://o.example/", "Two"),
               entry(guid, "https://o.example/", "Three")});
    REQUIRE(out.size() == 3);
    const std::set<std::string> identities = {out[0].identity, out[1].identity, out[2].identity};
    const std::set<std::string> urls = {out[0].url, out[1].url, out[2].url};
    CHECK(identities.size() == 3);
    CHECK(urls.size() == 3);
    CHECK_FALSE(has_page(out[0].url));  // the front page is not an article
  }
}

TEST_CASE("an entry that stands there twice is one item, with its page", "[item]") {
  const std::vector<DiscoveredItem> out =
      items({entry("g", "https://o.example/a", "One"), entry("g", "https://o.example/a", "One"),
             entry("h", "https://o.example/b", "Two")});
  REQUIRE(out.size() == 2);
  CHECK(out[0].url == "https://o.example/a");
  CHECK(has_page(out[0].url));
}

TEST_CASE("an entry without a link lives in its feed, or where its guid leads", "[item]") {
  CHECK_FALSE(has_page(one(entry("tag:1", "", "Only here")).url));
  CHECK(one(entry("tag:1", "", "Only here")).url.starts_with("https://feeds.example/rss#"));
  CHECK(one(entry("https://o.example/p", "", "T")).url == "https://o.example/p");
  CHECK(one(entry("g", "/relative", "T")).url == "https://feeds.example/relative");
  CHECK_FALSE(has_page(one(entry("g", "javascript:void(0)", "T")).url));
  CHECK(items({entry("", "", "", "")}).empty());
}

TEST_CASE("dates: published, else updated, else none is made up", "[item]") {
  FeedEntry e = entry("g", "https://o.example/a", "T");
  CHECK(one(e).published.empty());
  e.updated = UtcTime{86'400'000};
  CHECK(one(e).published == "1970-01-02T00:00:00Z");
  e.published = UtcTime{0};
  CHECK(one(e).published == "1970-01-01T00:00:00Z");
}

TEST_CASE("feed fragments become text", "[item]") {
  CHECK(fragment_text("plain  text\n here") == "plain text here");
  CHECK(fragment_text("<p>One &amp; two</p><p>three<br>four</p><script>no()</script>") ==
        "One & two\n\nthree\n\nfour");
  CHECK(fragment_text("<ul><li>a<li>b</ul>tail <i>end</i>") == "a\n\nb\n\ntail end");
  CHECK(fragment_text("AT&amp;T") == "AT&T");
  CHECK(fragment_text("").empty());
  CHECK(fragment_text("<!-- only a comment -->").empty());
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "<div>";
  CHECK_NOTHROW(fragment_text(deep + "x"));
}
