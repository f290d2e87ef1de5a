#pragma once
// JSON Feed 1.0 and 1.1 (jsonfeed.org). Private to the feed reader.

#include "fetcher/feed.h"

namespace pactwatch {

Result<Feed> parse_json_feed(const std::string& text, const FeedSource& source);

}  // namespace pactwatch
