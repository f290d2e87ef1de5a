#include <utility>

#include "store/hubs.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {
namespace {

constexpr const char* kSelect =
    "SELECT feed, feed.url, hub, topic, token, secret, state, next_try, tries, lease_until, "
    "last_push, pushes, error FROM hub JOIN feed ON feed.id = hub.feed ";

std::optional<UtcTime> time_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return UtcTime{row.integer(column)};
}

HubRecord record_from(const Statement& row) {
  HubRecord hub;
  hub.feed = row.integer(0);
  hub.feed_url = row.text(1);
  hub.hub = row.text(2);
  hub.topic = row.text(3);
  hub.token = row.text(4);
  hub.secret = row.text(5);
  const std::string state = row.text(6);
  hub.state = state == "active"   ? HubState::active
              : state == "denied" ? HubState::denied
                                  : HubState::offered;
  hub.next_try = {row.integer(7)};
  hub.tries = static_cast<int>(row.integer(8));
  hub.lease_until = time_or_none(row, 9);
  hub.last_push = time_or_none(row, 10);
  hub.pushes = row.integer(11);
  hub.error = row.text(12);
  return hub;
}

class SqliteHubs : public Hubs {
 public:
  explicit SqliteHubs(Database db) : db_(std::move(db)) {}

  Result<std::vector<HubRecord>> due(UtcTime now, int limit) override {
    Result<Statement> query = db_.prepare(
        std::string(kSelect) + "WHERE next_try <= ? AND gone = 0 ORDER BY next_try LIMIT ?");
    if (!query) return tl::unexpected(query.error());
    std::vector<HubRecord> out;
    if (Status s =
            query->bind(1, now.ms).bind(2, std::int64_t{limit}).each([&](const Statement& row) {
              out.push_back(record_from(row));
            });
        !s)
      return tl::unexpected(s.error());
    return out;
  }

  Result<std::optional<HubRecord>> of_feed(std::int64_t feed) override {
    Result<Statement> query = db_.prepare(std::string(kSelect) + "WHERE feed = ?");
    if (!query) return tl::unexpected(query.error());
    query->bind(1, feed);
    return only(*query);
  }

  Result<std::optional<HubRecord>> of_token(const std::string& token) override {
    if (token.empty()) return std::optional<HubRecord>();
    Result<Statement> query = db_.prepare(std::string(kSelect) + "WHERE token = ? AND token <> ''");
    if (!query) return tl::unexpected(query.error());
    query->bind(1, token);
    return only(*query);
  }

  Status asking(std::int64_t feed, const std::string& token, const std::string& secret,
                UtcTime next_try) override {
    Result<Statement> update = db_.prepare(
        "UPDATE hub SET token = ?2, secret = ?3, next_try = ?4, tries = tries + 1 WHERE feed = ?1");
    if (!update) return tl::unexpected(update.error());
    return update->bind(1, feed).bind(2, token).bind(3, secret).bind(4, next_try.ms).run();
  }

  Status confirmed(const std::string& token, UtcTime lease_until, UtcTime renew_at) override {
    Result<Statement> update = db_.prepare(
        "UPDATE hub SET state = 'active', lease_until = ?2, next_try = ?3, tries = 0, error = '' "
        "WHERE token = ?1");
    if (!update) return tl::unexpected(update.error());
    return update->bind(1, token).bind(2, lease_until.ms).bind(3, renew_at.ms).run();
  }

  Status failed(const std::string& token, bool denied, const std::string& error,
                UtcTime next_try) override {
    // A confirmation that came meanwhile (tries = 0) is not undone by the answer that it overtook.
    Result<Statement> update = db_.prepare(
        denied ? "UPDATE hub SET state = 'denied', lease_until = NULL, error = ?2, next_try = ?3 "
                 "WHERE token = ?1"
               : "UPDATE hub SET error = ?2, next_try = ?3 WHERE token = ?1 AND tries > 0");
    if (!update) return tl::unexpected(update.error());
    return update->bind(1, token).bind(2, error).bind(3, next_try.ms).run();
  }

 private:
  static Result<std::optional<HubRecord>> only(Statement& query) {
    const Result<bool> row = query.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return std::optional<HubRecord>();
    return std::optional<HubRecord>(record_from(query));
  }

  Database db_;
};

}  // namespace

Result<std::unique_ptr<Hubs>> open_hubs(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status status = migrate(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteHubs>(std::move(*db));
}

Result<std::unique_ptr<Hubs>> open_hubs_read_only(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  if (Status status = check_schema(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteHubs>(std::move(*db));
}

}  // namespace pactwatch
