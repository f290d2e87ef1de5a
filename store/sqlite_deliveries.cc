#include <unordered_map>

#include "core/hash.h"
#include "store/deliveries.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {
namespace {

class SqliteDeliveries : public Deliveries {
 public:
  explicit SqliteDeliveries(Database db) : db_(std::move(db)) {}

  Status subscribe(const std::string& name, const std::string& spec, UtcTime now) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    {
      // Who was not subscribed a moment ago begins at the last change, even if no daemon runs.
      Result<Query> begin = sql(
          "INSERT OR REPLACE INTO sink_cursor SELECT ?1, (SELECT coalesce(max(published_seq), 0) "
          "FROM change) WHERE NOT EXISTS (SELECT 1 FROM subscription WHERE name = ?1 AND ended = "
          "0)");
      if (!begin) return tl::unexpected(begin.error());
      if (Status s = (*begin)->bind(1, name).run(); !s) return s;
      Result<Query> put = sql(
          "INSERT INTO subscription VALUES (?1,?2,?3,0) ON CONFLICT (name) DO UPDATE SET spec = "
          "?2, recorded = ?3, ended = 0");
      if (!put) return tl::unexpected(put.error());
      if (Status s = (*put)->bind(1, name).bind(2, spec).bind(3, now.ms).run(); !s) return s;
    }
    return transaction->commit();
  }

  Status unsubscribe(const std::string& name, UtcTime now) override {
    Result<Query> mark = sql("UPDATE subscription SET ended = ?2 WHERE name = ?1 AND ended = 0");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, name).bind(2, now.ms).run(); !s) return s;
    if (db_.rows_changed() == 0)
      return fail(ErrorCode::not_found, "no subscription of this name was made by command", name,
                  "pactwatch subscriptions lists them; those of the configuration end there");
    return {};
  }

  Result<std::vector<SubscriptionRow>> subscriptions() override {
    Result<Query> query =
        sql("SELECT name, spec, recorded FROM subscription WHERE ended = 0 ORDER BY name");
    if (!query) return tl::unexpected(query.error());
    std::vector<SubscriptionRow> out;
    if (Status s = (*query)->each([&](const Statement& row) {
          out.push_back({row.text(0), row.text(1), {row.integer(2)}});
        });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

  Status disable(const std::string& name, const std::string& spec, UtcTime now) override {
    Result<Query> put = sql(
        "INSERT INTO subscription VALUES (?1,?2,?3,?3) ON CONFLICT (name) DO UPDATE SET spec = ?2, "
        "ended = ?3");
    if (!put) return tl::unexpected(put.error());
    return (*put)->bind(1, name).bind(2, spec).bind(3, now.ms).run();
  }

  Result<bool> is_disabled(const std::string& name, const std::string& spec) override {
    Result<Query> query =
        sql("SELECT 1 FROM subscription WHERE name = ? AND spec = ? AND ended > 0");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = (*query)->bind(1, name).bind(2, spec).step();
    return row;
  }

  Result<std::optional<std::int64_t>> cursor(const std::string& subscription) override {
    Result<Query> query = sql("SELECT seq FROM sink_cursor WHERE subscription = ?");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = (*query)->bind(1, subscription).step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return std::optional<std::int64_t>();
    return std::optional<std::int64_t>((*query)->integer(0));
  }

  Status advance(const std::string& subscription, std::int64_t seq,
                 const std::vector<Entry>& entries, UtcTime now) override {
    Result<Transaction> transaction = Transaction::begin(db_);
    if (!transaction) return tl::unexpected(transaction.error());
    {
      Result<Query> put = sql("INSERT OR REPLACE INTO sink_cursor VALUES (?,?)");
      if (!put) return tl::unexpected(put.error());
      if (Status s = (*put)->bind(1, subscription).bind(2, seq).run(); !s) return s;
    }
    for (const Entry& entry : entries) {
      Result<std::int64_t> delivery = waiting(subscription, entry, now);
      if (!delivery) return tl::unexpected(delivery.error());
      Result<Query> add = sql("INSERT OR IGNORE INTO delivery_change VALUES (?,?,?)");
      if (!add) return tl::unexpected(add.error());
      if (Status s = (*add)->bind(1, *delivery).bind(2, entry.seq).bind(3, entry.fact).run(); !s)
        return s;
    }
    return transaction->commit();
  }

  Result<bool> told_of(const std::string& subscription, const std::string& fact) override {
    Result<Query> query = sql(
        "SELECT 1 FROM delivery_change c JOIN delivery d ON d.id = c.delivery WHERE c.fact = ?1 "
        "AND d.subscription = ?2 LIMIT 1");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = (*query)->bind(1, fact).bind(2, subscription).step();
    return row;
  }

  Result<std::vector<std::string>> owed(UtcTime now) override {
    Result<Query> query =
        sql("SELECT subscription FROM delivery WHERE state = 'waiting' AND due <= ? GROUP BY "
            "subscription ORDER BY min(due)");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, now.ms);
    std::vector<std::string> out;
    if (Status s = (*query)->each([&](const Statement& row) { out.push_back(row.text(0)); }); !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<std::vector<Delivery>> due(const std::string& subscription, UtcTime now,
                                    std::size_t limit) override {
    Result<Query> query =
        sql("SELECT id, message, subscription, topic, state, due, attempts, error, created, "
            "finished FROM delivery WHERE state = 'waiting' AND due <= ?1 AND subscription = ?2 "
            "ORDER BY due, id LIMIT ?3");
    if (!query) return tl::unexpected(query.error());
    return rows(
        (*query)->bind(1, now.ms).bind(2, subscription).bind(3, static_cast<std::int64_t>(limit)));
  }

  Status sent(std::int64_t id, UtcTime now) override {
    Result<Query> mark = sql(
        "UPDATE delivery SET state = 'sent', attempts = attempts + 1, error = '', finished = ?2 "
        "WHERE id = ?1");
    if (!mark) return tl::unexpected(mark.error());
    return (*mark)->bind(1, id).bind(2, now.ms).run();
  }

  Status failed(std::int64_t id, const std::string& error, std::optional<UtcTime> next,
                UtcTime now) override {
    Result<Query> mark =
        sql("UPDATE delivery SET state = ?2, attempts = attempts + 1, error = ?3, due = ?4, "
            "finished = ?5 WHERE id = ?1");
    if (!mark) return tl::unexpected(mark.error());
    return (*mark)
        ->bind(1, id)
        .bind(2, next ? "waiting" : "dead")
        .bind(3, error)
        .bind(4, next ? next->ms : now.ms)
        .bind(5, next ? std::int64_t{0} : now.ms)
        .run();
  }

  Result<std::vector<Delivery>> list(const std::string& state, std::size_t limit) override {
    Result<Query> query =
        sql("SELECT id, message, subscription, topic, state, due, attempts, error, created, "
            "finished FROM delivery WHERE ?1 = '' OR state = ?1 ORDER BY id DESC LIMIT ?2");
    if (!query) return tl::unexpected(query.error());
    return rows((*query)->bind(1, state).bind(2, static_cast<std::int64_t>(limit)));
  }

  Status revive(std::int64_t id, UtcTime now) override {
    Result<Query> mark = sql(
        "UPDATE delivery SET state = 'waiting', attempts = 0, due = ?2, finished = 0 WHERE id = ?1 "
        "AND state = 'dead'");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, id).bind(2, now.ms).run(); !s) return s;
    if (db_.rows_changed() == 0)
      return fail(ErrorCode::not_found, "no dead delivery has this number", std::to_string(id),
                  "pactwatch deliveries --dead lists them");
    return {};
  }

  Result<std::vector<std::int64_t>> told(const std::string& subscription,
                                         std::size_t limit) override {
    Result<Query> query =
        sql("SELECT c.seq FROM delivery d JOIN delivery_change c ON c.delivery = d.id WHERE "
            "d.subscription = ?1 ORDER BY c.seq DESC LIMIT ?2");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, subscription).bind(2, static_cast<std::int64_t>(limit));
    std::vector<std::int64_t> out;
    if (Status s = (*query)->each([&](const Statement& row) { out.push_back(row.integer(0)); }); !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<std::int64_t> silence(const Silence& silence, UtcTime now) override {
    Result<Query> insert =
        sql("INSERT INTO silence (party, term, author, reason, starts, ends, recorded) VALUES "
            "(?,?,?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)
                       ->bind(1, silence.party)
                       .bind(2, silence.term)
                       .bind(3, silence.author)
                       .bind(4, silence.reason)
                       .bind(5, silence.starts.ms)
                       .bind(6, silence.ends.ms)
                       .bind(7, now.ms)
                       .run();
        !s)
      return tl::unexpected(s.error());
    return db_.last_row();
  }

  Status end_silence(std::int64_t id, UtcTime now) override {
    Result<Query> mark = sql("UPDATE silence SET ends = ?2 WHERE id = ?1 AND ends > ?2");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, id).bind(2, now.ms).run(); !s) return s;
    if (db_.rows_changed() == 0)
      return fail(ErrorCode::not_found, "no silence in force has this number", std::to_string(id),
                  "pactwatch silence list shows them");
    return {};
  }

  Result<std::vector<Silence>> silences(UtcTime now) override {
    Result<Query> query = sql(
        "SELECT id, party, term, author, reason, starts, ends FROM silence WHERE ends > ? ORDER "
        "BY id");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, now.ms);
    std::vector<Silence> out;
    if (Status s = (*query)->each([&](const Statement& row) {
          out.push_back({row.integer(0),
                         row.text(1),
                         row.text(2),
                         row.text(3),
                         row.text(4),
                         {row.integer(5)},
                         {row.integer(6)}});
        });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

 private:
  Result<Query> sql(const char* text) { return statements_.use(text); }

  // The delivery that the entry joins, or a new one.
  Result<std::int64_t> waiting(const std::string& subscription, const Entry& entry, UtcTime now) {
    {
      Result<Query> query = sql(
          "SELECT id FROM delivery WHERE subscription = ?1 AND topic = ?2 AND state = 'waiting' "
          "AND attempts = 0 ORDER BY id LIMIT 1");
      if (!query) return tl::unexpected(query.error());
      Result<bool> row = (*query)->bind(1, subscription).bind(2, entry.topic).step();
      if (!row) return tl::unexpected(row.error());
      if (*row) {
        const std::int64_t id = (*query)->integer(0);
        return id;
      }
    }
    Result<Query> insert =
        sql("INSERT INTO delivery (message, subscription, topic, state, due, created) VALUES "
            "(?,?,?,'waiting',?,?)");
    if (!insert) return tl::unexpected(insert.error());
    const std::string message =
        "msg_" + content_id({"delivery", subscription, entry.change, entry.topic});
    if (Status s = (*insert)
                       ->bind(1, message)
                       .bind(2, subscription)
                       .bind(3, entry.topic)
                       .bind(4, entry.due.ms)
                       .bind(5, now.ms)
                       .run();
        !s)
      return tl::unexpected(s.error());
    return db_.last_row();
  }

  Result<std::vector<Delivery>> rows(Statement& query) {
    std::vector<Delivery> out;
    if (Status s = query.each([&](const Statement& row) {
          Delivery d;
          d.id = row.integer(0);
          d.message = row.text(1);
          d.subscription = row.text(2);
          d.topic = row.text(3);
          d.state = row.text(4);
          d.due = {row.integer(5)};
          d.attempts = static_cast<int>(row.integer(6));
          d.error = row.text(7);
          d.created = {row.integer(8)};
          if (row.integer(9) != 0) d.finished = UtcTime{row.integer(9)};
          out.push_back(std::move(d));
        });
        !s)
      return tl::unexpected(s.error());
    for (Delivery& d : out) {
      Result<Query> seqs = sql("SELECT seq FROM delivery_change WHERE delivery = ? ORDER BY seq");
      if (!seqs) return tl::unexpected(seqs.error());
      (*seqs)->bind(1, d.id);
      if (Status s = (*seqs)->each([&](const Statement& row) { d.seqs.push_back(row.integer(0)); });
          !s)
        return tl::unexpected(s.error());
    }
    return out;
  }

  Database db_;
  StatementCache statements_{db_};
};

}  // namespace

Result<std::unique_ptr<Deliveries>> open_deliveries(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status status = check_schema(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteDeliveries>(std::move(*db));
}

}  // namespace pactwatch
