// The recognisers of money, percentages, numbers, dates and durations.

#include <cmath>

#include "core/text.h"
#include "extractor/figure.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = make_valid_utf8(fuzz::bytes(data, size));
  std::size_t last = 0;
  for (const bool dated : {false, true}) {
    last = 0;
    for (const Figure& figure :
         find_figures(text, dated ? parse_iso_day("2026-05-12") : std::nullopt)) {
      fuzz::expect(figure.begin < figure.end && figure.end <= text.size(), "a figure has a span");
      fuzz::expect(figure.begin >= last, "figures do not overlap");
      fuzz::expect(figure.bound_begin <= figure.begin, "a bound stands before its figure");
      fuzz::expect(!std::isnan(figure.value), "a value is a number");
      last = figure.end;
    }
  }
  return 0;
}
