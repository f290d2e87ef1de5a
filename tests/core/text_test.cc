#include "core/text.h"

#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("white space is folded") {
  CHECK(fold_space("  a \t\r\n b\xC2\xA0\xC2\xA0"
                   "c ") == "a b c");
  CHECK(fold_space(" \n\xC2\xA0").empty());
  CHECK(fold_space("\xC2\xA3 5") == "\xC2\xA3 5");  // another character of the same first byte
  CHECK(fold_space("a\xC2") == "a\xC2");            // cut short: kept, not read beyond
}

TEST_CASE("lower case, trimming and prefixes are ASCII's") {
  CHECK(ascii_lower("AZaz@[\xC3\x84") == "azaz@[\xC3\x84");
  CHECK(trim("\t a b \n") == "a b");
  CHECK(trim(" \r\n").empty());
  CHECK(starts_with_icase("Content-Type", "content-"));
  CHECK_FALSE(starts_with_icase("Con", "content-"));
  CHECK_FALSE(starts_with_icase("content", "kontent"));
}

TEST_CASE("well-formed UTF-8 is told from ill-formed") {
  for (const char* good : {"", "plain", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF",
                           "eight by eight \xE2\x82\xAC and on"}) {
    INFO(good);
    CHECK(is_valid_utf8(good));
    CHECK(make_valid_utf8(good) == good);
  }
  for (const char* bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xE2\x82",
                          "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                          "\xF5\x80\x80\x80", "\xFF", "12345678\xFE", "1234567\xC3"}) {
    INFO(bad);
    CHECK_FALSE(is_valid_utf8(bad));
    CHECK(is_valid_utf8(make_valid_utf8(bad)));
  }
}

TEST_CASE("ill-formed bytes are replaced and the text about them stays") {
  CHECK(make_valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(make_valid_utf8("a\xE2\x82z") == "a\xEF\xBF\xBDz");
  CHECK(make_valid_utf8("a\xFF\xFEz") == "a\xEF\xBF\xBD\xEF\xBF\xBDz");
}

TEST_CASE("code points are written and counted") {
  std::string out;
  for (const char32_t c : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600'}) append_utf8(out, c);
  CHECK(out == "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(out.size() == 10);
  CHECK(count_code_points(out) == 4);
  CHECK(count_code_points("") == 0);
}

TEST_CASE("the nearest name is near, or there is none") {
  const std::vector<std::string> known = {"amount", "percent", "until"};
  CHECK(nearest_name("amuont", known) == "amount");
  CHECK(nearest_name("precent", known) == "percent");
  CHECK(nearest_name("util", known) == "until");
  CHECK(nearest_name("unitl", known) == "until");  // two steps would be too far for five letters
  CHECK(nearest_name("colour", known).empty());
  CHECK(nearest_name("until", {}).empty());
  CHECK(nearest_name("", known).empty());
}

TEST_CASE("mark-up is escaped as its place needs") {
  std::string out = "x";
  append_escaped(out, "a & \"b\" <c>\xC3\xA9", MarkupPlace::text);
  CHECK(out == "xa &amp; \"b\" &lt;c&gt;\xC3\xA9");
  out.clear();
  append_escaped(out, "\"&\"", MarkupPlace::attribute);
  CHECK(out == "&quot;&amp;&quot;");
  append_escaped(out, "", MarkupPlace::text);
  CHECK(out == "&quot;&amp;&quot;");
}
