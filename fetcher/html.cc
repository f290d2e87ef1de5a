#include "fetcher/html.h"

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

std::string text_of(const xmlNode* node) {
  std::string out;
  walk(const_cast<xmlNode*>(node), [&](xmlNode* n) {
    if (n->type == XML_TEXT_NODE && n->content != nullptr)
      out += reinterpret_cast<const char*>(n->content);
    const std::string_view tag = tag_of(n);
    if (tag == "br" || tag == "p" || tag == "div" || tag == "li" || tag == "td") out += ' ';
    return tag != "script" && tag != "style" && tag != "noscript" && tag != "svg";
  });
  return fold_space(out);
}

}  // namespace pactwatch
