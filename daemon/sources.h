#pragma once
// Turns the names of parties into the public feeds that carry news of them (rules/sources.toml).

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/result.h"

namespace pactwatch {

struct SourceFeed {
  std::string group;  // heading for people: "Newsroom of OpenAI", "Searches", ...
  std::string name;
  std::string url;
  std::string every;     // as written in the configuration; empty: the default
  bool contact = false;  // its host refuses programs that name no contact
};

struct Sources {
  std::vector<SourceFeed> feeds;
  // Parties of which neither newsroom nor filings are known; the searches cover them all the same.
  std::vector<std::string> unknown;
};

struct SourceOptions {
  bool outlets = true;  // outlets that report on many companies, too
  // Numbers at the SEC of parties that the templates do not know, or know wrongly.
  std::map<std::string, std::int64_t> ciks;
};

// Feeds for a watch over `parties` (at least one), from the templates in `file`; no address twice.
Result<Sources> find_sources(const std::filesystem::path& file,
                             const std::vector<std::string>& parties,
                             const SourceOptions& options = {});

// The templates in force: those beside the rules of `directory`, else those installed with the
// program. `directory` may be empty.
std::filesystem::path sources_file(const std::filesystem::path& directory);

}  // namespace pactwatch
