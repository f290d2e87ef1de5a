#include "bench/data.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <zlib.h>
#include <nlohmann/json.hpp>

#include "fetcher/page.h"

namespace pactwatch::bench {
namespace fs = std::filesystem;

fs::path shared_directory() {
  const char* given = std::getenv("PACTWATCH_SHARED");
  const fs::path path =
      given != nullptr ? fs::path(given) : fs::path(PACTWATCH_BENCH_SOURCE) / "../shared";
  return fs::exists(path / "feeds") ? fs::canonical(path) : fs::path();
}

namespace {

// zlib's gz functions read plain files, too.
std::string unzipped(const fs::path& file) {
  std::string out;
  const gzFile in = gzopen(file.c_str(), "rb");
  if (in == nullptr) return out;
  char buffer[1 << 16];
  int got = 0;
  while ((got = gzread(in, buffer, sizeof buffer)) > 0)
    out.append(buffer, static_cast<std::size_t>(got));
  gzclose(in);
  return out;
}

}  // namespace

std::vector<std::string> files_below(const fs::path& directory) {
  std::vector<std::string> out;
  if (directory.empty() || !fs::exists(directory)) return out;
  std::vector<fs::path> names;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory))
    if (entry.is_regular_file()) names.push_back(entry.path());
  std::sort(names.begin(), names.end());
  for (const fs::path& name : names) out.push_back(unzipped(name));
  return out;
}

std::vector<Text> corpus() {
  std::vector<Text> out;
  for (const char* name : {"dev-ai", "dev-law", "dev-other"}) {
    std::ifstream lines(fs::path(PACTWATCH_BENCH_SOURCE) / "tests/corpus" /
                        (std::string(name) + ".jsonl"));
    for (std::string line; std::getline(lines, line);) {
      const nlohmann::json article = nlohmann::json::parse(line);
      out.push_back({article.value("title", ""), article.value("published", ""),
                     article["text"].get<std::string>()});
    }
  }
  return out;
}

std::vector<Text> news() {
  std::vector<Text> out;
  const fs::path root = shared_directory();
  if (root.empty()) return out;
  for (const std::string& page : files_below(root / "articles/html")) {
    const auto read = read_page(page, {"http://example.org/a", ""});
    if (read && read->language == "en" && !read->text.empty())
      out.push_back({read->title, "2026-05-12", read->text});
  }
  return out;
}

}  // namespace pactwatch::bench
