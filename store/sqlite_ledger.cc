// Recording: articles, what is a copy of what, claims, and which slots they speak of.

#include "store/sqlite_ledger.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/fault.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/json_text.h"
#include "core/text.h"
#include "store/compress.h"
#include "store/schema.h"
#include "store/values.h"

namespace pactwatch {
namespace {

using nlohmann::json;

// The part of an article's text that an event's span covers.
std::string sentence_of(const std::string& text, const Span& span) {
  std::size_t point = 0;
  std::size_t begin = text.size();
  std::size_t end = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
    if (point == span.begin) begin = i;
    if (point == span.end) {
      end = i;
      break;
    }
    ++point;
  }
  return begin < end ? fold_space(std::string_view(text).substr(begin, end - begin))
                     : std::string();
}

// A claim is what an article says, wherever in it and by whichever rule it was read: a new revision
// that says the same makes the same claim.
std::string claim_id(const std::string& article, const Event& event) {
  return content_id({"claim", article, event_text(event, /*found=*/false)});
}

}  // namespace

Result<Query> SqliteLedger::sql(const char* text) { return statements_.use(text); }

Result<std::int64_t> SqliteLedger::one_integer(const char* text) {
  Result<Query> query = sql(text);
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->step();
  if (!row) return tl::unexpected(row.error());
  const std::int64_t out = *row ? (*query)->integer(0) : 0;
  return out;
}

Result<std::int64_t> SqliteLedger::one_integer(const char* text, std::string_view key) {
  Result<Query> query = sql(text);
  if (!query) return tl::unexpected(query.error());
  const Result<bool> found = (*query)->bind(1, key).step();
  if (!found) return tl::unexpected(found.error());
  return *found ? (*query)->integer(0) : 0;
}

// Sees whether anybody else wrote since the last time, and keeps recorded time from running back:
// what was known at a moment must not change because a clock was put right.
Status SqliteLedger::begin_writing(UtcTime& now) {
  Result<std::int64_t> writes = one_integer("SELECT value FROM meta WHERE key = 'writes'");
  if (!writes) return tl::unexpected(writes.error());
  Result<std::int64_t> clock = one_integer("SELECT value FROM meta WHERE key = 'clock'");
  if (!clock) return tl::unexpected(clock.error());
  now.ms = std::max(now.ms, *clock);
  if (generation_ == *writes) return {};
  forget_slots();
  copies_.clear();
  copies_loaded_ = false;
  known_names_.clear();
  relationships_.clear();
  generation_ = *writes;
  return load_names();
}

Status SqliteLedger::end_writing(UtcTime now) {
  Result<Query> put = sql("INSERT OR REPLACE INTO meta VALUES (?, ?)");
  if (!put) return tl::unexpected(put.error());
  if (Status s = (*put)->bind(1, "writes").bind(2, std::to_string(generation_ + 1)).run(); !s)
    return s;
  if (Status s = (*put)->bind(1, "clock").bind(2, std::to_string(now.ms)).run(); !s) return s;
  return {};
}

Status SqliteLedger::write(UtcTime now, const std::function<Status(UtcTime now)>& body) {
  Result<Transaction> transaction = Transaction::begin(db_);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto all = [&]() -> Status {
    if (Status s = begin_writing(now); !s) return s;
    if (Status s = body(now); !s) return s;
    if (Status s = end_writing(now); !s) return s;
    return transaction->commit();
  };
  Status written = all();
  fresh_.clear();
  // What was kept in memory has run ahead of what was rolled back.
  generation_ = written ? generation_ + 1 : -1;
  return written;
}

Status SqliteLedger::record(const std::vector<Reading>& readings, UtcTime now) {
  return write(now, [&](UtcTime time) -> Status {
    for (const Reading& reading : readings) {
      if (Status s = record_one(reading, time); !s) return s;
      if (reading.item == 0) continue;
      Result<Query> done =
          sql("UPDATE item SET state = 'done', leased_until = 0, reason = '' WHERE id = ?");
      if (!done) return tl::unexpected(done.error());
      if (Status s = (*done)->bind(1, reading.item).run(); !s) return s;
    }
    fault_point("record.written");
    return {};
  });
}

Status SqliteLedger::record_one(const Reading& reading, UtcTime now) {
  const Article& article = reading.article;
  std::int64_t revision = 1;
  std::int64_t row = 0;  // of a revision that says the same
  {
    Result<Query> find =
        sql("SELECT revision, content_hash, rules, seq FROM article WHERE id = ? ORDER BY revision "
            "DESC LIMIT 1");
    if (!find) return tl::unexpected(find.error());
    Result<bool> known = (*find)->bind(1, article.id).step();
    if (!known) return tl::unexpected(known.error());
    if (*known) {
      const bool same = (*find)->text(1) == article.content_hash;
      if (same && (*find)->text(2) == reading.rules) return {};  // recorded before, word for word
      if (same) row = (*find)->integer(3);
      revision = (*find)->integer(0) + (same ? 0 : 1);
    }
  }
  const bool same = row != 0;
  std::set<std::string> anew;  // slots to be told from the beginning
  if (same) {
    Result<Query> mark = sql("UPDATE article SET rules = ?2, events = ?3 WHERE seq = ?1");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)
                       ->bind(1, row)
                       .bind(2, reading.rules)
                       .bind(3, static_cast<std::int64_t>(reading.events.size()))
                       .run();
        !s)
      return s;
  } else {
    if (Status s = add_article(reading, revision, now); !s) return s;
    row = db_.last_row();
    std::set<std::string> rerooted;
    if (Status s = find_copies(article, rerooted, now); !s) return s;
    for (const std::string& other : rerooted)
      if (Status s = slots_of_article(other, anew); !s) return s;
  }

  // What it says now beside what it said before.
  std::map<std::string, std::int64_t> standing;
  std::map<std::string, std::int64_t> before;  // withdrawn ones, too
  if (revision > 1 || same) {
    Result<Query> query =
        sql("SELECT c.id, c.row, EXISTS (SELECT 1 FROM telling t WHERE t.claim = c.row AND t.until "
            "= 0) FROM article a JOIN claim c ON c.article = a.seq WHERE a.id = ?");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, article.id);
    if (Status s = (*query)->each([&](const Statement& claim) {
          before[claim.text(0)] = claim.integer(1);
          if (claim.integer(2) != 0) standing[claim.text(0)] = claim.integer(1);
        });
        !s)
      return s;
  }
  Result<std::string> outlet = outlet_key(article);
  if (!outlet) return tl::unexpected(outlet.error());
  Occasion occasion;
  occasion.now = now;
  occasion.only_past = true;
  Slots news;
  std::vector<std::string> order;  // of the text
  std::set<std::string> said;
  for (const Event& event : reading.events) {
    if (event.roles.empty()) continue;
    const std::string id = claim_id(article.id, event);
    if (!said.insert(id).second) continue;
    if (standing.contains(id)) continue;
    const bool unnamed = is_unnamed(event.attribution, terms_.origins().unnamed);
    const std::string credit = unnamed ? std::string() : source_key(event.attribution);
    ClaimRef claim{0, id};
    if (const auto known = before.find(id); known != before.end()) {
      claim.row = known->second;
    } else {
      const Result<std::int64_t> added = add_claim(reading, event, id, credit, row, now);
      if (!added) return tl::unexpected(added.error());
      claim.row = *added;
    }
    Result<Slots> placed =
        place_claim(event, claim, article.id, *outlet, credit, article.published, now);
    if (!placed) return tl::unexpected(placed.error());
    occasion.claims.push_back(std::move(claim));
    for (auto& [slot, tellings] : *placed)
      for (Telling& telling : tellings) {
        occasion.only_past = occasion.only_past && telling.past;
        if (news[slot].empty()) order.push_back(slot);
        news[slot].push_back(std::move(telling));
      }
  }
  bool withdrawn = false;
  for (const auto& [id, claim] : standing) {
    if (said.contains(id)) continue;
    withdrawn = true;
    occasion.only_past = false;
    occasion.claims.push_back({claim, id});
    if (Status s = slots_of_claim(claim, anew); !s) return s;
    Result<Query> mark = sql("UPDATE telling SET until = ?1 WHERE claim = ?2 AND until = 0");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, now.ms).bind(2, claim).run(); !s) return s;
  }
  if (!anew.empty() && !withdrawn) occasion.only_past = false;
  occasion.cause = reading.replay ? "rules" : withdrawn ? "correction" : "article";
  for (const std::string& slot : order) {
    const bool whole = anew.erase(slot) > 0;
    if (Status s = retell(slot, whole ? nullptr : &news[slot], occasion); !s) return s;
  }
  for (const std::string& slot : anew)
    if (Status s = retell(slot, nullptr, occasion); !s) return s;
  constexpr std::size_t kMostKept = 200'000;  // tellings in memory, some 100 MB
  if (kept_tellings_ > kMostKept) forget_slots();
  return {};
}

Status SqliteLedger::add_article(const Reading& reading, std::int64_t revision, UtcTime now) {
  const Article& article = reading.article;
  Result<Query> insert = sql(
      "INSERT INTO article (id, revision, content_hash, url, outlet, title, authors, published, "
      "modified, language, rules, events, note, recorded, text) VALUES "
      "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, article.id)
      .bind(2, revision)
      .bind(3, article.content_hash)
      .bind(4, article.url)
      .bind(5, article.outlet)
      .bind(6, article.title)
      .bind(7, dump_json(json(article.authors)))
      .bind(8, article.published)
      .bind(9, article.modified)
      .bind(10, article.language)
      .bind(11, reading.rules)
      .bind(12, static_cast<std::int64_t>(reading.events.size()))
      .bind(13, reading.note)
      .bind(14, now.ms)
      .bind_blob(15, compress(article.text))
      .run();
}

// Looks for copies of the article and notes which of them told the story first. Articles whose
// root is another one now, so that what they say has another origin, are put into `rerooted`.
Status SqliteLedger::find_copies(const Article& article, std::set<std::string>& rerooted,
                                 UtcTime now) {
  if (!copies_loaded_) {
    static const std::string text =
        "SELECT article, sketch FROM (SELECT * FROM article_sketch ORDER "
        "BY seq DESC LIMIT " +
        std::to_string(CopyIndex::kWindow) + ") ORDER BY seq";
    Result<Query> query = sql(text.c_str());
    if (!query) return tl::unexpected(query.error());
    if (Status s = (*query)->each([&](const Statement& row) {
          copies_.add(row.text(0), sketch_from_bytes(row.text(1)));
        });
        !s)
      return s;
    copies_loaded_ = true;
  }
  Sketch own = sketch(article.text);
  if (own.empty()) return {};
  const std::vector<std::string> copies = copies_.copies_of(article.id, own);
  {
    Result<Query> insert = sql("INSERT INTO article_sketch (article, sketch) VALUES (?,?)");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)->bind(1, article.id).bind_blob(2, to_bytes(own)).run(); !s) return s;
  }
  copies_.add(article.id, std::move(own));
  if (copies.empty()) return {};

  // All that hang together through this article are copies of the one published first.
  std::set<std::string> roots;
  for (const std::string& copy : copies) {
    Result<Query> root =
        sql("SELECT root FROM article_root WHERE article = ? ORDER BY row DESC LIMIT 1");
    if (!root) return tl::unexpected(root.error());
    Result<bool> row = (*root)->bind(1, copy).step();
    if (!row) return tl::unexpected(row.error());
    roots.insert(*row ? (*root)->text(0) : copy);
  }
  std::set<std::string> members = roots;
  members.insert(article.id);
  for (const std::string& root : roots) {
    Result<Query> query = sql("SELECT DISTINCT article FROM article_root WHERE root = ?");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, root);
    if (Status s = (*query)->each([&](const Statement& row) { members.insert(row.text(0)); }); !s)
      return s;
  }
  std::tuple<std::string, std::string> first;  // published, id
  std::string outlet;
  std::set<std::string> candidates = roots;
  candidates.insert(article.id);
  for (const std::string& id : candidates) {
    Result<Query> query = sql(
        "SELECT published, outlet, recorded FROM article WHERE id = ? ORDER BY revision LIMIT 1");
    if (!query) return tl::unexpected(query.error());
    Result<bool> row = (*query)->bind(1, id).step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) continue;
    std::string published = (*query)->text(0);
    if (published.empty()) published = to_iso(UtcTime{(*query)->integer(2)});
    std::tuple<std::string, std::string> key{published, id};
    if (!outlet.empty() && first <= key) continue;
    first = key;
    outlet = source_key((*query)->text(1));
  }
  const std::string& root = std::get<1>(first);
  for (const std::string& member : members) {
    Result<Query> known =
        sql("SELECT root FROM article_root WHERE article = ? ORDER BY row DESC LIMIT 1");
    if (!known) return tl::unexpected(known.error());
    Result<bool> row = (*known)->bind(1, member).step();
    if (!row) return tl::unexpected(row.error());
    if ((*row ? (*known)->text(0) : member) == root) continue;
    Result<Query> insert = sql("INSERT INTO article_root (article, root, outlet) VALUES (?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)->bind(1, member).bind(2, root).bind(3, outlet).run(); !s) return s;
    if (member != article.id) rerooted.insert(member);
  }
  (void)now;
  return {};
}

// The outlet that told the article's story first, as a source key.
Result<std::string> SqliteLedger::outlet_key(const Article& article) {
  Result<Query> root =
      sql("SELECT outlet FROM article_root WHERE article = ? ORDER BY row DESC LIMIT 1");
  if (!root) return tl::unexpected(root.error());
  Result<bool> row = (*root)->bind(1, article.id).step();
  if (!row) return tl::unexpected(row.error());
  std::string key = *row ? (*root)->text(0) : source_key(article.outlet);
  return key;
}

Result<std::int64_t> SqliteLedger::add_claim(const Reading& reading, const Event& event,
                                             const std::string& id, const std::string& credit,
                                             std::int64_t article, UtcTime now) {
  ClaimView view;
  view.id = id;
  view.article = reading.article.id;
  view.outlet = reading.article.outlet;
  view.attribution = event.attribution;
  view.title = reading.article.title;
  view.sentence = sentence_of(reading.article.text, event.span);
  view.url = reading.article.url;
  view.published = reading.article.published;
  view.modality = std::string(to_string(event.modality));
  view.rule = event.rule;
  view.rule_revision = event.rule_revision;
  view.credit = credit;
  view.type = event.type;
  view.recorded = now;
  Result<Query> insert =
      sql("INSERT INTO claim (id, article, type, told, outlet, credit, recorded, event, sentence) "
          "VALUES (?,?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  if (Status s = (*insert)
                     ->bind(1, id)
                     .bind(2, article)
                     .bind(3, event.type)
                     .bind(4, view.published.empty() ? to_iso(now) : view.published)
                     .bind(5, source_key(view.outlet))
                     .bind(6, credit)
                     .bind(7, now.ms)
                     .bind(8, event_text(event))
                     .bind(9, view.sentence)
                     .run();
      !s)
    return tl::unexpected(s.error());
  const std::int64_t row = view.row = db_.last_row();
  fresh_[row] = std::move(view);
  return row;
}

// The relationship's row, with its parties, made where it is new.
Result<std::int64_t> SqliteLedger::relationship_row(const std::string& name) {
  if (const auto known = relationships_.find(name); known != relationships_.end())
    return std::int64_t{known->second};
  Result<std::int64_t> found = one_integer("SELECT row FROM relationship WHERE name = ?", name);
  if (!found) return found;
  std::int64_t row = *found;
  if (row == 0) {
    Result<Query> insert = sql("INSERT INTO relationship (name) VALUES (?)");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)->bind(1, name).run(); !s) return tl::unexpected(s.error());
    row = db_.last_row();
    for (const std::string& party : split_parties(name)) {
      Result<Query> link = sql("INSERT OR IGNORE INTO relationship_party VALUES (?,?)");
      if (!link) return tl::unexpected(link.error());
      if (Status s = (*link)->bind(1, party).bind(2, row).run(); !s)
        return tl::unexpected(s.error());
    }
  }
  relationships_[name] = row;
  return row;
}

// Enters the claim under every slot it speaks of, under the names that judgements give its parties.
Result<SqliteLedger::Slots> SqliteLedger::place_claim(const Event& event, const ClaimRef& claim,
                                                      const std::string& article,
                                                      const std::string& outlet,
                                                      const std::string& credit,
                                                      const std::string& told, UtcTime now) {
  Roles roles;
  for (const auto& [role, names] : event.roles) {
    for (const std::string& name : names) {
      if (Status s = know_name(name, now); !s) return tl::unexpected(s.error());
      const std::string shown = names_.shown(name);
      std::vector<std::string>& list = roles[role];
      if (std::find(list.begin(), list.end(), shown) == list.end()) list.push_back(shown);
    }
  }
  const std::string relationship = join_parties(parties_of(roles));
  Slots out;
  for (const Term* term : terms_.of(event)) {
    const std::string name =
        event.metric.empty() ? term->name : term->name + "." + slug(event.metric);
    const std::string id = slot_id(relationship, name, roles);
    Result<Slot*> place = slot(id);
    if (!place) return tl::unexpected(place.error());
    if (*place == nullptr) {  // nothing is known of it but what comes now
      const Result<std::int64_t> parties = relationship_row(relationship);
      if (!parties) return tl::unexpected(parties.error());
      Result<Query> insert =
          sql("INSERT INTO slot (id, relationship, term, roles) VALUES (?,?,?,?)");
      if (!insert) return tl::unexpected(insert.error());
      if (Status s = (*insert)
                         ->bind(1, id)
                         .bind(2, *parties)
                         .bind(3, name)
                         .bind(4, dump_json(json(roles)))
                         .run();
          !s)
        return tl::unexpected(s.error());
      auto fresh = std::make_unique<Slot>();
      fresh->row = db_.last_row();
      fresh->id = id;
      fresh->relationship = relationship;
      fresh->term = name;
      fresh->roles = roles;
      fresh->account.emplace(terms_, *term);
      place = (slots_[id] = std::move(fresh)).get();
    }
    // As move_backing() does.
    Result<Query> tell =
        fresh_.contains(claim.row)
            ? sql("INSERT INTO telling VALUES (?,?,?,0)")
            : sql("INSERT INTO telling VALUES (?,?,?,0) ON CONFLICT (slot, claim, since) DO UPDATE "
                  "SET until = 0");
    if (!tell) return tl::unexpected(tell.error());
    if (Status s = (*tell)->bind(1, (*place)->row).bind(2, claim.row).bind(3, now.ms).run(); !s)
      return tl::unexpected(s.error());
    Telling telling;
    telling.row = claim.row;
    telling.claim = claim.id;
    telling.article = article;
    telling.outlet = outlet;
    telling.credit = credit;
    telling.value = value_of(event, *term);
    telling.modality = event.modality;
    telling.when = event.when;
    telling.told = told.empty() ? to_iso(now) : told;
    telling.place = event.span.begin;
    place_in_time(telling, terms_.time());
    out[id].push_back(std::move(telling));
  }
  return out;
}

Status SqliteLedger::slots_of_claim(std::int64_t claim, std::set<std::string>& out) {
  Result<Query> query = sql(
      "SELECT s.id FROM telling t JOIN slot s ON s.row = t.slot WHERE t.claim = ? AND t.until = 0");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, claim);
  return (*query)->each([&](const Statement& row) { out.insert(row.text(0)); });
}

Status SqliteLedger::slots_of_article(const std::string& article, std::set<std::string>& out) {
  Result<Query> query =
      sql("SELECT DISTINCT s.id FROM article a JOIN claim c ON c.article = a.seq JOIN telling t ON "
          "t.claim = c.row JOIN slot s ON s.row = t.slot WHERE a.id = ? AND t.until = 0");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, article);
  return (*query)->each([&](const Statement& row) { out.insert(row.text(0)); });
}

Status SqliteLedger::rejudge(UtcTime now) {
  constexpr std::int64_t kAtOnce = 500;  // slots a transaction, so that others may write between
  std::string last;
  for (bool more = true; more;) {
    Status done = write(now, [&](UtcTime time) -> Status {
      std::vector<std::string> slots;
      {
        Result<Query> query = sql("SELECT id FROM slot WHERE id > ? ORDER BY id LIMIT ?");
        if (!query) return tl::unexpected(query.error());
        (*query)->bind(1, last).bind(2, kAtOnce);
        if (Status s = (*query)->each([&](const Statement& row) { slots.push_back(row.text(0)); });
            !s)
          return s;
      }
      more = !slots.empty();
      Occasion occasion;
      occasion.cause = "rules";
      occasion.now = time;
      for (const std::string& slot : slots)
        if (Status s = retell(slot, nullptr, occasion); !s) return s;
      if (more) last = slots.back();
      forget_slots();
      return {};
    });
    if (!done) return done;
  }
  return {};
}

Status SqliteLedger::finish_migration() {
  Result<std::int64_t> wanted = one_integer("SELECT value FROM meta WHERE key = 'rejudge'");
  if (!wanted) return tl::unexpected(wanted.error());
  if (*wanted == 0) return {};
  if (Status s = rejudge(system_clock().now()); !s) return s;
  return db_.execute("DELETE FROM meta WHERE key = 'rejudge'");
}

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& file,
                                            const std::filesystem::path& terms) {
  Result<Terms> catalogue = Terms::load(terms);
  if (!catalogue) return tl::unexpected(catalogue.error());
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  // What articles touch of the past is spread over the file. With SQLite's own 2 MiB most pages
  // would be read again and written several times in one transaction.
  if (Status status = db->execute("PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000");
      !status)
    return tl::unexpected(status.error());
  if (Status status = migrate(*db); !status) return tl::unexpected(status.error());
  auto ledger = std::make_unique<SqliteLedger>(std::move(*db), std::move(*catalogue));
  if (Status status = ledger->finish_migration(); !status) return tl::unexpected(status.error());
  return ledger;
}

Result<std::unique_ptr<Ledger>> open_ledger_read_only(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  if (Status status = check_schema(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteLedger>(std::move(*db), Terms());
}

}  // namespace pactwatch
