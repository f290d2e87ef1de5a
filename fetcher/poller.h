#pragma once
// The fetcher's worker: polls feeds when they are due, reads the pages of new items and hands
// articles on in the order of their publication.
//
// All state that matters is the frontier's; what a Poller holds can be lost at any moment. The
// validators and items of a poll are one transaction; an item stays pending until the ledger has
// recorded it, so whatever is killed in between is read again.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/article.h"
#include "core/result.h"
#include "core/time.h"
#include "fetcher/host_limits.h"
#include "fetcher/http.h"
#include "fetcher/lag.h"
#include "fetcher/push_queue.h"
#include "fetcher/schedule.h"
#include "store/frontier.h"

namespace pactwatch {

// An article on its way to the extractor.
struct FetchedArticle {
  std::int64_t item = 0;  // the frontier's; goes with the article until the ledger records it
  Article article;
  // The page could not be read, `why` says the reason, and the text is what the feed itself holds.
  bool from_feed = false;
  std::string why;
};

struct PollerOptions {
  HttpOptions http;
  HostLimitOptions hosts;
  ScheduleOptions schedule;
  // Feeds with a shortest time between polls of their own, by URL.
  std::map<std::string, std::chrono::milliseconds> every;
  std::size_t max_feed_bytes = 8 << 20;
  std::size_t max_page_bytes = 8 << 20;
  // The product token that robots.txt knows us by.
  std::string robots_agent = "pactwatch";
  // New items wait this long for older ones that other feeds may be about to bring, at most four
  // times as long while polls are still under way.
  std::chrono::milliseconds settle{250};
  // How long an article that is ready waits for an older one whose page is slow.
  std::chrono::milliseconds order_wait{3000};
  int window = 64;  // items in hand at once: leased, being read, waiting for their turn
  // Polls are recorded together: as many as this, or what came within this time while others are
  // still under way. Each group is one transaction, and pages that several of them touch are
  // written once.
  std::size_t group = 512;
  std::chrono::milliseconds group_wait{50};
  // A feed is not asked sooner than this after its last poll because a hub says that it has news:
  // some hubs cannot sign what they push, and anybody may then say so.
  std::chrono::milliseconds push_gap{std::chrono::minutes(1)};
};

// What a Poller did since it was made.
struct PollerCounts {
  std::uint64_t polls = 0;  // that had an answer: a feed or 304
  std::uint64_t failed_polls = 0;
  std::uint64_t new_items = 0;
  std::uint64_t articles = 0;  // handed on, those from feeds included
  std::uint64_t from_feed = 0;
  std::uint64_t failed_items = 0;  // given up
  std::uint64_t pushes = 0;        // of hubs
  std::uint64_t deferred = 0;      // polls that their host had no room for
  LagHistogram lag;                // from a feed's next poll to the moment it was asked
};

// Everything but wake() belongs to one thread.
class Poller {
 public:
  // Takes an article, or says false when there is no room: it is offered again by a later step().
  // It may wait for room, for as long as the caller of step() may be kept waiting. An error ends
  // step().
  using Sink = std::function<Result<bool>(const FetchedArticle&)>;

  // `frontier`, `clock` and `pushes` (what hubs pushed; may be nullptr) must outlive the poller.
  // Takes back the leases of an earlier process, so the caller must hold the data directory's lock.
  static Result<std::unique_ptr<Poller>> create(PollerOptions options, Frontier& frontier,
                                                Sink sink, const Clock& clock = system_clock(),
                                                PushQueue* pushes = nullptr);
  // Breaks off what is under way; its items stay pending.
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Does what is due and waits up to `timeout` for more. A store that is busy or full is not an
  // error: the log says so and step() tries again. Call it in a loop.
  Status step(std::chrono::milliseconds timeout);
  // Ends a step() that waits: to stop, or because feeds were added. From any thread.
  void wake();
  // The quick end: breaks off all transfers and hands on what is ready and next in order, as long
  // as there is room. Call it instead of further steps.
  Status drain();

  // Nothing under way, in hand or due now. What the feeds hold has all been handed on.
  bool idle() const;
  const PollerCounts& counts() const;

 private:
  class Impl;
  explicit Poller(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
