#include "fetcher/robots_cache.h"

#include "fetcher/url.h"

namespace pactwatch {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kFreshMs = 24 * 60 * kMinuteMs;  // RFC 9309, 2.4: not longer than a day
constexpr std::int64_t kUnreachableMs = 10 * kMinuteMs;
// More origins than a watcher's feeds link to in a day.
constexpr std::size_t kMostOrigins = 4096;
// Real files give a few kilobytes of rules; one may give half a megabyte (RFC 9309, 2.5), and 4,096
// of those would be two gigabytes.
constexpr std::size_t kMostBytes = 16 << 20U;

}  // namespace

RobotsCache::Verdict RobotsCache::ask(const std::string& page_url, UtcTime now) const {
  const auto found = origins_.find(origin_of(page_url));
  if (found == origins_.end() || found->second.expires <= now) return Verdict::unknown;
  if (!found->second.reachable) return Verdict::unreachable;
  return found->second.rules.allows(path_of(page_url)) ? Verdict::allowed : Verdict::denied;
}

std::string RobotsCache::robots_url(const std::string& page_url) {
  return origin_of(page_url) + "/robots.txt";
}

void RobotsCache::store(const std::string& page_url, const Result<HttpResponse>& response,
                        UtcTime now) {
  Entry entry;
  entry.expires = {now.ms + kFreshMs};
  // RFC 9309, 2.3.1: a file is obeyed, 4xx means there are no rules, 5xx and silence mean "not
  // now". A file too long, or behind too many redirects, counts as none, too.
  const bool too_much = !response && response.error().code == ErrorCode::limit;
  if (response && response->status >= 200 && response->status < 300) {
    entry.rules = RobotsRules::parse(response->body, agent_);
  } else if (!too_much && (!response || response->status >= 500 || response->status == 429)) {
    entry.rules = RobotsRules::nothing();
    entry.reachable = false;
    entry.expires = {now.ms + kUnreachableMs};
  }
  const std::string origin = origin_of(page_url);
  forget(origin);
  entry.bytes = entry.rules.bytes() + origin.size();
  while (!by_expiry_.empty() &&
         (origins_.size() >= kMostOrigins || bytes_ + entry.bytes > kMostBytes))
    forget(std::string(by_expiry_.begin()->second));
  bytes_ += entry.bytes;
  entry.place = by_expiry_.emplace(entry.expires, origin);
  origins_.emplace(origin, std::move(entry));
}

void RobotsCache::forget(const std::string& origin) {
  const auto found = origins_.find(origin);
  if (found == origins_.end()) return;
  bytes_ -= found->second.bytes;
  by_expiry_.erase(found->second.place);
  origins_.erase(found);
}

}  // namespace pactwatch
