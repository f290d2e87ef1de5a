#pragma once
// Content identities. SHA-256 (FIPS 180-4), cut to 128 bits: an outlet must not be able to craft
// an article whose identity hides another's.

#include <initializer_list>
#include <string>
#include <string_view>

namespace pactwatch {

// 32 lower-case hex digits over the parts; each part is length-prefixed, so ("ab","c") and
// ("a","bc") differ. Thread-safe.
std::string content_id(std::initializer_list<std::string_view> parts);

}  // namespace pactwatch
