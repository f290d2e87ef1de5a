// CloudEvents as they arrive at a subscriber, and what a terminal is shown of them.

#include "bus/cloud_event.h"
#include "core/printable.h"
#include "core/text.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::bytes(data, size);
  if (const auto event = bus::decode_cloud_event(text)) {
    const std::string encoded = bus::encode(*event);
    fuzz::expect(encoded.find('\n') == std::string::npos, "an event is one line");
    const auto again = bus::decode_cloud_event(encoded);
    fuzz::expect(again && again->id == event->id && again->source == event->source &&
                     again->type == event->type && again->data == event->data,
                 "a CloudEvent comes back");
  }
  const std::string shown = printable(text);
  fuzz::expect(is_valid_utf8(shown), "what is shown is UTF-8");
  for (const char c : shown)
    fuzz::expect(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "and moves no cursor");
  return 0;
}
