#include "store/sqlite_ledger.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "core/text.h"
#include "store/compress.h"
#include "store/schema.h"
#include "store/similarity.h"

namespace pactwatch {
namespace {

using nlohmann::json;

// Copies of a story appear within days; beyond this many articles nobody looks for them.
constexpr std::int64_t kCopyWindow = 4000;
// As many claims as a change carries with it; the rest is one `explain` away.
constexpr int kClaimsInChange = 5;

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

// One name for one source: without case and article.
std::string source_key(std::string_view name) {
  std::string key = ascii_lower(fold_space(name));
  if (key.rfind("the ", 0) == 0) key.erase(0, 4);
  return key;
}

std::vector<std::string> parties_of(const Event& event) {
  std::set<std::string> names;
  for (const auto& [role, parties] : event.roles) names.insert(parties.begin(), parties.end());
  return {names.begin(), names.end()};
}

std::string join(const std::vector<std::string>& parts, std::string_view by) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += by;
    out += part;
  }
  return out;
}

std::string slug(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (plain)
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

}  // namespace

std::vector<std::string> split_parties(const std::string& key) {
  std::vector<std::string> out(1);
  for (const char c : key) {
    if (c == '|')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

std::string relationship_slug(const std::vector<std::string>& parties) {
  std::vector<std::string> slugs;
  slugs.reserve(parties.size());
  for (const std::string& party : parties) slugs.push_back(slug(party));
  return join(slugs, "~");
}

Result<Query> SqliteLedger::sql(const char* text) {
  const auto it = statements_.find(text);
  if (it != statements_.end()) return Query(*it->second);
  Result<Statement> prepared = db_.prepare(text);
  if (!prepared) return tl::unexpected(prepared.error());
  auto owned = std::make_unique<Statement>(std::move(*prepared));
  Statement& statement = *owned;
  statements_.emplace(text, std::move(owned));
  return Query(statement);
}

Status SqliteLedger::record(const std::vector<Reading>& readings, UtcTime now) {
  Result<Transaction> transaction = Transaction::begin(db_);
  if (!transaction) return tl::unexpected(transaction.error());
  for (const Reading& reading : readings) {
    if (Status status = record_one(reading, now); !status) return status;
    if (reading.item == 0) continue;
    Result<Query> done =
        sql("UPDATE item SET state = 'done', leased_until = 0, reason = '' WHERE id = ?");
    if (!done) return tl::unexpected(done.error());
    if (Status status = (*done)->bind(1, reading.item).run(); !status) return status;
  }
  return transaction->commit();
}

Status SqliteLedger::record_one(const Reading& reading, UtcTime now) {
  const Article& article = reading.article;
  Result<Query> find =
      sql("SELECT revision, content_hash, rules FROM article WHERE id = ? ORDER BY revision DESC "
          "LIMIT 1");
  if (!find) return tl::unexpected(find.error());
  Result<bool> known = (*find)->bind(1, article.id).step();
  if (!known) return tl::unexpected(known.error());
  std::int64_t revision = 1;
  if (*known) {
    const bool same = (*find)->text(1) == article.content_hash;
    revision = (*find)->integer(0) + (same ? 0 : 1);
    if (same && (*find)->text(2) == reading.rules) return {};  // recorded before, word for word
  }
  const std::uint64_t hash = simhash(article.text);
  Result<std::string> root = root_outlet(article, hash);
  if (!root) return tl::unexpected(root.error());
  Result<Query> insert = sql(
      "INSERT INTO article VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id, revision) DO "
      "UPDATE SET rules = excluded.rules, events = excluded.events");
  if (!insert) return tl::unexpected(insert.error());
  if (Status status = (*insert)
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
                          .bind_blob(11, compress(article.text))
                          .bind(12, static_cast<std::int64_t>(hash))
                          .bind(13, reading.rules)
                          .bind(14, static_cast<std::int64_t>(reading.events.size()))
                          .bind(15, reading.note)
                          .bind(16, now.ms)
                          .run();
      !status)
    return status;
  for (const Event& event : reading.events)
    if (Status status = record_event(reading, event, revision, *root, now); !status) return status;
  if (revision > 1) return withdraw_older(article, revision, now);
  return {};
}

// Copies carry the outlet of the first that told the story.
Result<std::string> SqliteLedger::root_outlet(const Article& article, std::uint64_t hash) {
  if (count_words(article.text) < kLeastWords) return article.outlet;
  Result<Query> query =
      sql("SELECT simhash, outlet FROM article WHERE id <> ?1 AND simhash <> 0 ORDER BY recorded "
          "DESC LIMIT ?2");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, article.id).bind(2, kCopyWindow);
  std::string outlet = article.outlet;
  for (;;) {
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return outlet;  // the last seen is the earliest
    if (distance(hash, static_cast<std::uint64_t>((*query)->integer(0))) <= kCopyBits)
      outlet = (*query)->text(1);
  }
}

Status SqliteLedger::record_event(const Reading& reading, const Event& event, std::int64_t revision,
                                  const std::string& root, UtcTime now) {
  const std::vector<std::string> parties = parties_of(event);
  if (parties.empty()) return {};
  json body = to_json(event);
  const std::string text = dump_json(body);
  body.erase("rule");
  body.erase("revision");
  NewClaim claim;
  claim.id =
      content_id({"claim", reading.article.id, reading.article.content_hash, dump_json(body)});
  claim.event = &event;
  claim.article = &reading.article;
  claim.origin = source_key(event.attribution.empty() ? root : event.attribution);
  Result<Query> insert =
      sql("INSERT INTO claim VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (id) DO NOTHING");
  if (!insert) return tl::unexpected(insert.error());
  if (Status status = (*insert)
                          ->bind(1, claim.id)
                          .bind(2, reading.article.id)
                          .bind(3, revision)
                          .bind(4, event.type)
                          .bind(5, text)
                          .bind(6, sentence_of(reading.article.text, event.span))
                          .bind(7, claim.origin)
                          .bind(8, now.ms)
                          .run();
      !status)
    return status;
  if (db_.rows_changed() == 0) return {};  // said before
  for (const Term* term : terms_.of(event))
    if (Status status = apply(claim, parties, *term, now); !status) return status;
  return {};
}

Status SqliteLedger::apply(const NewClaim& claim, const std::vector<std::string>& parties,
                           const Term& term, UtcTime now) {
  const Event& event = *claim.event;
  const std::string name = event.metric.empty() ? term.name : term.name + "." + slug(event.metric);
  const std::string relationship = join(parties, "|");
  const Value value = value_of(event, term);
  const Told told{value, event.modality, event.when, claim.article->published};

  Result<std::vector<Candidate>> candidates = facts_of(relationship, name, claim.origin);
  if (!candidates) return tl::unexpected(candidates.error());
  // The fact that the claim speaks of: for a term of one value the one that is held, for one that
  // accumulates the first that agrees in figure and date.
  const Candidate* target = nullptr;
  for (const Candidate& c : *candidates) {
    const bool dates = event.when.empty() || c.held.valid_from.empty() ||
                       event.when.compare(0, 4, c.held.valid_from, 0, 4) == 0;
    if (term.single ? !c.history || agree(c.held.value, value, term.tolerance)
                    : dates && agree(c.held.value, value, term.tolerance)) {
      target = &c;
      if (!term.single || !c.history) break;
    }
  }
  if (target == nullptr) {
    const bool past = is_past(event.when, claim.article->published);
    const std::string key =
        term.single && !past ? std::string() : dump_json(to_json(value)) + event.when;
    return add_fact(claim, parties, relationship, name, key, value, past, now);
  }
  const Judgement verdict = judge(target->held, told, term, terms_);
  if (verdict.history)
    return add_fact(claim, parties, relationship, name, dump_json(to_json(value)) + event.when,
                    value, /*past=*/true, now);
  if (verdict.other_fact)
    return add_fact(claim, parties, relationship, name, dump_json(to_json(value)) + event.when,
                    value, is_past(event.when, claim.article->published), now);
  if (Status status = support(target->id, claim, now); !status) return status;
  if (!verdict.new_version) return {};
  NewVersion version;
  version.fact = target->id;
  version.number = target->version + 1;
  version.value = verdict.value;
  version.status = verdict.status;
  version.valid_from = event.when.empty() ? target->held.valid_from : event.when;
  version.valid_to = event.until;
  version.told = claim.article->published;
  Result<int> origins = count_origins(target->id);
  if (!origins) return tl::unexpected(origins.error());
  version.origins = *origins;
  if (Status status = add_version(version, now); !status) return status;
  if (verdict.kind.empty()) return {};
  // A contradiction shows the other side, though what is held stays.
  const Value after = verdict.kind == "contradicted" ? value : verdict.value;
  return add_change(version, parties, name, verdict.kind, &target->held.value, &after, claim.id,
                    now);
}

Status SqliteLedger::add_fact(const NewClaim& claim, const std::vector<std::string>& parties,
                              const std::string& relationship, const std::string& term,
                              const std::string& key, const Value& value, bool past, UtcTime now) {
  const Event& event = *claim.event;
  NewVersion version;
  version.fact = content_id({"fact", relationship, term, key});
  version.value = value;
  const bool over = terms_.is_ending(value.stage) && event.modality == Modality::confirmed;
  version.status = past ? "superseded" : over ? "ended" : status_of(event.modality);
  version.valid_from = event.when;
  version.valid_to = event.until;
  version.told = claim.article->published;
  version.origins = 1;
  Result<Query> insert = sql("INSERT INTO fact VALUES (?,?,?,?) ON CONFLICT (id) DO NOTHING");
  if (!insert) return tl::unexpected(insert.error());
  if (Status s = (*insert)
                     ->bind(1, version.fact)
                     .bind(2, relationship)
                     .bind(3, term)
                     .bind(4, now.ms)
                     .run();
      !s)
    return s;
  const bool fresh = db_.rows_changed() > 0;
  if (Status s = support(version.fact, claim, now); !s) return s;
  if (!fresh) return {};
  for (const std::string& party : parties) {
    Result<Query> link = sql("INSERT OR IGNORE INTO fact_party VALUES (?,?)");
    if (!link) return tl::unexpected(link.error());
    if (Status s = (*link)->bind(1, party).bind(2, version.fact).run(); !s) return s;
  }
  if (Status s = add_version(version, now); !s) return s;
  if (past) return {};  // history fills the record and alerts nobody
  return add_change(version, parties, term, "new", nullptr, &value, claim.id, now);
}

Status SqliteLedger::support(const std::string& fact, const NewClaim& claim, UtcTime) {
  Result<Query> insert = sql("INSERT OR IGNORE INTO support (fact, claim, origin) VALUES (?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)->bind(1, fact).bind(2, claim.id).bind(3, claim.origin).run();
}

Result<int> SqliteLedger::count_origins(const std::string& fact) {
  Result<Query> query =
      sql("SELECT count(DISTINCT origin) FROM support WHERE fact = ? AND withdrawn = 0");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->bind(1, fact).step();
  if (!row) return tl::unexpected(row.error());
  const int count = static_cast<int>((*query)->integer(0));
  return count;
}

Result<std::vector<SqliteLedger::Candidate>> SqliteLedger::facts_of(const std::string& relationship,
                                                                    const std::string& term,
                                                                    const std::string& origin) {
  Result<Query> query =
      sql("SELECT fact.id, version, status, value, valid_from, told, "
          "(SELECT count(DISTINCT origin) FROM support WHERE fact = fact.id AND withdrawn = 0), "
          "EXISTS (SELECT 1 FROM support WHERE fact = fact.id AND origin = ?3 AND withdrawn = 0) "
          "FROM fact JOIN fact_version v ON v.fact = fact.id AND v.version = "
          "(SELECT max(version) FROM fact_version WHERE fact = fact.id) "
          "WHERE relationship = ?1 AND term = ?2 ORDER BY first_recorded, fact.id");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, relationship).bind(2, term).bind(3, origin);
  std::vector<Candidate> out;
  for (;;) {
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return out;
    Candidate c;
    c.id = (*query)->text(0);
    c.version = (*query)->integer(1);
    c.held.status = (*query)->text(2);
    Result<json> value = parse_json((*query)->text(3), "fact " + c.id);
    if (!value) return tl::unexpected(value.error());
    c.held.value = value_from_json(*value);
    c.held.valid_from = (*query)->text(4);
    c.held.told = (*query)->text(5);
    c.held.origins = static_cast<int>((*query)->integer(6));
    c.held.same_origin = (*query)->integer(7) != 0;
    c.history = c.held.status == "superseded";
    out.push_back(std::move(c));
  }
}

Status SqliteLedger::add_version(const NewVersion& version, UtcTime now) {
  Result<Query> insert = sql("INSERT INTO fact_version VALUES (?,?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, version.fact)
      .bind(2, version.number)
      .bind(3, now.ms)
      .bind(4, version.status)
      .bind(5, dump_json(to_json(version.value)))
      .bind(6, version.valid_from)
      .bind(7, version.valid_to)
      .bind(8, version.told)
      .bind(9, std::int64_t{version.origins})
      .run();
}

Status SqliteLedger::add_change(const NewVersion& version, const std::vector<std::string>& parties,
                                const std::string& term, const std::string& kind,
                                const Value* before, const Value* after, const std::string& claim,
                                UtcTime now) {
  Result<std::vector<ClaimView>> claims = claims_of(version.fact, claim, kClaimsInChange);
  if (!claims) return tl::unexpected(claims.error());
  json list = json::array();
  for (const ClaimView& view : *claims) list.push_back(to_json(view));
  const std::string relationship = relationship_slug(parties);
  const std::string id =
      content_id({"change", version.fact, std::to_string(version.number), kind, claim});
  const json body = {{"id", id},
                     {"kind", kind},
                     {"cause", "article"},
                     {"relationship", relationship},
                     {"parties", parties},
                     {"term", term},
                     {"fact", version.fact},
                     {"status", version.status},
                     {"before", before != nullptr ? to_json(*before) : json(nullptr)},
                     {"after", after != nullptr ? to_json(*after) : json(nullptr)},
                     {"origins", version.origins},
                     {"recorded", to_iso(now)},
                     {"claims", std::move(list)}};
  Result<Query> insert =
      sql("INSERT INTO change (id, fact, version, kind, cause, topic, body, recorded) VALUES "
          "(?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, id)
      .bind(2, version.fact)
      .bind(3, version.number)
      .bind(4, kind)
      .bind(5, "article")
      .bind(6, "change." + relationship + "." + kind)
      .bind(7, dump_json(body))
      .bind(8, now.ms)
      .run();
}

// What earlier revisions of the article said and this one does not: those claims no longer stand,
// and a fact that nobody else tells is taken back.
Status SqliteLedger::withdraw_older(const Article& article, std::int64_t revision, UtcTime now) {
  struct Orphan {
    std::string fact;
    std::string claim;
  };
  std::vector<Orphan> orphans;
  {
    Result<Query> query = sql(
        "SELECT s.fact, s.claim FROM support s JOIN claim c ON c.id = s.claim WHERE c.article = ?1 "
        "AND c.revision < ?2 AND s.withdrawn = 0 ORDER BY s.fact, s.claim");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, article.id).bind(2, revision);
    for (;;) {
      Result<bool> row = (*query)->step();
      if (!row) return tl::unexpected(row.error());
      if (!*row) break;
      orphans.push_back({(*query)->text(0), (*query)->text(1)});
    }
  }
  for (const Orphan& orphan : orphans) {
    Result<Query> mark = sql("UPDATE support SET withdrawn = ?1 WHERE fact = ?2 AND claim = ?3");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, now.ms).bind(2, orphan.fact).bind(3, orphan.claim).run(); !s)
      return s;
    Result<int> left = count_origins(orphan.fact);
    if (!left) return tl::unexpected(left.error());
    if (*left > 0) continue;
    if (Status s = retract(orphan.fact, orphan.claim, now); !s) return s;
  }
  return {};
}

Status SqliteLedger::retract(const std::string& fact, const std::string& claim, UtcTime now) {
  Result<std::vector<FactView>> history = fact_history(fact);
  if (!history) return tl::unexpected(history.error());
  if (history->empty() || history->back().status == "retracted") return {};
  const FactView& last = history->back();
  NewVersion version;
  version.fact = fact;
  version.number = last.version + 1;
  version.value = last.value;
  version.status = "retracted";
  version.valid_from = last.valid_from;
  version.valid_to = last.valid_to;
  version.origins = 0;
  if (Status s = add_version(version, now); !s) return s;
  if (last.status == "superseded") return {};  // history alerts nobody, nor does its end
  return add_change(version, last.parties, last.term, "retracted", &last.value, nullptr, claim,
                    now);
}

Result<std::unique_ptr<Ledger>> open_ledger(const std::string& file,
                                            const std::filesystem::path& terms) {
  Result<Terms> catalogue = Terms::load(terms);
  if (!catalogue) return tl::unexpected(catalogue.error());
  Result<Database> db = Database::open(file, Database::Mode::read_write);
  if (!db) return tl::unexpected(db.error());
  if (Status status = migrate(*db); !status) return tl::unexpected(status.error());
  return std::make_unique<SqliteLedger>(std::move(*db), std::move(*catalogue));
}

Result<std::unique_ptr<Ledger>> open_ledger_read_only(const std::string& file) {
  Result<Database> db = Database::open(file, Database::Mode::read_only);
  if (!db) return tl::unexpected(db.error());
  return std::make_unique<SqliteLedger>(std::move(*db), Terms());
}

}  // namespace pactwatch
