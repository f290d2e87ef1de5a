#include "fetcher/feed.h"

#include <algorithm>
#include <sstream>
#include <unordered_map>

#include <pugixml.hpp>

#include "core/text.h"
#include "fetcher/encoding.h"
#include "fetcher/feed_date.h"
#include "fetcher/feed_json.h"
#include "fetcher/url.h"
#include "fetcher/xml_repair.h"

namespace pactwatch {
namespace {

using pugi::xml_node;

// Namespaces by URI, under the prefix their specification uses.
std::string known_prefix(const std::string& uri) {
  static const std::unordered_map<std::string, std::string> known = {
      {"http://www.w3.org/2005/atom", "atom"},
      {"http://purl.org/atom/ns#", "atom03"},
      {"http://purl.org/rss/1.0/", "rss1"},
      {"http://my.netscape.com/rdf/simple/0.9/", "rss09"},
      {"http://channel.netscape.com/rdf/simple/0.9/", "rss09"},
      {"http://my.netscape.com/publish/formats/rss-0.91.dtd", "rss"},
      {"http://backend.userland.com/rss2", "rss"},
      {"http://backend.userland.com/rss", "rss"},
      {"http://blogs.law.harvard.edu/tech/rss", "rss"},
      {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"},
      {"http://purl.org/dc/elements/1.1/", "dc"},
      {"http://purl.org/dc/elements/1.0/", "dc"},
      {"http://purl.org/dc/terms/", "dcterms"},
      {"http://purl.org/rss/1.0/modules/content/", "content"},
      {"http://purl.org/rss/1.0/modules/syndication/", "sy"},
      {"http://search.yahoo.com/mrss/", "media"},
      {"http://search.yahoo.com/mrss", "media"},
      {"http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"},
      {"http://www.w3.org/1999/xhtml", "xhtml"},
      {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner"},
      {"http://www.google.com/schemas/sitemap-news/0.9", "news"},
      {"http://www.sitemaps.org/schemas/sitemap/0.9", "sitemap"},
  };
  const auto it = known.find(ascii_lower(trim(uri)));
  return it == known.end() ? std::string() : it->second;
}

std::string local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

class XmlFeed {
 public:
  XmlFeed(const pugi::xml_document& document, const FeedSource& source)
      : document_(document), source_(source) {}

  Result<Feed> read() {
    xml_node root = document_.document_element();
    if (!root) return not_a_feed("it is empty");
    note_namespaces(root);
    const std::string name = ascii_lower(local_name(root.name()));
    if (name == "html" || name == "body" || name == "head") return not_a_feed("it is an HTML page");
    base_ = source_.content_location.empty() ? source_.url : absolute(source_.url, source_.content_location);
    if (name == "rss") return read_rss(root);
    if (name == "rdf") return read_rdf(root);
    if (name == "feed") return read_atom(root);
    if (name == "channel") return read_rss_channel(root, root, "rss");
    if (name == "urlset") return read_sitemap(root);
    if (name == "opml") return not_a_feed("it is an OPML list of feeds");
    return not_a_feed("its root is <" + std::string(root.name()).substr(0, 40) + ">");
  }

 private:
  tl::unexpected<Error> not_a_feed(const std::string& what) const {
    return fail(ErrorCode::invalid_input, "this is no feed: " + what, source_.url,
                "give the address of an RSS, Atom or JSON feed");
  }

  void note_namespaces(xml_node node) {
    for (const pugi::xml_attribute a : node.attributes()) {
      const std::string name = a.name();
      if (name.rfind("xmlns:", 0) == 0) {
        const std::string known = known_prefix(a.value());
        if (!known.empty()) prefixes_[name.substr(6)] = known;
      } else if (name == "xmlns") {
        if (default_.empty()) default_ = known_prefix(a.value());
      }
    }
  }

  // "dc:creator" whatever prefix the feed gave it; plain names of the feed's own vocabulary.
  std::string name_of(xml_node node) {
    const std::string_view raw = node.name();
    const std::size_t colon = raw.find(':');
    if (colon == std::string_view::npos) {
      const std::string own = known_prefix(node.attribute("xmlns").value());
      if (!own.empty() && own != default_ && own != "rss") return own + ":" + std::string(raw);
      return std::string(raw);
    }
    const std::string prefix(raw.substr(0, colon));
    // A prefix may be declared on the element itself.
    const std::string own = known_prefix(node.attribute(("xmlns:" + prefix).c_str()).value());
    if (!own.empty()) prefixes_[prefix] = own;
    const auto it = prefixes_.find(prefix);
    const std::string known = it == prefixes_.end() ? prefix : it->second;
    if (known == default_ || known == "rss1" || known == "rss09" || known == "rss")
      return std::string(raw.substr(colon + 1));
    if ((known == "atom" || known == "atom03") && atom_) return std::string(raw.substr(colon + 1));
    if (known == "atom03") return "atom:" + std::string(raw.substr(colon + 1));
    return known + ":" + std::string(raw.substr(colon + 1));
  }

  static std::string inner(xml_node node) {
    std::ostringstream out;
    for (const xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        out << child.value();
      else
        child.print(out, "", pugi::format_raw | pugi::format_no_declaration);
    }
    return out.str();
  }

  static std::string text(xml_node node) {
    bool elements = false;
    std::string out;
    for (const xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        out += child.value();
      else if (child.type() == pugi::node_element)
        elements = true;
    }
    if (elements) out = inner(node);
    return std::string(trim(out));
  }

  static std::string absolute(const std::string& base, const std::string& link) {
    if (link.empty()) return link;
    const Result<std::string> url = resolve_url(base, link);
    return url ? *url : link;
  }

  // The base that xml:base attributes give at `node`, outermost first (RFC 3986 over XML Base).
  std::string base_at(xml_node node) const {
    std::vector<std::string> bases;
    for (xml_node n = node; n; n = n.parent())
      if (const pugi::xml_attribute a = n.attribute("xml:base")) bases.emplace_back(a.value());
    std::string base = base_;
    for (auto it = bases.rbegin(); it != bases.rend(); ++it) base = absolute(base, std::string(trim(*it)));
    return base;
  }

  std::string link_at(xml_node node, std::string_view value) const {
    return absolute(base_at(node), std::string(trim(value)));
  }

  // An Atom text construct or content.
  static std::string atom_text(xml_node node) {
    const std::string type = ascii_lower(node.attribute("type").value());
    const std::string mode = ascii_lower(node.attribute("mode").value());
    if (type == "xhtml") {
      for (const xml_node child : node.children())
        if (ascii_lower(local_name(child.name())) == "div") return std::string(trim(inner(child)));
      return std::string(trim(inner(node)));
    }
    if (mode == "base64" || (type.rfind("text/", 0) != 0 && type.find('/') != std::string::npos &&
                             type.find("xml") == std::string::npos && type.find("html") == std::string::npos)) {
      const std::string plain = text(node);
      return decode_base64(plain);
    }
    return text(node);
  }

  static std::string decode_base64(const std::string& in) {
    std::string out;
    unsigned buffer = 0;
    int bits = 0;
    for (const char c : in) {
      int v = 0;
      if (c >= 'A' && c <= 'Z') v = c - 'A';
      else if (c >= 'a' && c <= 'z') v = c - 'a' + 26;
      else if (c >= '0' && c <= '9') v = c - '0' + 52;
      else if (c == '+') v = 62;
      else if (c == '/') v = 63;
      else if (c == '=' || c == '\n' || c == '\r' || c == ' ' || c == '\t') continue;
      else return in;
      buffer = buffer << 6U | static_cast<unsigned>(v);
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        out += static_cast<char>(buffer >> static_cast<unsigned>(bits) & 0xFFU);
      }
    }
    return is_valid_utf8(out) ? out : in;
  }

  // Name of an Atom person; the mail where there is no name.
  std::string person(xml_node node) {
    std::string mail;
    for (const xml_node child : node.children()) {
      const std::string name = local_name(child.name());
      if (name == "name" && !text(child).empty()) return text(child);
      if (name == "email") mail = text(child);
    }
    return mail.empty() ? text(node) : mail;
  }

  // ---- Atom

  Result<Feed> read_atom(xml_node root) {
    atom_ = true;
    Feed feed;
    const std::string own = known_prefix(root.attribute("xmlns").value());
    const std::size_t colon = std::string_view(root.name()).find(':');
    std::string family = own;
    if (colon != std::string_view::npos) family = prefixes_[std::string(root.name()).substr(0, colon)];
    feed.version = family == "atom03" || std::string_view(root.attribute("version").value()) == "0.3"
                       ? "atom03" : "atom10";
    if (default_.empty()) default_ = "atom";
    feed.language = root.attribute("xml:lang").value();
    for (const xml_node node : root.children()) {
      const std::string name = name_of(node);
      if (name == "title") {
        if (feed.title.empty()) feed.title = atom_text(node);
      } else if (name == "link") {
        feed_link(feed, node);
      } else if (name == "updated" || name == "modified") {
        if (!feed.updated) feed.updated = parse_feed_date(text(node));
      } else if (name == "entry" && feed.entries.size() < kMaxFeedEntries) {
        feed.entries.push_back(atom_entry(node));
      } else if (name == "dc:title" && feed.title.empty()) {
        feed.title = text(node);
      } else if (name == "dc:date" && !feed.updated) {
        feed.updated = parse_feed_date(text(node));
      } else {
        schedule(feed, name, node);
      }
    }
    return feed;
  }

  void feed_link(Feed& feed, xml_node node) const {
    const std::string rel = ascii_lower(node.attribute("rel").value());
    const std::string href = node.attribute("href") ? link_at(node, node.attribute("href").value())
                                                    : std::string();
    if (rel == "hub") feed.hub = href;
    if (rel == "self") feed.self = href;
    if ((rel.empty() || rel == "alternate") && feed.link.empty()) feed.link = href;
  }

  FeedEntry atom_entry(xml_node root) {
    FeedEntry entry;
    std::string any_link;
    std::optional<UtcTime> dc_date;
    bool html_link = false;
    for (const xml_node node : root.children()) {
      const std::string name = name_of(node);
      if (name == "id") {
        entry.id = text(node);
      } else if (name == "title") {
        if (entry.title.empty()) entry.title = atom_text(node);
      } else if (name == "link") {
        const std::string rel = ascii_lower(node.attribute("rel").value());
        const std::string type = ascii_lower(node.attribute("type").value());
        const std::string href = link_at(node, node.attribute("href").value());
        if (rel.empty() || rel == "alternate") {
          const bool html = type.empty() || type.find("html") != std::string::npos;
          if (entry.link.empty() || (html && !html_link)) entry.link = href;
          html_link = html_link || html;
        } else if (any_link.empty() && rel != "self" && rel != "edit" && rel != "replies" &&
                   rel != "enclosure" && rel != "related" && rel != "via") {
          any_link = href;
        }
      } else if (name == "published" || name == "issued" || name == "created") {
        if (!entry.published || name != "created") entry.published = parse_feed_date(text(node));
      } else if (name == "updated" || name == "modified") {
        if (!entry.updated) entry.updated = parse_feed_date(text(node));
      } else if (name == "summary") {
        if (entry.summary.empty()) entry.summary = atom_text(node);
      } else if (name == "content") {
        if (entry.content.empty()) entry.content = atom_text(node);
      } else if (name == "author") {
        if (entry.author.empty()) entry.author = person(node);
      } else if (name == "dc:creator") {
        if (entry.author.empty()) entry.author = text(node);
      } else if (name == "dc:date" || name == "dcterms:created" || name == "dcterms:issued") {
        dc_date = parse_feed_date(text(node));
      } else if (name == "dc:title" && entry.title.empty()) {
        entry.title = text(node);
      } else if (name == "dc:description" && entry.summary.empty()) {
        entry.summary = text(node);
      } else if (name == "feedburner:origLink") {
        entry.link = text(node);
        html_link = true;
      } else if (name == "media:group") {
        for (const xml_node child : node.children())
          if (name_of(child) == "media:description" && entry.summary.empty()) entry.summary = text(child);
      } else if (name == "source") {
        for (const xml_node child : node.children())
          if (name_of(child) == "author" && entry.author.empty()) entry.author = person(child);
      }
    }
    if (entry.link.empty()) entry.link = any_link;
    if (!entry.published && dc_date) entry.published = dc_date;
    return entry;
  }

  // ---- RSS

  Result<Feed> read_rss(xml_node root) {
    std::string version = "rss";
    const std::string number = root.attribute("version").value();
    for (const char c : number)
      if (c >= '0' && c <= '9') version += c;
    if (version == "rss2" || number.rfind("2.", 0) == 0) version = "rss20";
    if (version == "rss1" || number == "1.0") version = "rss10";
    xml_node channel = child_named(root, "channel");
    return read_rss_channel(root, channel ? channel : root, version);
  }

  Result<Feed> read_rdf(xml_node root) {
    std::string version = "rss10";
    for (const pugi::xml_attribute a : root.attributes())
      if (known_prefix(a.value()) == "rss09") version = "rss090";
    xml_node channel = child_named(root, "channel");
    return read_rss_channel(root, channel ? channel : root, version);
  }

  xml_node child_named(xml_node root, std::string_view wanted) {
    for (const xml_node node : root.children())
      if (ascii_lower(name_of(node)) == wanted) return node;
    return {};
  }

  Result<Feed> read_rss_channel(xml_node root, xml_node channel, const std::string& version) {
    Feed feed;
    feed.version = version;
    note_namespaces(channel);
    std::optional<UtcTime> published;
    std::string atom_link;
    std::string dc_title;
    for (const xml_node node : channel.children()) {
      const std::string name = name_of(node);
      const std::string lower = ascii_lower(name);
      if (lower == "title") {
        if (feed.title.empty()) feed.title = text(node);
      } else if (lower == "link") {
        std::string link = text(node);
        if (link.empty()) link = node.attribute("href").value();
        if (feed.link.empty()) feed.link = link_at(node, link);
      } else if (name == "atom:link") {
        const std::string rel = ascii_lower(node.attribute("rel").value());
        const std::string href = link_at(node, node.attribute("href").value());
        if (rel == "hub") feed.hub = href;
        if (rel == "self") feed.self = href;
        if (rel == "alternate" || rel.empty()) atom_link = href;
      } else if (lower == "lastbuilddate" || name == "atom:updated" || name == "dcterms:modified") {
        if (!feed.updated) feed.updated = parse_feed_date(text(node));
      } else if (lower == "pubdate" || name == "dc:date") {
        if (!published) published = parse_feed_date(text(node));
      } else if (lower == "language" || name == "dc:language") {
        feed.language = text(node);
      } else if (name == "dc:title" || name == "atom:title") {
        dc_title = text(node);
      } else if (lower == "item") {
        add_item(feed, node);
      } else {
        schedule(feed, name, node);
      }
    }
    if (feed.title.empty()) feed.title = dc_title;
    if (feed.link.empty()) feed.link = atom_link;
    if (!feed.updated) feed.updated = published;
    if (channel != root)
      for (const xml_node node : root.children())
        if (ascii_lower(name_of(node)) == "item") add_item(feed, node);
    return feed;
  }

  void add_item(Feed& feed, xml_node node) {
    if (feed.entries.size() < kMaxFeedEntries) feed.entries.push_back(rss_item(node));
  }

  FeedEntry rss_item(xml_node root) {
    FeedEntry entry;
    entry.id = root.attribute("rdf:about").value();
    std::string guid_link;
    std::string atom_link;
    std::string origin_link;
    std::string dc_title;
    std::string media_title;
    std::string creator;
    std::string itunes_author;
    std::string itunes_text;
    std::string media_text;
    std::optional<UtcTime> dc_date;
    std::string enclosure;
    for (const xml_node node : root.children()) {
      const std::string name = name_of(node);
      const std::string lower = ascii_lower(name);
      if (lower == "title") {
        if (entry.title.empty()) entry.title = text(node);
      } else if (lower == "link") {
        std::string link = text(node);
        if (link.empty()) link = node.attribute("href").value();
        if (entry.link.empty() && !link.empty()) entry.link = link_at(node, link);
      } else if (lower == "guid" || name == "atom:id") {
        const std::string guid = text(node);
        if (!guid.empty()) entry.id = guid;
        const std::string permanent = ascii_lower(node.attribute("isPermaLink").value());
        if (permanent != "false" && (permanent == "true" || guid.rfind("http", 0) == 0))
          guid_link = link_at(node, guid);
      } else if (name == "atom:link") {
        const std::string rel = ascii_lower(node.attribute("rel").value());
        if ((rel.empty() || rel == "alternate") && atom_link.empty())
          atom_link = link_at(node, node.attribute("href").value());
      } else if (name == "feedburner:origLink") {
        origin_link = text(node);
      } else if (lower == "pubdate" || name == "atom:published" || lower == "date") {
        if (!entry.published) entry.published = parse_feed_date(text(node));
      } else if (name == "dc:date" || name == "dcterms:issued" || name == "dcterms:created") {
        if (!dc_date) dc_date = parse_feed_date(text(node));
      } else if (name == "atom:updated" || name == "dcterms:modified" || lower == "updated") {
        if (!entry.updated) entry.updated = parse_feed_date(text(node));
      } else if (lower == "description" || name == "atom:summary" || lower == "summary") {
        if (entry.summary.empty()) entry.summary = text(node);
      } else if (name == "dc:description") {
        if (entry.summary.empty()) entry.summary = text(node);
      } else if (name == "content:encoded" || name == "atom:content" || lower == "fullitem" ||
                 lower == "xhtml:body" || lower == "xhtml:div" || lower == "body" || lower == "content") {
        std::string content = name == "atom:content" ? atom_text(node) : text(node);
        if (entry.content.empty()) entry.content = std::move(content);
      } else if (lower == "author") {
        if (entry.author.empty()) entry.author = person(node);
      } else if (name == "dc:creator" || name == "dc:author") {
        if (creator.empty()) creator = text(node);
      } else if (name == "itunes:author") {
        itunes_author = text(node);
      } else if (name == "atom:author") {
        if (creator.empty()) creator = person(node);
      } else if (name == "dc:title") {
        dc_title = text(node);
      } else if (name == "media:title") {
        media_title = text(node);
      } else if (name == "media:description") {
        media_text = text(node);
      } else if (name == "itunes:summary") {
        itunes_text = text(node);
      } else if (name == "itunes:title" && media_title.empty()) {
        media_title = text(node);
      } else if (name == "media:group" || name == "media:content") {
        for (const xml_node child : node.children()) {
          if (name_of(child) == "media:description" && media_text.empty()) media_text = text(child);
          if (name_of(child) == "media:title" && media_title.empty()) media_title = text(child);
        }
      } else if (lower == "enclosure" && enclosure.empty()) {
        enclosure = link_at(node, node.attribute("url").value());
      }
    }
    if (entry.title.empty()) entry.title = !dc_title.empty() ? dc_title : media_title;
    if (entry.link.empty()) entry.link = !atom_link.empty() ? atom_link : guid_link;
    if (!origin_link.empty()) entry.link = origin_link;
    if (entry.link.empty()) entry.link = enclosure;
    if (entry.author.empty()) entry.author = !creator.empty() ? creator : itunes_author;
    if (entry.summary.empty()) entry.summary = !itunes_text.empty() ? itunes_text : media_text;
    if (!entry.published) entry.published = dc_date;
    return entry;
  }

  // ---- shared

  void schedule(Feed& feed, const std::string& name, xml_node node) {
    if (name == "ttl") {
      feed.ttl_s = std::atoll(text(node).c_str()) * 60;
    } else if (name == "sy:updatePeriod") {
      const std::string period = ascii_lower(text(node));
      period_ = period == "hourly" ? 3600 : period == "daily" ? 86400 : period == "weekly" ? 604800
                : period == "monthly" ? 2592000 : period == "yearly" ? 31536000 : 0;
    } else if (name == "sy:updateFrequency") {
      frequency_ = std::max(1LL, std::atoll(text(node).c_str()));
    } else {
      return;
    }
    if (period_ != 0) feed.ttl_s = std::max<std::int64_t>(feed.ttl_s, period_ / frequency_);
  }

  Result<Feed> read_sitemap(xml_node root) {
    Feed feed;
    feed.version = "sitemap";
    for (const xml_node url : root.children()) {
      if (local_name(url.name()) != "url" || feed.entries.size() >= kMaxFeedEntries) continue;
      FeedEntry entry;
      for (const xml_node node : url.children()) {
        const std::string name = local_name(node.name());
        if (name == "loc" && entry.link.empty()) entry.link = link_at(node, text(node));
        if (name == "lastmod") entry.updated = parse_feed_date(text(node));
        if (name != "news") continue;
        for (const xml_node news : node.children()) {
          const std::string part = local_name(news.name());
          if (part == "title") entry.title = text(news);
          if (part == "publication_date") entry.published = parse_feed_date(text(news));
          if (part == "publication")
            for (const xml_node name_node : news.children())
              if (local_name(name_node.name()) == "name" && feed.title.empty()) feed.title = text(name_node);
        }
      }
      entry.id = entry.link;
      feed.entries.push_back(std::move(entry));
    }
    return feed;
  }

  const pugi::xml_document& document_;
  const FeedSource& source_;
  std::string base_;
  std::string default_;
  std::unordered_map<std::string, std::string> prefixes_;
  bool atom_ = false;
  std::int64_t period_ = 0;
  long long frequency_ = 1;
};

// The encoding that an XML declaration names.
std::string declared_encoding(std::string_view bytes) {
  constexpr std::size_t kDeclaration = 300;
  const std::string_view head = bytes.substr(0, kDeclaration);
  const std::size_t begin = head.find("<?xml");
  if (begin == std::string_view::npos) return {};
  const std::string_view declaration = head.substr(begin, head.find("?>", begin) - begin);
  const std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const std::size_t quote = declaration.find_first_of("\"'", at);
  if (quote == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[quote], quote + 1);
  return std::string(declaration.substr(quote + 1, end - quote - 1));
}

constexpr unsigned kParse = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                            pugi::parse_wconv_attribute | pugi::parse_ws_pcdata_single;

}  // namespace

Result<Feed> parse_feed(std::string_view bytes, const FeedSource& source) {
  if (bytes.size() > kMaxFeedBytes)
    return fail(ErrorCode::limit, "the feed is larger than " + std::to_string(kMaxFeedBytes >> 20U) + " MiB",
                source.url);
  const Decoded decoded =
      decode(bytes, charset_of(source.content_type), declared_encoding(bytes));
  const std::string_view text = decoded.text;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return fail(ErrorCode::invalid_input, "the feed is empty", source.url);
  if (text[first] == '{') return parse_json_feed(decoded.text, source);
  const std::string head = ascii_lower(text.substr(first, 400));
  if (head.rfind("<!doctype html", 0) == 0 || head.rfind("<html", 0) == 0)
    return fail(ErrorCode::invalid_input, "this is no feed: it is an HTML page", source.url,
                "the page may name its feed: <link rel=\"alternate\" type=\"application/rss+xml\">");
  std::vector<std::string> repairs;
  if (decoded.guessed) repairs.push_back("the declared encoding is wrong or missing, read as " + decoded.encoding);
  pugi::xml_document document;
  pugi::xml_parse_result parsed = document.load_buffer(
      text.data() + first, text.size() - first, kParse, pugi::encoding_utf8);
  const bool controls = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
  if (!parsed || controls || text[first] != '<') {
    RepairedXml mended = repair_xml(text.substr(first));
    repairs.insert(repairs.end(), mended.repairs.begin(), mended.repairs.end());
    parsed = document.load_buffer(mended.text.data(), mended.text.size(), kParse, pugi::encoding_utf8);
    if (!parsed && !document.document_element())
      return fail(ErrorCode::invalid_input,
                  std::string("this is no feed: not XML (") + parsed.description() + ")", source.url);
  }
  Result<Feed> feed = XmlFeed(document, source).read();
  if (feed) feed->repairs = std::move(repairs);
  return feed;
}

}  // namespace pactwatch
