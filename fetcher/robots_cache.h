#pragma once
// What robots.txt says, remembered per origin (scheme, host and port). It fetches nothing itself:
// the poller asks, fetches robots_url() when the answer is `unknown`, and hands in the outcome.
// Bounded in origins and in bytes: what would have expired first goes first, and is asked again
// when it is needed. Belongs to one thread.

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>

#include "core/time.h"
#include "fetcher/http.h"
#include "fetcher/robots.h"

namespace pactwatch {

class RobotsCache {
 public:
  enum class Verdict {
    allowed,
    denied,
    unreachable,  // robots.txt cannot be had now: as good as denied (RFC 9309, 2.3.1.4), for a
                  // while
    unknown,      // fetch it first
  };

  // `agent` is the product token that groups of robots.txt are compared with.
  explicit RobotsCache(std::string agent) : agent_(std::move(agent)) {}

  Verdict ask(const std::string& page_url, UtcTime now) const;
  // Where the robots.txt for a page is.
  static std::string robots_url(const std::string& page_url);
  // The outcome of fetching robots_url(page_url).
  void store(const std::string& page_url, const Result<HttpResponse>& response, UtcTime now);
  std::size_t size() const { return origins_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    RobotsRules rules;
    bool reachable = true;
    UtcTime expires;
    std::size_t bytes = 0;
    std::multimap<UtcTime, std::string>::iterator place;  // in by_expiry_
  };
  void forget(const std::string& origin);

  std::string agent_;
  std::unordered_map<std::string, Entry> origins_;
  std::multimap<UtcTime, std::string> by_expiry_;  // origins
  std::size_t bytes_ = 0;
};

}  // namespace pactwatch
