#include "fetcher/page.h"

#include <algorithm>

#include "core/text.h"
#include "fetcher/encoding.h"
#include "fetcher/html.h"
#include "fetcher/language.h"
#include "fetcher/page_metadata.h"
#include "fetcher/page_text.h"

namespace pactwatch {
namespace {

// The encoding that a meta element near the top names (HTML, 13.2.3.2).
std::string declared_in_meta(std::string_view bytes) {
  constexpr std::size_t kPrescan = 4096;  // the standard looks at 1024; pages begin with comments
  const std::string head = ascii_lower(bytes.substr(0, kPrescan));
  std::size_t at = head.find("charset=");
  if (at == std::string::npos) return {};
  at += 8;
  while (at < head.size() && (head[at] == '"' || head[at] == '\'' || head[at] == ' ')) ++at;
  const std::size_t end = head.find_first_of("\"'> ;/", at);
  return head.substr(at, end - at);
}

}  // namespace

Result<Page> read_page(std::string_view bytes, const PageSource& source) {
  if (bytes.size() > kMaxPageBytes)
    return fail(ErrorCode::limit,
                "the page is larger than " + std::to_string(kMaxPageBytes >> 20U) + " MiB",
                source.url);
  const std::string head = ascii_lower(bytes.substr(0, 8));
  for (const std::string_view magic : {"%pdf-", "\x89png", "gif8", "pk\x03\x04", "\x1f\x8b"})
    if (head.rfind(magic, 0) == 0)
      return fail(ErrorCode::invalid_input, "this is no HTML page but a file of another kind",
                  source.url);
  Decoded decoded = decode(bytes, charset_of(source.content_type), declared_in_meta(bytes));
  std::replace(decoded.text.begin(), decoded.text.end(), '\0', ' ');  // the parser would stop there
  const HtmlDocument document = parse_html(decoded.text);
  if (document == nullptr) return fail(ErrorCode::invalid_input, "the page is empty", source.url);
  Page page;
  const PageSays says = read_metadata(document.get(), source, page);
  page.text = main_text(document.get(), {page.title, says.description});
  // JSON-LD's own text only where the page's markup gave little: it is often cut or one paragraph.
  constexpr std::size_t kLittle = 200;
  if (page.text.size() < kLittle && says.body.size() > 2 * page.text.size()) page.text = says.body;
  page.language = language_of(page.text, page.language);
  return page;
}

}  // namespace pactwatch
