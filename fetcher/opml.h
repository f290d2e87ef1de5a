#pragma once
// Lists of feeds as readers exchange them: OPML 1.0, 1.1 and 2.0.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

struct OpmlFeed {
  std::string url;
  std::string title;
  std::string folder;  // titles of the outlines around it, joined by " / "
};

// Every outline with an address (xmlUrl), in document order, each address once. What is almost XML
// is mended first, as feeds are. Fails when it is no OPML. Pure.
Result<std::vector<OpmlFeed>> read_opml(std::string_view bytes);

// OPML 2.0, UTF-8; feeds of one folder stand together under it. Pure.
std::string write_opml(const std::vector<OpmlFeed>& feeds, const std::string& title, UtcTime now);

}  // namespace pactwatch
