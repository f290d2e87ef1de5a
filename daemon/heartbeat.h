#pragma once
// The dead man's switch: an address that is asked regularly while all is well, so that somebody
// else notices when it is not asked any more.

#include <atomic>

#include "core/result.h"
#include "daemon/config.h"
#include "daemon/metrics.h"
#include "daemon/worker.h"

namespace pactwatch {

// The body of the heartbeat worker. It asks only while `healthy`. The address may be a secret: only
// its host is ever logged. What does not answer is told once and asked again the next time.
Status run_heartbeat(const Config& config, const std::atomic<bool>& healthy, Metrics& metrics,
                     Worker& worker);

}  // namespace pactwatch
