#include "daemon/fetch_worker.h"

#include <chrono>
#include <memory>
#include <utility>

#include <spdlog/spdlog.h>

#include "core/fault.h"
#include "daemon/store_ports.h"
#include "daemon/websub.h"
#include "fetcher/poller.h"
#include "store/data_dir.h"
#include "store/frontier.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStep{100};  // until the worker shows that it lives, and sees a stop
// How long an article waits for room in the queue before the fetcher turns to its transfers again.
constexpr int kRoomMs = 50;
constexpr std::size_t kMostWatched = 100;  // names; more would no longer be a preference

PollerOptions options_of(const Config& config) {
  PollerOptions options;
  if (!config.user_agent.empty()) options.http.user_agent = config.user_agent;
  options.http.addresses.allow_loopback = config.allow_loopback;
  options.http.addresses.allow_private = config.allow_private;
  options.http.concurrency = config.concurrency;
  options.http.total_timeout = config.timeout;
  options.schedule.every = config.every;
  for (const FeedConfig& feed : config.feeds)
    if (feed.every) options.every[feed.url] = *feed.every;
  options.max_feed_bytes = static_cast<std::size_t>(config.max_feed_bytes);
  options.max_page_bytes = static_cast<std::size_t>(config.max_page_bytes);
  return options;
}

// What was counted since the last time.
void tell_counts(const PollerCounts& now, PollerCounts& before, Metrics& metrics) {
  const auto more = [&](Metric counter, std::uint64_t count, std::uint64_t told) {
    if (count > told) metrics.add(counter, static_cast<double>(count - told));
  };
  more(Metric::polls_ok, now.polls, before.polls);
  more(Metric::polls_failed, now.failed_polls, before.failed_polls);
  more(Metric::items_found, now.new_items, before.new_items);
  more(Metric::articles_from_page, now.articles - now.from_feed,
       before.articles - before.from_feed);
  more(Metric::articles_from_feed, now.from_feed, before.from_feed);
  more(Metric::items_given_up, now.failed_items, before.failed_items);
  before = now;
}

}  // namespace

Status run_fetch_worker(ArticleQueue queue, const Config& config, AlertBook& alerts,
                        FetchProgress& progress, Metrics& metrics, Worker& worker) {
  Result<std::unique_ptr<Frontier>> frontier =
      open_frontier(database_file(config.data).string(), Durability::relaxed);
  if (!frontier) return tl::unexpected(frontier.error());
  const Poller::Sink sink = [&](const FetchedArticle& fetched) -> Result<bool> {
    Result<bool> sent =
        queue.send(item_handle(fetched.item), fetched.article, worker.abandoned() ? 0 : kRoomMs);
    if (!sent || !*sent) return sent;
    fault_point("article.sent");
    ++progress.handed_on;
    if (fetched.from_feed)
      spdlog::debug("{}: read from its feed, since {}", fetched.article.url, fetched.why);
    return true;
  };
  PushQueue pushes;
  Result<std::unique_ptr<Poller>> poller =
      Poller::create(options_of(config), **frontier, sink, system_clock(), &pushes);
  if (!poller) return tl::unexpected(poller.error());
  PollerCounts told;
  // Where hubs come in: what they push is the poller's.
  Result<std::unique_ptr<WebSub>> hubs = WebSub::open(config, pushes);
  if (!hubs) return tl::unexpected(hubs.error());
  while (!worker.draining()) {
    worker.beat();
    if (std::optional<std::vector<std::string>> names = alerts.watched())
      (*frontier)->prefer(names->size() <= kMostWatched ? std::move(*names)
                                                        : std::vector<std::string>());
    if (Status stepped = (*poller)->step(kStep); !stepped) return stepped;
    tell_counts((*poller)->counts(), told, metrics);
    progress.idle = (*poller)->idle();
    (*hubs)->step();
  }
  return (*poller)->drain();
}

}  // namespace pactwatch
