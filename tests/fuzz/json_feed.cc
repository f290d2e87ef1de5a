// JSON Feed alone, without the reader's guess at what the bytes are.

#include "core/text.h"
#include "fetcher/feed_json.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Feed> feed =
      parse_json_feed(std::string(fuzz::bytes(data, size)), {"https://example.org/feed", "", ""});
  if (feed) fuzz::expect(feed->entries.size() <= kMaxFeedEntries, "entries are bounded");
  return 0;
}
