#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "store/follows.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {
namespace {

// One key for the same parties, whatever the case and order of their names.
std::string key_of(const std::vector<std::string>& parties) {
  std::vector<std::string> names;
  names.reserve(parties.size());
  for (const std::string& party : parties) names.push_back(ascii_lower(fold_space(party)));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return dump_json(nlohmann::json(names));
}

class SqliteFollows : public Follows {
 public:
  explicit SqliteFollows(Database db) : db_(std::move(db)) {}

  Result<std::vector<std::string>> follow(const std::vector<std::string>& parties,
                                          const std::vector<FollowedFeed>& feeds,
                                          UtcTime now) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    const std::string key = key_of(parties);
    Result<Statement> add = db_.prepare(
        "INSERT INTO follow (key, parties, since) VALUES (?, ?, ?) ON CONFLICT (key) "
        "DO NOTHING");
    Result<Statement> insert = db_.prepare(
        "INSERT INTO feed (url, title, next_poll, every_ms, by_follow) VALUES (?, ?, ?, ?, 1) ON "
        "CONFLICT (url) DO NOTHING");
    Result<Statement> link =
        db_.prepare("INSERT OR IGNORE INTO followed_feed SELECT id, ? FROM feed WHERE url = ?");
    for (const auto* statement : {&add, &insert, &link})
      if (!*statement) return tl::unexpected(statement->error());
    if (Status s =
            add->bind(1, key).bind(2, dump_json(nlohmann::json(parties))).bind(3, now.ms).run();
        !s)
      return tl::unexpected(s.error());
    const Result<std::int64_t> id = id_of(key);
    if (!id) return tl::unexpected(id.error());
    // Templates change: what this pair had before and does not get any more goes.
    std::vector<std::string> wanted;
    for (const FollowedFeed& feed : feeds) wanted.push_back(feed.url);
    if (Result<Unfollowed> gone = let_go(*id, wanted); !gone) return tl::unexpected(gone.error());
    std::vector<std::string> fresh;
    for (const FollowedFeed& feed : feeds) {
      if (Status s = insert->bind(1, feed.url)
                         .bind(2, feed.title)
                         .bind(3, now.ms)
                         .bind(4, feed.every_ms)
                         .run();
          !s)
        return tl::unexpected(s.error());
      if (db_.rows_changed() > 0) fresh.push_back(feed.url);
      if (Status s = link->bind(1, *id).bind(2, feed.url).run(); !s)
        return tl::unexpected(s.error());
    }
    if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
    return fresh;
  }

  Result<Unfollowed> unfollow(const std::vector<std::string>& parties,
                              const std::vector<std::string>& keep) override {
    return end(parties, keep, true);
  }

  Result<Unfollowed> would_unfollow(const std::vector<std::string>& parties,
                                    const std::vector<std::string>& keep) override {
    return end(parties, keep, false);
  }

  Result<std::vector<Follow>> all() override {
    Result<Statement> query = db_.prepare("SELECT id, parties, since FROM follow ORDER BY id");
    if (!query) return tl::unexpected(query.error());
    std::vector<Follow> out;
    std::vector<std::int64_t> ids;
    if (Status s = query->each([&](const Statement& row) -> Status {
          ids.push_back(row.integer(0));
          Result<nlohmann::json> names = parse_json(row.text(1), "follow " + row.text(0));
          if (!names) return tl::unexpected(names.error());
          Follow follow;
          for (const nlohmann::json& name : *names)
            if (name.is_string()) follow.parties.push_back(name.get<std::string>());
          follow.since = {row.integer(2)};
          out.push_back(std::move(follow));
          return {};
        });
        !s)
      return tl::unexpected(s.error());
    for (std::size_t i = 0; i < out.size(); ++i) {
      Result<std::vector<Row>> rows = feeds_of(ids[i]);
      if (!rows) return tl::unexpected(rows.error());
      for (Row& row : *rows) out[i].feeds.push_back(std::move(row.url));
    }
    return out;
  }

 private:
  struct Row {
    std::int64_t feed = 0;
    std::string url;
    bool only_ours = false;  // came with a follow, no other has it, nobody added it by hand
  };

  // With `commit` false all of it is rolled back.
  Result<Unfollowed> end(const std::vector<std::string>& parties,
                         const std::vector<std::string>& keep, bool commit) {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    const Result<std::int64_t> id = id_of(key_of(parties));
    if (!id) return tl::unexpected(id.error());
    Result<Unfollowed> out = let_go(*id, keep);
    if (!out || !commit) return out;
    Result<Statement> end = db_.prepare("DELETE FROM follow WHERE id = ?");
    if (!end) return tl::unexpected(end.error());
    if (Status s = end->bind(1, *id).run(); !s) return tl::unexpected(s.error());
    if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
    return out;
  }

  Result<std::int64_t> id_of(const std::string& key) {
    Result<Statement> query = db_.prepare("SELECT id FROM follow WHERE key = ?");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = query->bind(1, key).step();
    if (!row) return tl::unexpected(row.error());
    if (!*row)
      return fail(ErrorCode::not_found, "nobody follows these", key,
                  "pactwatch follow --list shows who is followed");
    return query->integer(0);
  }

  Result<std::vector<Row>> feeds_of(std::int64_t follow) {
    Result<Statement> query = db_.prepare(
        "SELECT id, url, by_follow AND NOT EXISTS (SELECT 1 FROM followed_feed other WHERE "
        "other.feed = feed.id AND other.follow <> ?1) AND NOT EXISTS (SELECT 1 FROM meta WHERE "
        "key = 'feed added: ' || url) FROM followed_feed JOIN feed ON feed.id = "
        "followed_feed.feed WHERE followed_feed.follow = ?1 ORDER BY id");
    if (!query) return tl::unexpected(query.error());
    std::vector<Row> out;
    if (Status s = query->bind(1, follow).each([&](const Statement& row) {
          out.push_back({row.integer(0), row.text(1), row.integer(2) != 0});
        });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

  // Takes the feeds of `follow` from it, but for `keep`; those that were only its own are deleted.
  Result<Unfollowed> let_go(std::int64_t follow, const std::vector<std::string>& keep) {
    Result<std::vector<Row>> rows = feeds_of(follow);
    if (!rows) return tl::unexpected(rows.error());
    Result<Statement> remove = db_.prepare("DELETE FROM feed WHERE id = ?");
    Result<Statement> unlink =
        db_.prepare("DELETE FROM followed_feed WHERE feed = ? AND follow = ?");
    for (const auto* statement : {&remove, &unlink})
      if (!*statement) return tl::unexpected(statement->error());
    Unfollowed out;
    for (Row& row : *rows) {
      if (std::find(keep.begin(), keep.end(), row.url) != keep.end()) {
        out.kept.push_back(std::move(row.url));
        continue;
      }
      Status done = row.only_ours ? remove->bind(1, row.feed).run()
                                  : unlink->bind(1, row.feed).bind(2, follow).run();
      if (!done) return tl::unexpected(done.error());
      (row.only_ours ? out.removed : out.kept).push_back(std::move(row.url));
    }
    return out;
  }

  Database db_;
};

}  // namespace

Result<std::unique_ptr<Follows>> open_follows(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status status = migrate(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteFollows>(std::move(*db));
}

Result<std::unique_ptr<Follows>> open_follows_read_only(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  if (Status status = check_schema(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteFollows>(std::move(*db));
}

}  // namespace pactwatch
