// Article pages. The first byte chooses what the server said about the bytes.

#include <array>

#include "core/text.h"
#include "fetcher/page.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array<const char*, 5> types = {
      "", "text/html; charset=utf-8", "text/html; charset=windows-1252",
      "text/html; charset=utf-16", "application/xhtml+xml; charset=euc-jp"};
  if (size == 0) return 0;
  const Result<Page> page = read_page(fuzz::bytes(data + 1, size - 1),
                                      {"https://example.org/a", types[data[0] % types.size()]});
  if (!page) return 0;
  fuzz::expect(is_valid_utf8(page->text) && is_valid_utf8(page->title) &&
                   is_valid_utf8(page->outlet) && is_valid_utf8(page->published),
               "a page's text is UTF-8");
  return 0;
}
