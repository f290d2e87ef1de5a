#pragma once
// What the workers ask of the store, answered by the store: the only place where the bus's messages
// and the ledger's records meet.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "bus/publisher.h"
#include "daemon/ledger_worker.h"
#include "daemon/relay.h"
#include "store/frontier.h"
#include "store/ledger.h"

namespace pactwatch {

// A handle of the frontier as it travels with an article, and back.
std::string item_handle(std::int64_t item);
Result<std::int64_t> item_of(const std::string& handle);

// Recording. `ledger` and `frontier` are used from the ledger worker's thread only. After a commit
// the relay is woken and the events go to `hints`. `settled` counts articles recorded or given up.
LedgerPort ledger_port(std::shared_ptr<Ledger> ledger, std::shared_ptr<Frontier> frontier,
                       const std::string& epoch, HintQueue& hints, const bus::Wake& relay,
                       std::atomic<std::uint64_t>& settled);

// Numbering and replaying. `ledger` is used from the relay's thread only.
// `numbered` is called for each change that got its number.
OutboxPort outbox_port(std::shared_ptr<Ledger> ledger, const std::string& epoch,
                       std::function<void(const Change&)> numbered);
bus::ReplaySource replay_source(std::shared_ptr<Ledger> ledger, const std::string& epoch);

// A change as it goes over the wire.
bus::Message message_of(const Change& change, const std::string& epoch);

}  // namespace pactwatch
