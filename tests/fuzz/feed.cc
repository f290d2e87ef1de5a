// The feed reader: every kind of feed, and what is repaired on the way. The first byte chooses
// what the server said about the bytes.

#include <array>

#include "core/text.h"
#include "fetcher/feed.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<const char*, 8> types = {"",
                                                       "application/rss+xml",
                                                       "text/xml; charset=iso-8859-1",
                                                       "application/atom+xml; charset=utf-16",
                                                       "text/html",
                                                       "application/feed+json",
                                                       "application/xml; charset=\"windows-1252\"",
                                                       "text/xml; charset=shift_jis"};
  if (size == 0) return 0;
  const FeedSource source{"https://example.org/feed/", types[data[0] % types.size()], ""};
  const Result<Feed> feed = parse_feed(fuzz::bytes(data + 1, size - 1), source);
  if (!feed) {
    fuzz::expect(!feed.error().message.empty(), "a failure says what the bytes look like");
    return 0;
  }
  fuzz::expect(!feed->version.empty(), "a feed has a version");
  fuzz::expect(feed->entries.size() <= kMaxFeedEntries, "entries are bounded");
  for (const FeedEntry& entry : feed->entries)
    fuzz::expect(is_valid_utf8(entry.title) && is_valid_utf8(entry.link) &&
                     is_valid_utf8(entry.content) && is_valid_utf8(entry.summary),
                 "entries are UTF-8");
  return 0;
}
