#include "alerts/subscription.h"

#include <algorithm>

#include "core/text.h"

namespace pactwatch::alerts {

bool Subscription::wants(const ChangeView& change) const {
  if (change.cause == "rules" && !rule_changes) return false;
  if (parties.empty()) return true;
  std::size_t named = 0;
  for (const std::string& party : change.parties) {
    named += static_cast<std::size_t>(std::any_of(
        parties.begin(), parties.end(),
        [&](const std::string& wanted) { return ascii_lower(wanted) == ascii_lower(party); }));
  }
  if (parties.size() == 1) return named == 1;
  return named >= 2 || (named == 1 && change.parties.size() == 1);
}

bool any_wants(const std::vector<Subscription>& subscriptions, const ChangeView& change) {
  if (subscriptions.empty()) return Subscription{}.wants(change);
  return std::any_of(subscriptions.begin(), subscriptions.end(),
                     [&](const Subscription& subscription) { return subscription.wants(change); });
}

}  // namespace pactwatch::alerts
