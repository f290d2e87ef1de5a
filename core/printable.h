#pragma once
// Text of strangers, fit for a terminal and a log.

#include <string>
#include <string_view>

namespace pactwatch {

// Valid UTF-8 without anything that moves a cursor, rings a bell or turns the line around: C0, DEL,
// C1, line separators and the marks of writing direction become "\x1b", "\u202e".
std::string printable(std::string_view text);

}  // namespace pactwatch
