#include "core/printable.h"

#include "core/text.h"

namespace pactwatch {
namespace {

// Bytes of the character at `at` of valid UTF-8.
std::size_t length_at(std::string_view text, std::size_t at) {
  const unsigned char first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return 1;
  if (first < 0xE0) return 2;
  return first < 0xF0 ? 3 : 4;
}

}  // namespace

std::string printable(std::string_view text) {
  const std::string valid = make_valid_utf8(text);
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  out.reserve(valid.size());
  for (std::size_t i = 0; i < valid.size();) {
    const std::size_t length = length_at(valid, i);
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(valid[i + at]); };
    const unsigned first = byte(0);
    unsigned shown = 0;  // what must not be printed as it is
    if (length == 1 && (first < 0x20 || first == 0x7F)) shown = first;
    if (length == 2 && first == 0xC2 && byte(1) < 0xA0) shown = byte(1);
    if (length == 3 && first == 0xE2) {
      const unsigned point = 0x2000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
      if (point == 0x200E || point == 0x200F || (point >= 0x2028 && point <= 0x202E) ||
          (point >= 0x2066 && point <= 0x2069))
        shown = point;
    }
    if (shown == 0 && !(length == 1 && first == 0)) {
      out.append(valid, i, length);
    } else {
      out += shown > 0xFF ? "\\u" : "\\x";
      for (int shift = shown > 0xFF ? 12 : 4; shift >= 0; shift -= 4)
        out += kHex[shown >> static_cast<unsigned>(shift) & 15U];
    }
    i += length;
  }
  return out;
}

}  // namespace pactwatch
