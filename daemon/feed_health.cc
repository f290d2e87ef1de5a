#include "daemon/feed_health.h"

#include <array>
#include <cstdlib>

namespace pactwatch {
namespace {

std::string ago(UtcTime time, UtcTime now) {
  return to_iso(UtcTime{time.ms / 1000 * 1000}) + ", " + words_for_span(now.ms - time.ms) + " ago";
}

// Why the next poll is when it is. The interval was drawn by next_interval(), which leaves its
// traces: what is longer than a quiet feed's was asked for.
std::string reason(const FeedRecord& feed, const ScheduleOptions& schedule) {
  if (!feed.last_ok && feed.errors == 0) return "it was not asked yet";
  if (feed.errors > 0) return "after each error the wait doubles, up to some hours";
  const std::int64_t every = schedule.every.count();
  const std::int64_t interval = feed.interval_s * 1000;
  constexpr std::int64_t kJitterPercent = 12;  // jitter, and rounding
  if (interval > every * schedule.quiet_factor * (100 + kJitterPercent) / 100)
    return "it asks for that pace itself (ttl, sy:*, Cache-Control, Expires or Retry-After)";
  if (interval <= every * (100 + kJitterPercent) / 100) return "it had news lately";
  return "it is quiet: the longer without news, the longer the wait";
}

}  // namespace

std::string words_for_span(std::int64_t ms) {
  struct Unit {
    std::int64_t ms;
    const char* name;
  };
  static constexpr std::array<Unit, 4> units = {
      {{86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1000, "second"}}};
  const std::int64_t span = std::abs(ms);
  for (const Unit& unit : units) {
    if (span < unit.ms) continue;
    const std::int64_t n = span / unit.ms;
    return std::to_string(n) + " " + unit.name + (n == 1 ? "" : "s");
  }
  return "less than a second";
}

std::vector<std::string> tell_health(const FeedRecord& feed, const ScheduleOptions& schedule,
                                     UtcTime now) {
  std::vector<std::string> out;
  out.push_back(feed.last_ok ? "last good answer: " + ago(*feed.last_ok, now)
                             : std::string("no good answer yet"));
  if (feed.last_new)
    out.push_back("last new or edited entry: " + ago(*feed.last_new, now));
  else if (feed.last_ok)
    out.push_back("it never had an entry");
  if (feed.gone) {
    out.push_back("ended by its outlet (410 Gone); not polled any more");
  } else if (feed.paused) {
    out.push_back("paused by hand; pactwatch feeds resume goes on");
  } else if (feed.next_poll.ms <= now.ms) {
    out.push_back("next poll: now");
  } else {
    out.push_back("next poll: in " + words_for_span(feed.next_poll.ms - now.ms) + " (" +
                  to_iso(UtcTime{feed.next_poll.ms / 1000 * 1000}) + "), for " +
                  reason(feed, schedule));
  }
  if (feed.errors > 0 && !feed.gone)
    out.push_back(std::to_string(feed.errors) + (feed.errors == 1 ? " error" : " errors in a row") +
                  ": " + feed.last_error);
  if (!feed.repairs.empty()) out.push_back("mended: " + feed.repairs);
  if (!feed.redirect_to.empty() && feed.redirect_since)
    out.push_back(trusts_redirect(feed.redirect_since, now)
                      ? "moved; asked at " + feed.redirect_to
                      : "seems to have moved to " + feed.redirect_to + " since " +
                            to_iso(UtcTime{feed.redirect_since->ms / 1000 * 1000}) +
                            "; believed when that has stood for three days");
  out.push_back(std::to_string(feed.done) + " read, " + std::to_string(feed.pending) +
                " to read, " + std::to_string(feed.failed) + " failed");
  out.push_back(feed.added      ? "added by hand"
                : feed.followed ? "from pactwatch follow"
                                : "from the configuration or the command line");
  return out;
}

std::string tell_hub(const HubRecord& hub, bool listening, UtcTime now) {
  std::string out = "hub (WebSub): " + hub.hub;
  const bool active =
      hub.state == HubState::active && hub.lease_until && hub.lease_until->ms > now.ms;
  if (!listening) return out + ", not used: there is no [websub] in the configuration";
  if (active)
    out += " pushes, for another " + words_for_span(hub.lease_until->ms - now.ms);
  else if (hub.tries == 0 && hub.error.empty())
    out += ", not asked yet";
  else if (hub.error.empty())
    out += ", asked, has not confirmed yet";
  else
    out += " does not push: " + hub.error;
  if (hub.last_push)
    out += "; last push " + ago(*hub.last_push, now);
  else if (active)
    out += "; no push yet, the polls go on";
  return out;
}

}  // namespace pactwatch
