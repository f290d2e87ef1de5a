// The archive: what was read, revision by revision, for replay and export.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "store/compress.h"
#include "store/sqlite_ledger.h"

namespace pactwatch {
namespace {

using nlohmann::json;

Result<StoredArticle> stored_from(const Statement& row) {
  StoredArticle stored;
  Article& article = stored.article;
  article.id = row.text(0);
  stored.revision = static_cast<int>(row.integer(1));
  article.content_hash = row.text(2);
  article.url = row.text(3);
  article.outlet = row.text(4);
  article.title = row.text(5);
  if (Result<json> authors = parse_json(row.text(6), article.url); authors && authors->is_array())
    for (const json& author : *authors)
      if (author.is_string()) article.authors.push_back(author.get<std::string>());
  article.published = row.text(7);
  article.modified = row.text(8);
  article.language = row.text(9);
  const std::string bytes = row.text(10);
  stored.kept = !bytes.empty();
  if (stored.kept) {
    Result<std::string> text = decompress(bytes);
    if (!text) return tl::unexpected(text.error());
    article.text = std::move(*text);
  }
  stored.rules = row.text(11);
  stored.recorded = {row.integer(12)};
  stored.latest = row.integer(13) != 0;
  stored.note = row.text(14);
  stored.seq = row.integer(15);
  return stored;
}

}  // namespace

Result<std::vector<StoredArticle>> SqliteLedger::archive(std::int64_t after, std::size_t limit) {
  Result<Query> query = sql(
      "SELECT a.id, a.revision, a.content_hash, a.url, a.outlet, a.title, a.authors, a.published, "
      "a.modified, a.language, a.text, a.rules, a.recorded, NOT EXISTS (SELECT 1 FROM article b "
      "WHERE b.id = a.id AND b.revision > a.revision), a.note, a.seq FROM article a WHERE a.seq > "
      "? ORDER BY a.seq LIMIT ?");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, after).bind(2, static_cast<std::int64_t>(limit));
  std::vector<StoredArticle> out;
  if (Status s = (*query)->each([&](const Statement& row) -> Status {
        Result<StoredArticle> stored = stored_from(row);
        if (!stored) return tl::unexpected(stored.error());
        out.push_back(std::move(*stored));
        return {};
      });
      !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::vector<Event>> SqliteLedger::said_by(const StoredArticle& revision) {
  // What stood in the last moment before the next revision was recorded.
  Result<Query> query =
      sql("SELECT DISTINCT c.id, c.event FROM article a JOIN claim c ON c.article = a.seq JOIN "
          "telling t ON t.claim = c.row WHERE a.id = ?1 AND t.since < ?3 AND (t.until = 0 OR "
          "t.until >= ?3) AND a.revision <= ?2 ORDER BY c.id");
  if (!query) return tl::unexpected(query.error());
  std::int64_t end = INT64_MAX;
  {
    Result<Query> next = sql("SELECT recorded FROM article WHERE id = ? AND revision = ?");
    if (!next) return tl::unexpected(next.error());
    Result<bool> row =
        (*next)->bind(1, revision.article.id).bind(2, std::int64_t{revision.revision + 1}).step();
    if (!row) return tl::unexpected(row.error());
    if (*row) end = (*next)->integer(0);
  }
  (*query)->bind(1, revision.article.id).bind(2, std::int64_t{revision.revision}).bind(3, end);
  std::vector<Event> out;
  if (Status s = (*query)->each([&](const Statement& row) -> Status {
        Result<Event> event = parse_event(row.text(1), "claim " + row.text(0));
        if (!event) return tl::unexpected(event.error());
        out.push_back(std::move(*event));
        return {};
      });
      !s)
    return tl::unexpected(s.error());
  std::stable_sort(out.begin(), out.end(),
                   [](const Event& x, const Event& y) { return x.span.begin < y.span.begin; });
  return out;
}

Result<std::vector<std::string>> SqliteLedger::fact_ids(std::optional<UtcTime> moved) {
  Result<Query> query =
      moved ? sql("SELECT DISTINCT f.id FROM fact_version v JOIN fact f ON f.row = v.fact WHERE "
                  "v.recorded >= ? ORDER BY f.id")
            : sql("SELECT id FROM fact ORDER BY id");
  if (!query) return tl::unexpected(query.error());
  if (moved) (*query)->bind(1, moved->ms);
  std::vector<std::string> out;
  if (Status s = (*query)->each([&](const Statement& row) { out.push_back(row.text(0)); }); !s)
    return tl::unexpected(s.error());
  return out;
}

}  // namespace pactwatch
