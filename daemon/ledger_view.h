#pragma once
// What the verbs that read a ledger share: opening it, and how facts read.

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "daemon/options.h"
#include "store/ledger.h"

namespace pactwatch {

// The ledger of --data (default: the user's data directory), for reading while a daemon runs or
// after. Fails with the command that makes one when there is none.
Result<std::unique_ptr<Ledger>> ledger_of(const Options& options);
// The database file of --data; fails when it is not there.
Result<std::string> database_of(const Options& options);

// "$38bn, amended".
std::string describe(const Value& value);
// "reported by The Information (Herald), 2 origins".
std::string describe_source(const FactView& fact);
// Tells, on standard error, which recorded name comes nearest to each that is not recorded.
void suggest_parties(Ledger& ledger, const std::vector<std::string>& parties);

}  // namespace pactwatch
