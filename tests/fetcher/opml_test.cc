#include "fetcher/opml.h"

#include "core/text.h"

#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("lists of feeds are read, folders and all, each address once", "[opml]") {
  const Result<std::vector<OpmlFeed>> feeds = read_opml(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><opml "
      "version=\"1.1\"><head><title>x</title></head>"
      "<body><outline text=\"Deals\"><outline title=\"Law\"><outline type=\"rss\" text=\"A &amp; "
      "B\" "
      "xmlUrl=\"https://a.example/feed?x=1&amp;y=2\"/></outline><outline TITLE='C' "
      "XMLURL='https://c.example/feed'/></outline><outline text=\"no feed\" "
      "htmlUrl=\"https://d.example/\"/><outline text=\"again\" xmlUrl=\"https://c.example/feed\"/>"
      "</body></opml>");
  REQUIRE(feeds);
  REQUIRE(feeds->size() == 2);
  CHECK(feeds->at(0).url == "https://a.example/feed?x=1&y=2");
  CHECK(feeds->at(0).title == "A & B");
  CHECK(feeds->at(0).folder == "Deals / Law");
  CHECK(feeds->at(1).title == "C");
  CHECK(feeds->at(1).folder == "Deals");
}

TEST_CASE("lists that are almost XML are read, others refused", "[opml]") {
  const Result<std::vector<OpmlFeed>> broken = read_opml(
      "<opml><body><outline text=\"R&D &nbsp; more\" xmlUrl=\"https://a.example/?a&b\"><outline "
      "text=B xmlUrl=https://b.example/>");
  REQUIRE(broken);
  REQUIRE(broken->size() == 2);
  CHECK(broken->at(0).url == "https://a.example/?a&b");
  for (const char* text : {"", "words", "<rss><channel/></rss>", "<opml"}) {
    CAPTURE(text);
    const Result<std::vector<OpmlFeed>> refused = read_opml(text);
    CHECK((!refused || refused->empty()));
  }
}

TEST_CASE("a list is UTF-8 whatever its bytes and references say", "[opml]") {
  // Found by the fuzzer: broken markup is mended, and a reference beyond all characters is left.
  const std::string list =
      "<?xml version=\"1.0\"?><opml version=\"2.0\"><body><outline text=\"a&#x66FFFF;b\" "
      "xmlUrl=\"https://herald.example/&#x66FFFF;\"/><outline text=\"c\xff\xef\" "
      "xmlUrl=\"https://post.example/\xf0\"";
  const auto feeds = read_opml(list);
  REQUIRE(feeds);
  REQUIRE_FALSE(feeds->empty());
  for (const OpmlFeed& feed : *feeds) {
    CHECK(is_valid_utf8(feed.url));
    CHECK(is_valid_utf8(feed.title));
  }
}

TEST_CASE("what is written is read again as it was", "[opml]") {
  const std::vector<OpmlFeed> feeds = {{"https://a.example/feed?x=1&y=\"2\"", "A <b> & \"C\"", ""},
                                       {"https://b.example/", "B\xC3\xBC", "Law"},
                                       {"https://c.example/", "", "Law"}};
  const std::string text = write_opml(feeds, "Feeds", UtcTime{0});
  CHECK(text.find("<opml version=\"2.0\">") != std::string::npos);
  CHECK(text.find("<dateCreated>1970-01-01T00:00:00Z</dateCreated>") != std::string::npos);
  const Result<std::vector<OpmlFeed>> again = read_opml(text);
  REQUIRE(again);
  REQUIRE(again->size() == 3);
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    CHECK(again->at(i).url == feeds[i].url);
    CHECK(again->at(i).folder == feeds[i].folder);
  }
  CHECK(again->at(0).title == feeds[0].title);
}
