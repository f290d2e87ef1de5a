#include "fetcher/opml.h"

#include <map>
#include <set>
#include <sstream>

#include <pugixml.hpp>

#include "core/text.h"
#include "fetcher/encoding.h"
#include "fetcher/feed_xml.h"
#include "fetcher/xml_repair.h"

namespace pactwatch {
namespace {

constexpr std::size_t kMostFeeds =
    10'000;  // a person made the list; more is a mistake, and each is polled
constexpr std::size_t kMaxBytes = 16U << 20U;  // as many with a kilobyte and a half each

std::string title_of(pugi::xml_node outline) {
  const std::string text = fold_space(attribute_of(outline, "text"));
  return text.empty() ? fold_space(attribute_of(outline, "title")) : text;
}

std::string folder_of(pugi::xml_node outline) {
  std::string out;
  for (pugi::xml_node up = outline.parent(); up && local_name(up.name()) == "outline";
       up = up.parent()) {
    const std::string title = title_of(up);
    if (!title.empty()) out = out.empty() ? title : title + " / " + out;
  }
  return out;
}

}  // namespace

Result<std::vector<OpmlFeed>> read_opml(std::string_view bytes) {
  if (bytes.size() > kMaxBytes) return fail(ErrorCode::limit, "the list is larger than 16 MiB", "");
  std::vector<std::string> repairs;
  std::string text = decode(bytes, {}, declared_in_xml(bytes)).text;
  clean_references(text, repairs);
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8)) {
    text = repair_structure(text, repairs);
    document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  }
  const pugi::xml_node root = document.document_element();
  if (ascii_lower(local_name(root.name())) != "opml")
    return fail(ErrorCode::invalid_input, "this is no OPML: its root is not <opml>", "",
                "export the list of feeds of another reader as OPML");
  std::vector<OpmlFeed> out;
  std::set<std::string> seen;
  // Without recursion: folders nest as deep as they like.
  for (pugi::xml_node node = root.first_child(); node && node != root;) {
    if (local_name(node.name()) == "outline" && out.size() < kMostFeeds) {
      // References may name what is no character, and cut markup leaves halves of one.
      const std::string url = make_valid_utf8(trim(attribute_of(node, "xmlurl")));
      if (!url.empty() && seen.insert(url).second)
        out.push_back({url, make_valid_utf8(title_of(node)), make_valid_utf8(folder_of(node))});
    }
    if (node.first_child()) {
      node = node.first_child();
      continue;
    }
    while (node && node != root && !node.next_sibling()) node = node.parent();
    if (node && node != root) node = node.next_sibling();
  }
  return out;
}

std::string write_opml(const std::vector<OpmlFeed>& feeds, const std::string& title, UtcTime now) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node opml = document.append_child("opml");
  opml.append_attribute("version") = "2.0";
  pugi::xml_node head = opml.append_child("head");
  head.append_child("title").text() = title.c_str();
  head.append_child("dateCreated").text() = to_iso(UtcTime{now.ms / 1000 * 1000}).c_str();
  pugi::xml_node body = opml.append_child("body");
  std::map<std::string, pugi::xml_node> folders;
  for (const OpmlFeed& feed : feeds) {
    pugi::xml_node parent = body;
    if (!feed.folder.empty()) {
      pugi::xml_node& folder = folders[feed.folder];
      if (!folder) {
        folder = body.append_child("outline");
        folder.append_attribute("text") = feed.folder.c_str();
      }
      parent = folder;
    }
    pugi::xml_node outline = parent.append_child("outline");
    outline.append_attribute("type") = "rss";
    const std::string& name = feed.title.empty() ? feed.url : feed.title;
    outline.append_attribute("text") = name.c_str();
    outline.append_attribute("title") = name.c_str();
    outline.append_attribute("xmlUrl") = feed.url.c_str();
  }
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace pactwatch
