#include "extractor/figure_number.h"

#include <array>
#include <cmath>

#include "extractor/figure_words.h"

namespace pactwatch {
namespace {

constexpr int kMaxDigits = 18;

double scale_of(std::string_view word) {
  const FigureWord* w = figure_word(word);
  return w == nullptr ? 0 : w->scale;
}

double number_of(std::string_view word) {
  const FigureWord* w = figure_word(word);
  return w == nullptr ? -1 : w->number;
}

// Scales of one letter, glued to a figure: "$5m", "€3b", "1MM".
double letter_scale(std::string_view word) {
  if (word == "m" || word == "mm") return 1e6;
  if (word == "b") return 1e9;
  if (word == "t") return 1e12;
  if (word == "k") return 1e3;
  return 0;
}

// To the hundredth: 16.4 million is 16,400,000, not 16,399,999.999999998.
double times(double value, double scale) { return std::round(value * scale * 100) / 100; }

struct Spelled {
  double value = 0;
  std::size_t end = kNoFigure;
  explicit operator bool() const { return end != kNoFigure; }
};

// "six", "twenty-five", at a word boundary.
Spelled below_hundred(const FigureText& t, std::size_t i) {
  const std::string_view w = t.word(i);
  Spelled n{number_of(w), i + w.size()};
  if (n.value < 0 || !t.at_end(n.end)) return {};
  if (n.value >= 20) {
    std::size_t q = t.skip(n.end);
    while (q > n.end && t.at(q) == ' ') ++q;
    const std::string_view next = t.word(q);
    const double ones = number_of(next);
    if (ones > 0 && ones < 10 && q > n.end && t.at_end(q + next.size()))
      n = {n.value + ones, q + next.size()};
  }
  return n;
}

std::size_t past_and(const FigureText& t, std::size_t i) {
  const std::size_t p = t.skip(i);
  return t.word(p) == "and" ? t.skip(p + 3) : p;
}

// "one hundred and sixteen"; but "one hundred and two hundred" are two numbers.
Spelled below_thousand(const FigureText& t, std::size_t i) {
  Spelled n = below_hundred(t, i);
  if (!n || n.value < 1 || n.value >= 100) return n;
  const std::size_t hundred = t.skip(n.end);
  if (t.word(hundred) != "hundred") return n;
  n = {n.value * 100, hundred + 7};
  const Spelled rest = below_hundred(t, past_and(t, n.end));
  if (rest && rest.value > 0 && t.word(t.skip(rest.end)) != "hundred")
    n = {n.value + rest.value, rest.end};
  return n;
}

// "two million three hundred thousand", "one thousand and six", "six crore and two hundred": what
// follows is of a lower scale. "and" joins what is scaled itself, and anything to a thousand; "five
// million and two others" are two numbers.
void read_lower_scales(const FigureText& t, Number& n) {
  double scale = n.scale;
  while (n.scaled && scale >= 1e3) {
    const std::size_t plain = t.skip(n.end);
    const std::size_t at = past_and(t, n.end);
    const Spelled next = below_thousand(t, at);
    if (!next || next.value < 1) return;
    if (at != plain && scale > 1e3 && next.value < 100) return;
    Number part;
    part.value = next.value;
    part.end = next.end;
    read_scale(t, part, false);
    if (part.scale >= scale) return;
    n.value += part.value;
    n.end = part.end;
    scale = part.scale;
  }
}

// "half a", "a quarter of a", "three-quarters of a", or without the article, before a scale.
Number fraction_of_scale(const FigureText& t, std::size_t i) {
  Number n;
  std::size_t p = i;
  double count = 1;
  std::string_view w = t.word(p);
  if (w == "a" || w == "an") {
    p = t.skip(p + w.size());
  } else if (const double number = number_of(w); number >= 1 && number < 10) {
    count = number;
    p = t.skip(p + w.size());
  }
  w = t.word(p);
  const FigureWord* part = figure_word(w);
  if (part == nullptr || part->denominator == 0 || (p == i && w != "half" && w != "quarter"))
    return n;
  p = t.skip(p + w.size());
  if (t.word(p) == "of") p = t.skip(p + 2, false);
  if (const std::string_view article = t.word(p); article == "a" || article == "an")
    p = t.skip(p + article.size());
  const std::string_view scale = t.word(p);
  if (scale_of(scale) < 1e3 || scale.back() == 's' || !t.at_end(p + scale.size())) return n;
  n.value = count / part->denominator;
  n.end = p;
  while (n.end > i && t.at(n.end - 1) == ' ') --n.end;
  read_scale(t, n, false);
  return n;
}

struct Vulgar {
  std::string_view sign;
  double value;
};
constexpr std::array<Vulgar, 15> kVulgar = {{{"\xC2\xBC", 0.25},
                                             {"\xC2\xBD", 0.5},
                                             {"\xC2\xBE", 0.75},
                                             {"\xE2\x85\x93", 1.0 / 3},
                                             {"\xE2\x85\x94", 2.0 / 3},
                                             {"\xE2\x85\x95", 0.2},
                                             {"\xE2\x85\x96", 0.4},
                                             {"\xE2\x85\x97", 0.6},
                                             {"\xE2\x85\x98", 0.8},
                                             {"\xE2\x85\x99", 1.0 / 6},
                                             {"\xE2\x85\x9A", 5.0 / 6},
                                             {"\xE2\x85\x9B", 0.125},
                                             {"\xE2\x85\x9C", 0.375},
                                             {"\xE2\x85\x9D", 0.625},
                                             {"\xE2\x85\x9E", 0.875}}};

Spelled vulgar_fraction(const FigureText& t, std::size_t i) {
  if (static_cast<unsigned char>(t.at(i)) < 0xC2) return {};
  for (const auto& [sign, value] : kVulgar)
    if (t.is(i, sign)) return {value, i + sign.size()};
  return {};
}

// "1/4", but not the beginning of a date.
Spelled slash_fraction(const FigureText& t, std::size_t i) {
  if (i > 0 && t.at(i - 1) == '/') return {};
  const Number above = read_digits(t, i);
  if (!above || above.decimal || above.grouped || t.at(above.end) != '/') return {};
  const Number below = read_digits(t, above.end + 1);
  if (!below || below.decimal || below.value == 0 || !t.at_end(below.end) || t.at(below.end) == '/')
    return {};
  return {above.value / below.value, below.end};
}

// "half", "a third", "one fifth", "three quarters", "one one hundred and fifth".
Spelled spelled_fraction(const FigureText& t, std::size_t i) {
  double count = 1;
  std::size_t p = i;
  std::string_view w = t.word(p);
  bool counted = false;
  if (w == "half" && t.at_end(p + 4)) return {0.5, p + 4};
  if (w == "a" || w == "an") {
    counted = true;
    p = t.skip(p + w.size());
  } else if (const Spelled number = below_hundred(t, i); number && number.value >= 1) {
    counted = true;
    count = number.value;
    p = t.skip(number.end);
  }
  if (!counted) return {};
  w = t.word(p);
  if (const FigureWord* part = figure_word(w); part != nullptr && part->denominator > 0 &&
                                               t.at_end(p + w.size()) &&
                                               (count == 1) == (w.back() != 's'))
    return {count / part->denominator, p + w.size()};
  const Spelled hundreds = below_hundred(t, p);
  if (!hundreds || t.word(t.skip(hundreds.end)) != "hundred") return {};
  const std::size_t q = past_and(t, t.skip(hundreds.end) + 7);
  const FigureWord* last = figure_word(t.word(q));
  if (last == nullptr || last->ordinal == 0) return {};
  return {count / (hundreds.value * 100 + last->ordinal), q + t.word(q).size()};
}

// ", two million and" a half, a quarter, one half; "forty two and a third".
void read_and_fraction(const FigureText& t, Number& n) {
  const std::size_t p = t.skip(n.end, false);
  if (t.word(p) != "and") return;
  const std::size_t q = t.skip(p + 3, false);
  if (const Number scaled = fraction_of_scale(t, q); scaled) {
    if (scaled.scale < n.scale) {
      n.value += scaled.value;
      n.end = scaled.end;
    }
    return;
  }
  const Spelled fraction = spelled_fraction(t, q);
  if (!fraction || t.word(q) == "half" || fraction.value >= 1) return;
  n.value += fraction.value * n.scale;
  n.end = fraction.end;
  if (!n.scaled) read_scale(t, n, false);  // "five and a half million"
}

// "point five", "point seventy-one" after a number in words.
void read_point(const FigureText& t, Number& n) {
  const std::size_t p = t.skip(n.end, false);
  if (t.word(p) != "point") return;
  double place = 1;
  double value = 0;
  std::size_t end = kNoFigure;
  for (std::size_t q = t.skip(p + 5, false); place < 1e9;) {
    const Spelled next = below_hundred(t, q);
    if (!next) break;
    const double width = next.value >= 10 ? 100 : 10;
    value = value * width + next.value;
    place *= width;
    end = next.end;
    q = t.skip(end, false);
    if (q == end) break;
  }
  if (end == kNoFigure) return;
  n.value += value / place;
  n.end = end;
  read_scale(t, n, false);
}

Number unsigned_number(const FigureText& t, std::size_t i) {
  Number n;
  if (const Spelled sign = vulgar_fraction(t, i)) {
    n.value = sign.value;
    n.end = sign.end;
    return n;
  }
  if (t.digit(i) || (t.at(i) == '.' && t.digit(i + 1))) {
    if (const Spelled fraction = slash_fraction(t, i)) {
      n.value = fraction.value;
      n.end = fraction.end;
      return n;
    }
    n = read_digits(t, i);
    if (!n) return n;
    read_spaced_groups(t, n);
    const std::size_t q = t.skip(n.end, false);
    if (Spelled fraction = t.digit(q) && q > n.end ? slash_fraction(t, q) : vulgar_fraction(t, q);
        fraction && fraction.value < 1 && !n.decimal) {
      n.value += fraction.value;
      n.end = fraction.end;
      return n;
    }
    const std::size_t bare = n.end;
    read_scale(t, n, false);
    std::size_t gap = n.end;
    while (t.at(gap) == ' ') ++gap;
    const std::string_view w = t.word(gap);
    if (!n.scaled && (w == "k" || (w == "mm" && gap == bare) || (gap == bare && t.is(gap, "M")))) {
      if (!t.at_end(gap + w.size())) return {};
      n.value = times(n.value, letter_scale(w));
      n.end = gap + w.size();
      n.scaled = true;
      return n;
    }
    if (w == "hundred" && !n.scaled && !n.decimal) {  // "3 hundred and 21"
      n.value *= 100;
      n.end = gap + 7;
      const Number rest = read_digits(t, past_and(t, n.end));
      if (rest && rest.width <= 2 && !rest.decimal && t.at_end(rest.end) && rest.value > 0) {
        n.value += rest.value;
        n.end = rest.end;
      }
      return n;
    }
    if (n.scaled) {  // "4 thousand 3 hundred", "6 crore and two hundred"
      const std::size_t next = t.skip(n.end, false);
      const Number hundreds = read_digits(t, next);
      if (hundreds && next > n.end && t.word(t.skip(hundreds.end)) == "hundred" &&
          hundreds.width < 3) {
        n.value += hundreds.value * 100;
        n.end = t.skip(hundreds.end) + 7;
      } else {
        read_lower_scales(t, n);
      }
    }
    read_and_fraction(t, n);
    return n;
  }
  n = read_number_words(t, i);
  const Spelled fraction = spelled_fraction(t, i);
  if (fraction && (!n || fraction.end > n.end)) {
    n = Number();
    n.value = fraction.value;
    n.end = fraction.end;
    return n;
  }
  if (!n && t.word(i) == "hundred") {  // "hundred thousand dollars"
    n.value = 1;
    n.end = i;
    read_scale(t, n, false);
    return n.end > i + 7 ? n : Number();
  }
  if (!n) return n;
  read_point(t, n);
  read_and_fraction(t, n);
  return n;
}

}  // namespace

void read_spaced_groups(const FigureText& t, Number& n) {
  if (n.grouped || n.decimal || n.width > 3) return;
  double value = n.value;
  std::size_t end = n.end;
  int groups = 0;
  while (t.at(end) == ' ' && t.digit(end + 1) && t.digit(end + 2) && t.digit(end + 3) &&
         !t.digit(end + 4) && groups < 5) {
    value = value * 1000 + (t.at(end + 1) - '0') * 100 + (t.at(end + 2) - '0') * 10 +
            (t.at(end + 3) - '0');
    end += 4;
    ++groups;
  }
  if (groups < 2) return;
  n.value = value;
  n.end = end;
}

Number read_digits(const FigureText& t, std::size_t i) {
  Number n;
  std::size_t p = i;
  if (!t.digit(p) && !(t.at(p) == '.' && t.digit(p + 1))) return n;
  double value = 0;
  while (t.digit(p)) {
    if (n.width < kMaxDigits) value = value * 10 + (t.at(p) - '0');
    ++n.width;
    ++p;
    // A group: comma and exactly two or three digits (Indian or Western).
    if (t.at(p) == ',' && t.digit(p + 1) && t.digit(p + 2)) {
      const std::size_t size = !t.digit(p + 3) ? 2 : !t.digit(p + 4) ? 3 : 4;
      if (size == 3 || (size == 2 && t.at(p + 3) == ',')) {
        ++p;
        n.grouped = true;
      }
    }
  }
  if (t.at(p) == '.' && t.digit(p + 1)) {
    // One division at the end: adding tenths would give 2.3299999999999996 for 2.33.
    double place = 1;
    ++p;
    for (int width = n.width; t.digit(p); ++p, ++width) {
      if (width >= kMaxDigits) continue;
      value = value * 10 + (t.at(p) - '0');
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

void read_scale(const FigureText& t, Number& n, bool money) {
  for (int rounds = 0; rounds < 2; ++rounds) {
    const std::size_t p = t.skip(n.end);
    const std::string_view w = t.word(p);
    if (w.empty() || !t.at_end(p + w.size())) return;
    double scale = scale_of(w);
    if (scale == 0 && money && p == n.end) scale = letter_scale(w);
    if (scale == 0 && money && (w == "m" || w == "b") && p <= n.end + 1 && t.at(p) != w[0])
      scale = letter_scale(w);
    if (scale == 0) return;
    if (w == "hundred" && n.digits) return;
    n.value = times(n.value, scale);
    n.scale *= scale;
    n.scaled = true;
    n.end = p + w.size();
    if (!(w == "lakh" || w == "lakhs" || w == "thousand" || w == "hundred")) return;
  }
}

Number read_number_words(const FigureText& t, std::size_t i) {
  if (const Number part = fraction_of_scale(t, i)) return part;
  Number n;
  const std::string_view w = t.word(i);
  if (w == "a" || w == "an") {
    const std::size_t s = t.skip(i + w.size(), false);
    const std::string_view scale = t.word(s);
    const double by = scale_of(scale);
    if ((by >= 1e3 || scale == "hundred") && scale.back() != 's' && t.at_end(s + scale.size())) {
      n.value = 1;
      n.end = i + w.size();
      read_scale(t, n, false);
    }
    return n;
  }
  const Spelled first = below_thousand(t, i);
  if (!first) return n;
  n.value = first.value;
  n.end = first.end;
  // "two and a half billion"
  const std::size_t half = t.skip(n.end, false);
  if (t.lower().substr(half < t.size() ? half : t.size(), 10) == "and a half") {
    n.value += 0.5;
    n.end = half + 10;
  }
  read_scale(t, n, false);
  read_lower_scales(t, n);
  return n;
}

Number read_any_number(const FigureText& t, std::size_t i) {
  bool negative = false;
  std::size_t p = i;
  const std::string_view w = t.word(i);
  if (t.at(i) == '-') {
    if (i > 0 && t.at(i - 1) != ' ' && t.at(i - 1) != '(') return {};
    negative = true;
    p = t.skip(i + 1, false);
    if (!t.digit(p) && t.at(p) != '.') return {};
  } else if (w == "minus" || w == "negative") {
    negative = true;
    p = t.skip(i + w.size(), false);
    if (p == i + w.size()) return {};
  }
  Number n = unsigned_number(t, p);
  if (n && negative) n.value = -n.value;
  return n;
}

}  // namespace pactwatch
