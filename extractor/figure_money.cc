#include "extractor/figure_money.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "extractor/figure_words.h"

namespace pactwatch {
namespace {

struct Mark {
  std::string_view code;
  std::size_t end = 0;  // behind the mark
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kSigns = {
    {{"$", "USD"},
     {"\xE2\x82\xAC", "EUR"},
     {"\xC2\xA3", "GBP"},
     {"\xC2\xA5", "JPY"},
     {"\xE2\x82\xB9", "INR"},
     {"\xE2\x82\xA9", "KRW"},
     {"\xE2\x82\xAA", "ILS"},
     {"\xE2\x82\xA6", "NGN"},
     {"\xE2\x82\xBA", "TRY"},
     {"\xE2\x82\xBD", "RUB"},
     {"\xE2\x82\xBF", "BTC"},
     {"\xE2\x82\xAB", "VND"},
     {"\xE0\xB8\xBF", "THB"}}};

Mark sign_at(const FigureText& t, std::size_t i) {
  const auto c = static_cast<unsigned char>(t.at(i));
  if (c != '$' && c < 0xC2) return {};
  for (const auto& [sign, code] : kSigns)
    if (t.is(i, sign)) return {code, i + sign.size()};
  return {};
}

// A sign, letters before a dollar sign, or letters that name a currency.
Mark mark_at(const FigureText& t, std::size_t i) {
  if (!FigureText::is_alpha(t.at(i))) return sign_at(t, i);
  std::size_t end = i;
  constexpr std::size_t kLongest = 4;
  while (end < i + kLongest && FigureText::is_alpha(t.at(end))) ++end;
  if (FigureText::is_alpha(t.at(end))) return {};
  const std::string_view letters = t.text().substr(i, end - i);
  if (t.at(end) == '$') {
    // "a$5" in lower case is a typing slip more often than Australian.
    if (letters.size() == 1 && letters != "c" && !FigureText::is_upper(letters[0])) return {};
    const std::string_view code = dollar_of(letters);
    return {code, code.empty() ? 0 : end + 1};
  }
  // "HK $ 10 billion", as wires that split at every sign write it.
  if (t.at(end) == ' ' && t.at(end + 1) == '$') {
    const std::string_view code = dollar_of(letters);
    if (code == "HKD" || code == "TWD" || code == "NZD" || (code == "CAD" && letters.size() < 3))
      return {code, end + 2};
    return {};
  }
  if (t.at(end) != ' ' && t.at(end) != '.' && !t.digit(end) && t.at(end) != '\xC2') return {};
  if (letters == "Rs" || letters == "RS") return {"INR", t.at(end) == '.' ? end + 1 : end};
  if (letters == "Dh" || letters == "Dhs") return {"AED", end};
  if (letters == "RM") return {"MYR", end};
  if (letters == "Rp") return {"IDR", end};
  if (letters.size() == 3 && FigureText::is_upper(letters[0])) {
    const std::string_view code = currency_code(letters);
    return {code, code.empty() ? 0 : end};
  }
  return {};
}

// "1,5" in "€1,5 billion".
void read_decimal_comma(const FigureText& t, Number& n) {
  if (n.decimal || n.grouped || t.at(n.end) != ',' || !t.digit(n.end + 1)) return;
  const Number places = read_digits(t, n.end + 1);
  if (places.width > 2 || places.decimal || places.grouped) return;
  Number whole = n;
  whole.value += places.value / (places.width == 1 ? 10 : 100);
  whole.end = places.end;
  read_scale(t, whole, true);
  if (whole.scaled) n = whole;
}

// "$10 to $12 billion", "$10-12bn", "between $10 and $12 billion". "From $1.07 to $1.48" tells of
// two sums.
void read_range(const FigureText& t, Figure& figure, const Number& low, std::string_view code) {
  std::size_t p = figure.end;
  bool dash = false;
  if (const std::size_t length = t.dash(p); length != 0) {
    p += length;
    dash = true;
  } else {
    p = t.skip(p, false);
    const std::string_view w = t.word(p);
    if (w != "to" && w != "and") return;
    if (w == "and" && !preceded_by_between(t, figure.begin)) return;
    p = t.skip(p + w.size(), false);
  }
  const Mark second = mark_at(t, p);
  const bool marked = !second.code.empty() && second.code == code;
  Number high = read_digits(t, marked ? t.skip(second.end, false) : p);
  if (!high) return;
  read_scale(t, high, true);
  if (!t.at_end(high.end)) return;
  if (!marked && !high.scaled) return;
  if (marked && !dash && low.scaled == high.scaled && t.word_before(figure.begin) == "from") return;
  double value = figure.value;
  if (!low.scaled && high.scaled) value *= high.scale;
  if (value > high.value) return;
  figure.value = value;
  figure.high = high.value;
  figure.end = high.end;
}

// "... and five cents" after a sum in the same currency.
void read_minor(const FigureText& t, Figure& figure) {
  if (figure.value != std::floor(figure.value) || figure.high) return;
  std::size_t p = t.skip(figure.end, false);
  if (t.word(p) == "and") p = t.skip(p + 3, false);
  Number n = read_digits(t, p);
  if (!n) n = read_number_words(t, p);
  if (!n || n.scaled || n.decimal || n.value < 1 || n.value > 99) return;
  const std::size_t q = t.skip(n.end);
  const std::string_view w = t.word(q);
  const FigureWord* unit = figure_word(w);
  if (unit == nullptr || unit->factor == 1 || !t.at_end(q + w.size())) return;
  const bool pence = unit->currency == "GBP";
  if (pence != (figure.currency == "GBP")) return;
  figure.value = std::round(figure.value * 100 + n.value) / 100;
  figure.end = q + w.size();
}

// A pound is a weight, a mark and a won may be anything: not after a small number with no context.
bool is_other_thing(const FigureText& t, std::string_view w, std::size_t end, const Number& n,
                    std::size_t begin) {
  if (n.scaled || n.value >= 1000) return false;
  if (w == "won" || w == "real" || w == "mark" || w == "marks" || w == "rand" || w == "lev" ||
      w == "quid" || w == "dong" || w == "lei")
    return true;
  if (w != "pound" && w != "pounds") return false;
  const std::string_view after = t.word(t.skip(end, false));
  const std::string_view before = t.word_before(begin);
  static constexpr std::array<std::string_view, 12> weights = {
      "of",    "per",     "overweight", "lighter", "heavier", "weighs",
      "weigh", "weighed", "weighing",   "lost",    "lose",    "gained"};
  const auto weighs = [](std::string_view word) {
    return std::find(weights.begin(), weights.end(), word) != weights.end();
  };
  return t.at(n.end) == '-' || t.at(end) == '-' || weighs(after) || weighs(before);
}

// "48.5 MGBP", "30 USDm", "42 KWD", "MSEK": codes in capitals glued to a scale or not.
bool read_code(const FigureText& t, std::size_t p, Figure& figure) {
  std::size_t end = p;
  constexpr std::size_t kLongest = 5;
  while (end < p + kLongest && FigureText::is_alpha(t.at(end))) ++end;
  if (!t.at_end(end) || end < p + 2) return false;
  std::string_view letters = t.text().substr(p, end - p);
  if (letters == "RM") {
    figure.currency = "MYR";
  } else {
    double scale = 1;
    if (letters.size() == 4 && (letters[0] == 'M' || letters[0] == 'm' || letters[0] == 'k')) {
      scale = letters[0] == 'k' ? 1e3 : 1e6;
      letters.remove_prefix(1);
    } else if (letters.size() == 4 && letters[3] == 'm') {
      scale = 1e6;
      letters.remove_suffix(1);
    } else if (letters.size() == 5 && letters.substr(3) == "bn") {
      scale = 1e9;
      letters.remove_suffix(2);
    }
    if (letters.size() != 3) return false;
    const std::string_view code = currency_code(letters);
    if (code.empty()) return false;
    figure.value *= scale;
    if (figure.high) *figure.high *= scale;
    figure.currency = std::string(code);
  }
  figure.kind = FigureKind::money;
  figure.end = end;
  return true;
}

}  // namespace

bool preceded_by_between(const FigureText& t, std::size_t i) {
  return t.word_before(i) == "between";
}

bool read_money_mark(const FigureText& t, std::size_t i, Figure& figure) {
  const Mark mark = mark_at(t, i);
  if (mark.code.empty()) return false;
  const std::size_t first = t.skip(mark.end, false);
  if (first > mark.end + 3) return false;
  Number n = read_digits(t, first);
  if (n) read_spaced_groups(t, n);
  if (!n) return false;
  read_scale(t, n, true);
  if (!n.scaled) read_decimal_comma(t, n);
  if (!t.at_end(n.end)) return false;  // "$10x" is no sum; "$5bn-" is
  figure.kind = FigureKind::money;
  figure.begin = i;
  figure.currency = std::string(mark.code);
  figure.value = n.value;
  figure.end = n.end;
  read_range(t, figure, n, mark.code);
  // "$1.5 billion Canadian".
  const std::string_view next = t.word(t.skip(figure.end, false));
  if (const std::string_view other = national_currency(next, "USD");
      mark.code == "USD" && !other.empty() && other != "USD" && next != "can")
    figure.currency = std::string(other);
  return true;
}

bool read_money_after(const FigureText& t, const Number& n, Figure& figure) {
  std::size_t p = t.skip(n.end);
  // "20 €", "20 million €", "3.14US$", as Europe writes it; "10¢"; "696p" as London does.
  if (const Mark sign = mark_at(t, p); !sign.code.empty() && (p == n.end || sign.code != "USD") &&
                                       t.at_end(sign.end) &&
                                       !FigureText::is_alpha(t.at(sign.end - 1))) {
    figure.kind = FigureKind::money;
    figure.currency = std::string(sign.code);
    figure.end = sign.end;
    return true;
  }
  if (t.is(p, "\xC2\xA2") || (p == n.end && t.at(p) == 'p' && t.at_end(p + 1) && n.digits &&
                              n.value != 1080 && n.value != 720 && n.value != 480)) {
    const bool pence = t.at(p) == 'p';
    figure.kind = FigureKind::money;
    figure.value /= 100;
    if (figure.high) *figure.high /= 100;
    figure.currency = pence ? "GBP" : "USD";
    figure.end = p + (pence ? 1 : 2);
    return true;
  }
  std::string_view w = t.word(p);
  std::string_view adjective;
  for (int step = 0; step < 2 && !w.empty(); ++step) {
    const FigureWord* currency = figure_word(w);
    if (currency != nullptr && !currency->currency.empty() && t.at_end(p + w.size())) {
      if (is_other_thing(t, w, p + w.size(), n, figure.begin)) return false;
      std::string_view code = currency->currency;
      if (!adjective.empty())
        if (const std::string_view other = national_currency(adjective, code); !other.empty())
          code = other;
      figure.kind = FigureKind::money;
      figure.value *= currency->factor;
      if (figure.high) *figure.high *= currency->factor;
      figure.currency = std::string(code);
      figure.end = p + w.size();
      if (currency->factor == 1) read_minor(t, figure);
      return true;
    }
    if (step == 0 && read_code(t, p, figure)) return true;
    const bool national = !national_currency(w, "USD").empty() ||
                          !national_currency(w, "CHF").empty() || w == "hong" || w == "new";
    if (!national) return false;
    std::size_t q = t.skip(p + w.size(), false);
    if (w == "hong" || w == "new" || w == "south" || w == "sri") {
      const std::string_view second = t.word(q);
      adjective = w == "south" ? (second == "african" ? "" : "korean") : w == "sri" ? w : second;
      q = t.skip(q + second.size(), false);
    } else {
      adjective = w;
    }
    p = q;
    w = t.word(p);
  }
  return false;
}

bool is_per_unit(const FigureText& t, std::size_t i) {
  static constexpr std::array<std::string_view, 18> units = {
      "share", "shares", "unit",   "barrel", "user", "seat",  "month", "hour", "ton",
      "tonne", "ounce",  "gallon", "head",   "day",  "piece", "ads",   "ad",   "week"};
  const auto is_unit = [](std::string_view name) {
    return std::find(units.begin(), units.end(), name) != units.end();
  };
  std::size_t p = t.skip(i);
  std::string_view w = t.word(p);
  if (w == "each" || w == "apiece") return true;
  if (w == "a" || w == "an" || w == "per" || w == "for") {
    const bool each = w == "for";
    p = t.skip(p + w.size());
    w = t.word(p);
    if (each) return w == "each" || w == "every";
    return is_unit(w);
  }
  return t.at(p) == '/' && is_unit(t.word(p + 1));
}

}  // namespace pactwatch
