#pragma once
// Sums of money, with the currency before the number ("US$5bn", "Rs 1,200 crore", "SEK 30m") or
// after it ("20 million euros", "30 MUSD", "8 dollars and five cents", "696p").

#include "extractor/figure.h"
#include "extractor/figure_number.h"

namespace pactwatch {

// A sum that begins with its currency at `i`, ranges included: fills kind, span, value, high and
// currency of `figure`. False, and `figure` untouched, when there is none.
bool read_money_mark(const FigureText& t, std::size_t i, Figure& figure);

// Whether a currency follows the number `n`, already in `figure` with its span and value: completes
// `figure` as money. False, and `figure` untouched, when none does.
bool read_money_after(const FigureText& t, const Number& n, Figure& figure);

// Whether what follows a sum that ends at `i` makes it a price: a share, per user, each, "/month".
bool is_per_unit(const FigureText& t, std::size_t i);

// "between" stands before `i`.
bool preceded_by_between(const FigureText& t, std::size_t i);

}  // namespace pactwatch
