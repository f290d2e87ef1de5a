#pragma once
// What the verbs that read a ledger share: opening it, and how facts read.

#include <iosfwd>
#include <memory>
#include <optional>
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

// Says on standard error what failed; gives the exit code for it.
int verb_failed(const std::string& verb, const Error& error);
// Prints rows with columns as wide as their widest cell, the first row being the heading.
void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows);
// An ISO date or time; a date means the end of its day.
Result<UtcTime> moment_of(const std::string& option, const std::string& text);
// The moment that the option gives; nothing when it is not there.
Result<std::optional<UtcTime>> moment_of(const Options& options, const std::string& option);

// How much is shown: --limit N (0: all), else 100 for a person, who reads no more, and all for a
// program, which must not miss any.
Result<std::size_t> limit_of(const Options& options);
// Says on standard error that `more` were left out.
void tell_of_more(const std::string& verb, std::size_t shown, const std::string& what,
                  std::size_t more);

// "$38bn, amended".
std::string describe(const Value& value);
// "reported by The Information (Herald), 2 origins".
std::string describe_source(const FactView& fact);
// Tells, on standard error, which recorded name comes nearest to each that is not recorded.
void suggest_parties(Ledger& ledger, const std::vector<std::string>& parties);

}  // namespace pactwatch
