#pragma once
// An article: a page read, with what the extractor and the ledger need to know of it.

#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// Dates are ISO 8601, to the day or to the second in UTC; empty where the page does not say.
struct Article {
  std::string id;      // article_id(url): stable over revisions
  std::string url;     // canonical URL
  std::string outlet;  // display name: "The Information", else the host without www
  std::vector<std::string> authors;
  std::string title;
  std::string published;
  std::string modified;
  std::string language;      // BCP 47 primary tag, "en"; empty when unknown
  std::string text;          // UTF-8, paragraphs split by "\n\n"
  std::string content_hash;  // content_hash(title, text): the identity of this revision
};

// Identity of an article by its canonical URL: 32 hex digits.
std::string article_id(std::string_view canonical_url);
// Identity of a revision by what it says: 32 hex digits over title and text, white space folded,
// so that a page whose layout alone changed is no new revision.
std::string content_hash(std::string_view title, std::string_view text);

}  // namespace pactwatch
