#pragma once
// Which changes somebody asked for.

#include <string>
#include <vector>

#include "alerts/change_view.h"

namespace pactwatch::alerts {

struct Subscription {
  // Names, compared without regard to case. None: every change. One: every change that touches it.
  // Several: changes between at least two of them, and of one of them alone.
  std::vector<std::string> parties = {};
  bool rule_changes = false;  // also what newer rules found in old articles

  bool wants(const ChangeView& change) const;
};

// Does any of them want it? No subscription at all wants everything but rule changes.
bool any_wants(const std::vector<Subscription>& subscriptions, const ChangeView& change);

}  // namespace pactwatch::alerts
