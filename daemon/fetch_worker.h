#pragma once
// The fetcher's thread: polls the feeds and hands what it reads to the queue of articles.

#include <atomic>
#include <cstdint>

#include "core/result.h"
#include "daemon/alert_worker.h"
#include "daemon/article_queue.h"
#include "daemon/config.h"
#include "daemon/metrics.h"
#include "daemon/worker.h"

namespace pactwatch {

// What other threads may know of the fetcher.
struct FetchProgress {
  std::atomic<bool> idle = false;            // nothing under way, in hand or due now
  std::atomic<std::uint64_t> handed_on = 0;  // articles, since the start
};

// The body of the fetch worker, and of the door for hubs where one is configured. It waits while
// the queue is full. Draining breaks off what is still on its way over the network and hands on
// what is ready. News of the parties that `alerts` watches is read first.
Status run_fetch_worker(ArticleQueue queue, const Config& config, AlertBook& alerts,
                        FetchProgress& progress, Metrics& metrics, Worker& worker);

}  // namespace pactwatch
