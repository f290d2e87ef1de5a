#include "extractor/calendar.h"

#include <array>
#include <cstdio>

namespace pactwatch {

std::string iso_date(int year, int month, int day) {
  char buffer[40];
  if (month == 0) {
    std::snprintf(buffer, sizeof buffer, "%04d", year);
  } else if (month < 1 || month > 12) {
    return {};
  } else if (day == 0) {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d", year, month);
  } else if (is_valid({year, month, day})) {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  } else {
    return {};
  }
  return buffer;
}

int month_number(std::string_view lower) {
  static constexpr std::array<std::string_view, 12> names = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (lower == "sept") return 9;
  for (std::size_t m = 0; m < names.size(); ++m)
    if (lower == names[m] || (lower.size() == 3 && names[m].substr(0, 3) == lower))
      return static_cast<int>(m + 1);
  return 0;
}

int weekday_number(std::string_view lower) {
  static constexpr std::array<std::string_view, 7> names = {
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
  for (std::size_t d = 0; d < names.size(); ++d)
    if (lower == names[d] ||
        (lower.size() >= 3 && lower.size() <= 5 && names[d].size() > lower.size() &&
         (lower == names[d].substr(0, 3) || lower == "tues" || lower == "thurs") &&
         names[d].substr(0, lower.size()) == lower))
      return static_cast<int>(d);
  return -1;
}

int year_of_month(Day reference, int month, int day, bool ahead) {
  const int last = day == 0 ? 1 : day;
  const std::int64_t now = to_serial(reference);
  const std::int64_t then = to_serial({reference.year, month, last > 28 ? 28 : last});
  constexpr std::int64_t kSlack = 31;  // a story may name a date a few weeks ahead
  if (ahead) return then < now - kSlack ? reference.year + 1 : reference.year;
  if (month == reference.month && day == 0) return reference.year;
  return then > now + (day == 0 ? 0 : kSlack / 2) ? reference.year - 1 : reference.year;
}

Day day_of_weekday(Day reference, int weekday_wanted, bool ahead) {
  const int today = weekday(reference);
  const int back = (today - weekday_wanted + 7) % 7;
  const std::int64_t serial = to_serial(reference);
  if (ahead) return from_serial(serial + (back == 0 ? 7 : 7 - back));
  return from_serial(serial - back);
}

std::string shift_months(Day reference, int months) {
  const int index = reference.year * 12 + reference.month - 1 + months;
  return iso_date(index / 12, index % 12 + 1);
}

}  // namespace pactwatch
