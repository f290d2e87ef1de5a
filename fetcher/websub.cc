#include "fetcher/websub.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "fetcher/poller_item.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

constexpr char kHex[] = "0123456789abcdef";

// application/x-www-form-urlencoded (URL Standard, 5.2), a space as %20.
std::string form_encoded(std::string_view text) {
  static constexpr char kUpper[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || c == '-' || c == '_' || c == '.' || c == '*';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kUpper[byte >> 4];
      out += kUpper[byte & 15];
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& word : split(fold_space(text), ' '))
    if (!word.empty()) out.push_back(ascii_lower(word));
  return out;
}

// Reads a parameter's value at `at`, quoted or not, and moves `at` behind it.
std::string parameter_value(std::string_view text, std::size_t& at) {
  std::string out;
  if (at < text.size() && text[at] == '"') {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      out += text[at];
    }
    if (at < text.size()) ++at;
    return out;
  }
  while (at < text.size() && text[at] != ';' && text[at] != ',') out += text[at++];
  return std::string(trim(out));
}

const EVP_MD* digest_named(std::string_view name) {
  if (name == "sha1") return EVP_sha1();
  if (name == "sha256") return EVP_sha256();
  if (name == "sha384") return EVP_sha384();
  if (name == "sha512") return EVP_sha512();
  return nullptr;
}

}  // namespace

std::vector<LinkValue> parse_link_header(std::string_view field) {
  std::vector<LinkValue> out;
  std::size_t at = 0;
  while ((at = field.find('<', at)) != std::string_view::npos) {
    const std::size_t end = field.find('>', at);
    if (end == std::string_view::npos) break;
    LinkValue link;
    link.target = std::string(trim(field.substr(at + 1, end - at - 1)));
    at = end + 1;
    bool seen = false;
    while (at < field.size() && field[at] != ',') {
      if (field[at] == ';' || field[at] == ' ' || field[at] == '\t') {
        ++at;
        continue;
      }
      const std::size_t stop = std::min(field.find_first_of("=;,", at), field.size());
      const std::string name = ascii_lower(trim(field.substr(at, stop - at)));
      at = stop;
      if (at >= field.size() || field[at] != '=') continue;
      ++at;
      while (at < field.size() && (field[at] == ' ' || field[at] == '\t')) ++at;
      const std::string value = parameter_value(field, at);
      if (name != "rel" || seen) continue;  // the first counts (RFC 8288, 3.3)
      seen = true;
      link.rels = words_of(value);
    }
    if (!link.target.empty() && !link.rels.empty()) out.push_back(std::move(link));
  }
  return out;
}

std::optional<HubOffer> discover_hub(const HttpResponse& response, const Feed& feed) {
  HubOffer offer;
  for (const LinkValue& link : parse_link_header(response.header("link"))) {
    const auto is = [&](std::string_view rel) {
      return std::find(link.rels.begin(), link.rels.end(), rel) != link.rels.end();
    };
    const Result<std::string> target = resolve_url(response.url, link.target);
    if (!target) continue;
    if (offer.hub.empty() && is("hub")) offer.hub = *target;
    if (offer.topic.empty() && is("self")) offer.topic = *target;
  }
  const auto absolute = [&](const std::string& url) -> std::string {
    if (url.empty()) return {};
    Result<std::string> target = resolve_url(response.url, url);
    return target ? *target : std::string();
  };
  if (offer.hub.empty()) offer.hub = absolute(feed.hub);
  if (offer.hub.empty()) return std::nullopt;
  if (offer.topic.empty()) offer.topic = absolute(feed.self);
  if (offer.topic.empty()) offer.topic = response.url;
  return offer;
}

std::string subscription_form(const HubQuestion& question) {
  std::string out = "hub.mode=subscribe&hub.topic=" + form_encoded(question.topic) +
                    "&hub.callback=" + form_encoded(question.callback) +
                    "&hub.lease_seconds=" + std::to_string(question.lease.count());
  if (!question.secret.empty()) out += "&hub.secret=" + form_encoded(question.secret);
  return out;
}

bool signature_matches(std::string_view header, std::string_view body, std::string_view secret) {
  const std::size_t equals = header.find('=');
  if (equals == std::string_view::npos || secret.empty()) return false;
  const EVP_MD* digest = digest_named(ascii_lower(trim(header.substr(0, equals))));
  if (digest == nullptr) return false;
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned int size = 0;
  if (HMAC(digest, secret.data(), static_cast<int>(secret.size()),
           reinterpret_cast<const unsigned char*>(body.data()), body.size(), code.data(),
           &size) == nullptr)
    return false;
  std::string wanted;
  for (unsigned int i = 0; i < size; ++i) {
    wanted += kHex[code[i] >> 4];
    wanted += kHex[code[i] & 15];
  }
  const std::string given = ascii_lower(trim(header.substr(equals + 1)));
  return given.size() == wanted.size() &&
         CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

Result<std::string> random_token() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    return fail(ErrorCode::internal, "the system gives no random bytes");
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

PushJudgement judge_push(const PushedContent& pushed) {
  PushJudgement out;
  if (!pushed.authentic) return {{}, true, "an unsigned push says only that there is something"};
  const Result<Feed> feed = parse_feed(pushed.body, {pushed.feed_url, pushed.content_type, {}});
  if (!feed) return {{}, true, "what was pushed is no feed: " + feed.error().message};
  for (DiscoveredItem& item : identify_items(*feed, pushed.feed_url)) {
    if (is_known_by_page(item))
      out.items.push_back(std::move(item));
    else
      out.poll_now = true;
  }
  if (out.poll_now) out.why = "some entries are only known within their whole feed";
  if (out.items.empty() && !out.poll_now) {
    out.poll_now = true;
    out.why = "the push holds no entry";
  }
  return out;
}

}  // namespace pactwatch
