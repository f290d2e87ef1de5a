#include "store/life.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "core/article.h"
#include "core/fault.h"
#include "store/compress.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

// The name and the bytes reach the disk before anybody relies on them.
Status sync(const fs::path& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  if (synced) return {};
  return fail(ErrorCode::unavailable, "cannot be written to the disk for good", path.string());
}

Status move_in_place(const fs::path& from, const fs::path& to) {
  if (Status s = sync(from); !s) return s;
  std::error_code error;
  fs::rename(from, to, error);
  if (error)
    return fail(ErrorCode::unavailable, "cannot be put in place: " + error.message(), to.string());
  return sync(to.has_parent_path() ? to.parent_path() : fs::path("."));
}

Status quick_check(Database& db) {
  Result<Statement> query = db.prepare("PRAGMA quick_check(1)");
  if (!query) return tl::unexpected(query.error());
  const Result<bool> row = query->step();
  if (!row) return tl::unexpected(row.error());
  if (*row && query->text(0) == "ok") return {};
  return fail(ErrorCode::invalid_input, "the file is damaged: " + query->text(0), db.file(),
              "use another backup");
}

// Takes what is in the log into the file and the log away.
Status without_log(Database& db) { return db.execute("PRAGMA journal_mode=DELETE"); }

constexpr const char* kLogs[] = {"-wal", "-shm"};

void remove_database(const std::string& file) {
  std::error_code error;
  for (const char* end : kLogs) fs::remove(file + end, error);
  fs::remove(file, error);
}

// Gives the ledger `file` the second name `kept`, and leaves it without a log, which would be taken
// for that of whatever gets its first name next. At every moment there is a ledger under one of the
// names with all that was in it.
Status keep_as(const std::string& file, const std::string& kept) {
  // A damaged one, which is why it is replaced, may not take its log in; then that gets a second
  // name, too.
  if (Result<Database> db = Database::open(file, Database::Mode::read_write))
    (void)without_log(*db);
  std::error_code error;
  for (const char* end : {"", "-wal"}) {
    if (!fs::exists(file + end, error)) continue;
    fs::create_hard_link(file + end, kept + end, error);
    if (!error) continue;
    // Some file systems have no second names.
    fs::copy_file(file + end, kept + end, error);
    if (error)
      return fail(ErrorCode::unavailable, "cannot be kept: " + error.message(), kept + end);
    if (Status s = sync(kept + end); !s) return s;
  }
  const fs::path place(file);
  if (Status s = sync(place.has_parent_path() ? place.parent_path() : fs::path(".")); !s) return s;
  for (const char* end : kLogs) fs::remove(file + end, error);
  return {};
}

struct Rule {
  const char* sentence;
  const char* rows;  // gives one text for each row that breaks it
};

// Each would be false after a lost write, a row changed in place, or a fault of this program.
constexpr Rule kRules[] = {
    {"published numbers begin with 1 and have no gap",
     "SELECT 'change ' || seq FROM (SELECT published_seq AS seq, lag(published_seq, 1, 0) OVER "
     "(ORDER BY published_seq) AS before FROM change WHERE published_seq IS NOT NULL) WHERE seq <> "
     "before + 1"},
    {"changes are numbered in the order of recording",
     "SELECT 'change ' || published_seq FROM (SELECT published_seq, row, lag(row, 1, 0) OVER "
     "(ORDER "
     "BY published_seq) AS before FROM change WHERE published_seq IS NOT NULL) WHERE row <= "
     "before"},
    {"a change names the one before it of its topic",
     "SELECT 'change ' || published_seq FROM (SELECT published_seq, prev_seq, lag(published_seq, "
     "1, "
     "0) OVER (PARTITION BY topic ORDER BY published_seq) AS before FROM change WHERE "
     "published_seq "
     "IS NOT NULL) WHERE prev_seq <> before"},
    {"a change rests on a version of its fact",
     "SELECT 'change ' || c.id FROM change c LEFT JOIN fact_version v ON v.fact = c.fact AND "
     "v.version = c.version WHERE v.fact IS NULL"},
    {"a change is JSON with the claims that caused it",
     "SELECT 'change ' || id FROM change WHERE NOT json_valid(body) OR json_array_length(body, "
     "'$.claims') IS NULL"},
    {"versions of a fact count from 1 and are recorded one after the other",
     "SELECT 'fact in row ' || fact || ', version ' || version FROM (SELECT fact, version, "
     "recorded, "
     "row_number() OVER w AS nth, lag(recorded, 1, 0) OVER w AS before FROM fact_version WINDOW w "
     "AS "
     "(PARTITION BY fact ORDER BY version)) WHERE version <> nth OR recorded < before"},
    {"a fact has a version and a slot",
     "SELECT 'fact ' || f.id FROM fact f WHERE NOT EXISTS (SELECT 1 FROM fact_version v WHERE "
     "v.fact = f.row) OR NOT EXISTS (SELECT 1 FROM slot s WHERE s.row = f.slot)"},
    {"what is held rests on a claim that stands, what is retracted on none",
     "SELECT 'fact ' || f.id FROM fact f JOIN fact_version v ON v.fact = f.row WHERE v.version = "
     "(SELECT max(version) FROM fact_version WHERE fact = f.row) AND (v.status = 'retracted') = "
     "EXISTS (SELECT 1 FROM backing b WHERE b.fact = f.row AND b.until = 0)"},
    {"a claim that stands behind a fact is told in the fact's slot",
     "SELECT 'fact ' || f.id || ', claim ' || b.claim FROM backing b JOIN fact f ON f.row = b.fact "
     "WHERE b.until = 0 AND NOT EXISTS (SELECT 1 FROM telling t WHERE t.slot = f.slot AND t.claim "
     "= "
     "b.claim AND t.until = 0)"},
    {"a claim has its article, with the revision that said it",
     "SELECT 'claim ' || c.id FROM claim c LEFT JOIN article a ON a.seq = c.article WHERE a.seq IS "
     "NULL"},
    {"an article tells a claim once",
     "SELECT 'article ' || a.id || ', claim ' || c.id FROM article a JOIN claim c ON c.article = "
     "a.seq GROUP BY a.id, c.id HAVING count(*) > 1"},
    {"an article that claims were read from keeps its text",
     "SELECT DISTINCT 'article ' || a.id FROM claim c JOIN article a ON a.seq = c.article WHERE "
     "length(a.text) = 0"},
    {"what is told of a slot has its claim and its slot",
     "SELECT 'telling of ' || t.claim FROM telling t LEFT JOIN claim c ON c.row = t.claim LEFT "
     "JOIN "
     "slot s ON s.row = t.slot WHERE c.row IS NULL OR s.row IS NULL"},
    {"who is in a relationship finds it",
     "SELECT 'relationship ' || r.name FROM relationship r WHERE NOT EXISTS (SELECT 1 FROM "
     "relationship_party p WHERE p.relationship = r.row)"},
    {"revisions of an article count from 1",
     "SELECT 'article ' || id || ', revision ' || revision FROM (SELECT id, revision, row_number() "
     "OVER (PARTITION BY id ORDER BY revision) AS nth FROM article) WHERE revision <> nth"},
    {"what was delivered was published before",
     "SELECT 'delivery ' || d.delivery FROM delivery_change d LEFT JOIN change c ON "
     "c.published_seq = d.seq LEFT JOIN fact f ON f.row = c.fact WHERE f.id IS NOT d.fact"},
    {"the last number of each topic is known",
     "SELECT 'topic ' || topic FROM (SELECT topic, max(published_seq) AS last FROM change WHERE "
     "published_seq IS NOT NULL GROUP BY topic) c LEFT JOIN topic t ON t.name = c.topic WHERE "
     "t.last_seq IS NOT c.last"},
};

Status collect(Database& db, const Rule& rule, std::size_t limit, std::vector<Fault>& out) {
  Result<Statement> query = db.prepare(std::string(rule.rows) + " LIMIT ?");
  if (!query) return tl::unexpected(query.error());
  query->bind(1, static_cast<std::int64_t>(limit));
  return query->each([&](const Statement& row) { out.push_back({rule.sentence, row.text(0)}); });
}

// SQLite's own view of the file.
Status check_file(Database& db, std::size_t limit, std::vector<Fault>& out) {
  Result<Statement> pages = db.prepare("PRAGMA integrity_check(" + std::to_string(limit) + ")");
  if (!pages) return tl::unexpected(pages.error());
  if (Status s = pages->each([&](const Statement& row) {
        if (row.text(0) != "ok") out.push_back({"the file is whole", row.text(0)});
      });
      !s)
    return s;
  Result<Statement> keys = db.prepare("PRAGMA foreign_key_check");
  if (!keys) return tl::unexpected(keys.error());
  std::size_t left = limit;
  return keys->each([&](const Statement& row) {
    if (left == 0) return;
    --left;
    out.push_back({"every reference leads somewhere", row.text(0) + " to " + row.text(2)});
  });
}

Status check_texts(Database& db, std::size_t limit, std::vector<Fault>& out) {
  Result<Statement> query = db.prepare(
      "SELECT id, revision, title, text, content_hash FROM article WHERE length(text) > 0");
  if (!query) return tl::unexpected(query.error());
  std::size_t left = limit;
  return query->each([&](const Statement& row) {
    if (left == 0) return;
    const Result<std::string> text = decompress(row.text(3));
    if (text && content_hash(row.text(2), *text) == row.text(4)) return;
    --left;
    out.push_back({"a text is the one that was read",
                   "article " + row.text(0) + ", revision " + std::to_string(row.integer(1))});
  });
}

}  // namespace

Status back_up(const std::string& file, const std::string& to) {
  std::error_code error;
  if (fs::exists(to, error))
    return fail(ErrorCode::conflict, "the file is there already", to, "choose another name");
  const std::string beside = to + ".new";
  fs::remove(beside, error);
  {
    Result<Database> db = Database::open(file, Database::Mode::read_only);
    if (!db) return tl::unexpected(db.error());
    // SQLite counts the copy as writing, though not to this file.
    if (Status s = db->execute("PRAGMA query_only=OFF"); !s) return s;
    // A copy by pages would begin anew whenever the daemon writes; this is one long read.
    Result<Statement> copy = db->prepare("VACUUM INTO ?");
    if (!copy) return tl::unexpected(copy.error());
    if (Status s = copy->bind(1, beside).run(); !s) {
      fs::remove(beside, error);
      return s;
    }
  }
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, error);
  fault_point("backup.copied");
  return move_in_place(beside, to);
}

Result<std::string> restore(const std::string& from, const std::string& file, UtcTime now) {
  std::error_code error;
  if (!fs::is_regular_file(from, error)) return fail(ErrorCode::not_found, "no such backup", from);
  // Beside the place, whole, before anything there is touched. What a killed restore left is gone
  // first: its log must not be taken for the new file's.
  const std::string beside = file + ".new";
  remove_database(beside);
  fs::copy_file(from, beside, fs::copy_options::overwrite_existing, error);
  if (error) return fail(ErrorCode::unavailable, "cannot be copied: " + error.message(), beside);
  fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, error);
  const auto prepare = [&]() -> Status {
    Result<Database> db = Database::open(beside, Database::Mode::read_write);
    if (!db) return tl::unexpected(db.error());
    if (Status s = quick_check(*db); !s) return s;
    if (Status s = migrate(*db); !s) return s;
    if (Status s = renew_epoch(*db); !s) return s;
    return without_log(*db);
  };
  if (Status s = prepare(); !s) {
    remove_database(beside);
    return tl::unexpected(s.error());
  }
  fault_point("restore.ready");
  std::string kept;
  if (fs::exists(file, error)) {
    kept = file + ".before-" + std::to_string(now.ms);
    if (Status s = keep_as(file, kept); !s) return tl::unexpected(s.error());
    fault_point("restore.kept");
  } else {
    for (const char* end : kLogs) fs::remove(file + end, error);  // of nothing that is there
  }
  if (Status s = move_in_place(beside, file); !s) return tl::unexpected(s.error());
  fault_point("restore.placed");
  return kept;
}

Result<std::vector<Fault>> check_ledger(const std::string& file, std::size_t limit) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  if (Status s = check_schema(*db); !s) return tl::unexpected(s.error());
  std::vector<Fault> out;
  if (Status s = check_file(*db, limit, out); !s) return tl::unexpected(s.error());
  for (const Rule& rule : kRules)
    if (Status s = collect(*db, rule, limit, out); !s) return tl::unexpected(s.error());
  if (Status s = check_texts(*db, limit, out); !s) return tl::unexpected(s.error());
  return out;
}

Result<Dropped> drop_empty_texts(const std::string& file, UtcTime before, std::int64_t after) {
  constexpr std::int64_t kAtOnce = 2000;  // revisions: some milliseconds
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status s = check_schema(*db); !s) return tl::unexpected(s.error());
  // A revision that said nothing may stand between two that did: then its text is evidence, too.
  Result<Statement> drop = db->prepare(
      "UPDATE article SET text = x'' WHERE seq > ?1 AND seq <= ?2 AND recorded < ?3 AND "
      "length(text) > 0 AND NOT EXISTS (SELECT 1 FROM article o JOIN claim c ON c.article = o.seq "
      "WHERE o.id = article.id)");
  if (!drop) return tl::unexpected(drop.error());
  if (Status s = drop->bind(1, after).bind(2, after + kAtOnce).bind(3, before.ms).run(); !s)
    return tl::unexpected(s.error());
  Dropped out;
  out.texts = db->rows_changed();
  Result<Statement> more = db->prepare("SELECT 1 FROM article WHERE seq > ? LIMIT 1");
  if (!more) return tl::unexpected(more.error());
  const Result<bool> left = more->bind(1, after + kAtOnce).step();
  if (!left) return tl::unexpected(left.error());
  if (*left) out.next = after + kAtOnce;
  return out;
}

}  // namespace pactwatch
