#include "fetcher/html.h"

#include <cctype>
#include <mutex>

#include <libxml/parser.h>

#include "core/text.h"

namespace pactwatch {

HtmlDocument parse_html(const std::string& utf8) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  constexpr int kOptions = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | HTML_PARSE_COMPACT;
  return HtmlDocument(
      htmlReadMemory(utf8.data(), static_cast<int>(utf8.size()), nullptr, "UTF-8", kOptions));
}

std::string_view tag_of(const xmlNode* node) {
  if (node->type != XML_ELEMENT_NODE || node->name == nullptr) return {};
  return reinterpret_cast<const char*>(node->name);
}

std::string attribute(const xmlNode* node, const char* name) {
  for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
    if (std::string_view(reinterpret_cast<const char*>(a->name)) != name) continue;
    std::string out;
    for (const xmlNode* text = a->children; text != nullptr; text = text->next)
      if (text->content != nullptr) out += reinterpret_cast<const char*>(text->content);
    return out;
  }
  return {};
}

void walk(xmlNode* root, const std::function<bool(xmlNode*)>& enter) {
  xmlNode* node = root;
  while (node != nullptr) {
    xmlNode* next = enter(node) ? node->children : nullptr;
    while (next == nullptr) {
      if (node == root) return;
      next = node->next;
      if (next == nullptr) {
        node = node->parent;
        if (node == nullptr) return;
      }
    }
    node = next;
  }
}

std::string text_of(const xmlNode* node, std::size_t most) {
  std::string out;
  std::size_t letters = 0;  // white space between blocks may be longer than the text
  walk(const_cast<xmlNode*>(node), [&](xmlNode* n) {
    if (letters > most) return false;
    if (n->type == XML_TEXT_NODE && n->content != nullptr) {
      const std::string_view text = reinterpret_cast<const char*>(n->content);
      out += text;
      letters += trim(text).size();
    }
    const std::string_view tag = tag_of(n);
    if (tag == "br" || tag == "p" || tag == "div" || tag == "li" || tag == "td") out += ' ';
    return tag != "script" && tag != "style" && tag != "noscript" && tag != "svg";
  });
  return fold_space(out);
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    constexpr unsigned char kAscii = 0x80;
    if (c < kAscii) {
      if (std::isalnum(c) != 0) out += static_cast<char>(std::tolower(c));
    } else if (text.compare(i, 2, "\xC2\xAD") == 0 || text.compare(i, 2, "\xC2\xA0") == 0) {
      ++i;  // soft hyphen, no-break space
    } else if (text.compare(i, 2, "\xE2\x80") == 0) {
      i += 2;  // general punctuation: quotes, dashes, zero-width spaces
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace pactwatch
