#pragma once
// Syndication feeds of every kind as one model: RSS 0.9x, 1.0 and 2.0 with the usual modules, Atom
// 0.3 and 1.0 (RFC 4287), JSON Feed 1.0 and 1.1, news sitemaps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

// What is known of a feed's bytes besides the bytes.
struct FeedSource {
  std::string url;               // where they came from, after redirects
  std::string content_type;      // HTTP Content-Type, with its charset
  std::string content_location;  // HTTP Content-Location: a base for relative links
};

struct FeedEntry {
  std::string id;     // guid, atom:id, rdf:about; as written
  std::string title;  // may hold mark-up
  std::string link;   // absolute where a base is known
  std::string summary;
  std::string content;
  std::string author;
  std::optional<UtcTime> published;
  std::optional<UtcTime> updated;
};

struct Feed {
  std::string
      version;  // rss090 rss091 rss092 rss093 rss094 rss10 rss20 atom03 atom10 json1 json11 sitemap
  std::string title;
  std::string link;
  std::string language;
  std::optional<UtcTime> updated;
  std::vector<FeedEntry> entries;    // in document order
  std::vector<std::string> repairs;  // what had to be mended, in words
  std::string hub;                   // WebSub
  std::string self;
  std::int64_t ttl_s = 0;  // how long to wait, as ttl or sy:update* say; 0: not said
};

// A feed larger than this is no feed: the largest seen in public collections is 21 MB.
inline constexpr std::size_t kMaxFeedBytes = 32U << 20U;
// Entries beyond this are not read; publishers list tens, archives a few thousand.
inline constexpr std::size_t kMaxFeedEntries = 10'000;

// Reads a feed of any kind. What pugixml refuses is repaired and read again, and Feed::repairs says
// what was wrong. Fails with what the bytes look like when they are no feed. Pure, thread-safe.
Result<Feed> parse_feed(std::string_view bytes, const FeedSource& source);

}  // namespace pactwatch
