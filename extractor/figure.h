#pragma once
// Figures: the typed, normalised numbers and dates of a text. The recognisers know nothing of
// events; the extractor turns figures into mentions, `pactwatch recognise` prints them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "core/time.h"

namespace pactwatch {

enum class FigureKind {
  money,
  percent,            // 20 for "20%", "a fifth of"
  percentage_points,  // told apart from percent: "rose 2 percentage points"
  multiple,           // 80 for "80-fold", 3 for "tripled", 2 for "doubled", "twice"
  number,             // a bare number, digits or words
  date,               // a calendar date or period
  duration,           // "five years": value in `unit`
  quantity,           // "six gigawatts", "160 million shares", "500,000 chips": value and `unit`
};

// One figure of a text.
struct Figure {
  FigureKind kind = FigureKind::number;
  std::size_t begin = 0;  // byte offsets into the text, half-open; the span covers the figure with
  std::size_t end = 0;    // its currency, scale and unit, without "about", "more than", "up to"
  std::size_t bound_begin = 0;  // where the words of the bound begin; == begin when there are none
  double value = 0;
  std::optional<double> high;  // upper end of a range
  Bound bound = Bound::exact;  // from "more than", "up to", "roughly", a trailing "or more", "+"
  std::string currency;        // money: ISO 4217; empty when the text names none that is known
  std::string unit;            // duration, quantity: "year", "GW", "share", ...
  bool per_unit = false;       // money told per share, per user, a month, an hour, each, a barrel
  // Dates: ISO forms 2018, 2018-10, 2018-10-31, 2018-Q4, 2018-H1, 2018-W15, 199X, A/B (both ends
  // inside). Empty for a relative date when there is no reference day to resolve it by.
  std::string iso;
  bool relative = false;  // the text did not write the date out: "last month", "on Friday"
};

// Finds every figure of `text` (valid UTF-8), in the order of their begin, none overlapping.
// `reference` is the day of publication, by which relative dates are resolved; without it they
// are found but stay unresolved (empty iso). Pure, thread-safe, linear in the text.
std::vector<Figure> find_figures(std::string_view text, std::optional<Day> reference);

// Finds every number of `text` (valid UTF-8) whatever it counts, in digits or words, also inside
// sums and dates: fractions, "minus five point five", "one million and a half". Kind, span and
// value are set. Pure, thread-safe, linear in the text.
std::vector<Figure> find_numbers(std::string_view text);

}  // namespace pactwatch
