#pragma once
// Durations and sizes as people write them.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pactwatch {

// "250ms", "30s", "15m", "6h", "2d"; a number and one unit, nothing else. nullopt when it is not
// one.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
// "512", "64KiB", "8MiB", "2GiB", "8MB" (10^6), in bytes. nullopt when it is not one.
std::optional<std::int64_t> parse_size(std::string_view text);

}  // namespace pactwatch
