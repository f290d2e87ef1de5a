// Dates as feeds write them.

#include "fetcher/feed_date.h"
#include "core/time.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::optional<UtcTime> time = parse_feed_date(fuzz::bytes(data, size));
  if (!time) return 0;
  // What was read can be written, and reads as the same instant.
  const std::optional<UtcTime> again = parse_feed_date(to_iso(*time));
  fuzz::expect(again.has_value() && again->ms / 1000 == time->ms / 1000,
               "a date that was read survives being written");
  return 0;
}
