#pragma once
// What must hold of a data directory after whatever happened to the daemon.

#include <nlohmann/json.hpp>

#include "store/sqlite.h"
#include "tests/program/story.h"

namespace harness {

// The one number that `sql` gives.
inline std::int64_t number(pactwatch::Database& db, const std::string& sql) {
  auto query = db.prepare(sql);
  REQUIRE(query.has_value());
  const auto row = query->step();
  REQUIRE(row.has_value());
  return *row ? query->integer(0) : 0;
}

// How many changes have their number so far. 0 before there is a ledger.
inline std::int64_t changes_numbered(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  if (!db) return 0;
  auto query = db->prepare("SELECT count(published_seq) FROM change");
  return query && query->step().value_or(false) ? query->integer(0) : 0;
}

// The file is whole, every number was given once and without a gap, every change names the one
// before it of its topic, and nothing is in there twice. Right after a kill, too.
inline void check_ledger(const std::string& data) {
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  REQUIRE(db.has_value());
  auto integrity = db->prepare("PRAGMA integrity_check");
  REQUIRE(integrity.has_value());
  REQUIRE(integrity->step().value_or(false));
  CHECK(integrity->text(0) == "ok");
  CHECK(number(*db, "SELECT count(*) FROM pragma_foreign_key_check") == 0);
  const std::int64_t last = number(*db, "SELECT coalesce(max(published_seq), 0) FROM change");
  CHECK(number(*db, "SELECT count(published_seq) FROM change") == last);
  CHECK(number(*db, "SELECT count(DISTINCT published_seq) FROM change") == last);
  CHECK(number(*db, "SELECT count(*) FROM change") ==
        number(*db, "SELECT count(DISTINCT id) FROM change"));
  CHECK(number(*db,
               "SELECT count(*) FROM change c WHERE published_seq IS NOT NULL AND prev_seq <> "
               "coalesce((SELECT max(published_seq) FROM change p WHERE p.topic = c.topic AND "
               "p.published_seq < c.published_seq), 0)") == 0);
  // A change without its article, or an item done without one, would be a fact from nowhere.
  CHECK(number(*db, "SELECT count(*) FROM claim WHERE article NOT IN (SELECT seq FROM article)") ==
        0);
}

// Besides: all that was found was read, and every change has its number.
inline void check_finished(const std::string& data) {
  check_ledger(data);
  auto db = pactwatch::Database::open(data + "/pactwatch.db", pactwatch::Database::Mode::read_only);
  REQUIRE(db.has_value());
  CHECK(number(*db, "SELECT count(*) FROM change WHERE published_seq IS NULL") == 0);
  CHECK(number(*db, "SELECT count(*) FROM item WHERE state <> 'done'") == 0);
  // And whatever else the ledger promises of itself.
  const Outcome check = pactwatch({"check", "--data", data});
  INFO(check.out << check.error);
  CHECK(check.code == 0);
}

// Changes without what only says when they were recorded.
inline std::vector<nlohmann::json> timeless_changes(const std::string& data) {
  std::vector<nlohmann::json> changes = changes_of(data);
  for (nlohmann::json& change : changes) change.erase("recorded");
  return changes;
}

// With `more` in [fetch] and `alerts` at its end: a configuration that reads `feed` one request at
// a time, so that the order in which articles are read is the feed's, and two runs can be compared
// number by number.
inline std::string one_by_one(const Scratch& scratch, const std::string& name,
                              const std::string& feed, const std::string& more = "",
                              const std::string& alerts = "") {
  const std::string file = scratch / (name + ".toml");
  write_file(file, "[daemon]\ndata = \"" + name +
                       "\"\n[fetch]\nconcurrency = 1\nallow_loopback = true\n" + more +
                       "[[feed]]\nurl = \"" + feed + "\"\n" + alerts);
  return file;
}

}  // namespace harness
