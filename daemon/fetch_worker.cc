#include "daemon/fetch_worker.h"

namespace pactwatch {

Status run_fetch_worker(ArticleQueue queue, const Config& config, FetchControl& control,
                        Worker& worker) {
  (void)queue;
  (void)config;
  while (!worker.draining()) {
    worker.beat();
    (void)bus::wait_readable(nullptr, &control.wake(), 100);
    control.wake().clear();
  }
  return {};
}

}  // namespace pactwatch
