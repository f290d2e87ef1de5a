#pragma once
// The daemon: everything wired, started in order, watched, and stopped in order.

#include "core/result.h"
#include "daemon/config.h"
#include "daemon/signals.h"

namespace pactwatch {

struct RunOptions {
  Config config;
  // Feeds of the command line; they are kept through reloads.
  std::vector<FeedConfig> extra_feeds;
  // Stop once every feed was polled and nothing is left to read now (demo and tests).
  bool until_idle = false;
};

// Runs until a signal ends it, or until idle. Success means that it stopped as asked, with
// everything read recorded and published. Errors: conflict when another daemon holds the data
// directory, invalid_input for rules or endpoints that do not load.
Status run_daemon(const RunOptions& options, const Signals& signals);

}  // namespace pactwatch
