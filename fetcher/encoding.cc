#include "fetcher/encoding.h"

#include <algorithm>
#include <memory>

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include "core/text.h"

namespace pactwatch {
namespace {

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter open_converter(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(name.c_str(), &error);
  if (U_FAILURE(error)) converter = nullptr;
  return {converter, &ucnv_close};
}

bool is_ascii(std::string_view bytes) {
  unsigned char high = 0;
  for (const char c : bytes)
    high = static_cast<unsigned char>(high | static_cast<unsigned char>(c));
  return high < 0x80;
}

// Encodings in which ASCII is ASCII: the single-byte ones that feeds declare.
bool keeps_ascii(std::string_view encoding) {
  for (const std::string_view family : {"windows-", "ISO-8859-", "iso-8859-", "KOI8", "macintosh"})
    if (encoding.substr(0, family.size()) == family) return true;
  return false;
}

// Converts all of `bytes`; ill-formed input becomes U+FFFD.
std::string convert(std::string_view bytes, const std::string& encoding) {
  if (keeps_ascii(encoding) && is_ascii(bytes)) return std::string(bytes);
  const Converter from = open_converter(encoding);
  if (from == nullptr) return make_valid_utf8(bytes);
  const Converter to = open_converter("UTF-8");
  std::string out;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  char buffer[1 << 14];
  UChar pivot[1 << 12];
  UChar* pivot_source = pivot;
  UChar* pivot_target = pivot;
  bool reset = true;
  for (;;) {
    UErrorCode error = U_ZERO_ERROR;
    char* target = buffer;
    ucnv_convertEx(to.get(), from.get(), &target, buffer + sizeof buffer, &source, end, pivot,
                   &pivot_source, &pivot_target, pivot + (1 << 12), static_cast<UBool>(reset),
                   static_cast<UBool>(true), &error);
    reset = false;
    out.append(buffer, target);
    if (error != U_BUFFER_OVERFLOW_ERROR) break;
  }
  return out;
}

std::string detect(std::string_view bytes) {
  constexpr std::size_t kSample = 256U << 10U;  // more does not change the verdict
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  uchardet_handle_data(detector.get(), bytes.data(), std::min(bytes.size(), kSample));
  uchardet_data_end(detector.get());
  return encoding_for_label(uchardet_get_charset(detector.get()));
}

bool starts(std::string_view bytes, std::string_view with) {
  return bytes.substr(0, with.size()) == with;
}

// UTF-16 and UTF-32 show themselves by the zeros around the first mark (XML 1.0, appendix F).
std::string wide_encoding(std::string_view bytes) {
  if (bytes.size() < 4) return {};
  const auto zero = [&](std::size_t i) { return bytes[i] == '\0'; };
  if (zero(0) && zero(1) && zero(2) && !zero(3)) return "UTF-32BE";
  if (!zero(0) && zero(1) && zero(2) && zero(3)) return "UTF-32LE";
  if (zero(0) && !zero(1) && zero(2) && !zero(3)) return "UTF-16BE";
  if (!zero(0) && zero(1) && !zero(2) && zero(3)) return "UTF-16LE";
  return {};
}

// Replacement characters among the bytes that are not ASCII.
double broken_share(std::string_view bytes, std::string_view mended) {
  std::size_t broken = 0;
  for (std::size_t at = mended.find("\xEF\xBF\xBD"); at != std::string_view::npos;
       at = mended.find("\xEF\xBF\xBD", at + 3))
    ++broken;
  const auto high = std::count_if(bytes.begin(), bytes.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return static_cast<double>(broken) / static_cast<double>(std::max<std::ptrdiff_t>(high, 1));
}

}  // namespace

std::string charset_of(std::string_view content_type) {
  const std::string lower = ascii_lower(content_type);
  const std::size_t at = lower.find("charset=");
  if (at == std::string::npos) return {};
  std::string_view value = content_type.substr(at + 8);
  value = value.substr(0, value.find_first_of("; ,"));
  while (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '"' || value.back() == '\'')) value.remove_suffix(1);
  return std::string(value);
}

std::string declared_in_xml(std::string_view bytes) {
  constexpr std::size_t kDeclaration = 300;  // bytes; a declaration is at the top or nowhere
  const std::string_view head = bytes.substr(0, kDeclaration);
  const std::size_t begin = head.find("<?xml");
  if (begin == std::string_view::npos) return {};
  const std::string_view declaration = head.substr(begin, head.find('>', begin) - begin);
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t quote = declaration.find_first_of("\"'", at);
  if (quote == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[quote], quote + 1);
  return std::string(declaration.substr(quote + 1, end - quote - 1));
}

Decoded decode(std::string_view bytes, std::string_view http_charset, std::string_view declared) {
  if (starts(bytes, "\xEF\xBB\xBF")) return {make_valid_utf8(bytes.substr(3)), "UTF-8", false};
  if (starts(bytes, std::string_view("\xFF\xFE\0\0", 4)))
    return {convert(bytes.substr(4), "UTF-32LE"), "UTF-32LE", false};
  if (starts(bytes, std::string_view("\0\0\xFE\xFF", 4)))
    return {convert(bytes.substr(4), "UTF-32BE"), "UTF-32BE", false};
  if (starts(bytes, "\xFF\xFE")) return {convert(bytes.substr(2), "UTF-16LE"), "UTF-16LE", false};
  if (starts(bytes, "\xFE\xFF")) return {convert(bytes.substr(2), "UTF-16BE"), "UTF-16BE", false};
  if (const std::string wide = wide_encoding(bytes); !wide.empty())
    return {convert(bytes, wide), wide, false};
  if (starts(bytes, "\x4C\x6F\xA7\x94")) {  // "<?xm" in EBCDIC; the declaration says which
    std::string encoding =
        encoding_for_label(declared_in_xml(convert(bytes.substr(0, 300), "ibm-37")));
    if (encoding.empty()) encoding = "ibm-37";
    return {convert(bytes, encoding), encoding, false};
  }
  const bool utf8 = is_valid_utf8(bytes);
  for (const std::string_view label : {http_charset, declared}) {
    const std::string encoding = encoding_for_label(label);
    if (encoding.empty() || starts(encoding, "UTF-16") || starts(encoding, "UTF-32"))
      continue;  // its zeros would have shown
    if (encoding != "UTF-8") return {convert(bytes, encoding), encoding, false};
    if (utf8) return {std::string(bytes), "UTF-8", false};
  }
  if (utf8) return {std::string(bytes), "UTF-8", false};
  // Mostly UTF-8 with a broken byte here and there stays UTF-8.
  std::string mended = make_valid_utf8(bytes);
  if (broken_share(bytes, mended) < 0.1) return {std::move(mended), "UTF-8", true};
  std::string guess = detect(bytes);
  if (guess.empty() || guess == "UTF-8") guess = "windows-1252";
  return {convert(bytes, guess), guess, true};
}

}  // namespace pactwatch
