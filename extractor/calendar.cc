#include "extractor/calendar.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace pactwatch {

std::string iso_date(int year, int month, int day) {
  char buffer[40];
  if (month == 0) {
    std::snprintf(buffer, sizeof buffer, "%04d", year);
  } else if (day == 0 && month >= 1 && month <= 12) {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d", year, month);
  } else if (is_valid({year, month, day})) {
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day);
  } else {
    return {};
  }
  return buffer;
}

int year_of_month(Day reference, int month, int day, bool ahead) {
  const std::int64_t now = to_serial(reference);
  const auto first = [&](int year) { return to_serial({year, month, std::clamp(day, 1, 28)}); };
  constexpr std::int64_t kSlack = 31;  // a month that has just begun may still lie ahead
  if (ahead) return first(reference.year) < now - kSlack ? reference.year + 1 : reference.year;
  constexpr std::int64_t kNear = 80;
  int year = reference.year + 1;
  while (first(year) > now + kNear) --year;
  return year;
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

std::string iso_week(std::int64_t serial) {
  const std::int64_t thursday = serial - (weekday(from_serial(serial)) + 6) % 7 + 3;
  const int year = from_serial(thursday).year;
  const std::int64_t week = (thursday - to_serial({year, 1, 1})) / 7 + 1;
  return iso_date(year) + (week < 10 ? "-W0" : "-W") + std::to_string(week);
}

std::string month_of_week(const std::string& iso) {
  constexpr std::size_t kSize = 8;  // "2026-W20"
  if (iso.size() != kSize || iso[5] != 'W') return {};
  const int year = std::atoi(iso.substr(0, 4).c_str());
  const int week = std::atoi(iso.substr(6).c_str());
  // The fourth of January lies in the first week, whose Thursday is a day of that year.
  const std::int64_t fourth = to_serial({year, 1, 4});
  const std::int64_t thursday = fourth - (weekday(from_serial(fourth)) + 6) % 7 + 3;
  const Day day = from_serial(thursday + std::int64_t{7} * (week - 1));
  return iso_date(day.year, day.month);
}

}  // namespace pactwatch
