#include "store/similarity.h"

#include <array>
#include <bitset>
#include <string>
#include <vector>

namespace pactwatch {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// FNV-1a, 64 bits: deterministic over machines, unlike std::hash.
std::uint64_t hash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t h = 14695981039346656037ULL ^ seed;
  for (const char c : bytes) {
    h ^= static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    h *= 1099511628211ULL;
  }
  return h;
}

template <class Visit>
void each_word(std::string_view text, const Visit& visit) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    while (i < text.size() && is_word_byte(text[i])) ++i;
    visit(text.substr(begin, i - begin));
  }
}

}  // namespace

std::uint64_t simhash(std::string_view text) {
  std::array<int, 64> votes{};
  std::array<std::uint64_t, 3> last{};
  std::size_t words = 0;
  each_word(text, [&](std::string_view word) {
    last[words++ % last.size()] = hash(word, 0);
    if (words < last.size()) return;
    std::uint64_t shingle = 0;
    for (std::size_t k = 0; k < last.size(); ++k)
      shingle = (shingle ^ last[(words + k) % last.size()]) * 0x9E3779B97F4A7C15ULL;
    shingle ^= shingle >> 29U;
    for (std::size_t bit = 0; bit < votes.size(); ++bit)
      votes[bit] += ((shingle >> bit) & 1U) != 0 ? 1 : -1;
  });
  std::uint64_t out = 0;
  for (std::size_t bit = 0; bit < votes.size(); ++bit)
    if (votes[bit] > 0) out |= std::uint64_t{1} << bit;
  return out;
}

int distance(std::uint64_t x, std::uint64_t y) {
  return static_cast<int>(std::bitset<64>(x ^ y).count());
}

int count_words(std::string_view text) {
  int words = 0;
  each_word(text, [&](std::string_view) { ++words; });
  return words;
}

}  // namespace pactwatch
