// The whole extractor beside one RE2 pattern that finds sums of money in the same text, one thread:
// on the corpus, where every other clause is a deal, and on real news.

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

using Texts = const std::vector<Text>& (*)();

const std::vector<Text>& corpus_texts() {
  static const std::vector<Text> all = corpus();
  return all;
}

const std::vector<Text>& news_texts() {
  static const std::vector<Text> all = news();
  return all;
}

std::int64_t size_of(const std::vector<Text>& texts) {
  std::int64_t size = 0;
  for (const Text& text : texts) size += static_cast<std::int64_t>(text.text.size());
  return size;
}

bool there(benchmark::State& state, const std::vector<Text>& texts) {
  if (texts.empty())
    state.SkipWithError("no texts: the corpus or the shared collection is missing");
  return !texts.empty();
}

void find_all(benchmark::State& state, Texts texts, const char* pattern) {
  if (!there(state, texts())) return;
  const re2::RE2 money(pattern);
  std::int64_t found = 0;
  for (auto _ : state)
    for (const Text& text : texts()) {
      re2::StringPiece rest(text.text);
      while (re2::RE2::FindAndConsume(&rest, money)) ++found;
    }
  state.counters["found"] = static_cast<double>(found) / static_cast<double>(state.iterations());
  state.SetBytesProcessed(state.iterations() * size_of(texts()));
}

// The peers: sums that begin with a sign, and all that a text calls money, by sign, code or name.
constexpr const char* kSigned =
    R"((?:US|HK|C|A)?[$€£¥] ?[0-9][0-9.,]*(?: ?(?:trillion|billion|million|bn|m)\b)?)";
constexpr const char* kAll =
    R"((?:(?:US|HK|NZ|C|A|S|R)?[$€£¥₹]|\b(?:USD|EUR|GBP|JPY|CNY|CHF|AUD|CAD|INR|SEK|NOK|DKK|Rs\.?)))"
    R"( ?[0-9][0-9.,]*(?:[ -]?(?:trillion|billion|million|thousand|crore|lakh|tn|bn|mn|[kmbt])\b)?)"
    R"(|\b[0-9][0-9.,]*(?:[ -]?(?:trillion|billion|million|thousand|crore|lakh|tn|bn|mn|[kmbt]))?)"
    R"([ -]?(?:(?:US|U\.S\.|Canadian|Australian|Hong Kong|Swiss|British) )?)"
    R"((?:(?:dollars?|euros?|pounds?|yen|yuan|francs?|rupees?|won|kronor|kroner|pence|cents?)"
    R"(|USD|EUR|GBP|JPY|CNY|CHF|AUD|CAD|INR|SEK|NOK|DKK)\b|[€£]))";
BENCHMARK_CAPTURE(find_all, signed_money_in_corpus, &corpus_texts, kSigned)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find_all, money_in_corpus, &corpus_texts, kAll)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find_all, signed_money_in_news, &news_texts, kSigned)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(find_all, money_in_news, &news_texts, kAll)->Unit(benchmark::kMillisecond);

void extract_with(benchmark::State& state, Texts texts, const std::filesystem::path& directory) {
  if (!there(state, texts())) return;
  const auto rules = load_rules(directory);
  if (!rules) {
    state.SkipWithError("the rules do not load: pactwatch rules check");
    return;
  }
  const Extractor extractor(*rules);
  for (auto _ : state)
    for (const Text& text : texts())
      benchmark::DoNotOptimize(extractor.extract({text.title, "", "", text.published, text.text}));
  state.SetBytesProcessed(state.iterations() * size_of(texts()));
}

void extract_pactwatch(benchmark::State& state, Texts texts) {
  extract_with(state, texts, default_rules_directory());
}
BENCHMARK_CAPTURE(extract_pactwatch, corpus, &corpus_texts)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_pactwatch, news, &news_texts)->Unit(benchmark::kMillisecond);

// Every rule a second time under another id: what twice as many rules cost.
void extract_twice_the_rules(benchmark::State& state, Texts texts) {
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
  extract_with(state, texts, twice);
  fs::remove_all(twice);
}
BENCHMARK_CAPTURE(extract_twice_the_rules, corpus, &corpus_texts)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(extract_twice_the_rules, news, &news_texts)->Unit(benchmark::kMillisecond);

// Long and hostile texts of a megabyte: none may cost a byte more than a few times what news costs.
std::string repeated(std::string_view part) {
  constexpr std::size_t kSize = 1'000'000;
  std::string out;
  while (out.size() < kSize) out += part;
  return out;
}

std::string all_news() {
  std::string out;
  while (out.size() < 1'000'000 && !corpus_texts().empty())
    for (const Text& text : corpus_texts()) out += text.text + "\n\n";
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
