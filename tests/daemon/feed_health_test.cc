#include "daemon/feed_health.h"

#include <algorithm>

#include "tests/catch.h"

using namespace pactwatch;

namespace {

const UtcTime kNow{1'750'000'000'000};  // 2025-06-15T15:06:40Z
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

// A feed asked a minute ago, every quarter of an hour.
FeedRecord feed() {
  FeedRecord out;
  out.url = "https://o.example/feed";
  out.last_ok = UtcTime{kNow.ms - kMinute};
  out.last_new = UtcTime{kNow.ms - 3 * kDay};
  out.interval_s = 15 * 60;
  out.next_poll = UtcTime{kNow.ms + 14 * kMinute};
  return out;
}

std::string told(const FeedRecord& record) {
  std::string out;
  for (const std::string& sentence : tell_health(record, {}, kNow)) out += sentence + "\n";
  return out;
}

bool says(const FeedRecord& record, const std::string& words) {
  return told(record).find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("health says when it last worked, what is new, and when the next poll is and why") {
  CHECK(says(feed(), "last good answer: 2025-06-15T15:05:40Z, 1 minute ago"));
  CHECK(says(feed(), "last new or edited entry: 2025-06-12T15:06:40Z, 3 days ago"));
  CHECK(says(feed(), "next poll: in 14 minutes (2025-06-15T15:20:40Z), for it had news lately"));
  FeedRecord quiet = feed();
  quiet.interval_s = 3600;
  CHECK(says(quiet, "for it is quiet"));
  FeedRecord slow = feed();
  slow.interval_s = 6 * 3600;
  CHECK(says(slow, "for it asks for that pace itself"));
  FeedRecord fresh;
  CHECK(says(fresh, "no good answer yet"));
  CHECK(says(fresh, "next poll: now"));
}

TEST_CASE("health names what is wrong, and what ended") {
  FeedRecord failing = feed();
  failing.errors = 3;
  failing.last_error = "the answer was 500 Internal Server Error";
  CHECK(says(failing, "3 errors in a row: the answer was 500 Internal Server Error"));
  CHECK(says(failing, "after each error the wait doubles"));
  FeedRecord gone = feed();
  gone.gone = true;
  CHECK(says(gone, "410 Gone"));
  CHECK_FALSE(says(gone, "next poll"));
  FeedRecord paused = feed();
  paused.paused = true;
  CHECK(says(paused, "paused by hand"));
  CHECK_FALSE(says(paused, "next poll"));
  FeedRecord moved = feed();
  moved.redirect_to = "https://o.example/new";
  moved.redirect_since = UtcTime{kNow.ms - kDay};
  CHECK(says(moved, "seems to have moved to https://o.example/new"));
  moved.redirect_since = UtcTime{kNow.ms - 5 * kDay};
  CHECK(says(moved, "moved; asked at https://o.example/new"));
  FeedRecord mended = feed();
  mended.repairs = "control characters";
  CHECK(says(mended, "mended: control characters"));
}

TEST_CASE("what a hub does is told in words") {
  HubRecord hub;
  hub.hub = "https://hub.example/";
  const auto says = [&](const std::string& part, bool listening = true) {
    const std::string told = tell_hub(hub, listening, kNow);
    INFO(told);
    return told.find(part) != std::string::npos;
  };
  CHECK(says("https://hub.example/, not asked yet"));
  CHECK(says("there is no [websub]", false));
  hub.tries = 1;
  CHECK(says("has not confirmed yet"));
  hub.error = "the hub answered 500";
  CHECK(says("does not push: the hub answered 500"));
  hub.error.clear();
  hub.state = HubState::active;
  hub.lease_until = UtcTime{kNow.ms + 9 * kDay};
  CHECK(says("pushes, for another 9 days; no push yet, the polls go on"));
  hub.last_push = UtcTime{kNow.ms - kDay};
  CHECK(says("1 day ago"));
  hub.lease_until = UtcTime{kNow.ms - 1};
  CHECK_FALSE(says(" pushes,"));
}

TEST_CASE("spans in the largest unit that fits") {
  CHECK(words_for_span(999) == "less than a second");
  CHECK(words_for_span(1000) == "1 second");
  CHECK(words_for_span(90 * kMinute) == "1 hour");
  CHECK(words_for_span(-2 * kDay) == "2 days");
}
