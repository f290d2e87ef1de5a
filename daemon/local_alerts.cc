#include "daemon/local_alerts.h"

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/terminal.h"
#include "bus/cloud_event.h"

namespace pactwatch {

void LocalAlerts::subscribe(const std::vector<alerts::Subscription>& configured) {
  std::vector<alerts::Subscription> here;
  for (const alerts::Subscription& alert : configured)
    if (alert.target.kind.empty()) here.push_back(alert);
  const std::lock_guard lock(mutex_);
  subscriptions_ = std::move(here);
}

void LocalAlerts::show(const bus::Message& message) {
  const Result<bus::CloudEvent> event = bus::decode_cloud_event(message.payload);
  const Result<alerts::ChangeView> change =
      event ? alerts::change_from_json(event->data) : tl::unexpected(event.error());
  if (!change) {
    spdlog::error("change {} cannot be shown: {}", message.seq, to_string(change.error()));
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (!alerts::any_wants(subscriptions_, *change)) return;
  }
  alerts::print_alert(out_, *change, colour_);
}

}  // namespace pactwatch
