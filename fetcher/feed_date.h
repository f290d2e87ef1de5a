#pragma once
// Dates as feeds write them: RFC 822 and 3339 with every oddity found in the wild.

#include <optional>
#include <string_view>

#include "core/time.h"

namespace pactwatch {

// The instant that `text` names, UTC where it names no zone. Reads RFC 822/2822 (day names missing,
// wrong or in other languages, two-digit years, zone names, "Sept", AM/PM), ISO 8601 in its basic,
// extended, week-less and truncated forms, asctime, and numbers with slashes. nullopt when it is no
// date.
std::optional<UtcTime> parse_feed_date(std::string_view text);

}  // namespace pactwatch
