#pragma once
// Courtesy towards hosts: how many requests at once, how soon after the last, and a pause for the
// whole host when it asks for one, for all its feeds and pages share its patience. Belongs to one
// thread; time is handed in.

#include <chrono>
#include <string>
#include <unordered_map>

#include "core/time.h"

namespace pactwatch {

struct HostLimitOptions {
  int at_once = 2;
  // Between the starts of two requests. Not kept on this machine itself ("localhost", 127.x, ::1):
  // there is nobody to spare.
  std::chrono::milliseconds gap{500};
  // A host that asks for more is taken at its word no longer than this.
  std::chrono::milliseconds longest_pause{std::chrono::hours(24)};
};

// Whether a host, as host_of() of url.h names it, is this machine by its very name.
bool is_this_machine(const std::string& host);

// Hosts are named as host_of() of url.h does, with their port.
class HostLimits {
 public:
  explicit HostLimits(HostLimitOptions options) : options_(options) {}

  // When a request may start: `now` when at once, later when a gap or pause is on. While as many
  // run as may, a time shortly after `now`: ask again when one has finished.
  UtcTime may_start(const std::string& host, UtcTime now) const;
  // Whether the host asked to be left alone, and until when (UtcTime{} when it did not).
  UtcTime paused_until(const std::string& host) const;

  // Between the starts of two requests to `host`; none on this machine.
  std::chrono::milliseconds gap_of(const std::string& host) const {
    return is_this_machine(host) ? std::chrono::milliseconds(0) : options_.gap;
  }
  void started(const std::string& host, UtcTime now);
  void finished(const std::string& host);
  // Nothing starts on `host` before `now + wait`. A shorter pause never ends a longer one; true
  // when this one is the longest so far.
  bool pause(const std::string& host, UtcTime now, std::chrono::milliseconds wait);
  // Forgets hosts that nothing is on record for. Costs one look at each.
  void forget_idle(UtcTime now);
  std::size_t size() const { return hosts_.size(); }

 private:
  struct Host {
    int running = 0;
    UtcTime next_start;
    UtcTime paused_until;
  };
  HostLimitOptions options_;
  std::unordered_map<std::string, Host> hosts_;
};

}  // namespace pactwatch
