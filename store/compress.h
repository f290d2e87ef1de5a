#pragma once
// Article texts at rest: zstd (RFC 8878).

#include <string>
#include <string_view>

#include "core/result.h"

namespace pactwatch {

std::string compress(std::string_view bytes);
// Fails on bytes that are no zstd frame, or that claim to be larger than any article may be.
Result<std::string> decompress(std::string_view frame);

}  // namespace pactwatch
