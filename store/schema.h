#pragma once
// The tables, and how an older file becomes a newer one.

#include "core/result.h"
#include "store/sqlite.h"

namespace pactwatch {

// The version this program writes.
inline constexpr int kSchemaVersion = 1;

// Brings the file up to kSchemaVersion, one transaction a step. Refuses a file that a newer
// program wrote.
Status migrate(Database& db);

}  // namespace pactwatch
