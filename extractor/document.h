#pragma once
// What the extractor reads: one article, as plain text with what is known about it.

#include <string>

namespace pactwatch {

struct Document {
  std::string title;
  std::string source;  // outlet
  std::string url;
  std::string published;  // ISO 8601, empty when unknown: relative dates then stay unresolved
  std::string text;       // UTF-8, paragraphs split by "\n\n"
};

}  // namespace pactwatch
