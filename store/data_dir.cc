#include "store/data_dir.h"

#include <cstdlib>

namespace pactwatch {
namespace {

std::filesystem::path from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::filesystem::path() : std::filesystem::path(value);
}

}  // namespace

std::filesystem::path default_data_directory() {
  if (std::filesystem::path data = from_environment("PACTWATCH_DATA"); !data.empty()) return data;
  if (std::filesystem::path state = from_environment("XDG_STATE_HOME"); !state.empty())
    return state / "pactwatch";
  return from_environment("HOME") / ".local" / "state" / "pactwatch";
}

std::filesystem::path database_file(const std::filesystem::path& data) {
  return data / "pactwatch.db";
}

}  // namespace pactwatch
