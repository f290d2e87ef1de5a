#pragma once
// Which language a text is in (CLD2).

#include <string>
#include <string_view>

namespace pactwatch {

// The primary tag of the language that most of `text` (UTF-8) is in: "en", "de", "zh". `hint` is
// what the page says of itself; it decides nothing alone, since pages forget their lang attribute
// or copy it from a template. Empty when the text is too short or too mixed to tell. Pure,
// thread-safe.
std::string language_of(std::string_view text, std::string_view hint);

}  // namespace pactwatch
