#pragma once
// WebSub as the store remembers it: which feed names which hub, what we asked of it, and until when
// it pushes. Feeds that name a hub come into it by Frontier::record_polls(). An object belongs to
// one thread; several may share one file. Every call is one transaction.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

enum class HubState {
  offered,  // the feed names a hub; nothing was confirmed yet
  active,   // the hub confirmed, until lease_until
  denied,   // the hub said no; asked again later
};

struct HubRecord {
  std::int64_t feed = 0;
  std::string feed_url;
  std::string hub;
  std::string topic;   // the feed's address as the hub knows it
  std::string token;   // of the callback; empty: never asked
  std::string secret;  // for the signature of what is pushed; empty: it is not signed
  HubState state = HubState::offered;
  UtcTime next_try;  // when to ask, or to ask for more time
  int tries = 0;     // in a row without success
  std::optional<UtcTime> lease_until;
  std::optional<UtcTime> last_push;
  std::int64_t pushes = 0;
  std::string error;
};

class Hubs {
 public:
  virtual ~Hubs() = default;

  // Those to ask now, most overdue first; feeds that are gone or paused are left out.
  virtual Result<std::vector<HubRecord>> due(UtcTime now, int limit) = 0;
  virtual Result<std::optional<HubRecord>> of_feed(std::int64_t feed) = 0;
  // nullopt for a token that nobody has, or not any more.
  virtual Result<std::optional<HubRecord>> of_token(const std::string& token) = 0;

  // The hub is about to be asked with this token and secret; asked again at `next_try` unless it
  // confirms. Committed before the request goes out, for the confirmation may overtake its answer.
  virtual Status asking(std::int64_t feed, const std::string& token, const std::string& secret,
                        UtcTime next_try) = 0;
  // The hub confirmed the subscription of `token`.
  virtual Status confirmed(const std::string& token, UtcTime lease_until, UtcTime renew_at) = 0;
  // It could not be asked, or it refused (`denied`: as WebSub says it); asked again at `next_try`.
  // A lease that still runs stays. The error stands until the next confirmation.
  virtual Status failed(const std::string& token, bool denied, const std::string& error,
                        UtcTime next_try) = 0;
};

// On a data directory's file, migrated first.
Result<std::unique_ptr<Hubs>> open_hubs(const std::string& file);
// The same for reading beside a daemon: calls that write fail.
Result<std::unique_ptr<Hubs>> open_hubs_read_only(const std::string& file);

}  // namespace pactwatch
