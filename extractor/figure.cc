// One pass over the text. At every word boundary the first byte or the word says which reader may
// apply: figure_money, figure_date, figure_number, or one of the small ones below.

#include "extractor/figure.h"

#include <array>
#include <cmath>

#include "core/words.h"
#include "extractor/figure_date.h"
#include "extractor/figure_money.h"
#include "extractor/figure_number.h"
#include "extractor/figure_text.h"
#include "extractor/figure_words.h"

namespace pactwatch {
namespace {

constexpr std::size_t npos = kNoFigure;

// Where an address of the web or of mail that begins at `i` ends; npos when none does.
std::size_t end_of_address(const FigureText& t, std::size_t i) {
  if ((t.at(i) != 'h' || t.at(i + 1) != 't') && (t.at(i) != 'w' || t.at(i + 1) != 'w')) return npos;
  if (!t.is(i, "http://") && !t.is(i, "https://") && !t.is(i, "www.")) return npos;
  while (i < t.size() && t.at(i) != ' ' && t.at(i) != '\n' && t.at(i) != '\t') ++i;
  return i;
}

// To the next word boundary or mark.
std::size_t next_boundary(const FigureText& t, std::size_t i) {
  const std::string_view text = t.text();
  if (!FigureText::is_word_byte(t.at(i))) return i + 1;
  while (i < text.size() && FigureText::is_word_byte(text[i])) ++i;
  return i;
}

// Part of a longer token: "GPT-4", "737-800", "3.1.2".
bool continues_token(const FigureText& t, std::size_t i) {
  if (i < 2 || !FigureText::is_word_byte(t.at(i - 2))) return false;
  const char before = t.at(i - 1);
  return before == '-' || before == '.' || before == ',' || before == '#' || before == '/';
}

class Finder {
 public:
  Finder(std::string_view text, std::optional<Day> reference) : t_(text, reference), dates_(t_) {}

  std::vector<Figure> run() {
    std::size_t i = 0;
    while (i < t_.size()) {
      const bool boundary = i == 0 || !FigureText::is_word_byte(t_.at(i - 1));
      const std::size_t end = boundary && !plain_word(i) ? read(i) : npos;
      i = end != npos && end > i ? end : next_boundary(t_, i);
      // Most words are followed by a space and the next word.
      if (t_.at(i) == ' ') ++i;
    }
    return std::move(out_);
  }

 private:
  // Whether a small letter stands here with which nothing begins that this file reads: most words.
  bool plain_word(std::size_t i) const {
    const std::string_view lower = t_.lower();
    if (i + 2 >= lower.size()) return false;
    switch (t_.at(i)) {
      case 'c':  // marks of money
      case 'h':  // and addresses
      case 'n':
      case 'u':
      case 'w':
        return false;
      default:
        return t_.at(i) >= 'a' && t_.at(i) <= 'z' &&
               !beginnings_[figure_beginning(lower[i], lower[i + 1], lower[i + 2])];
    }
  }

  // The end of what was read at `i`, figure or not; npos when nothing begins here.
  std::size_t read(std::size_t i) {
    const char c = t_.at(i);
    const auto byte = static_cast<unsigned char>(c);
    if (c >= 'a' && c <= 'z') {
      // "c$", "hk$": a sign is near.
      constexpr std::size_t kLongestMark = 6;
      if ((c == 'c' || c == 'h' || c == 'n' || c == 'u') &&
          t_.text().substr(i, kLongestMark).find('$') != std::string_view::npos) {
        Figure figure;
        if (read_money_mark(t_, i, figure)) return push(std::move(figure));
      }
      return from_word(i);
    }
    if (c == '$' || FigureText::is_alpha(c) || byte >= 0xC2) {
      Figure figure;
      if (read_money_mark(t_, i, figure)) return push(std::move(figure));
    }
    if (FigureText::is_digit(c) || (c == '.' && t_.digit(i + 1) && (i == 0 || t_.at(i - 1) == ' ')))
      return from_digits(i);
    return FigureText::is_alpha(c) ? from_word(i) : npos;
  }

  std::size_t push(Figure figure) {
    figure.bound_begin = figure.begin;
    read_bound(figure);
    if (figure.kind == FigureKind::money || figure.kind == FigureKind::percent ||
        figure.kind == FigureKind::quantity)
      read_trailing_bound(figure);
    if (figure.kind == FigureKind::money)
      figure.per_unit = figure.per_unit || is_per_unit(t_, figure.end);
    const std::size_t end = figure.end;
    out_.push_back(std::move(figure));
    return end;
  }

  std::size_t push_date(std::optional<DateRead> date) {
    if (!date) return npos;
    // The date before this one may make a period with it.
    if (last_date_ && !out_.empty() && out_.back().kind == FigureKind::date &&
        date->figure.begin >= out_.back().end) {
      constexpr std::size_t kFar = 20;
      const std::size_t end = out_.back().end;
      if (date->figure.begin - end <= kFar) {
        last_date_->figure = out_.back();
        join_period(*last_date_, *date, t_.lower().substr(end, date->figure.begin - end),
                    preceded_by_between(t_, out_.back().begin));
        out_.back().iso = last_date_->figure.iso;
      }
    }
    last_date_ = date;
    return push(std::move(date->figure));
  }

  // ---- bounds

  // The bound words that end right before `i`.
  void read_bound(Figure& figure) const {
    static constexpr std::array<std::pair<std::string_view, Bound>, 48> bounds = {{
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
        {"estimated", Bound::approx},
        {"near", Bound::approx},
        {"surpassing", Bound::min},
        {"capped at", Bound::max},
    }};
    static const WordSet last_words = {
        "than",    "as",         "most",   "to",     "least",   "of",        "over",
        "above",   "exceeding",  "below",  "under",  "topping", "estimated", "approximately",
        "roughly", "nearly",     "almost", "around", "about",   "some",      "circa",
        "near",    "surpassing", "at"};
    std::size_t end = figure.begin;
    while (end > 0 && (t_.at(end - 1) == ' ' || t_.at(end - 1) == '-')) --end;
    if (end + 2 < figure.begin || end == 0) return;
    if (t_.at(end - 1) != '.' && last_words.count(t_.word_before(end)) == 0) return;
    const std::string_view before = t_.lower().substr(0, end);
    for (const auto& [phrase, bound] : bounds) {
      if (before.size() < phrase.size() || before.substr(before.size() - phrase.size()) != phrase)
        continue;
      const std::size_t begin = before.size() - phrase.size();
      if (begin > 0 && FigureText::is_word_byte(t_.at(begin - 1))) continue;
      figure.bound = bound;
      figure.bound_begin = begin;
      return;
    }
  }

  void read_trailing_bound(Figure& figure) const {
    if (t_.at(figure.end) == '+') {
      figure.bound = Bound::min;
      ++figure.end;
      return;
    }
    const std::size_t p = t_.skip(figure.end);
    if (p >= t_.size()) return;
    const std::string_view rest = t_.lower().substr(p, 8);
    if (rest.substr(0, 7) == "or more" || rest.substr(0, 4) == "plus") figure.bound = Bound::min;
    if (rest.substr(0, 7) == "or less") figure.bound = Bound::max;
  }

  // ---- numbers and what they count

  std::size_t from_digits(std::size_t i) {
    if (continues_token(t_, i)) return next_boundary(t_, i);
    if (const std::size_t end = equal_halves(i); end != npos) return end;
    const Number plain = read_digits(t_, i);
    if (!plain) return npos;
    Number n = plain;
    read_scale(t_, n, false);
    return after_number(i, n, plain);
  }

  std::size_t after_number(std::size_t i, const Number& n, const Number& plain) {
    Figure figure;
    figure.begin = i;
    figure.end = n.end;
    figure.value = n.value;
    if (read_percent_after(n.end, figure)) return push(std::move(figure));
    if (const std::size_t end = number_range(figure, n); end != npos) return end;
    if (read_money_after(t_, n, figure)) return push(std::move(figure));
    if (read_multiple_after(n.end, figure)) return push(std::move(figure));
    if (!n.scaled)
      if (const std::size_t end = push_date(dates_.at_digits(i, plain)); end != npos) return end;
    if (const std::size_t end = unit_after(figure, n); end != npos) return end;
    // "100k", "10M": a bare number with its scale glued on.
    if (!t_.at_end(n.end) && !n.scaled) {
      const std::string_view letter = t_.word(n.end);
      const double scale = letter == "k" ? 1e3 : letter == "m" && t_.upper(n.end) ? 1e6 : 0;
      if (scale > 0 && t_.at_end(n.end + letter.size())) {
        figure.value *= scale;
        figure.end = n.end + letter.size();
        return push(std::move(figure));
      }
    }
    if (!t_.at_end(n.end)) return next_boundary(t_, n.end);
    return push(std::move(figure));
  }

  bool read_percent_after(std::size_t p, Figure& figure) const {
    std::size_t q = p;
    if (t_.at(q) == ' ' && t_.at(q + 1) == '%') ++q;
    std::size_t end = npos;
    if (t_.at(q) == '%') {
      end = q + 1;
    } else {
      q = t_.skip(p);
      const std::string_view w = t_.word(q);
      if (w == "percent" || w == "pct" || (w == "pc" && t_.at_end(q + 2))) {
        end = q + w.size();
      } else if (w == "per") {
        const std::size_t c = t_.skip(q + 3);
        if (t_.word(c) == "cent") end = c + 4;
      } else if (w == "percentage") {
        const std::size_t c = t_.skip(q + w.size(), false);
        const std::string_view points = t_.word(c);
        if (points != "points" && points != "point") return false;
        figure.kind = FigureKind::percentage_points;
        figure.end = c + points.size();
        return true;
      }
    }
    if (end == npos) return false;
    figure.kind = FigureKind::percent;
    figure.end = end;
    const std::size_t points = t_.skip(end);
    const std::string_view w = t_.word(points);
    if (w == "points" || w == "point" || w == "pts") {
      figure.kind = FigureKind::percentage_points;
      figure.end = points + w.size();
    }
    return true;
  }

  // "10 to 12 billion euros", "5-7 percent", "27.5 per cent to 49 per cent".
  std::size_t number_range(const Figure& low, const Number& n) {
    std::size_t p = n.end;
    if (t_.is(p, "\xE2\x80\x93")) {
      p += 3;
    } else if (t_.at(p) == '-' && t_.digit(p + 1)) {
      ++p;
    } else {
      p = t_.skip(p, false);
      const std::string_view w = t_.word(p);
      if (w != "to" && !(w == "and" && preceded_by_between(t_, low.begin))) return npos;
      p = t_.skip(p + w.size(), false);
    }
    Number high = read_digits(t_, p);
    if (!high) return npos;
    read_scale(t_, high, false);
    Figure figure = low;
    figure.high = high.value;
    figure.end = high.end;
    if (!n.scaled && high.scaled) figure.value *= high.scale;
    if (figure.value >= *figure.high) return npos;
    if (read_percent_after(high.end, figure)) return push(std::move(figure));
    Number both = high;
    both.value = figure.value;
    return read_money_after(t_, both, figure) ? push(std::move(figure)) : npos;
  }

  bool read_multiple_after(std::size_t p, Figure& figure) const {
    const std::size_t q = t_.skip(p);
    const std::string_view w = t_.word(q);
    if ((w == "fold" && t_.at_end(q + 4)) || (w == "x" && q == p) || w == "times") {
      figure.kind = FigureKind::multiple;
      figure.end = q + w.size();
      return true;
    }
    return false;
  }

  std::size_t unit_after(Figure& figure, const Number& n) {
    std::size_t p = t_.skip(n.end);
    std::string_view w = t_.word(p);
    if (w.empty() || !t_.at_end(p + w.size())) return npos;
    for (int step = 0; step < 2 && !w.empty(); ++step) {
      const FigureWord* word = figure_word(w);
      if (step == 0 && word != nullptr && !word->time_unit.empty()) {
        const std::size_t end = p + w.size();
        // "two weeks ago", "three months earlier": a date.
        const std::size_t q = t_.skip(end, false);
        if (t_.word(q) == "ago" && t_.reference())
          if (const std::size_t stop =
                  push_date(dates_.ago(figure.begin, n.value, word->time_unit, q + 3));
              stop != npos)
            return stop;
        if (const std::size_t stop = later(figure.begin, n.value, word->time_unit, q); stop != npos)
          return stop;
        figure.kind = FigureKind::duration;
        figure.unit = std::string(word->time_unit);
        figure.end = end;
        return push(std::move(figure));
      }
      if (word != nullptr && !word->unit.empty()) {
        figure.kind = FigureKind::quantity;
        figure.unit = std::string(word->unit);
        figure.end = p + w.size();
        return push(std::move(figure));
      }
      p = t_.skip(p + w.size());
      w = t_.word(p);
    }
    return npos;
  }

  // The date that something shortly before `i` is told of.
  const Figure* anchor(std::size_t i) const {
    constexpr std::size_t kNear = 300;
    for (std::size_t k = out_.size(); k > 0; --k) {
      const Figure& figure = out_[k - 1];
      if (i - figure.end > kNear) return nullptr;
      if (figure.kind == FigureKind::date) return figure.iso.empty() ? nullptr : &figure;
    }
    return nullptr;
  }

  // "two years later", "five months earlier", "a year after that", counted from the date before it.
  std::size_t later(std::size_t i, double count, std::string_view unit, std::size_t p) {
    const std::string_view w = t_.word(p);
    const bool after = w == "later" || w == "after";
    if (!after && w != "earlier" && w != "before") return npos;
    std::size_t end = p + w.size();
    if (w == "after" || w == "before") {
      // "a year after that", "Seven months before, when it": not "two months after it did".
      const std::size_t that = t_.skip(end, false);
      if (t_.word(that) == "that")
        end = that + 4;
      else if (w == "after" || t_.at(end) != ',')
        return npos;
    }
    const Figure* from = anchor(i);
    if (from == nullptr) return npos;
    std::string iso = DateReader::counted_from(from->iso, after ? count : -count, unit);
    return iso.empty() ? npos : push_resolved(i, end, std::move(iso));
  }

  // "the following January"
  std::size_t following(std::size_t i) {
    const std::size_t p = t_.skip(i + 9, false);
    const std::string_view w = t_.word(p);
    const FigureWord* info = figure_word(w);
    if (info == nullptr || (info->month == 0 && w != "year") || !t_.at_end(p + w.size()))
      return npos;
    const Figure* from = anchor(i);
    if (from == nullptr || (info->month != 0 && !t_.upper(p))) return npos;
    std::string iso = w == "year" ? DateReader::counted_from(from->iso, 1, "year").substr(0, 4)
                                  : DateReader::month_after(from->iso, info->month);
    return iso.empty() ? npos : push_resolved(i, p + w.size(), std::move(iso));
  }

  // "signed in July 2023 ... followed that December"
  std::size_t that_month(std::size_t i) {
    const std::size_t p = t_.skip(i + 4, false);
    if (!t_.upper(p)) return npos;
    const std::string_view w = t_.word(p);
    const FigureWord* info = figure_word(w);
    if (info == nullptr || info->month == 0 || !info->fullname || !t_.at_end(p + w.size()))
      return npos;
    const Figure* from = anchor(i);
    if (from == nullptr) return npos;
    std::string iso = DateReader::month_since(from->iso, info->month);
    return iso.empty() ? npos : push_resolved(p, p + w.size(), std::move(iso));
  }

  std::size_t push_resolved(std::size_t begin, std::size_t end, std::string iso) {
    Figure figure;
    figure.kind = FigureKind::date;
    figure.begin = begin;
    figure.end = end;
    figure.iso = std::move(iso);
    figure.relative = true;
    return push(std::move(figure));
  }

  // ---- words

  std::size_t from_word(std::size_t i) {
    if (const std::size_t end = end_of_address(t_, i); end != npos) return end;
    const auto small = [&](std::size_t k) { return k < t_.size() ? t_.lower()[k] : '\0'; };
    if (!beginnings_[figure_beginning(small(i), small(i + 1), small(i + 2))]) return npos;
    const std::string_view w = t_.word(i);
    const FigureWord* info = figure_word(w);
    if (info == nullptr) return npos;
    const bool article = w == "a" || w == "an";
    if (article) {
      // Few of the words behind an article count anything: "a fifth", "a year ago", "a million".
      const FigureWord* next = figure_word(t_.word(t_.skip(i + w.size())));
      if (next == nullptr || (next->denominator == 0 && next->scale == 0 &&
                              next->time_unit.empty() && next->number < 0))
        return npos;
    }
    if (w == "following") return following(i);
    if (w == "that") return that_month(i);
    if (article) {  // "a year later"
      const std::size_t p = t_.skip(i + w.size(), false);
      const std::string_view unit = t_.word(p);
      const FigureWord* time = figure_word(unit);
      if (time != nullptr && !time->time_unit.empty())
        if (const std::size_t end = later(i, 1, time->time_unit, t_.skip(p + unit.size(), false));
            end != npos)
          return end;
    }
    if (info->month != 0 || info->weekday >= 0 || info->begins_date || info->ordinal != 0 ||
        info->number == 20 || info->number == 30)
      if (const std::size_t end = push_date(dates_.at_word(i, w, *info)); end != npos) return end;
    if (article || info->number >= 0 || w == "half" || w == "quarter")
      if (const std::size_t end = number_in_words(i, w, article); end != npos) return end;
    if (info->multiple > 0 && t_.at_end(i + w.size())) {
      Figure figure;
      figure.kind = FigureKind::multiple;
      figure.begin = i;
      figure.end = i + w.size();
      figure.value = info->multiple;
      return push(std::move(figure));
    }
    if (!info->currency.empty() && !info->code) return currency_first(i, w, *info);
    return npos;
  }

  // "dollar 22.5 million"
  std::size_t currency_first(std::size_t i, std::string_view w, const FigureWord& info) {
    if (info.factor != 1) return npos;
    const std::size_t p = t_.skip(i + w.size(), false);
    Number n = read_digits(t_, p);
    if (!n || p == i + w.size()) return npos;
    read_scale(t_, n, false);
    Figure figure;
    if (!n.scaled || !t_.at_end(n.end) || read_percent_after(n.end, figure) ||
        read_money_after(t_, n, figure))
      return npos;
    figure.kind = FigureKind::money;
    figure.begin = i;
    figure.end = n.end;
    figure.value = n.value;
    figure.currency = std::string(info.currency);
    return push(std::move(figure));
  }

  std::size_t number_in_words(std::size_t i, std::string_view w, bool article) {
    if (const std::size_t end = fraction(i, w); end != npos) return end;
    const Number n = read_number_words(t_, i);
    if (!n) return npos;
    Figure figure;
    figure.begin = i;
    figure.end = n.end;
    figure.value = n.value;
    if (read_percent_after(n.end, figure) || read_money_after(t_, n, figure) ||
        read_multiple_after(n.end, figure))
      return push(std::move(figure));
    if (const std::size_t end = unit_after(figure, n); end != npos) return end;
    // "one" alone is a pronoun more often than a number.
    const bool longer = n.end > i + w.size();
    if ((article && !n.scaled) || (w == "one" && !longer)) return npos;
    return push(std::move(figure));
  }

  // "a quarter of", "two-thirds of", "half of", "about a third": a share of something.
  std::size_t fraction(std::size_t i, std::string_view w) {
    if (w == "half") {
      const std::string_view next = t_.word(t_.skip(i + 4, false));
      const bool share =
          next == "of" || next == "the" || next == "its" || next == "interest" || next == "stake";
      const std::string_view before = t_.word_before(i);
      if (!share || before == "first" || before == "second" || before == "other") return npos;
      if (read_number_words(t_, i)) return npos;  // "half of a billion"
      return push_fraction(i, i + 4, 50);
    }
    double count = 1;
    if (w != "a" && w != "an") {
      const FigureWord* number = figure_word(w);
      if (number == nullptr || number->number < 1 || number->number > 9) return npos;
      count = number->number;
    }
    const std::size_t p = t_.skip(i + w.size());
    const std::string_view part = t_.word(p);
    const FigureWord* info = figure_word(part);
    if (info == nullptr || info->denominator == 0 || !t_.at_end(p + part.size())) return npos;
    if (count > 1 && part.back() != 's' && part != "half") return npos;
    const std::size_t end = p + part.size();
    const std::size_t q = t_.skip(end, false);
    const std::string_view next = t_.word(q);
    const bool share = next == "of" || next == "stake" || next == "interest" || next == "share" ||
                       next == "owned" || next == "holding";
    if (!share && !(count > 1 && part != "quarters")) return npos;
    if (next == "of") {
      const std::string_view of = t_.word(t_.skip(q + 2, false));
      if (of == "growth" || of == "losses") return npos;
      if (read_number_words(t_, i).scaled) return npos;  // "a quarter of a billion"
    }
    return push_fraction(i, end, std::round(1000.0 * count / info->denominator) / 10);
  }

  // "a 50/50 venture", "a 50:50 split", "50-50": half each.
  std::size_t equal_halves(std::size_t i) {
    for (const std::string_view form : {"50/50", "50:50", "50-50"})
      if (t_.is(i, form) && t_.at_end(i + form.size()) && !t_.digit(i + form.size()))
        return push_fraction(i, i + form.size(), 50);
    return npos;
  }

  std::size_t push_fraction(std::size_t begin, std::size_t end, double percent) {
    Figure figure;
    figure.kind = FigureKind::percent;
    figure.begin = begin;
    figure.end = end;
    figure.value = percent;
    return push(std::move(figure));
  }

  FigureText t_;
  DateReader dates_;
  const std::bitset<32768>& beginnings_ = figure_beginnings();
  std::optional<DateRead> last_date_;
  std::vector<Figure> out_;
};

}  // namespace

std::vector<Figure> find_figures(std::string_view text, std::optional<Day> reference) {
  return Finder(text, reference).run();
}

std::vector<Figure> find_numbers(std::string_view text) {
  static constexpr std::array<std::string_view, 14> pronoun = {
      "the", "that",    "this", "which", "any", "every", "each",
      "no",  "another", "only", "or",    "of",  "big",   "new"};
  const FigureText t(text, std::nullopt);
  std::vector<Figure> out;
  for (std::size_t i = 0; i < t.size();) {
    const bool boundary = i == 0 || !FigureText::is_word_byte(t.at(i - 1));
    Number n;
    if (const std::size_t end = end_of_address(t, i); boundary && end != npos) {
      i = end;
      continue;
    }
    if (boundary && !(FigureText::is_digit(t.at(i)) && i > 1 && continues_token(t, i) &&
                      t.at(i - 1) != '/' && t.at(i - 1) != ','))
      n = read_any_number(t, i);
    const std::string_view w = n ? t.word(i) : std::string_view();
    bool counts = n && t.at_end(n.end) && n.end > i;
    if (w == "one" && n.end == i + 3)
      for (const std::string_view before : pronoun) counts = counts && t.word_before(i) != before;
    if (!counts) {
      i = next_boundary(t, i);
      continue;
    }
    Figure figure;
    figure.begin = figure.bound_begin = i;
    figure.end = n.end;
    figure.value = n.value;
    out.push_back(std::move(figure));
    i = n.end;
  }
  return out;
}

}  // namespace pactwatch
