#include "daemon/safe_out.h"

#include <sstream>

#include "tests/catch.h"

using namespace pactwatch;

namespace {

// What arrives of `text`, written in one piece or byte by byte.
std::string through(const std::string& text, bool byte_by_byte) {
  std::ostringstream out;
  {
    SafeOut safe(*out.rdbuf());
    std::ostream stream(&safe);
    if (byte_by_byte)
      for (const char c : text) stream.put(c);
    else
      stream << text;
  }
  return out.str();
}

const std::string kInstead = "\xEF\xBF\xBD";

}  // namespace

TEST_CASE("standard output passes text and colours, and nothing else that a terminal obeys") {
  for (const bool byte_by_byte : {false, true}) {
    CAPTURE(byte_by_byte);
    const auto shown = [&](const std::string& text) { return through(text, byte_by_byte); };
    const std::string text = "a\tb\n\xC3\xA9 \xE2\x82\xAC \xC2\xA3 5 \xF0\x9F\x8D\x8E\n";
    CHECK(shown(text) == text);
    CHECK(shown("a,b\r\nc\r\n") == "a,b\r\nc\r\n");  // tables as RFC 4180 has them
    CHECK(shown("over\rwritten") == "over" + kInstead + "written");
    CHECK(shown("\x1b[1mbold\x1b[0m \x1b[38;5;255mx") == "\x1b[1mbold\x1b[0m \x1b[38;5;255mx");
    CHECK(shown("\x1b]0;owned\x07") == kInstead + "]0;owned" + kInstead);
    CHECK(shown("\x1b[2Jx") == kInstead + "[2Jx");
    CHECK(shown("\x1b[1;1Hx") == kInstead + "[1;1Hx");
    CHECK(shown("\x1b[111111111111111m") == kInstead + "[111111111111111m");
    CHECK(shown("\x1b\x1b[0m") == kInstead + "\x1b[0m");
    CHECK(shown("a\r\x7f\b") == "a" + kInstead + kInstead + kInstead);
    CHECK(shown("\xC2\x9B"
                "31m") == kInstead + "31m");  // C1: another way to write ESC [
    CHECK(shown("end\x1b[3") == "end" + kInstead + "[3");
    CHECK(shown(std::string("\0", 1)) == kInstead);
  }
}
