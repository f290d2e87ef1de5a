#pragma once
// Mends text that is almost XML, for the parser that refused it.

#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

struct RepairedXml {
  std::string text;
  std::vector<std::string> repairs;  // what was wrong, in words
};

// Drops what stands before the first tag and control characters, escapes stray '<', closes what is
// left open, drops end tags that close nothing. Linear in the text; never fails.
RepairedXml repair_xml(std::string_view text);

}  // namespace pactwatch
