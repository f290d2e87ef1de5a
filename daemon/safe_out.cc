#include "daemon/safe_out.h"

#include <cstdio>
#include <exception>
#include <iostream>

#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr std::string_view kInstead = "\xEF\xBF\xBD";
constexpr std::size_t kLongestColour = 12;  // "\x1b[38;5;255m"
constexpr char kEscape = '\x1b';
constexpr char kC1Lead = '\xC2';

bool is_control(char c) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f;
}

}  // namespace

SafeOut::~SafeOut() {
  (void)release();
  (void)out_.pubsync();
}

bool SafeOut::give(std::string_view text) {
  const std::streamsize size = static_cast<std::streamsize>(text.size());
  return out_.sputn(text.data(), size) == size;
}

bool SafeOut::release() {
  if (held_.empty()) return true;
  std::string shown;
  for (const char c : held_) {
    if (is_control(c))
      shown += kInstead;
    else
      shown += c;
  }
  held_.clear();
  return give(shown);
}

bool SafeOut::put(char c) {
  if (held_ == "\r") {
    // The line ends of tables (RFC 4180) pass; alone it would write over the line.
    if (c == '\n') {
      held_.clear();
      return give("\r\n");
    }
    if (!release()) return false;
  }
  if (!held_.empty() && held_[0] == kC1Lead) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 && byte < 0xA0) {
      held_.clear();
      return give(kInstead);
    }
    if (!release()) return false;
  } else if (!held_.empty()) {
    const bool opens = held_.size() == 1 && c == '[';
    const bool inside = held_.size() > 1 && ((c >= '0' && c <= '9') || c == ';');
    if ((opens || inside) && held_.size() < kLongestColour) {
      held_ += c;
      return true;
    }
    if (held_.size() > 1 && c == 'm') {
      const std::string colour = held_ + c;
      held_.clear();
      return give(colour);
    }
    if (!release()) return false;
  }
  if (c == kEscape || c == kC1Lead || c == '\r') {
    held_ = c;
    return true;
  }
  return is_control(c) ? give(kInstead) : give({&c, 1});
}

SafeOut::int_type SafeOut::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  return put(traits_type::to_char_type(c)) ? c : traits_type::eof();
}

std::streamsize SafeOut::xsputn(const char* text, std::streamsize size) {
  // Runs of what passes anyway are handed on whole.
  std::streamsize at = 0;
  while (at < size) {
    std::streamsize end = at;
    if (held_.empty())
      while (end < size && !is_control(text[end]) && text[end] != kC1Lead) ++end;
    if (end > at) {
      if (!give({text + at, static_cast<std::size_t>(end - at)})) return at;
      at = end;
      continue;
    }
    if (!put(text[at])) return at;
    ++at;
  }
  return size;
}

int SafeOut::sync() { return out_.pubsync(); }

int run_safely(const std::function<int()>& verb) {
  std::ios::sync_with_stdio(false);
  std::streambuf* const plain = std::cout.rdbuf();
  try {
    SafeOut safe(*plain);
    std::cout.rdbuf(&safe);
    const int code = verb();
    std::cout.rdbuf(plain);
    return code;
  } catch (const std::exception& error) {
    std::cout.rdbuf(plain);
    std::fprintf(stderr, "pactwatch: internal error: %s\n", error.what());
    return kExitFailed;
  }
}

}  // namespace pactwatch
