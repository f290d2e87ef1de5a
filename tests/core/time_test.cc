#include "core/time.h"

#include "tests/catch.h"

using namespace pactwatch;

TEST_CASE("days and serials are inverse over leap years and before 1970") {
  CHECK(to_serial({1970, 1, 1}) == 0);
  CHECK(to_serial({1969, 12, 31}) == -1);
  CHECK(to_serial({2000, 3, 1}) - to_serial({2000, 2, 28}) == 2);  // a leap year by 400
  CHECK(to_serial({1900, 3, 1}) - to_serial({1900, 2, 28}) == 1);  // none by 100
  std::int64_t expected = to_serial({1896, 1, 1});
  for (Day day{1896, 1, 1}; day.year < 1906;) {
    REQUIRE(to_serial(day) == expected);
    REQUIRE(from_serial(expected) == day);
    ++expected;
    if (++day.day > days_in_month(day.year, day.month)) {
      day.day = 1;
      if (++day.month > 12) day = {day.year + 1, 1, 1};
    }
  }
}

TEST_CASE("weekdays") {
  CHECK(weekday({1970, 1, 1}) == 4);
  CHECK(weekday({1969, 12, 28}) == 0);
  CHECK(weekday({2024, 2, 29}) == 4);
}

TEST_CASE("only days of the calendar are valid") {
  CHECK(is_valid({2024, 2, 29}));
  CHECK_FALSE(is_valid({2023, 2, 29}));
  CHECK_FALSE(is_valid({2023, 13, 1}));
  CHECK_FALSE(is_valid({2023, 0, 1}));
  CHECK_FALSE(is_valid({2023, 4, 31}));
  CHECK_FALSE(is_valid({2023, 4, 0}));
}

TEST_CASE("a time belongs to its day, also before 1970") {
  CHECK(day_of({-1}) == Day{1969, 12, 31});
  CHECK(day_of({0}) == Day{1970, 1, 1});
  CHECK(day_of({86'399'999}) == Day{1970, 1, 1});
  CHECK(day_of({86'400'000}) == Day{1970, 1, 2});
  CHECK(midnight({1970, 1, 2}).ms == 86'400'000);
}

TEST_CASE("times are written with milliseconds only where there are some") {
  CHECK(to_iso(UtcTime{0}) == "1970-01-01T00:00:00Z");
  CHECK(to_iso(UtcTime{1}) == "1970-01-01T00:00:00.001Z");
  CHECK(to_iso(UtcTime{-1}) == "1969-12-31T23:59:59.999Z");
  CHECK(to_iso(Day{33, 4, 5}) == "0033-04-05");
}

TEST_CASE("ISO times are read with zone, fraction and neither") {
  const auto ms = [](std::string_view text) {
    const std::optional<UtcTime> time = parse_iso_time(text);
    REQUIRE(time);
    return time->ms;
  };
  const std::int64_t base = midnight({2026, 5, 12}).ms;
  const std::int64_t half_past_eight = base + (8 * 60 + 30) * 60'000LL;
  CHECK(ms("2026-05-12") == base);
  CHECK(ms("2026-05-12T08:30") == half_past_eight);
  CHECK(ms("2026-05-12 08:30:00") == half_past_eight);
  CHECK(ms("2026-05-12t08:30:00z") == half_past_eight);
  CHECK(ms("2026-05-12T10:30:00+02:00") == half_past_eight);
  CHECK(ms("2026-05-12T03:00:00-0530") == half_past_eight);
  CHECK(ms("2026-05-12T10:30:00+02") == half_past_eight);
  CHECK(ms("2026-05-12T08:30:00.25Z") == half_past_eight + 250);
  CHECK(ms("2026-05-12T08:30:00,123456Z") == half_past_eight + 123);
  CHECK(ms("2026-05-12T24:00:00Z") == base + 86'400'000);
}

TEST_CASE("what is no ISO time is none") {
  for (const char* text :
       {"", "2026", "2026-05", "2026-13-01", "2026-02-30", "12-05-2026", "2026/05/12",
        "2026-05-12T", "2026-05-12T8:30", "2026-05-12T08", "2026-05-12T08:61", "2026-05-12T25:00",
        "2026-05-12T08:30:99", "2026-05-12T08:30:00+", "2026-05-12T08:30:00+2", "2026-05-12X08:30",
        "2026-05-12T08:30:00Zulu", "2026-05-12T08:30:00+02:000"}) {
    INFO(text);
    CHECK_FALSE(parse_iso_time(text));
  }
  CHECK(parse_iso_day("2026-05-12T99:99") == Day{2026, 5, 12});
  CHECK_FALSE(parse_iso_day("-026-05-12"));
}

TEST_CASE("what is written is read back") {
  for (std::int64_t ms = -200'000'000'000; ms < 4'000'000'000'000; ms += 98'765'432'101) {
    const UtcTime time{ms};
    REQUIRE(parse_iso_time(to_iso(time)) == time);
  }
}
