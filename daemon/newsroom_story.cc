#include "daemon/newsroom_story.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <sstream>

#include <toml++/toml.h>

#include "core/text.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

std::string place(const fs::path& file, const toml::source_region& region) {
  return file.string() + ":" + std::to_string(region.begin.line) + ":" +
         std::to_string(region.begin.column);
}

Result<toml::table> read_toml(const fs::path& file) {
  try {
    return toml::parse_file(file.string());
  } catch (const toml::parse_error& error) {
    return fail(ErrorCode::invalid_input, std::string(error.description()),
                place(file, error.source()));
  }
}

std::optional<FeedFormat> format_named(const std::string& name) {
  if (name == "rss") return FeedFormat::rss;
  if (name == "atom") return FeedFormat::atom;
  if (name == "rdf") return FeedFormat::rdf;
  if (name == "json") return FeedFormat::json;
  return std::nullopt;
}

Result<std::vector<Outlet>> read_outlets(const fs::path& file) {
  const Result<toml::table> document = read_toml(file);
  if (!document) return tl::unexpected(document.error());
  std::vector<Outlet> out;
  const toml::array* list = (*document)["outlet"].as_array();
  if (list == nullptr)
    return fail(ErrorCode::invalid_input, "there is no [[outlet]]", file.string());
  for (const toml::node& node : *list) {
    const toml::table* table = node.as_table();
    if (table == nullptr)
      return fail(ErrorCode::invalid_input, "an outlet is a table", place(file, node.source()));
    Outlet outlet;
    outlet.key = (*table)["key"].value_or(std::string());
    outlet.name = (*table)["name"].value_or(std::string());
    outlet.about = (*table)["about"].value_or(std::string());
    const auto format = format_named((*table)["format"].value_or(std::string()));
    if (outlet.key.empty() || outlet.name.empty() || !format)
      return fail(ErrorCode::invalid_input,
                  "an outlet needs key, name and format (rss, atom, rdf or json)",
                  place(file, node.source()));
    outlet.format = *format;
    if (const toml::array* sections = (*table)["sections"].as_array())
      for (const toml::node& section : *sections)
        outlet.sections.push_back(section.value_or(std::string()));
    out.push_back(std::move(outlet));
  }
  return out;
}

std::vector<std::string> paragraphs_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  std::string paragraph;
  const auto end_paragraph = [&] {
    if (!paragraph.empty()) out.push_back(fold_space(paragraph));
    paragraph.clear();
  };
  for (std::string line; std::getline(lines, line);) {
    if (trim(line).empty())
      end_paragraph();
    else
      paragraph += line + " ";
  }
  end_paragraph();
  return out;
}

// "07-a-deal.toml" -> "a-deal".
std::string slug_of(const fs::path& file) {
  const std::string stem = file.stem().string();
  const std::size_t start = stem.find_first_not_of("0123456789-");
  return start == std::string::npos ? stem : stem.substr(start);
}

struct ReadStory {
  Story story;
  std::string copies;  // slug of the story it repeats word for word
  fs::path file;
};

Result<ReadStory> read_story(const fs::path& file) {
  const Result<toml::table> document = read_toml(file);
  if (!document) return tl::unexpected(document.error());
  const auto text = [&](const char* key) { return (*document)[key].value_or(std::string()); };
  ReadStory out;
  out.file = file;
  out.story.slug = slug_of(file);
  out.story.outlet = text("outlet");
  out.story.author = text("author");
  out.story.title = text("title");
  out.story.summary = text("summary");
  out.story.paragraphs = paragraphs_of(text("text"));
  out.story.corrects = text("corrects");
  out.copies = text("copies");
  const std::optional<UtcTime> date = parse_iso_time(text("date"));
  if (!date)
    return fail(ErrorCode::invalid_input, "date must be like \"2025-10-28T13:00:00Z\"",
                file.string());
  out.story.date = *date;
  if (out.copies.empty() && (out.story.title.empty() || out.story.paragraphs.empty()))
    return fail(ErrorCode::invalid_input, "a story needs title and text, or copies = \"SLUG\"",
                file.string());
  return out;
}

Status check(const NewsroomScript& script, std::vector<ReadStory>& stories) {
  const auto find = [&](const std::string& slug) {
    return std::find_if(stories.begin(), stories.end(),
                        [&](const ReadStory& one) { return one.story.slug == slug; });
  };
  for (ReadStory& read : stories) {
    Story& story = read.story;
    const bool known =
        std::any_of(script.outlets.begin(), script.outlets.end(),
                    [&](const Outlet& outlet) { return outlet.key == story.outlet; });
    if (!known)
      return fail(ErrorCode::invalid_input, "there is no outlet \"" + story.outlet + "\"",
                  read.file.string());
    if (!read.copies.empty()) {
      const auto original = find(read.copies);
      if (original == stories.end() || !original->copies.empty())
        return fail(ErrorCode::invalid_input, "there is no story \"" + read.copies + "\" to copy",
                    read.file.string());
      story.title = original->story.title;
      story.summary = original->story.summary;
      story.paragraphs = original->story.paragraphs;
      if (story.author.empty()) story.author = original->story.author;
    }
    if (!story.corrects.empty()) {
      const auto wrong = find(story.corrects);
      if (wrong == stories.end() || wrong->story.outlet != story.outlet)
        return fail(ErrorCode::invalid_input,
                    story.outlet + " has no story \"" + story.corrects + "\" to correct",
                    read.file.string());
    }
  }
  return {};
}

}  // namespace

Result<NewsroomScript> load_newsroom(const fs::path& directory) {
  NewsroomScript script;
  Result<std::vector<Outlet>> outlets = read_outlets(directory / "outlets.toml");
  if (!outlets) return tl::unexpected(outlets.error());
  script.outlets = std::move(*outlets);

  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory / "stories", error))
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (error || files.empty())
    return fail(ErrorCode::not_found, "there are no stories", (directory / "stories").string(),
                "one TOML file a story");
  std::sort(files.begin(), files.end());
  std::vector<ReadStory> stories;
  for (const fs::path& file : files) {
    Result<ReadStory> story = read_story(file);
    if (!story) return tl::unexpected(story.error());
    stories.push_back(std::move(*story));
  }
  if (Status checked = check(script, stories); !checked) return tl::unexpected(checked.error());
  // Files of the same moment keep the order of their names.
  std::stable_sort(stories.begin(), stories.end(), [](const ReadStory& a, const ReadStory& b) {
    return a.story.date < b.story.date;
  });
  for (ReadStory& read : stories) script.stories.push_back(std::move(read.story));
  return script;
}

fs::path default_newsroom_directory() {
  if (const char* named = std::getenv("PACTWATCH_NEWSROOM"); named != nullptr && *named != '\0')
    return named;
  std::error_code error;
  const fs::path binary = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    fs::path installed = binary.parent_path().parent_path() / "share/pactwatch/newsroom";
    if (fs::exists(installed / "outlets.toml", error)) return installed;
  }
  return PACTWATCH_NEWSROOM_SOURCE;
}

}  // namespace pactwatch
