#include "fetcher/page_metadata.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <unordered_map>

#include <re2/re2.h>
#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "fetcher/feed_date.h"
#include "fetcher/page_date.h"
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
  std::vector<std::string> h2;     // the first few
  std::string published;           // of an element with the property datePublished
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
  constexpr int kDeepest = 6;         // an author in an article in a list in a @graph is at four
  constexpr std::size_t kMost = 300;  // objects: bounds the work on a page made to cost
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

// The instant as a clock shows it that is `minutes` ahead of UTC.
std::string at_offset(UtcTime time, int minutes) {
  constexpr std::int64_t kMinute = 60'000;
  std::string out = to_iso(UtcTime{time.ms + minutes * kMinute});
  if (minutes == 0 || out.empty()) return out;
  out.pop_back();  // the Z
  char zone[16];
  std::snprintf(zone, sizeof zone, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                std::abs(minutes) % 60);
  return out + zone;
}

// A date out of any text that may hold one, in ISO form, with no more than was said: a day stays a
// day, and a zone stays (the outlet's day is what its "Monday" means).
std::string iso_of(const std::string& text) {
  static const re2::RE2 offset("([+-])(\\d\\d):?(\\d\\d)\\s*(?:\\([A-Za-z ]+\\))?$");
  static const re2::RE2 clock("\\d:\\d\\d");
  if (text.empty()) return {};
  if (parse_iso_day(text))
    return text.size() > 10 && parse_iso_time(text) ? text : text.substr(0, 10);
  const std::optional<UtcTime> time = parse_feed_date(text);
  if (!time) {
    const std::optional<Day> day = find_day(text, {});
    return day ? to_iso(*day) : std::string();
  }
  if (!re2::RE2::PartialMatch(text, clock)) return to_iso(day_of(*time));
  std::string sign;
  int hours = 0;
  int minutes = 0;
  if (!re2::RE2::PartialMatch(text, offset, &sign, &hours, &minutes)) return to_iso(*time);
  return at_offset(*time, (sign == "-" ? -1 : 1) * (hours * 60 + minutes));
}

Found look_around(xmlDoc* document) {
  static const re2::RE2 byline(
      "(?i)(?:^|[\\s_-])(?:byline|author|authors|article-author|post-author|c-byline|writer|"
      "contributor|autor|auteur)(?:$|[\\s_-]|name|__|s\\b)");
  static const re2::RE2 not_byline(
      "(?i)(?:bio|avatar|image|photo|social|related|more|comment|about|follow|date|time)");
  constexpr std::size_t kHeadings = 12;  // a byline stands beside one of the first
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
    } else if (tag == "h2" && found.h2.size() < kHeadings) {
      if (std::string heading = text_of(node); !heading.empty())
        found.h2.push_back(std::move(heading));
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
    if (found.published.empty() && node->properties != nullptr &&
        attribute(node, "itemprop") == "datePublished") {
      for (const char* source : {"datetime", "content"})
        if (found.published.empty()) found.published = iso_of(attribute(node, source));
      if (found.published.empty()) found.published = iso_of(text_of(node));
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
      constexpr std::size_t kLongestByline = 120;
      std::string text = text_of(node, kLongestByline);
      if (text.size() > 2 && text.size() < kLongestByline) found.bylines.push_back(std::move(text));
    }
    return true;
  });
  return found;
}

// "Headline - The Outlet" or "The Outlet - Headline" without the outlet.
std::string without_site(const std::string& title, const std::string& site) {
  static constexpr std::array<std::string_view, 9> marks = {
      " | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ",
      ": ",  "-"};
  if (const std::string key = letters_of(site); key.size() > 2) {
    for (const std::string_view mark : marks) {
      const std::size_t last = title.rfind(mark);
      if (last == std::string::npos) continue;
      if (letters_of(title.substr(last + mark.size())) == key) return title.substr(0, last);
      const std::size_t first = title.find(mark);
      if (letters_of(title.substr(0, first)) == key) return title.substr(first + mark.size());
    }
  }
  for (const std::string_view mark : {" | ", " \xC2\xBB ", " :: "})
    if (const std::size_t at = title.rfind(mark); at != std::string::npos && at > title.size() / 3)
      return title.substr(0, at);
  constexpr std::size_t kLongestSite = 40;
  for (const std::string_view mark : {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
    const std::size_t at = title.rfind(mark);
    if (at != std::string::npos && at > title.size() / 2 && title.size() - at < kLongestSite)
      return title.substr(0, at);
  }
  return title;
}

// Logos are headings, too: "The Outlet", "outlet.example".
bool is_site_name(const std::string& key, const std::string& site, const std::string& url) {
  static const re2::RE2 host("^[a-z]+://(?:www\\.)?([^/:]+)");
  if (key == letters_of(site)) return true;
  std::string name;
  if (!re2::RE2::PartialMatch(url, host, &name)) return false;
  return letters_of(name).rfind(key, 0) == 0;
}

std::string choose_title(const Found& found, const std::string& headline, const std::string& site,
                         const std::string& url) {
  const auto meta = [&](const char* key) {
    const auto it = found.meta.find(key);
    return it == found.meta.end() ? std::string() : it->second;
  };
  const std::string og = without_site(meta("og:title"), site);
  const std::string element = without_site(found.title_element, site);
  const std::array<const std::string*, 3> heads = {&og, &headline, &element};
  // A heading that the head of the page knows is the headline.
  constexpr std::size_t kShortest = 4;
  for (const auto* headings : {&found.h1, &found.h2})
    for (const std::string& heading : *headings) {
      const std::string key = letters_of(heading);
      if (key.size() < kShortest || is_site_name(key, site, url)) continue;
      for (const std::string* head : heads)
        if (letters_of(*head) == key) return heading;
      if (headings == &found.h2) continue;
      for (const std::string* head : heads) {
        const std::string rival = letters_of(*head);
        if (rival.size() < kShortest || is_site_name(rival, site, url)) continue;
        // "Politics | Headline" in the heading, "Headline" in the head.
        if (key.size() > rival.size() && rival.size() * 10 > key.size() * 6 &&
            key.compare(key.size() - rival.size(), rival.size(), rival) == 0)
          return *head;
        // The head cuts long headlines.
        if (key.rfind(rival, 0) == 0 && rival.size() * 10 > key.size() * 6) return heading;
        // "Headline: what to know" in the head, "Headline" in the heading.
        if (rival.find(key) != std::string::npos && key.size() * 10 > rival.size() * 4)
          return heading;
      }
    }
  const auto good = [&](const std::string& title) {
    const std::string key = letters_of(title);
    return key.size() >= kShortest && !is_site_name(key, site, url);
  };
  constexpr std::size_t kLong = 20;
  if (found.h1.size() == 1 && found.h1[0].size() > kLong && good(found.h1[0])) return found.h1[0];
  for (const std::string* head : heads)
    if (good(*head)) return *head;
  for (const std::string& heading : found.h1)
    if (good(heading)) return heading;
  return found.title_element.empty() ? meta("og:title") : found.title_element;
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

std::string date_in_url(const std::string& url) {
  static const re2::RE2 numbers("[/_-]((?:19|20)\\d\\d)[/_-]?([01]?\\d)[/_-]?([0-3]\\d)(?:\\D|$)");
  static const re2::RE2 named("/((?:19|20)\\d\\d)/([a-z]{3})/([0-3]?\\d)/");
  int year = 0;
  int month = 0;
  int day = 0;
  if (re2::RE2::PartialMatch(url, numbers, &year, &month, &day) && is_valid({year, month, day}))
    return to_iso(Day{year, month, day});
  std::string name;
  if (!re2::RE2::PartialMatch(url, named, &year, &name, &day)) return {};
  const std::optional<Day> found =
      find_day(std::to_string(day) + " " + name + " " + std::to_string(year), {});
  return found ? to_iso(*found) : std::string();
}

// Pages state instants in UTC and print the outlet's own day. Where the printed day is the day
// before or after, the instant is told by a clock on which it is that day: the nearest to UTC.
void as_printed(std::string& published, const std::string& printed) {
  const std::optional<UtcTime> time = parse_iso_time(published);
  const std::optional<Day> day = parse_iso_day(printed);
  if (!time || !day) return;
  const std::int64_t apart = to_serial(*day) - to_serial(day_of(*time));
  if (apart != 1 && apart != -1) return;
  constexpr int kHour = 60;
  constexpr int kFarthest = 14;  // hours: no clock is farther from UTC
  for (int hours = 1; hours <= kFarthest; ++hours) {
    const int minutes = static_cast<int>(apart) * hours * kHour;
    if (day_of(UtcTime{time->ms + minutes * 60'000LL}) != *day) continue;
    published = at_offset(*time, minutes);
    return;
  }
}

void choose_dates(xmlDoc* document, const Found& found, const std::vector<const json*>& articles,
                  const std::string& url, Page& page) {
  const auto meta_text = [&](const char* key) {
    const auto it = found.meta.find(key);
    return it == found.meta.end() ? std::string() : it->second;
  };
  const auto meta = [&](const char* key) { return iso_of(meta_text(key)); };
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
  std::string in_url = date_in_url(url);
  if (in_url.empty()) in_url = date_in_url(page.canonical_url);
  if (page.published.empty()) page.published = found.published;
  if (page.published.empty()) page.published = in_url;
  const bool utc =
      page.published.size() > 10 &&
      (page.published.back() == 'Z' || page.published.find("+00:00") != std::string::npos);
  std::optional<Day> printed;
  if (page.published.empty() || (utc && in_url.empty()))
    printed = day_at_headline(document, page.title, found.language);
  const std::string printed_day = printed ? to_iso(*printed) : std::string();
  if (utc) {
    as_printed(page.published, in_url.empty() ? printed_day : in_url);
    return;
  }
  if (page.published.empty()) page.published = printed_day;
  for (const std::string& time : found.times)
    if (page.published.empty()) page.published = iso_of(time);
  if (page.published.empty())
    if (const std::optional<Day> day = day_in_text(document, found.language))
      page.published = to_iso(*day);
  if (page.published.empty()) page.published = date_in_url(meta_text("og:image"));
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
  page.title = choose_title(found, headline, page.outlet, source.url);
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
