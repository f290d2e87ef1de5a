#include "fetcher/feed_json.h"

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "fetcher/feed_date.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

using nlohmann::json;

// A member as text; numbers too, for ids are written as numbers in the wild.
std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end()) return {};
  if (it->is_string()) return it->get<std::string>();
  if (it->is_number()) return it->dump();
  return {};
}

std::string author_of(const json& object) {
  if (const auto authors = object.find("authors"); authors != object.end() && authors->is_array())
    for (const json& author : *authors)
      if (author.is_object())
        if (std::string name = text_of(author, "name"); !name.empty()) return name;
  if (const auto author = object.find("author"); author != object.end() && author->is_object())
    return text_of(*author, "name");
  return {};
}

}  // namespace

Result<Feed> parse_json_feed(const std::string& text, const FeedSource& source) {
  Result<json> parsed = parse_json(text, source.url);
  if (!parsed) return tl::unexpected(parsed.error());
  if (!parsed->is_object())
    return fail(ErrorCode::invalid_input, "this JSON is no JSON Feed", source.url);
  const std::string version = text_of(*parsed, "version");
  const bool named = version.find("jsonfeed.org") != std::string::npos;
  if (!named && !parsed->contains("items"))
    return fail(ErrorCode::invalid_input, "this JSON is no JSON Feed: it has no items", source.url);
  Feed feed;
  feed.version = version.find("1.1") != std::string::npos  ? "json11"
                 : version.find("/1") != std::string::npos ? "json10"
                                                           : "json11";
  const auto absolute = [&](const std::string& link) {
    if (link.empty()) return link;
    const Result<std::string> url = resolve_url(source.url, link);
    return url ? *url : link;
  };
  feed.title = text_of(*parsed, "title");
  feed.link = absolute(text_of(*parsed, "home_page_url"));
  feed.self = text_of(*parsed, "feed_url");
  if (const auto hubs = parsed->find("hubs"); hubs != parsed->end() && hubs->is_array())
    for (const json& hub : *hubs)
      if (hub.is_object() && ascii_lower(text_of(hub, "type")) == "websub" && feed.hub.empty())
        feed.hub = text_of(hub, "url");
  feed.language = text_of(*parsed, "language");
  const auto items = parsed->find("items");
  if (items == parsed->end() || !items->is_array()) return feed;
  for (const json& item : *items) {
    if (!item.is_object() || feed.entries.size() >= kMaxFeedEntries) continue;
    FeedEntry entry;
    entry.id = text_of(item, "id");
    entry.title = text_of(item, "title");
    entry.link = absolute(text_of(item, "url"));
    if (entry.link.empty()) entry.link = absolute(text_of(item, "external_url"));
    entry.summary = text_of(item, "summary");
    entry.content = text_of(item, "content_html");
    if (entry.content.empty()) entry.content = text_of(item, "content_text");
    entry.author = author_of(item);
    entry.published = parse_feed_date(text_of(item, "date_published"));
    entry.updated = parse_feed_date(text_of(item, "date_modified"));
    if (!feed.updated || (entry.published && *entry.published > *feed.updated))
      feed.updated = entry.updated ? entry.updated : entry.published;
    feed.entries.push_back(std::move(entry));
  }
  return feed;
}

}  // namespace pactwatch
