#pragma once
// Which pairs are followed, and which feeds that brought. An object belongs to one thread; several
// may share one file. Every call is one transaction.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

struct FollowedFeed {
  std::string url;
  std::string title;          // until the feed says what it calls itself
  std::int64_t every_ms = 0;  // shortest time between polls; 0: the configuration's
};

struct Follow {
  std::vector<std::string> parties;  // as given
  UtcTime since;
  std::vector<std::string> feeds;  // URLs, in the order in which they were given
};

struct Unfollowed {
  std::vector<std::string> removed;  // feeds that nobody else wants
  std::vector<std::string> kept;     // and those that somebody does
};

class Follows {
 public:
  virtual ~Follows() = default;

  // Follows `parties` (at least one) through `feeds`, due at once where they are new. Following
  // them again replaces the list. Names are the same whatever their case and order. Gives the URLs
  // of the feeds that are new in the store.
  virtual Result<std::vector<std::string>> follow(const std::vector<std::string>& parties,
                                                  const std::vector<FollowedFeed>& feeds,
                                                  UtcTime now) = 0;
  // Ends it. Its feeds go, but for those that stood there before, were added by hand, belong to
  // another pair or are among `keep` (URLs). Fails with not_found when nobody follows `parties`.
  virtual Result<Unfollowed> unfollow(const std::vector<std::string>& parties,
                                      const std::vector<std::string>& keep) = 0;
  // What unfollow() would do; changes nothing.
  virtual Result<Unfollowed> would_unfollow(const std::vector<std::string>& parties,
                                            const std::vector<std::string>& keep) = 0;
  // Oldest first.
  virtual Result<std::vector<Follow>> all() = 0;
};

// On a data directory's file, migrated first.
Result<std::unique_ptr<Follows>> open_follows(const std::string& file);
// The same for reading beside a daemon: calls that write fail.
Result<std::unique_ptr<Follows>> open_follows_read_only(const std::string& file);

}  // namespace pactwatch
