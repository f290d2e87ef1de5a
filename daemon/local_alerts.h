#pragma once
// Prints the changes that the configuration asks for, as they are published.

#include <iosfwd>
#include <mutex>
#include <vector>

#include "alerts/subscription.h"
#include "bus/message.h"
#include "daemon/config.h"

namespace pactwatch {

class LocalAlerts {
 public:
  // `out` outlives it.
  LocalAlerts(std::ostream& out, bool colour) : out_(out), colour_(colour) {}

  // Any thread.
  void subscribe(const std::vector<alerts::Subscription>& configured);
  // The relay's thread.
  void show(const bus::Message& message);

 private:
  std::ostream& out_;
  const bool colour_;
  std::mutex mutex_;
  std::vector<alerts::Subscription> subscriptions_;  // guarded by mutex_
};

}  // namespace pactwatch
