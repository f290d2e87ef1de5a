#pragma once
// WebSub (W3C Recommendation, 23 January 2018), the subscriber's words: what a feed says about its
// hub, how a hub is asked, and whether what was pushed is the hub's. Pure functions, thread-safe.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fetcher/feed.h"
#include "fetcher/http.h"
#include "store/frontier.h"

namespace pactwatch {

// One value of a Link header field (RFC 8288).
struct LinkValue {
  std::string target;             // as written
  std::vector<std::string> rels;  // lower case
};
// All of a field; what cannot be read is left out.
std::vector<LinkValue> parse_link_header(std::string_view field);

struct HubOffer {
  std::string hub;    // absolute
  std::string topic;  // absolute: rel=self, or where the feed was found when it names no self
};
// Section 4: Link header fields first, then the elements of the feed. The first hub of several.
// nullopt: the feed names none that could be asked.
std::optional<HubOffer> discover_hub(const HttpResponse& response, const Feed& feed);

struct HubQuestion {
  std::string callback;
  std::string topic;
  std::chrono::seconds lease{0};
  std::string secret;  // empty: none
};
// Section 5.1: the body of a subscription request.
std::string subscription_form(const HubQuestion& question);

// Section 7: whether X-Hub-Signature `header` ("sha256=...", also sha1, sha384, sha512) signs
// `body` with `secret` (not empty). The comparison takes the same time wherever it fails.
bool signature_matches(std::string_view header, std::string_view body, std::string_view secret);

// 256 bits of the system's generator in 64 hex digits: nobody guesses a callback or a secret.
// Fails only where the system gives no random bytes.
Result<std::string> random_token();

// What a hub pushed.
struct PushedContent {
  std::int64_t feed = 0;
  std::string feed_url;
  std::string content_type;
  std::string body;
  // The signature was checked and is right. Otherwise the push only says that there is something.
  bool authentic = false;
};

struct PushJudgement {
  std::vector<DiscoveredItem> items;  // to be recorded
  bool poll_now = false;              // the feed itself must be asked
  std::string why;                    // for the log, when poll_now
};
// What follows from a push. Entries are taken as they are where their own page identifies them;
// what identifies an entry only within its whole feed (a guid beside a shared link, a link with a
// query) makes the feed be asked, so that the same entry cannot become two items.
PushJudgement judge_push(const PushedContent& pushed);

}  // namespace pactwatch
