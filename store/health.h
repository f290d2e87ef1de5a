#pragma once
// Whether a ledger's file is whole, asked from beside a running daemon.

#include <cstdint>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

struct StoreHealth {
  std::string damage;           // the first thing SQLite finds wrong; empty: none
  std::uint64_t wal_bytes = 0;  // of the write-ahead log
  std::uint64_t file_bytes = 0;
  bool open_to_others = false;  // the mode of a file lets other users read
  UtcTime latest;               // recorded last; later than now: the clock was put back
};

// Reads every page of `file` once. Errors: as of opening it.
Result<StoreHealth> look_at_store(const std::string& file);

}  // namespace pactwatch
