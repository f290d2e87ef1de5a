#pragma once
// The fetcher's thread: polls the feeds and hands what it reads to the queue of articles.

#include "bus/socket.h"
#include "core/result.h"
#include "daemon/article_queue.h"
#include "daemon/config.h"
#include "daemon/worker.h"

namespace pactwatch {

// How other threads talk to the fetcher.
class FetchControl {
 public:
  // The feeds in the store are other ones now: look at once.
  void feeds_changed() { wake_.wake(); }
  const bus::Wake& wake() const { return wake_; }

 private:
  bus::Wake wake_;
};

// The body of the fetch worker.
Status run_fetch_worker(ArticleQueue queue, const Config& config, FetchControl& control,
                        Worker& worker);

}  // namespace pactwatch
