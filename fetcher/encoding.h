#pragma once
// From bytes to UTF-8, as browsers do it (WHATWG Encoding Standard) where the label allows, by
// statistics (uchardet) where nothing is said.

#include <string>
#include <string_view>

namespace pactwatch {

// The name of a converter for an encoding label, WHATWG semantics first ("iso-8859-1" and
// "us-ascii" are windows-1252); empty when nobody knows the label.
std::string encoding_for_label(std::string_view label);
// The charset parameter of a Content-Type header; empty when there is none.
std::string charset_of(std::string_view content_type);

// The encoding that an XML declaration near the top of ASCII-compatible bytes names, as written;
// empty when there is none.
std::string declared_in_xml(std::string_view bytes);

struct Decoded {
  std::string text;      // valid UTF-8, without BOM
  std::string encoding;  // what it was read as
  bool guessed = false;  // by statistics, or because the declaration was wrong
};

// Decodes: BOM, then the zeros of UTF-16 and UTF-32 and EBCDIC's first letters (XML 1.0,
// appendix F), then `http_charset`, then `declared` (an XML declaration's or meta tag's label),
// then valid UTF-8, then statistics, then windows-1252. A declaration of UTF-8 over bytes that are
// not is taken for wrong.
Decoded decode(std::string_view bytes, std::string_view http_charset, std::string_view declared);

}  // namespace pactwatch
