#pragma once
// The stages as they are, with a stopwatch and a counter around each.

#include <atomic>
#include <cstdint>
#include <functional>

#include "daemon/extract_worker.h"
#include "daemon/ledger_worker.h"
#include "daemon/metrics.h"
#include "daemon/relay.h"
#include "store/ledger.h"

namespace pactwatch {

// All of them outlived by `metrics`.
Reader measured(Reader reader, Metrics& metrics, std::atomic<std::uint64_t>& extracted);
// What was passed over unread counts as extracted when it is committed.
LedgerPort measured(LedgerPort port, Metrics& metrics, std::atomic<std::uint64_t>& extracted);
OutboxPort measured(OutboxPort port, Metrics& metrics);
// For outbox_port(): how long a change waited for its number.
std::function<void(const Change&)> numbered_by(Metrics& metrics);

}  // namespace pactwatch
