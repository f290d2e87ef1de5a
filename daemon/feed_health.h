#pragma once
// How a feed fares, in words for a person. Pure.

#include <string>
#include <vector>

#include "core/time.h"
#include "fetcher/schedule.h"
#include "store/frontier.h"
#include "store/hubs.h"

namespace pactwatch {

// "12 minutes", "3 days": the largest unit that fits.
std::string words_for_span(std::int64_t ms);

// A sentence each: the last good answer, what is new since when, the next poll and why then, errors
// in a row, what was mended, a move, items. `schedule` is the one in force for this feed.
std::vector<std::string> tell_health(const FeedRecord& feed, const ScheduleOptions& schedule,
                                     UtcTime now);
// The same of its hub: who pushes, since when and how long, or why not. `listening`: whether this
// configuration opens the door to hubs.
std::string tell_hub(const HubRecord& hub, bool listening, UtcTime now);

}  // namespace pactwatch
