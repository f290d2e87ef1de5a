#pragma once
// Dates and calendar periods, written out ("Oct. 6, 2025", "2018Q4", "5/17/2018") or relative to
// the day of publication ("last month", "Friday", "the third quarter", "two weeks ago").

#include <optional>

#include "extractor/figure.h"
#include "extractor/figure_number.h"
#include "extractor/figure_words.h"

namespace pactwatch {

// A date as read, with what a neighbour needs to settle the year ("from May to October 2020").
struct DateRead {
  Figure figure;
  int month = 0;  // 0: not a month or day
  int day = 0;
  int year = 0;            // the year written, 0 when the reader chose one
  bool open_year = false;  // a month or day without its year
};

// Reads dates from one text, in the order of their begin. Not thread-safe; one per text.
class DateReader {
 public:
  explicit DateReader(const FigureText& text) : t_(text) {}

  // A date that begins with the word `w` (= t.word(i)), known to figures as `info`.
  std::optional<DateRead> at_word(std::size_t i, std::string_view w, const FigureWord& info) const;
  // A date that begins with the digits `n` at `i`, which no scale follows.
  std::optional<DateRead> at_digits(std::size_t i, const Number& n) const;
  // "two weeks ago": `unit` is what `count` counts, `end` the end of "ago".
  std::optional<DateRead> ago(std::size_t i, double count, std::string_view unit,
                              std::size_t end) const;

  // "two years later", "a day earlier", "the following January" after the date `anchor` (an ISO
  // form): "" when the anchor is no day, month or year, or is too coarse to count `unit` from.
  static std::string counted_from(const std::string& anchor, double count, std::string_view unit);
  static std::string month_after(const std::string& anchor, int month);
  // "that January": the first one that is not before the anchor.
  static std::string month_since(const std::string& anchor, int month);

 private:
  using Found = std::optional<DateRead>;
  struct DayRead {
    int day = 0;
    std::size_t end = kNoFigure;
  };

  Found made(std::size_t begin, std::size_t end, std::string iso, bool relative) const;
  int year_at(std::size_t i) const;
  int short_year_at(std::size_t i, std::size_t& end) const;
  int year_after(std::size_t i, std::size_t& end, bool day_given) const;
  int spoken_year(std::size_t i, std::size_t& end) const;
  DayRead day_at(std::size_t i, bool words) const;
  DayRead ordinal_day(std::size_t i) const;
  bool is_month_here(std::size_t i, std::string_view w, const FigureWord& info) const;
  bool looks_ahead(std::size_t i) const;
  bool looks_back(std::size_t i, bool day_given) const;
  int year_for(std::size_t i, int month, int day) const;

  Found month_first(std::size_t i, std::string_view w, const FigureWord& info) const;
  Found month_and_day(std::size_t i, int month, int day, std::size_t after) const;
  Found day_and_month(std::size_t i, int day, std::size_t after) const;
  Found days_and_month(std::size_t i, int first, std::size_t after) const;
  Found numeric(std::size_t i, const Number& n) const;
  Found year_first(std::size_t i, const Number& n) const;
  Found weekday_first(std::size_t i, std::string_view w, const FigureWord& info) const;
  Found weekday_and_day(std::size_t i, int weekday, const DayRead& day) const;
  Found weekday_of(std::size_t begin, std::size_t end, int weekday, std::string_view which) const;
  Found period(std::size_t i, std::string_view w, const FigureWord& info) const;
  Found period_year(std::size_t begin, std::size_t end, const std::string& part) const;
  Found weekday_of_month(std::size_t i, int which, std::size_t p) const;
  Found relative(std::size_t i, std::string_view w) const;
  Found relative_period(std::size_t i, std::string_view w, std::size_t q) const;
  Found edge_of_period(std::size_t i, std::string_view w) const;
  Found year_word(std::size_t i) const;
  Found weekend(std::size_t begin, std::size_t end, std::string_view which) const;
  std::string last_finished_quarter(int years_back) const;

  const FigureText& t_;
};

// Settles the years of two dates that make one period: "from May to October 2020", "Jan 3, 2017 -
// February 1st". `gap` is the text between them, lower case; `between` whether "between" stands
// before the first. Changes nothing when the gap joins no period.
void join_period(DateRead& first, DateRead& second, std::string_view gap, bool between);

}  // namespace pactwatch
