#include "fetcher/host_limits.h"

#include <algorithm>

namespace pactwatch {
namespace {

// How long to wait for one of a host's own requests to finish before asking again. It is only an
// upper bound for a timer: finishing one wakes the poller anyhow.
constexpr std::int64_t kBusyMs = 100;

}  // namespace

bool is_this_machine(const std::string& host) {
  const std::string name =
      host.starts_with("[") ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return name == "localhost" || name == "[::1]" || name.ends_with(".localhost") ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string::npos);
}

UtcTime HostLimits::may_start(const std::string& name, UtcTime now) const {
  const auto found = hosts_.find(name);
  if (found == hosts_.end()) return now;
  const Host& host = found->second;
  UtcTime at = std::max({now, host.next_start, host.paused_until});
  if (at == now && host.running >= options_.at_once) at.ms += kBusyMs;
  return at;
}

UtcTime HostLimits::paused_until(const std::string& name) const {
  const auto found = hosts_.find(name);
  return found == hosts_.end() ? UtcTime{} : found->second.paused_until;
}

void HostLimits::started(const std::string& name, UtcTime now) {
  Host& host = hosts_[name];
  ++host.running;
  if (const std::int64_t gap = gap_of(name).count(); gap > 0) host.next_start = {now.ms + gap};
}

void HostLimits::finished(const std::string& name) {
  const auto found = hosts_.find(name);
  if (found != hosts_.end() && found->second.running > 0) --found->second.running;
}

bool HostLimits::pause(const std::string& name, UtcTime now, std::chrono::milliseconds wait) {
  Host& host = hosts_[name];
  const UtcTime until{now.ms + std::min(wait, options_.longest_pause).count()};
  if (until <= host.paused_until) return false;
  host.paused_until = until;
  return true;
}

void HostLimits::forget_idle(UtcTime now) {
  std::erase_if(hosts_, [now](const auto& entry) {
    const Host& host = entry.second;
    return host.running == 0 && host.next_start <= now && host.paused_until <= now;
  });
}

}  // namespace pactwatch
