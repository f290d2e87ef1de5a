#include "fetcher/feed_reader.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "core/text.h"
#include "fetcher/feed_date.h"
#include "fetcher/feed_fields.h"
#include "fetcher/feed_link.h"
#include "fetcher/feed_xml.h"

namespace pactwatch {
namespace {

using pugi::xml_node;

constexpr std::uint8_t kUnset = 255;

// A field and how good its source was.
struct Text {
  std::string value;
  std::uint8_t rank = kUnset;
};

struct Time {
  std::optional<UtcTime> value;
  std::uint8_t rank = kUnset;
};

// Keeps the better source; among equals the first that says anything.
template <class Read>
void offer(Text& field, std::uint8_t rank, Read read) {
  if (rank >= field.rank) return;
  std::string value = read();
  if (value.empty()) return;
  field.value = std::move(value);
  field.rank = rank;
}

// Among equals the last: a feed that says it twice appended the second.
void offer_time(Time& field, std::uint8_t rank, std::string_view text) {
  if (rank > field.rank) return;
  const std::optional<UtcTime> value = parse_feed_date(text);
  if (!value) return;
  field.value = value;
  field.rank = rank;
}

// Several of one rank are all meant: "A, B".
void add_author(Text& field, std::uint8_t rank, const std::string& name) {
  if (rank > field.rank || name.empty()) return;
  if (rank < field.rank)
    field.value = name;
  else if (field.value != name)
    field.value += ", " + name;
  field.rank = rank;
}

// The part of a relation after IANA's registry, in lower case.
std::string relation_of(xml_node node) {
  std::string rel = ascii_lower(trim(node.attribute("rel").value()));
  if (rel.find("iana.org/assignments/relation/") != std::string::npos)
    rel.erase(0, rel.rfind('/') + 1);
  return rel;
}

// An identifier that says where it is, and so can stand in for a missing link.
bool is_locator(std::string_view id) {
  const std::size_t colon = id.find(':');
  if (colon == std::string_view::npos || colon < 2) return false;
  for (const char c : id)
    if (static_cast<unsigned char>(c) <= 0x20) return false;
  const std::string scheme = ascii_lower(id.substr(0, colon));
  return scheme != "tag" && scheme != "urn" && scheme != "uuid" && scheme != "mailto" &&
         std::all_of(scheme.begin(), scheme.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

class Reader {
 public:
  Reader(xml_node root, Space own, const FeedSource& source)
      : root_(root), names_(root, own), links_(source), own_(own) {}

  Feed read(xml_node channel) {
    std::vector<xml_node> entries;
    read_channel(channel, entries);
    if (channel != root_) {
      for (const xml_node node : root_.children())  // RSS 1.0 keeps items beside the channel
        if (node.type() == pugi::node_element && feed_field(names_.of(node)).field == Field::entry)
          entries.push_back(node);
    }
    feed_.title = std::move(title_.value);
    feed_.link = std::move(link_.value);
    feed_.updated = updated_.value;
    feed_.language = std::move(language_.value);
    if (period_s_ > 0) feed_.ttl_s = std::max(feed_.ttl_s, period_s_ / frequency_);
    links_.set_page(feed_.link);
    feed_.entries.reserve(std::min(entries.size(), kMaxFeedEntries));
    for (const xml_node node : entries) {
      if (feed_.entries.size() == kMaxFeedEntries) break;
      feed_.entries.push_back(read_entry(node));
    }
    return std::move(feed_);
  }

  Feed read_single_entry() {
    feed_.entries.push_back(read_entry(root_));
    return std::move(feed_);
  }

 private:
  // ---- the feed

  void read_channel(xml_node channel, std::vector<xml_node>& entries) {
    names_.of(channel);  // declares its prefixes
    // CDF puts in attributes what others put in elements.
    offer(link_, 0, [&] { return links_.at(channel, attribute_of(channel, "href")); });
    offer_time(updated_, 2, attribute_of(channel, "lastmod"));
    language_.value = channel.attribute("xml:lang").value();
    for (const xml_node node : channel.children()) {
      if (node.type() != pugi::node_element) continue;
      const XmlName name = names_.of(node);
      const FieldRule rule = feed_field(name);
      switch (rule.field) {
        case Field::entry:
          entries.push_back(node);
          break;
        case Field::container:
          for (const xml_node child : node.children("item")) entries.push_back(child);
          break;
        case Field::title:
          offer(title_, rule.rank, [&] { return own_text(name, node); });
          break;
        case Field::link:
          read_feed_link(node, rule.rank);
          break;
        case Field::updated:
          offer_time(updated_, rule.rank, text_of(node));
          break;
        case Field::author:
          add_author(authors_, rule.rank, name.space == Space::atom ? person(node) : text_of(node));
          break;
        case Field::language:
          offer(language_, rule.rank, [&] { return text_of(node); });
          break;
        case Field::minutes:
          feed_.ttl_s = number_of(node) * 60;
          break;
        case Field::period:
          period_s_ = period_of(ascii_lower(text_of(node)));
          break;
        case Field::frequency:
          frequency_ = std::max<std::int64_t>(1, number_of(node));
          break;
        default:
          break;
      }
    }
  }

  static std::int64_t number_of(xml_node node) {
    // A year at most, which no publisher means; keeps the arithmetic on it from overflowing.
    constexpr long long kMost = 366LL * 24 * 60;
    return std::clamp(std::atoll(text_of(node).c_str()), 0LL, kMost);
  }

  static std::int64_t period_of(std::string_view word) {
    constexpr std::int64_t kHour = 3600;
    if (word == "hourly") return kHour;
    if (word == "daily") return 24 * kHour;
    if (word == "weekly") return 7 * 24 * kHour;
    if (word == "monthly") return 30 * 24 * kHour;
    if (word == "yearly") return 365 * 24 * kHour;
    return 0;
  }

  void read_feed_link(xml_node node, std::uint8_t rank) {
    const std::string rel = relation_of(node);
    if (rel == "hub" && feed_.hub.empty()) feed_.hub = href_of(node);
    if (rel == "self" && feed_.self.empty()) feed_.self = href_of(node);
    if (rel.empty() || rel == "alternate")
      take_link(link_, rank == 0 ? 0 : rank + 1, node);
    else if (rel == "self" && own_ == Space::atom)
      take_link(link_, 9, node);
  }

  // Among equals the last in RSS, the first in Atom, where the order says nothing and types decide.
  void take_link(Text& field, std::uint8_t rank, xml_node node) {
    if (rank > field.rank || (rank == field.rank && own_ == Space::atom)) return;
    std::string value = href_of(node);
    if (value.empty()) return;
    field.value = std::move(value);
    field.rank = rank;
  }

  std::string href_of(xml_node node) const {
    const pugi::xml_attribute href = node.attribute("href");
    if (!href) return links_.at(node, text_of(node));
    if (*href.value() == '\0') {
      const std::string text = text_of(node);
      return text.empty() ? links_.xml_base(node) : links_.at(node, text);
    }
    return links_.at(node, href.value());
  }

  // ---- an entry

  FeedEntry read_entry(xml_node root) {
    Slots slots;
    offer(slots.id, 4, [&] { return std::string(attribute_of(root, "about")); });
    offer(slots.link, 5, [&] { return links_.at(root, attribute_of(root, "href")); });  // CDF
    offer_time(slots.updated, 2, attribute_of(root, "lastmod"));
    names_.of(root);
    for (const xml_node node : root.children())
      if (node.type() == pugi::node_element) read_entry_field(slots, node, 0);
    return finish(slots);
  }

  struct Slots {
    Text title, link, id, summary, content, author, source_author;
    Time published, updated;
  };

  void read_entry_field(Slots& slots, xml_node node, int depth) {
    const XmlName name = names_.of(node);
    const FieldRule rule = entry_field(name);
    switch (rule.field) {
      case Field::title:
        offer(slots.title, rule.rank, [&] { return own_text(name, node); });
        break;
      case Field::link:
        read_entry_link(slots, node, rule.rank);
        break;
      case Field::id:
        read_id(slots, node, rule.rank);
        break;
      case Field::published:
        offer_time(slots.published, rule.rank, text_of(node));
        break;
      case Field::updated:
        offer_time(slots.updated, rule.rank, text_of(node));
        break;
      case Field::summary:
        read_summary(slots, name, node, rule.rank);
        break;
      case Field::content:
        offer(slots.content, rule.rank, [&] { return own_text(name, node); });
        break;
      case Field::author:
        add_author(
            slots.author, rule.rank,
            name.space == Space::rss || name.space == Space::atom ? person(node) : text_of(node));
        break;
      case Field::other_author:
        for (const xml_node child : node.children())
          if (local_name(child.name()) == "author")
            add_author(slots.source_author, 0, person(child));
        break;
      case Field::original_link:
        offer(slots.link, 0, [&] { return links_.at(node, text_of(node)); });
        break;
      case Field::enclosure:
        offer(slots.link, 8, [&] { return links_.at(node, node.attribute("url").value()); });
        break;
      case Field::media:  // media:group holds media:content, which holds title and description
        if (depth < 2)
          for (const xml_node child : node.children())
            if (child.type() == pugi::node_element) read_entry_field(slots, child, depth + 1);
        break;
      default:
        break;
    }
  }

  void read_entry_link(Slots& slots, xml_node node, std::uint8_t rank) {
    if (rank == 0) {  // RSS
      take_link(slots.link, 1, node);
      return;
    }
    const std::string rel = relation_of(node);
    if (rel.empty() || rel == "alternate") {
      const std::string_view type = node.attribute("type").value();
      const bool html = type.find("html") != std::string_view::npos;
      take_link(slots.link, !type.empty() && !html ? 4 : html && !rel.empty() ? 2 : 3, node);
    } else if (rel != "self" && rel != "edit" && rel != "replies" && rel != "related" &&
               rel != "via" && rel != "license") {
      take_link(slots.link, rel == "enclosure" ? 8 : 7, node);
    }
  }

  void read_id(Slots& slots, xml_node node, std::uint8_t rank) {
    std::string id = text_of(node);
    const std::string permanent = ascii_lower(attribute_of(node, "ispermalink"));
    // Atom ids are IRIs, relative ones against xml:base as feedparser has it; guids are any words.
    if (!id.empty() && (id[0] == '/' || id[0] == '.')) id = links_.at(node, id);
    const bool web = starts_with_icase(id, "http://") || starts_with_icase(id, "https://");
    if (permanent != "false" &&
        (permanent == "true" || web || (own_ == Space::atom && is_locator(id))))
      offer(slots.link, 6, [&] { return links_.at(node, id); });
    offer(slots.id, rank, [&] { return std::move(id); });
  }

  // RSS that has both <description> and <summary> means the second to be the long one.
  void read_summary(Slots& slots, const XmlName& name, xml_node node, std::uint8_t rank) {
    if (rank == 0 && slots.summary.rank == 0)
      offer(slots.content, 6, [&] { return own_text(name, node); });
    else
      offer(slots.summary, rank, [&] { return own_text(name, node); });
  }

  FeedEntry finish(Slots& slots) {
    FeedEntry entry;
    entry.title = std::move(slots.title.value);
    entry.link = std::move(slots.link.value);
    entry.id = std::move(slots.id.value);
    entry.summary = std::move(slots.summary.value);
    entry.content = std::move(slots.content.value);
    entry.published = slots.published.value;
    entry.updated = slots.updated.value;
    if (!slots.author.value.empty())
      entry.author = std::move(slots.author.value);
    else if (!slots.source_author.value.empty())
      entry.author = std::move(slots.source_author.value);
    else
      entry.author = authors_.value;  // RFC 4287, 4.2.1; a podcast's author speaks in each episode
    return entry;
  }

  // ---- shared

  static std::string own_text(const XmlName& name, xml_node node) {
    return name.space == Space::atom    ? atom_text_of(node)
           : name.space == Space::xhtml ? xhtml_of(node)
                                        : text_of(node);
  }

  // An Atom person construct: the name, else the mail. RSS has plain text.
  static std::string person(xml_node node) {
    std::string mail;
    bool elements = false;
    for (const xml_node child : node.children()) {
      if (child.type() != pugi::node_element) continue;
      elements = true;
      const std::string_view name = local_name(child.name());
      if (name == "name")
        if (std::string text = text_of(child); !text.empty()) return text;
      if (name == "email") mail = text_of(child);
    }
    return elements ? mail : text_of(node);
  }

  xml_node root_;
  XmlNames names_;
  FeedLinks links_;
  Space own_;
  Feed feed_;
  Text title_, link_, language_, authors_;
  Time updated_;
  std::int64_t period_s_ = 0;
  std::int64_t frequency_ = 1;
};

xml_node child_named(xml_node root, std::string_view wanted) {
  for (const xml_node node : root.children())
    if (const std::string_view name = local_name(node.name());
        name.size() == wanted.size() && starts_with_icase(name, wanted))
      return node;
  return {};
}

// "rss092" of version="0.92"; "rss" where it says nothing.
std::string rss_version(xml_node root) {
  const std::string_view number = trim(attribute_of(root, "version"));
  if (number.substr(0, 1) == "2") return "rss20";
  if (number == "1.0" || number == "1") return "rss10";
  std::string version = "rss";
  for (const char c : number)
    if (c >= '0' && c <= '9' && version.size() < 6) version += c;
  return version;
}

std::string rdf_version(xml_node root) {
  for (xml_node node : {root, child_named(root, "channel")})
    for (const pugi::xml_attribute a : node.attributes())
      if (std::string_view(a.value()).find("netscape.com/rdf/simple/0.9") != std::string_view::npos)
        return "rss090";
  return "rss10";
}

std::string atom_version(xml_node root) {
  if (trim(root.attribute("version").value()) == "0.3") return "atom03";
  const std::string_view name = root.name();
  const std::size_t colon = name.find(':');
  const std::string key =
      colon == std::string_view::npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
  return std::string_view(root.attribute(key.c_str()).value()).find("purl.org/atom/ns") !=
                 std::string_view::npos
             ? "atom03"
             : "atom10";
}

Feed read_sitemap(xml_node root, const FeedSource& source) {
  const FeedLinks links(source);
  Feed feed;
  feed.version = "sitemap";
  for (const xml_node url : root.children()) {
    if (local_name(url.name()) != "url") continue;
    if (feed.entries.size() == kMaxFeedEntries) break;
    FeedEntry entry;
    entry.link = links.at(url, text_of(child_named(url, "loc")));
    entry.updated = parse_feed_date(text_of(child_named(url, "lastmod")));
    if (const xml_node news = child_named(url, "news")) {
      entry.title = text_of(child_named(news, "title"));
      entry.published = parse_feed_date(text_of(child_named(news, "publication_date")));
      const xml_node publication = child_named(news, "publication");
      if (feed.title.empty()) feed.title = text_of(child_named(publication, "name"));
      if (feed.language.empty()) feed.language = text_of(child_named(publication, "language"));
    }
    entry.id = entry.link;
    feed.entries.push_back(std::move(entry));
  }
  return feed;
}

tl::unexpected<Error> not_a_feed(const std::string& what, const FeedSource& source) {
  return fail(ErrorCode::invalid_input, "this is no feed: " + what, source.url,
              "give the address of an RSS, Atom or JSON feed");
}

}  // namespace

Result<Feed> read_xml_feed(const pugi::xml_document& document, const FeedSource& source) {
  const xml_node root = document.document_element();
  if (!root) return not_a_feed("it has no elements", source);
  const std::string name = ascii_lower(local_name(root.name()));
  const auto channel = [&] {
    const xml_node found = child_named(root, "channel");
    return found ? found : root;
  };
  const auto read = [&](Space own, std::string version, xml_node from) {
    Feed feed = Reader(root, own, source).read(from);
    feed.version = std::move(version);
    return feed;
  };
  if (name == "rss") return read(Space::rss, rss_version(root), channel());
  if (name == "rdf") return read(Space::rss, rdf_version(root), channel());
  if (name == "feed") return read(Space::atom, atom_version(root), root);
  if (name == "channel") return read(Space::rss, "cdf", root);
  if (name == "urlset") return read_sitemap(root, source);
  if (name == "entry") {
    Feed feed = Reader(root, Space::atom, source).read_single_entry();
    feed.version = atom_version(root);
    return feed;
  }
  if (name == "opml") return not_a_feed("it is an OPML list of feeds", source);
  if (name == "sitemapindex") return not_a_feed("it is an index of sitemaps", source);
  if (name == "html" || name == "body" || name == "head")
    return not_a_feed("it is an HTML page", source);
  return not_a_feed("its root is <" + std::string(root.name()).substr(0, 40) + ">", source);
}

}  // namespace pactwatch
