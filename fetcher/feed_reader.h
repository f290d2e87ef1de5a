#pragma once
// From an XML tree to the feed model. Private to the feed reader.

#include "fetcher/feed.h"

namespace pugi {
class xml_document;
}

namespace pactwatch {

// Reads RSS of every version, Atom, CDF and news sitemaps. Fails, naming what it is, when the root
// is none of these. Does not touch Feed::repairs.
Result<Feed> read_xml_feed(const pugi::xml_document& document, const FeedSource& source);

}  // namespace pactwatch
