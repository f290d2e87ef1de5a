#pragma once
// What a pattern cannot match without, in whole words: what the extractor's prefilter goes by.
// Where RE2's own filter knows substrings ("end", which every "spending" holds), this one reads \b
// and spaces, too.

#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// Whether the byte is part of a word for RE2's \b: an ASCII letter or digit, or '_'.
constexpr bool is_pattern_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct PatternNeeds {
  // Of each list at least one word stands in every text that the pattern matches, between bytes
  // that are no word bytes. A mention's code point (rules/rule.h) counts as a word. A pattern of
  // which nothing can be told has no list.
  std::vector<std::vector<std::string>> clauses;
  // With one of these the group "verb" begins, in every match; empty when that cannot be told.
  std::vector<std::string> verbs;
  // The pattern begins with its group "verb".
  bool verb_first = false;
  // The alternatives in their order, when the whole pattern is a list of them between two \b in the
  // group "verb" or "head"; else empty.
  std::vector<std::string> list;
  std::bitset<832> beginnings;  // of the list: first letter (0 for 'a') * 32 + second byte % 32
  // Indexes into the list, by first letter: those of 'a' are by_letter[first[0]] to [first[1]].
  std::vector<std::uint16_t> by_letter;
  std::array<std::uint16_t, 27> first{};
};

// Reads an expanded pattern (rules/pattern.h). Never fails: of what it does not understand nothing
// is told.
PatternNeeds pattern_needs(std::string_view pattern);

}  // namespace pactwatch
