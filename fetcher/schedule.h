#pragma once
// When to ask a feed again. Pure functions: whatever they need is handed in.
//
// The rule, in order: what the outlet states (ttl, sy:*, max-age, Retry-After) is never undercut;
// a feed that brought news a while T ago is asked again after T/8, so that a busy feed is asked
// often and a quiet one seldom; errors double the wait and never end it. Only 410 Gone does.

#include <chrono>
#include <optional>
#include <string>

#include "core/time.h"

namespace pactwatch {

struct ScheduleOptions {
  std::chrono::milliseconds every{std::chrono::minutes(15)};  // shortest, for a feed with news
  // Quiet feeds and stated intervals: at most this multiple of `every` without a statement...
  int quiet_factor = 4;
  // ...and at most this with one. A ttl of a week must not hide a change for a week.
  std::chrono::milliseconds longest_stated{std::chrono::hours(6)};
  std::chrono::milliseconds longest_error{std::chrono::hours(6)};
  std::chrono::milliseconds longest_retry_after{std::chrono::hours(24)};
};

// What the last poll taught.
struct PollFacts {
  int errors = 0;                                   // in a row, this poll included; 0: it worked
  std::optional<std::chrono::milliseconds> stated;  // ttl, sy:*, Cache-Control, Expires: longest
  std::optional<std::chrono::milliseconds> retry_after;  // with 429 and 503
  std::optional<std::chrono::milliseconds> quiet;        // since the last new item; nullopt: never
  double jitter = 0;  // 0..1: spreads feeds that would all come at the same moment
};

// From the last poll to the next.
std::chrono::milliseconds next_interval(const ScheduleOptions& options, const PollFacts& facts);

// No poll and no retry of a page is ever planned further ahead, where the longest of all `every` is
// `every`. Whatever waits longer was planned by a wrong clock.
std::chrono::milliseconds longest_wait(const ScheduleOptions& options,
                                       std::chrono::milliseconds every);

// A number in [0,1) that differs from feed to feed and from poll to poll, the same on every run.
double jitter_of(const std::string& feed_url, UtcTime at);

// Whether to ask without validators although we have some: once in eight days, at a moment of the
// feed's own. Some servers answer 304 for ever (a Last-Modified in the future, an ETag that is
// stuck); this finds out.
bool should_forget_validators(const std::string& feed_url, UtcTime last_ok, UtcTime now);

// A permanent redirect is trusted after it has stood for three days: many are mistakes, captive
// portals or parked domains that are put right within hours.
bool trusts_redirect(std::optional<UtcTime> since, UtcTime now);

// When to try a page again that could not be read at its `attempts`-th try (from 1), or nullopt
// when it is to be given up.
std::optional<std::chrono::milliseconds> retry_page_after(int attempts);

}  // namespace pactwatch
