#pragma once
// Looking words up: containers that take a string_view without making a string of it, by a hash
// that is made for words. A text has a word every six bytes, and each is looked up several times.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pactwatch {

// Multiplies and folds eight bytes at a time. For words out of our own files and the texts they are
// looked up for; no defence against chosen collisions, so never for keys that an outlet may choose.
struct WordHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view word) const {
    const char* at = word.data();
    std::size_t left = word.size();
    std::uint64_t hash = 0x9E3779B97F4A7C15U ^ left;
    const auto mix = [&](std::uint64_t part) {
      hash = (hash ^ part) * 0xD6E8FEB86659FD93U;
      hash ^= hash >> 32U;
    };
    for (; left > 8; left -= 8, at += 8) mix(load<std::uint64_t>(at));
    // The rest by two loads that may overlap: no loop, no call for a length that varies.
    if (left >= 4) {
      mix(load<std::uint32_t>(at) | std::uint64_t{load<std::uint32_t>(at + left - 4)} << 32U);
    } else if (left != 0) {
      const auto byte = [&](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(at[i])};
      };
      mix(byte(0) | byte(left / 2) << 8U | byte(left - 1) << 16U);
    }
    return hash;
  }

 private:
  template <typename Part>
  static Part load(const char* at) {
    Part part = 0;
    std::memcpy(&part, at, sizeof part);
    return part;
  }
};

// Whether two words of one length are the same, without a call: most are of a few bytes.
inline bool same_word(const char* x, const char* y, std::size_t size) {
  const auto differ = [&](auto part, std::size_t at) {
    decltype(part) a = 0;
    decltype(part) b = 0;
    std::memcpy(&a, x + at, sizeof a);
    std::memcpy(&b, y + at, sizeof b);
    return a != b;
  };
  if (size > 16) return std::memcmp(x, y, size) == 0;
  // Two loads that may overlap.
  if (size >= 8) return !differ(std::uint64_t{}, 0) && !differ(std::uint64_t{}, size - 8);
  if (size >= 4) return !differ(std::uint32_t{}, 0) && !differ(std::uint32_t{}, size - 4);
  for (std::size_t i = 0; i < size; ++i)
    if (x[i] != y[i]) return false;
  return true;
}
inline bool same_word(std::string_view x, std::string_view y) {
  return x.size() == y.size() && same_word(x.data(), y.data(), x.size());
}

template <typename Value>
using WordMap = std::unordered_map<std::string, Value, WordHash, std::equal_to<>>;

// A quick no for words of a large set: one bit a word in a table small enough for the nearest
// cache, where a look into the set itself would fetch two or three lines from far away.
class WordFilter {
 public:
  void add(std::string_view word) {
    const std::size_t bit = WordHash()(word) % kBits;
    bits_[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  // False only when the word was never added.
  bool may_have(std::string_view word) const {
    const std::size_t bit = WordHash()(word) % kBits;
    return (bits_[bit / 64] >> (bit % 64) & 1U) != 0;
  }

 private:
  static constexpr std::size_t kBits = 1U << 17U;  // 16 KiB
  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(kBits / 64);
};

// A large map that is filled once and then asked for every word of a text, half of which it does
// not hold. Open addressing over slots of four bytes, so that a miss touches one line of a table
// that stays in the cache, and a hit one more. Values move when another is inserted.
template <typename Value>
class WordTable {
 public:
  // The value of the word, made when it is new.
  Value& insert(std::string_view word) {
    if (entries_.size() * 3 >= slots_.size()) grow();
    std::size_t at = slot(WordHash()(word));
    while (slots_[at] != 0) {
      Entry& entry = entries_[(slots_[at] & kIndex) - 1];
      if (entry.word == word) return entry.value;
      at = (at + 1) & (slots_.size() - 1);
    }
    entries_.push_back({std::string(word), Value()});
    slots_[at] = tagged(WordHash()(word), entries_.size());
    return entries_.back().value;
  }

  // The value of the word, nullptr when it has none.
  const Value* get(std::string_view word) const {
    if (slots_.empty()) return nullptr;
    const std::size_t hash = WordHash()(word);
    for (std::size_t at = slot(hash); slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
      if (((slots_[at] ^ tagged(hash, 0)) & ~kIndex) != 0) continue;
      const Entry& entry = entries_[(slots_[at] & kIndex) - 1];
      if (same_word(entry.word, word)) return &entry.value;
    }
    return nullptr;
  }

  // The value of the word, a default one when it has none.
  const Value& find(std::string_view word) const {
    static const Value none{};
    const Value* value = get(word);
    return value == nullptr ? none : *value;
  }

  std::size_t size() const { return entries_.size(); }
  // In the order of their insertion; the words must stay as they are.
  auto begin() { return entries_.begin(); }
  auto end() { return entries_.end(); }

 private:
  struct Entry {
    std::string word;
    Value value;
  };
  static constexpr std::uint32_t kIndex = (1U << 20U) - 1;  // below it a tag of the hash

  std::size_t slot(std::size_t hash) const { return hash & (slots_.size() - 1); }
  static std::uint32_t tagged(std::size_t hash, std::size_t index) {
    return static_cast<std::uint32_t>(hash >> 32U & ~std::size_t{kIndex}) |
           static_cast<std::uint32_t>(index);
  }
  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const std::size_t hash = WordHash()(entries_[i].word);
      std::size_t at = slot(hash);
      while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = tagged(hash, i + 1);
    }
  }

  std::vector<std::uint32_t> slots_;  // a tag of the hash and the index of the entry plus one
  std::vector<Entry> entries_;
};

// A set of words that is filled once, in the same way.
class WordList {
 public:
  void insert(std::string_view word) { words_.insert(word); }
  bool contains(std::string_view word) const { return words_.get(word) != nullptr; }
  // 1 when the word is in the list, else 0.
  std::size_t count(std::string_view word) const { return contains(word) ? 1 : 0; }
  bool empty() const { return words_.size() == 0; }

 private:
  struct Nothing {};
  WordTable<Nothing> words_;
};

// A small fixed set of words, written in the source. Most words that are looked up are not in it,
// and most of those are told apart by their length and first byte.
class WordSet {
 public:
  WordSet(std::initializer_list<std::string_view> words) : words_(words) {
    std::stable_sort(words_.begin(), words_.end(),
                     [](std::string_view x, std::string_view y) { return bucket(x) < bucket(y); });
    for (const std::string_view word : words_) ++first_[bucket(word) + 1U];
    for (std::size_t b = 1; b < first_.size(); ++b)
      first_[b] = static_cast<std::uint16_t>(first_[b] + first_[b - 1]);
  }

  // 1 when the word is in the set, else 0.
  std::size_t count(std::string_view word) const {
    if (word.empty()) return 0;
    const std::size_t b = bucket(word);
    for (std::size_t i = first_[b]; i < first_[b + 1]; ++i)
      if (same_word(words_[i], word)) return 1;
    return 0;
  }

 private:
  static std::size_t bucket(std::string_view word) {
    return (static_cast<unsigned char>(word.front()) * 5U + word.size() * 29U) % 128U;
  }

  std::vector<std::string_view> words_;
  std::array<std::uint16_t, 129> first_{};
};

}  // namespace pactwatch
