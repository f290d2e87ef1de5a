// One pass over the text. At every word boundary the first byte or the word says which reader may
// apply; readers never look back, and never further ahead than one phrase, so the pass is linear.

#include "extractor/figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "core/text.h"
#include "extractor/calendar.h"

namespace pactwatch {
namespace {

constexpr std::size_t npos = static_cast<std::size_t>(-1);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_byte(char c) {
  return is_alpha(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0xC3;
}

double scale_of(std::string_view word) {
  static const std::unordered_map<std::string_view, double> scales = {
      {"trillion", 1e12}, {"trillions", 1e12}, {"tn", 1e12},   {"trn", 1e12},   {"tril", 1e12},
      {"billion", 1e9},   {"billions", 1e9},   {"bn", 1e9},    {"bln", 1e9},    {"bil", 1e9},
      {"million", 1e6},   {"millions", 1e6},   {"mn", 1e6},    {"mln", 1e6},    {"mil", 1e6},
      {"thousand", 1e3},  {"hundred", 1e2},    {"crore", 1e7}, {"crores", 1e7}, {"cr", 1e7},
      {"lakh", 1e5},      {"lakhs", 1e5},      {"mio", 1e6},   {"mrd", 1e9}};
  const auto it = scales.find(word);
  return it == scales.end() ? 0 : it->second;
}

// Scales of one letter, glued to a money figure only: "$5m", "€3b".
double letter_scale(std::string_view word) {
  if (word == "m") return 1e6;
  if (word == "b") return 1e9;
  if (word == "t") return 1e12;
  if (word == "k") return 1e3;
  return 0;
}

double number_word(std::string_view word) {
  static const std::unordered_map<std::string_view, double> words = {
      {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
      {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
      {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
      {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
      {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
      {"seventy", 70}, {"eighty", 80},  {"ninety", 90}};
  const auto it = words.find(word);
  return it == words.end() ? -1 : it->second;
}

struct Currency {
  std::string_view code;
  double factor = 1;  // 0.01 for cents and pence
};

// Currency names after a number, by their last word.
const Currency* currency_word(std::string_view word) {
  static const std::unordered_map<std::string_view, Currency> words = {
      {"dollar", {"USD"}},      {"dollars", {"USD"}},     {"bucks", {"USD"}},
      {"euro", {"EUR"}},        {"euros", {"EUR"}},       {"pound", {"GBP"}},
      {"pounds", {"GBP"}},      {"sterling", {"GBP"}},    {"yen", {"JPY"}},
      {"yuan", {"CNY"}},        {"renminbi", {"CNY"}},    {"won", {"KRW"}},
      {"rupee", {"INR"}},       {"rupees", {"INR"}},      {"franc", {"CHF"}},
      {"francs", {"CHF"}},      {"kronor", {"SEK"}},      {"krona", {"SEK"}},
      {"kroner", {"NOK"}},      {"krone", {"NOK"}},       {"rouble", {"RUB"}},
      {"roubles", {"RUB"}},     {"ruble", {"RUB"}},       {"rubles", {"RUB"}},
      {"real", {"BRL"}},        {"reais", {"BRL"}},       {"peso", {"MXN"}},
      {"pesos", {"MXN"}},       {"rand", {"ZAR"}},        {"naira", {"NGN"}},
      {"shekel", {"ILS"}},      {"shekels", {"ILS"}},     {"dirham", {"AED"}},
      {"dirhams", {"AED"}},     {"riyal", {"SAR"}},       {"riyals", {"SAR"}},
      {"zloty", {"PLN"}},       {"zlotys", {"PLN"}},      {"lira", {"TRY"}},
      {"baht", {"THB"}},        {"ringgit", {"MYR"}},     {"rupiah", {"IDR"}},
      {"forint", {"HUF"}},      {"koruna", {"CZK"}},      {"mark", {"DEM"}},
      {"marks", {"DEM"}},       {"lire", {"ITL"}},        {"guilders", {"NLG"}},
      {"markka", {"FIM"}},      {"markkaa", {"FIM"}},     {"forints", {"HUF"}},
      {"cent", {"USD", 0.01}},  {"cents", {"USD", 0.01}}, {"pence", {"GBP", 0.01}},
      {"penny", {"GBP", 0.01}}, {"dlrs", {"USD"}},        {"dlr", {"USD"}},
      {"cts", {"USD", 0.01}},   {"usd", {"USD"}},         {"eur", {"EUR"}},
      {"gbp", {"GBP"}},         {"inr", {"INR"}},         {"jpy", {"JPY"}},
      {"rmb", {"CNY"}},         {"cny", {"CNY"}},         {"chf", {"CHF"}},
      {"sek", {"SEK"}},         {"nok", {"NOK"}},         {"dkk", {"DKK"}},
      {"aud", {"AUD"}},         {"cad", {"CAD"}},         {"hkd", {"HKD"}},
      {"sgd", {"SGD"}},         {"krw", {"KRW"}},         {"musd", {"USD", 1e6}},
      {"meur", {"EUR", 1e6}},   {"msek", {"SEK", 1e6}}};
  const auto it = words.find(word);
  return it == words.end() ? nullptr : &it->second;
}

// "Canadian dollars", "Hong Kong dollars", "Norwegian kroner".
std::string_view national(std::string_view adjective, std::string_view code) {
  static const std::unordered_map<std::string_view, std::string_view> dollars = {
      {"canadian", "CAD"}, {"australian", "AUD"}, {"kong", "HKD"},    {"singapore", "SGD"},
      {"zealand", "NZD"},  {"taiwan", "TWD"},     {"us", "USD"},      {"u.s.", "USD"},
      {"american", "USD"}, {"taiwanese", "TWD"},  {"jamaican", "JMD"}};
  static const std::unordered_map<std::string_view, std::string_view> others = {
      {"danish", "DKK"},    {"norwegian", "NOK"}, {"swedish", "SEK"},   {"swiss", "CHF"},
      {"chilean", "CLP"},   {"colombian", "COP"}, {"argentine", "ARS"}, {"philippine", "PHP"},
      {"pakistani", "PKR"}, {"egyptian", "EGP"},  {"qatari", "QAR"},    {"turkish", "TRY"},
      {"moroccan", "MAD"},  {"czech", "CZK"},     {"french", "FRF"},    {"belgian", "BEF"},
      {"dutch", "NLG"},     {"finnish", "FIM"},   {"japanese", "JPY"},  {"chinese", "CNY"},
      {"indian", "INR"},    {"korean", "KRW"},    {"british", "GBP"},   {"israeli", "ILS"}};
  if (code == "USD") {
    const auto it = dollars.find(adjective);
    return it == dollars.end() ? std::string_view() : it->second;
  }
  const auto it = others.find(adjective);
  return it == others.end() ? std::string_view() : it->second;
}

// Currency marks before a number, longest first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 47> kPrefixes = {{
    {"CAD$", "CAD"},
    {"AUD$", "AUD"},
    {"US$", "USD"},
    {"HK$", "HKD"},
    {"NT$", "TWD"},
    {"NZ$", "NZD"},
    {"CA$", "CAD"},
    {"AU$", "AUD"},
    {"C$", "CAD"},
    {"A$", "AUD"},
    {"S$", "SGD"},
    {"R$", "BRL"},
    {"$", "USD"},
    {"\xE2\x82\xAC", "EUR"},
    {"\xC2\xA3", "GBP"},
    {"\xC2\xA5", "JPY"},
    {"\xE2\x82\xB9", "INR"},
    {"\xE2\x82\xA9", "KRW"},
    {"\xE2\x82\xAA", "ILS"},
    {"\xE2\x82\xA6", "NGN"},
    {"\xE2\x82\xBA", "TRY"},
    {"\xE2\x82\xBD", "RUB"},
    {"USD", "USD"},
    {"EUR", "EUR"},
    {"GBP", "GBP"},
    {"INR", "INR"},
    {"JPY", "JPY"},
    {"CNY", "CNY"},
    {"RMB", "CNY"},
    {"CHF", "CHF"},
    {"SEK", "SEK"},
    {"NOK", "NOK"},
    {"DKK", "DKK"},
    {"AUD", "AUD"},
    {"CAD", "CAD"},
    {"HKD", "HKD"},
    {"SGD", "SGD"},
    {"KRW", "KRW"},
    {"Rs.", "INR"},
    {"Rs", "INR"},
    {"Dh", "AED"},
    {"AED", "AED"},
    {"SAR", "SAR"},
    {"ZAR", "ZAR"},
    {"BRL", "BRL"},
    {"MXN", "MXN"},
    {"PLN", "PLN"},
}};

std::string_view unit_of(std::string_view word) {
  static const std::unordered_map<std::string_view, std::string_view> units = {
      {"gigawatt", "GW"},
      {"gigawatts", "GW"},
      {"gw", "GW"},
      {"megawatt", "MW"},
      {"megawatts", "MW"},
      {"mw", "MW"},
      {"kilowatts", "kW"},
      {"shares", "share"},
      {"share", "share"},
      {"chips", "chip"},
      {"gpus", "GPU"},
      {"barrels", "barrel"},
      {"tonnes", "tonne"},
      {"tons", "ton"},
      {"users", "user"},
      {"customers", "customer"},
      {"employees", "employee"},
      {"jobs", "job"},
      {"people", "person"},
      {"vehicles", "vehicle"},
      {"cars", "car"},
      {"stores", "store"},
      {"aircraft", "aircraft"},
      {"planes", "plane"},
      {"acres", "acre"},
      {"miles", "mile"},
      {"kilometres", "km"},
      {"kilometers", "km"},
      {"hectares", "hectare"},
      {"ounces", "ounce"},
      {"parameters", "parameter"},
      {"subscribers", "subscriber"},
      {"units", "unit"},
      {"wafers", "wafer"}};
  const auto it = units.find(word);
  return it == units.end() ? std::string_view() : it->second;
}

std::string_view time_unit(std::string_view word) {
  static const std::unordered_map<std::string_view, std::string_view> units = {
      {"year", "year"},       {"years", "year"},       {"month", "month"},    {"months", "month"},
      {"week", "week"},       {"weeks", "week"},       {"day", "day"},        {"days", "day"},
      {"hour", "hour"},       {"hours", "hour"},       {"decade", "decade"},  {"decades", "decade"},
      {"quarter", "quarter"}, {"quarters", "quarter"}, {"minutes", "minute"}, {"yr", "year"}};
  const auto it = units.find(word);
  return it == units.end() ? std::string_view() : it->second;
}

double fraction_denominator(std::string_view word) {
  static const std::unordered_map<std::string_view, double> words = {
      {"half", 2},     {"halves", 2}, {"third", 3},   {"thirds", 3}, {"quarter", 4},
      {"quarters", 4}, {"fourth", 4}, {"fourths", 4}, {"fifth", 5},  {"fifths", 5},
      {"sixth", 6},    {"sixths", 6}, {"seventh", 7}, {"eighth", 8}, {"eighths", 8},
      {"ninth", 9},    {"tenth", 10}, {"tenths", 10}};
  const auto it = words.find(word);
  return it == words.end() ? 0 : it->second;
}

int ordinal_word(std::string_view word) {
  if (word == "first" || word == "1st") return 1;
  if (word == "second" || word == "2nd") return 2;
  if (word == "third" || word == "3rd") return 3;
  if (word == "fourth" || word == "4th" || word == "final") return 4;
  return 0;
}

class Finder {
 public:
  Finder(std::string_view text, std::optional<Day> reference)
      : text_(text), lower_(ascii_lower(text)), reference_(reference) {}

  std::vector<Figure> run() {
    std::size_t i = 0;
    while (i < text_.size()) {
      const bool boundary = i == 0 || !is_word_byte(text_[i - 1]) || glued_scale(i);
      const std::size_t end = boundary ? read(i) : npos;
      if (end != npos && end > i) {
        i = end;
        continue;
      }
      // To the next word boundary or mark.
      if (is_word_byte(text_[i])) {
        while (i < text_.size() && is_word_byte(text_[i])) ++i;
      } else {
        ++i;
      }
    }
    return std::move(out_);
  }

 private:
  // "7.5bn" read as 7.5 ends before "bn"; nothing begins there.
  static bool glued_scale(std::size_t) { return false; }

  std::string_view word(std::size_t i) const {
    std::size_t end = i;
    while (end < lower_.size() &&
           (is_alpha(lower_[end]) || (lower_[end] == '.' && end > i && end + 1 < lower_.size() &&
                                      is_alpha(lower_[end + 1]) && end - i == 1)))
      ++end;
    return std::string_view(lower_).substr(i, end - i);
  }

  // Past white space (one line) or a single hyphen.
  std::size_t skip(std::size_t i, bool hyphen = true) const {
    std::size_t p = i;
    while (p < text_.size() && (text_[p] == ' ' || text_[p] == '\t')) ++p;
    if (text_.substr(p, 2) == "\xC2\xA0") p += 2;
    if (text_.substr(p, 3) == "\xE2\x80\xAF") p += 3;
    if (hyphen && p == i && p < text_.size() && text_[p] == '-') ++p;
    return p;
  }

  bool at_end(std::size_t i) const { return i >= text_.size() || !is_word_byte(text_[i]); }

  struct Number {
    double value = 0;
    std::size_t end = npos;
    bool digits = false;
    bool scaled = false;
    double scale = 1;
    bool grouped = false;
    bool decimal = false;
    int width = 0;  // digits before the point
  };

  // Digits with groups and a decimal point.
  Number digits(std::size_t i) const {
    Number n;
    std::size_t p = i;
    if (p < text_.size() && text_[p] == '.' && p + 1 < text_.size() && is_digit(text_[p + 1])) {
    } else if (p >= text_.size() || !is_digit(text_[p])) {
      return n;
    }
    double value = 0;
    constexpr int kMaxDigits = 18;
    while (p < text_.size() && is_digit(text_[p])) {
      if (n.width < kMaxDigits) value = value * 10 + (text_[p] - '0');
      ++n.width;
      ++p;
      // A group: comma and exactly two or three digits (Indian or Western).
      if (p + 2 < text_.size() && text_[p] == ',' && is_digit(text_[p + 1]) &&
          is_digit(text_[p + 2])) {
        std::size_t q = p + 1;
        while (q < text_.size() && is_digit(text_[q])) ++q;
        const std::size_t size = q - p - 1;
        if (size == 3 || (size == 2 && q < text_.size() && text_[q] == ',')) {
          ++p;
          n.grouped = true;
        }
      }
    }
    if (p + 1 < text_.size() && text_[p] == '.' && is_digit(text_[p + 1])) {
      // One division at the end: adding tenths would give 2.3299999999999996 for 2.33.
      double place = 1;
      ++p;
      for (int width = n.width; p < text_.size() && is_digit(text_[p]); ++p, ++width) {
        if (width >= kMaxDigits) continue;
        value = value * 10 + (text_[p] - '0');
        place *= 10;
      }
      value /= place;
      n.decimal = true;
    }
    n.value = value;
    n.end = p;
    n.digits = true;
    return n;
  }

  // A scale word after a number, glued or not.
  void read_scale(Number& n, bool money) const {
    for (int rounds = 0; rounds < 2; ++rounds) {
      const std::size_t p = skip(n.end);
      const std::string_view w = word(p);
      if (w.empty() || !at_end(p + w.size())) return;
      double scale = scale_of(w);
      if (scale == 0 && money && p == n.end) scale = letter_scale(w);
      if (scale == 0 && money && (w == "m" || w == "b") && p <= n.end + 1 && text_[p] != w[0])
        scale = letter_scale(w);
      if (scale == 0) return;
      if (w == "hundred" && n.digits) return;
      // To the hundredth: 16.4 million is 16,400,000, not 16,399,999.999999998.
      n.value = std::round(n.value * scale * 100) / 100;
      n.scale *= scale;
      n.scaled = true;
      n.end = p + w.size();
      if (!(w == "lakh" || w == "lakhs" || w == "thousand" || w == "hundred")) return;
    }
  }

  // "twenty-five", "a", "half a", then a scale.
  Number words(std::size_t i) const {
    Number n;
    std::size_t p = i;
    std::string_view w = word(p);
    if (w == "half") {
      const std::size_t q = skip(p + 4);
      const std::string_view a = word(q);
      if (a == "a" || a == "an") {
        const std::size_t s = skip(q + a.size());
        if (scale_of(word(s)) >= 1e3 && at_end(s + word(s).size())) {
          n.value = 0.5;
          n.end = q + a.size();
          read_scale(n, false);
        }
      }
      return n;
    }
    if (w == "a" || w == "an") {
      const std::size_t s = skip(p + w.size(), false);
      const std::string_view scale = word(s);
      if ((scale_of(scale) >= 1e3 || scale == "hundred") && scale.back() != 's' &&
          at_end(s + scale.size())) {
        n.value = 1;
        n.end = p + w.size();
        read_scale(n, false);
      }
      return n;
    }
    const Spelled first = below_thousand(p);
    if (first.end == npos) return n;
    n.value = first.value;
    n.end = first.end;
    // "two and a half billion"
    const std::size_t half = skip(n.end, false);
    if (std::string_view(lower_).substr(half, 10) == "and a half") {
      n.value += 0.5;
      n.end = half + 10;
    }
    read_scale(n, false);
    read_lower_scales(n);
    return n;
  }

  struct Spelled {
    double value = 0;
    std::size_t end = npos;
  };

  // "six", "twenty-five", at a word boundary.
  Spelled below_hundred(std::size_t i) const {
    const std::string_view w = word(i);
    double value = number_word(w);
    std::size_t end = i + w.size();
    if (value < 0 || !at_end(end)) return {};
    if (value >= 20) {
      const std::size_t q = skip(end);
      const double ones = number_word(word(q));
      if (ones > 0 && ones < 10 && q == end + 1 && at_end(q + word(q).size())) {
        value += ones;
        end = q + word(q).size();
      }
    }
    return {value, end};
  }

  // "one hundred and sixteen"; but "one hundred and two hundred" are two numbers.
  Spelled below_thousand(std::size_t i) const {
    Spelled n = below_hundred(i);
    if (n.end == npos || n.value < 1 || n.value >= 100) return n;
    const std::size_t hundred = skip(n.end);
    if (word(hundred) != "hundred") return n;
    n = {n.value * 100, hundred + 7};
    const Spelled rest = below_hundred(past_and(n.end));
    if (rest.end != npos && rest.value > 0 && word(skip(rest.end)) != "hundred")
      n = {n.value + rest.value, rest.end};
    return n;
  }

  std::size_t past_and(std::size_t i) const {
    const std::size_t p = skip(i);
    return word(p) == "and" ? skip(p + 3) : p;
  }

  // "two million three hundred thousand", "one thousand and six": what follows is of a lower scale.
  // "and" joins to a thousand only: "five million and two others" are two numbers.
  void read_lower_scales(Number& n) const {
    double scale = n.scale;
    while (n.scaled && scale >= 1e3) {
      const std::size_t at = scale == 1e3 ? past_and(n.end) : skip(n.end);
      const Spelled next = below_thousand(at);
      if (next.end == npos || next.value < 1) return;
      Number part;
      part.value = next.value;
      part.end = next.end;
      read_scale(part, false);
      if (part.scale >= scale) return;
      n.value += part.value;
      n.end = part.end;
      scale = part.scale;
    }
  }

  // ---- bounds

  // The bound words that end right before `i`.
  void read_bound(Figure& figure) const {
    static constexpr std::array<std::pair<std::string_view, Bound>, 49> bounds = {{
        {"no more than", Bound::max},
        {"not more than", Bound::max},
        {"as much as", Bound::max},
        {"as many as", Bound::max},
        {"at most", Bound::max},
        {"up to", Bound::max},
        {"no less than", Bound::min},
        {"not less than", Bound::min},
        {"at least", Bound::min},
        {"more than", Bound::min},
        {"north of", Bound::min},
        {"upward of", Bound::min},
        {"upwards of", Bound::min},
        {"in excess of", Bound::min},
        {"greater than", Bound::min},
        {"well over", Bound::min},
        {"just over", Bound::min},
        {"a little over", Bound::min},
        {"slightly more than", Bound::min},
        {"excess of", Bound::min},
        {"over", Bound::min},
        {"above", Bound::min},
        {"exceeding", Bound::min},
        {"topping", Bound::min},
        {"minimum of", Bound::min},
        {"maximum of", Bound::max},
        {"less than", Bound::max},
        {"fewer than", Bound::max},
        {"just under", Bound::max},
        {"below", Bound::max},
        {"under", Bound::max},
        {"as little as", Bound::min},
        {"the equivalent of", Bound::approx},
        {"close to", Bound::approx},
        {"an estimated", Bound::approx},
        {"approximately", Bound::approx},
        {"roughly", Bound::approx},
        {"nearly", Bound::approx},
        {"almost", Bound::approx},
        {"around", Bound::approx},
        {"about", Bound::approx},
        {"some", Bound::approx},
        {"approx.", Bound::approx},
        {"circa", Bound::approx},
        {"reportedly", Bound::exact},
        {"estimated", Bound::approx},
        {"near", Bound::approx},
        {"surpassing", Bound::min},
        {"capped at", Bound::max},
    }};
    std::size_t end = figure.begin;
    while (end > 0 && (text_[end - 1] == ' ' || text_[end - 1] == '-')) --end;
    if (end + 2 < figure.begin) return;
    const std::string_view before = std::string_view(lower_).substr(0, end);
    for (const auto& [phrase, bound] : bounds) {
      if (before.size() < phrase.size() || before.substr(before.size() - phrase.size()) != phrase)
        continue;
      const std::size_t begin = before.size() - phrase.size();
      if (begin > 0 && is_word_byte(text_[begin - 1])) continue;
      if (bound == Bound::exact) return;
      figure.bound = bound;
      figure.bound_begin = begin;
      return;
    }
  }

  void read_trailing_bound(Figure& figure) const {
    std::size_t p = figure.end;
    if (p < text_.size() && text_[p] == '+') {
      figure.bound = Bound::min;
      figure.end = p + 1;
      return;
    }
    p = skip(figure.end);
    const std::string_view rest = std::string_view(lower_).substr(p, 8);
    if (rest.substr(0, 7) == "or more" || rest.substr(0, 4) == "plus") figure.bound = Bound::min;
    if (rest.substr(0, 7) == "or less") figure.bound = Bound::max;
  }

  std::size_t push(Figure figure) {
    figure.bound_begin = figure.begin;
    read_bound(figure);
    if (figure.kind == FigureKind::money || figure.kind == FigureKind::percent ||
        figure.kind == FigureKind::quantity)
      read_trailing_bound(figure);
    if (figure.kind == FigureKind::money)
      figure.per_unit = figure.per_unit || is_per_unit(figure.end);
    const std::size_t end = figure.end;
    out_.push_back(std::move(figure));
    return end;
  }

  // ---- what may begin here

  std::size_t read(std::size_t i) {
    const char c = text_[i];
    if (const std::size_t end = money_prefix(i); end != npos) return end;
    if (is_digit(c) || (c == '.' && i + 1 < text_.size() && is_digit(text_[i + 1]) &&
                        (i == 0 || text_[i - 1] == ' ')))
      return from_digits(i);
    if (is_alpha(c)) return from_word(i);
    return npos;
  }

  static std::string_view prefix_code(std::string_view rest, std::size_t& length) {
    for (const auto& [mark, code] : kPrefixes)
      if (rest.substr(0, mark.size()) == mark) {
        length = mark.size();
        return code;
      }
    return {};
  }

  std::size_t money_prefix(std::size_t i) {
    const auto c = static_cast<unsigned char>(text_[i]);
    if (!(c == '$' || c >= 0xC2 || (c >= 'A' && c <= 'Z'))) return npos;
    std::size_t length = 0;
    const std::string_view code = prefix_code(text_.substr(i, 5), length);
    if (code.empty()) return npos;
    const std::size_t first = skip(i + length, false);
    if (first > i + length + 2) return npos;
    const bool letters = is_alpha(text_[i + length - 1]);
    Number n = digits(first);
    if (n.end == npos) {
      if (!letters) return npos;
      return npos;
    }
    if (letters && first == i + length && code != "INR" && text_[i + length - 1] != '$' &&
        n.width > 12)
      return npos;
    Figure figure;
    figure.kind = FigureKind::money;
    figure.begin = i;
    figure.currency = std::string(code);
    read_scale(n, true);
    if (!at_end(n.end)) {
      // "$10x", "$2bnx": not a sum; "$5bn-" is.
      return npos;
    }
    figure.value = n.value;
    figure.end = n.end;
    read_range(figure, n, code);
    // "US$5 million dollars", "$1.5 billion Canadian".
    const std::size_t after = skip(figure.end, false);
    const std::string_view next = word(after);
    if (const std::string_view other = national(next, "USD");
        !other.empty() && code == "USD" && next != "us" && next != "u.s." && next != "american")
      figure.currency = std::string(other);
    return push(std::move(figure));
  }

  // "$10 to $12 billion", "$10-12bn", "between $10 and $12 billion".
  void read_range(Figure& figure, const Number& low, std::string_view code) {
    std::size_t p = figure.end;
    bool dash = false;
    if (text_.substr(p, 3) == "\xE2\x80\x93" || text_.substr(p, 3) == "\xE2\x80\x94") {
      p += 3;
      dash = true;
    } else if (p < text_.size() && text_[p] == '-') {
      ++p;
      dash = true;
    } else {
      p = skip(p, false);
      const std::string_view w = word(p);
      if (w != "to" && w != "and") return;
      if (w == "and" && !preceded_by_between(figure.begin)) return;
      p = skip(p + w.size(), false);
    }
    std::size_t length = 0;
    const std::string_view second = prefix_code(text_.substr(p, 5), length);
    const bool marked = !second.empty() && second == code;
    Number high = digits(marked ? skip(p + length, false) : p);
    if (high.end == npos) return;
    if (!marked && !dash && !low.scaled) {
      // "$5 to 7 people"
    }
    read_scale(high, true);
    if (!at_end(high.end)) return;
    if (!marked && !high.scaled) return;
    double value = figure.value;
    if (!low.scaled && high.scaled) value *= high.scale;
    if (value > high.value) return;
    figure.value = value;
    figure.high = high.value;
    figure.end = high.end;
  }

  bool preceded_by_between(std::size_t i) const {
    std::size_t end = i;
    while (end > 0 && text_[end - 1] == ' ') --end;
    return end >= 7 && std::string_view(lower_).substr(end - 7, 7) == "between";
  }

  // A price told per share, per user, a month, each.
  bool is_per_unit(std::size_t i) const {
    std::size_t p = skip(i);
    std::string_view w = word(p);
    static constexpr std::array<std::string_view, 18> units = {
        "share", "shares", "unit",   "barrel", "user", "seat",  "month", "hour", "ton",
        "tonne", "ounce",  "gallon", "head",   "day",  "piece", "ads",   "ad",   "week"};
    const auto is_unit = [&](std::string_view name) {
      return std::find(units.begin(), units.end(), name) != units.end();
    };
    if (w == "each" || w == "apiece") return true;
    if (w == "a" || w == "an" || w == "per" || w == "for") {
      const bool each = w == "for";
      p = skip(p + w.size());
      w = word(p);
      if (each) return w == "each" || w == "every";
      return is_unit(w);
    }
    if (p < text_.size() && text_[p] == '/') return is_unit(word(p + 1));
    return false;
  }

  std::size_t from_digits(std::size_t i) {
    // Part of a longer token: "GPT-4", "737-800", "A320", "3M".
    if (i > 0 &&
        (text_[i - 1] == '-' || text_[i - 1] == '.' || text_[i - 1] == ',' || text_[i - 1] == '#' ||
         text_[i - 1] == '/') &&
        i > 1 && is_word_byte(text_[i - 2]) && !ends_range_head(i))
      return skip_token(i);
    if (const std::size_t end = iso_day(i); end != npos) return end;
    Number n = digits(i);
    if (n.end == npos) return npos;
    const Number plain = n;
    read_scale(n, false);
    return after_number(i, n, plain);
  }

  bool ends_range_head(std::size_t) const { return false; }

  std::size_t skip_token(std::size_t i) const {
    while (i < text_.size() && is_word_byte(text_[i])) ++i;
    return i;
  }

  std::size_t iso_day(std::size_t i) {
    const std::optional<Day> day = parse_iso_day(text_.substr(i, 10));
    if (!day || !at_end(i + 10)) return npos;
    Figure figure;
    figure.kind = FigureKind::date;
    figure.begin = i;
    figure.end = i + 10;
    figure.iso = to_iso(*day);
    return push(std::move(figure));
  }

  // A number has been read (digits or words): what it counts.
  std::size_t after_number(std::size_t i, const Number& n, const Number& plain) {
    Figure figure;
    figure.begin = i;
    figure.end = n.end;
    figure.value = n.value;
    std::size_t p = n.end;
    if (const std::size_t end = percent_after(figure, p); end != npos) return end;
    if (const std::size_t end = number_range(figure, n); end != npos) return end;
    if (const std::size_t end = money_after(figure, n); end != npos) return end;
    if (const std::size_t end = multiple_after(figure, p); end != npos) return end;
    if (plain.digits && !n.scaled)
      if (const std::size_t end = date_from_number(i, plain); end != npos) return end;
    if (const std::size_t end = unit_after(figure, n); end != npos) return end;
    // "100k", "10M": a bare number with its scale glued on.
    if (!at_end(n.end) && plain.digits && !n.scaled) {
      const std::string_view letter = word(n.end);
      const double scale =
          letter == "k" || text_.substr(n.end, 1) == "M" ? letter_scale(letter) : 0;
      if (scale > 0 && at_end(n.end + letter.size())) {
        figure.value *= scale;
        figure.end = n.end + letter.size();
        figure.kind = FigureKind::number;
        return push(std::move(figure));
      }
    }
    if (!at_end(n.end)) return skip_token(n.end);
    figure.kind = FigureKind::number;
    return push(std::move(figure));
  }

  std::size_t percent_after(Figure& figure, std::size_t p) {
    std::size_t q = p;
    if (q < text_.size() && text_[q] == ' ' && q + 1 < text_.size() && text_[q + 1] == '%') ++q;
    if (q < text_.size() && text_[q] == '%') {
      figure.kind = FigureKind::percent;
      figure.end = q + 1;
      points(figure);
      return push(std::move(figure));
    }
    q = skip(p);
    std::string_view w = word(q);
    if (w == "percent" || w == "pct" || (w == "pc" && at_end(q + 2))) {
      figure.kind = FigureKind::percent;
      figure.end = q + w.size();
      points(figure);
      return push(std::move(figure));
    }
    if (w == "per") {
      const std::size_t c = skip(q + 3);
      if (word(c) == "cent") {
        figure.kind = FigureKind::percent;
        figure.end = c + 4;
        points(figure);
        return push(std::move(figure));
      }
    }
    if (w == "percentage") {
      const std::size_t c = skip(q + w.size(), false);
      if (word(c) == "points" || word(c) == "point") {
        figure.kind = FigureKind::percentage_points;
        figure.end = c + word(c).size();
        return push(std::move(figure));
      }
    }
    return npos;
  }

  void points(Figure& figure) const {
    const std::size_t p = skip(figure.end);
    const std::string_view w = word(p);
    if (w == "points" || w == "point" || w == "pts") {
      figure.kind = FigureKind::percentage_points;
      figure.end = p + w.size();
    }
  }

  // "10 to 12 billion euros", "5-7 percent", "27.5 per cent to 49 per cent".
  std::size_t number_range(const Figure& low, const Number& n) {
    std::size_t p = n.end;
    if (text_.substr(p, 3) == "\xE2\x80\x93") {
      p += 3;
    } else if (p < text_.size() && text_[p] == '-' && p + 1 < text_.size() &&
               is_digit(text_[p + 1])) {
      ++p;
    } else {
      p = skip(p, false);
      const std::string_view w = word(p);
      if (w != "to" && !(w == "and" && preceded_by_between(low.begin))) return npos;
      p = skip(p + w.size(), false);
    }
    Number high = digits(p);
    if (high.end == npos || high.value <= n.value / (n.scaled ? 1 : 1)) {
      if (high.end == npos) return npos;
    }
    read_scale(high, false);
    Figure figure = low;
    figure.high = high.value;
    figure.end = high.end;
    if (!n.scaled && high.scaled) figure.value *= high.scale;
    if (figure.value >= *figure.high) return npos;
    Number both = high;
    if (const std::size_t end = percent_after(figure, high.end); end != npos) return end;
    both.value = figure.value;
    return money_after(figure, both);
  }

  std::size_t money_after(Figure& figure, const Number& n) {
    std::size_t p = skip(n.end);
    // "20 €", "20 million €", as Europe writes it.
    if (text_.substr(p, 3) == "\xE2\x82\xAC" && at_end(p + 3)) {
      figure.kind = FigureKind::money;
      figure.currency = "EUR";
      figure.end = p + 3;
      return push(std::move(figure));
    }
    std::string_view w = word(p);
    std::string_view adjective;
    for (int step = 0; step < 2; ++step) {
      const Currency* currency = currency_word(w);
      if (currency != nullptr && at_end(p + w.size())) {
        // Codes and symbols-as-words need capitals to be currencies: "won", "real" are words too.
        const bool ambiguous = w == "won" || w == "real" || w == "mark" || w == "marks" ||
                               w == "pound" || w == "pounds" || w == "rand";
        if (ambiguous && !n.scaled && n.value < 1000) return npos;
        std::string_view code = currency->code;
        if (!adjective.empty())
          if (const std::string_view other = national(adjective, code); !other.empty())
            code = other;
        figure.kind = FigureKind::money;
        figure.value *= currency->factor;
        if (figure.high) *figure.high *= currency->factor;
        figure.currency = std::string(code);
        figure.end = p + w.size();
        return push(std::move(figure));
      }
      const bool national_word =
          !national(w, "USD").empty() || !national(w, "CHF").empty() || w == "hong" || w == "new";
      if (!national_word) return npos;
      std::size_t q = skip(p + w.size(), false);
      if (w == "hong" || w == "new") {
        adjective = word(q);
        q = skip(q + adjective.size(), false);
      } else {
        adjective = w;
      }
      p = q;
      w = word(p);
    }
    return npos;
  }

  std::size_t multiple_after(Figure& figure, std::size_t p) {
    const std::size_t q = skip(p);
    const std::string_view w = word(q);
    if (w == "fold" && at_end(q + 4)) {
      figure.kind = FigureKind::multiple;
      figure.end = q + 4;
      return push(std::move(figure));
    }
    if ((w == "x" && q == p) || w == "times") {
      figure.kind = FigureKind::multiple;
      figure.end = q + w.size();
      return push(std::move(figure));
    }
    return npos;
  }

  std::size_t unit_after(Figure& figure, const Number& n) {
    std::size_t p = skip(n.end);
    std::string_view w = word(p);
    if (w.empty() || !at_end(p + w.size())) return npos;
    if (const std::string_view unit = time_unit(w); !unit.empty()) {
      std::size_t end = p + w.size();
      // "two weeks ago", "three months earlier": a date.
      const std::size_t q = skip(end, false);
      if (word(q) == "ago" && reference_) return ago(figure, n.value, unit, q + 3);
      figure.kind = FigureKind::duration;
      figure.unit = std::string(unit);
      figure.end = end;
      return push(std::move(figure));
    }
    for (int step = 0; step < 2; ++step) {
      if (const std::string_view unit = unit_of(w); !unit.empty()) {
        figure.kind = FigureKind::quantity;
        figure.unit = std::string(unit);
        figure.end = p + w.size();
        return push(std::move(figure));
      }
      p = skip(p + w.size());
      w = word(p);
      if (w.empty()) break;
    }
    return npos;
  }

  std::size_t ago(Figure& figure, double count, std::string_view unit, std::size_t end) {
    figure.kind = FigureKind::date;
    figure.relative = true;
    figure.end = end;
    const Day r = *reference_;
    if (unit == "year") {
      figure.iso = iso_date(r.year - static_cast<int>(count));
    } else if (unit == "month") {
      figure.iso = shift_months(r, -static_cast<int>(count));
    } else if (unit == "week") {
      figure.iso = to_iso(from_serial(to_serial(r) - 7 * static_cast<int>(count))).substr(0, 7);
    } else if (unit == "day") {
      figure.iso = to_iso(from_serial(to_serial(r) - static_cast<int>(count)));
    } else if (unit == "decade") {
      figure.iso = iso_date(r.year - 10 * static_cast<int>(count)).substr(0, 3) + "X";
    }
    return push(std::move(figure));
  }

  // ---- dates

  std::size_t push_date(std::size_t begin, std::size_t end, std::string iso, bool relative) {
    Figure figure;
    figure.kind = FigureKind::date;
    figure.begin = begin;
    figure.end = end;
    figure.iso = std::move(iso);
    figure.relative = relative;
    return push(std::move(figure));
  }

  int year_at(std::size_t i) const {
    if (i + 4 > text_.size()) return 0;
    int year = 0;
    for (std::size_t k = i; k < i + 4; ++k) {
      if (!is_digit(text_[k])) return 0;
      year = year * 10 + (text_[k] - '0');
    }
    if (i + 4 < text_.size() &&
        (is_word_byte(text_[i + 4]) ||
         (text_[i + 4] == ',' && i + 5 < text_.size() && is_digit(text_[i + 5])) ||
         (text_[i + 4] == '.' && i + 5 < text_.size() && is_digit(text_[i + 5]))))
      return 0;
    return year >= 1900 && year <= 2100 ? year : 0;
  }

  // "6 October 2025", "6th of October", a year on its own, "2023/24", "1990s".
  std::size_t date_from_number(std::size_t i, const Number& n) {
    if (n.decimal || n.grouped) return npos;
    std::size_t p = n.end;
    if (n.width <= 2 && n.value >= 1 && n.value <= 31) {
      const std::string_view suffix = word(p);
      if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") p += 2;
      std::size_t q = skip(p);
      if (word(q) == "of") q = skip(q + 2, false);
      const std::string_view w = word(q);
      const int month = month_number(w);
      if (month != 0 && at_end(q + w.size()) && is_month_here(q, w)) {
        std::size_t end = q + w.size();
        if (end < text_.size() && text_[end] == '.') ++end;
        std::size_t y = skip(end);
        if (y < text_.size() && text_[y] == ',') y = skip(y + 1, false);
        if (const int year = year_at(y); year != 0)
          return push_date(i, y + 4, iso_date(year, month, static_cast<int>(n.value)), false);
        if (end > q + w.size()) --end;
        std::string iso;
        if (reference_)
          iso = iso_date(year_of_month(*reference_, month, static_cast<int>(n.value), false), month,
                         static_cast<int>(n.value));
        return push_date(i, end, std::move(iso), true);
      }
    }
    if (n.width == 4 && n.value >= 1900 && n.value <= 2100) {
      const int year = static_cast<int>(n.value);
      if (p + 1 < text_.size() && text_[p] == 's' && at_end(p + 1))
        return push_date(i, p + 1, std::to_string(year / 10) + "X", false);
      if (!at_end(p)) return npos;
      // "2000 employees", "2022 deals": a year only where no plain count follows.
      const std::size_t q = skip(p, false);
      const std::string_view w = word(q);
      if (!unit_of(w).empty() || w == "sites" || w == "people" || w == "workers" || w == "titles")
        return npos;
      if (p < text_.size() && (text_[p] == '/' || text_[p] == '-') && p + 2 < text_.size() &&
          is_digit(text_[p + 1]) && is_digit(text_[p + 2]) && at_end(p + 3))
        return push_date(i, p + 3, iso_date(year), false);
      return push_date(i, p, iso_date(year), false);
    }
    return npos;
  }

  // "May" and "March" are months when capitalised and not verbs there.
  bool is_month_here(std::size_t i, std::string_view w) const {
    if (text_[i] < 'A' || text_[i] > 'Z') return false;
    if (w == "mar" || w == "dec" || w == "jan" || w == "jun" || w == "jul" || w == "sep" ||
        w == "oct" || w == "nov" || w == "feb" || w == "apr" || w == "aug" || w == "sept")
      return true;
    if (w != "may" && w != "march") return true;
    // Before a day or a year, or after a preposition or a word that dates things.
    const std::size_t after = skip(i + w.size(), false);
    if (after < text_.size() && is_digit(text_[after])) return true;
    std::size_t end = i;
    while (end > 0 && text_[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_alpha(text_[begin - 1])) --begin;
    const std::string_view before = std::string_view(lower_).substr(begin, end - begin);
    static constexpr std::array<std::string_view, 24> dating = {
        "in",     "by",    "since",  "last", "next",    "this",  "until", "from",
        "of",     "early", "late",   "mid",  "through", "to",    "and",   "that",
        "before", "after", "during", "till", "each",    "every", "for",   "or"};
    return std::find(dating.begin(), dating.end(), before) != dating.end() ||
           (end > 0 && is_digit(text_[end - 1]));
  }

  // The word before `i`, lower case.
  std::string_view word_before(std::size_t i) const {
    std::size_t end = i;
    while (end > 0 && text_[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_alpha(text_[begin - 1])) --begin;
    return std::string_view(lower_).substr(begin, end - begin);
  }

  // Whether the date lies ahead: "will ... by June", "next", "starting in", "due in".
  bool looks_ahead(std::size_t i) const {
    const std::size_t from = i > 60 ? i - 60 : 0;
    const std::string_view before = std::string_view(lower_).substr(from, i - from);
    const std::size_t stop = before.rfind(". ");
    const std::string_view clause = stop == std::string_view::npos ? before : before.substr(stop);
    for (const std::string_view cue :
         {" will ", " by ", " until ", " next ", "scheduled", " due ", " set for", "expected",
          " is to ", " are to ", "slated", "starting", " plans ", "begin on", "begins in"})
      if (clause.find(cue) != std::string_view::npos) return true;
    return false;
  }

  std::size_t from_word(std::size_t i) {
    const std::string_view w = word(i);
    if (w.empty()) return npos;
    switch (w[0]) {
      case 'a':
      case 'h':
      case 'o':
      case 't':
      case 'f':
      case 's':
      case 'e':
      case 'n':
      case 'z':
        if (const std::size_t end = number_in_words(i, w); end != npos) return end;
        break;
      default:
        break;
    }
    if (const std::size_t end = multiple_word(i, w); end != npos) return end;
    if (const std::size_t end = month_first(i, w); end != npos) return end;
    if (const std::size_t end = weekday_first(i, w); end != npos) return end;
    if (const std::size_t end = period(i, w); end != npos) return end;
    if (const std::size_t end = relative_day(i, w); end != npos) return end;
    return npos;
  }

  std::size_t multiple_word(std::size_t i, std::string_view w) {
    static const std::unordered_map<std::string_view, double> words = {
        {"doubled", 2},     {"doubling", 2},   {"doubles", 2},  {"tripled", 3},
        {"tripling", 3},    {"triples", 3},    {"trebled", 3},  {"quadrupled", 4},
        {"quadrupling", 4}, {"quintupled", 5}, {"twofold", 2},  {"threefold", 3},
        {"fourfold", 4},    {"fivefold", 5},   {"sixfold", 6},  {"sevenfold", 7},
        {"eightfold", 8},   {"ninefold", 9},   {"tenfold", 10}, {"hundredfold", 100}};
    const auto it = words.find(w);
    if (it == words.end() || !at_end(i + w.size())) return npos;
    Figure figure;
    figure.kind = FigureKind::multiple;
    figure.begin = i;
    figure.end = i + w.size();
    figure.value = it->second;
    return push(std::move(figure));
  }

  std::size_t number_in_words(std::size_t i, std::string_view w) {
    if (const std::size_t end = fraction(i, w); end != npos) return end;
    const Number n = words(i);
    if (n.end == npos) return npos;
    Figure figure;
    figure.begin = i;
    figure.end = n.end;
    figure.value = n.value;
    if (const std::size_t end = percent_after(figure, n.end); end != npos) return end;
    if (const std::size_t end = money_after(figure, n); end != npos) return end;
    if (const std::size_t end = multiple_after(figure, n.end); end != npos) return end;
    if (const std::size_t end = unit_after(figure, n); end != npos) return end;
    // "one" alone is a pronoun more often than a number.
    const bool longer = n.end > i + w.size();
    if (w == "a" || w == "an" || (w == "one" && !longer)) return npos;
    figure.kind = FigureKind::number;
    return push(std::move(figure));
  }

  // "a quarter of", "two-thirds of", "half of", "about a third".
  std::size_t fraction(std::size_t i, std::string_view w) {
    double count = 0;
    std::size_t p = i;
    if (w == "half") {
      const std::size_t q = skip(i + 4, false);
      const std::string_view next = word(q);
      const bool share =
          next == "of" || next == "the" || next == "its" || next == "interest" || next == "stake";
      const std::string_view before = word_before(i);
      if (!share || before == "first" || before == "second" || before == "other") return npos;
      return push_fraction(i, i + 4, 50);
    }
    if (w == "a" || w == "an") {
      count = 1;
    } else if (const double number = number_word(w); number >= 1 && number <= 9) {
      count = number;
    } else {
      return npos;
    }
    p = skip(i + w.size());
    const std::string_view part = word(p);
    const double denominator = fraction_denominator(part);
    if (denominator == 0 || !at_end(p + part.size())) return npos;
    if (count > 1 && part.back() != 's' && part != "half") return npos;
    const std::size_t end = p + part.size();
    const std::size_t q = skip(end, false);
    const std::string_view next = word(q);
    const bool share = next == "of" || next == "stake" || next == "interest" || next == "share" ||
                       next == "owned" || next == "holding";
    if (!share && !(count > 1 && part != "quarters")) return npos;
    if (next == "of") {
      const std::string_view of = word(skip(q + 2, false));
      if (of == "growth" || of == "losses") return npos;
    }
    return push_fraction(i, end, std::round(1000.0 * count / denominator) / 10);
  }

  std::size_t push_fraction(std::size_t begin, std::size_t end, double percent) {
    Figure figure;
    figure.kind = FigureKind::percent;
    figure.begin = begin;
    figure.end = end;
    figure.value = percent;
    return push(std::move(figure));
  }

  std::size_t month_first(std::size_t i, std::string_view w) {
    const int month = month_number(w);
    if (month == 0 || !at_end(i + w.size()) || !is_month_here(i, w)) return npos;
    std::size_t end = i + w.size();
    const bool abbreviated = w.size() <= 4 && w != "may" && w != "june" && w != "july";
    if (end < text_.size() && text_[end] == '.' && abbreviated) ++end;
    std::size_t p = skip(end, false);
    if (const int year = year_at(p); year != 0)
      return push_date(i, p + 4, iso_date(year, month), false);
    if (p < text_.size() && text_[p] == ',') {
      const std::size_t y = skip(p + 1, false);
      if (const int year = year_at(y); year != 0)
        return push_date(i, y + 4, iso_date(year, month), false);
    }
    if (word(p) == "of") {
      const std::size_t y = skip(p + 2, false);
      if (const int year = year_at(y); year != 0)
        return push_date(i, y + 4, iso_date(year, month), false);
      if (word(y) == "this" || word(y) == "last") {
        const std::size_t u = skip(y + 4, false);
        if (word(u) == "year" && reference_)
          return push_date(i, u + 4,
                           iso_date(reference_->year - (word(y) == "last" ? 1 : 0), month), true);
      }
    }
    const Number day = digits(p);
    if (day.end != npos && day.width <= 2 && !day.decimal && !day.grouped && day.value >= 1 &&
        day.value <= 31) {
      std::size_t after = day.end;
      const std::string_view suffix = word(after);
      if (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th") after += 2;
      if (at_end(after)) return month_day(i, month, static_cast<int>(day.value), after);
    }
    if (abbreviated && text_[end - 1] != '.' && w != "sept") {
      // "Mar" or "Dec" alone and without a day is somebody's name as soon as a month's.
      if (word_before(i) != "in" && word_before(i) != "last") return npos;
    }
    // "March last year"
    const std::string_view next = word(p);
    if ((next == "last" || next == "this" || next == "next") && reference_) {
      const std::size_t u = skip(p + next.size(), false);
      if (word(u) == "year") {
        const int shift = next == "last" ? -1 : next == "next" ? 1 : 0;
        return push_date(i, u + 4, iso_date(reference_->year + shift, month), true);
      }
    }
    std::string iso;
    if (reference_) iso = iso_date(year_for(i, month, 0), month);
    return push_date(i, text_[end - 1] == '.' && !continues(end) ? end - 1 : end, std::move(iso),
                     true);
  }

  bool continues(std::size_t i) const { return i + 1 < text_.size() && text_[i] == ' '; }

  int year_for(std::size_t i, int month, int day) const {
    const std::string_view before = word_before(i);
    if (before == "next") {
      const int year = reference_->year;
      return month > reference_->month ? year : year + 1;
    }
    if (before == "last") {
      const int year = reference_->year;
      return month < reference_->month ? year : year - 1;
    }
    if (before == "this") return reference_->year;
    return year_of_month(*reference_, month, day, looks_ahead(i));
  }

  std::size_t month_day(std::size_t i, int month, int day, std::size_t after) {
    // "June 8 - Sept 5, 2026": one period.
    std::size_t r = after;
    while (r < text_.size() && text_[r] == ' ') ++r;
    std::size_t dash = 0;
    if (text_.substr(r, 3) == "\xE2\x80\x93" || text_.substr(r, 3) == "\xE2\x80\x94") dash = 3;
    if (r < text_.size() && text_[r] == '-') dash = 1;
    if (dash != 0) {
      const std::size_t q = skip(r + dash, false);
      const std::string_view w = word(q);
      const int second = month_number(w);
      if (second != 0) {
        std::size_t d =
            skip(q + w.size() + (q + w.size() < text_.size() && text_[q + w.size()] == '.' ? 1 : 0),
                 false);
        const Number n = digits(d);
        if (n.end != npos && n.width <= 2) {
          std::size_t y = n.end;
          if (y < text_.size() && text_[y] == ',') ++y;
          y = skip(y, false);
          const int year = year_at(y);
          if (year != 0)
            return push_date(i, y + 4,
                             iso_date(year, month, day) + "/" +
                                 iso_date(year, second, static_cast<int>(n.value)),
                             false);
        }
      }
    }
    std::size_t y = after;
    if (y < text_.size() && text_[y] == ',')
      y = skip(y + 1, false);
    else
      y = skip(y, false);
    if (const int year = year_at(y); year != 0)
      return push_date(i, y + 4, iso_date(year, month, day), false);
    const std::string_view next = word(y);
    if ((next == "last" || next == "this" || next == "next") && reference_) {
      const std::size_t u = skip(y + next.size(), false);
      if (word(u) == "year")
        return push_date(i, u + 4,
                         iso_date(reference_->year + (next == "last"   ? -1
                                                      : next == "next" ? 1
                                                                       : 0),
                                  month, day),
                         true);
    }
    std::string iso;
    if (reference_) iso = iso_date(year_for(i, month, day), month, day);
    return push_date(i, after, std::move(iso), true);
  }

  std::size_t weekday_first(std::size_t i, std::string_view w) {
    const int wanted = weekday_number(w);
    if (wanted < 0 || w.size() < 5 || text_[i] < 'A' || text_[i] > 'Z') return npos;
    std::size_t end = i + w.size();
    if (!at_end(end)) return npos;
    // "Monday, Oct 6": the date that follows says it all.
    std::size_t p = end;
    if (p < text_.size() && text_[p] == ',')
      p = skip(p + 1, false);
    else
      p = skip(p, false);
    const std::string_view next = word(p);
    if (month_number(next) != 0 && p < text_.size() && text_[p] >= 'A' && text_[p] <= 'Z' &&
        next != "may" && next != "march") {
      const std::size_t before = out_.size();
      const std::size_t stop = month_first(p, next);
      if (stop != npos && out_.size() > before) {
        out_.back().begin = out_.back().bound_begin = i;
        return stop;
      }
    }
    std::string iso;
    if (reference_) {
      const std::string_view before = word_before(i);
      const bool ahead =
          before == "next" || (before == "on" && looks_ahead_near(i)) || before == "coming";
      Day day = day_of_weekday(*reference_, wanted, ahead);
      if (before == "last" && day == *reference_) day = from_serial(to_serial(day) - 7);
      iso = to_iso(day);
    }
    return push_date(i, end, std::move(iso), true);
  }

  bool looks_ahead_near(std::size_t i) const {
    const std::size_t from = i > 30 ? i - 30 : 0;
    const std::string_view before = std::string_view(lower_).substr(from, i - from);
    for (const std::string_view cue :
         {" will ", "scheduled", " due ", "set for", "expected", " to begin"})
      if (before.find(cue) != std::string_view::npos) return true;
    return false;
  }

  // Quarters, halves, fiscal years, "mid-2026", "early 2025".
  std::size_t period(std::size_t i, std::string_view w) {
    std::size_t p = i + w.size();
    if ((w == "q" || w == "h") && p < text_.size() && is_digit(text_[p]) && at_end(p + 1) &&
        text_[i] < 'a') {
      const int n = text_[p] - '0';
      if (n < 1 || n > (w == "q" ? 4 : 2)) return npos;
      return period_year(i, p + 1, std::string(w == "q" ? "Q" : "H") + std::to_string(n));
    }
    if (w == "fy" || w == "fiscal" || w == "financial") {
      std::size_t q = skip(p, false);
      if (word(q) == "year") q = skip(q + 4, false);
      if (const int year = year_at(q); year != 0) return push_date(i, q + 4, iso_date(year), false);
      if (w == "fy" && q + 1 < text_.size() && is_digit(text_[q]) && is_digit(text_[q + 1]) &&
          at_end(q + 2))
        return push_date(i, q + 2, iso_date(2000 + (text_[q] - '0') * 10 + (text_[q + 1] - '0')),
                         false);
      return npos;
    }
    if (w == "mid" || w == "early" || w == "late") {
      const std::size_t q = skip(p);
      if (const int year = year_at(q); year != 0) return push_date(i, q + 4, iso_date(year), false);
      return npos;
    }
    if (const int n = ordinal_word(w); n != 0) {
      std::size_t q = skip(p);
      if (word(q) == "fiscal" || word(q) == "financial") q = skip(q + word(q).size(), false);
      const std::string_view unit = word(q);
      if (unit == "quarter") return period_year(i, q + 7, "Q" + std::to_string(n));
      if (unit == "half" && n <= 2) {
        const std::size_t of = skip(q + 4, false);
        if (word(of) == "of") return period_year(i, q + 4, "H" + std::to_string(n));
      }
      return npos;
    }
    return npos;
  }

  std::size_t period_year(std::size_t begin, std::size_t end, const std::string& part) {
    std::size_t q = skip(end, false);
    if (q < text_.size() && text_[q] == ',') q = skip(q + 1, false);
    if (word(q) == "of") q = skip(q + 2, false);
    if (word(q) == "the") q = skip(q + 3, false);
    if (word(q) == "fiscal" || word(q) == "financial" || word(q) == "fy")
      q = skip(q + word(q).size(), false);
    if (word(q) == "year") q = skip(q + 4, false);
    if (const int year = year_at(q); year != 0)
      return push_date(begin, q + 4, iso_date(year) + "-" + part, false);
    if (!reference_) return push_date(begin, end, {}, true);
    const std::string_view next = word(q);
    if (next == "last" || next == "next" || next == "this") {
      const std::size_t u = skip(q + next.size(), false);
      if (word(u) == "year")
        return push_date(begin, u + 4,
                         iso_date(reference_->year + (next == "last"   ? -1
                                                      : next == "next" ? 1
                                                                       : 0)) +
                             "-" + part,
                         true);
    }
    int year = reference_->year;
    const int number = part[1] - '0';
    const int first_month = part[0] == 'Q' ? 3 * (number - 1) + 1 : 6 * (number - 1) + 1;
    if (first_month > reference_->month && !looks_ahead(begin)) --year;
    return push_date(begin, end, iso_date(year) + "-" + part, true);
  }

  std::size_t relative_day(std::size_t i, std::string_view w) {
    std::size_t p = i + w.size();
    const auto resolved = [&](std::size_t end, auto make) {
      std::string iso;
      if (reference_) iso = make(*reference_);
      return push_date(i, end, std::move(iso), true);
    };
    if (w == "yesterday" || w == "today" || w == "tomorrow") {
      if (!at_end(p)) return npos;
      const int shift = w == "yesterday" ? -1 : w == "tomorrow" ? 1 : 0;
      // "today's world" is no date.
      if (w == "today" && p < text_.size() &&
          (text_[p] == '\'' || static_cast<unsigned char>(text_[p]) == 0xE2))
        return npos;
      return resolved(p, [&](Day r) { return to_iso(from_serial(to_serial(r) + shift)); });
    }
    if (w == "last" || w == "next" || w == "this" || w == "previous" || w == "past") {
      const std::size_t q = skip(p, false);
      const std::string_view unit = word(q);
      const int shift = w == "this" ? 0 : w == "next" ? 1 : -1;
      const std::size_t end = q + unit.size();
      if (!at_end(end)) return npos;
      if (unit == "year") return resolved(end, [&](Day r) { return iso_date(r.year + shift); });
      if (unit == "month") return resolved(end, [&](Day r) { return shift_months(r, shift); });
      if (w == "past") return npos;
      if (unit == "week")
        return resolved(
            end, [&](Day r) { return to_iso(from_serial(to_serial(r) + 7 * shift)).substr(0, 7); });
      if (unit == "quarter")
        return resolved(end, [&](Day r) {
          const int quarter = r.year * 4 + (r.month - 1) / 3 + shift;
          return iso_date(quarter / 4) + "-Q" + std::to_string(quarter % 4 + 1);
        });
      if (unit == "summer" || unit == "spring" || unit == "autumn" || unit == "fall" ||
          unit == "winter")
        return resolved(end, [&](Day r) {
          return iso_date(r.year + (w == "last" && r.month > 8 && unit != "winter" ? 0 : shift));
        });
      return npos;
    }
    if (w == "a" || w == "an") {
      const std::size_t q = skip(p, false);
      const std::string_view unit = word(q);
      const std::size_t e = skip(q + unit.size(), false);
      if (word(e) != "ago" || time_unit(unit).empty() || !reference_) return npos;
      Figure figure;
      figure.begin = i;
      return ago(figure, 1, time_unit(unit), e + 3);
    }
    return npos;
  }

  std::string_view text_;
  std::string lower_;
  std::optional<Day> reference_;
  std::vector<Figure> out_;
};

}  // namespace

std::vector<Figure> find_figures(std::string_view text, std::optional<Day> reference) {
  return Finder(text, reference).run();
}

}  // namespace pactwatch
