#include "fetcher/feed_probe.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "fetcher/http_fields.h"
#include "fetcher/page.h"
#include "fetcher/poller_feed.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

std::string count(std::size_t n, const char* one, const char* many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

}  // namespace

Result<FeedProbe> probe_feed(HttpClient& http, const std::string& url) {
  HttpRequest request = request_for({}, {url, false, {}}, kMaxFeedBytes);
  Result<HttpResponse> answer = http.fetch(std::move(request));
  if (!answer) return tl::unexpected(answer.error());
  FeedProbe out;
  out.response = std::move(*answer);
  const std::string body = std::move(out.response.body);
  out.response.body.clear();
  if (out.response.status != 200) {
    out.problem = "the answer is " + words_for_status(out.response.status);
    return out;
  }
  const std::string type = out.response.header("content-type");
  Result<Feed> feed =
      parse_feed(body, {out.response.url, type, out.response.header("content-location")});
  if (feed) {
    out.is_feed = true;
    out.feed = std::move(*feed);
    return out;
  }
  out.problem = feed.error().message;
  if (const Result<Page> page = read_page(body, {out.response.url, type})) {
    for (const std::string& named : page->feeds)
      if (std::find(out.feeds.begin(), out.feeds.end(), named) == out.feeds.end())
        out.feeds.push_back(named);
  }
  return out;
}

std::vector<std::string> describe_probe(const FeedProbe& probe, const std::string& url,
                                        UtcTime now) {
  std::vector<std::string> out;
  if (!probe.response.permanent_url.empty())
    out.push_back("moved for good to " + probe.response.permanent_url);
  else if (probe.response.url != url)
    out.push_back("answers from " + probe.response.url);
  if (!probe.is_feed) {
    out.push_back(probe.problem);
    for (const std::string& feed : probe.feeds) out.push_back("the page names a feed: " + feed);
    return out;
  }
  const Feed& feed = probe.feed;
  out.push_back(feed.version + (feed.title.empty() ? "" : " \"" + fold_space(feed.title) + "\"") +
                ", " + count(feed.entries.size(), "entry", "entries"));
  std::optional<UtcTime> newest;
  std::size_t dated = 0;
  for (const FeedEntry& entry : feed.entries) {
    const std::optional<UtcTime> when = entry.published ? entry.published : entry.updated;
    if (!when) continue;
    ++dated;
    if (!newest || *newest < *when) newest = when;
  }
  if (newest) out.push_back("newest entry of " + to_iso(*newest));
  if (dated < feed.entries.size())
    out.push_back(count(feed.entries.size() - dated, "entry", "entries") + " without a date");
  for (const std::string& repair : feed.repairs) out.push_back("mended: " + repair);
  std::optional<milliseconds> stated = freshness(probe.response.headers, now);
  if (feed.ttl_s > 0)
    stated = std::max(stated.value_or(milliseconds(0)), milliseconds(feed.ttl_s * 1000));
  if (stated && stated->count() > 0)
    out.push_back("wants to be asked every " + std::to_string(stated->count() / 1000) +
                  " s at most");
  const bool validators =
      !probe.response.header("etag").empty() || !probe.response.header("last-modified").empty();
  out.push_back(validators ? "can say that nothing is new (ETag or Last-Modified)"
                           : "has no validators: is sent whole at every poll");
  if (!feed.hub.empty()) out.push_back("names a hub that is not used: " + feed.hub);
  return out;
}

}  // namespace pactwatch
