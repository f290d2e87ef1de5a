#include "fetcher/feed_link.h"

#include <array>
#include <cstring>
#include <vector>

#include "core/text.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

// An absolute URL that resolving would leave as it is. Nearly every link is, and the URL parser
// costs more than all else that is done to an entry.
bool is_plain_absolute(std::string_view url) {
  std::size_t i = url.substr(0, 7) == "http://" ? 7 : url.substr(0, 8) == "https://" ? 8 : 0;
  if (i == 0 || i == url.size()) return false;
  for (; i < url.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(url[i]);
    if (c <= 0x20 || c >= 0x7F || c == '\\' || c == '"' || c == '<' || c == '>') return false;
    if (c == '.' && url[i - 1] == '/') return false;  // may be a dot segment
  }
  return true;
}

std::string resolved(const std::string& base, std::string_view reference) {
  const Result<std::string> url = resolve_url(base, reference);
  return url ? *url : std::string(reference);
}

}  // namespace

FeedLinks::FeedLinks(const FeedSource& source) : document_(source.url) {
  if (source.content_location.empty()) return;
  const Result<std::string> location = resolve_url(source.url, source.content_location);
  if (!location) return;  // "javascript:" and the like are no base
  document_ = *location;
  located_ = true;
}

void FeedLinks::set_page(const std::string& url) {
  if (!located_ && (is_plain_absolute(url) || resolve_url({}, url))) page_ = url;
}

std::string FeedLinks::xml_base(pugi::xml_node node) const {
  // Deeper than this no feed puts a link; the walk is bounded for those that nest for spite.
  constexpr std::size_t kMaxBases = 16;
  std::array<const char*, kMaxBases> bases{};
  std::size_t count = 0;
  std::size_t levels = 0;
  for (; node && count < kMaxBases && levels < 100; node = node.parent(), ++levels)
    if (const pugi::xml_attribute a = node.attribute("xml:base")) bases[count++] = a.value();
  if (count == 0) return {};
  std::string base = document_;
  while (count > 0)
    if (const std::string_view next = trim(bases[--count]); !next.empty())
      base = resolved(base, next);
  return base;
}

std::string FeedLinks::at(pugi::xml_node node, std::string_view value) const {
  const std::string_view link = trim(value);
  if (link.empty() || is_plain_absolute(link)) return std::string(link);
  std::string base = xml_base(node);
  if (base.empty()) base = page_.empty() ? document_ : page_;
  return resolved(base, link);
}

}  // namespace pactwatch
