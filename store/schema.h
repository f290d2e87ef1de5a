#pragma once
// The tables, and how an older file becomes a newer one.

#include "core/result.h"
#include "store/sqlite.h"

namespace pactwatch {

// The version this program writes.
inline constexpr int kSchemaVersion = 5;

// Brings the file up to kSchemaVersion in one transaction. Refuses a file that a newer
// program wrote.
Status migrate(Database& db);
// Gives the ledger a new name for its life, as after a restore.
Status renew_epoch(Database& db);
// Refuses, for reading, a file of another version; says what brings it up to date.
Status check_schema(Database& db);

}  // namespace pactwatch
