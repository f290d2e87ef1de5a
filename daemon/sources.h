#pragma once
// Turns the names of parties into the public feeds that carry news of them (rules/sources.toml).

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace pactwatch {

struct SourceFeed {
  std::string group;  // heading for people: "Newsroom of OpenAI", "Searches", ...
  std::string name;
  std::string url;
  std::string every;  // as written in the configuration; empty: the default
};

struct Sources {
  std::vector<SourceFeed> feeds;
  // Parties of which neither newsroom nor filings are known; the searches cover them all the same.
  std::vector<std::string> unknown;
};

// Feeds for a watch over `parties` (at least one), from the templates in `file`.
Result<Sources> find_sources(const std::filesystem::path& file,
                             const std::vector<std::string>& parties);

}  // namespace pactwatch
