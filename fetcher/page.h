#pragma once
// Article pages: what a reader would read, and what is known about it.

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace pactwatch {

struct PageSource {
  std::string url;           // after redirects; may be empty
  std::string content_type;  // HTTP Content-Type; its charset counts
};

struct Page {
  std::string text;  // UTF-8; paragraphs, list items and table rows split by "\n\n"
  std::string title;
  std::string published;  // ISO 8601 date or date-time as the page gives it, else empty
  std::string modified;
  std::vector<std::string> authors;
  std::string outlet;    // og:site_name or the like
  std::string language;  // primary tag: "en"; of the page, else by its words
  std::string canonical_url;
  bool paywalled = false;
  std::vector<std::string> feeds;  // feeds that the page names
};

// A page larger than this is no article: the largest in public test sets is 5 MB.
inline constexpr std::size_t kMaxPageBytes = 16U << 20U;

// Reads a page. A page without readable text gives an empty Page::text, which is no error: the
// caller may have the feed's own text. Fails on what is no HTML at all. Pure, thread-safe.
Result<Page> read_page(std::string_view bytes, const PageSource& source);

}  // namespace pactwatch
