// How near copies are told from other stories: the threshold of store/copies, measured on real
// news. Copies are made as outlets make them of wire stories; what must not be taken for one is
// every other pair of the collection, which holds many stories of one matter.

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include "bench/data.h"
#include "store/copies.h"

namespace pactwatch::bench {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  Words out;
  std::istringstream in(text);
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

std::string text_of(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += word + ' ';
  return out;
}

// Long enough to have a sketch, each text once.
std::vector<Words> stories() {
  std::vector<Words> out;
  std::set<std::string> seen;
  for (const char* name : {"reuters", "freitag", "sentivent"}) {
    std::ifstream in(shared_directory() / "events" / (std::string(name) + ".jsonl"));
    for (std::string line; std::getline(in, line);) {
      const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
      if (!json.is_object() || !json.contains("text")) continue;
      Words words = words_of(json["text"].get<std::string>());
      if (words.size() >= 2 * kLeastWords && seen.insert(text_of(words)).second)
        out.push_back(std::move(words));
    }
  }
  return out;
}

// SimHash (Charikar 2002) of 64 bits over the same shingles, for comparison.
std::uint64_t simhash(const Words& words) {
  std::array<int, 64> sums{};
  for (std::size_t i = 0; i + kShingleWords <= words.size(); ++i) {
    std::string shingle;
    for (std::size_t k = 0; k < kShingleWords; ++k) shingle += words[i + k] + ' ';
    const std::uint64_t hash = std::hash<std::string>()(shingle);
    for (unsigned bit = 0; bit < 64; ++bit) sums[bit] += (hash >> bit & 1U) != 0 ? 1 : -1;
  }
  std::uint64_t out = 0;
  for (unsigned bit = 0; bit < 64; ++bit) out |= std::uint64_t{sums[bit] > 0} << bit;
  return out;
}

struct Edit {
  const char* name;
  std::function<Words(const Words& own, const Words& other, std::mt19937&)> make;
};

Words cut(const Words& own, double share) {
  return {own.begin(),
          own.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(own.size()))};
}
Words reworded(Words own, double share, const Words& other, std::mt19937& random) {
  for (std::string& word : own)
    if (std::uniform_real_distribution<double>(0, 1)(random) < share)
      word = other[random() % other.size()];
  return own;
}
Words with(Words own, const Words& other, double share) {
  const Words more = cut(other, std::min(1.0, share * static_cast<double>(own.size()) /
                                                  static_cast<double>(other.size())));
  own.insert(own.end(), more.begin(), more.end());
  return own;
}

const std::vector<Edit>& edits() {
  static const std::vector<Edit> all = {
      {"as_it_is_with_a_tenth_added",
       [](const Words& own, const Words& other, std::mt19937&) { return with(own, other, 0.1); }},
      {"first_two_thirds",
       [](const Words& own, const Words&, std::mt19937&) { return cut(own, 0.67); }},
      {"first_half", [](const Words& own, const Words&, std::mt19937&) { return cut(own, 0.5); }},
      {"first_third", [](const Words& own, const Words&, std::mt19937&) { return cut(own, 0.34); }},
      {"every_twentieth_word_changed",
       [](const Words& own, const Words& other, std::mt19937& random) {
         return reworded(own, 0.05, other, random);
       }},
      {"every_tenth_word_changed",
       [](const Words& own, const Words& other, std::mt19937& random) {
         return reworded(own, 0.1, other, random);
       }},
      {"half_and_a_third_added", [](const Words& own, const Words& other,
                                    std::mt19937&) { return with(cut(own, 0.5), other, 0.33); }},
  };
  return all;
}

constexpr std::array<double, 6> kThresholds = {0.10, 0.15, 0.20, 0.25, 0.35, 0.50};
constexpr std::array<int, 4> kBits = {3, 6, 10, 14};  // that may differ in a SimHash

void copies(benchmark::State& state) {
  for (auto _ : state) {
    std::mt19937 random(20260512);
    const std::vector<Words> all = stories();
    if (all.size() < 100) {
      state.SkipWithError("the shared collection is not there");
      return;
    }
    std::vector<Sketch> sketches;
    std::vector<std::uint64_t> hashes;
    for (const Words& words : all) {
      sketches.push_back(sketch(text_of(words)));
      hashes.push_back(simhash(words));
    }
    std::cout << all.size() << " stories\n";
    for (const Edit& edit : edits()) {
      std::array<int, kThresholds.size()> found{};
      std::array<int, kBits.size()> found_by_bits{};
      int made = 0;
      for (std::size_t i = 0; i < all.size(); ++i) {
        const Words copy = edit.make(all[i], all[random() % all.size()], random);
        const Sketch own = sketch(text_of(copy));
        if (own.empty()) continue;
        ++made;
        const double alike = resemblance(sketches[i], own);
        for (std::size_t t = 0; t < kThresholds.size(); ++t) found[t] += alike >= kThresholds[t];
        const auto bits = static_cast<int>(std::bitset<64>(hashes[i] ^ simhash(copy)).count());
        for (std::size_t b = 0; b < kBits.size(); ++b) found_by_bits[b] += bits <= kBits[b];
      }
      std::cout << edit.name << " (" << made << "):";
      for (std::size_t t = 0; t < kThresholds.size(); ++t)
        std::cout << "  " << kThresholds[t] << ": " << 100.0 * found[t] / made << "%";
      std::cout << "   simhash";
      for (std::size_t b = 0; b < kBits.size(); ++b)
        std::cout << "  " << kBits[b] << ": " << 100.0 * found_by_bits[b] / made << "%";
      std::cout << '\n';
    }
    std::array<std::int64_t, kThresholds.size()> pairs{};
    std::array<std::int64_t, kBits.size()> pairs_by_bits{};
    std::int64_t count = 0;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        ++count;
        const double alike = resemblance(sketches[i], sketches[j]);
        for (std::size_t t = 0; t < kThresholds.size(); ++t) pairs[t] += alike >= kThresholds[t];
        const auto bits = static_cast<int>(std::bitset<64>(hashes[i] ^ hashes[j]).count());
        for (std::size_t b = 0; b < kBits.size(); ++b) pairs_by_bits[b] += bits <= kBits[b];
        // For a person to look at: are these copies?
        if (std::getenv("PACTWATCH_BENCH_SHOW") != nullptr && alike >= 0.15)
          std::cout << "PAIR " << alike << "\n  " << text_of(cut(all[i], 0.4)).substr(0, 300)
                    << "\n  " << text_of(cut(all[j], 0.4)).substr(0, 300) << '\n';
      }
    std::cout << "pairs of different stories (" << count << "):";
    for (std::size_t t = 0; t < kThresholds.size(); ++t)
      std::cout << "  " << kThresholds[t] << ": " << pairs[t];
    std::cout << "   simhash";
    for (std::size_t b = 0; b < kBits.size(); ++b)
      std::cout << "  " << kBits[b] << ": " << pairs_by_bits[b];
    std::cout << std::endl;
  }
}
BENCHMARK(copies)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace pactwatch::bench
