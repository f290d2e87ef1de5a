#pragma once
// Takes extractions from their queue and has them recorded, many in one commit.

#include <functional>
#include <string>
#include <vector>

#include "bus/socket.h"
#include "bus/stage.h"
#include "core/result.h"
#include "daemon/worker.h"

namespace pactwatch {

// What the worker asks of the store. Both are called from the worker's thread only.
struct LedgerPort {
  // Records the batch in one transaction, all or nothing, and marks its items done (or failed,
  // where the extraction carries an error). Doing so again changes nothing.
  std::function<Status(const std::vector<bus::Extraction>& batch)> record;
  // Marks an item failed for a reason that trying again does not mend.
  std::function<Status(const bus::Extraction& extraction, const Error& reason)> give_up;
  // Called after a commit, for those who wait for its changes.
  std::function<void(const std::vector<bus::Extraction>& batch)> committed;
};

// Opens the queue of extractions and binds it. Call it before any extract worker connects.
Result<bus::Socket> bind_extractions(const bus::Context& context, const std::string& endpoint,
                                     const std::optional<bus::CurveKeys>& curve = std::nullopt);

// The body of the ledger worker. A store that is unavailable (a full disk, a lock) is tried again,
// slower and slower, while the queue fills and the stages before it wait; on a stop it gives up
// soon, and the items stay pending.
Status run_ledger_worker(bus::Socket queue, const LedgerPort& ledger, Worker& worker);

}  // namespace pactwatch
