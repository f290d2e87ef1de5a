#pragma once
// What only the article says of a figure: which dollar a bare "$" is, and the currency of a sum
// that leaves it out ("a loss of $5 million, against 486 million in 2022").

#include <string_view>
#include <vector>

#include "extractor/figure.h"

namespace pactwatch {

// Settles the currencies of `figures`, which find_figures() found in `text`. `url` is where the
// article stands, empty when unknown. Pure, linear in the text.
void settle_currencies(std::string_view text, std::string_view url, std::vector<Figure>& figures);

}  // namespace pactwatch
