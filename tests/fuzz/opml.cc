// Lists of feeds from other readers.

#include "fetcher/opml.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<std::vector<OpmlFeed>> feeds = read_opml(fuzz::bytes(data, size));
  if (!feeds) return 0;
  for (const OpmlFeed& feed : *feeds) {
    fuzz::expect(!feed.url.empty(), "a feed has an address");
    fuzz::expect(is_valid_utf8(feed.url) && is_valid_utf8(feed.title) && is_valid_utf8(feed.folder),
                 "a list is UTF-8");
  }
  const Result<std::vector<OpmlFeed>> again = read_opml(write_opml(*feeds, "fuzz", {0}));
  fuzz::expect(again && again->size() == feeds->size(), "a list that was written is read again");
  return 0;
}
