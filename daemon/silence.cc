#include "daemon/silence.h"

#include <algorithm>

#include "daemon/feed_health.h"

namespace pactwatch {
namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr int kFewestItems = 8;  // fewer tell nothing of a rhythm

}  // namespace

FeedSilence silence_of(const FeedRhythm& feed, UtcTime now) {
  if (!feed.last_ok) return FeedSilence::none;
  if (feed.errors > 0)
    return now.ms - feed.last_ok->ms > kDayMs ? FeedSilence::no_answer : FeedSilence::none;
  if (!feed.last_new || feed.dated < kFewestItems) return FeedSilence::none;
  const std::int64_t patience = std::max(2 * feed.longest_gap_ms, kDayMs);
  return now.ms - feed.last_new->ms > patience ? FeedSilence::nothing_new : FeedSilence::none;
}

std::string tell_silence(const FeedRhythm& feed, UtcTime now) {
  switch (silence_of(feed, now)) {
    case FeedSilence::none:
      return {};
    case FeedSilence::no_answer:
      return "has not answered for " + words_for_span(now.ms - feed.last_ok->ms) + " (" +
             std::to_string(feed.errors) + " errors in a row)";
    case FeedSilence::nothing_new:
      break;
  }
  return "brought nothing new for " + words_for_span(now.ms - feed.last_new->ms) +
         "; between two items it never took more than " + words_for_span(feed.longest_gap_ms);
}

}  // namespace pactwatch
