// The whole extractor beside one RE2 pattern that finds sums of money in the same text, one thread.

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

void extract_pactwatch(benchmark::State& state) {
  if (texts().empty()) {
    state.SkipWithError("tests/corpus holds no texts");
    return;
  }
  const auto rules = load_rules(default_rules_directory());
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
BENCHMARK(extract_pactwatch)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pactwatch::bench
