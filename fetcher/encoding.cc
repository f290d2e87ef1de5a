#include "fetcher/encoding.h"

#include <memory>
#include <unordered_map>

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

// Converts all of `bytes`; ill-formed input becomes U+FFFD.
std::string convert(std::string_view bytes, const std::string& encoding) {
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

}  // namespace

std::string encoding_for_label(std::string_view label) {
  static const std::unordered_map<std::string, std::string> standard = {
      {"iso-8859-1", "windows-1252"},  {"iso8859-1", "windows-1252"}, {"latin1", "windows-1252"},
      {"iso_8859-1", "windows-1252"},  {"l1", "windows-1252"},        {"us-ascii", "windows-1252"},
      {"ascii", "windows-1252"},       {"cp1252", "windows-1252"},    {"win-1252", "windows-1252"},
      {"x-cp1252", "windows-1252"},    {"ansi_x3.4-1968", "windows-1252"},
      {"iso-8859-9", "windows-1254"},  {"iso8859-9", "windows-1254"}, {"latin5", "windows-1254"},
      {"iso-8859-11", "windows-874"},  {"tis-620", "windows-874"},    {"dos-874", "windows-874"},
      {"gb2312", "gb18030"},           {"gb_2312-80", "gb18030"},     {"gbk", "gb18030"},
      {"x-gbk", "gb18030"},            {"chinese", "gb18030"},        {"csgb2312", "gb18030"},
      {"cp936", "gb18030"},            {"ks_c_5601-1987", "windows-949"}, {"euc-kr", "windows-949"},
      {"korean", "windows-949"},       {"ksc5601", "windows-949"},    {"x-sjis", "windows-31j"},
      {"shift_jis", "windows-31j"},    {"shift-jis", "windows-31j"},  {"sjis", "windows-31j"},
      {"ms_kanji", "windows-31j"},     {"866", "ibm866"},             {"cp866", "ibm866"},
      {"unicode", "UTF-16LE"},         {"utf-16", "UTF-16LE"},        {"ucs-2", "UTF-16LE"},
      {"utf8", "UTF-8"},               {"unicode-1-1-utf-8", "UTF-8"}, {"u-utf-8", "UTF-8"},
      {"x-mac-cyrillic", "x-mac-cyrillic"}, {"x-mac-roman", "macintosh"}, {"mac", "macintosh"},
      {"big5-hkscs", "Big5-HKSCS"},    {"big5", "Big5-HKSCS"},        {"cn-big5", "Big5-HKSCS"},
      {"x-x-big5", "Big5-HKSCS"},      {"koi", "KOI8-R"},             {"koi8", "KOI8-R"},
      {"koi8_r", "KOI8-R"},            {"koi8-ru", "KOI8-U"},         {"logical", "iso-8859-8"},
      {"visual", "iso-8859-8"},        {"iso-8859-8-i", "iso-8859-8"}};
  std::string key = ascii_lower(trim(label));
  while (!key.empty() && (key.front() == '"' || key.front() == '\'')) key.erase(0, 1);
  while (!key.empty() && (key.back() == '"' || key.back() == '\'' || key.back() == ';')) key.pop_back();
  if (key.empty()) return {};
  if (const auto it = standard.find(key); it != standard.end()) return it->second;
  for (const std::string_view prefix : {"cp-", "win", "x-cp", "windows", "cp"}) {
    // "cp-1251", "win1251", "x-cp1251": code pages under other spellings.
    if (key.rfind(prefix, 0) != 0) continue;
    std::string number = key.substr(prefix.size());
    while (!number.empty() && (number.front() == '-' || number.front() == '_')) number.erase(0, 1);
    if (number.size() == 4 && number.rfind("125", 0) == 0) return "windows-" + number;
  }
  return open_converter(key) == nullptr ? std::string() : key;
}

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
  for (const std::string_view label : {http_charset, declared}) {
    const std::string encoding = encoding_for_label(label);
    if (encoding.empty() || encoding.rfind("UTF-16", 0) == 0) continue;  // its zeros would have shown
    if (ascii_lower(encoding) != "utf-8") return {convert(bytes, encoding), encoding, false};
    if (is_valid_utf8(bytes)) return {std::string(bytes), "UTF-8", false};
  }
  if (is_valid_utf8(bytes)) return {std::string(bytes), "UTF-8", false};
  // Mostly UTF-8 with a broken byte here and there stays UTF-8.
  std::size_t bad = 0;
  const std::string mended = make_valid_utf8(bytes);
  for (std::size_t at = mended.find("\xEF\xBF\xBD"); at != std::string::npos;
       at = mended.find("\xEF\xBF\xBD", at + 3))
    ++bad;
  std::size_t high = 0;
  for (const char c : bytes) high += static_cast<unsigned char>(c) >= 0x80 ? 1U : 0U;
  if (bad * 10 < high) return {mended, "UTF-8", true};
  std::string guess = detect(bytes);
  if (guess.empty() || ascii_lower(guess) == "utf-8") guess = "windows-1252";
  return {convert(bytes, guess), guess, true};
}

}  // namespace pactwatch
