#include "daemon/fetch_worker.h"

#include <chrono>
#include <memory>
#include <utility>

#include <spdlog/spdlog.h>

#include "daemon/store_ports.h"
#include "fetcher/poller.h"
#include "store/data_dir.h"
#include "store/frontier.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kStep{100};  // until the worker shows that it lives, and sees a stop
// How long an article waits for room in the queue before the fetcher turns to its transfers again.
constexpr int kRoomMs = 50;

PollerOptions options_of(const Config& config) {
  PollerOptions options;
  if (!config.user_agent.empty()) options.http.user_agent = config.user_agent;
  options.http.addresses.allow_loopback = config.allow_loopback;
  options.http.concurrency = config.concurrency;
  options.http.total_timeout = config.timeout;
  options.schedule.every = config.every;
  for (const FeedConfig& feed : config.feeds)
    if (feed.every) options.every[feed.url] = *feed.every;
  options.max_feed_bytes = static_cast<std::size_t>(config.max_feed_bytes);
  options.max_page_bytes = static_cast<std::size_t>(config.max_page_bytes);
  return options;
}

}  // namespace

Status run_fetch_worker(ArticleQueue queue, const Config& config, FetchProgress& progress,
                        Worker& worker) {
  Result<std::unique_ptr<Frontier>> frontier = open_frontier(database_file(config.data).string());
  if (!frontier) return tl::unexpected(frontier.error());
  const Poller::Sink sink = [&](const FetchedArticle& fetched) -> Result<bool> {
    Result<bool> sent =
        queue.send(item_handle(fetched.item), fetched.article, worker.abandoned() ? 0 : kRoomMs);
    if (!sent || !*sent) return sent;
    ++progress.handed_on;
    if (fetched.from_feed)
      spdlog::debug("{}: read from its feed, since {}", fetched.article.url, fetched.why);
    return true;
  };
  Result<std::unique_ptr<Poller>> poller = Poller::create(options_of(config), **frontier, sink);
  if (!poller) return tl::unexpected(poller.error());
  while (!worker.draining()) {
    worker.beat();
    if (Status stepped = (*poller)->step(kStep); !stepped) return stepped;
    progress.idle = (*poller)->idle();
  }
  return (*poller)->drain();
}

}  // namespace pactwatch
