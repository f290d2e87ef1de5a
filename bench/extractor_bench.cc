// The whole extractor beside one RE2 pattern that finds sums of money in the same text, one thread.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <benchmark/benchmark.h>
#include <re2/re2.h>

#include "bench/data.h"
#include "extractor/extractor.h"
#include "rules/rule.h"

namespace pactwatch::bench {
namespace {

const std::vector<Text>& texts() {
  static const std::vector<Text> all = corpus();
  return all;
}

std::int64_t size_of_texts() {
  std::int64_t size = 0;
  for (const Text& text : texts()) size += static_cast<std::int64_t>(text.text.size());
  return size;
}

void money_by_one_pattern(benchmark::State& state) {
  if (texts().empty()) {
    state.SkipWithError("tests/corpus holds no texts");
    return;
  }
  const re2::RE2 money(
      R"((?:US|HK|C|A)?[$€£¥] ?[0-9][0-9.,]*(?: ?(?:trillion|billion|million|bn|m)\b)?)");
  std::int64_t found = 0;
  for (auto _ : state)
    for (const Text& text : texts()) {
      re2::StringPiece rest(text.text);
      while (re2::RE2::FindAndConsume(&rest, money)) ++found;
    }
  benchmark::DoNotOptimize(found);
  state.SetBytesProcessed(state.iterations() * size_of_texts());
}
BENCHMARK(money_by_one_pattern)->Unit(benchmark::kMillisecond);

void extract_with(benchmark::State& state, const std::filesystem::path& directory) {
  if (texts().empty()) {
    state.SkipWithError("tests/corpus holds no texts");
    return;
  }
  const auto rules = load_rules(directory);
  if (!rules) {
    state.SkipWithError("the rules do not load: pactwatch rules check");
    return;
  }
  const Extractor extractor(*rules);
  for (auto _ : state)
    for (const Text& text : texts())
      benchmark::DoNotOptimize(extractor.extract({text.title, "", "", text.published, text.text}));
  state.SetBytesProcessed(state.iterations() * size_of_texts());
}

void extract_pactwatch(benchmark::State& state) { extract_with(state, default_rules_directory()); }
BENCHMARK(extract_pactwatch)->Unit(benchmark::kMillisecond);

// Every rule a second time under another id: what twice as many rules cost.
void extract_twice_the_rules(benchmark::State& state) {
  namespace fs = std::filesystem;
  const fs::path twice =
      fs::temp_directory_path() / ("pactwatch-bench-rules." + std::to_string(getpid()));
  fs::copy(default_rules_directory(), twice, fs::copy_options::recursive);
  for (const fs::directory_entry& file :
       fs::directory_iterator(default_rules_directory() / "events")) {
    std::ifstream in(file.path());
    std::ofstream out(twice / "events" / (file.path().stem().string() + "-again.toml"));
    for (std::string line; std::getline(in, line);) {
      if (line.rfind("id = \"", 0) == 0) line.insert(line.rfind('"'), "_again");
      out << line << '\n';
    }
  }
  extract_with(state, twice);
  fs::remove_all(twice);
}
BENCHMARK(extract_twice_the_rules)->Unit(benchmark::kMillisecond);

// Long and hostile texts of a megabyte: none may cost a byte more than a few times what news costs.
std::string repeated(std::string_view part) {
  constexpr std::size_t kSize = 1'000'000;
  std::string out;
  while (out.size() < kSize) out += part;
  return out;
}

std::string all_news() {
  std::string out;
  while (out.size() < 1'000'000 && !texts().empty())
    for (const Text& text : texts()) out += text.text + "\n\n";
  return out;
}

std::string capitalised_words() {
  std::string out;
  for (int i = 0; i < 100'000; ++i) out += "Name" + std::to_string(i) + ' ';
  return out;
}

void extract_long(benchmark::State& state, const std::string& text) {
  const auto rules = load_rules(default_rules_directory());
  if (!rules) {
    state.SkipWithError("the rules do not load: pactwatch rules check");
    return;
  }
  const Extractor extractor(*rules);
  for (auto _ : state)
    benchmark::DoNotOptimize(extractor.extract({"", "", "", "2026-05-12", text}));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK_CAPTURE(extract_long, news, all_news())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, capitalised_words, capitalised_words())
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, commas, repeated(","))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, quotes, repeated("\"\"said \""))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, initials, repeated("A."))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, months, repeated("in March "))->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_long, short_lines, repeated("Apple bought Intel\n"))
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pactwatch::bench
