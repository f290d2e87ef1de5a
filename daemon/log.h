#pragma once
// The daemon's log: one line a happening, to standard error, where systemd's journal picks it up.

#include <string>

namespace pactwatch {

// Sets the level and the form ("json": one object a line) of the process's one logger. Under
// systemd lines carry the journal's priority prefix (sd-daemon(3)) and no time of their own.
void start_log(const std::string& level, bool json);

}  // namespace pactwatch
