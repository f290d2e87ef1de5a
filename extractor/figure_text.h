#pragma once
// The text as the readers of figures see it: words, gaps and boundaries by byte offset. Readers
// never look further ahead or back than one phrase, so that a pass over the text stays linear.

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/text.h"
#include "core/time.h"

namespace pactwatch {

constexpr std::size_t kNoFigure = static_cast<std::size_t>(-1);

class FigureText {
  static constexpr std::array<bool, 256> kWordBytes = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c)
      out[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               (c >= 0xC3 && c != 0xE2);
    return out;
  }();

 public:
  FigureText(std::string_view text, std::optional<Day> reference)
      : text_(text), lower_(ascii_lower(text)), reference_(reference) {}

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
  static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
  // Letters beyond ASCII count by their lead byte, but U+2000..2FFF: dashes, quotes, marks.
  static bool is_word_byte(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }

  std::string_view text() const { return text_; }
  std::string_view lower() const { return lower_; }
  std::size_t size() const { return text_.size(); }
  // The day of publication.
  const std::optional<Day>& reference() const { return reference_; }

  // 0 beyond the end.
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  bool digit(std::size_t i) const { return is_digit(at(i)); }
  bool upper(std::size_t i) const { return is_upper(at(i)); }
  bool is(std::size_t i, std::string_view bytes) const {
    return text_.substr(i < size() ? i : size(), bytes.size()) == bytes;
  }
  // Whether a word or number that ends before `i` is complete.
  bool at_end(std::size_t i) const { return i >= size() || !is_word_byte(text_[i]); }

  // The word at `i` in lower case, with the dots of initials ("u.s."); empty when there is none.
  std::string_view word(std::size_t i) const {
    std::size_t end = i;
    while (end < lower_.size() && is_alpha(lower_[end])) ++end;
    constexpr std::size_t kMostInitials =
        12;  // bytes: a chain of them is read from each of its letters
    while (end > i && at(end) == '.' && end + 1 < size() && is_alpha(lower_[end + 1]) &&
           (end - i == 1 || lower_[end - 2] == '.') && end - i < kMostInitials)
      end += 2;
    if (end > i + 2 && at(end) == '.' && lower_[end - 2] == '.') ++end;
    return std::string_view(lower_).substr(i < size() ? i : size(), end - i);
  }

  // Past white space (one line) or a single hyphen.
  std::size_t skip(std::size_t i, bool hyphen = true) const {
    std::size_t p = i;
    while (at(p) == ' ' || at(p) == '\t') ++p;
    if (is(p, "\xC2\xA0")) p += 2;
    if (is(p, "\xE2\x80\xAF")) p += 3;
    if (hyphen && p == i && at(p) == '-') ++p;
    return p;
  }
  // The same, then past `expected` and what follows it, when it stands there.
  std::size_t skip_word(std::size_t i, std::string_view expected) const {
    const std::size_t p = skip(i, false);
    return word(p) == expected ? skip(p + expected.size(), false) : p;
  }

  // The length of a dash of any kind at `i`, 0 for none.
  std::size_t dash(std::size_t i) const {
    if (at(i) == '-') return 1;
    return is(i, "\xE2\x80\x93") || is(i, "\xE2\x80\x94") ? 3 : 0;
  }

  // The word before `i`, lower case.
  std::string_view word_before(std::size_t i) const {
    std::size_t end = i;
    while (end > 0 && text_[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_alpha(text_[begin - 1])) --begin;
    return std::string_view(lower_).substr(begin, end - begin);
  }

  // Up to `bytes` before `i`, no further back than the sentence, lower case.
  std::string_view before(std::size_t i, std::size_t bytes) const {
    const std::size_t from = i > bytes ? i - bytes : 0;
    const std::string_view window = std::string_view(lower_).substr(from, i - from);
    const std::size_t line = window.rfind('\n');
    const std::size_t stop = window.rfind(". ");
    if (line != std::string_view::npos && (stop == std::string_view::npos || line > stop))
      return window.substr(line);
    return stop == std::string_view::npos ? window : window.substr(stop);
  }

  // Whether [begin, end) is all of the text but white space and marks.
  bool alone(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kFar = 8;
    if (begin > kFar || size() > end + kFar) return false;
    for (std::size_t i = 0; i < begin; ++i)
      if (is_word_byte(text_[i])) return false;
    for (std::size_t i = end; i < size(); ++i)
      if (is_word_byte(text_[i])) return false;
    return true;
  }

 private:
  std::string_view text_;
  std::string lower_;
  std::optional<Day> reference_;
};

}  // namespace pactwatch
