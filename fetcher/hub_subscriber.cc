#include "fetcher/hub_subscriber.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "fetcher/host_limits.h"
#include "fetcher/poller_feed.h"
#include "fetcher/url.h"
#include "fetcher/websub.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostAsking = 4;     // requests at once: one hub serves many feeds
constexpr std::int64_t kLookMs = 500;      // between two looks for those that are due
constexpr std::size_t kMostAnswer = 4096;  // of a hub's answer; the rest would only be logged

milliseconds doubled(milliseconds base, int times, milliseconds most) {
  for (int i = 0; i < times && base < most; ++i) base *= 2;
  return std::min(base, most);
}

}  // namespace

UtcTime renew_at(UtcTime now, std::chrono::seconds lease) {
  return {now.ms + lease.count() * 1000 * 4 / 5};
}

bool keeps_secrets(const std::string& hub) {
  return hub.starts_with("https://") || is_this_machine(host_of(hub));
}

Status HubSubscriber::step(milliseconds timeout) {
  if (clock_.now() >= look_again_ || look_again_.ms > clock_.now().ms + kLookMs) {
    look_again_ = {clock_.now().ms + kLookMs};
    if (Status asked = ask_due(); !asked) return asked;
  }
  return http_.step(timeout);
}

Status HubSubscriber::ask_due() {
  const std::size_t running = http_.running();
  if (running >= kMostAsking) return {};
  const Result<std::vector<HubRecord>> due =
      hubs_.due(clock_.now(), static_cast<int>(kMostAsking - running));
  if (!due) return tl::unexpected(due.error());
  for (const HubRecord& hub : *due)
    if (Status asked = ask(hub); !asked) return asked;
  return {};
}

Status HubSubscriber::ask(const HubRecord& hub) {
  // A renewal keeps token and secret: a hub knows a subscription by topic and callback (5.1).
  std::string token = hub.token;
  std::string secret = hub.secret;
  if (token.empty()) {
    for (std::string* random : {&token, &secret}) {
      Result<std::string> made = random_token();
      if (!made) return tl::unexpected(made.error());
      *random = std::move(*made);
    }
    if (!keeps_secrets(hub.hub)) secret.clear();
  }
  const milliseconds wait = doubled(options_.patience, hub.tries, options_.longest_patience);
  if (Status kept = hubs_.asking(hub.feed, token, secret, {clock_.now().ms + wait.count()}); !kept)
    return kept;
  HttpRequest request;
  request.url = hub.hub;
  request.max_bytes = kMostAnswer;
  request.form =
      subscription_form({options_.callback + (options_.callback.ends_with('/') ? "" : "/") + token,
                         hub.topic, options_.lease, secret});
  spdlog::debug("feed {}: asking {} to push", hub.feed_url, hub.hub);
  http_.get(std::move(request), [this, hub, token](const Result<HttpResponse>& answer) {
    answered(hub, token, answer);
  });
  return {};
}

void HubSubscriber::answered(const HubRecord& hub, const std::string& token,
                             const Result<HttpResponse>& answer) {
  std::string error;
  milliseconds wait = doubled(options_.patience, hub.tries, options_.longest_patience);
  if (!answer) {
    error = answer.error().message;
  } else if (answer->status < 200 || answer->status > 299) {
    error = "the hub answered " + words_for_status(answer->status);
    // The body is a plain-text reason (5.2).
    const std::string reason = fold_space(make_valid_utf8(answer->body)).substr(0, 200);
    if (!reason.empty()) error += ": " + make_valid_utf8(reason);
    if (const auto pause = pause_of(*answer, clock_.now())) wait = std::max(wait, *pause);
  } else {
    return;  // 202: the hub confirms in its own time; the callback hears of it
  }
  if (error != hub.error) spdlog::warn("feed {}: {}: {}", hub.feed_url, hub.hub, error);
  if (Status kept = hubs_.failed(token, false, error, {clock_.now().ms + wait.count()}); !kept)
    spdlog::warn("the store does not answer: {}", to_string(kept.error()));
}

}  // namespace pactwatch
