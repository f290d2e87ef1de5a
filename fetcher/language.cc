#include "fetcher/language.h"

#include <algorithm>
#include <string>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include "core/text.h"

namespace pactwatch {

std::string language_of(std::string_view text, std::string_view hint) {
  constexpr std::size_t kLeast = 120;    // bytes: below, headlines of names and figures mislead
  constexpr std::size_t kSample = 3000;  // more does not change the verdict
  if (text.size() < kLeast) return {};
  std::size_t size = std::min(text.size(), kSample);
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  const std::string sample = make_valid_utf8(text.substr(0, size));
  const std::string said(hint);
  CLD2::CLDHints hints = {said.c_str(), nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percent[3];
  double scores[3];
  int bytes = 0;
  bool reliable = false;
  const CLD2::Language found = CLD2::ExtDetectLanguageSummary(
      sample.data(), static_cast<int>(sample.size()), /*is_plain_text=*/true, &hints,
      /*flags=*/0, languages, percent, scores, nullptr, &bytes, &reliable);
  if (!reliable || found == CLD2::UNKNOWN_LANGUAGE) return {};
  std::string code = CLD2::LanguageCode(found);
  code = code.substr(0, code.find('-'));
  // Tags that ISO 639 has replaced since.
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  return code;
}

}  // namespace pactwatch
