#include "fetcher/poller_feed.h"

#include <algorithm>

#include "core/text.h"
#include "fetcher/feed.h"
#include "fetcher/http_fields.h"
#include "fetcher/poller_item.h"
#include "fetcher/url.h"
#include "fetcher/websub.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

// Feeds first, then whatever the server thinks is one: an Accept without text/html and */* gets
// 406 from some.
constexpr const char* kAcceptFeeds =
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.5, */*;q=0.1";

// A host that says 429 or 503 without a Retry-After.
constexpr milliseconds kDefaultPause = std::chrono::minutes(1);

std::optional<milliseconds> longer(std::optional<milliseconds> a, std::optional<milliseconds> b) {
  if (!a || !b) return a ? a : b;
  return std::max(*a, *b);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

// Reads a 200 into `out`; the reason when it is no feed.
std::string read_feed(const HttpResponse& response, PollJudgement& out) {
  FeedSource source;
  source.url = response.url;
  source.content_type = response.header("content-type");
  source.content_location = response.header("content-location");
  if (trim(response.body).empty()) return "an empty answer instead of a feed";
  const Result<Feed> feed = parse_feed(response.body, source);
  if (!feed) {
    Error error = feed.error();
    error.where.clear();  // the feed's URL is known to whoever reads this
    return to_string(error);
  }
  PollOutcome& outcome = out.outcome;
  outcome.title = fragment_text(feed->title);
  outcome.repairs = joined(feed->repairs);
  outcome.etag = response.header("etag");
  outcome.last_modified = response.header("last-modified");
  outcome.items = identify_items(*feed, response.url);
  if (const std::optional<HubOffer> offer = discover_hub(response, *feed)) {
    outcome.hub = offer->hub;
    outcome.topic = offer->topic;
  }
  if (feed->ttl_s > 0) out.stated = std::chrono::seconds(feed->ttl_s);
  return {};
}

}  // namespace

std::string words_for_status(int status) {
  const char* name = "";
  switch (status) {
    case 400:
      name = " Bad Request";
      break;
    case 401:
      name = " Unauthorized";
      break;
    case 402:
      name = " Payment Required";
      break;
    case 403:
      name = " Forbidden";
      break;
    case 404:
      name = " Not Found";
      break;
    case 406:
      name = " Not Acceptable";
      break;
    case 410:
      name = " Gone";
      break;
    case 429:
      name = " Too Many Requests";
      break;
    case 451:
      name = " Unavailable For Legal Reasons";
      break;
    case 500:
      name = " Internal Server Error";
      break;
    case 502:
      name = " Bad Gateway";
      break;
    case 503:
      name = " Service Unavailable";
      break;
    case 504:
      name = " Gateway Timeout";
      break;
    default:
      break;
  }
  return std::to_string(status) + name;
}

std::optional<milliseconds> pause_of(const HttpResponse& response, UtcTime now) {
  // Some hosts say 403 where they mean 429; with a Retry-After nothing else can be meant.
  const std::string& retry_after = response.header("retry-after");
  if (response.status == 403 && !retry_after.empty()) return parse_retry_after(retry_after, now);
  if (response.status != 429 && response.status != 503) return std::nullopt;
  return parse_retry_after(response.header("retry-after"), now).value_or(kDefaultPause);
}

PollQuestion question_for(const FeedRecord& feed, UtcTime now) {
  PollQuestion question;
  const bool moved = !feed.redirect_to.empty() && trusts_redirect(feed.redirect_since, now);
  question.url = moved ? feed.redirect_to : feed.url;
  question.conditional = (!feed.etag.empty() || !feed.last_modified.empty()) &&
                         !(feed.last_ok && should_forget_validators(feed.url, *feed.last_ok, now));
  return question;
}

HttpRequest request_for(const FeedRecord& feed, const PollQuestion& question,
                        std::size_t max_bytes) {
  HttpRequest request;
  request.url = question.url;
  request.accept = kAcceptFeeds;
  if (question.conditional) {
    request.etag = feed.etag;
    request.last_modified = feed.last_modified;
  }
  request.max_bytes = std::min(max_bytes, kMaxFeedBytes);
  return request;
}

PollJudgement judge_poll(const FeedRecord& feed, const PollQuestion& question,
                         const Result<HttpResponse>& answer, const ScheduleOptions& schedule,
                         UtcTime now) {
  PollJudgement out;
  PollOutcome& outcome = out.outcome;
  outcome.feed = feed.id;
  outcome.at = now;
  outcome.redirect_to = feed.redirect_to;  // kept unless this answer says otherwise
  PollFacts facts;
  facts.jitter = jitter_of(feed.url, now);
  bool news = false;

  const bool redirected = question.url != feed.url;
  if (!answer) {
    Error error = answer.error();
    if (error.where == question.url) error.where.clear();
    outcome.error = to_string(error);
  } else if (answer->status == 304 && question.conditional) {
    outcome.not_modified = true;
    // A 304 may carry a new ETag; the one that is sent next must be the newest.
    const std::string& etag = answer->header("etag");
    const std::string& modified = answer->header("last-modified");
    outcome.etag = etag.empty() ? feed.etag : etag;
    outcome.last_modified = modified.empty() ? feed.last_modified : modified;
    out.stated = question.stated;
  } else if (answer->status == 200) {
    outcome.error = read_feed(*answer, out);
    // Whether the items are new only the frontier knows. First ones are, and a 200 where a 304 was
    // asked for says that something changed.
    news = question.conditional || (!feed.last_new && !outcome.items.empty());
  } else if (answer->status == 410 && !redirected) {
    outcome.gone = true;
    outcome.error = "the outlet ended this feed (410 Gone)";
  } else {
    outcome.error = "the answer was " + words_for_status(answer->status);
  }

  if (answer) {
    if (!redirected) outcome.redirect_to = answer->permanent_url;
    facts.retry_after = out.pause_host = pause_of(*answer, now);
    if (outcome.error.empty()) facts.stated = longer(out.stated, freshness(answer->headers, now));
  }
  if (!outcome.error.empty()) {
    facts.errors = feed.errors + 1;
    if (redirected) outcome.redirect_to.clear();  // ask the feed's own address again
  }
  if (news) {
    facts.quiet = milliseconds(0);
  } else if (feed.last_new) {
    facts.quiet = milliseconds(std::max<std::int64_t>(0, now.ms - feed.last_new->ms));
  }
  const milliseconds interval = next_interval(schedule, facts);
  outcome.next_poll = {now.ms + interval.count()};
  outcome.interval_s = std::chrono::ceil<std::chrono::seconds>(interval).count();
  return out;
}

PollJudgement postpone(const FeedRecord& feed, const std::string& host, UtcTime until,
                       UtcTime now) {
  PollJudgement out;
  out.outcome.feed = feed.id;
  out.outcome.at = now;
  out.outcome.next_poll = until;
  out.outcome.interval_s = (until.ms - now.ms + 999) / 1000;
  out.outcome.error =
      host + " asked to be left alone until " + to_iso(UtcTime{until.ms / 1000 * 1000});
  out.outcome.redirect_to = feed.redirect_to;
  return out;
}

}  // namespace pactwatch
