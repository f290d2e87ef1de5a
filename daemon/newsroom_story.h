#pragma once
// The data of the demo newsroom: outlets and their stories, as TOML files (newsroom/README.md).

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

enum class FeedFormat { rss, atom, rdf, json };

struct Outlet {
  std::string key;   // its path on the server: "meridian"
  std::string name;  // for readers: "Meridian Wire"
  FeedFormat format = FeedFormat::rss;
  std::string about;                  // one line under its name
  std::vector<std::string> sections;  // its menu
};

struct Story {
  std::string slug;  // the file's name without number and ending
  std::string outlet;
  UtcTime date;
  std::string author;
  std::string title;
  std::string summary;
  std::vector<std::string> paragraphs;
  // Slug of a story of the same outlet whose page this one replaces from its date on. Its address
  // and date stay.
  std::string corrects;
};

struct NewsroomScript {
  std::vector<Outlet> outlets;
  std::vector<Story> stories;  // in the order in which they come out
};

// Reads `directory`/outlets.toml and every TOML file in `directory`/stories. Errors name file, line
// and column, and what is wrong with a story that refers to another.
Result<NewsroomScript> load_newsroom(const std::filesystem::path& directory);

// $PACTWATCH_NEWSROOM, else that installed with the program, else that of the source tree.
std::filesystem::path default_newsroom_directory();

}  // namespace pactwatch
