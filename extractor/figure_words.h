#pragma once
// The vocabulary of figures: what one lower-case word may mean in a number, a sum or a date. One
// table, so that a word that means nothing to figures costs one failed lookup.

#include <array>
#include <bitset>
#include <cstdint>
#include <string_view>

namespace pactwatch {

// A word may mean several things ("second", "quarter", "may"); its neighbours decide.
struct FigureWord {
  double number = -1;           // "twenty": 20
  double scale = 0;             // "million": 1e6
  double multiple = 0;          // "tripled": 3
  double factor = 1;            // 0.01 for "cents"
  std::string_view currency;    // "euros": EUR; the ISO 4217 code
  std::string_view time_unit;   // "years": year
  std::string_view unit;        // "barrels": barrel
  std::int8_t denominator = 0;  // "thirds": 3
  std::int8_t ordinal = 0;      // "twenty" has none, "third" 3, "thirtieth" 30
  std::int8_t month = 0;        // 1..12, names and abbreviations without their dot
  std::int8_t weekday = -1;     // 0 = Sunday, names and abbreviations
  bool begins_date = false;     // "last", "fiscal", "early", "end": a date may begin here
  bool code = false;            // "usd": an ISO code, not a name
  bool fullname = false;        // months and weekdays: not an abbreviation
};

// By figure_beginning() of its first three bytes: whether a word of figures begins so. A quick no
// for most words.
const std::bitset<32768>& figure_beginnings();

// Five bits a lower-case letter; whatever is no letter stands for the end of the word.
inline std::size_t figure_beginning(char a, char b, char c) {
  static constexpr std::array<std::uint8_t, 256> kBits = [] {
    std::array<std::uint8_t, 256> out{};
    for (std::size_t letter = 1; letter <= 26; ++letter)
      out['a' + letter - 1] = static_cast<std::uint8_t>(letter);
    return out;
  }();
  const auto bits = [](char letter) {
    return std::size_t{kBits[static_cast<unsigned char>(letter)]};
  };
  const std::size_t second = bits(b);
  return bits(a) << 10U | second << 5U | (second == 0 ? 0 : bits(c));
}

// nullptr when the word plays no part in figures. The result lives as long as the program.
const FigureWord* figure_word(std::string_view lower);

// The currency of a national adjective before a currency's name: "canadian", USD (for "dollars")
// give CAD. Empty when the two say nothing together.
std::string_view national_currency(std::string_view adjective, std::string_view currency);

// "US" before "$": USD. Letters in any case; empty when they name no dollar.
std::string_view dollar_of(std::string_view letters);

// "GBP", "RMB": the ISO code written in capitals; empty when it is none.
std::string_view currency_code(std::string_view capitals);

}  // namespace pactwatch
