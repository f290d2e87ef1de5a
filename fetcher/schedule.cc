#include "fetcher/schedule.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace pactwatch {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// News T ago: asked again after T / 8, so that at most an eighth of a quiet spell is added to the
// age of the news that ends it.
constexpr int kQuietShare = 8;
constexpr double kMostJitter = 0.1;  // of the interval, always added, so nothing stated is undercut
constexpr std::int64_t kValidatorDays = 8;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr std::int64_t kRedirectDays = 3;
// Quick enough for a hiccup, patient enough for an outage of a night.
constexpr std::array<milliseconds, 6> kPageRetries = {seconds(30), minutes(2), minutes(10),
                                                      minutes(45), hours(3),   hours(8)};

// FNV-1a, its bits mixed at the end: spreads, and costs nothing beside a request. Nobody gains by
// choosing a URL for it.
std::uint32_t number_of(std::string_view text, std::uint64_t salt = 0) {
  std::uint64_t hash = 14695981039346656037ULL ^ salt;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdULL;
  return static_cast<std::uint32_t>(hash >> 32U);
}

milliseconds doubled(milliseconds base, int times, milliseconds most) {
  for (int i = 0; i < times && base < most; ++i) base *= 2;
  return std::min(base, most);
}

}  // namespace

milliseconds next_interval(const ScheduleOptions& options, const PollFacts& facts) {
  milliseconds interval = options.every;
  if (facts.errors > 0) {
    interval = doubled(options.every, facts.errors, std::max(options.longest_error, options.every));
  } else {
    // A feed that never had news is as quiet as can be.
    const milliseconds longest = options.every * options.quiet_factor;
    interval =
        std::clamp(facts.quiet ? *facts.quiet / kQuietShare : longest, options.every, longest);
    if (facts.stated)
      interval = std::max(interval, std::min(*facts.stated, options.longest_stated));
  }
  if (facts.retry_after)
    interval = std::max(interval, std::min(*facts.retry_after, options.longest_retry_after));
  const double jitter = std::clamp(facts.jitter, 0.0, 1.0) * kMostJitter;
  return interval +
         milliseconds(static_cast<std::int64_t>(static_cast<double>(interval.count()) * jitter));
}

milliseconds longest_wait(const ScheduleOptions& options, milliseconds every) {
  const milliseconds longest =
      std::max({every * options.quiet_factor, options.longest_stated, options.longest_error,
                options.longest_retry_after, kPageRetries.back()});
  return longest + longest / 4;  // more than the jitter
}

double jitter_of(const std::string& feed_url, UtcTime at) {
  return number_of(feed_url, static_cast<std::uint64_t>(at.ms)) / 4294967296.0;
}

bool should_forget_validators(const std::string& feed_url, UtcTime last_ok, UtcTime now) {
  const std::int64_t period = kValidatorDays * kDayMs;
  const std::int64_t phase = number_of(feed_url) % period;
  return (now.ms + phase) / period != (last_ok.ms + phase) / period;
}

bool trusts_redirect(std::optional<UtcTime> since, UtcTime now) {
  return since && now.ms - since->ms >= kRedirectDays * kDayMs;
}

std::optional<milliseconds> retry_page_after(int attempts) {
  if (attempts < 1) attempts = 1;
  if (attempts > static_cast<int>(kPageRetries.size())) return std::nullopt;
  return kPageRetries[static_cast<std::size_t>(attempts) - 1];
}

}  // namespace pactwatch
