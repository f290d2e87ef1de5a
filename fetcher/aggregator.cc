#include "fetcher/aggregator.h"

#include <array>
#include <cstdint>

#include "core/text.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

// Links may be wrapped twice (an alert for a page that a search found), hardly more.
constexpr int kMostWraps = 3;

struct Wrapper {
  std::string_view host;  // or a host below it
  std::string_view path;  // that the path begins with
  std::string_view parameter;
};
constexpr std::array<Wrapper, 6> kWrappers = {{{"bing.com", "/news/apiclick.aspx", "url"},
                                               {"google.com", "/url", "url"},
                                               {"google.com", "/url", "q"},
                                               {"news.google.com", "/news/url", "url"},
                                               {"duckduckgo.com", "/l/", "uddg"},
                                               {"facebook.com", "/l.php", "u"}}};

bool is_host(std::string_view host, std::string_view wanted) {
  if (!host.ends_with(wanted)) return false;
  return host.size() == wanted.size() || host[host.size() - wanted.size() - 1] == '.';
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string parameter_of(std::string_view path_and_query, std::string_view name) {
  const std::size_t question = path_and_query.find('?');
  if (question == std::string_view::npos) return {};
  for (const std::string& part : split(path_and_query.substr(question + 1), '&')) {
    const std::string_view field = part;
    if (field.size() > name.size() && field.starts_with(name) && field[name.size()] == '=')
      return percent_decoded(field.substr(name.size() + 1));
  }
  return {};
}

std::string base64url_decoded(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    int value = 0;
    if (c >= 'A' && c <= 'Z')
      value = c - 'A';
    else if (c >= 'a' && c <= 'z')
      value = c - 'a' + 26;
    else if (c >= '0' && c <= '9')
      value = c - '0' + 52;
    else if (c == '-' || c == '+')
      value = 62;
    else if (c == '_' || c == '/')
      value = 63;
    else
      break;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return out;
}

// The id of an article of Google News is a small protocol buffer in base64. In those that hold the
// address it is field 4: the byte 0x22, a length, the address.
std::string google_news_address(std::string_view path) {
  constexpr std::string_view kArticles = "/articles/";
  const std::size_t at = path.find(kArticles);
  if (at == std::string_view::npos) return {};
  const std::string id = base64url_decoded(path.substr(at + kArticles.size()));
  constexpr char kField = 0x22;
  const std::size_t field = id.find(kField);
  constexpr std::size_t kMostBefore = 8;  // field 1 stands before it, nothing else
  if (field == std::string::npos || field > kMostBefore) return {};
  std::size_t size = 0;
  std::size_t next = field + 1;
  for (unsigned shift = 0; next < id.size() && shift < 21; shift += 7) {
    const auto byte = static_cast<unsigned char>(id[next++]);
    size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) break;
  }
  if (size == 0 || next + size > id.size()) return {};
  return id.substr(next, size);
}

// Yahoo: ".../RU=https%3a%2f%2fo.example%2fstory/RK=2/...".
std::string yahoo_address(std::string_view path) {
  const std::size_t at = path.find("/RU=");
  if (at == std::string_view::npos) return {};
  const std::string_view rest = path.substr(at + 4);
  return percent_decoded(rest.substr(0, rest.find('/')));
}

std::string inside(std::string_view url) {
  const std::string host = host_of(url);
  const std::string path = path_of(url);
  for (const Wrapper& wrapper : kWrappers) {
    if (!is_host(host, wrapper.host) || !path.starts_with(wrapper.path)) continue;
    const std::string found = parameter_of(path, wrapper.parameter);
    if (found.starts_with("http")) return found;
  }
  if (is_host(host, "news.google.com")) return google_news_address(path);
  if (is_host(host, "search.yahoo.com")) return yahoo_address(path);
  return {};
}

}  // namespace

std::string unwrap_link(std::string_view url) {
  std::string out(url);
  for (int i = 0; i < kMostWraps; ++i) {
    const std::string found = inside(out);
    if (!found.starts_with("http")) break;
    Result<std::string> address = resolve_url({}, found);
    if (!address) break;
    out = std::move(*address);
  }
  return out;
}

}  // namespace pactwatch
