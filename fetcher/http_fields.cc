#include "fetcher/http_fields.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Larger numbers mean "for ever" and would overflow sums of milliseconds.
constexpr std::int64_t kMostSeconds = 10LL * 365 * 24 * 3600;

std::optional<seconds> parse_seconds(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  if (text.empty() ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return seconds(kMostSeconds);
  return seconds(std::min(value, kMostSeconds));
}

}  // namespace

std::optional<UtcTime> parse_http_date(std::string_view text) {
  const std::string date(trim(text));
  // curl_getdate takes all three forms; the first character keeps out bare numbers, which it
  // would read as a date of its own making.
  if (date.empty() || (date[0] >= '0' && date[0] <= '9')) return std::nullopt;
  const time_t seconds_since = curl_getdate(date.c_str(), nullptr);
  if (seconds_since == -1) return std::nullopt;
  return UtcTime{static_cast<std::int64_t>(seconds_since) * 1000};
}

std::optional<milliseconds> parse_retry_after(std::string_view value, UtcTime now) {
  if (const std::optional<seconds> wait = parse_seconds(value)) return *wait;
  const std::optional<UtcTime> date = parse_http_date(value);
  if (!date) return std::nullopt;
  return milliseconds(std::max<std::int64_t>(0, date->ms - now.ms));
}

std::optional<milliseconds> freshness(
    const std::map<std::string, std::string, std::less<>>& headers, UtcTime now) {
  if (const auto control = headers.find("cache-control"); control != headers.end()) {
    std::optional<seconds> max_age;
    std::string_view rest = control->second;
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string directive = ascii_lower(trim(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      if (directive == "no-cache" || directive == "no-store") return std::nullopt;
      if (directive.starts_with("max-age=") && !max_age)
        max_age = parse_seconds(std::string_view(directive).substr(8));
    }
    if (max_age) {
      const auto age = headers.find("age");
      const std::optional<seconds> spent =
          age == headers.end() ? std::nullopt : parse_seconds(age->second);
      return std::max(milliseconds(0), milliseconds(*max_age - spent.value_or(seconds(0))));
    }
  }
  const auto expires = headers.find("expires");
  if (expires == headers.end()) return std::nullopt;
  const std::optional<UtcTime> until = parse_http_date(expires->second);
  if (!until) return std::nullopt;
  const auto date = headers.find("date");
  const UtcTime from = date == headers.end() ? now : parse_http_date(date->second).value_or(now);
  return milliseconds(std::max<std::int64_t>(0, until->ms - from.ms));
}

}  // namespace pactwatch
