#include <set>
#include <utility>

#include "core/fault.h"
#include "store/frontier.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {
namespace {

std::optional<UtcTime> time_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return UtcTime{row.integer(column)};
}

// feed.gone holds how a feed is: polled, gone for good (410), paused by hand. Only 0 is ever due.
constexpr std::int64_t kGone = 1;
constexpr std::int64_t kPaused = 2;

constexpr const char* kFeedColumns =
    "id, url, title, etag, last_modified, next_poll, interval_s, errors, last_error, last_ok, "
    "last_new, gone, repairs, redirect_to, redirect_since, every_ms";

FeedRecord feed_from(const Statement& row) {
  FeedRecord feed;
  feed.id = row.integer(0);
  feed.url = row.text(1);
  feed.title = row.text(2);
  feed.etag = row.text(3);
  feed.last_modified = row.text(4);
  feed.next_poll = {row.integer(5)};
  feed.interval_s = row.integer(6);
  feed.errors = static_cast<int>(row.integer(7));
  feed.last_error = row.text(8);
  feed.last_ok = time_or_none(row, 9);
  feed.last_new = time_or_none(row, 10);
  feed.gone = row.integer(11) == kGone;
  feed.paused = row.integer(11) == kPaused;
  feed.repairs = row.text(12);
  feed.redirect_to = row.text(13);
  feed.redirect_since = time_or_none(row, 14);
  feed.every_ms = row.integer(15);
  return feed;
}

class SqliteFrontier : public Frontier {
 public:
  explicit SqliteFrontier(Database db) : db_(std::move(db)) {}

  Result<std::int64_t> add_feed(const std::string& url, UtcTime now) override {
    Result<Statement> insert =
        db_.prepare("INSERT INTO feed (url, next_poll) VALUES (?, ?) ON CONFLICT (url) DO NOTHING");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = insert->bind(1, url).bind(2, now.ms).run(); !s) return tl::unexpected(s.error());
    Result<Statement> find = db_.prepare("SELECT id FROM feed WHERE url = ?");
    if (!find) return tl::unexpected(find.error());
    Result<bool> row = find->bind(1, url).step();
    if (!row) return tl::unexpected(row.error());
    return find->integer(0);
  }

  Status keep_feed(const std::string& url) override {
    return change_feed(
        "INSERT OR REPLACE INTO meta SELECT 'feed added: ' || url, '' FROM feed WHERE url = ?1",
        [&](Statement& s) { s.bind(1, url); }, url);
  }

  Status pause_feed(const std::string& url, bool paused, UtcTime now) override {
    return change_feed(
        paused ? "UPDATE feed SET gone = 2 WHERE url = ?1"
               : "UPDATE feed SET gone = 0, next_poll = ?2 WHERE url = ?1",
        [&](Statement& s) {
          s.bind(1, url);
          if (!paused) s.bind(2, now.ms);
        },
        url);
  }

  Status remove_feed(const std::string& url) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    Result<Statement> forget = db_.prepare("DELETE FROM meta WHERE key = 'feed added: ' || ?");
    if (!forget) return tl::unexpected(forget.error());
    if (Status s = forget->bind(1, url).run(); !s) return s;
    if (Status s = change_feed(
            "DELETE FROM feed WHERE url = ?1",
            [&](Statement& statement) { statement.bind(1, url); }, url);
        !s)
      return s;
    return transaction->commit();
  }

  Result<std::vector<FeedRecord>> feeds() override {
    Result<Statement> query =
        db_.prepare(std::string("SELECT ") + kFeedColumns +
                    ", (SELECT count(*) FROM item WHERE feed = feed.id AND state = 'pending')"
                    ", (SELECT count(*) FROM item WHERE feed = feed.id AND state = 'done')"
                    ", (SELECT count(*) FROM item WHERE feed = feed.id AND state = 'failed')"
                    ", EXISTS (SELECT 1 FROM meta WHERE key = 'feed added: ' || url)"
                    ", EXISTS (SELECT 1 FROM followed_feed WHERE feed = feed.id)"
                    " FROM feed ORDER BY id");
    if (!query) return tl::unexpected(query.error());
    std::vector<FeedRecord> out;
    if (Status s = query->each([&](const Statement& row) {
          FeedRecord feed = feed_from(row);
          feed.pending = row.integer(16);
          feed.done = row.integer(17);
          feed.failed = row.integer(18);
          feed.added = row.integer(19) != 0;
          feed.followed = row.integer(20) != 0;
          out.push_back(std::move(feed));
        });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<std::int64_t> count_feeds() override { return number("SELECT count(*) FROM feed"); }

  Result<bool> all_asked() override {
    const Result<std::int64_t> rest = number(
        "SELECT EXISTS (SELECT 1 FROM feed WHERE gone = 0 AND last_ok IS NULL AND errors = 0)");
    if (!rest) return tl::unexpected(rest.error());
    return *rest == 0;
  }

  Result<std::vector<FeedRecord>> due_feeds(UtcTime now, int limit,
                                            const DuePlace& after) override {
    static const std::string sql = std::string("SELECT ") + kFeedColumns +
                                   " FROM feed WHERE gone = 0 AND next_poll <= ?1 AND "
                                   "(next_poll, id) > (?2, ?3) ORDER BY next_poll, id LIMIT ?4";
    Result<Query> query = use(due_, sql);
    if (!query) return tl::unexpected(query.error());
    (*query)
        ->bind(1, now.ms)
        .bind(2, after.next_poll.ms)
        .bind(3, after.feed)
        .bind(4, std::int64_t{limit});
    std::vector<FeedRecord> out;
    if (Status s = (*query)->each([&](const Statement& row) { out.push_back(feed_from(row)); }); !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<NextDue> next_due(const DuePlace& after) override {
    Result<Query> query = use(
        next_due_,
        "SELECT (SELECT next_poll FROM feed WHERE gone = 0 AND (next_poll, id) > (?1, ?2) ORDER BY "
        "next_poll, id LIMIT 1), (SELECT max(not_before, leased_until) FROM item WHERE state = "
        "'pending' ORDER BY max(not_before, leased_until) LIMIT 1)");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, after.next_poll.ms).bind(2, after.feed);
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    return NextDue{time_or_none(**query, 0), time_or_none(**query, 1)};
  }

  Status defer(const std::vector<Deferral>& deferrals) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    Result<Statement> update = db_.prepare("UPDATE feed SET next_poll = ? WHERE id = ?");
    if (!update) return tl::unexpected(update.error());
    for (const Deferral& one : deferrals)
      if (Status s = update->bind(1, one.next_poll.ms).bind(2, one.feed).run(); !s) return s;
    return transaction->commit();
  }

  Result<std::vector<std::size_t>> record_polls(const std::vector<PollOutcome>& outcomes) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    std::vector<std::size_t> fresh;
    fresh.reserve(outcomes.size());
    for (const PollOutcome& outcome : outcomes) {
      const Result<std::size_t> one = record_one(outcome);
      if (!one) return tl::unexpected(one.error());
      fresh.push_back(*one);
    }
    fault_point("poll.written");
    if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
    fault_point("poll.committed");
    return fresh;
  }

  void prefer(std::vector<std::string> names) override { preferred_ = std::move(names); }

  Result<std::size_t> record_push(std::int64_t feed, const std::vector<DiscoveredItem>& items,
                                  UtcTime at, std::optional<std::int64_t> poll_gap_ms) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    const Result<bool> known = has_feed(feed);
    if (!known) return tl::unexpected(known.error());
    if (!*known) return std::size_t{0};
    const Result<std::size_t> fresh = add_items(feed, items);
    if (!fresh) return fresh;
    Result<Statement> update = db_.prepare(
        "UPDATE feed SET last_new = CASE WHEN ?2 THEN ?3 ELSE last_new END, next_poll = CASE WHEN "
        "?4 THEN min(next_poll, max(?3, next_poll - interval_s * 1000 + ?5)) ELSE next_poll END "
        "WHERE id = ?1");
    Result<Statement> told =
        db_.prepare("UPDATE hub SET last_push = ?2, pushes = pushes + 1 WHERE feed = ?1");
    for (const auto* statement : {&update, &told})
      if (!*statement) return tl::unexpected(statement->error());
    if (Status s = update->bind(1, feed)
                       .bind(2, std::int64_t{*fresh > 0})
                       .bind(3, at.ms)
                       .bind(4, std::int64_t{poll_gap_ms.has_value()})
                       .bind(5, poll_gap_ms.value_or(0))
                       .run();
        !s)
      return tl::unexpected(s.error());
    if (Status s = told->bind(1, feed).bind(2, at.ms).run(); !s) return tl::unexpected(s.error());
    if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
    return fresh;
  }

  Status pause_host(const HostPause& pause) override {
    Result<Statement> insert = db_.prepare(
        "INSERT INTO host_pause VALUES (?1, ?2) ON CONFLICT (host) DO UPDATE SET until = "
        "max(until, excluded.until)");
    if (!insert) return tl::unexpected(insert.error());
    return insert->bind(1, pause.host).bind(2, pause.until.ms).run();
  }

  Result<std::vector<HostPause>> host_pauses(UtcTime now) override {
    Result<Statement> forget = db_.prepare("DELETE FROM host_pause WHERE until <= ?");
    Result<Statement> query = db_.prepare("SELECT host, until FROM host_pause");
    for (const auto* statement : {&forget, &query})
      if (!*statement) return tl::unexpected(statement->error());
    if (Status s = forget->bind(1, now.ms).run(); !s) return tl::unexpected(s.error());
    std::vector<HostPause> out;
    if (Status s = query->each([&](const Statement& row) {
          out.push_back({row.text(0), UtcTime{row.integer(1)}});
        });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<std::vector<PendingItem>> lease_items(UtcTime now, UtcTime until, int limit) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    std::vector<PendingItem> out;
    // Looks at the title of every item that waits: 100,000 take some 50 ms, for 64 items at once.
    if (!preferred_.empty())
      if (Status s = find_items(now, limit, /*preferred=*/true, out); !s)
        return tl::unexpected(s.error());
    if (static_cast<int>(out.size()) < limit)
      if (Status s = find_items(now, limit, /*preferred=*/false, out); !s)
        return tl::unexpected(s.error());
    Result<Statement> lease =
        db_.prepare("UPDATE item SET leased_until = ?, attempts = attempts + 1 WHERE id = ?");
    if (!lease) return tl::unexpected(lease.error());
    for (const PendingItem& item : out)
      if (Status s = lease->bind(1, until.ms).bind(2, item.id).run(); !s)
        return tl::unexpected(s.error());
    if (!out.empty()) fault_point("lease.written");
    if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
    if (!out.empty()) fault_point("lease.committed");
    return out;
  }

  Status release_leases() override {
    return db_.execute("UPDATE item SET leased_until = 0 WHERE leased_until <> 0");
  }

  Result<FrontierCounts> counts() override {
    Result<Statement> feeds = db_.prepare(
        "SELECT count(*), total(gone = 0 AND errors > 0), total(gone = 1), total(gone = 2) FROM "
        "feed");
    if (!feeds) return tl::unexpected(feeds.error());
    Result<Statement> items =
        db_.prepare("SELECT total(state = 'pending'), total(state = 'failed') FROM item");
    if (!items) return tl::unexpected(items.error());
    Result<Statement> changes =
        db_.prepare("SELECT count(*), min(recorded) FROM change WHERE published_seq IS NULL");
    if (!changes) return tl::unexpected(changes.error());
    Result<Statement> deliveries = db_.prepare(
        "SELECT total(state = 'waiting'), total(state = 'dead'), min(CASE WHEN state = 'waiting' "
        "THEN created END) FROM delivery WHERE state <> 'sent'");
    if (!deliveries) return tl::unexpected(deliveries.error());
    for (Statement* query : {&*feeds, &*items, &*changes, &*deliveries})
      if (Result<bool> row = query->step(); !row) return tl::unexpected(row.error());
    FrontierCounts out;
    out.feeds = feeds->integer(0);
    out.failing = feeds->integer(1);
    out.gone = feeds->integer(2);
    out.paused = feeds->integer(3);
    out.pending_items = items->integer(0);
    out.failed_items = items->integer(1);
    out.unpublished_changes = changes->integer(0);
    out.oldest_unpublished = time_or_none(*changes, 1);
    out.waiting_deliveries = deliveries->integer(0);
    out.dead_deliveries = deliveries->integer(1);
    out.oldest_delivery = time_or_none(*deliveries, 2);
    return out;
  }

  Result<std::vector<FeedRhythm>> rhythms(std::int64_t after, int limit) override {
    Result<Statement> feeds = db_.prepare(
        "SELECT id, url, errors, last_ok, last_new FROM feed WHERE id > ? AND gone = 0 ORDER BY id "
        "LIMIT ?");
    if (!feeds) return tl::unexpected(feeds.error());
    std::vector<FeedRhythm> out;
    feeds->bind(1, after).bind(2, std::int64_t{limit});
    if (Status s = feeds->each([&](const Statement& row) {
          FeedRhythm rhythm;
          rhythm.id = row.integer(0);
          rhythm.url = row.text(1);
          rhythm.errors = static_cast<int>(row.integer(2));
          rhythm.last_ok = time_or_none(row, 3);
          rhythm.last_new = time_or_none(row, 4);
          out.push_back(std::move(rhythm));
        });
        !s)
      return tl::unexpected(s.error());
    Result<Statement> gaps = db_.prepare(
        "SELECT coalesce(max(gap), 0), count(*) FROM (SELECT s - lag(s) OVER (ORDER BY s) AS gap "
        "FROM (SELECT CAST(strftime('%s', published) AS INTEGER) AS s FROM item WHERE feed = ? AND "
        "published <> '' ORDER BY id DESC LIMIT 200) WHERE s IS NOT NULL)");
    if (!gaps) return tl::unexpected(gaps.error());
    for (FeedRhythm& rhythm : out) {
      gaps->bind(1, rhythm.id);
      Result<bool> row = gaps->step();
      if (!row) return tl::unexpected(row.error());
      rhythm.longest_gap_ms = gaps->integer(0) * 1000;
      rhythm.dated = static_cast<int>(gaps->integer(1));
      gaps->reset();
    }
    return out;
  }

  Status forget_future(UtcTime now, UtcTime latest) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    for (const char* sql :
         {"UPDATE feed SET next_poll = ?1 WHERE next_poll > ?2",
          "UPDATE item SET not_before = ?1 WHERE state = 'pending' AND not_before > ?2",
          "UPDATE item SET leased_until = ?1 WHERE state = 'pending' AND leased_until > ?2"}) {
      Result<Statement> update = db_.prepare(sql);
      if (!update) return tl::unexpected(update.error());
      if (Status s = update->bind(1, now.ms).bind(2, latest.ms).run(); !s) return s;
    }
    return transaction->commit();
  }

  Status note_start(UtcTime now) override {
    Result<Statement> put = db_.prepare("INSERT OR REPLACE INTO meta VALUES ('started', ?)");
    if (!put) return tl::unexpected(put.error());
    return put->bind(1, std::to_string(now.ms)).run();
  }

  Result<bool> empty_log() override {
    // As long as others are waited for, nobody else could write.
    if (Status s = db_.execute("PRAGMA busy_timeout=0"); !s) return tl::unexpected(s.error());
    const Result<std::int64_t> busy = number("PRAGMA wal_checkpoint(TRUNCATE)");
    if (Status s = db_.execute("PRAGMA busy_timeout=" + std::to_string(kBusyTimeoutMs)); !s)
      return tl::unexpected(s.error());
    if (!busy) return tl::unexpected(busy.error());
    return *busy == 0;
  }

  Status fail_item(std::int64_t item, const std::string& reason,
                   std::optional<UtcTime> retry_at) override {
    Result<Statement> update = db_.prepare(
        retry_at ? "UPDATE item SET reason = ?, leased_until = 0, not_before = ? WHERE id = ?"
                 : "UPDATE item SET reason = ?, leased_until = 0, not_before = ?, state = 'failed' "
                   "WHERE id = ?");
    if (!update) return tl::unexpected(update.error());
    return update->bind(1, reason).bind(2, retry_at ? retry_at->ms : 0).bind(3, item).run();
  }

  Result<std::int64_t> pending_items() override {
    return number("SELECT count(*) FROM item WHERE state = 'pending'");
  }

 private:
  // Adds items that may be leased to `out`, up to `limit` in it, each once: those of preferred
  // names, or any.
  Status find_items(UtcTime now, int limit, bool preferred, std::vector<PendingItem>& out) {
    std::string sql =
        "SELECT item.id, item.feed, item.url, item.title, author, published, text, feed.title, "
        "attempts FROM item JOIN feed ON feed.id = item.feed WHERE state = 'pending' AND "
        "not_before <= ?1 AND leased_until <= ?1";
    if (preferred) {
      sql += " AND (0";
      for (std::size_t i = 0; i < preferred_.size(); ++i)
        sql += " OR instr(lower(item.title), lower(?" + std::to_string(i + 3) + ")) > 0";
      sql += ")";
    }
    Result<Statement> query = db_.prepare(sql + " ORDER BY published, item.id LIMIT ?2");
    if (!query) return tl::unexpected(query.error());
    // Those that are taken already may be among the oldest.
    query->bind(1, now.ms).bind(2, static_cast<std::int64_t>(out.size()) + limit);
    if (preferred)
      for (std::size_t i = 0; i < preferred_.size(); ++i)
        query->bind(static_cast<int>(i) + 3, preferred_[i]);
    std::set<std::int64_t> taken;
    for (const PendingItem& item : out) taken.insert(item.id);
    return query->each([&](const Statement& row) {
      if (static_cast<int>(out.size()) == limit || taken.contains(row.integer(0))) return;
      PendingItem item;
      item.id = row.integer(0);
      item.feed = row.integer(1);
      item.url = row.text(2);
      item.title = row.text(3);
      item.author = row.text(4);
      item.published = row.text(5);
      item.text = row.text(6);
      item.feed_title = row.text(7);
      item.attempts = static_cast<int>(row.integer(8));
      item.preferred = preferred;
      out.push_back(std::move(item));
    });
  }

  // Runs a statement that is about the feed with this URL; it must touch a row.
  template <class Bind>
  Status change_feed(const char* sql, Bind bind, const std::string& url) {
    Result<Statement> statement = db_.prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    bind(*statement);
    if (Status s = statement->run(); !s) return s;
    if (db_.rows_changed() == 0)
      return fail(ErrorCode::not_found, "no feed has this URL", url, "pactwatch feeds list");
    return {};
  }

  // Prepared once: a poll that brought nothing costs less than the parsing of its statements.
  Result<Query> use(std::optional<Statement>& kept, std::string_view sql) {
    if (!kept) {
      Result<Statement> statement = db_.prepare(sql);
      if (!statement) return tl::unexpected(statement.error());
      kept.emplace(std::move(*statement));
    }
    return Query(*kept);
  }

  Result<std::int64_t> number(const char* sql) {
    Result<Statement> query = db_.prepare(sql);
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = query->step();
    if (!row) return tl::unexpected(row.error());
    return query->integer(0);
  }

  Result<bool> has_feed(std::int64_t id) {
    Result<Query> query = use(has_feed_, "SELECT 1 FROM feed WHERE id = ?");
    if (!query) return tl::unexpected(query.error());
    return (*query)->bind(1, id).step();
  }

  Result<std::size_t> record_one(const PollOutcome& outcome) {
    const Result<bool> known = has_feed(outcome.feed);
    if (!known) return tl::unexpected(known.error());
    if (!*known) return std::size_t{0};
    Result<std::size_t> fresh = std::size_t{0};
    if (outcome.error.empty() && !outcome.not_modified) {
      fresh = add_items(outcome.feed, outcome.items);
      if (!fresh) return fresh;
      if (Status s = update_hub(outcome); !s) return tl::unexpected(s.error());
    }
    if (Status s = update_feed(outcome, *fresh); !s) return tl::unexpected(s.error());
    return fresh;
  }

  // A feed that names another hub, or is known there by another address, is subscribed to anew; one
  // that names none any more, not at all: pushes to the old callback are answered with 410.
  Status update_hub(const PollOutcome& outcome) {
    Result<Statement> statement = db_.prepare(
        outcome.hub.empty()
            ? "DELETE FROM hub WHERE feed = ?1"
            : "INSERT INTO hub (feed, hub, topic, next_try) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
              "(feed) DO UPDATE SET hub = excluded.hub, topic = excluded.topic, next_try = "
              "excluded.next_try, token = '', secret = '', state = 'offered', tries = 0, "
              "lease_until = NULL, error = '' WHERE hub <> excluded.hub OR topic <> "
              "excluded.topic");
    if (!statement) return tl::unexpected(statement.error());
    statement->bind(1, outcome.feed);
    if (!outcome.hub.empty())
      statement->bind(2, outcome.hub).bind(3, outcome.topic).bind(4, outcome.at.ms);
    return statement->run();
  }

  Result<std::size_t> add_items(std::int64_t feed, const std::vector<DiscoveredItem>& items) {
    Result<Query> find =
        use(find_item_, "SELECT id, fingerprint FROM item WHERE feed = ? AND identity = ?");
    Result<Query> insert =
        use(insert_item_,
            "INSERT INTO item (feed, identity, url, title, author, published, text, fingerprint) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    Result<Query> again =
        use(again_item_,
            "UPDATE item SET url = ?, title = ?, text = ?, fingerprint = ?, state = 'pending', "
            "attempts = 0, not_before = 0, leased_until = 0, reason = '' WHERE id = ?");
    for (const auto* query : {&find, &insert, &again})
      if (!*query) return tl::unexpected(query->error());
    std::size_t fresh = 0;
    for (const DiscoveredItem& item : items) {
      Statement& found = **find;
      Result<bool> known = found.bind(1, feed).bind(2, item.identity).step();
      if (!known) return tl::unexpected(known.error());
      const std::int64_t id = *known ? found.integer(0) : 0;
      const bool edited = *known && found.text(1) != item.fingerprint;
      found.reset();
      Status status;
      if (!*known) {
        status = (*insert)
                     ->bind(1, feed)
                     .bind(2, item.identity)
                     .bind(3, item.url)
                     .bind(4, item.title)
                     .bind(5, item.author)
                     .bind(6, item.published)
                     .bind(7, item.text)
                     .bind(8, item.fingerprint)
                     .run();
      } else if (edited) {
        status = (*again)
                     ->bind(1, item.url)
                     .bind(2, item.title)
                     .bind(3, item.text)
                     .bind(4, item.fingerprint)
                     .bind(5, id)
                     .run();
      } else {
        continue;
      }
      if (!status) return tl::unexpected(status.error());
      ++fresh;
    }
    return fresh;
  }

  Status update_feed(const PollOutcome& outcome, std::size_t fresh) {
    const bool ok = outcome.error.empty();
    // Validators change only with a response that parsed; a 304 may bring new ones.
    const bool keep =
        !ok || (outcome.not_modified && outcome.etag.empty() && outcome.last_modified.empty());
    Result<Query> update = use(
        update_feed_,
        "UPDATE feed SET next_poll = ?1, interval_s = ?2, "
        "gone = CASE WHEN gone = 2 THEN 2 ELSE ?3 END, "
        "errors = CASE WHEN ?4 THEN 0 ELSE errors + 1 END, last_error = ?5, "
        "last_ok = CASE WHEN ?4 THEN ?6 ELSE last_ok END, "
        "last_new = CASE WHEN ?7 THEN ?6 ELSE last_new END, "
        "etag = CASE WHEN ?8 THEN etag ELSE ?9 END, "
        "last_modified = CASE WHEN ?8 THEN last_modified ELSE ?10 END, "
        "title = CASE WHEN ?11 = '' THEN title ELSE ?11 END, "
        "repairs = CASE WHEN ?4 AND NOT ?12 THEN ?13 ELSE repairs END, "
        "redirect_since = CASE WHEN ?14 = '' THEN NULL WHEN redirect_to = ?14 THEN redirect_since "
        "ELSE ?6 END, redirect_to = ?14 WHERE id = ?15");
    if (!update) return tl::unexpected(update.error());
    return (*update)
        ->bind(1, outcome.next_poll.ms)
        .bind(2, outcome.interval_s)
        .bind(3, std::int64_t{outcome.gone})
        .bind(4, std::int64_t{ok})
        .bind(5, outcome.error)
        .bind(6, outcome.at.ms)
        .bind(7, std::int64_t{fresh > 0})
        .bind(8, std::int64_t{keep})
        .bind(9, outcome.etag)
        .bind(10, outcome.last_modified)
        .bind(11, outcome.title)
        .bind(12, std::int64_t{outcome.not_modified})
        .bind(13, outcome.repairs)
        .bind(14, outcome.redirect_to)
        .bind(15, outcome.feed)
        .run();
  }

  Database db_;
  std::vector<std::string> preferred_;
  // Kept statements; they go before their database.
  std::optional<Statement> due_, next_due_, has_feed_, find_item_, insert_item_, again_item_,
      update_feed_;
};

}  // namespace

Result<std::unique_ptr<Frontier>> open_frontier(const std::string& file, Durability durability) {
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status status = migrate(*db); !status) return tl::unexpected(status.error());
  if (durability == Durability::relaxed)
    if (Status status = db->execute("PRAGMA synchronous=NORMAL"); !status)
      return tl::unexpected(status.error());
  return std::make_unique<SqliteFrontier>(std::move(*db));
}

Result<std::unique_ptr<Frontier>> open_frontier_read_only(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  return std::make_unique<SqliteFrontier>(std::move(*db));
}

}  // namespace pactwatch
