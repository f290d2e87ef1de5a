#include <algorithm>
#include <cstring>
#include <unordered_map>

#include <libxml/HTMLparser.h>

#include "core/text.h"
#include "fetcher/xml_repair.h"

namespace pactwatch {
namespace {

constexpr std::string_view kControls = "control characters";

bool is_space(char c) { return c == '\t' || c == '\n' || c == '\r'; }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 && !is_space(c); }

bool is_alnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool has_controls(std::string_view text) {
  unsigned char found = 0;  // bytes, and no branch in the loop: sixteen are looked at at once
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    const auto low = static_cast<unsigned char>(u < 0x20);
    const auto space = static_cast<unsigned char>((u == '\t') | (u == '\n') | (u == '\r'));
    found = static_cast<unsigned char>(found | (low & (space ^ 1U)));
  }
  return found != 0;
}

void note(std::vector<std::string>& repairs, std::string_view what) {
  if (std::find(repairs.begin(), repairs.end(), what) == repairs.end()) repairs.emplace_back(what);
}

// Entities with a literal value in the internal subset of the document type declaration.
std::unordered_map<std::string, std::string> declared_entities(std::string_view text) {
  std::unordered_map<std::string, std::string> out;
  constexpr std::size_t kHead = 64U << 10U;  // a subset longer than this is no feed's
  constexpr std::size_t kMaxEntities = 300;  // HTML has 253
  text = text.substr(0, kHead);
  const std::size_t doctype = text.find("<!DOCTYPE");
  if (doctype == std::string_view::npos) return out;
  for (std::size_t at = text.find("<!ENTITY", doctype);
       at != std::string_view::npos && out.size() < kMaxEntities;
       at = text.find("<!ENTITY", at + 8)) {
    std::size_t i = text.find_first_not_of(" \t\r\n", at + 8);
    if (i == std::string_view::npos || text[i] == '%') continue;
    const std::size_t name_end = text.find_first_of(" \t\r\n", i);
    if (name_end == std::string_view::npos) break;
    const std::size_t quote = text.find_first_not_of(" \t\r\n", name_end);
    if (quote == std::string_view::npos || (text[quote] != '"' && text[quote] != '\'')) continue;
    const std::size_t end = text.find(text[quote], quote + 1);
    if (end == std::string_view::npos) break;
    out.emplace(std::string(text.substr(i, name_end - i)),
                std::string(text.substr(quote + 1, end - quote - 1)));
  }
  return out;
}

class Cleaner {
 public:
  Cleaner(std::string_view text, std::vector<std::string>& repairs)
      : in_(text), repairs_(repairs) {}

  // Empty when there was nothing to do.
  std::string run() {
    std::size_t at = std::min(in_.find('&'), in_.size());
    if (at == in_.size()) return {};
    std::size_t section = next_section(0);
    for (;;) {
      const void* hit = std::memchr(in_.data() + at, '&', in_.size() - at);
      if (hit == nullptr) break;
      at = static_cast<std::size_t>(static_cast<const char*>(hit) - in_.data());
      if (at < section) {
        at = reference(at);
        continue;
      }
      const std::string_view end = in_[section + 2] == '-' ? "-->" : "]]>";
      const std::size_t close = in_.find(end, section + 4);
      if (close == std::string_view::npos) break;
      section = next_section(close);
      at = std::max(at, close);
    }
    if (copied_ == 0) return {};
    out_ += in_.substr(copied_);
    return std::move(out_);
  }

 private:
  std::size_t next_section(std::size_t from) const {
    for (std::size_t at = in_.find('!', from); at != std::string_view::npos;
         at = in_.find('!', at + 1))
      if (at > 0 && in_[at - 1] == '<' &&
          (in_.compare(at + 1, 7, "[CDATA[") == 0 || in_.compare(at + 1, 2, "--") == 0))
        return at - 1;
    return in_.size();
  }

  void replace(std::size_t begin, std::size_t end, std::string_view with) {
    out_ += in_.substr(copied_, begin - copied_);
    out_ += with;
    copied_ = end;
  }

  std::size_t reference(std::size_t at) {
    std::size_t end = at + 1;
    if (end < in_.size() && in_[end] == '#') return number(at);
    constexpr std::size_t kLongestName = 32;
    while (end < in_.size() && end - at <= kLongestName &&
           (is_alnum(in_[end]) || in_[end] == '_' || in_[end] == '-' || in_[end] == '.'))
      ++end;
    if (end >= in_.size() || in_[end] != ';') return at + 1;
    const std::string_view name = in_.substr(at + 1, end - at - 1);
    if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos")
      return end;
    named(at, end + 1, std::string(name));
    return end;
  }

  void named(std::size_t at, std::size_t end, const std::string& name) {
    if (!declared_known_) {
      declared_ = declared_entities(in_);
      declared_known_ = true;
    }
    if (const auto it = declared_.find(name); it != declared_.end()) {
      if (it->second.size() > kMaxExpansion - expanded_) return;
      expanded_ += it->second.size();
      std::string value;  // references within stay words: "&lol2;" is not expanded again
      for (std::size_t i = 0; i < it->second.size(); ++i) {
        const bool inner = it->second[i] == '&' && it->second.compare(i, 2, "&#") != 0;
        value += it->second[i];
        if (inner) value += "amp;";
      }
      replace(at, end, value);
      return;  // well-formed XML: nothing was repaired
    }
    const htmlEntityDesc* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
    if (entity == nullptr) return;  // the parser leaves it as the text "&name;"
    std::string character;
    append_utf8(character, entity->value);
    replace(at, end, character);
    note(repairs_, "entities that XML does not know");
  }

  // The code point of "&#...;" at `at`; `end` is after it. 0 when it is none.
  unsigned long code_at(std::size_t at, std::size_t& end) const {
    std::size_t i = at + 2;
    const bool hex = i < in_.size() && (in_[i] == 'x' || in_[i] == 'X');
    if (hex) ++i;
    unsigned long value = 0;
    const std::size_t digits = i;
    for (; i < in_.size() && i - digits < 10; ++i) {
      const char c = in_[i];
      unsigned digit = 0;
      if (c >= '0' && c <= '9')
        digit = static_cast<unsigned>(c - '0');
      else if (hex && ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'))
        digit = static_cast<unsigned>((c | 0x20) - 'a' + 10);
      else
        break;
      value = std::min(value * (hex ? 16U : 10U) + digit, 0x110000UL);
    }
    end = i;
    if (i == digits || i >= in_.size() || in_[i] != ';') return kNoReference;
    end = i + 1;
    return value;
  }

  std::size_t number(std::size_t at) {
    std::size_t end = at + 1;
    const unsigned long code = code_at(at, end);
    if (code == kNoReference) return at + 1;
    if (code >= 0xD800 && code <= 0xDFFF) {  // half of a UTF-16 pair, written as two references
      std::size_t pair_end = end;
      const unsigned long low = in_.substr(end, 2) == "&#" ? code_at(end, pair_end) : 0;
      if (code < 0xDC00 && low >= 0xDC00 && low <= 0xDFFF) {
        std::string character;
        append_utf8(character,
                    static_cast<char32_t>(0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00)));
        replace(at, pair_end, character);
        end = pair_end;
      } else {
        replace(at, end, "\xEF\xBF\xBD");
      }
      note(repairs_, "references to half a character");
    } else if (code > 0x10FFFF || code == 0xFFFE || code == 0xFFFF) {
      replace(at, end, "\xEF\xBF\xBD");
      note(repairs_, "references to no character");
    } else if (code < 0x20 && !is_space(static_cast<char>(code))) {
      replace(at, end, "");
      note(repairs_, kControls);
    } else if (in_[at + 2] == 'X') {  // "&#X41;": XML wants a small x
      std::string character;
      append_utf8(character, static_cast<char32_t>(code));
      replace(at, end, character == "<" ? "&lt;" : character == "&" ? "&amp;" : character);
    }
    return end;
  }

  static constexpr unsigned long kNoReference = ~0UL;

  std::string_view in_;
  std::vector<std::string>& repairs_;
  std::string out_;
  std::size_t copied_ = 0;
  std::size_t expanded_ = 0;
  std::unordered_map<std::string, std::string> declared_;
  bool declared_known_ = false;
};

}  // namespace

bool clean_references(std::string& text, std::vector<std::string>& repairs) {
  bool changed = false;
  if (has_controls(text)) {
    text.erase(std::remove_if(text.begin(), text.end(), is_control), text.end());
    note(repairs, kControls);
    changed = true;
  }
  if (std::string cleaned = Cleaner(text, repairs).run(); !cleaned.empty()) {
    text = std::move(cleaned);
    changed = true;
  }
  return changed;
}

}  // namespace pactwatch
