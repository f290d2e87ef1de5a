#include "store/compress.h"

#include <memory>

#include <zstd.h>

namespace pactwatch {
namespace {

constexpr int kLevel = 3;
constexpr unsigned long long kMaxText = 64ULL << 20U;  // far above what the fetcher lets through

}  // namespace

std::string compress(std::string_view bytes) {
  // Making a context takes longer than an article does.
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  };
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size(), kLevel);
  out.resize(ZSTD_isError(size) != 0U ? 0 : size);
  return out;
}

Result<std::string> decompress(std::string_view frame) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kMaxText)
    return fail(ErrorCode::invalid_input, "a stored text is not a zstd frame");
  std::string out(size, '\0');
  const std::size_t got = ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(got) != 0U)
    return fail(ErrorCode::invalid_input,
                std::string("a stored text does not unpack: ") + ZSTD_getErrorName(got));
  return out;
}

}  // namespace pactwatch
