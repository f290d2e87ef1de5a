#include "fetcher/feed_xml.h"

#include <array>
#include <cstring>

#include "core/text.h"

namespace pactwatch {
namespace {

using pugi::xml_node;

struct KnownSpace {
  std::string_view uri;     // lower case, without scheme, "www." and final "/" or "#"
  std::string_view prefix;  // the conventional one, believed when it is not declared
  Space space;
};

constexpr std::array<KnownSpace, 29> kSpaces = {{
    {"w3.org/2005/atom", "atom", Space::atom},
    {"purl.org/atom/ns", "a10", Space::atom},
    {"purl.org/rss/1.0", "rss", Space::rss},
    {"my.netscape.com/rdf/simple/0.9", "", Space::rss},
    {"channel.netscape.com/rdf/simple/0.9", "", Space::rss},
    {"my.netscape.com/publish/formats/rss-0.91.dtd", "", Space::rss},
    {"purl.org/net/rss1.1", "", Space::rss},
    {"backend.userland.com/rss", "", Space::rss},
    {"backend.userland.com/rss2", "", Space::rss},
    {"blogs.law.harvard.edu/tech/rss", "", Space::rss},
    {"cyber.law.harvard.edu/rss", "", Space::rss},
    {"w3.org/1999/02/22-rdf-syntax-ns", "rdf", Space::rdf},
    {"purl.org/dc/elements/1.1", "dc", Space::dc},
    {"purl.org/dc/elements/1.0", "", Space::dc},
    {"purl.org/dc/terms", "dcterms", Space::dcterms},
    {"purl.org/rss/1.0/modules/dcterms", "", Space::dcterms},
    {"purl.org/rss/1.0/modules/content", "content", Space::content},
    {"purl.org/rss/1.0/modules/syndication", "sy", Space::syndication},
    {"search.yahoo.com/mrss", "media", Space::media},
    {"rssboard.org/media-rss", "", Space::media},
    {"tools.search.yahoo.com/mrss", "", Space::media},
    {"itunes.com/dtds/podcast-1.0.dtd", "itunes", Space::itunes},
    {"google.com/schemas/play-podcasts/1.0", "googleplay", Space::itunes},
    {"rssnamespace.org/feedburner/ext/1.0", "feedburner", Space::feedburner},
    {"w3.org/1999/xhtml", "xhtml", Space::xhtml},
    {"w3.org/html", "html", Space::xhtml},
    {"google.com/schemas/sitemap-news/0.9", "news", Space::news},
    {"my.netscape.com/publish/formats/rss-0.9.dtd", "", Space::rss},
    {"w3.org/tr/rec-html40", "", Space::xhtml},
}};

// Space::other when nobody here knows the URI.
Space space_of_uri(std::string_view uri) {
  std::string key = ascii_lower(trim(uri));
  std::string_view rest = key;
  for (const std::string_view start : {"https://", "http://", "www."})
    if (rest.substr(0, start.size()) == start) rest.remove_prefix(start.size());
  while (!rest.empty() && (rest.back() == '/' || rest.back() == '#')) rest.remove_suffix(1);
  for (const KnownSpace& known : kSpaces)
    if (known.uri == rest) return known.space;
  return Space::other;
}

Space space_of_convention(std::string_view prefix) {
  if (prefix.empty()) return Space::other;
  for (const KnownSpace& known : kSpaces)
    if (known.prefix == prefix) return known.space;
  return Space::other;
}

bool is_text(pugi::xml_node_type type) {
  return type == pugi::node_pcdata || type == pugi::node_cdata;
}

// HTML's void elements: written "<br/>", where all others keep their end tag.
bool is_void(std::string_view name) {
  constexpr std::array<std::string_view, 14> kVoid = {"area",  "base",   "br",    "col",  "embed",
                                                      "hr",    "img",    "input", "link", "meta",
                                                      "param", "source", "track", "wbr"};
  for (const std::string_view known : kVoid)
    if (known == name) return true;
  return false;
}

// "xhtml:div" is "div" to whoever reads the text as HTML.
std::string_view html_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return name;
  const std::string_view prefix = name.substr(0, colon);
  return prefix == "xhtml" || prefix == "html" || prefix == "h" ? name.substr(colon + 1) : name;
}

void open_tag(std::string& out, xml_node node) {
  out += '<';
  out += html_name(node.name());
  for (const pugi::xml_attribute a : node.attributes()) {
    out += ' ';
    out += a.name();
    out += "=\"";
    append_escaped(out, a.value(), MarkupPlace::attribute);
    out += '"';
  }
  if (!node.first_child() && *node.value() == '\0' && is_void(html_name(node.name()))) {
    out += "/>";
    return;
  }
  out += '>';
  append_escaped(out, node.value(),
                 MarkupPlace::text);  // a first run of text is kept in the element itself
}

void close_tag(std::string& out, xml_node node) {
  if (!node.first_child() && *node.value() == '\0' && is_void(html_name(node.name()))) return;
  out += "</";
  out += html_name(node.name());
  out += '>';
}

// What stands in `root`, as mark-up. Without recursion: feeds nest as deep as they like.
void append_markup(std::string& out, xml_node root, bool escape_own_text) {
  if (escape_own_text)
    append_escaped(out, root.value(), MarkupPlace::text);
  else
    out += root.value();
  xml_node node = root.first_child();
  while (node && node != root) {
    bool down = false;
    if (is_text(node.type())) {
      if (node.parent() != root || escape_own_text)
        append_escaped(out, node.value(), MarkupPlace::text);
      else
        out += node.value();
    } else if (node.type() == pugi::node_element) {
      open_tag(out, node);
      down = static_cast<bool>(node.first_child());
      if (!down) close_tag(out, node);
    }
    if (down) {
      node = node.first_child();
      continue;
    }
    while (node != root && !node.next_sibling()) {
      node = node.parent();
      if (node != root) close_tag(out, node);
    }
    if (node != root) node = node.next_sibling();
  }
}

// Numbers 128 to 159 mean what windows-1252 has there (HTML, numeric character reference end
// state), and so they do where they were written as characters: C1 controls occur in no text.
void mend_c1(std::string& text) {
  constexpr std::array<char16_t, 32> kWindows1252 = {
      0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
  std::size_t at = 0;
  std::string out;
  std::size_t copied = 0;
  while ((at = text.find('\xC2', at)) != std::string::npos && at + 1 < text.size()) {
    const unsigned char second = static_cast<unsigned char>(text[at + 1]);
    if (second >= 0x80 && second < 0xA0 && kWindows1252[second - 0x80U] != 0) {
      out.append(text, copied, at - copied);
      append_utf8(out, kWindows1252[second - 0x80U]);
      copied = at + 2;
    }
    at += 2;
  }
  if (copied == 0) return;
  out.append(text, copied);
  text = std::move(out);
}

std::string finished(std::string text) {
  mend_c1(text);
  return text;
}

std::string base64(std::string_view in) {
  std::string out;
  out.reserve(in.size() / 4 * 3);
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const char c : in) {
    unsigned v = 0;
    if (c >= 'A' && c <= 'Z')
      v = static_cast<unsigned>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      v = static_cast<unsigned>(c - 'a' + 26);
    else if (c >= '0' && c <= '9')
      v = static_cast<unsigned>(c - '0' + 52);
    else if (c == '+')
      v = 62;
    else if (c == '/')
      v = 63;
    else if (c == '=' || c == '\n' || c == '\r' || c == ' ' || c == '\t')
      continue;
    else
      return std::string(in);  // said to be base64, and is not
    buffer = buffer << 6U | v;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(buffer >> bits & 0xFFU);
    }
  }
  return is_valid_utf8(out) ? out : std::string(in);
}

bool is_base64(std::string_view type, std::string_view mode) {
  if (mode == "base64") return true;
  // RFC 4287, 4.1.3.3: a media type that is neither text nor XML comes in base64.
  return type.find('/') != std::string_view::npos && type.substr(0, 5) != "text/" &&
         type.find("xml") == std::string_view::npos && type.find("html") == std::string_view::npos;
}

}  // namespace

XmlNames::XmlNames(xml_node root, Space own) : own_(own), default_(own) {
  // A document whose root has a prefix keeps names without one for something else.
  if (std::strchr(root.name(), ':') != nullptr) {
    const Space declared = space_of_uri(root.attribute("xmlns").value());
    if (declared != Space::other && declared != Space::rdf) default_ = declared;
  }
  of(root);
}

Space XmlNames::of_prefix(std::string_view prefix) const {
  for (const auto& [known, space] : prefixes_)
    if (known == prefix) return space;
  return space_of_convention(prefix);
}

void XmlNames::declare(std::string_view prefix, Space space) {
  constexpr std::size_t kMaxPrefixes = 64;  // real feeds declare up to 20; keeps lookup short
  for (auto& known : prefixes_)
    if (known.first == prefix) {
      known.second = space;
      return;
    }
  if (prefixes_.size() < kMaxPrefixes) prefixes_.emplace_back(prefix, space);
}

XmlName XmlNames::of(xml_node node) {
  const std::string_view name = node.name();
  Space unprefixed = default_;
  for (pugi::xml_attribute a = node.first_attribute(); a; a = a.next_attribute()) {
    const std::string_view key = a.name();
    if (key.substr(0, 5) != "xmlns") continue;
    Space space = space_of_uri(a.value());
    if (key.size() == 5) {
      if (node.parent().type() != pugi::node_document && space != Space::other) unprefixed = space;
    } else if (key[5] == ':') {
      const std::string_view prefix = key.substr(6);
      if (space == Space::other) space = space_of_convention(prefix);
      declare(prefix, space);
    }
  }
  const std::size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {unprefixed, name};
  return {of_prefix(name.substr(0, colon)), name.substr(colon + 1)};
}

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute_of(xml_node node, std::string_view name) {
  for (const pugi::xml_attribute a : node.attributes()) {
    const std::string_view local = local_name(a.name());
    if (local.size() == name.size() && starts_with_icase(local, name)) return a.value();
  }
  return {};
}

std::string text_of(xml_node node) {
  const xml_node first = node.first_child();
  if (!first) return finished(std::string(trim(node.value())));
  if (is_text(first.type()) && !first.next_sibling() && *node.value() == '\0')
    return finished(std::string(trim(first.value())));
  bool elements = false;
  std::string out = node.value();
  for (xml_node child = first; child && !elements; child = child.next_sibling()) {
    if (is_text(child.type())) out += child.value();
    elements = child.type() == pugi::node_element;
  }
  if (elements) {
    out.clear();
    append_markup(out, node, false);
  }
  return finished(std::string(trim(out)));
}

std::string xhtml_of(xml_node node) {
  std::string out;
  append_markup(out, node, true);
  return finished(std::string(trim(out)));
}

std::string atom_text_of(xml_node node) {
  const pugi::xml_attribute mode_attribute = node.attribute("mode");
  const pugi::xml_attribute type_attribute = node.attribute("type");
  if (!mode_attribute && !type_attribute) return text_of(node);
  const std::string type = ascii_lower(trim(type_attribute.value()));
  const std::string mode = ascii_lower(trim(mode_attribute.value()));
  if (type == "xhtml" || mode == "xml" ||
      (mode.empty() && type.find("xhtml") != std::string::npos)) {
    xml_node only;  // the div that XHTML content is wrapped in is no part of it
    for (const xml_node child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      if (only || local_name(child.name()) != "div") {
        only = {};
        break;
      }
      only = child;
    }
    if (only) return xhtml_of(only);
    return node.first_child() ? xhtml_of(node) : text_of(node);
  }
  if (is_base64(type, mode)) return finished(base64(text_of(node)));
  return text_of(node);
}

}  // namespace pactwatch
