#include "daemon/newsroom_page.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <initializer_list>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"

namespace pactwatch {
namespace {

using nlohmann::json;

// For XML and HTML, in text and in attributes alike.
std::string escape(std::string_view text) {
  std::string out;
  append_escaped(out, text, MarkupPlace::attribute);
  return out;
}

void append(std::string& out, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) out += part;
}

constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// "Tue, 28 Oct 2025 13:00:00 GMT" (RFC 5322).
std::string mail_date(UtcTime time) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};
  const Day day = day_of(time);
  const std::int64_t seconds = (time.ms - midnight(day).ms) / 1000;
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02d %s %d %02d:%02d:%02d GMT",
                days[static_cast<std::size_t>(weekday(day))], day.day,
                kMonths[static_cast<std::size_t>(day.month) - 1], day.year,
                static_cast<int>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                static_cast<int>(seconds % 60));
  return out.data();
}

// "28 Oct 2025", as a reader sees it.
std::string plain_date(UtcTime time) {
  const Day day = day_of(time);
  return std::to_string(day.day) + " " + kMonths[static_cast<std::size_t>(day.month) - 1] + " " +
         std::to_string(day.year);
}

bool corrected(const PublishedStory& published) { return published.story != published.address; }

std::string script_json(const json& data) {
  // "</script>" in a string would end the element.
  std::string text = dump_json(data);
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at + 3))
    text.insert(at + 1, "\\");
  return text;
}

std::string page_head(const std::string& root, const Outlet& outlet,
                      const PublishedStory& published) {
  const Story& story = *published.story;
  const std::string url = story_url(root, *published.address);
  const std::string date = to_iso(published.address->date);
  json linked = {{"@context", "https://schema.org"},
                 {"@type", "NewsArticle"},
                 {"headline", story.title},
                 {"datePublished", date},
                 {"dateModified", to_iso(story.date)},
                 {"mainEntityOfPage", url},
                 {"publisher", {{"@type", "NewsMediaOrganization"}, {"name", outlet.name}}}};
  if (!story.author.empty()) linked["author"] = {{{"@type", "Person"}, {"name", story.author}}};
  std::string out = "<meta charset=\"utf-8\">\n<title>" + escape(story.title) + " | " +
                    escape(outlet.name) + "</title>\n";
  const auto meta = [&](const char* kind, const char* name, const std::string& value) {
    if (!value.empty())
      out +=
          std::string("<meta ") + kind + "=\"" + name + "\" content=\"" + escape(value) + "\">\n";
  };
  meta("name", "viewport", "width=device-width, initial-scale=1");
  meta("name", "description", story.summary);
  meta("name", "author", story.author);
  meta("property", "og:type", "article");
  meta("property", "og:site_name", outlet.name);
  meta("property", "og:title", story.title);
  meta("property", "og:description", story.summary);
  meta("property", "og:url", url);
  meta("property", "article:published_time", date);
  if (corrected(published)) meta("property", "article:modified_time", to_iso(story.date));
  out += "<link rel=\"canonical\" href=\"" + escape(url) + "\">\n";
  out += std::string("<link rel=\"alternate\" type=\"") + feed_type(outlet.format) + "\" href=\"" +
         escape(feed_url(root, outlet)) + "\">\n";
  out +=
      "<style>body{font:18px/1.5 Georgia,serif;margin:0 auto;max-width:44rem}"
      "nav a{margin-right:1em}.promo{background:#eee;padding:1em}</style>\n";
  out += "<script type=\"application/ld+json\">" + script_json(linked) + "</script>\n";
  out += "<script>window.dataLayer=window.dataLayer||[];</script>\n";
  return out;
}

std::string page_header(const std::string& root, const Outlet& outlet) {
  std::string out = "<header class=\"site-header\"><a class=\"logo\" href=\"" + root + "/" +
                    outlet.key + "/\">" + escape(outlet.name) + "</a><p class=\"tagline\">" +
                    escape(outlet.about) + "</p>\n<nav class=\"main-menu\"><ul>";
  for (const std::string& section : outlet.sections)
    out += "<li><a href=\"" + root + "/" + outlet.key + "/\">" + escape(section) + "</a></li>";
  return out + "</ul></nav></header>\n";
}

std::string related_links(const std::string& root, const std::vector<PublishedStory>& related) {
  if (related.empty()) return {};
  std::string out = "<aside class=\"related\"><h2>Related stories</h2><ul>";
  for (const PublishedStory& one : related)
    out += "<li><a href=\"" + escape(story_url(root, *one.address)) + "\">" +
           escape(one.story->title) + "</a></li>";
  return out + "</ul></aside>\n";
}

std::string rss_document(const std::string& root, const Outlet& outlet,
                         const std::vector<PublishedStory>& newest) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>\n<title>" +
      escape(outlet.name) + "</title><link>" + root + "/" + outlet.key + "/</link><description>" +
      escape(outlet.about) + "</description><language>en</language>\n<atom:link rel=\"self\" " +
      "type=\"application/rss+xml\" href=\"" + feed_url(root, outlet) + "\"/>\n";
  for (const PublishedStory& one : newest) {
    const std::string url = escape(story_url(root, *one.address));
    append(out, {"<item><title>", escape(one.story->title), "</title><link>", url,
                 "</link><guid isPermaLink=\"true\">", url, "</guid><pubDate>",
                 mail_date(one.address->date), "</pubDate>"});
    if (!one.story->author.empty())
      out += "<dc:creator>" + escape(one.story->author) + "</dc:creator>";
    out += "<description>" + escape(one.story->summary) + "</description></item>\n";
  }
  return out + "</channel></rss>\n";
}

std::string atom_document(const std::string& root, const Outlet& outlet,
                          const std::vector<PublishedStory>& newest) {
  UtcTime updated;
  for (const PublishedStory& one : newest) updated = std::max(updated, one.story->date);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:lang=\"en\">\n<title>" +
      escape(outlet.name) + "</title><id>" + feed_url(root, outlet) +
      "</id><link rel=\"self\" href=\"" + feed_url(root, outlet) + "\"/><updated>" +
      to_iso(updated) + "</updated>\n";
  for (const PublishedStory& one : newest) {
    const std::string url = escape(story_url(root, *one.address));
    out += "<entry><title>" + escape(one.story->title) + "</title><id>tag:" + outlet.key +
           ".example," + std::to_string(day_of(one.address->date).year) + ":" + one.address->slug +
           "</id><link rel=\"alternate\" type=\"text/html\" href=\"" + url + "\"/><published>" +
           to_iso(one.address->date) + "</published><updated>" + to_iso(one.story->date) +
           "</updated>";
    if (!one.story->author.empty())
      out += "<author><name>" + escape(one.story->author) + "</name></author>";
    out += "<summary type=\"text\">" + escape(one.story->summary) + "</summary></entry>\n";
  }
  return out + "</feed>\n";
}

std::string rdf_document(const std::string& root, const Outlet& outlet,
                         const std::vector<PublishedStory>& newest) {
  std::string list;
  std::string items;
  for (const PublishedStory& one : newest) {
    const std::string url = escape(story_url(root, *one.address));
    list += "<rdf:li rdf:resource=\"" + url + "\"/>";
    append(items, {"<item rdf:about=\"", url, "\"><title>", escape(one.story->title),
                   "</title><link>", url, "</link><description>", escape(one.story->summary),
                   "</description><dc:date>", to_iso(one.address->date), "</dc:date>"});
    if (!one.story->author.empty())
      items += "<dc:creator>" + escape(one.story->author) + "</dc:creator>";
    items += "</item>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF "
         "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns=\"http://purl.org/rss/1.0/\">\n"
         "<channel rdf:about=\"" +
         feed_url(root, outlet) + "\"><title>" + escape(outlet.name) + "</title><link>" + root +
         "/" + outlet.key + "/</link><description>" + escape(outlet.about) +
         "</description><items><rdf:Seq>" + list + "</rdf:Seq></items></channel>\n" + items +
         "</rdf:RDF>\n";
}

std::string json_document(const std::string& root, const Outlet& outlet,
                          const std::vector<PublishedStory>& newest) {
  json items = json::array();
  for (const PublishedStory& one : newest) {
    json item = {
        {"id", story_url(root, *one.address)}, {"url", story_url(root, *one.address)},
        {"title", one.story->title},           {"summary", one.story->summary},
        {"content_text", one.story->summary},  {"date_published", to_iso(one.address->date)}};
    if (corrected(one)) item["date_modified"] = to_iso(one.story->date);
    if (!one.story->author.empty()) item["authors"] = {{{"name", one.story->author}}};
    items.push_back(std::move(item));
  }
  return dump_json({{"version", "https://jsonfeed.org/version/1.1"},
                    {"title", outlet.name},
                    {"description", outlet.about},
                    {"language", "en"},
                    {"home_page_url", root + "/" + outlet.key + "/"},
                    {"feed_url", feed_url(root, outlet)},
                    {"items", items}});
}

}  // namespace

std::string story_url(const std::string& root, const Story& story) {
  return root + "/" + story.outlet + "/" + story.slug;
}

std::string feed_url(const std::string& root, const Outlet& outlet) {
  const char* file = "rss.xml";
  if (outlet.format == FeedFormat::atom) file = "atom.xml";
  if (outlet.format == FeedFormat::rdf) file = "index.rdf";
  if (outlet.format == FeedFormat::json) file = "feed.json";
  return root + "/" + outlet.key + "/" + file;
}

const char* feed_type(FeedFormat format) {
  switch (format) {
    case FeedFormat::rss:
      return "application/rss+xml";
    case FeedFormat::atom:
      return "application/atom+xml";
    case FeedFormat::rdf:
      return "application/rdf+xml";
    case FeedFormat::json:
      return "application/feed+json";
  }
  return "application/xml";
}

std::string article_page(const std::string& root, const Outlet& outlet,
                         const PublishedStory& published,
                         const std::vector<PublishedStory>& related) {
  const Story& story = *published.story;
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n" +
                    page_head(root, outlet, published) + "</head>\n<body>\n" +
                    page_header(root, outlet) + "<main><article>\n<h1>" + escape(story.title) +
                    "</h1>\n<p class=\"byline\">";
  if (!story.author.empty())
    out += "By <span class=\"author\">" + escape(story.author) + "</span>, ";
  out += "<time datetime=\"" + to_iso(published.address->date) + "\">" +
         plain_date(published.address->date) +
         "</time></p>\n"
         "<div class=\"share\"><a href=\"#\">Share</a> <a href=\"#\">Print</a></div>\n";
  out += "<div class=\"article-body\">\n";
  const std::size_t middle = story.paragraphs.size() / 2;
  for (std::size_t i = 0; i < story.paragraphs.size(); ++i) {
    out += "<p>" + escape(story.paragraphs[i]) + "</p>\n";
    // Where sites put it: in the middle of the text.
    if (i + 1 == middle)
      out +=
          "<div class=\"newsletter promo\"><h3>Sign up for our newsletter</h3><p>Get the "
          "morning's headlines in your inbox. <a href=\"#\">Subscribe now</a></p></div>\n";
  }
  out += "</div>\n</article></main>\n" + related_links(root, related) +
         "<footer class=\"site-footer\"><p>&copy; " + escape(outlet.name) +
         ". All rights reserved.</p><p><a href=\"#\">Terms of use</a> <a href=\"#\">Privacy</a> "
         "<a href=\"#\">Cookie settings</a></p></footer>\n</body>\n</html>\n";
  return out;
}

std::string feed_document(const std::string& root, const Outlet& outlet,
                          const std::vector<PublishedStory>& newest) {
  switch (outlet.format) {
    case FeedFormat::rss:
      return rss_document(root, outlet, newest);
    case FeedFormat::atom:
      return atom_document(root, outlet, newest);
    case FeedFormat::rdf:
      return rdf_document(root, outlet, newest);
    case FeedFormat::json:
      return json_document(root, outlet, newest);
  }
  return {};
}

std::string front_page(const std::string& root, const std::vector<Outlet>& outlets) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The pactwatch "
      "newsroom</title></head><body><h1>The pactwatch newsroom</h1><p>Invented outlets that tell "
      "a story for demonstration.</p><ul>";
  for (const Outlet& outlet : outlets)
    out += "<li><a href=\"" + feed_url(root, outlet) + "\">" + escape(outlet.name) +
           "</a>: " + escape(outlet.about) + "</li>";
  return out + "</ul></body></html>\n";
}

}  // namespace pactwatch
