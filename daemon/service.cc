#include "daemon/service.h"

#include <time.h>

#include <systemd/sd-daemon.h>

namespace pactwatch::service {
namespace {

void notify(const std::string& text) { sd_notify(/*unset_environment=*/0, text.c_str()); }

}  // namespace

void ready(const std::string& text) { notify("READY=1\nSTATUS=" + text); }

void status(const std::string& text) { notify("STATUS=" + text); }

void reloading() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const long long microseconds = now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
  notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void extend_start(std::chrono::seconds time) {
  notify("EXTEND_TIMEOUT_USEC=" + std::to_string(time.count() * 1'000'000LL) +
         "\nSTATUS=opening the ledger");
}

void stopping() { notify("STOPPING=1\nSTATUS=stopping"); }

void alive() { notify("WATCHDOG=1"); }

std::chrono::milliseconds watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(/*unset_environment=*/0, &microseconds) <= 0)
    return std::chrono::milliseconds(0);
  return std::chrono::milliseconds(microseconds /
                                   2000);  // half of it, as sd_watchdog_enabled(3) says
}

}  // namespace pactwatch::service
