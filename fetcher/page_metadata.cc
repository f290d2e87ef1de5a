#include "fetcher/page_metadata.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <unordered_map>

#include <re2/re2.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "fetcher/feed_date.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

using nlohmann::json;

struct Found {
  std::map<std::string, std::string> meta;  // name or property in lower case -> first content
  std::vector<std::string> meta_authors;
  std::vector<json> linked;  // JSON-LD objects
  std::string title_element;
  std::vector<std::string> h1;
  std::vector<std::string> times;  // datetime attributes, article's first
  std::vector<std::string> bylines;
  std::string canonical;
  std::string language;
  std::vector<std::string> feeds;
};

bool has_word(const std::string& classes, const re2::RE2& pattern) {
  return re2::RE2::PartialMatch(classes, pattern);
}

// JSON-LD nests objects in lists and @graph; all objects are laid out flat.
void flatten(const json& value, std::vector<json>& out, int depth) {
  constexpr int kDeepest = 6;
  constexpr std::size_t kMost = 300;
  if (depth > kDeepest || out.size() > kMost) return;
  if (value.is_array())
    for (const json& element : value) flatten(element, out, depth + 1);
  if (!value.is_object()) return;
  out.push_back(value);
  for (const char* key : {"@graph", "mainEntity", "mainEntityOfPage", "itemListElement"})
    if (const auto it = value.find(key); it != value.end()) flatten(*it, out, depth + 1);
}

std::string json_text(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end()) return {};
  if (it->is_string()) return fold_space(it->get<std::string>());
  if (it->is_array() && !it->empty() && it->front().is_string())
    return fold_space(it->front().get<std::string>());
  if (it->is_object()) return json_text(*it, "name");
  return {};
}

bool is_article(const json& object) {
  static const re2::RE2 kinds(
      "(?i)(?:Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting)$");
  const auto type = object.find("@type");
  if (type == object.end()) return false;
  if (type->is_string()) return re2::RE2::PartialMatch(type->get<std::string>(), kinds);
  if (!type->is_array()) return false;
  return std::any_of(type->begin(), type->end(), [](const json& t) {
    return t.is_string() && re2::RE2::PartialMatch(t.get<std::string>(), kinds);
  });
}

Found look_around(xmlDoc* document) {
  static const re2::RE2 byline(
      "(?i)(?:^|[\\s_-])(?:byline|author|authors|article-author|post-author|c-byline|writer|"
      "contributor|autor|auteur)(?:$|[\\s_-]|name|__|s\\b)");
  static const re2::RE2 not_byline(
      "(?i)(?:bio|avatar|image|photo|social|related|more|comment|about|follow|date|time)");
  Found found;
  xmlNode* root = xmlDocGetRootElement(document);
  if (root == nullptr) return found;
  bool in_article_time = false;
  std::string names;
  std::unordered_map<std::string, bool> is_byline;  // pages repeat their names
  walk(root, [&](xmlNode* node) {
    const std::string_view tag = tag_of(node);
    if (tag.empty()) return true;
    if (tag == "html") {
      found.language = attribute(node, "lang");
      if (found.language.empty()) found.language = attribute(node, "xml:lang");
    } else if (tag == "meta") {
      std::string name = attribute(node, "property");
      if (name.empty()) name = attribute(node, "name");
      if (name.empty()) name = attribute(node, "itemprop");
      const std::string content = fold_space(attribute(node, "content"));
      if (!name.empty() && !content.empty()) {
        const std::string key = ascii_lower(name);
        found.meta.emplace(key, content);
        if (key == "author" || key == "article:author" || key == "parsely-author" || key == "byl" ||
            key == "dc.creator" || key == "sailthru.author" || key == "dcterms.creator")
          found.meta_authors.push_back(content);
      }
    } else if (tag == "title") {
      if (found.title_element.empty()) found.title_element = text_of(node);
      return false;
    } else if (tag == "h1") {
      if (std::string heading = text_of(node); !heading.empty())
        found.h1.push_back(std::move(heading));
    } else if (tag == "script") {
      if (ascii_lower(attribute(node, "type")).find("ld+json") != std::string::npos &&
          node->children != nullptr && node->children->content != nullptr) {
        const std::string text = reinterpret_cast<const char*>(node->children->content);
        Result<json> parsed = parse_json(text, "JSON-LD");
        if (!parsed) {
          // Line breaks inside strings: the commonest fault of hand-made JSON-LD.
          std::string mended = text;
          for (char& c : mended)
            if (c == '\n' || c == '\r' || c == '\t') c = ' ';
          parsed = parse_json(mended, "JSON-LD");
        }
        if (parsed) flatten(*parsed, found.linked, 0);
      }
      return false;
    } else if (tag == "link") {
      const std::string rel = ascii_lower(attribute(node, "rel"));
      if (rel == "canonical" && found.canonical.empty()) found.canonical = attribute(node, "href");
      const std::string type = ascii_lower(attribute(node, "type"));
      if (rel.find("alternate") != std::string::npos &&
          (type.find("rss") != std::string::npos || type.find("atom") != std::string::npos ||
           type.find("feed+json") != std::string::npos))
        found.feeds.push_back(attribute(node, "href"));
    } else if (tag == "time") {
      std::string when = attribute(node, "datetime");
      if (when.empty()) when = text_of(node);
      const bool published = attribute(node, "itemprop") == "datePublished" ||
                             !attribute(node, "pubdate").empty() ||
                             attribute(node, "class").find("publish") != std::string::npos;
      if (published && !in_article_time) {
        found.times.insert(found.times.begin(), when);
        in_article_time = true;
      } else {
        found.times.push_back(when);
      }
    }
    names.clear();
    for (const xmlAttr* a = node->properties; a != nullptr; a = a->next) {
      const std::string_view name = reinterpret_cast<const char*>(a->name);
      if (name != "class" && name != "id" && name != "itemprop" && name != "rel") continue;
      if (a->children == nullptr || a->children->content == nullptr) continue;
      names += ' ';
      names += reinterpret_cast<const char*>(a->children->content);
    }
    if (names.size() < 4 || tag == "body" || tag == "html") return true;
    const auto [known, fresh] = is_byline.try_emplace(names, false);
    if (fresh) known->second = has_word(names, byline) && !has_word(names, not_byline);
    if (known->second) {
      std::string text = text_of(node);
      constexpr std::size_t kLongestByline = 120;
      if (text.size() > 2 && text.size() < kLongestByline) found.bylines.push_back(std::move(text));
    }
    return true;
  });
  return found;
}

// "Headline - The Outlet" without the outlet.
std::string without_site(const std::string& title, const std::string& site) {
  if (!site.empty()) {
    for (const std::string_view mark :
         {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB "}) {
      const std::string tail = std::string(mark) + site;
      if (title.size() > tail.size() &&
          ascii_lower(title.substr(title.size() - tail.size())) == ascii_lower(tail))
        return title.substr(0, title.size() - tail.size());
    }
  }
  for (const std::string_view mark : {" | ", " \xC2\xBB ", " :: "})
    if (const std::size_t at = title.rfind(mark); at != std::string::npos && at > title.size() / 3)
      return title.substr(0, at);
  for (const std::string_view mark : {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
    const std::size_t at = title.rfind(mark);
    if (at != std::string::npos && at > title.size() / 2 && title.size() - at < 40)
      return title.substr(0, at);
  }
  return title;
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80)
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string choose_title(const Found& found, const std::string& headline, const std::string& site) {
  const auto meta = [&](const char* key) {
    const auto it = found.meta.find(key);
    return it == found.meta.end() ? std::string() : it->second;
  };
  const std::string og = meta("og:title");
  const std::string from_head = !found.title_element.empty() ? found.title_element : og;
  // An h1 that the head knows is the headline; the page's logo is often an h1 too.
  for (const std::string& h1 : found.h1) {
    const std::string key = letters_of(h1);
    if (key.size() < 8) continue;
    for (const std::string* other : {&og, &from_head, &headline}) {
      const std::string rival = letters_of(*other);
      if (rival.empty()) continue;
      if (rival == key || rival.rfind(key, 0) == 0 || rival.find(key) != std::string::npos ||
          (key.find(rival) != std::string::npos && rival.size() * 2 > key.size()))
        return h1;
    }
  }
  if (!headline.empty() && found.h1.empty()) return headline;
  if (found.h1.size() == 1 && found.h1[0].size() > 20) return found.h1[0];
  if (!og.empty()) return without_site(og, site);
  if (!headline.empty()) return headline;
  if (!from_head.empty()) return without_site(from_head, site);
  return found.h1.empty() ? std::string() : found.h1[0];
}

std::string clean_author(std::string name) {
  static const re2::RE2 prefix(
      "(?i)^\\s*(?:(?:written|posted|published|reported|story|words|text|article)\\s+)?(?:by|von|"
      "par|por|di|door|av|af|od|autor(?:in)?|author|auteur)\\s*:?\\s+");
  static const re2::RE2 tail(
      "(?i)(?:\\s*[|,•·]\\s*(?:(?:staff|senior|chief|associate|special)\\b.*|.*\\b(?:reporter|"
      "editor|writer|correspondent|contributor|updated|published|posted|min "
      "read|\\d{4}).*)$|\\s+(?:updated|published|posted)\\b.*$|\\s+\\d{1,2}[:./ ].*$)");
  re2::RE2::Replace(&name, prefix, "");
  re2::RE2::Replace(&name, tail, "");
  return fold_space(name);
}

bool is_author(const std::string& name) {
  static const re2::RE2 bad(
      "(?i)https?:|www\\.|@|facebook|twitter|\\d{4}|[<>{}]|^(?:admin|staff|editor|guest|author|"
      "home|news|share|follow)$");
  return name.size() >= 3 && name.size() <= 80 && !re2::RE2::PartialMatch(name, bad);
}

void add_author(std::vector<std::string>& authors, const std::string& raw) {
  static const re2::RE2 parts("(?i)\\s*(?:;|,| and | & | und | et | y | e )\\s*");
  std::string text = clean_author(raw);
  std::string marked = text;
  re2::RE2::GlobalReplace(&marked, parts, "\n");
  std::size_t at = 0;
  while (at <= marked.size()) {
    std::size_t end = marked.find('\n', at);
    if (end == std::string::npos) end = marked.size();
    const std::string name = clean_author(marked.substr(at, end - at));
    if (is_author(name) && std::find(authors.begin(), authors.end(), name) == authors.end())
      authors.push_back(name);
    at = end + 1;
  }
}

void choose_authors(const Found& found, const std::vector<const json*>& articles, Page& page) {
  for (const json* article : articles) {
    const auto author = article->find("author");
    if (author == article->end()) continue;
    const auto one = [&](const json& value) {
      const std::string name = value.is_string()   ? value.get<std::string>()
                               : value.is_object() ? json_text(value, "name")
                                                   : std::string();
      const std::string clean = clean_author(name);
      if (is_author(clean) &&
          std::find(page.authors.begin(), page.authors.end(), clean) == page.authors.end())
        add_author(page.authors, clean);
    };
    if (author->is_array())
      for (const json& value : *author) one(value);
    else
      one(*author);
    if (!page.authors.empty()) return;
  }
  for (const std::string& name : found.meta_authors) add_author(page.authors, name);
  if (!page.authors.empty()) return;
  for (const std::string& line : found.bylines) {
    add_author(page.authors, line);
    if (!page.authors.empty()) return;
  }
}

// A date out of any text that may hold one: its ISO form, cut to what was said.
std::string iso_of(const std::string& text) {
  if (text.empty()) return {};
  if (parse_iso_day(text))
    return text.size() > 10 && parse_iso_time(text) ? text : text.substr(0, 10);
  if (const std::optional<UtcTime> time = parse_feed_date(text)) return to_iso(*time);
  return {};
}

std::string date_in_url(const std::string& url) {
  static const re2::RE2 pattern("/((?:19|20)\\d\\d)[/-]?([01]\\d)[/-]?([0-3]\\d)(?:/|-|_|$|\\D)");
  int year = 0;
  int month = 0;
  int day = 0;
  if (!re2::RE2::PartialMatch(url, pattern, &year, &month, &day)) return {};
  return is_valid({year, month, day}) ? to_iso(Day{year, month, day}) : std::string();
}

std::string date_in_text(xmlDoc* document) {
  static const re2::RE2 pattern(
      "(?i)\\b((?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|"
      "juni|juli|august|oktober|dezember)[a-z]*\\.? \\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\\d\\d|"
      "\\d{1,2}(?:st|nd|rd|th|\\.)? "
      "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|juni|juli|"
      "august|oktober|dezember)[a-zä]*\\.?,? (?:19|20)\\d\\d|"
      "(?:19|20)\\d\\d-[01]\\d-[0-3]\\d|[0-3]?\\d\\.[01]?\\d\\.(?:19|20)\\d\\d|[0-3]?\\d/[01]?\\d/"
      "(?:19|20)\\d\\d)\\b");
  xmlNode* root = xmlDocGetRootElement(document);
  if (root == nullptr) return {};
  std::string text = text_of(root);
  constexpr std::size_t kHead = 20'000;  // further down stand other stories' dates
  text.resize(std::min(text.size(), kHead));
  std::string found;
  if (!re2::RE2::PartialMatch(text, pattern, &found)) return {};
  return iso_of(found);
}

void choose_dates(xmlDoc* document, const Found& found, const std::vector<const json*>& articles,
                  const std::string& url, Page& page) {
  const auto meta = [&](const char* key) {
    const auto it = found.meta.find(key);
    return it == found.meta.end() ? std::string() : iso_of(it->second);
  };
  for (const json* article : articles) {
    if (page.published.empty()) page.published = iso_of(json_text(*article, "datePublished"));
    if (page.modified.empty()) page.modified = iso_of(json_text(*article, "dateModified"));
  }
  for (const json& object : found.linked)
    if (page.published.empty()) page.published = iso_of(json_text(object, "datePublished"));
  for (const char* key : {"article:published_time",
                          "og:published_time",
                          "article:published",
                          "datepublished",
                          "og:article:published_time",
                          "parsely-pub-date",
                          "sailthru.date",
                          "pubdate",
                          "publishdate",
                          "publish-date",
                          "publish_date",
                          "article.published",
                          "published_at",
                          "dc.date.issued",
                          "dcterms.created",
                          "dcterms.date",
                          "dc.date",
                          "dc.date.created",
                          "date",
                          "article_date_original",
                          "cxenseparse:recs:publishtime",
                          "ptime",
                          "bt:pubdate",
                          "displaydate",
                          "rnews:datepublished",
                          "dcterms.issued",
                          "originalpublicationdate",
                          "citation_date",
                          "citation_publication_date",
                          "release_date",
                          "shareaholic:article_published_time"})
    if (page.published.empty()) page.published = meta(key);
  for (const char* key :
       {"article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod"})
    if (page.modified.empty()) page.modified = meta(key);
  for (const std::string& time : found.times)
    if (page.published.empty()) page.published = iso_of(time);
  if (page.published.empty()) page.published = date_in_url(url);
  if (page.published.empty()) page.published = date_in_url(page.canonical_url);
  if (page.published.empty()) page.published = date_in_text(document);
  if (page.published.empty()) page.published = page.modified;
}

}  // namespace

PageSays read_metadata(xmlDoc* document, const PageSource& source, Page& page) {
  const Found found = look_around(document);
  std::vector<const json*> articles;
  for (const json& object : found.linked)
    if (is_article(object)) articles.push_back(&object);
  const auto meta = [&](const char* key) {
    const auto it = found.meta.find(key);
    return it == found.meta.end() ? std::string() : it->second;
  };
  page.outlet = meta("og:site_name");
  if (page.outlet.empty()) page.outlet = meta("application-name");
  for (const json* article : articles)
    if (page.outlet.empty()) page.outlet = json_text(*article, "publisher");
  std::string headline;
  PageSays says;
  says.description = meta("og:description");
  if (says.description.empty()) says.description = meta("description");
  for (const json* article : articles) {
    if (headline.empty()) headline = json_text(*article, "headline");
    if (const auto text = article->find("articleBody");
        text != article->end() && text->is_string() && says.body.empty())
      says.body = text->get<std::string>();
    if (const auto free = article->find("isAccessibleForFree"); free != article->end())
      page.paywalled = page.paywalled || (free->is_boolean() && !free->get<bool>()) ||
                       (free->is_string() && ascii_lower(free->get<std::string>()) == "false");
  }
  page.title = choose_title(found, headline, page.outlet);
  std::string canonical = found.canonical.empty() ? meta("og:url") : found.canonical;
  if (const Result<std::string> url = resolve_url(source.url, canonical); url && !canonical.empty())
    page.canonical_url = *url;
  else
    page.canonical_url = source.url;
  for (const std::string& feed : found.feeds)
    if (const Result<std::string> url = resolve_url(source.url, feed)) page.feeds.push_back(*url);
  page.language = ascii_lower(found.language.substr(0, found.language.find_first_of("-_ ")));
  choose_authors(found, articles, page);
  choose_dates(document, found, articles, source.url, page);
  return says;
}

}  // namespace pactwatch
