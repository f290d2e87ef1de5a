#pragma once
// Calendar periods as ISO 8601 prefixes, and relative dates resolved by a reference day.

#include <cstdint>
#include <string>

#include "core/time.h"

namespace pactwatch {

// "2025", "2025-03", "2025-03-09"; month or day 0 leaves it out. Empty when it is no date.
std::string iso_date(int year, int month = 0, int day = 0);

// The year in which a bare month (and day, 0 for none) most likely lies: the last one, or the next
// one when it is less than eighty days away; when `ahead`, the next one, or one just past.
int year_of_month(Day reference, int month, int day, bool ahead);

// The day of a bare weekday: the latest one not after the reference, the first one after it when
// `ahead`.
Day day_of_weekday(Day reference, int weekday, bool ahead);

// `months` before (negative) or after the month of the reference, as "2025-03".
std::string shift_months(Day reference, int months);

// The ISO week of a day since 1970-01-01: "2026-W20"; and the month that holds most of such a week,
// empty when `iso` is no week.
std::string iso_week(std::int64_t serial);
std::string month_of_week(const std::string& iso);

}  // namespace pactwatch
