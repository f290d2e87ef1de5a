#pragma once
// The header fields that say when to come again (RFC 9110, RFC 9111). Pure functions.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace pactwatch {

// An HTTP-date in any of its three forms (RFC 9110, 5.6.7); nullopt when it is none.
std::optional<UtcTime> parse_http_date(std::string_view text);

// Retry-After as a wait from `now`: seconds or an HTTP-date (RFC 9110, 10.2.3). A date in the past
// is no wait. nullopt when the value is neither.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, UtcTime now);

// How long a response stays fresh from `now`: max-age less Age, else Expires less Date (RFC 9111,
// 4.2). nullopt when it does not say, or says no-cache or no-store. `headers` in lower case.
std::optional<std::chrono::milliseconds> freshness(
    const std::map<std::string, std::string, std::less<>>& headers, UtcTime now);

}  // namespace pactwatch
