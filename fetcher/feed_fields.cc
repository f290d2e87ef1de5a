#include "fetcher/feed_fields.h"

#include <array>
#include <cstring>
#include <span>

namespace pactwatch {
namespace {

struct Row {
  Space space;
  std::string_view local;  // lower case: RSS is written in any
  FieldRule rule;
};

// Own vocabulary first (RSS 2.0, RSS 1.0, Atom), then Atom inside RSS, Dublin Core, iTunes, media.
constexpr auto kEntry = std::to_array<Row>({
    {Space::rss, "title", {Field::title, 0}},
    {Space::rss, "link", {Field::link, 0}},
    {Space::rss, "guid", {Field::id, 0}},
    {Space::rss, "pubdate", {Field::published, 0}},
    {Space::rss, "description", {Field::summary, 0}},
    {Space::rss, "author", {Field::author, 0}},
    {Space::rss, "summary", {Field::summary, 0}},
    {Space::rss, "abstract", {Field::summary, 1}},
    {Space::rss, "enclosure", {Field::enclosure, 0}},
    {Space::rss, "body", {Field::content, 2}},
    {Space::rss, "fullitem", {Field::content, 2}},
    {Space::rss, "content", {Field::content, 3}},
    {Space::rss, "full-text", {Field::content, 3}},
    {Space::rss, "id", {Field::id, 3}},
    {Space::rss, "date", {Field::published, 3}},
    {Space::rss, "published", {Field::published, 3}},
    {Space::rss, "updated", {Field::updated, 1}},
    {Space::rss, "lastmod", {Field::updated, 1}},
    {Space::atom, "title", {Field::title, 1}},
    {Space::atom, "link", {Field::link, 1}},
    {Space::atom, "id", {Field::id, 1}},
    {Space::atom, "published", {Field::published, 1}},
    {Space::atom, "issued", {Field::published, 1}},
    {Space::atom, "created", {Field::published, 4}},
    {Space::atom, "pubdate", {Field::published, 4}},
    {Space::atom, "updated", {Field::updated, 0}},
    {Space::atom, "modified", {Field::updated, 0}},
    {Space::atom, "summary", {Field::summary, 1}},
    {Space::atom, "content", {Field::content, 1}},
    {Space::atom, "author", {Field::author, 1}},
    {Space::atom, "source", {Field::other_author, 0}},
    {Space::content, "encoded", {Field::content, 0}},
    {Space::dc, "title", {Field::title, 2}},
    {Space::dc, "identifier", {Field::id, 2}},
    {Space::dc, "date", {Field::published, 2}},
    {Space::dc, "description", {Field::summary, 2}},
    {Space::dc, "creator", {Field::author, 2}},
    {Space::dc, "author", {Field::author, 2}},
    {Space::dcterms, "issued", {Field::published, 2}},
    {Space::dcterms, "created", {Field::published, 3}},
    {Space::dcterms, "modified", {Field::updated, 1}},
    {Space::itunes, "author", {Field::author, 3}},
    {Space::itunes, "summary", {Field::summary, 3}},
    {Space::itunes, "subtitle", {Field::summary, 5}},
    {Space::itunes, "title", {Field::title, 3}},
    {Space::media, "title", {Field::title, 4}},
    {Space::media, "description", {Field::summary, 4}},
    {Space::media, "group", {Field::media, 0}},
    {Space::media, "content", {Field::media, 0}},
    {Space::feedburner, "origlink", {Field::original_link, 0}},
    {Space::xhtml, "body", {Field::content, 2}},
    {Space::xhtml, "div", {Field::content, 2}},
});

constexpr auto kFeed = std::to_array<Row>({
    {Space::rss, "item", {Field::entry, 0}},
    {Space::rss, "entry", {Field::entry, 0}},
    {Space::rss, "items", {Field::container, 0}},
    {Space::rss, "title", {Field::title, 0}},
    {Space::rss, "link", {Field::link, 0}},
    {Space::rss, "language", {Field::language, 0}},
    {Space::rss, "lastbuilddate", {Field::updated, 0}},
    {Space::rss, "pubdate", {Field::updated, 1}},
    {Space::rss, "ttl", {Field::minutes, 0}},
    {Space::atom, "entry", {Field::entry, 0}},
    {Space::atom, "title", {Field::title, 1}},
    {Space::atom, "link", {Field::link, 1}},
    {Space::atom, "updated", {Field::updated, 0}},
    {Space::atom, "modified", {Field::updated, 0}},
    {Space::atom, "author", {Field::author, 0}},
    {Space::itunes, "author", {Field::author, 1}},
    {Space::dc, "title", {Field::title, 1}},
    {Space::dc, "date", {Field::updated, 1}},
    {Space::dc, "language", {Field::language, 1}},
    {Space::dcterms, "modified", {Field::updated, 0}},
    {Space::syndication, "updateperiod", {Field::period, 0}},
    {Space::syndication, "updatefrequency", {Field::frequency, 0}},
});

FieldRule look_up(std::span<const Row> table, const XmlName& name) {
  std::array<char, 16> lower{};
  if (name.local.size() > lower.size()) return {};
  for (std::size_t i = 0; i < name.local.size(); ++i) {
    const char c = name.local[i];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  }
  for (const Row& row : table)
    if (row.space == name.space && row.local.size() == name.local.size() &&
        std::memcmp(row.local.data(), lower.data(), row.local.size()) == 0)
      return row.rule;
  return {};
}

}  // namespace

FieldRule entry_field(const XmlName& name) { return look_up(kEntry, name); }
FieldRule feed_field(const XmlName& name) { return look_up(kFeed, name); }

}  // namespace pactwatch
