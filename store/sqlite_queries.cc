#include <algorithm>
#include <cstdlib>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "store/sqlite_ledger.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr const char* kChangeColumns =
    "SELECT published_seq, prev_seq, id, topic, kind, fact, body, recorded FROM change ";

Change change_from(const Statement& row) {
  Change change;
  change.seq = row.integer(0);
  change.prev_seq = row.integer(1);
  change.id = row.text(2);
  change.topic = row.text(3);
  change.kind = row.text(4);
  change.fact = row.text(5);
  change.body = row.text(6);
  change.recorded = {row.integer(7)};
  return change;
}

Result<std::vector<Change>> changes_from(Statement& query) {
  std::vector<Change> out;
  for (;;) {
    Result<bool> row = query.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return out;
    out.push_back(change_from(query));
  }
}

Result<std::int64_t> one_integer(Statement& query) {
  Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.integer(0) : 0;
}

}  // namespace

// Numbers are given here, in the one place that publishes, so that their order is the order of
// publication; a change that has a number keeps it for ever.
Result<std::vector<Change>> SqliteLedger::number_changes(std::size_t limit) {
  Result<Transaction> transaction = Transaction::begin(db_);
  if (!transaction) return tl::unexpected(transaction.error());
  Result<Query> waiting =
      sql("SELECT row, topic FROM change WHERE published_seq IS NULL ORDER BY row LIMIT ?");
  if (!waiting) return tl::unexpected(waiting.error());
  (*waiting)->bind(1, static_cast<std::int64_t>(limit));
  std::vector<std::pair<std::int64_t, std::string>> rows;
  for (;;) {
    Result<bool> row = (*waiting)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    rows.emplace_back((*waiting)->integer(0), (*waiting)->text(1));
  }
  if (rows.empty()) return std::vector<Change>();
  Result<std::int64_t> last = last_seq();
  if (!last) return tl::unexpected(last.error());
  std::int64_t seq = *last;
  for (const auto& [row, topic] : rows) {
    Result<Query> previous =
        sql("SELECT coalesce(max(published_seq), 0) FROM change WHERE topic = ?");
    if (!previous) return tl::unexpected(previous.error());
    Result<std::int64_t> before = one_integer((*previous)->bind(1, topic));
    if (!before) return tl::unexpected(before.error());
    Result<Query> number = sql("UPDATE change SET published_seq = ?, prev_seq = ? WHERE row = ?");
    if (!number) return tl::unexpected(number.error());
    if (Status s = (*number)->bind(1, ++seq).bind(2, *before).bind(3, row).run(); !s)
      return tl::unexpected(s.error());
  }
  if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
  return changes_since(*last, rows.size());
}

Result<std::vector<Change>> SqliteLedger::changes_since(std::int64_t seq, std::size_t limit) {
  static const std::string text =
      std::string(kChangeColumns) + "WHERE published_seq > ? ORDER BY published_seq LIMIT ?";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  return changes_from((*query)->bind(1, seq).bind(2, static_cast<std::int64_t>(limit)));
}

Result<std::int64_t> SqliteLedger::last_seq() {
  Result<Query> query = sql("SELECT coalesce(max(published_seq), 0) FROM change");
  if (!query) return tl::unexpected(query.error());
  Result<std::int64_t> seq = one_integer(**query);
  return seq;
}

Result<std::string> SqliteLedger::epoch() {
  Result<Query> query = sql("SELECT value FROM meta WHERE key = 'epoch'");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->step();
  if (!row) return tl::unexpected(row.error());
  std::string epoch = *row ? (*query)->text(0) : std::string();
  return epoch;
}

Result<std::vector<ClaimView>> SqliteLedger::claims_of(const std::string& fact,
                                                       const std::string& first, int limit) {
  Result<Query> query =
      sql("SELECT c.id, c.article, a.outlet, c.event, a.title, c.sentence, a.url, a.published, "
          "c.origin, "
          "s.withdrawn FROM support s JOIN claim c ON c.id = s.claim JOIN article a ON a.id = "
          "c.article "
          "AND a.revision = c.revision WHERE s.fact = ?1 ORDER BY c.id = ?2 DESC, c.recorded DESC, "
          "c.id "
          "LIMIT ?3");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, fact).bind(2, first).bind(3, std::int64_t{limit});
  std::vector<ClaimView> out;
  for (;;) {
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) {
      return out;
    }
    ClaimView claim;
    claim.id = (*query)->text(0);
    claim.article = (*query)->text(1);
    claim.outlet = (*query)->text(2);
    Result<json> parsed = parse_json((*query)->text(3), "claim " + claim.id);
    if (!parsed) return tl::unexpected(parsed.error());
    Result<Event> event = event_from_json(*parsed);
    if (!event) return tl::unexpected(event.error());
    claim.attribution = event->attribution;
    claim.modality = std::string(to_string(event->modality));
    claim.rule = event->rule;
    claim.rule_revision = event->rule_revision;
    claim.title = (*query)->text(4);
    claim.sentence = (*query)->text(5);
    claim.url = (*query)->text(6);
    claim.published = (*query)->text(7);
    claim.origin = (*query)->text(8);
    claim.withdrawn = (*query)->integer(9) != 0;
    out.push_back(std::move(claim));
  }
}

Result<std::vector<std::string>> SqliteLedger::facts_with(const std::vector<std::string>& parties) {
  std::vector<std::string> out;
  bool started = false;
  for (const std::string& party : parties) {
    Result<Query> query = sql("SELECT fact FROM fact_party WHERE party = ? ORDER BY fact");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, party);
    std::vector<std::string> facts;
    for (;;) {
      Result<bool> row = (*query)->step();
      if (!row) return tl::unexpected(row.error());
      if (!*row) break;
      facts.push_back((*query)->text(0));
    }
    if (!started) {
      out = std::move(facts);
      started = true;
      continue;
    }
    std::vector<std::string> both;
    std::set_intersection(out.begin(), out.end(), facts.begin(), facts.end(),
                          std::back_inserter(both));
    out = std::move(both);
  }
  return out;
}

Result<std::vector<FactView>> SqliteLedger::fact_rows(Statement& query, bool with_claims) {
  std::vector<FactView> out;
  for (;;) {
    Result<bool> row = query.step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    FactView fact;
    fact.id = query.text(0);
    fact.parties = split_parties(query.text(1));
    fact.term = query.text(2);
    fact.version = static_cast<int>(query.integer(3));
    fact.known_since = {query.integer(4)};
    fact.status = query.text(5);
    Result<json> value = parse_json(query.text(6), "fact " + fact.id);
    if (!value) return tl::unexpected(value.error());
    fact.value = value_from_json(*value);
    fact.valid_from = query.text(7);
    fact.valid_to = query.text(8);
    fact.origins = static_cast<int>(query.integer(9));
    out.push_back(std::move(fact));
  }
  if (with_claims) {
    constexpr int kAll = 1000;
    for (FactView& fact : out) {
      Result<std::vector<ClaimView>> claims = claims_of(fact.id, {}, kAll);
      if (!claims) return tl::unexpected(claims.error());
      fact.claims = std::move(*claims);
    }
  }
  return out;
}

Result<std::vector<FactView>> SqliteLedger::fact_history(const std::string& fact) {
  Result<Query> query = sql(
      "SELECT fact.id, relationship, term, version, recorded, status, value, valid_from, valid_to, "
      "origins FROM fact JOIN fact_version v ON v.fact = fact.id WHERE fact.id = ? ORDER BY "
      "version");
  if (!query) return tl::unexpected(query.error());
  return fact_rows((*query)->bind(1, fact), /*with_claims=*/true);
}

Result<std::vector<FactView>> SqliteLedger::state(const std::vector<std::string>& parties,
                                                  std::optional<UtcTime> as_of,
                                                  const std::string& valid_at) {
  Result<std::vector<std::string>> facts = facts_with(parties);
  if (!facts) return tl::unexpected(facts.error());
  std::vector<FactView> out;
  for (const std::string& fact : *facts) {
    Result<std::vector<FactView>> history = fact_history(fact);
    if (!history) return tl::unexpected(history.error());
    const FactView* held = nullptr;
    for (const FactView& version : *history) {
      if (as_of && version.known_since > *as_of) break;
      // What was held on a day: a version that began by then. Compared as far as both are precise.
      if (!valid_at.empty() && !version.valid_from.empty()) {
        const std::size_t n = std::min(valid_at.size(), version.valid_from.size());
        if (version.valid_from.compare(0, n, valid_at, 0, n) > 0) continue;
      }
      if (!valid_at.empty() && !version.valid_to.empty()) {
        const std::size_t n = std::min(valid_at.size(), version.valid_to.size());
        if (version.valid_to.compare(0, n, valid_at, 0, n) < 0) continue;
      }
      held = &version;
    }
    if (held == nullptr || held->status == "retracted") continue;
    if (valid_at.empty() && held->status == "superseded") continue;
    out.push_back(*held);
  }
  std::stable_sort(out.begin(), out.end(), [](const FactView& x, const FactView& y) {
    return std::tie(x.parties, x.term, x.valid_from) < std::tie(y.parties, y.term, y.valid_from);
  });
  return out;
}

Result<std::vector<FactView>> SqliteLedger::timeline(const std::vector<std::string>& parties) {
  Result<std::vector<std::string>> facts = facts_with(parties);
  if (!facts) return tl::unexpected(facts.error());
  std::vector<FactView> out;
  for (const std::string& fact : *facts) {
    Result<std::vector<FactView>> history = fact_history(fact);
    if (!history) return tl::unexpected(history.error());
    for (FactView& version : *history) out.push_back(std::move(version));
  }
  const auto moment = [](const FactView& f) {
    if (!f.valid_from.empty()) return f.valid_from;
    return f.claims.empty() ? std::string() : f.claims.back().published.substr(0, 10);
  };
  std::stable_sort(out.begin(), out.end(), [&](const FactView& x, const FactView& y) {
    return std::make_tuple(moment(x), x.term, x.version) <
           std::make_tuple(moment(y), y.term, y.version);
  });
  return out;
}

Result<Change> SqliteLedger::find_change(const std::string& name) {
  static const std::string text =
      std::string(kChangeColumns) +
      "WHERE id = ?1 OR published_seq = ?2 OR (length(?1) >= 6 AND id LIKE ?1 || '%') LIMIT 1";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
  (*query)->bind(1, name).bind(
      2, static_cast<std::int64_t>(number ? std::strtoll(name.c_str(), nullptr, 10) : -1));
  Result<bool> row = (*query)->step();
  if (!row) return tl::unexpected(row.error());
  if (!*row)
    return fail(ErrorCode::not_found, "no change has this number or id", name,
                "pactwatch changes lists them");
  return change_from(**query);
}

Result<std::vector<ArticleRow>> SqliteLedger::articles() {
  Result<Query> query =
      sql("SELECT id, url, outlet, title, published, language, content_hash, revision, events, "
          "note FROM "
          "article a WHERE revision = (SELECT max(revision) FROM article WHERE id = a.id) ORDER BY "
          "recorded, id");
  if (!query) return tl::unexpected(query.error());
  std::vector<ArticleRow> out;
  for (;;) {
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return out;
    ArticleRow article;
    article.id = (*query)->text(0);
    article.url = (*query)->text(1);
    article.outlet = (*query)->text(2);
    article.title = (*query)->text(3);
    article.published = (*query)->text(4);
    article.language = (*query)->text(5);
    article.content_hash = (*query)->text(6);
    article.revision = static_cast<int>((*query)->integer(7));
    article.events = static_cast<int>((*query)->integer(8));
    article.note = (*query)->text(9);
    out.push_back(std::move(article));
  }
}

Result<std::vector<std::string>> SqliteLedger::party_names() {
  Result<Query> query = sql("SELECT DISTINCT party FROM fact_party ORDER BY party");
  if (!query) return tl::unexpected(query.error());
  std::vector<std::string> out;
  for (;;) {
    Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return out;
    out.push_back((*query)->text(0));
  }
}

}  // namespace pactwatch
