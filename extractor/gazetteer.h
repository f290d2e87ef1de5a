#pragma once
// The known names, ready for matching: every spelling of rules/entities, tokenised as text is.

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.h"
#include "extractor/analysis.h"
#include "rules/lexicon.h"

namespace pactwatch {

// Immutable after construction, shared by threads. Keeps a reference to the lexicon.
class Gazetteer {
 public:
  explicit Gazetteer(const Lexicon& lexicon);

  struct Match {
    std::uint32_t tokens = 0;  // how many tokens it covers; 0: no match
    std::uint32_t entity = 0;  // index into Lexicon::entities()
  };
  // False only when no spelling begins with this word, which has no capital: a quick no for most
  // words of a text.
  bool may_begin_low(std::string_view word) const { return low_[low_bit(word)]; }
  // The longest spelling that begins at token `i` and ends before `limit`. Case-sensitive.
  Match longest(const Analysis& analysis, std::uint32_t i, std::uint32_t limit) const;
  // The entity of exactly this spelling, -1 when there is none.
  std::int32_t exact(std::string_view spelling) const;
  // The entity that makes or owns `product` ("ChatGPT" -> OpenAI), -1 when none is known.
  std::int32_t maker_of(std::string_view product) const;

 private:
  struct Entry {
    std::vector<std::string> rest;  // the tokens after the first two
    std::uint32_t entity = 0;
  };
  // The spellings that begin with one token: by their second, and the token alone.
  struct First {
    WordMap<std::vector<Entry>> by_second;  // longest first
    std::int32_t alone = -1;                // entity
  };
  static std::size_t low_bit(std::string_view word) {
    constexpr std::size_t kLengths = 16;
    return static_cast<unsigned char>(word.front()) * kLengths + word.size() % kLengths;
  }

  WordTable<First> by_first_;
  WordFilter firsts_;      // their keys
  std::bitset<4096> low_;  // those without a capital: first byte and length
  WordMap<std::uint32_t> exact_;
  WordMap<std::uint32_t> makers_;
};

}  // namespace pactwatch
