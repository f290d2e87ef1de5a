#include "fetcher/poller_item.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/hash.h"
#include "core/text.h"
#include "fetcher/aggregator.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

// Marks the address of an entry without a page. Outlets do not use it, and no request carries it.
constexpr std::string_view kEntryMark = "#entry-";

// How much of the text tells entries apart that have nothing else.
constexpr std::size_t kTellingBytes = 300;

// Finds keys that entries of different titles share. An entry that merely stands there twice shares
// nothing.
class Keys {
 public:
  void add(const std::string& key, const std::string& title) {
    const auto [found, added] = titles_.try_emplace(key, title);
    if (!added && found->second != title) shared_.insert(key);
  }
  bool shared(const std::string& key) const { return shared_.contains(key); }

 private:
  std::unordered_map<std::string, std::string> titles_;
  std::unordered_set<std::string> shared_;
};

bool is_placeholder(const std::string& guid) {
  static constexpr std::array<std::string_view, 7> kNothing = {"",     "n/a",       "na", "none",
                                                               "null", "undefined", "0"};
  const std::string lower = ascii_lower(trim(guid));
  return std::find(kNothing.begin(), kNothing.end(), lower) != kNothing.end();
}

// A guid that is a URL is the same in http and https.
std::string guid_key(const std::string& guid) {
  if (is_placeholder(guid)) return {};
  const std::string_view trimmed = trim(guid);
  return starts_with_icase(trimmed, "http") ? url_key(trimmed) : std::string(trimmed);
}

std::string page_of(const FeedEntry& entry, const std::string& feed_url) {
  if (Result<std::string> link = resolve_url(feed_url, entry.link); link && !entry.link.empty())
    return canonical_url(unwrap_link(*link));
  // RSS: a guid is a permanent link unless it says otherwise.
  if (starts_with_icase(trim(entry.id), "http"))
    if (Result<std::string> link = resolve_url({}, entry.id))
      return canonical_url(unwrap_link(*link));
  return {};
}

std::string without_query(const std::string& url) { return url.substr(0, url.find('?')); }

bool is_block(const xmlChar* name) {
  static const std::unordered_set<std::string_view> blocks = {
      "p",  "div", "br", "li", "ul", "ol", "tr", "table", "blockquote", "h1",      "h2",
      "h3", "h4",  "h5", "h6", "hr", "dd", "dt", "pre",   "section",    "article", "figcaption"};
  return blocks.contains(reinterpret_cast<const char*>(name));
}

bool is_silent(const xmlChar* name) {
  const std::string_view tag(reinterpret_cast<const char*>(name));
  return tag == "script" || tag == "style" || tag == "template" || tag == "noscript";
}

struct DocumentDelete {
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

// Walks the tree without recursion: its depth is the sender's choice.
std::string text_of(const xmlNode* root) {
  std::string out;
  std::string paragraph;
  const auto end_paragraph = [&] {
    const std::string folded = fold_space(paragraph);
    paragraph.clear();
    if (folded.empty()) return;
    if (!out.empty()) out += "\n\n";
    out += folded;
  };
  const xmlNode* node = root;
  while (node != nullptr) {
    const bool element = node->type == XML_ELEMENT_NODE;
    if (element && is_block(node->name)) end_paragraph();
    if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
        node->content != nullptr)
      paragraph += reinterpret_cast<const char*>(node->content);
    if (element && !is_silent(node->name) && node->children != nullptr) {
      node = node->children;
      continue;
    }
    while (node != nullptr && node->next == nullptr) {
      node = node == root ? nullptr : node->parent;
      if (node != nullptr && node->type == XML_ELEMENT_NODE && is_block(node->name))
        end_paragraph();
      if (node == root) node = nullptr;
    }
    if (node != nullptr) node = node->next;
  }
  end_paragraph();
  return out;
}

}  // namespace

std::string fragment_text(std::string_view html, std::size_t most_bytes) {
  html = html.substr(0, most_bytes);
  if (html.find_first_of("<&") == std::string_view::npos) return fold_space(make_valid_utf8(html));
  const std::string input = make_valid_utf8(html);
  const std::unique_ptr<xmlDoc, DocumentDelete> document(htmlReadMemory(
      input.data(), static_cast<int>(input.size()), nullptr, "UTF-8",
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
  if (document == nullptr) return {};
  const xmlNode* root = xmlDocGetRootElement(document.get());
  return root == nullptr ? std::string() : make_valid_utf8(text_of(root));
}

bool is_known_by_page(const DiscoveredItem& item) {
  return has_page(item.url) && item.identity == "link " + url_key(item.url);
}

bool has_page(const std::string& item_url) {
  return item_url.find(kEntryMark) == std::string::npos;
}

std::vector<DiscoveredItem> identify_items(const Feed& feed, const std::string& feed_url) {
  Keys links;
  Keys guids;
  std::unordered_set<std::int64_t> updates;
  std::vector<std::string> pages;
  pages.reserve(feed.entries.size());
  for (const FeedEntry& entry : feed.entries) {
    pages.push_back(page_of(entry, feed_url));
    links.add(url_key(pages.back()), entry.title);
    guids.add(guid_key(entry.id), entry.title);
    if (entry.updated) updates.insert(entry.updated->ms);
  }
  const bool updates_tell = updates.size() > 1 || feed.entries.size() == 1;

  std::vector<DiscoveredItem> out;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < feed.entries.size(); ++i) {
    const FeedEntry& entry = feed.entries[i];
    const std::string& page = pages[i];
    DiscoveredItem item;
    item.title = fragment_text(entry.title);
    item.author = fragment_text(entry.author);
    // The longer of the two: some put the article into the summary, some a teaser into the content.
    const std::string summary = fragment_text(entry.summary);
    const std::string content = fragment_text(entry.content);
    item.text = content.size() >= summary.size() ? content : summary;
    if (const std::optional<UtcTime> date = entry.published ? entry.published : entry.updated)
      item.published = to_iso(*date);

    const bool own_page = !page.empty() && !links.shared(url_key(page));
    const std::string guid = guid_key(entry.id);
    if (own_page && page.find('?') == std::string::npos) {
      item.identity = "link " + url_key(page);
    } else if (!guid.empty() && !guids.shared(guid)) {
      item.identity = "guid " + guid;
    } else if (own_page) {
      item.identity = "link " + url_key(without_query(page)) + " " + content_id({item.title});
    } else {
      item.identity = "text " + content_id({item.title, item.published,
                                            std::string_view(item.text).substr(0, kTellingBytes)});
    }
    if (!seen.insert(item.identity).second) continue;

    if (own_page) {
      item.url = page;
    } else {
      const std::string base = page.empty() ? canonical_url(feed_url) : page;
      item.url = base + std::string(kEntryMark) + content_id({item.identity});
    }
    const bool dated = updates_tell && entry.updated.has_value();
    item.fingerprint = dated
                           ? content_id({"dated", item.title, to_iso(*entry.updated)})
                           : content_id({"text", item.title, summary.empty() ? content : summary});
    if (item.title.empty() && item.text.empty() && !own_page) continue;  // nothing to read at all
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace pactwatch
