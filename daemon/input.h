#pragma once
// What a verb is given to read.

#include <string>

#include "core/result.h"

namespace pactwatch {

// All bytes of a file. Error: `not_found` with the name when it cannot be read.
Result<std::string> read_file(const std::string& name);
// The same, "-" being standard input.
Result<std::string> read_input(const std::string& name);

}  // namespace pactwatch
