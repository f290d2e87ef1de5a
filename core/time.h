#pragma once
// Points in time and calendar dates. Everything inside pactwatch is UTC; a time zone exists only
// in the text it was read from.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pactwatch {

// Milliseconds since 1970-01-01T00:00:00Z.
struct UtcTime {
  std::int64_t ms = 0;
  // clang-tidy 14 takes the 0 that a defaulted <=> compares with for a null pointer.
  auto operator<=>(const UtcTime&) const = default;  // NOLINT(modernize-use-nullptr)
};

// A day of the proleptic Gregorian calendar.
struct Day {
  int year = 1970;
  int month = 1;                                 // 1..12
  int day = 1;                                   // 1..31
  auto operator<=>(const Day&) const = default;  // NOLINT(modernize-use-nullptr): as above
};

// Days since 1970-01-01, negative before it (Hinnant's days_from_civil), and back.
std::int64_t to_serial(Day day);
Day from_serial(std::int64_t serial);
// 0 = Sunday ... 6 = Saturday.
int weekday(Day day);
int days_in_month(int year, int month);
bool is_valid(Day day);

Day day_of(UtcTime time);
UtcTime midnight(Day day);

// "2026-05-12T08:30:00Z"; with milliseconds only when they are not zero.
std::string to_iso(UtcTime time);
// "2026-05-12".
std::string to_iso(Day day);
// RFC 3339 / ISO 8601 date or date-time, with or without zone (none: UTC) and fraction.
// nullopt when it is not one. The lenient reader for the dates of feeds is in fetcher/.
std::optional<UtcTime> parse_iso_time(std::string_view text);
// The leading YYYY-MM-DD of an ISO date or date-time.
std::optional<Day> parse_iso_day(std::string_view text);

// The outside world's clock, behind an interface so that tests move time by hand.
// now() may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcTime now() const = 0;
};

// The machine's clock. One shared instance, never destroyed.
const Clock& system_clock();

}  // namespace pactwatch
