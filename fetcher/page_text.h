#pragma once
// The main text of a page. Private to the page reader.

#include <string>

#include "fetcher/html.h"

namespace pactwatch {

struct PageHints {
  std::string title;        // left out where it stands in the text
  std::string description;  // where the page shows it above the story, it leads the story
};

// Paragraphs of the article, split by "\n\n".
std::string main_text(xmlDoc* document, const PageHints& hints);

}  // namespace pactwatch
