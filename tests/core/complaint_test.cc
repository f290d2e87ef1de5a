#include "core/complaint.h"

#include "core/fault.h"
#include "core/printable.h"
#include "core/text.h"
#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("a trouble is told once, another one anew, and its end once") {
  Complaint trouble;
  CHECK_FALSE(trouble.clear());
  CHECK(trouble.raise("disk full"));
  CHECK_FALSE(trouble.raise("disk full"));
  CHECK_FALSE(trouble.raise("disk full"));
  CHECK(trouble.raise("read only"));
  CHECK(trouble.raised());
  const auto over = trouble.clear();
  REQUIRE(over);
  CHECK(over->starts_with("after 4 times in "));
  CHECK_FALSE(trouble.clear());
  CHECK(trouble.raise("disk full"));
}

TEST_CASE("nothing printable moves a cursor, rings a bell or turns a line around") {
  CHECK(printable("plain \xE2\x82\xAC 5, \xC3\xA9t\xC3\xA9 \xF0\x9F\x8D\x8E") ==
        "plain \xE2\x82\xAC 5, \xC3\xA9t\xC3\xA9 \xF0\x9F\x8D\x8E");
  CHECK(printable("a\x1b[31mred\x07\r\n\x7f") == "a\\x1b[31mred\\x07\\x0d\\x0a\\x7f");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\xC2\x9B"
                  "31m") == "\\x9b31m");  // C1: another way to write ESC [
  CHECK(printable("\xE2\x80\xAE"
                  "txt.exe") == "\\u202etxt.exe");
  CHECK(printable("\xE2\x80\xA8") == "\\u2028");
  CHECK(printable("\xE2\x80\x94") == "\xE2\x80\x94");  // a dash of the same block
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    CAPTURE(byte);
    const std::string shown = printable(one);
    CHECK(is_valid_utf8(shown));
    for (const char c : shown) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
  }
}

TEST_CASE("points that nobody asked for do nothing") {
  for (const std::string_view point : fault_points()) fault_point(point);
  CHECK(fault_points().size() >= 20);
}
