#pragma once
// Asks hubs to push, and asks again before the lease ends (WebSub, 5.1). Belongs to one thread.

#include <chrono>
#include <cstddef>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "fetcher/http.h"
#include "store/hubs.h"

namespace pactwatch {

struct WebSubOptions {
  // Where hubs reach the listener from outside, without the token: "https://example.org/websub".
  std::string callback;
  // What we ask for; hubs decide. Ten days, the most that the large public hubs give.
  std::chrono::seconds lease{std::chrono::hours(240)};
  // How long an asked hub may take to confirm before it is asked again; doubled each time, up to
  // the longest.
  std::chrono::milliseconds patience{std::chrono::minutes(10)};
  std::chrono::milliseconds longest_patience{std::chrono::hours(24)};
};

// When to ask for more time: after four fifths of the lease, so that a hub that is down for a fifth
// of it loses nothing.
UtcTime renew_at(UtcTime now, std::chrono::seconds lease);
// Whether a secret may be told to `hub`: over https (5.1), and on this machine.
bool keeps_secrets(const std::string& hub);

class HubSubscriber {
 public:
  // `hubs`, `http` and `clock` must outlive it.
  HubSubscriber(WebSubOptions options, Hubs& hubs, HttpClient& http, const Clock& clock)
      : options_(std::move(options)), hubs_(hubs), http_(http), clock_(clock) {}

  // Asks those that are due, a few at a time, and moves requests on; waits up to `timeout`. Hubs
  // that fail are no error; a store that does is.
  Status step(std::chrono::milliseconds timeout);

 private:
  Status ask_due();
  Status ask(const HubRecord& hub);
  void answered(const HubRecord& hub, const std::string& token, const Result<HttpResponse>& answer);

  const WebSubOptions options_;
  Hubs& hubs_;
  HttpClient& http_;
  const Clock& clock_;
  UtcTime look_again_;
};

}  // namespace pactwatch
