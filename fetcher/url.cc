#include "fetcher/url.h"

#include <curl/curl.h>
#include <unicode/uidna.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/text.h"

namespace pactwatch {
namespace {

struct UrlDelete {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlDelete>;

// Longest URL that is taken; real ones of the collection end below 2 KiB.
constexpr std::size_t kMaxUrlBytes = 8 << 10;

// Parameters that tell who sent the reader, never which page it is.
constexpr std::array<std::string_view, 14> kTracking = {
    "fbclid", "gclid",  "dclid",  "gbraid", "wbraid", "msclkid", "twclid",
    "yclid",  "igshid", "mc_cid", "mc_eid", "cmpid",  "ocid",    "_ga"};

std::string part(const UrlHandle& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

// An international host name as the DNS spells it (UTS #46); libcurl's own conversion depends on
// the process's locale. A name that has no such spelling stays as it is, and will not resolve.
std::string ascii_host(const std::string& host) {
  if (std::all_of(host.begin(), host.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return host;
  UErrorCode error = U_ZERO_ERROR;
  UIDNA* converter = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &error);
  if (U_FAILURE(error)) return host;
  std::array<char, 256> out{};  // a name has at most 253 characters
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  const int32_t length =
      uidna_nameToASCII_UTF8(converter, host.data(), static_cast<int32_t>(host.size()), out.data(),
                             static_cast<int32_t>(out.size()), &info, &error);
  uidna_close(converter);
  if (U_FAILURE(error) || info.errors != 0) return host;
  return std::string(out.data(), static_cast<std::size_t>(length));
}

UrlHandle parse(std::string_view base, std::string_view reference, CURLUcode& code) {
  UrlHandle url(curl_url());
  code = CURLUE_OUT_OF_MEMORY;
  if (url == nullptr) return nullptr;
  if (base.size() > kMaxUrlBytes || reference.size() > kMaxUrlBytes) {
    code = CURLUE_MALFORMED_INPUT;
    return nullptr;
  }
  // Encodes spaces and non-ASCII characters as browsers do; schemes other than http are named in
  // the caller's error, so the parser must let them pass.
  constexpr unsigned kFlags = CURLU_URLENCODE | CURLU_NON_SUPPORT_SCHEME;
  code = CURLUE_OK;
  if (!base.empty())
    code = curl_url_set(url.get(), CURLUPART_URL, std::string(base).c_str(), kFlags);
  if (code == CURLUE_OK)
    code = curl_url_set(url.get(), CURLUPART_URL, std::string(reference).c_str(), kFlags);
  if (code == CURLUE_OK) {
    const std::string host = part(url, CURLUPART_HOST);
    const std::string ascii = ascii_host(host);
    if (ascii != host) code = curl_url_set(url.get(), CURLUPART_HOST, ascii.c_str(), 0);
  }
  return code == CURLUE_OK ? std::move(url) : nullptr;
}

bool is_web(const UrlHandle& url) {
  const std::string scheme = part(url, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return false;
  // libcurl has decoded the host: what is still a percent sign would be read otherwise next time.
  const std::string host = part(url, CURLUPART_HOST);
  return host.find_first_not_of('.') != std::string::npos && host.find('%') == std::string::npos;
}

// The handle of an absolute URL of the web, or null.
UrlHandle parse_web(std::string_view text) {
  CURLUcode code = CURLUE_OK;
  UrlHandle url = parse({}, trim(text), code);
  return url != nullptr && is_web(url) ? std::move(url) : nullptr;
}

bool tracks(std::string_view parameter) {
  const std::string name = ascii_lower(parameter.substr(0, parameter.find('=')));
  return name.starts_with("utm_") ||
         std::find(kTracking.begin(), kTracking.end(), name) != kTracking.end();
}

std::string without_tracking(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.empty() || tracks(parameter)) continue;
    if (!out.empty()) out += '&';
    out += parameter;
  }
  return out;
}

// Escapes in upper case (RFC 3986, 6.2.2.1).
std::string upper_escapes(std::string text) {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] != '%') continue;
    for (std::size_t j = i + 1; j <= i + 2; ++j)
      if (text[j] >= 'a' && text[j] <= 'f') text[j] = static_cast<char>(text[j] - 'a' + 'A');
  }
  return text;
}

// "192.0.2.7", and no other way to write an address.
bool is_plain_address(std::string_view host) {
  int labels = 0;
  for (const std::string& label : split(host, '.')) {
    ++labels;
    if (label.empty() || label.size() > 3 || (label[0] == '0' && label.size() > 1)) return false;
    int value = 0;
    for (const char c : label) {
      if (c < '0' || c > '9') return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
  }
  return labels == 4;
}

// The end of the authority of a URL that libcurl would leave as it is, or 0: lower-case scheme and
// host, a host that can only be meant as a name, no port that goes without saying, and a path of
// plain characters without dot segments. Nearly every URL is so, and the parser costs more than all
// else that a poll does with it.
std::size_t plain_authority_end(std::string_view url) {
  const std::size_t begin = url.starts_with("http://") ? 7 : url.starts_with("https://") ? 8 : 0;
  if (begin == 0 || url.size() > kMaxUrlBytes) return 0;
  std::size_t end = begin;
  std::size_t label = begin;
  while (end < url.size() && url[end] != '/' && url[end] != ':') {
    const char c = url[end];
    if (c == '.') {
      if (end == label) return 0;
      label = end + 1;
    } else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
      return 0;
    }
    ++end;
  }
  // A last label of digits (or "0x7f") is an address, which has many spellings.
  if (end == label) return 0;
  if (url[label] < 'a' && !is_plain_address(url.substr(begin, end - begin))) return 0;
  if (end < url.size() && url[end] == ':') {
    const std::size_t port = ++end;
    while (end < url.size() && url[end] >= '0' && url[end] <= '9') ++end;
    const std::string_view digits = url.substr(port, end - port);
    if (digits.empty() || digits.size() > 5 || digits[0] == '0' || digits == "80" ||
        digits == "443" || (digits.size() == 5 && digits > "65535"))
      return 0;
  }
  if (end == url.size() || url[end] != '/' || url.back() == '?') return 0;
  for (std::size_t i = end; i < url.size(); ++i) {
    const char c = url[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-_~=&?,+").find(c) != std::string_view::npos ||
                       (c == '.' && url[i - 1] != '/' && url[i - 1] != '.');
    if (!plain) return 0;
  }
  return end;
}

std::string authority(const UrlHandle& url) {
  std::string host = ascii_lower(part(url, CURLUPART_HOST));
  while (!host.empty() && host.back() == '.') host.pop_back();  // the root label changes nothing
  const std::string port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
  return port.empty() ? host : host + ":" + port;
}

}  // namespace

Result<std::string> resolve_url(std::string_view base, std::string_view reference) {
  reference = trim(reference);
  base = trim(base);
  if (plain_authority_end(reference) != 0) return std::string(reference);
  CURLUcode code = CURLUE_OK;
  UrlHandle url = parse(base, reference, code);
  // The reference may be absolute and the base unusable.
  if (url == nullptr && !base.empty()) url = parse({}, reference, code);
  if (url == nullptr)
    return fail(ErrorCode::invalid_input, std::string("not a URL: ") + curl_url_strerror(code),
                std::string(reference.substr(0, 200)));
  if (!is_web(url))
    return fail(ErrorCode::invalid_input,
                "only http and https are read, not \"" + part(url, CURLUPART_SCHEME) + "\"",
                std::string(reference.substr(0, 200)));
  return part(url, CURLUPART_URL);
}

std::string canonical_url(std::string_view text) {
  const UrlHandle url = parse_web(text);
  if (url == nullptr) return std::string(text);
  std::string out = part(url, CURLUPART_SCHEME) + "://" + authority(url);
  const std::string path = part(url, CURLUPART_PATH);
  out += path.empty() ? "/" : upper_escapes(path);
  const std::string query = upper_escapes(without_tracking(part(url, CURLUPART_QUERY)));
  if (!query.empty()) out += "?" + query;
  // "7.9.9." is a name with its root label to libcurl, "7.9.9" an address written short.
  return part(url, CURLUPART_HOST).ends_with('.') ? canonical_url(out) : out;
}

std::string url_key(std::string_view url) {
  std::string key = canonical_url(url);
  const std::size_t scheme = key.find("://");
  if (scheme != std::string::npos) key.erase(0, scheme + 3);
  if (key.starts_with("www.")) key.erase(0, 4);
  if (!key.empty() && key.back() == '/') key.pop_back();
  return key;
}

std::string host_of(std::string_view text) {
  if (const std::size_t end = plain_authority_end(text)) {
    const std::size_t begin = text.find("//") + 2;
    return std::string(text.substr(begin, end - begin));
  }
  const UrlHandle url = parse_web(text);
  return url == nullptr ? std::string() : authority(url);
}

std::string origin_of(std::string_view text) {
  const UrlHandle url = parse_web(text);
  return url == nullptr ? std::string() : part(url, CURLUPART_SCHEME) + "://" + authority(url);
}

std::string path_of(std::string_view text) {
  const UrlHandle url = parse_web(text);
  if (url == nullptr) return {};
  const std::string path = part(url, CURLUPART_PATH);
  const std::string query = part(url, CURLUPART_QUERY);
  return (path.empty() ? "/" : path) + (query.empty() ? "" : "?" + query);
}

}  // namespace pactwatch
