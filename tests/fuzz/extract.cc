// The whole extractor on any bytes. The first byte chooses a day of publication and whether the
// naive twin, which tries every rule on every clause, must find the same.

#include <algorithm>

#include "core/text.h"
#include "extractor/extractor.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Extractor extractor = [] {
    Result<std::shared_ptr<const RuleSet>> rules = load_rules(default_rules_directory());
    fuzz::expect(rules.has_value(), "the shipped rules load");
    return Extractor(*rules);
  }();
  if (size == 0) return 0;
  Document document;
  if ((data[0] & 1U) != 0) document.published = "2026-05-12";
  document.text = fuzz::bytes(data + 1, size - 1);
  if ((data[0] & 2U) != 0) document.title = document.text.substr(0, document.text.find('\n'));
  const std::vector<Event> events = extractor.extract(document);
  const std::string read =
      make_valid_utf8(std::string_view(document.text).substr(0, Extractor::kMaxTextBytes));
  const std::size_t length = count_code_points(read);
  for (const Event& event : events) {
    fuzz::expect(event.span.begin < event.span.end && event.span.end <= length,
                 "a span lies in the text");
    const auto& types = event_types();
    fuzz::expect(std::find(types.begin(), types.end(), event.type) != types.end(),
                 "an event has a type");
    fuzz::expect(!event.roles.empty(), "an event is about somebody");
  }
  if ((data[0] & 4U) != 0)
    fuzz::expect(extractor.extract_naively(document) == events, "the prefilter loses nothing");
  return 0;
}
