#pragma once
// An XML feed's tree as the feed reader sees it: element names with their vocabulary, text with its
// mark-up. Private to the feed reader; the only header of the project that shows pugixml.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <pugixml.hpp>

namespace pactwatch {

// The vocabularies that carry something a news reader wants. Versions of one vocabulary that differ
// in spelling only (Atom 0.3 and 1.0, the namespaces RSS was given) are one.
enum class Space : std::uint8_t {
  rss,
  atom,
  rdf,
  dc,
  dcterms,
  content,
  syndication,
  media,
  itunes,
  feedburner,
  xhtml,
  news,
  other,
};

struct XmlName {
  Space space = Space::other;
  std::string_view local;  // as written; points into the document
};

// Resolves prefixes. One object a document: views point into the document's buffer.
class XmlNames {
 public:
  // `own` is what a name without prefix and namespace belongs to.
  XmlNames(pugi::xml_node root, Space own);

  // Notes what `node` declares, for every node read afterwards, and says what it is.
  XmlName of(pugi::xml_node node);

 private:
  Space of_prefix(std::string_view prefix) const;
  void declare(std::string_view prefix, Space space);

  std::vector<std::pair<std::string_view, Space>> prefixes_;
  Space own_;
  Space default_;
};

// "channel" of "rss:channel".
std::string_view local_name(std::string_view name);
// The attribute of that local name, whatever its case and prefix; "" when there is none.
std::string_view attribute_of(pugi::xml_node node, std::string_view name);

// What stands in `node`, trimmed. An element with elements in it gives mark-up.
std::string text_of(pugi::xml_node node);
// The same where the text beside elements is text and not escaped mark-up (XHTML).
std::string xhtml_of(pugi::xml_node node);
// An Atom text construct, content or person's text: type and mode attributes say how to read it.
std::string atom_text_of(pugi::xml_node node);

}  // namespace pactwatch
