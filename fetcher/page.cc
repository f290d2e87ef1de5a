#include "fetcher/page.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "fetcher/encoding.h"
#include "fetcher/html.h"
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

// English or not, by the share of the commonest English words: pages forget their lang attribute,
// or copy it from a template.
std::string language_of(const std::string& text, const std::string& said) {
  static constexpr std::array<std::string_view, 16> common = {
      "the", "of", "and",  "to",  "in", "a",  "is", "that",
      "for", "on", "with", "was", "as", "it", "by", "at"};
  std::size_t words = 0;
  std::size_t english = 0;
  std::string word;
  constexpr std::size_t kSample = 6000;
  for (std::size_t i = 0; i < std::min(text.size(), kSample); ++i) {
    const char c = text[i];
    const bool letter =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (letter) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      continue;
    }
    if (!word.empty()) {
      ++words;
      for (const std::string_view w : common) english += w == word ? 1U : 0U;
      word.clear();
    }
  }
  constexpr std::size_t kFew = 40;
  if (words < kFew) return said;
  const double share = static_cast<double>(english) / static_cast<double>(words);
  if (share > 0.18) return "en";
  if (share < 0.08 && said == "en") return "und";
  return said;
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
