#pragma once
// Standard output as a terminal may see it: titles, sentences and errors come from the web, and
// none of them may move a cursor, set a title or ring a bell.

#include <functional>
#include <streambuf>
#include <string>

namespace pactwatch {

// Hands everything on to another buffer but for control characters: C0 except line end and tab, DEL
// and C1 become U+FFFD, which harms neither text nor JSON. Colours ("ESC [ digits m") pass, for we
// write them ourselves. A sequence may be split over several writes.
class SafeOut final : public std::streambuf {
 public:
  // `out` outlives it.
  explicit SafeOut(std::streambuf& out) : out_(out) {}
  ~SafeOut() override;
  SafeOut(const SafeOut&) = delete;
  SafeOut& operator=(const SafeOut&) = delete;

 protected:
  int_type overflow(int_type c) override;
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int sync() override;

 private:
  bool put(char c);
  bool give(std::string_view text);
  // What was held back as the beginning of a sequence, which it is not.
  bool release();

  std::streambuf& out_;
  std::string held_;  // the beginning of a colour, or the first byte of a C1 character
};

// Runs a verb with a safe standard output. Gives its exit code, or that of a failure, which is
// told, when it throws: a programmer's error, or no memory.
int run_safely(const std::function<int()>& verb);

}  // namespace pactwatch
