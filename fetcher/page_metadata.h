#pragma once
// What a page says of itself: JSON-LD, meta elements, headings. Private to the page reader.

#include <string>

#include "fetcher/html.h"
#include "fetcher/page.h"

namespace pactwatch {

struct PageSays {
  std::string body;         // JSON-LD's articleBody, if any
  std::string description;  // of meta elements, if any
};

// Fills everything of `page` but its text and language.
PageSays read_metadata(xmlDoc* document, const PageSource& source, Page& page);

}  // namespace pactwatch
