#include "daemon/silence.h"

#include "tests/catch.h"

using namespace pactwatch;

namespace {

const UtcTime kNow{1'750'000'000'000};
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

// A feed with many items, never two days apart.
FeedRhythm feed(std::int64_t last_new_ago) {
  FeedRhythm out;
  out.url = "https://o.example/feed";
  out.last_ok = UtcTime{kNow.ms - kHour};
  out.last_new = UtcTime{kNow.ms - last_new_ago};
  out.longest_gap_ms = 2 * kDay;
  out.dated = 100;
  return out;
}

}  // namespace

TEST_CASE("a feed is silent by the measure of its own history") {
  CHECK(silence_of(feed(3 * kDay), kNow) == FeedSilence::none);
  CHECK(silence_of(feed(5 * kDay), kNow) == FeedSilence::nothing_new);
  FeedRhythm monthly = feed(40 * kDay);
  monthly.longest_gap_ms = 35 * kDay;
  CHECK(silence_of(monthly, kNow) == FeedSilence::none);
  FeedRhythm busy = feed(kDay - kHour);
  busy.longest_gap_ms = kHour;
  CHECK(silence_of(busy, kNow) == FeedSilence::none);  // a night is no alarm
  busy.last_new = UtcTime{kNow.ms - kDay - kHour};
  CHECK(silence_of(busy, kNow) == FeedSilence::nothing_new);
  CHECK(tell_silence(busy, kNow).find("1 day; between two items it never took more than 1 hour") !=
        std::string::npos);
}

TEST_CASE("who has no history is not judged by it") {
  FeedRhythm young = feed(100 * kDay);
  young.dated = 7;
  CHECK(silence_of(young, kNow) == FeedSilence::none);
  FeedRhythm never = feed(100 * kDay);
  never.last_ok.reset();
  CHECK(silence_of(never, kNow) == FeedSilence::none);
}

TEST_CASE("a feed that does not answer is an alarm after a day, whatever its rhythm") {
  FeedRhythm dead = feed(3 * kDay);
  dead.errors = 9;
  dead.last_ok = UtcTime{kNow.ms - 20 * kHour};
  CHECK(silence_of(dead, kNow) == FeedSilence::none);
  dead.last_ok = UtcTime{kNow.ms - 30 * kHour};
  CHECK(silence_of(dead, kNow) == FeedSilence::no_answer);
  CHECK(tell_silence(dead, kNow).find("9 errors") != std::string::npos);
}
