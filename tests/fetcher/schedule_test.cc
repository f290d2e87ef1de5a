#include "fetcher/schedule.h"

#include "fetcher/host_limits.h"
#include "fetcher/http_fields.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST_CASE("when a feed is asked again", "[schedule]") {
  struct Row {
    const char* what;
    PollFacts facts;
    milliseconds expected;
  };
  const Row rows[] = {
      {"fresh news", {0, {}, {}, 0ms, 0}, 15min},
      {"news an hour ago", {0, {}, {}, 1h, 0}, 15min},
      {"news four hours ago", {0, {}, {}, 4h, 0}, 30min},
      {"quiet for a month", {0, {}, {}, 720h, 0}, 1h},
      {"never any news", {0, {}, {}, {}, 0}, 1h},
      {"a ttl shorter than ours changes nothing", {0, 1min, {}, 0ms, 0}, 15min},
      {"a longer ttl is kept", {0, 2h, {}, 0ms, 0}, 2h},
      {"a ttl of a year is capped", {0, 8760h, {}, 0ms, 0}, 6h},
      {"first error", {1, {}, {}, 0ms, 0}, 30min},
      {"third error", {3, {}, {}, 0ms, 0}, 2h},
      {"the hundredth error: still asked", {100, {}, {}, 0ms, 0}, 6h},
      {"Retry-After beats the back-off", {1, {}, 3h, 0ms, 0}, 3h},
      {"a shorter Retry-After does not", {1, {}, 1s, 0ms, 0}, 30min},
      {"Retry-After of a year is capped", {1, {}, 8760h, 0ms, 0}, 24h},
      {"full jitter adds a tenth", {0, {}, {}, 0ms, 1.0}, 15min + 90s},
  };
  for (const Row& row : rows) {
    INFO(row.what);
    CHECK(next_interval({}, row.facts) == row.expected);
  }
  ScheduleOptions fast;
  fast.every = 100ms;
  CHECK(next_interval(fast, {0, {}, {}, 0ms, 0}) == 100ms);
  CHECK(next_interval(fast, {1, {}, {}, 0ms, 0}) == 200ms);
}

TEST_CASE("jitter spreads feeds and never changes between runs", "[schedule]") {
  const double one = jitter_of("https://a.example/feed", {1000});
  CHECK(one == jitter_of("https://a.example/feed", {1000}));
  CHECK(one != jitter_of("https://b.example/feed", {1000}));
  CHECK(one >= 0);
  CHECK(one < 1);
}

TEST_CASE("validators are left out once in eight days", "[schedule]") {
  constexpr std::int64_t hour = 3600 * 1000;
  int forgotten = 0;
  for (std::int64_t at = 0; at < 80 * 24; ++at)
    forgotten += should_forget_validators("https://a.example/feed", {at * hour}, {(at + 1) * hour});
  CHECK(forgotten == 10);
}

TEST_CASE("a permanent redirect is trusted after days", "[schedule]") {
  constexpr std::int64_t day = 24LL * 3600 * 1000;
  CHECK_FALSE(trusts_redirect(std::nullopt, {day}));
  CHECK_FALSE(trusts_redirect(UtcTime{0}, {2 * day}));
  CHECK(trusts_redirect(UtcTime{0}, {3 * day}));
}

TEST_CASE("a page is tried again, later each time, and given up in the end", "[schedule]") {
  milliseconds last{0};
  int attempt = 1;
  for (; retry_page_after(attempt); ++attempt) {
    CHECK(*retry_page_after(attempt) > last);
    last = *retry_page_after(attempt);
  }
  CHECK(attempt > 3);
  CHECK(attempt < 20);
}

TEST_CASE("header fields that say when to come again", "[http]") {
  const UtcTime now{1'700'000'000'000};
  CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == UtcTime{784111777000});
  CHECK(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == UtcTime{784111777000});
  CHECK(parse_http_date("Sun Nov  6 08:49:37 1994") == UtcTime{784111777000});
  CHECK_FALSE(parse_http_date("tomorrow-ish"));
  CHECK_FALSE(parse_http_date("0"));
  CHECK(parse_retry_after("120", now) == milliseconds(120s));
  CHECK(parse_retry_after("Tue, 14 Nov 2023 22:14:20 GMT", now) == milliseconds(60s));
  CHECK(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now) == 0ms);
  CHECK_FALSE(parse_retry_after("soon", now));
  CHECK(parse_retry_after("99999999999999999999", now) > milliseconds(1h));

  CHECK(freshness({{"cache-control", "public, max-age=600"}, {"age", "60"}}, now) ==
        milliseconds(540s));
  CHECK(freshness({{"cache-control", "max-age=10"}, {"age", "60"}}, now) == 0ms);
  CHECK_FALSE(freshness({{"cache-control", "no-cache, max-age=600"}}, now));
  CHECK(freshness({{"expires", "Tue, 14 Nov 2023 22:23:20 GMT"}}, now) == milliseconds(600s));
  CHECK(freshness({{"expires", "Tue, 14 Nov 2023 22:23:20 GMT"},
                   {"date", "Tue, 14 Nov 2023 22:22:20 GMT"}},
                  now) == milliseconds(60s));
  CHECK_FALSE(freshness({{"expires", "0"}}, now));
  CHECK_FALSE(freshness({}, now));
}

TEST_CASE("a host is spared", "[host_limits]") {
  HostLimits limits({2, 500ms, 24h});
  const UtcTime now{1000};
  CHECK(limits.may_start("a.example", now) == now);
  limits.started("a.example", now);
  CHECK(limits.may_start("a.example", now) == UtcTime{1500});
  CHECK(limits.may_start("b.example", now) == now);
  limits.started("a.example", {1500});
  CHECK(limits.may_start("a.example", {2000}) > UtcTime{2000});  // two at once
  limits.finished("a.example");
  CHECK(limits.may_start("a.example", {2000}) == UtcTime{2000});

  limits.pause("a.example", {2000}, 1h);
  limits.pause("a.example", {2000}, 1min);  // a shorter pause does not end it
  CHECK(limits.may_start("a.example", {3000}) == UtcTime{2000 + 3'600'000});
  CHECK(limits.paused_until("a.example") == UtcTime{2000 + 3'600'000});
  limits.pause("c.example", {0}, milliseconds(24h * 365));
  CHECK(limits.paused_until("c.example") == UtcTime{24LL * 3600 * 1000});

  limits.finished("a.example");
  limits.forget_idle({5000});
  CHECK(limits.size() == 2);  // both are paused
  limits.forget_idle({48LL * 3600 * 1000});
  CHECK(limits.size() == 0);
}

TEST_CASE("this machine needs no gap, yet its pauses count", "[host_limits]") {
  HostLimits limits({4, 500ms, 24h});
  for (const char* host : {"127.0.0.1:8080", "localhost", "[::1]:99", "news.localhost:1"}) {
    limits.started(host, {1000});
    CHECK(limits.may_start(host, {1000}) == UtcTime{1000});
    limits.pause(host, {1000}, 1s);
    CHECK(limits.may_start(host, {1000}) == UtcTime{2000});
  }
  limits.started("127.0.0.1.evil.example", {1000});
  CHECK(limits.may_start("127.0.0.1.evil.example", {1000}) == UtcTime{1500});
}
