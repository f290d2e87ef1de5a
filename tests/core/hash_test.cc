#include "core/hash.h"

#include <set>

#include "core/article.h"
#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("an identity is SHA-256 over length-prefixed parts, cut to 128 bits") {
  // printf '\x03\0\0\0\0\0\0\0abc' | sha256sum
  CHECK(content_id({"abc"}) == "ce91dc5eec0139adf091900d225971d6");
  CHECK(content_id({}) == "e3b0c44298fc1c149afbf4c8996fb924");  // of nothing at all
}

TEST_CASE("parts cannot be shifted into each other") {
  const std::set<std::string> ids = {content_id({"ab", "c"}),    content_id({"a", "bc"}),
                                     content_id({"abc"}),        content_id({"abc", ""}),
                                     content_id({"", "abc"}),    content_id({"c", "ab"}),
                                     content_id({"ab", "c", ""})};
  CHECK(ids.size() == 7);
  CHECK(content_id({"ab", "c"}) == content_id({"ab", "c"}));
}

TEST_CASE("an article is its URL") {
  const std::string id = article_id("https://example.com/a");
  CHECK(id.size() == 32);
  CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(id == article_id("https://example.com/a"));
  CHECK(id != article_id("https://example.com/b"));
}

TEST_CASE("a revision is what it says, however it is laid out") {
  const std::string hash = content_hash("A title", "One. Two.\n\nThree.");
  CHECK(hash == content_hash(" A  title\n", "One.\tTwo.\nThree.\xC2\xA0"));
  CHECK(hash != content_hash("A title", "One. Two.\n\nThree!"));
  CHECK(hash != content_hash("A Title", "One. Two.\n\nThree."));
  CHECK(hash != content_hash("A title One.", "Two.\n\nThree."));
  // A URL that spells a text is no revision of it.
  CHECK(content_hash("", "x") != article_id("x"));
}
