#pragma once
// Where the daemon keeps what it remembers, and what the files there are called.

#include <filesystem>

namespace pactwatch {

// $PACTWATCH_DATA, else $XDG_STATE_HOME/pactwatch, else ~/.local/state/pactwatch.
std::filesystem::path default_data_directory();
// The ledger and frontier of a data directory.
std::filesystem::path database_file(const std::filesystem::path& data);

}  // namespace pactwatch
