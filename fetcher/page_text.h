#pragma once
// The main text of a page. Private to the page reader.

#include <string>

#include "fetcher/html.h"

namespace pactwatch {

// Paragraphs of the article, split by "\n\n"; `title` is left out where it stands in the text.
std::string main_text(xmlDoc* document, const std::string& title);

}  // namespace pactwatch
