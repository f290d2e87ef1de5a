#include "core/hash.h"

#include <array>
#include <cstdint>
#include <memory>

#include <openssl/evp.h>

#include "core/article.h"
#include "core/text.h"

namespace pactwatch {

std::string content_id(std::initializer_list<std::string_view> parts) {
  // Looking up the algorithm and making a context take longer than hashing a name.
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  thread_local const std::unique_ptr<EVP_MD, Free> sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  EVP_DigestInit_ex(context.get(), sha256.get(), nullptr);
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
  constexpr std::size_t kIdBytes = 16;
  static constexpr char kHex[] = "0123456789abcdef";
  out.reserve(2 * kIdBytes);
  for (std::size_t i = 0; i < kIdBytes; ++i) {
    out += kHex[digest[i] >> 4U];
    out += kHex[digest[i] & 0xFU];
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
