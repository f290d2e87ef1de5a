#pragma once
// What the benchmarks read: real feeds and pages of the shared collection, and the corpus.

#include <filesystem>
#include <string>
#include <vector>

namespace pactwatch::bench {

// The shared collection: PACTWATCH_SHARED, else ../shared beside the source; empty when missing.
std::filesystem::path shared_directory();

// The contents of the regular files below `directory`, in the order of their names, unzipped where
// they are gzip. Empty when the directory is missing.
std::vector<std::string> files_below(const std::filesystem::path& directory);

// The texts of tests/corpus/dev-*.jsonl with their titles and dates, as JSON lines' fields.
struct Text {
  std::string title;
  std::string published;
  std::string text;
};
std::vector<Text> corpus();

// The English articles of the shared collection's pages, as read_page() takes them out; empty when
// the collection is missing.
std::vector<Text> news();

}  // namespace pactwatch::bench
