#pragma once
// libxml2's HTML parser, wrapped once, with the few questions that reading a page asks of a tree.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <libxml/HTMLparser.h>

namespace pactwatch {

struct HtmlFree {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using HtmlDocument = std::unique_ptr<xmlDoc, HtmlFree>;

// Parses UTF-8; null when there is nothing to parse. Recovers from anything.
HtmlDocument parse_html(const std::string& utf8);

std::string_view tag_of(const xmlNode* node);  // lower case; "" for no element
std::string attribute(const xmlNode* node, const char* name);
// Text below `node`, white space folded; script and style left out. Stops soon after `most` bytes:
// who asks for a label must not pay for a page.
std::string text_of(const xmlNode* node, std::size_t most = static_cast<std::size_t>(-1));
// Letters and digits of UTF-8 alone, ASCII in lower case, without soft hyphens and the like: what
// is left when two spellings are compared.
std::string letters_of(std::string_view text);
// Visits `root` and every node below it, parents first, without recursion. `enter` returns false
// to skip what is below a node.
void walk(xmlNode* root, const std::function<bool(xmlNode*)>& enter);

}  // namespace pactwatch
