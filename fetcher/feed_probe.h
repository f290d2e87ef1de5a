#pragma once
// Looks at an address once, for a person: what is there, a feed, a page that names feeds, or what
// stands in the way.

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"
#include "fetcher/feed.h"
#include "fetcher/http.h"

namespace pactwatch {

struct FeedProbe {
  HttpResponse response;  // without its body
  bool is_feed = false;
  Feed feed;                       // where it is one
  std::vector<std::string> feeds;  // where it is a page that names feeds in its head
  std::string problem;             // why it is neither, in words
};

// Asks `url` with a request of its own, robots.txt apart: a person asked for it. Fails where there
// is no answer. Waits as long as the client's time-outs let it; belongs to the client's thread.
Result<FeedProbe> probe_feed(HttpClient& http, const std::string& url);

// In words, a line each: what it is, its entries and how old they are, what had to be mended, what
// it says about its pace, its validators, and where it has moved.
std::vector<std::string> describe_probe(const FeedProbe& probe, const std::string& url,
                                        UtcTime now);

}  // namespace pactwatch
