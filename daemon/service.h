#pragma once
// What the daemon tells systemd (sd_notify(3)); without systemd every call does nothing.

#include <chrono>
#include <string>

namespace pactwatch::service {

void ready(const std::string& status);
void status(const std::string& status);
void reloading();
// A start that takes long: systemd waits this much longer from now on.
void extend_start(std::chrono::seconds time);
void stopping();
// Feeds the watchdog.
void alive();
// How often the watchdog wants to be fed; zero when there is none.
std::chrono::milliseconds watchdog_interval();

}  // namespace pactwatch::service
