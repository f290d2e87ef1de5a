#include "core/hash.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <memory>

#include <openssl/evp.h>

#include "core/article.h"
#include "core/text.h"

namespace pactwatch {

std::string content_id(std::initializer_list<std::string_view> parts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  for (const std::string_view part : parts) {
    std::array<unsigned char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i)
      length[i] = static_cast<unsigned char>(std::uint64_t{part.size()} >> (8 * i));
    EVP_DigestUpdate(context.get(), length.data(), length.size());
    EVP_DigestUpdate(context.get(), part.data(), part.size());
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  std::string out;
  constexpr int kIdBytes = 16;
  char hex[3];
  for (int i = 0; i < kIdBytes; ++i) {
    std::snprintf(hex, sizeof hex, "%02x", digest[static_cast<std::size_t>(i)]);
    out += hex;
  }
  return out;
}

std::string article_id(std::string_view canonical_url) {
  return content_id({"article", canonical_url});
}

std::string content_hash(std::string_view title, std::string_view text) {
  return content_id({"content", fold_space(title), fold_space(text)});
}

}  // namespace pactwatch
