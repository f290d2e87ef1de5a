#pragma once
// What `pactwatch doctor` looks at: the likely faults of an installation, each with the next
// command. docs/OPERATIONS.md lists them.

#include <filesystem>
#include <string>
#include <vector>

#include "core/time.h"
#include "daemon/config.h"

namespace pactwatch {

enum class Verdict { good, warning, bad };

struct Check {
  std::string name;
  Verdict verdict = Verdict::good;
  std::string found;
  std::string next;  // the command or change that helps; empty when all is well
};

// The names of all checks, in their order.
const std::vector<std::string>& doctor_checks();

// Looks at everything that `config` (good or default) leads to: machine, files, ledger, feeds and
// the daemon. Changes nothing. Takes as long as reading the ledger once.
std::vector<Check> examine(const Config& config, UtcTime now);

}  // namespace pactwatch
