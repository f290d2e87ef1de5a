#pragma once
// The frontier: the durable to-do list. Feeds with their next poll, items with their state. Every
// call is one transaction. An object belongs to one thread; several may share one file.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

struct FeedRecord {
  std::int64_t id = 0;
  std::string url;
  std::string title;
  std::string etag;  // validators of the last response that parsed
  std::string last_modified;
  UtcTime next_poll;
  std::int64_t interval_s = 0;
  int errors = 0;  // in a row
  std::string last_error;
  std::optional<UtcTime> last_ok;
  std::optional<UtcTime> last_new;  // when an item was last new
  bool gone = false;                // 410: never polled again
  bool paused = false;              // by hand: not polled until resumed
  bool added = false;               // by hand: stays, whatever the configuration lists
  bool followed = false;            // belongs to a pair that is followed: stays, too
  std::int64_t every_ms = 0;        // its own shortest time between polls; 0: the configuration's
  std::string repairs;              // what the parser had to mend, in words
  std::string redirect_to;          // where permanent redirects lead, not yet trusted
  std::optional<UtcTime> redirect_since;
  std::int64_t pending = 0;  // items by state
  std::int64_t done = 0;
  std::int64_t failed = 0;
};

// An entry of a feed, as the poller saw it.
struct DiscoveredItem {
  std::string identity;  // stable over edits, unique in the feed
  std::string url;
  std::string title;
  std::string author;
  std::string published;    // ISO; empty when the feed does not say
  std::string text;         // plain text of the feed itself
  std::string fingerprint;  // differs when the outlet edited the entry
};

struct PollOutcome {
  std::int64_t feed = 0;
  UtcTime at;
  UtcTime next_poll;
  std::int64_t interval_s = 0;
  std::string error;          // empty: it worked
  bool not_modified = false;  // 304: no items, validators kept unless new ones came
  std::string etag;
  std::string last_modified;
  std::string title;
  std::string repairs;
  bool gone = false;
  std::string redirect_to;
  // WebSub, of a 200 that parsed: the hub that the feed names, and the address it is known by
  // there.
  std::string hub;
  std::string topic;
  std::vector<DiscoveredItem> items;
};

// Where a look at the due feeds goes on: behind this one, in the order of due_feeds().
struct DuePlace {
  UtcTime next_poll;
  std::int64_t feed = 0;
};

// nullopt: there is none.
struct NextDue {
  std::optional<UtcTime> feed;
  std::optional<UtcTime> item;
};

struct Deferral {
  std::int64_t feed = 0;
  UtcTime next_poll;
};

// A host that asked to be left alone.
struct HostPause {
  std::string host;
  UtcTime until;
};

struct PendingItem {
  std::int64_t id = 0;
  std::int64_t feed = 0;
  std::string url;
  std::string title;
  std::string author;
  std::string published;
  std::string text;
  std::string feed_title;
  int attempts = 0;        // before this one
  bool preferred = false;  // see Frontier::prefer()
};

// How many there are of what.
struct FrontierCounts {
  std::int64_t feeds = 0;
  std::int64_t failing = 0;  // the last answer was an error
  std::int64_t gone = 0;
  std::int64_t paused = 0;
  std::int64_t pending_items = 0;
  std::int64_t failed_items = 0;         // given up
  std::int64_t unpublished_changes = 0;  // that wait for the relay
  std::optional<UtcTime> oldest_unpublished;
  std::int64_t waiting_deliveries = 0;
  std::int64_t dead_deliveries = 0;
  std::optional<UtcTime> oldest_delivery;  // when it was made
};

// A feed's own history: how often it brings something, and when it last did.
struct FeedRhythm {
  std::int64_t id = 0;
  std::string url;
  int errors = 0;
  std::optional<UtcTime> last_ok;
  std::optional<UtcTime> last_new;
  std::int64_t longest_gap_ms = 0;  // between neighbours of its last 200 dated items
  int dated = 0;                    // of those items
};

class Frontier {
 public:
  virtual ~Frontier() = default;

  // Adds a feed, due at once; the id it has already when the URL is known.
  virtual Result<std::int64_t> add_feed(const std::string& url, UtcTime now) = 0;
  // Marks a feed as added by hand. Fails when no feed has the URL.
  virtual Status keep_feed(const std::string& url) = 0;
  // Stops or resumes the polling of a feed; a resumed one is due at once, one that was gone, too.
  // What is pending of it is read all the same. Fails when no feed has the URL.
  virtual Status pause_feed(const std::string& url, bool paused, UtcTime now) = 0;
  virtual Status remove_feed(const std::string& url) = 0;
  virtual Result<std::vector<FeedRecord>> feeds() = 0;
  virtual Result<std::int64_t> count_feeds() = 0;
  // Whether every feed that can be asked has been asked at least once.
  virtual Result<bool> all_asked() = 0;
  // Feeds whose time has come, most overdue first, behind `after`. Costs no more for more feeds.
  // `added`, `followed` and the counts of items are not filled in.
  virtual Result<std::vector<FeedRecord>> due_feeds(UtcTime now, int limit,
                                                    const DuePlace& after = {}) = 0;
  // When the next feed behind `after` is due, and when the next item may be tried.
  virtual Result<NextDue> next_due(const DuePlace& after = {}) = 0;
  // Moves the next poll of feeds that their host has no room for.
  virtual Status defer(const std::vector<Deferral>& deferrals) = 0;
  // Validators, schedule and new items of all these polls in one transaction: one wait for the
  // disk. An item whose fingerprint changed is pending again. Gives the number of items that became
  // pending, poll by poll. A feed that was removed meanwhile is nobody's: nothing is recorded, and
  // that is no error.
  virtual Result<std::vector<std::size_t>> record_polls(
      const std::vector<PollOutcome>& outcomes) = 0;
  Result<std::size_t> record_poll(const PollOutcome& outcome) {
    const Result<std::vector<std::size_t>> fresh = record_polls({outcome});
    if (!fresh) return tl::unexpected(fresh.error());
    return fresh->front();
  }
  // Items that a hub pushed at `at`; as record_polls(), but the schedule stays. With `poll_gap_ms`
  // the feed is due so long after its last poll, at once when that is past: what came says only
  // that there is something.
  virtual Result<std::size_t> record_push(std::int64_t feed,
                                          const std::vector<DiscoveredItem>& items, UtcTime at,
                                          std::optional<std::int64_t> poll_gap_ms) = 0;
  // Remembers the pause of a host over a restart; a shorter one never ends a longer one.
  virtual Status pause_host(const HostPause& pause) = 0;
  // The pauses that last beyond `now`; forgets the others.
  virtual Result<std::vector<HostPause>> host_pauses(UtcTime now) = 0;
  // Items whose title has one of `names` in it are leased before all others from now on, however
  // many wait: what is watched is not read behind a backlog of what is not.
  virtual void prefer(std::vector<std::string> names) = 0;
  // The oldest pending items by publication, leased until `until`: nobody else is given them.
  virtual Result<std::vector<PendingItem>> lease_items(UtcTime now, UtcTime until, int limit) = 0;
  // Takes back the leases of a process that is no more. Call it at start, holding the lock.
  virtual Status release_leases() = 0;
  // Reads all feeds and items once: for a look now and then, not for every step.
  virtual Result<FrontierCounts> counts() = 0;
  // The rhythms of at most `limit` feeds that are polled, by id from the one after `after`.
  virtual Result<std::vector<FeedRhythm>> rhythms(std::int64_t after, int limit) = 0;
  // What waits for a time after `latest` was planned by a wrong clock: it is due at `now`.
  virtual Status forget_future(UtcTime now, UtcTime latest) = 0;
  // Writes down the moment of a start, and so shows that the store takes writes.
  virtual Status note_start(UtcTime now) = 0;
  // Takes what is in the write-ahead log into the file and empties the log. For quiet times: says
  // false, and has done a part, when somebody reads or writes just then; it waits for nobody.
  virtual Result<bool> empty_log() = 0;
  // An item could not be read: tried again at `retry_at`, or given up with its reason.
  virtual Status fail_item(std::int64_t item, const std::string& reason,
                           std::optional<UtcTime> retry_at) = 0;
  // Items that are pending or leased.
  virtual Result<std::int64_t> pending_items() = 0;
};

// How much of what was committed a power cut may take back. A killed process loses nothing either
// way.
enum class Durability {
  full,  // nothing
  // The last commits of this object, which are then polls to be made again: for the poller. What
  // another object commits in full (the ledger, what it read) takes all that came before along.
  relaxed,
};

// The SQLite engine on a data directory's file, migrated first.
Result<std::unique_ptr<Frontier>> open_frontier(const std::string& file,
                                                Durability durability = Durability::full);
// The same for reading beside a daemon: nothing is migrated, calls that write fail.
Result<std::unique_ptr<Frontier>> open_frontier_read_only(const std::string& file);

}  // namespace pactwatch
