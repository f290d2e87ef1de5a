#pragma once
// Calendar periods as ISO 8601 prefixes, and relative dates resolved by a reference day.

#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace pactwatch {

// "2025", "2025-03", "2025-03-09"; month or day 0 leaves it out. Empty when it is no date.
std::string iso_date(int year, int month = 0, int day = 0);

// 1..12 for a month's name or abbreviation in lower case, without its dot; 0 for anything else.
int month_number(std::string_view lower);
// 0 = Sunday ... 6 = Saturday; -1 for anything else.
int weekday_number(std::string_view lower);

// The year in which a bare month (and day, 0 for none) most likely lies: news looks back unless
// `ahead`; a date up to a month after the reference counts as this year's.
int year_of_month(Day reference, int month, int day, bool ahead);

// The day of a bare weekday: the latest one not after the reference, the first one after it when
// `ahead`; "last"/"next" move by the week.
Day day_of_weekday(Day reference, int weekday, bool ahead);

// `months` before (negative) or after the month of the reference, as "2025-03".
std::string shift_months(Day reference, int months);

}  // namespace pactwatch
