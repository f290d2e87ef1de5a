#include "store/schema.h"

#include <random>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/fault.h"
#include "core/json.h"
#include "store/slot.h"

namespace pactwatch {
namespace {

// Step n takes a file from version n to n + 1. Steps are never changed once released.
constexpr const char* kFirst = R"sql(
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
)sql";

// What is told of a slot becomes a record of its own, so that a fact can be judged anew from all
// claims whatever the order in which they came.
constexpr const char* kSecond = R"sql(
ALTER TABLE article ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;  -- order of recording
UPDATE article SET seq = (SELECT count(*) FROM article a WHERE (a.recorded, a.id, a.revision) <=
  (article.recorded, article.id, article.revision));
CREATE INDEX article_seq ON article (seq);

ALTER TABLE claim ADD COLUMN told TEXT NOT NULL DEFAULT '';     -- published date of its article
ALTER TABLE claim ADD COLUMN outlet TEXT NOT NULL DEFAULT '';   -- source key
ALTER TABLE claim ADD COLUMN credit TEXT NOT NULL DEFAULT '';   -- source key of who is credited
UPDATE claim SET (told, outlet) = (SELECT a.published,
  CASE WHEN a.outlet LIKE 'the %' THEN lower(substr(a.outlet, 5)) ELSE lower(a.outlet) END FROM article a
  WHERE a.id = claim.article AND a.revision = claim.revision);
UPDATE claim SET credit = origin WHERE origin <> outlet;

-- What near copies share: the article's own sketch, and the article that told the story first. The
-- last row of an article counts.
CREATE TABLE article_sketch (
  seq INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  sketch BLOB NOT NULL
);
CREATE TABLE article_root (
  row INTEGER PRIMARY KEY,
  article TEXT NOT NULL,
  root TEXT NOT NULL,
  outlet TEXT NOT NULL                     -- source key of the root's outlet
);
CREATE INDEX article_root_article ON article_root (article, row);
CREATE INDEX article_root_root ON article_root (root);

-- A slot: one term of one relationship. A telling: a claim speaks of it, from `since` until it is
-- withdrawn (0: it stands).
CREATE TABLE slot (
  id TEXT PRIMARY KEY,
  relationship TEXT NOT NULL,
  term TEXT NOT NULL,
  roles TEXT NOT NULL                      -- JSON: role -> names
) WITHOUT ROWID;
CREATE TABLE telling (
  slot TEXT NOT NULL,
  claim TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (slot, claim, since)
) WITHOUT ROWID;
CREATE INDEX telling_claim ON telling (claim);

ALTER TABLE fact ADD COLUMN slot TEXT NOT NULL DEFAULT '';
ALTER TABLE fact ADD COLUMN roles TEXT NOT NULL DEFAULT '{}';
ALTER TABLE fact ADD COLUMN stale_days INTEGER NOT NULL DEFAULT 0;
CREATE INDEX fact_slot ON fact (slot);
ALTER TABLE fact_version ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';   -- JSON, in world order
ALTER TABLE fact_version ADD COLUMN cause TEXT NOT NULL DEFAULT 'article';
ALTER TABLE fact_version ADD COLUMN in_force INTEGER NOT NULL DEFAULT 0;

-- Which claims stand behind a fact, from `since` until they no longer do (0: they do).
CREATE TABLE backing (
  fact TEXT NOT NULL REFERENCES fact,
  claim TEXT NOT NULL REFERENCES claim,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (fact, claim, since)
) WITHOUT ROWID;
CREATE INDEX backing_claim ON backing (claim);
INSERT INTO backing SELECT s.fact, s.claim, c.recorded, s.withdrawn FROM support s
  JOIN claim c ON c.id = s.claim;
DROP TABLE support;

-- Names, and the judgements of people about which of them are one.
CREATE TABLE entity (
  key TEXT PRIMARY KEY,                    -- the name in lower case
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  recorded INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE judgement (
  row INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,                      -- merge: b is another name of a; split: it is not
  a TEXT NOT NULL,
  b TEXT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0        -- ms when it was taken back
);

-- Who was told what. Sinks read the outbox from their cursor on.
CREATE TABLE subscription (
  name TEXT PRIMARY KEY,
  spec TEXT NOT NULL,                      -- JSON
  recorded INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE silence (
  id INTEGER PRIMARY KEY,
  party TEXT NOT NULL,                     -- empty: any
  term TEXT NOT NULL,                      -- or the beginning of one; empty: any
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  recorded INTEGER NOT NULL
);
CREATE TABLE sink_cursor (subscription TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE delivery (                    -- a group of changes for one subscription: the queue and its log
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL UNIQUE,            -- stable over attempts: receivers drop what they had
  subscription TEXT NOT NULL,
  topic TEXT NOT NULL,                     -- what its changes have in common
  state TEXT NOT NULL,                     -- waiting, sent, dead
  due INTEGER NOT NULL,                    -- ms of the next attempt
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';
CREATE INDEX delivery_subscription ON delivery (subscription, state);
CREATE TABLE delivery_change (
  delivery INTEGER NOT NULL REFERENCES delivery,
  seq INTEGER NOT NULL,
  fact TEXT NOT NULL,
  PRIMARY KEY (delivery, seq)
) WITHOUT ROWID;
CREATE INDEX delivery_change_fact ON delivery_change (fact);
)sql";

// Who is in which relationship: far fewer rows than who is in which fact, and none to write for a
// fact of a relationship that is known.
constexpr const char* kThird = R"sql(
CREATE TABLE relationship_party (
  party TEXT NOT NULL COLLATE NOCASE,
  relationship TEXT NOT NULL,
  PRIMARY KEY (party, relationship)
) WITHOUT ROWID;
INSERT OR IGNORE INTO relationship_party SELECT p.party, f.relationship FROM fact_party p JOIN fact f
  ON f.id = p.fact;
DROP TABLE fact_party;
-- The day of the claim, so that the latest of a thousand are found without reading all of them.
ALTER TABLE backing ADD COLUMN told TEXT NOT NULL DEFAULT '';
UPDATE backing SET told = (SELECT told FROM claim WHERE id = backing.claim);
)sql";

// Pairs that are followed, hubs that push, hosts that asked for patience.
constexpr const char* kFourth = R"sql(
ALTER TABLE feed ADD COLUMN every_ms INTEGER NOT NULL DEFAULT 0;  -- its own shortest time between polls
ALTER TABLE feed ADD COLUMN by_follow INTEGER NOT NULL DEFAULT 0; -- 1: came with a follow, goes with it

CREATE TABLE follow (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,                -- names in lower case, sorted
  parties TEXT NOT NULL,                   -- JSON list, as given
  since INTEGER NOT NULL
);
CREATE TABLE followed_feed (
  feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
  follow INTEGER NOT NULL REFERENCES follow ON DELETE CASCADE,
  PRIMARY KEY (feed, follow)
) WITHOUT ROWID;
CREATE INDEX followed_feed_follow ON followed_feed (follow);

CREATE TABLE hub (                         -- WebSub: who pushes what is new in a feed
  feed INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  token TEXT NOT NULL DEFAULT '',          -- last part of the callback's address; empty: never asked
  secret TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'offered',   -- offered, active, denied
  next_try INTEGER NOT NULL,               -- when to ask, or to ask again for more time
  tries INTEGER NOT NULL DEFAULT 0,        -- in a row without success
  lease_until INTEGER,
  last_push INTEGER,
  pushes INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT ''
);
CREATE INDEX hub_due ON hub (next_try);
CREATE UNIQUE INDEX hub_token ON hub (token) WHERE token <> '';

-- When the next pending item may be tried, without a look at all of them.
CREATE INDEX item_wait ON item (max(not_before, leased_until)) WHERE state = 'pending';

CREATE TABLE host_pause (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
)sql";

// Every row of the ledger gets a number of its own in the order of recording, and rows name each
// other by it. Before, they did by their identities, which are hashes: what one claim touched lay
// in fifteen trees at random places. Identities are kept where others know them.
constexpr const char* kFifth = R"sql(
CREATE TABLE relationship (
  row INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE                -- sorted party names joined by '|'
);
INSERT INTO relationship (name) SELECT DISTINCT relationship FROM slot ORDER BY relationship;

CREATE TABLE new_article (
  seq INTEGER PRIMARY KEY,                 -- order of recording
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
  rules TEXT NOT NULL,                     -- rule set it was last read with
  events INTEGER NOT NULL,
  note TEXT NOT NULL,                      -- why it was not read
  recorded INTEGER NOT NULL,
  text BLOB NOT NULL,                      -- zstd; last, so that the rest is read without it
  UNIQUE (id, revision)
);
INSERT INTO new_article SELECT seq, id, revision, content_hash, url, outlet, title, authors, published,
  modified, language, rules, events, note, recorded, text FROM article ORDER BY seq;

CREATE TABLE new_claim (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL,                        -- once in an article and its revisions
  article INTEGER NOT NULL REFERENCES new_article,
  type TEXT NOT NULL,
  told TEXT NOT NULL,                      -- published date of its article
  outlet TEXT NOT NULL,                    -- source key
  credit TEXT NOT NULL,                    -- source key of who is credited
  recorded INTEGER NOT NULL,
  event TEXT NOT NULL,                     -- JSON, as extracted
  sentence TEXT NOT NULL
);
INSERT INTO new_claim (id, article, type, told, outlet, credit, recorded, event, sentence)
  SELECT c.id, a.seq, c.type, c.told, c.outlet, c.credit, c.recorded, c.event, c.sentence
  FROM article a CROSS JOIN claim c ON c.article = a.id AND c.revision = a.revision WHERE a.seq > 0
  ORDER BY a.seq, c.id;
CREATE UNIQUE INDEX claim_number ON new_claim (id);  -- of this step alone

CREATE TABLE new_slot (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  relationship INTEGER NOT NULL REFERENCES relationship,
  term TEXT NOT NULL,
  roles TEXT NOT NULL                      -- JSON: role -> names
);
INSERT INTO new_slot (id, relationship, term, roles) SELECT s.id, r.row, s.term, s.roles FROM slot s
  JOIN relationship r ON r.name = s.relationship ORDER BY s.id;

CREATE TABLE new_telling (                 -- a claim speaks of a slot, until it is withdrawn
  slot INTEGER NOT NULL REFERENCES new_slot,
  claim INTEGER NOT NULL REFERENCES new_claim,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (slot, claim, since)
) WITHOUT ROWID;
INSERT INTO new_telling SELECT s.row, c.row, t.since, t.until FROM telling t JOIN new_slot s
  ON s.id = t.slot JOIN new_claim c ON c.id = t.claim ORDER BY 1, 2, 3;

CREATE TABLE new_fact (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  slot INTEGER NOT NULL REFERENCES new_slot,
  first_recorded INTEGER NOT NULL,
  stale_days INTEGER NOT NULL
);
INSERT INTO new_fact (id, slot, first_recorded, stale_days) SELECT f.id, s.row, f.first_recorded,
  f.stale_days FROM fact f JOIN new_slot s ON s.id = f.slot ORDER BY f.first_recorded, f.id;

CREATE TABLE new_fact_version (
  fact INTEGER NOT NULL REFERENCES new_fact,
  version INTEGER NOT NULL,
  recorded INTEGER NOT NULL,               -- ms: known since
  status TEXT NOT NULL,
  value TEXT NOT NULL,                     -- JSON
  valid_from TEXT NOT NULL,                -- ISO prefix, empty: unknown
  valid_to TEXT NOT NULL,
  origins INTEGER NOT NULL,
  cause TEXT NOT NULL,
  in_force INTEGER NOT NULL,
  steps TEXT NOT NULL,                     -- JSON, in world order; claims by their rows
  PRIMARY KEY (fact, version)
);
INSERT INTO new_fact_version SELECT f.row, v.version, v.recorded, v.status, v.value, v.valid_from,
  v.valid_to, v.origins, v.cause, v.in_force, (SELECT json_group_array(json_set(s.value, '$.claim',
  (SELECT c.row FROM new_claim c WHERE c.id = json_extract(s.value, '$.claim'))))
  FROM json_each(v.steps) s)
  FROM fact_version v JOIN new_fact f ON f.id = v.fact ORDER BY v.recorded, f.row, v.version;

CREATE TABLE new_backing (                 -- a claim stands behind a fact, until it no longer does
  fact INTEGER NOT NULL REFERENCES new_fact,
  claim INTEGER NOT NULL REFERENCES new_claim,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL DEFAULT 0,
  told TEXT NOT NULL,                      -- day of the claim: the latest are found without it
  PRIMARY KEY (fact, claim, since)
) WITHOUT ROWID;
INSERT INTO new_backing SELECT f.row, c.row, b.since, b.until, b.told FROM backing b JOIN new_fact f
  ON f.id = b.fact JOIN new_claim c ON c.id = b.claim ORDER BY 1, 2, 3;

CREATE TABLE new_change (
  row INTEGER PRIMARY KEY,                 -- order of recording
  id TEXT NOT NULL UNIQUE,
  fact INTEGER NOT NULL REFERENCES new_fact,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cause TEXT NOT NULL,
  topic TEXT NOT NULL,
  recorded INTEGER NOT NULL,
  published_seq INTEGER UNIQUE,
  prev_seq INTEGER NOT NULL DEFAULT 0,     -- of its topic
  body TEXT NOT NULL                       -- JSON of docs/schema/change.json without seq
);
INSERT INTO new_change SELECT c.row, c.id, f.row, c.version, c.kind, c.cause, c.topic, c.recorded,
  c.published_seq, c.prev_seq, c.body FROM change c JOIN new_fact f ON f.id = c.fact ORDER BY c.row;

-- The last number of each topic. State, like a cursor: it says nothing that changes do not.
CREATE TABLE topic (name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO topic SELECT topic, max(published_seq) FROM change WHERE published_seq IS NOT NULL
  GROUP BY topic;

DROP TABLE relationship_party;             -- filled anew from the names
CREATE TABLE relationship_party (
  party TEXT NOT NULL COLLATE NOCASE,
  relationship INTEGER NOT NULL REFERENCES relationship,
  PRIMARY KEY (party, relationship)
) WITHOUT ROWID;

DROP TABLE backing;
DROP TABLE telling;
DROP TABLE change;
DROP TABLE fact_version;
DROP TABLE fact;
DROP TABLE slot;
DROP TABLE claim;
DROP TABLE article;
ALTER TABLE new_article RENAME TO article;
ALTER TABLE new_claim RENAME TO claim;
ALTER TABLE new_slot RENAME TO slot;
ALTER TABLE new_telling RENAME TO telling;
ALTER TABLE new_fact RENAME TO fact;
ALTER TABLE new_fact_version RENAME TO fact_version;
ALTER TABLE new_backing RENAME TO backing;
ALTER TABLE new_change RENAME TO change;
DROP INDEX claim_number;
CREATE INDEX claim_article ON claim (article);
CREATE INDEX slot_relationship ON slot (relationship);
CREATE INDEX telling_claim ON telling (claim);
CREATE INDEX fact_slot ON fact (slot);
CREATE INDEX change_fact ON change (fact);
CREATE INDEX change_unpublished ON change (row) WHERE published_seq IS NULL;
)sql";

// Facts of version 1 find their slot: by relationship, term and the roles of their first claim.
Status place_facts(Database& db) {
  struct Row {
    std::string fact, relationship, term, event;
  };
  std::vector<Row> rows;
  {
    Result<Statement> query = db.prepare(
        "SELECT f.id, f.relationship, f.term, coalesce((SELECT c.event FROM backing b JOIN claim c "
        "ON c.id = b.claim WHERE b.fact = f.id ORDER BY c.recorded, c.id LIMIT 1), '{}') FROM fact "
        "f ORDER BY f.id");
    if (!query) return tl::unexpected(query.error());
    if (Status s = query->each([&](const Statement& row) {
          rows.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
        });
        !s)
      return s;
  }
  Result<Statement> slot = db.prepare("INSERT OR IGNORE INTO slot VALUES (?,?,?,?)");
  Result<Statement> fact = db.prepare("UPDATE fact SET slot = ?, roles = ? WHERE id = ?");
  Result<Statement> tell = db.prepare(
      "INSERT OR IGNORE INTO telling SELECT ?1, claim, since, until FROM backing WHERE fact = ?2");
  for (const auto* statement : {&slot, &fact, &tell})
    if (!*statement) return tl::unexpected(statement->error());
  for (const Row& row : rows) {
    Roles roles;
    Result<nlohmann::json> body = parse_json(row.event, "claim of fact " + row.fact);
    if (body)
      if (Result<Event> event = event_from_json(*body)) roles = event->roles;
    const std::string id = slot_id(row.relationship, row.term, roles);
    const std::string names = dump_json(nlohmann::json(roles));
    if (Status s =
            slot->bind(1, id).bind(2, row.relationship).bind(3, row.term).bind(4, names).run();
        !s)
      return s;
    if (Status s = fact->bind(1, id).bind(2, names).bind(3, row.fact).run(); !s) return s;
    if (Status s = tell->bind(1, id).bind(2, row.fact).run(); !s) return s;
  }
  return {};
}

// Who is in which relationship, from the names of the relationships.
Status place_parties(Database& db) {
  Result<Statement> query = db.prepare("SELECT row, name FROM relationship");
  Result<Statement> put = db.prepare("INSERT OR IGNORE INTO relationship_party VALUES (?,?)");
  for (const auto* statement : {&query, &put})
    if (!*statement) return tl::unexpected(statement->error());
  return query->each([&](const Statement& row) -> Status {
    for (const std::string& party : split_parties(row.text(1)))
      if (Status s = put->bind(1, party).bind(2, row.integer(0)).run(); !s) return s;
    return {};
  });
}

std::string random_epoch() {
  std::random_device device;
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  constexpr int kDigits = 16;
  for (int i = 0; i < kDigits; ++i) out += kHex[device() % 16];
  return out;
}

}  // namespace

namespace {

Result<int> version_of(Database& db) {
  Result<Statement> query = db.prepare("PRAGMA user_version");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = query->step();
  if (!row) return tl::unexpected(row.error());
  const int version = static_cast<int>(query->integer(0));
  return version;
}

tl::unexpected<Error> newer(const Database& db, int version) {
  return fail(ErrorCode::conflict,
              "the file has schema version " + std::to_string(version) + ", this program knows " +
                  std::to_string(kSchemaVersion),
              db.file(), "use the newer pactwatch that wrote it");
}

}  // namespace

Status check_schema(Database& db) {
  const Result<int> version = version_of(db);
  if (!version) return tl::unexpected(version.error());
  if (*version > kSchemaVersion) return newer(db, *version);
  if (*version < kSchemaVersion)
    return fail(ErrorCode::conflict,
                "the ledger was written by an older pactwatch (schema version " +
                    std::to_string(*version) + ")",
                db.file(), "pactwatch run or pactwatch check brings it up to date");
  return {};
}

Status renew_epoch(Database& db) {
  return db.execute("INSERT OR REPLACE INTO meta VALUES ('epoch', '" + random_epoch() + "')");
}

Status migrate(Database& db) {
  Result<Transaction> transaction = Transaction::begin(db);
  if (!transaction) return tl::unexpected(transaction.error());
  const Result<int> found = version_of(db);
  if (!found) return tl::unexpected(found.error());
  const int version = *found;
  if (version > kSchemaVersion) return newer(db, version);
  if (version == kSchemaVersion) return transaction->commit();
  if (version < 1)
    if (Status status = db.execute(kFirst); !status) return status;
  fault_point("migrate.step");
  if (version < 2) {
    if (Status status = db.execute(kSecond); !status) return status;
    if (Status status = place_facts(db); !status) return status;
    // Facts of version 1 held all values of a term in one; they are judged anew at the next open.
    // Nor did its changes say which one of their topic they follow.
    if (version == 1)
      if (Status status = db.execute(
              "INSERT INTO meta VALUES ('rejudge', '1');"
              "UPDATE change SET prev_seq = coalesce((SELECT max(p.published_seq) FROM change p "
              "WHERE p.topic = change.topic AND p.published_seq < change.published_seq), 0) "
              "WHERE published_seq IS NOT NULL");
          !status)
        return status;
  }
  if (version < 3)
    if (Status status = db.execute(kThird); !status) return status;
  if (version < 4)
    if (Status status = db.execute(kFourth); !status) return status;
  if (version < 5) {
    if (Status status = db.execute(kFifth); !status) return status;
    if (Status status = place_parties(db); !status) return status;
  }
  if (version == 0)
    if (Status status = db.execute("INSERT INTO meta VALUES ('epoch', '" + random_epoch() + "')");
        !status)
      return status;
  if (Status status = db.execute("PRAGMA user_version=" + std::to_string(kSchemaVersion)); !status)
    return status;
  Status committed = transaction->commit();
  fault_point("migrate.done");
  return committed;
}

}  // namespace pactwatch
