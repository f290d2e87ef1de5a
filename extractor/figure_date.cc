#include "extractor/figure_date.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "extractor/calendar.h"

namespace pactwatch {
namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
bool any_in(std::string_view text, const std::array<std::string_view, N>& cues) {
  return std::any_of(cues.begin(), cues.end(), [&](std::string_view cue) {
    return text.find(cue) != std::string_view::npos;
  });
}

// The same for cues that begin with a space: only at the spaces of the text.
template <std::size_t N>
bool any_word_in(std::string_view text, const std::array<std::string_view, N>& cues) {
  for (std::size_t at = text.find(' '); at != std::string_view::npos && at + 1 < text.size();
       at = text.find(' ', at + 1))
    for (const std::string_view cue : cues)
      if (cue[1] == text[at + 1] && text.substr(at, cue.size()) == cue) return true;
  return false;
}

std::string iso_of(std::int64_t serial) { return to_iso(from_serial(serial)); }

std::string decade_of(int year) { return iso_date(year).substr(0, 3) + "X"; }

int shift_of(std::string_view which) {
  if (which == "last" || which == "previous" || which == "past" || which == "latest") return -1;
  return which == "next" || which == "coming" ? 1 : 0;
}

bool is_suffix(std::string_view w) { return w == "st" || w == "nd" || w == "rd" || w == "th"; }

constexpr std::array<std::string_view, 28> kDating = {
    "in",   "by",    "since",   "last", "next",    "this",     "until",  "from",  "of",     "early",
    "late", "mid",   "through", "to",   "and",     "that",     "before", "after", "during", "till",
    "each", "every", "for",     "or",   "between", "previous", "ending", "ended"};

}  // namespace

DateReader::Found DateReader::made(std::size_t begin, std::size_t end, std::string iso,
                                   bool relative) const {
  DateRead read;
  read.figure.kind = FigureKind::date;
  read.figure.begin = begin;
  read.figure.end = end;
  read.figure.iso = std::move(iso);
  read.figure.relative = relative;
  return read;
}

int DateReader::year_at(std::size_t i) const {
  int year = 0;
  for (std::size_t k = i; k < i + 4; ++k) {
    if (!t_.digit(k)) return 0;
    year = year * 10 + (t_.at(k) - '0');
  }
  const char after = t_.at(i + 4);
  if (!t_.at_end(i + 4) || ((after == ',' || after == '.') && t_.digit(i + 5))) return 0;
  return year >= 1900 && year <= 2100 ? year : 0;
}

// "'87", "87": the year nearest to our time.
int DateReader::short_year_at(std::size_t i, std::size_t& end) const {
  std::size_t p = i;
  if (t_.at(p) == '\'') ++p;
  if (t_.is(p, "\xE2\x80\x99")) p += 3;
  if (!t_.digit(p) || !t_.digit(p + 1) || !t_.at_end(p + 2)) return 0;
  const int two = (t_.at(p) - '0') * 10 + (t_.at(p + 1) - '0');
  end = p + 2;
  return two + (two < 50 ? 2000 : 1900);
}

// "nineteen ninety-six".
int DateReader::spoken_year(std::size_t i, std::size_t& end) const {
  if (t_.word(i) != "nineteen") return 0;
  const std::size_t p = t_.skip(i + 8);
  const Number n = read_number_words(t_, p);
  if (!n || n.scaled || n.value < 10 || n.value > 99) return 0;
  end = n.end;
  return 1900 + static_cast<int>(n.value);
}

// The year behind a month or a day of one, at `i`, past a comma or "of" or "in".
int DateReader::year_after(std::size_t i, std::size_t& end, bool day_given) const {
  std::size_t p = t_.skip(i, day_given);
  if (t_.at(p) == ',') p = t_.skip(p + 1, false);
  bool linked = false;
  if (const std::string_view w = t_.word(p); w == "of" || w == "in") {
    p = t_.skip(p + 2, false);
    linked = w == "of";
  }
  if (const int year = year_at(p); year != 0) {
    end = p + 4;
    return year;
  }
  if (const int year = spoken_year(p, end); year != 0) return year;
  std::size_t stop = 0;
  const int year = short_year_at(p, stop);
  if (year == 0) return 0;
  // Two digits alone need an apostrophe, "of", a hyphen, or the end of what is said.
  const bool marked = !t_.digit(p) || linked || (day_given && t_.at(p - 1) == '-');
  const char after = t_.at(stop);
  const bool closed =
      day_given && (after == '\0' || after == '\n' ||
                    (after == '.' && (t_.at(stop + 1) == '\0' || t_.at(stop + 1) == '\n')));
  if (!marked && !closed) return 0;
  end = stop;
  return year;
}

// The day of a month: "6", "6th", "sixth", "twenty-fourth", "twenty nine"; after "the", too.
DateReader::DayRead DateReader::day_at(std::size_t i, bool words) const {
  const std::size_t p = t_.skip_word(i, "the");
  const Number n = read_digits(t_, p);
  if (n) {
    if (n.width > 2 || n.decimal || n.grouped || n.value < 1 || n.value > 31) return {};
    std::size_t end = n.end;
    if (is_suffix(t_.word(end))) end += 2;
    if (!t_.at_end(end) || t_.at(end) == '%' || (t_.at(end) == ':' && t_.digit(end + 1))) return {};
    return {static_cast<int>(n.value), end};
  }
  return words ? ordinal_day(p) : DayRead();
}

DateReader::DayRead DateReader::ordinal_day(std::size_t i) const {
  const std::string_view w = t_.word(i);
  const FigureWord* info = figure_word(w);
  if (info == nullptr || !t_.at_end(i + w.size())) return {};
  std::size_t end = i + w.size();
  int day = info->ordinal;
  if (info->number == 20 || info->number == 30) {
    const std::size_t q = t_.skip(end);
    const std::string_view next = t_.word(q);
    const FigureWord* ones = figure_word(next);
    if (ones == nullptr || q == end || !t_.at_end(q + next.size())) return {};
    const int one = ones->ordinal != 0 ? ones->ordinal : static_cast<int>(ones->number);
    if (one < 1 || one > 9) return {};
    day = static_cast<int>(info->number) + one;
    end = q + next.size();
  } else if (day != 0) {
    const std::string_view next = t_.word(t_.skip(end));
    if (next == "quarter" || next == "half" || next == "time") return {};
  }
  return day >= 1 && day <= 31 ? DayRead{day, end} : DayRead();
}

// "May" and "March" are months when capitalised and not verbs there; abbreviations and small
// letters need a day, a year or a word that dates things beside them.
bool DateReader::is_month_here(std::size_t i, std::string_view w, const FigureWord& info) const {
  const bool capital = t_.upper(i);
  const bool verb = w == "may" || w == "march" || w == "august";
  if (capital && (info.fullname ? !verb || w == "august" : true)) return true;
  const std::size_t end = i + w.size();
  const std::size_t after = t_.skip(end);
  if (!info.fullname || w == "may" || w == "march") {
    if (t_.digit(after)) {
      if (capital) return true;
      const Number n = read_digits(t_, after);
      if (year_at(after) != 0 || (n.width <= 2 && n.value >= 1 && n.value <= 31)) return true;
    }
    if (capital && (t_.alone(i, end) || day_at(after, true).end != kNoFigure)) return true;
    if (!capital && day_at(after, true).end != kNoFigure && info.fullname) return true;
  } else if (!verb) {
    return true;  // "april"
  } else if (t_.digit(after)) {
    return true;  // "august 5"
  }
  const std::string_view next = t_.word(after);
  if (capital && (next == "to" || next == "through")) {
    const std::string_view month = t_.word(t_.skip(after + next.size(), false));
    const FigureWord* second = figure_word(month);
    if (second != nullptr && second->month != 0) return true;
  }
  const std::string_view before = t_.word_before(i);
  if (capital) {
    if (before == "the" && next != "on" && next != "for" && !next.empty()) return true;
    return one_of(before, kDating) || (i > 1 && t_.digit(i - 2)) || (i > 0 && t_.digit(i - 1));
  }
  static constexpr std::array<std::string_view, 7> dating = {"in",   "since", "until", "between",
                                                             "last", "next",  "during"};
  static constexpr std::array<std::string_view, 6> more = {"from",  "before", "after",
                                                           "early", "late",   "mid"};
  return one_of(before, dating) || (w == "august" && one_of(before, more));
}

// Whether the words before a date say that it lies ahead.
bool DateReader::looks_ahead(std::size_t i) const {
  static constexpr std::array<std::string_view, 20> cues = {
      " will ",   " until ",   " next ",   " scheduled", " due ",      " set for",  " expected",
      " is to ",  " are to ",  " slated",  " starting",  " plans ",    " begin on", " begins in",
      " planned", " planning", " payable", " would ",    " effective", " set to "};
  const std::string_view before = t_.before(i, 90);
  if (any_word_in(before, cues)) return before.find("than expected") == std::string_view::npos;
  const std::size_t by = before.rfind(" by ");
  constexpr std::size_t kNear = 12;  // " by the end of ", " by early "
  return by != std::string_view::npos && before.size() - by - 4 <= kNear;
}

// Whether they say that it is past.
bool DateReader::looks_back(std::size_t i, bool day_given) const {
  const std::string_view word = t_.word_before(i);
  if (word == "ended" || word == "since") return true;
  const std::string_view before = t_.before(i, 90);
  if (before.find(" had ") != std::string_view::npos) return true;
  // "sued the bank in February": a bare month after a past tense is over.
  if (day_given) return false;
  static constexpr std::array<std::string_view, 12> past = {
      "ed ",   " was ",  " were ",   " began ", " bought ", " sold ",
      " won ", " lost ", " struck ", " took ",  " made ",   " told "};
  return any_in(before, past);
}

// The year of a bare month: the occurrence nearest to the day of publication, where the past may
// lie further off than the future; a cue of tense settles it.
int DateReader::year_for(std::size_t i, int month, int day) const {
  const Day r = *t_.reference();
  const std::string_view before = t_.word_before(i);
  if (before == "next") return month > r.month ? r.year : r.year + 1;
  if (before == "last") return month < r.month ? r.year : r.year - 1;
  if (before == "this") return r.year;
  const bool ahead = looks_ahead(i);
  if (!ahead && looks_back(i, day != 0))
    return month > r.month || (month == r.month && day > r.day) ? r.year - 1 : r.year;
  return year_of_month(r, month, day, ahead);
}

DateReader::Found DateReader::at_word(std::size_t i, std::string_view w,
                                      const FigureWord& info) const {
  if (!t_.at_end(i + w.size()) && w != "q" && w != "h" && w != "fy") return {};
  if (info.month != 0)
    if (Found found = month_first(i, w, info)) return found;
  if (info.weekday >= 0)
    if (Found found = weekday_first(i, w, info)) return found;
  if (info.ordinal != 0 || info.number == 20 || info.number == 30) {
    const DayRead day = ordinal_day(i);
    if (day.end != kNoFigure)
      if (Found found = day_and_month(i, day.day, day.end)) return found;
  }
  if (info.begins_date || info.ordinal != 0) {
    if (Found found = period(i, w, info)) return found;
    return relative(i, w);
  }
  return {};
}

DateReader::Found DateReader::at_digits(std::size_t i, const Number& n) const {
  if (n.decimal && n.width > 2) return {};
  if (Found found = numeric(i, n)) return found;
  if (n.decimal || n.grouped) return {};
  if (n.width <= 2 && n.value >= 1 && n.value <= 31) {
    const int day = static_cast<int>(n.value);
    const std::string_view suffix = t_.word(n.end);
    const std::size_t after = n.end + (is_suffix(suffix) ? 2 : 0);
    if (Found found = day_and_month(i, day, after)) return found;
    if (Found found = days_and_month(i, day, after)) return found;
    if (after > n.end && t_.at_end(after)) {
      if (day <= 4) {
        const std::size_t q = t_.skip(after);
        if (t_.word(q) == "quarter") return period_year(i, q + 7, "Q" + std::to_string(day));
      }
      // "on the 15th."
      const std::string_view the = t_.word_before(i);
      const bool closed = t_.at(after) == '\0' || t_.at(after) == '.' || t_.at(after) == ',' ||
                          t_.at(after) == '\n';
      if (the == "the" && closed && i >= 7 && t_.word_before(i - 4) == "on") {
        if (!t_.reference()) return made(i, after, {}, true);
        const Day r = *t_.reference();
        const Day here{r.year, r.month, day};
        if (is_valid(here)) return made(i, after, to_iso(here), true);
      }
    }
    // "the '90s"
    if (n.width == 2 && n.value >= 20 && day % 10 == 0 && t_.at(n.end) == 's' && i > 0 &&
        t_.at_end(n.end + 1) && (t_.at(i - 1) == '\'' || (i > 2 && t_.is(i - 3, "\xE2\x80\x99"))))
      return made(i, n.end + 1, decade_of(day < 50 ? 2000 + day : 1900 + day), false);
  } else if (n.width == 2 && static_cast<int>(n.value) % 10 == 0 && t_.at(n.end) == 's' && i > 0 &&
             t_.at_end(n.end + 1) &&
             (t_.at(i - 1) == '\'' || (i > 2 && t_.is(i - 3, "\xE2\x80\x99")))) {
    return made(i, n.end + 1, decade_of(1900 + static_cast<int>(n.value)), false);
  }
  if (n.width == 4 && n.value >= 1900 && n.value <= 2100) return year_first(i, n);
  return {};
}

// ---- months and days

DateReader::Found DateReader::month_first(std::size_t i, std::string_view w,
                                          const FigureWord& info) const {
  if (!is_month_here(i, w, info)) return {};
  const int month = info.month;
  std::size_t end = i + w.size();
  const bool abbreviated = !info.fullname;
  if (t_.at(end) == '.' && abbreviated) ++end;
  std::size_t stop = 0;
  // "Sep-2012", "Sep-23-2020"
  const std::size_t p = t_.skip(end);
  const bool hyphen = p == end + 1 && t_.at(end) == '-';
  const auto of_year = [&](int year, std::size_t to) {
    Found found = made(i, to, iso_date(year, month), false);
    found->month = month;
    found->year = year;
    return found;
  };
  if (const int year = year_after(end, stop, false); year != 0) return of_year(year, stop);
  if (hyphen)
    if (const int year = year_at(p); year != 0) return of_year(year, p + 4);
  const DayRead day = day_at(p, true);
  if (day.end != kNoFigure && (!hyphen || t_.at(day.end) == '-'))
    return month_and_day(i, month, day.day, day.end);
  if (t_.reference()) {  // "March last year", "March of this year"
    const std::size_t q = t_.skip_word(end, "of");
    const std::string_view which = t_.word(q);
    if (which == "last" || which == "this" || which == "next") {
      const std::size_t u = t_.skip(q + which.size(), false);
      if (t_.word(u) == "year" && u > q)
        return made(i, u + 4, iso_date(t_.reference()->year + shift_of(which), month), true);
    }
  }
  if (abbreviated && t_.at(end - 1) != '.' && w != "sept") {
    // "Mar" or "Dec" alone and without a day is somebody's name as soon as a month's.
    if (!one_of(t_.word_before(i), kDating)) return {};
  }
  std::string iso;
  if (t_.reference()) iso = iso_date(year_for(i, month, 0), month);
  const bool goes_on = t_.at(end) == ' ' && end + 1 < t_.size();
  Found found = made(i, t_.at(end - 1) == '.' && !goes_on ? end - 1 : end, std::move(iso), true);
  found->month = month;
  found->open_year = true;
  return found;
}

// "June 8", "June 8, 2026", "June 8-12", "June 8 - Sept 5, 2026".
DateReader::Found DateReader::month_and_day(std::size_t i, int month, int day,
                                            std::size_t after) const {
  std::size_t r = t_.skip(after, false);
  bool linked = false;
  if (const std::size_t length = t_.dash(r); length != 0) {
    r = t_.skip(r + length, false);
    linked = true;
  } else if (const std::string_view to = t_.word(r); to == "to" || to == "through") {
    r = t_.skip(r + to.size(), false);
    linked = true;
  }
  std::size_t stop = 0;
  if (linked) {
    int last_month = month;
    const std::string_view w = t_.word(r);
    const FigureWord* second = figure_word(w);
    std::size_t d = r;
    if (second != nullptr && second->month != 0 && t_.upper(r)) {
      last_month = second->month;
      d = r + w.size();
      if (t_.at(d) == '.') ++d;
      d = t_.skip(d, false);
    }
    const DayRead last = t_.digit(d) ? day_at(d, false) : DayRead();
    const bool counts = last_month == month && (last.day <= day || t_.at(last.end) == '-');
    if (last.end != kNoFigure && !counts) {
      const int year = year_after(last.end, stop, true);
      if (year != 0 || last_month == month) {
        const int chosen = year != 0 ? year : t_.reference() ? year_for(i, month, day) : 0;
        if (chosen == 0) return made(i, last.end, {}, true);
        const std::string from = iso_date(chosen, month, day);
        const std::string to = iso_date(chosen, last_month, last.day);
        const std::size_t end = year != 0 ? stop : last.end;
        if (from.empty() || to.empty()) return made(i, end, {}, false);
        return made(i, end, from + "/" + to, year == 0);
      }
    }
  }
  const auto finished = [&](std::size_t end, int year, bool relative) {
    Found found = made(i, end, iso_date(year, month, day), relative);
    found->month = month;
    found->day = day;
    found->year = relative ? 0 : year;
    return found;
  };
  if (const int year = year_after(after, stop, true); year != 0) return finished(stop, year, false);
  if (t_.at(t_.skip(after, false)) == ',' && t_.at(after) == ' ')  // "Dec. 31 , 1994"
    if (const int year = year_at(t_.skip(t_.skip(after, false) + 1, false)); year != 0)
      return finished(t_.skip(t_.skip(after, false) + 1, false) + 4, year, false);
  if (t_.reference()) {
    const std::size_t q = t_.skip(t_.at(after) == ',' ? after + 1 : after, false);
    const std::string_view which = t_.word(q);
    if (which == "last" || which == "this" || which == "next") {
      const std::size_t u = t_.skip(q + which.size(), false);
      if (t_.word(u) == "year")
        return finished(u + 4, t_.reference()->year + shift_of(which), true);
    }
  }
  Found found = finished(after, t_.reference() ? year_for(i, month, day) : 0, true);
  if (!t_.reference()) found->figure.iso.clear();
  found->open_year = true;
  return found;
}

// "6 October 2025", "6th of October", "the first of March", "31-Oct-74"; `after` ends the day.
DateReader::Found DateReader::day_and_month(std::size_t i, int day, std::size_t after) const {
  std::size_t q = t_.skip(after);
  bool of = false;
  if (t_.word(q) == "of") {
    of = true;
    q = t_.skip(q + 2, false);
  }
  const std::string_view w = t_.word(q);
  const FigureWord* info = figure_word(w);
  if (info == nullptr || info->month == 0 || q == after || !t_.at_end(q + w.size())) return {};
  // "24 may" needs no capital, "5 mar" neither; "two may" is none of ours.
  if (!t_.upper(q) && !info->fullname && !t_.digit(i)) return {};
  if (!t_.upper(q) && w == "may" && !of) {
    if (year_at(t_.skip(q + 3, false)) == 0) return {};
  }
  const int month = info->month;
  std::size_t end = q + w.size();
  if (t_.at(end) == '.') ++end;
  std::size_t stop = 0;
  if (const int year = year_after(end, stop, true); year != 0) {
    Found found = made(i, stop, iso_date(year, month, day), false);
    found->month = month;
    found->day = day;
    found->year = year;
    return found;
  }
  if (t_.at(end - 1) == '.') --end;
  std::string iso;
  if (t_.reference()) {
    const std::size_t u = t_.skip(end, false);
    const std::string_view which = t_.word(u);
    if (which == "last" || which == "this" || which == "next") {
      const std::size_t y = t_.skip(u + which.size(), false);
      if (t_.word(y) == "year")
        return made(i, y + 4, iso_date(t_.reference()->year + shift_of(which), month, day), true);
    }
    iso = iso_date(year_for(i, month, day), month, day);
  }
  Found found = made(i, end, std::move(iso), true);
  found->month = month;
  found->day = day;
  found->open_year = true;
  return found;
}

// "10 to 22 August 2012", "23rd to 26th Oct", "from the 13th to the 15th of July".
DateReader::Found DateReader::days_and_month(std::size_t i, int first, std::size_t after) const {
  std::size_t p = t_.skip(after, false);
  if (const std::size_t length = t_.dash(p); length != 0) {
    p = t_.skip(p + length, false);
  } else {
    const std::string_view w = t_.word(p);
    if (w != "to" && w != "and" && w != "through") return {};
    p = t_.skip(p + w.size(), false);
  }
  const DayRead last = day_at(p, false);
  if (last.end == kNoFigure || last.day <= first) return {};
  const Found second = day_and_month(p, last.day, last.end);
  if (!second) return {};
  if (second->figure.iso.empty()) return made(i, second->figure.end, {}, true);
  const int year = std::atoi(second->figure.iso.substr(0, 4).c_str());
  return made(i, second->figure.end,
              iso_date(year, second->month, first) + "/" + second->figure.iso,
              second->figure.relative);
}

// ---- digits alone

// "2015-3-3", "5/17/2018", "25.12.2018", "2024/13/1", "5/17/18".
DateReader::Found DateReader::numeric(std::size_t i, const Number& whole) const {
  const auto part = [&](std::size_t p, int& value) {
    std::size_t end = p;
    value = 0;
    while (t_.digit(end) && end < p + 5) value = value * 10 + (t_.at(end++) - '0');
    return end - p;
  };
  int a = 0;
  int b = 0;
  int c = 0;
  const std::size_t la = part(i, a);
  const char separator = t_.at(i + la);
  if (la == 0 || la == 3 || la > 4 || (separator != '/' && separator != '-' && separator != '.'))
    return {};
  if (whole.grouped) return {};
  const std::size_t pb = i + la + 1;
  const std::size_t lb = part(pb, b);
  if (lb == 0 || lb > 2 || t_.at(pb + lb) != separator) return {};
  const std::size_t pc = pb + lb + 1;
  const std::size_t lc = part(pc, c);
  const std::size_t end = pc + lc;
  if (!t_.at_end(end) || (t_.at(end) == separator && t_.digit(end + 1))) return {};
  if (la == 4) {
    if (lc == 0 || lc > 2 || a < 1900 || a > 2100) return {};
    std::string iso = iso_date(a, b, c);
    if (b == 0 || c == 0) return {};
    if (iso.empty()) iso = iso_date(a, c, b);
    return iso.empty() ? Found() : made(i, end, std::move(iso), false);
  }
  if (lc == 2 && separator == '/') {
    c += c < 50 ? 2000 : 1900;
  } else if (lc != 4 || c < 1900 || c > 2100) {
    return {};
  }
  if (a == 0 || b == 0) return {};
  // Americans write the month first; with dots nobody does.
  const bool month_first = separator != '.' && a <= 12;
  std::string iso = month_first ? iso_date(c, a, b) : iso_date(c, b, a);
  if (iso.empty()) iso = month_first ? iso_date(c, b, a) : iso_date(c, a, b);
  return iso.empty() ? Found() : made(i, end, std::move(iso), false);
}

// "2018", "1990s", "2018Q4", "2018 March 18", "2014-2018", "2023/24", "2018-10".
DateReader::Found DateReader::year_first(std::size_t i, const Number& n) const {
  const int year = static_cast<int>(n.value);
  const std::size_t p = n.end;
  if (t_.at(p) == 's' && t_.at_end(p + 1)) return made(i, p + 1, decade_of(year), false);
  const auto of_year = [&](std::size_t end, std::string iso) {
    Found found = made(i, end, std::move(iso), false);
    found->year = year;
    return found;
  };
  {  // "2018Q4", "2017-q1", "2018 H1"
    const std::size_t q = t_.skip(p);
    const std::string_view w = t_.word(q);
    if ((w == "q" || w == "h") && t_.digit(q + 1) && t_.at_end(q + 2)) {
      const int part = t_.at(q + 1) - '0';
      if (part >= 1 && part <= (w == "q" ? 4 : 2))
        return of_year(q + 2, iso_date(year) + (w == "q" ? "-Q" : "-H") + std::to_string(part));
    }
  }
  if (!t_.at_end(p)) return {};
  // "2000 employees", "invoice 2024": a year only where it counts and numbers nothing.
  const std::size_t q = t_.skip(p, false);
  const std::string_view w = t_.word(q);
  const FigureWord* next = figure_word(w);
  if ((next != nullptr && !next->unit.empty()) || w == "sites" || w == "workers" || w == "titles")
    return {};
  static constexpr std::array<std::string_view, 16> numbered = {
      "invoice", "pay",  "paid",   "cost", "costs",  "page",    "no",      "number",
      "room",    "form", "flight", "exit", "office", "windows", "version", "ext"};
  if (one_of(t_.word_before(i), numbered)) return {};
  if (q > p && t_.digit(q)) {  // "2012 80 10"
    const Number second = read_digits(t_, q);
    if (second.end != kNoFigure && t_.at(second.end) == ' ' && t_.digit(second.end + 1)) return {};
  }
  if (next != nullptr && next->month != 0 && q > p && t_.upper(q) && t_.at_end(q + w.size())) {
    std::size_t end = q + w.size();
    std::size_t stop = 0;
    const DayRead day = day_at(t_.skip(end, false), false);
    if (year_after(end, stop, false) == 0) {
      if (day.end != kNoFigure && year_after(day.end, stop, true) == 0) {
        std::string iso = iso_date(year, next->month, day.day);
        if (!iso.empty()) return of_year(day.end, std::move(iso));
      } else if (t_.at_end(end) && day.end == kNoFigure && !(w == "may" && !t_.alone(i, end))) {
        return of_year(end, iso_date(year, next->month));
      }
    }
  }
  if (next != nullptr && next->ordinal >= 1 && next->ordinal <= 4 &&
      q > p) {  // "2024 third quarter"
    const std::size_t u = t_.skip(q + w.size());
    if (t_.word(u) == "quarter")
      return of_year(u + 7, iso_date(year) + "-Q" + std::to_string(next->ordinal));
  }
  if ((w == "quarter" || w == "period") && t_.reference()) {  // "the 1988 quarter": of reports
    const std::string quarter = last_finished_quarter(0);
    return of_year(q + w.size(), iso_date(year) + quarter.substr(4));
  }
  if (const std::size_t length = t_.dash(p); length != 0) {  // "2014-2018"
    const int last = year_at(p + length);
    if (last > year && last - year < 100)
      return of_year(p + length + 4, iso_date(year) + "/" + iso_date(last));
  }
  if ((t_.at(p) == '/' || t_.at(p) == '-') && t_.digit(p + 1) && t_.digit(p + 2) &&
      t_.at_end(p + 3))
    return of_year(p + 3, iso_date(year));
  return of_year(p, iso_date(year));
}

// ---- weekdays

DateReader::Found DateReader::weekday_of(std::size_t begin, std::size_t end, int wanted,
                                         std::string_view which) const {
  std::string iso;
  if (t_.reference()) {
    const Day r = *t_.reference();
    const std::int64_t monday = to_serial(r) - (weekday(r) + 6) % 7;
    const std::int64_t in_week = monday + (wanted + 6) % 7;
    if (which == "last" || which == "previous" || which == "past") {
      iso = iso_of(in_week - 7);
    } else if (which == "next") {
      iso = iso_of(in_week + 7);
    } else if (which == "this" || which == "coming") {
      iso = iso_of(in_week >= to_serial(r) ? in_week : in_week + 7);
    } else {
      static constexpr std::array<std::string_view, 16> cues = {
          " will ",   " scheduled", " due ",     " set for", " expected", " to begin",
          " set to ", " as soon",   " as early", " is to ",  " are to ",  " planned",
          " plans ",  " planning",  " until ",   " would "};
      const std::string_view word = t_.word_before(begin);
      const std::string_view before = t_.before(begin, 60);
      const bool ahead = before.find(" had ") == std::string_view::npos &&
                         (word == "by" || word == "until" || any_word_in(before, cues));
      const bool today = weekday(r) == wanted;
      iso = to_iso(today ? r : day_of_weekday(r, wanted, ahead));
    }
  }
  return made(begin, end, std::move(iso), true);
}

// "Mon 13th", "Tuesday the 19th": the nearest such day.
DateReader::Found DateReader::weekday_and_day(std::size_t i, int wanted, const DayRead& day) const {
  if (!t_.reference()) return made(i, day.end, {}, true);
  const Day r = *t_.reference();
  constexpr int kMonths = 14;
  for (int step = 0; step <= kMonths; ++step) {
    const int distance = step == 1  ? -1
                         : step < 1 ? 0
                                    : step - 1;  // this month, the last, the next
    const int index = r.year * 12 + r.month - 1 + distance;
    const Day here{index / 12, index % 12 + 1, day.day};
    if (is_valid(here) && weekday(here) == wanted) return made(i, day.end, to_iso(here), true);
  }
  return {};
}

DateReader::Found DateReader::weekday_first(std::size_t i, std::string_view w,
                                            const FigureWord& info) const {
  std::size_t end = i + w.size();
  const bool dot = t_.at(end) == '.' && !info.fullname;
  // "Monday, Oct 6", "Mon 13th", "Friday the 13th": the date that follows says it all.
  std::size_t p = dot ? end + 1 : end;
  const bool comma = t_.at(p) == ',';
  p = t_.skip(comma ? p + 1 : p, false);
  const std::string_view next = t_.word(p);
  const FigureWord* month = figure_word(next);
  if (month != nullptr && month->month != 0 && p > end && t_.upper(p) &&
      (month->fullname ? next != "may" && next != "march" : true)) {
    if (Found found = month_first(p, next, *month);
        found && (found->day != 0 || found->figure.iso.size() > 7)) {
      if (found->open_year && t_.reference()) {  // the weekday names the year
        const int year = t_.reference()->year;
        for (const int near : {year, year - 1, year + 1, year - 2, year + 2}) {
          const Day day{near, found->month, found->day};
          if (!is_valid(day) || weekday(day) != info.weekday) continue;
          found->figure.iso = to_iso(day);
          break;
        }
      }
      found->figure.begin = i;
      return found;
    }
  }
  if (t_.digit(p) || next == "the") {
    const DayRead day = day_at(p, false);
    if (day.end != kNoFigure) {
      if (Found found = day_and_month(p, day.day, day.end)) {
        found->figure.begin = i;
        return found;
      }
      if (!FigureText::is_digit(t_.at(day.end - 1))) return weekday_and_day(i, info.weekday, day);
    }
  }
  if (!info.fullname) {
    // "Sun" and "Sat" are words: only where nothing else stands.
    if (!t_.alone(i, end)) return {};
    return weekday_of(i, end, info.weekday, {});
  }
  if (!t_.upper(i) && !t_.alone(i, end)) {
    static constexpr std::array<std::string_view, 12> before = {"on",    "last",   "next",  "this",
                                                                "until", "by",     "since", "from",
                                                                "to",    "before", "after", "or"};
    const std::string_view after = t_.word(t_.skip(end, false));
    if (!one_of(t_.word_before(i), before) && after != "last" && after != "next") return {};
  }
  // "Wednesday of last week"
  const std::size_t q = t_.skip_word(end, "of");
  const std::string_view which = t_.word(q);
  if (which == "last" || which == "next" || which == "this") {
    const std::size_t u = t_.skip(q + which.size(), false);
    if (t_.word(u) == "week" && t_.reference()) {
      const Day r = *t_.reference();
      const std::int64_t monday = to_serial(r) - (weekday(r) + 6) % 7;
      return made(i, u + 4, iso_of(monday + (info.weekday + 6) % 7 + 7 * shift_of(which)), true);
    }
  }
  return weekday_of(i, end, info.weekday, {});
}

// ---- quarters, halves, fiscal years

DateReader::Found DateReader::period(std::size_t i, std::string_view w,
                                     const FigureWord& info) const {
  const std::size_t p = i + w.size();
  if ((w == "q" || w == "h") && t_.digit(p) && t_.at_end(p + 1)) {
    const int n = t_.at(p) - '0';
    if (n < 1 || n > (w == "q" ? 4 : 2)) return {};
    if (!t_.upper(i) && year_at(t_.skip(p + 1)) == 0) return {};
    return period_year(i, p + 1, std::string(w == "q" ? "Q" : "H") + std::to_string(n));
  }
  if (w == "fy" || w == "fiscal" || w == "financial") {
    std::size_t q = t_.skip(p, false);
    if (t_.word(q) == "year") q = t_.skip(q + 4, false);
    if (const int year = year_at(q); year != 0) return made(i, q + 4, iso_date(year), false);
    // "in the fiscal year.": the one under way.
    if (w != "fy" && q > t_.skip(p, false) && t_.at(q - 1) == 'r' && t_.reference() &&
        (t_.at(q) == '.' || t_.at(q) == ',') && t_.word_before(i) == "the")
      return made(i, q, iso_date(t_.reference()->year), true);
    if (w == "fy" && t_.digit(q) && t_.digit(q + 1) && t_.at_end(q + 2))
      return made(i, q + 2, iso_date(2000 + (t_.at(q) - '0') * 10 + (t_.at(q + 1) - '0')), false);
    return {};
  }
  if (w == "mid" || w == "early" || w == "late") {
    const std::size_t q = t_.skip(p);
    if (const int year = year_at(q); year != 0) return made(i, q + 4, iso_date(year), false);
    return {};
  }
  if (w == "nineteen") {
    std::size_t end = 0;
    if (const int year = spoken_year(i, end); year != 0) return made(i, end, iso_date(year), false);
    return {};
  }
  const int n = w == "final" ? 4 : info.ordinal;
  if (n >= 1 && n <= 5) {
    std::size_t q = t_.skip(p);
    if (const std::string_view kind = t_.word(q); kind == "fiscal" || kind == "financial")
      q = t_.skip(q + kind.size(), false);
    const std::string_view unit = t_.word(q);
    if (unit == "quarter" && n <= 4) return period_year(i, q + 7, "Q" + std::to_string(n));
    if (unit == "half" && n <= 2 && t_.word(t_.skip(q + 4, false)) == "of")
      return period_year(i, q + 4, "H" + std::to_string(n));
    if (const FigureWord* day = figure_word(unit); day != nullptr && day->weekday >= 0)
      return weekday_of_month(i, n, q);
  }
  return {};
}

DateReader::Found DateReader::period_year(std::size_t begin, std::size_t end,
                                          const std::string& part) const {
  std::size_t q = t_.skip(end);
  if (t_.at(q) == ',') q = t_.skip(q + 1, false);
  q = t_.skip_word(t_.skip_word(q, "of"), "the");
  if (const std::string_view w = t_.word(q); w == "fiscal" || w == "financial" || w == "fy")
    q = t_.skip(q + w.size(), false);
  q = t_.skip_word(q, "year");
  if (const int year = year_at(q); year != 0)
    return made(begin, q + 4, iso_date(year) + "-" + part, false);
  if (!t_.reference()) return made(begin, end, {}, true);
  const Day r = *t_.reference();
  const std::string_view next = t_.word(q);
  if (next == "last" || next == "next" || next == "this") {
    const std::size_t u = t_.skip(q + next.size(), false);
    if (t_.word(u) == "year")
      return made(begin, u + 4, iso_date(r.year + shift_of(next)) + "-" + part, true);
  }
  // Reports look back: "the third quarter" told in August may be the one under way.
  const int number = part[1] - '0';
  const int first_month = part[0] == 'Q' ? 3 * (number - 1) + 1 : 6 * (number - 1) + 1;
  int year = r.year;
  if (first_month > r.month && !looks_ahead(begin)) --year;
  if (t_.word_before(begin) == "earlier" &&
      t_.before(begin, 13).find("year-earlier") != std::string_view::npos)
    --year;
  return made(begin, end, iso_date(year) + "-" + part, true);
}

// "the first Monday in this month", "the third Friday of May 2025".
DateReader::Found DateReader::weekday_of_month(std::size_t i, int which, std::size_t p) const {
  const FigureWord* day = figure_word(t_.word(p));
  std::size_t q = t_.skip(p + t_.word(p).size(), false);
  if (const std::string_view w = t_.word(q); w != "of" && w != "in") return {};
  q = t_.skip_word(t_.skip(q + 2, false), "the");
  const std::string_view w = t_.word(q);
  const FigureWord* info = figure_word(w);
  if (info == nullptr) return {};
  Found month;
  if (info->month != 0) month = month_first(q, w, *info);
  if (info->begins_date) month = relative(q, w);
  if (!month || month->figure.iso.size() != 7) return {};
  const int year = std::atoi(month->figure.iso.substr(0, 4).c_str());
  const int number = std::atoi(month->figure.iso.substr(5).c_str());
  if (number < 1) return {};
  const Day first{year, number, 1};
  const Day found{year, number, 1 + (day->weekday - weekday(first) + 7) % 7 + 7 * (which - 1)};
  if (!is_valid(found)) return {};
  return made(i, month->figure.end, to_iso(found), month->figure.relative);
}

// ---- relative to the day of publication

std::string DateReader::last_finished_quarter(int years_back) const {
  const Day r = *t_.reference();
  const int quarter = r.year * 4 + (r.month - 1) / 3 - 1 - 4 * years_back;
  return iso_date(quarter / 4) + "-Q" + std::to_string(quarter % 4 + 1);
}

DateReader::Found DateReader::relative(std::size_t i, std::string_view w) const {
  const std::size_t p = i + w.size();
  const bool known = t_.reference().has_value();
  if (w == "yesterday" || w == "today" || w == "tomorrow") {
    const int shift = w == "yesterday" ? -1 : w == "tomorrow" ? 1 : 0;
    // "today's world" is no date.
    if (w == "today" && (t_.at(p) == '\'' || t_.is(p, "\xE2\x80\x99"))) return {};
    return made(i, p, known ? iso_of(to_serial(*t_.reference()) + shift) : std::string(), true);
  }
  if (w == "a" || w == "an") {
    const std::size_t q = t_.skip(p, false);
    const std::string_view unit = t_.word(q);
    const FigureWord* info = figure_word(unit);
    if (info == nullptr || info->time_unit.empty()) return {};
    const std::size_t e = t_.skip(q + unit.size(), false);
    return t_.word(e) == "ago" && known ? ago(i, 1, info->time_unit, e + 3) : Found();
  }
  if (w == "year") return year_word(i);
  if (w == "end" || w == "beginning" || w == "start") return edge_of_period(i, w);
  if (w == "weekend") {
    static constexpr std::array<std::string_view, 5> before = {"over", "during", "at", "for", "by"};
    const bool closed = t_.at(p) == '.' || t_.at(p) == ',' || t_.at(p) == '\0';
    if (t_.word_before(i) != "the" || i < 5)
      return t_.alone(i, p) ? weekend(i, p, "this") : Found();
    const std::string_view which = t_.word_before(i - 4);
    if (!one_of(which, before) && !closed) return {};
    return weekend(i, p, which == "over" || which == "during" ? "last" : "this");
  }
  if (w == "last" || w == "next" || w == "this" || w == "previous" || w == "past" ||
      w == "current" || w == "coming" || w == "latest")
    return relative_period(i, w, t_.skip(p, false));
  return {};
}

DateReader::Found DateReader::relative_period(std::size_t i, std::string_view w,
                                              std::size_t q) const {
  std::string_view unit = t_.word(q);
  if (unit == "fiscal" || unit == "financial") {
    q = t_.skip(q + unit.size(), false);
    unit = t_.word(q);
    if (unit != "year" && unit != "quarter") return {};
  }
  const FigureWord* info = figure_word(unit);
  const std::size_t end = q + unit.size();
  if (unit.empty() || !t_.at_end(end)) return {};
  const bool known = t_.reference().has_value();
  const Day r = known ? *t_.reference() : Day();
  const int shift = shift_of(w);
  const auto resolved = [&](std::size_t to, const std::string& iso) {
    return made(i, to, known ? iso : std::string(), true);
  };
  if (info != nullptr && info->month != 0 && w != "past" && w != "latest" && w != "current") {
    Found found = is_month_here(q, unit, *info) ? month_first(q, unit, *info) : Found();
    if (found) {
      found->figure.begin = i;
      found->open_year = false;
    }
    return found;
  }
  if (info != nullptr && info->weekday >= 0 && info->fullname && w != "latest" && w != "current")
    return weekday_of(i, end, info->weekday, w);
  if (w == "latest") {
    if (unit != "quarter" && unit != "period") return {};
    return resolved(end, known ? last_finished_quarter(0) : std::string());
  }
  if (unit == "year") return resolved(end, iso_date(r.year + shift));
  if (unit == "month") return resolved(end, shift_months(r, shift));
  if (w == "past") return {};
  if (unit == "week") {
    if (t_.word(t_.skip(end, false)) == "of") return {};  // "the last week of July"
    const std::int64_t day = to_serial(r) + 7 * shift;
    // "previous week - Monday"
    const std::size_t dash = t_.skip(end, false);
    if (t_.dash(dash) != 0 && dash > end) {
      const std::size_t d = t_.skip(dash + t_.dash(dash), false);
      const std::string_view name = t_.word(d);
      const FigureWord* which = figure_word(name);
      if (which != nullptr && which->weekday >= 0 && which->fullname)
        return resolved(d + name.size(),
                        iso_of(day - (weekday(r) + 6) % 7 + (which->weekday + 6) % 7));
    }
    return resolved(end, iso_week(day));
  }
  if (unit == "quarter") {
    const int quarter = r.year * 4 + (r.month - 1) / 3 + shift;
    return resolved(end, iso_date(quarter / 4) + "-Q" + std::to_string(quarter % 4 + 1));
  }
  if (unit == "decade") return resolved(end, decade_of(r.year + 10 * shift));
  if (unit == "weekend") return weekend(i, end, w);
  if (unit == "summer" || unit == "spring" || unit == "autumn" || unit == "fall" ||
      unit == "winter")
    return resolved(
        end, iso_date(r.year + (w == "last" && r.month > 8 && unit != "winter" ? 0 : shift)));
  return {};
}

DateReader::Found DateReader::weekend(std::size_t begin, std::size_t end,
                                      std::string_view which) const {
  if (!t_.reference()) return made(begin, end, {}, true);
  const Day r = *t_.reference();
  std::int64_t saturday = to_serial(r) - (weekday(r) + 6) % 7 + 5;
  if (which == "last" && to_serial(r) < saturday + 1) saturday -= 7;
  if (which == "next") saturday += 7;
  return made(begin, end, iso_of(saturday) + "/" + iso_of(saturday + 1), true);
}

// "the end of the year", "the beginning of this month": as fine as the text is, the period itself.
DateReader::Found DateReader::edge_of_period(std::size_t i, std::string_view w) const {
  std::size_t p = t_.skip(i + w.size(), false);
  if (t_.word(p) != "of") return {};
  p = t_.skip_word(t_.skip(p + 2, false), "the");
  const std::string_view unit = t_.word(p);
  const std::size_t end = p + unit.size();
  if (!t_.at_end(end) || (unit != "year" && unit != "month" && unit != "decade")) return {};
  // "the end of the year-long dispute", "the end of year two".
  if (t_.at(end) == '-' || t_.at(end) == '\'' || t_.is(end, "\xE2\x80\x99")) return {};
  const FigureWord* next = figure_word(t_.word(t_.skip(end, false)));
  if (t_.digit(t_.skip(end, false)) || (next != nullptr && next->number >= 0)) return {};
  if (!t_.reference()) return made(i, end, {}, true);
  const Day r = *t_.reference();
  return made(i, end,
              unit == "year"    ? iso_date(r.year)
              : unit == "month" ? iso_date(r.year, r.month)
                                : decade_of(r.year),
              true);
}

// "by year end", "year's end", "the year-earlier quarter", "the year-ago third quarter".
DateReader::Found DateReader::year_word(std::size_t i) const {
  std::size_t p = i + 4;
  if (!t_.reference()) return {};
  const Day r = *t_.reference();
  if (t_.at(p) == '\'' && t_.at(p + 1) == 's') p += 2;
  if (t_.is(p, "\xE2\x80\x99s")) p += 4;
  std::size_t q = t_.skip(p);
  const std::string_view w = t_.word(q);
  if (w == "end") {
    static constexpr std::array<std::string_view, 11> before = {
        "by", "at", "around", "before", "until", "through", "since", "of", "this", "near", "last"};
    const std::string_view which = t_.word_before(i);
    if (!one_of(which, before)) return {};
    return made(i, q + 3, iso_date(which == "last" || which == "since" ? r.year - 1 : r.year),
                true);
  }
  if (w != "earlier" && w != "ago") return {};
  q = t_.skip(q + w.size(), false);
  const std::string_view unit = t_.word(q);
  if (unit == "quarter") return made(i, q + 7, last_finished_quarter(1), true);
  const FigureWord* info = figure_word(unit);
  if (info == nullptr || info->ordinal < 1 || info->ordinal > 4) return {};
  const std::size_t u = t_.skip(q + unit.size());
  if (t_.word(u) != "quarter") return {};
  Found found = period_year(i, u + 7, "Q" + std::to_string(info->ordinal));
  if (found && found->figure.relative && !found->figure.iso.empty())
    found->figure.iso = iso_date(std::atoi(found->figure.iso.substr(0, 4).c_str()) - 1) +
                        found->figure.iso.substr(4);
  return found;
}

DateReader::Found DateReader::ago(std::size_t i, double count, std::string_view unit,
                                  std::size_t end) const {
  const Day r = *t_.reference();
  constexpr double kMost = 10000;
  if (count < 0 || count > kMost) return {};
  const int n = static_cast<int>(count);
  std::string iso;
  if (unit == "year") {
    // Reports compare with the same quarter: "..., or 18 cents a share, a year ago".
    const std::string_view before = t_.before(i, 160);
    static constexpr std::array<std::string_view, 3> cues = {" a share", "quarter", " period "};
    iso = n == 1 && any_in(before, cues) ? last_finished_quarter(1) : iso_date(r.year - n);
  } else if (unit == "month") {
    iso = shift_months(r, -n);
  } else if (unit == "week") {
    iso = iso_of(to_serial(r) - std::int64_t{7} * n);
  } else if (unit == "day") {
    iso = iso_of(to_serial(r) - n);
  } else if (unit == "decade") {
    iso = decade_of(r.year - 10 * n);
  }
  return made(i, end, std::move(iso), true);
}

// ---- relative to another date

namespace {

// "2014", "2014-06", "2014-06-09" as a day, with 0 for what it leaves open.
std::optional<Day> parts_of(const std::string& iso) {
  Day day{0, 0, 0};
  const bool plain = std::all_of(iso.begin(), iso.end(),
                                 [](char c) { return FigureText::is_digit(c) || c == '-'; });
  if (!plain || iso.size() < 4) return std::nullopt;
  day.year = std::atoi(iso.substr(0, 4).c_str());
  if (iso.size() >= 7) day.month = std::atoi(iso.substr(5, 2).c_str());
  if (iso.size() >= 10) day.day = std::atoi(iso.substr(8, 2).c_str());
  return day;
}

}  // namespace

std::string DateReader::counted_from(const std::string& anchor, double count,
                                     std::string_view unit) {
  const std::optional<Day> from = parts_of(anchor);
  constexpr double kMost = 1000;
  if (!from || count != std::floor(count) || std::abs(count) > kMost) return {};
  const int n = static_cast<int>(count);
  if (unit == "year") return iso_date(from->year + n, from->month, 0);
  if (unit == "month") return from->month == 0 ? std::string() : shift_months(*from, n);
  if (from->day == 0 || (unit != "day" && unit != "week")) return {};
  return iso_of(to_serial(*from) + (unit == "week" ? 7 : 1) * std::int64_t{n});
}

std::string DateReader::month_after(const std::string& anchor, int month) {
  const std::optional<Day> from = parts_of(anchor);
  if (!from) return {};
  return iso_date(from->year + (month <= from->month || from->month == 0 ? 1 : 0), month);
}

std::string DateReader::month_since(const std::string& anchor, int month) {
  const std::optional<Day> from = parts_of(anchor);
  if (!from) return {};
  return iso_date(from->year + (month < from->month ? 1 : 0), month);
}

// ---- periods of two dates

void join_period(DateRead& first, DateRead& second, std::string_view gap, bool between) {
  static constexpr std::array<std::string_view, 11> links = {"to",
                                                             "through",
                                                             "until",
                                                             "till",
                                                             "-",
                                                             "\xE2\x80\x93",
                                                             "\xE2\x80\x94",
                                                             "thru",
                                                             "until the end of",
                                                             "to the end of",
                                                             "to the middle of"};
  const std::string_view link = trim(gap);
  if (!one_of(link, links) && !(between && (link == "and" || link == "and the end of"))) return;
  if (first.month == 0 || second.month == 0) return;
  if (first.figure.iso.empty() || second.figure.iso.empty()) return;
  const auto order = [](const DateRead& date) { return date.month * 100 + date.day; };
  const bool wraps = order(second) < order(first);
  const auto year_of = [](const DateRead& date) {
    return std::atoi(date.figure.iso.substr(0, 4).c_str());
  };
  if (first.open_year && second.year != 0)
    first.figure.iso = iso_date(wraps ? second.year - 1 : second.year, first.month, first.day);
  else if (second.open_year)
    second.figure.iso =
        iso_date(wraps ? year_of(first) + 1 : year_of(first), second.month, second.day);
}

}  // namespace pactwatch
