#pragma once
// WebSub as the daemon runs it: the door for hubs, and who asks them. Without a [websub] section it
// does nothing. Belongs to the fetch worker's thread; the door has one of its own.

#include <memory>

#include "core/result.h"
#include "daemon/config.h"
#include "fetcher/push_queue.h"

namespace pactwatch {

class WebSub {
 public:
  // `queue` takes what hubs push, and must outlive it. Errors: the port is not free, no store.
  static Result<std::unique_ptr<WebSub>> open(const Config& config, PushQueue& queue);
  ~WebSub();
  WebSub(const WebSub&) = delete;
  WebSub& operator=(const WebSub&) = delete;

  // Asks hubs that are due, and moves on what is asked. Never waits. A store that does not answer
  // is in the log, once, and tried again.
  void step();

 private:
  class Impl;
  explicit WebSub(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;  // nullptr: off
};

}  // namespace pactwatch
