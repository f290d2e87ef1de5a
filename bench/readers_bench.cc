// Feeds and pages: our readers beside the bare parsers on the same bytes, in the same run.

#include <benchmark/benchmark.h>
#include <libxml/HTMLparser.h>
#include <pugixml.hpp>

#include "bench/data.h"
#include "fetcher/feed.h"
#include "fetcher/page.h"

namespace pactwatch::bench {
namespace {

// Feeds of real sites only: the rest of the collection is test cases of a few hundred bytes, which
// would measure the cost of a call. And only those that bare pugixml accepts, so that both sides do
// the same work to the end.
const std::vector<std::string>& feeds() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> out;
    for (std::string& feed : files_below(shared_directory() / "feeds/data/consensus-real")) {
      pugi::xml_document document;
      if (document.load_buffer(feed.data(), feed.size())) out.push_back(std::move(feed));
    }
    return out;
  }();
  return all;
}

const std::vector<std::string>& pages() {
  static const std::vector<std::string> all = files_below(shared_directory() / "articles/html");
  return all;
}

template <typename Read>
void measure(benchmark::State& state, const std::vector<std::string>& inputs, Read read) {
  if (shared_directory().empty() || inputs.empty()) {
    state.SkipWithError("the shared collection is missing: set PACTWATCH_SHARED");
    return;
  }
  std::int64_t bytes = 0;
  std::int64_t succeeded = 0;
  for (auto _ : state)
    for (const std::string& input : inputs) {
      if (read(input)) ++succeeded;
      bytes += static_cast<std::int64_t>(input.size());
    }
  state.SetBytesProcessed(bytes);
  // A reader that refuses its input is fast: the share it read says what the speed is worth.
  state.counters["read"] = static_cast<double>(succeeded) / static_cast<double>(inputs.size()) /
                           static_cast<double>(state.iterations());
  state.counters["files"] = static_cast<double>(inputs.size());
  state.counters["files/s"] = benchmark::Counter(
      static_cast<double>(inputs.size()) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}

void feed_bare_pugixml(benchmark::State& state) {
  measure(state, feeds(), [](const std::string& feed) {
    pugi::xml_document document;
    const bool read = static_cast<bool>(document.load_buffer(feed.data(), feed.size()));
    benchmark::DoNotOptimize(read);
    return read;
  });
}
BENCHMARK(feed_bare_pugixml)->Unit(benchmark::kMillisecond);

void feed_pactwatch(benchmark::State& state) {
  measure(state, feeds(), [](const std::string& feed) {
    const auto read = parse_feed(feed, {"http://example.org/feed", "", ""});
    benchmark::DoNotOptimize(&read);
    return read && !read->entries.empty();
  });
}
BENCHMARK(feed_pactwatch)->Unit(benchmark::kMillisecond);

void page_bare_libxml2(benchmark::State& state) {
  measure(state, pages(), [](const std::string& page) {
    htmlDocPtr document = htmlReadMemory(
        page.data(), static_cast<int>(page.size()), nullptr, "utf-8",
        HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    benchmark::DoNotOptimize(document);
    xmlFreeDoc(document);
    return document != nullptr;
  });
}
BENCHMARK(page_bare_libxml2)->Unit(benchmark::kMillisecond);

void page_pactwatch(benchmark::State& state) {
  measure(state, pages(), [](const std::string& page) {
    const auto read = read_page(page, {"http://example.org/a", ""});
    benchmark::DoNotOptimize(&read);
    return read && !read->text.empty();
  });
}
BENCHMARK(page_pactwatch)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace pactwatch::bench
