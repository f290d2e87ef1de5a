#pragma once
// Small, allocation-honest helpers for UTF-8 text that every folder needs.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// Runs of white space (ASCII and U+00A0) become one space; none at either end.
std::string fold_space(std::string_view text);
// ASCII letters to lower case; other bytes stay.
std::string ascii_lower(std::string_view text);
// Without ASCII white space at either end.
std::string_view trim(std::string_view text);
bool starts_with_icase(std::string_view text, std::string_view prefix);

// The same text as valid UTF-8: ill-formed sequences become U+FFFD (WHATWG decoding).
std::string make_valid_utf8(std::string_view text);
bool is_valid_utf8(std::string_view text);
// Appends one code point.
void append_utf8(std::string& out, char32_t code_point);
// The pieces between the `by`s; one, perhaps empty, when there is none.
std::vector<std::string> split(std::string_view text, char by);
// Whether the last word or words of `text` are `words`, with others before: "news publisher" ends
// with "publisher", "publisher" alone does not.
bool ends_with_words(std::string_view text, std::string_view words);
// Appends `text` as XML and HTML write it: "&", "<" and ">" as entities, and the double quote too
// where it stands in an attribute.
enum class MarkupPlace { text, attribute };
void append_escaped(std::string& out, std::string_view text, MarkupPlace place);
// Number of code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);

// The name among `known` that a person most likely meant by `given` (Damerau-Levenshtein distance
// at most a third of its length), or empty when none is near.
std::string nearest_name(std::string_view given, const std::vector<std::string>& known);

}  // namespace pactwatch
