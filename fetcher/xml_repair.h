#pragma once
// Mends text that is almost XML, so that the parser reads it as its author meant it.
// Both functions are linear in the text, never fail, and take and give valid UTF-8.

#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// Makes references and characters safe for a parser that knows only XML's five entities: HTML's
// named entities and those that the document type declares become characters, references to what
// is no character go, surrogate pairs become one character, control characters go. What was done is
// added to `repairs` in words. CDATA sections and comments keep their text. Declared entities are
// not expanded in each other, and all of them together give at most kMaxExpansion bytes: a bomb
// stays the text it is. Returns false, and leaves `text` alone, when there was nothing to do.
bool clean_references(std::string& text, std::vector<std::string>& repairs);
inline constexpr std::size_t kMaxExpansion = 64U << 10U;

// Mends the structure, for text that the parser refused: drops what stands before the first tag,
// escapes stray "<", quotes attributes, closes what is left open, drops end tags that close
// nothing.
std::string repair_structure(std::string_view text, std::vector<std::string>& repairs);

}  // namespace pactwatch
