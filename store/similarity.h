#pragma once
// Near copies: SimHash (Charikar 2002; Manku, Jain and Das Sarma 2007) over word shingles.

#include <cstdint>
#include <string_view>

namespace pactwatch {

// 64 bits of the text's word triples, in lower case without punctuation.
std::uint64_t simhash(std::string_view text);
// Number of bits in which two differ, 0..64.
int distance(std::uint64_t x, std::uint64_t y);

// Texts of at least kLeastWords words that differ in no more bits are copies of one story.
inline constexpr int kCopyBits = 6;
inline constexpr int kLeastWords = 40;
int count_words(std::string_view text);

}  // namespace pactwatch
