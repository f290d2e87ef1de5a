#include "store/schema.h"

#include <array>
#include <random>

namespace pactwatch {
namespace {

// Step n takes a file from version n to n + 1. Steps are never changed once released.
constexpr std::array<const char*, kSchemaVersion> kSteps = {R"sql(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The frontier: what to poll and what to read. Its rows are state, changed in place.
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  next_poll INTEGER NOT NULL,              -- ms since 1970
  interval_s INTEGER NOT NULL DEFAULT 0,
  errors INTEGER NOT NULL DEFAULT 0,       -- in a row
  last_error TEXT NOT NULL DEFAULT '',
  last_ok INTEGER,
  last_new INTEGER,
  gone INTEGER NOT NULL DEFAULT 0,
  repairs TEXT NOT NULL DEFAULT '',
  redirect_to TEXT NOT NULL DEFAULT '',
  redirect_since INTEGER
);
CREATE INDEX feed_due ON feed (next_poll) WHERE gone = 0;
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  identity TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  author TEXT NOT NULL DEFAULT '',
  published TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',           -- what the feed itself says, should the page not be had
  fingerprint TEXT NOT NULL DEFAULT '',    -- changes when the outlet edits the entry
  state TEXT NOT NULL DEFAULT 'pending',   -- pending, done, failed
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  leased_until INTEGER NOT NULL DEFAULT 0,
  reason TEXT NOT NULL DEFAULT '',
  UNIQUE (feed, identity)
);
CREATE INDEX item_pending ON item (published, id) WHERE state = 'pending';
CREATE INDEX item_feed ON item (feed, state);

-- The ledger: what was read and what follows from it. Append only.
CREATE TABLE article (
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  content_hash TEXT NOT NULL,
  url TEXT NOT NULL,
  outlet TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,                   -- JSON list
  published TEXT NOT NULL,
  modified TEXT NOT NULL,
  language TEXT NOT NULL,
  text BLOB NOT NULL,                      -- zstd
  simhash INTEGER NOT NULL,                -- of the text: near copies differ in few bits
  rules TEXT NOT NULL,                     -- rule set it was last read with
  events INTEGER NOT NULL,
  note TEXT NOT NULL DEFAULT '',           -- why it was not read
  recorded INTEGER NOT NULL,
  PRIMARY KEY (id, revision)
) WITHOUT ROWID;
CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  revision INTEGER NOT NULL,
  type TEXT NOT NULL,
  event TEXT NOT NULL,                     -- JSON, as extracted
  sentence TEXT NOT NULL,
  origin TEXT NOT NULL,
  recorded INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX claim_article ON claim (article, revision);
CREATE TABLE fact (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,              -- sorted party names joined by '|'
  term TEXT NOT NULL,
  first_recorded INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX fact_relationship ON fact (relationship, term);
CREATE TABLE fact_party (
  party TEXT NOT NULL COLLATE NOCASE,
  fact TEXT NOT NULL REFERENCES fact,
  PRIMARY KEY (party, fact)
) WITHOUT ROWID;
CREATE TABLE fact_version (
  fact TEXT NOT NULL REFERENCES fact,
  version INTEGER NOT NULL,
  recorded INTEGER NOT NULL,               -- ms: known since
  status TEXT NOT NULL,
  value TEXT NOT NULL,                     -- JSON
  valid_from TEXT NOT NULL,                -- ISO prefix, empty: unknown
  valid_to TEXT NOT NULL,
  told TEXT NOT NULL,                      -- published date of the claim that made the version
  origins INTEGER NOT NULL,
  PRIMARY KEY (fact, version)
) WITHOUT ROWID;
CREATE TABLE support (                     -- which claims stand behind a fact
  fact TEXT NOT NULL REFERENCES fact,
  claim TEXT NOT NULL REFERENCES claim,
  origin TEXT NOT NULL,
  withdrawn INTEGER NOT NULL DEFAULT 0,    -- ms when a later revision no longer said it
  PRIMARY KEY (fact, claim)
) WITHOUT ROWID;
CREATE INDEX support_claim ON support (claim);

-- The outbox.
CREATE TABLE change (
  row INTEGER PRIMARY KEY,                 -- order of recording
  id TEXT NOT NULL UNIQUE,
  fact TEXT NOT NULL REFERENCES fact,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  topic TEXT NOT NULL,
  body TEXT NOT NULL,                      -- JSON of docs/schema/change.json without seq
  recorded INTEGER NOT NULL,
  published_seq INTEGER UNIQUE,
  prev_seq INTEGER NOT NULL DEFAULT 0      -- of its topic
);
CREATE INDEX change_unpublished ON change (row) WHERE published_seq IS NULL;
CREATE INDEX change_topic ON change (topic, published_seq);
CREATE INDEX change_fact ON change (fact);
)sql"};

std::string random_epoch() {
  std::random_device device;
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  constexpr int kDigits = 16;
  for (int i = 0; i < kDigits; ++i) out += kHex[device() % 16];
  return out;
}

}  // namespace

Status migrate(Database& db) {
  Result<Transaction> transaction = Transaction::begin(db);
  if (!transaction) return tl::unexpected(transaction.error());
  int version = 0;
  {
    Result<Statement> query = db.prepare("PRAGMA user_version");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = query->step();
    if (!row) return tl::unexpected(row.error());
    version = static_cast<int>(query->integer(0));
  }
  if (version > kSchemaVersion)
    return fail(ErrorCode::conflict,
                "the file has schema version " + std::to_string(version) + ", this program knows " +
                    std::to_string(kSchemaVersion),
                db.file(), "use the newer pactwatch that wrote it");
  if (version == kSchemaVersion) return transaction->commit();
  for (int step = version; step < kSchemaVersion; ++step)
    if (Status status = db.execute(kSteps[static_cast<std::size_t>(step)]); !status) return status;
  if (version == 0)
    if (Status status = db.execute("INSERT INTO meta VALUES ('epoch', '" + random_epoch() + "')");
        !status)
      return status;
  if (Status status = db.execute("PRAGMA user_version=" + std::to_string(kSchemaVersion)); !status)
    return status;
  return transaction->commit();
}

}  // namespace pactwatch
