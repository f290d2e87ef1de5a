#include "alerts/signature.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace pactwatch::alerts {
namespace {

constexpr std::string_view kPrefix = "whsec_";
// Standard Webhooks: a key has 24 to 64 bytes.
constexpr std::size_t kShortestKey = 24;
constexpr std::size_t kLongestKey = 64;

std::string base64(const unsigned char* bytes, std::size_t size) {
  std::string out(4 * ((size + 2) / 3) + 1, '\0');  // and the NUL that OpenSSL writes
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes, static_cast<int>(size));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

Result<std::string> key_of(const std::string& secret) {
  const auto wrong = [] {
    return fail(ErrorCode::invalid_input,
                "a webhook's secret is whsec_ and 24 to 64 bytes in base64", {},
                "echo whsec_$(openssl rand -base64 32)");
  };
  if (!secret.starts_with(kPrefix)) return wrong();
  std::string text = secret.substr(kPrefix.size());
  while (text.size() % 4 != 0) text += '=';
  std::string key(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0) return wrong();
  // OpenSSL counts the padding as bytes.
  std::size_t size = static_cast<std::size_t>(length);
  for (std::size_t i = text.size(); i-- > 0 && text[i] == '=' && size > 0;) --size;
  key.resize(size);
  if (size < kShortestKey || size > kLongestKey) return wrong();
  return key;
}

}  // namespace

Result<std::string> sign(const std::vector<std::string>& secrets, std::string_view id,
                         std::string_view timestamp, std::string_view body) {
  std::string content;
  content.append(id).append(".").append(timestamp).append(".").append(body);
  std::string out;
  for (const std::string& secret : secrets) {
    Result<std::string> key = key_of(secret);
    if (!key) return tl::unexpected(key.error());
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (HMAC(EVP_sha256(), key->data(), static_cast<int>(key->size()),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data(),
             &size) == nullptr)
      return fail(ErrorCode::internal, "HMAC-SHA256 failed");
    out += (out.empty() ? "v1," : " v1,") + base64(digest.data(), size);
  }
  return out;
}

}  // namespace pactwatch::alerts
