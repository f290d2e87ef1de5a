#include <algorithm>
#include <cstdlib>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/fault.h"
#include "core/json.h"
#include "store/sqlite_ledger.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr const char* kChangeColumns =
    "SELECT c.published_seq, c.prev_seq, c.id, c.topic, c.kind, f.id, c.body, c.recorded, c.cause "
    "FROM change c JOIN fact f ON f.row = c.fact ";

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
  change.cause = row.text(8);
  return change;
}

Result<std::vector<Change>> changes_from(Statement& query) {
  std::vector<Change> out;
  if (Status s = query.each([&](const Statement& row) { out.push_back(change_from(row)); }); !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::int64_t> integer_of(Statement& query) {
  Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.integer(0) : 0;
}

constexpr const char* kClaimColumns =
    "SELECT c.id, a.id, a.outlet, c.event, a.title, c.sentence, a.url, a.published, CASE WHEN "
    "c.credit <> '' THEN c.credit ELSE coalesce((SELECT outlet FROM article_root r WHERE r.article "
    "= a.id ORDER BY row DESC LIMIT 1), c.outlet) END, c.credit, c.type, c.recorded, c.row, ";

constexpr const char* kVersionColumns =
    "SELECT f.id, r.name, s.term, v.version, v.recorded, v.status, v.value, v.valid_from, "
    "v.valid_to, v.origins, s.roles, v.steps, v.cause, f.stale_days FROM fact f JOIN slot s ON "
    "s.row = f.slot JOIN relationship r ON r.row = s.relationship JOIN fact_version v ON v.fact = "
    "f.row ";

// A date of any precision that lies after another, as far as both are precise.
bool after(const std::string& x, const std::string& y) {
  const std::size_t n = std::min(x.size(), y.size());
  return x.compare(0, n, y, 0, n) > 0;
}

// How far the fact had come on a day; nothing when it did not hold yet, or no more.
std::optional<FactView> held_on(FactView fact, const std::string& day) {
  const std::string& begin =
      fact.steps.empty() || !fact.valid_from.empty() ? fact.valid_from : fact.steps.front().at;
  if (!begin.empty() && after(begin, day)) return std::nullopt;
  const bool closed = fact.status == "superseded" || fact.status == "ended";
  if (!fact.valid_to.empty()) {
    // What was superseded on a day was not in force on it; a term that runs until a day was.
    if (closed && fact.status == "superseded" ? !after(fact.valid_to, day)
                                              : after(day, fact.valid_to) && fact.status != "ended")
      return std::nullopt;
  } else if (fact.status == "superseded") {
    return std::nullopt;  // context that nobody dated
  }
  const Step* reached = nullptr;
  for (const Step& step : fact.steps)
    if (!after(step.at, day)) reached = &step;
  if (reached != nullptr) {
    fact.value = reached->value;
    fact.status = reached->status;
  }
  return fact;
}

// Relationships that each of so many parties is in.
std::string relationships_of(std::size_t parties) {
  std::string out;
  for (std::size_t i = 0; i < parties; ++i)
    out += std::string(i > 0 ? " INTERSECT " : "") +
           "SELECT relationship FROM relationship_party WHERE party = ?";
  return out;
}

// What follows FROM for the facts of relationships that each of so many parties is in; bind_facts()
// binds its parameters and gives their number. Without `as_of` the indexes alone answer.
std::string facts_of(std::size_t parties, std::optional<UtcTime> as_of) {
  std::string out = "slot s CROSS JOIN fact f ON f.slot = s.row";
  if (parties > 0) out += " WHERE s.relationship IN (" + relationships_of(parties) + ")";
  if (as_of) out += std::string(parties > 0 ? " AND" : " WHERE") + " f.first_recorded <= ?";
  return out;
}
int bind_facts(Statement& query, const std::vector<std::string>& parties, const NameBook& book,
               std::optional<UtcTime> as_of) {
  int index = 0;
  for (const std::string& party : parties) query.bind(++index, book.shown(party));
  if (as_of) query.bind(++index, as_of->ms);
  return index;
}

}  // namespace

Result<std::vector<Step>> SqliteLedger::steps_from(const std::string& text,
                                                   const std::string& where) {
  Result<json> list = parse_json(text, where);
  if (!list) return tl::unexpected(list.error());
  std::vector<Step> out;
  for (const json& step : *list) out.push_back(step_from_json(step));
  return out;
}

Result<FactView> SqliteLedger::fact_from(const Statement& row) {
  FactView fact;
  fact.id = row.text(0);
  fact.parties = split_parties(row.text(1));
  fact.term = row.text(2);
  fact.version = static_cast<int>(row.integer(3));
  fact.known_since = {row.integer(4)};
  fact.status = row.text(5);
  Result<json> value = parse_json(row.text(6), "fact " + fact.id);
  if (!value) return tl::unexpected(value.error());
  fact.value = value_from_json(*value);
  fact.valid_from = row.text(7);
  fact.valid_to = row.text(8);
  fact.origins = static_cast<int>(row.integer(9));
  Result<json> roles = parse_json(row.text(10), "fact " + fact.id);
  if (!roles) return tl::unexpected(roles.error());
  if (roles->is_object()) fact.roles = roles->get<Roles>();
  fact.parties = order_parties(fact.roles, fact.parties);
  Result<std::vector<Step>> steps = steps_from(row.text(11), "fact " + fact.id);
  if (!steps) return tl::unexpected(steps.error());
  fact.steps = std::move(*steps);
  for (Step& step : fact.steps) {
    Result<Query> claim = sql("SELECT id FROM claim WHERE row = ?");
    if (!claim) return tl::unexpected(claim.error());
    const Result<bool> found = (*claim)->bind(1, step.row).step();
    if (!found) return tl::unexpected(found.error());
    if (*found) step.claim = (*claim)->text(0);
  }
  fact.cause = row.text(12);
  return fact;
}

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
  if (Status s = (*waiting)->each(
          [&](const Statement& row) { rows.emplace_back(row.integer(0), row.text(1)); });
      !s)
    return tl::unexpected(s.error());
  if (rows.empty()) return std::vector<Change>();
  Result<std::int64_t> last = last_seq();
  if (!last) return tl::unexpected(last.error());
  std::int64_t seq = *last;
  for (const auto& [row, topic] : rows) {
    Result<Query> previous = sql("SELECT last_seq FROM topic WHERE name = ?");
    if (!previous) return tl::unexpected(previous.error());
    Result<std::int64_t> before = integer_of((*previous)->bind(1, topic));
    if (!before) return tl::unexpected(before.error());
    Result<Query> number = sql("UPDATE change SET published_seq = ?, prev_seq = ? WHERE row = ?");
    if (!number) return tl::unexpected(number.error());
    if (Status s = (*number)->bind(1, ++seq).bind(2, *before).bind(3, row).run(); !s)
      return tl::unexpected(s.error());
    Result<Query> last_of_topic = sql("INSERT OR REPLACE INTO topic VALUES (?,?)");
    if (!last_of_topic) return tl::unexpected(last_of_topic.error());
    if (Status s = (*last_of_topic)->bind(1, topic).bind(2, seq).run(); !s)
      return tl::unexpected(s.error());
  }
  fault_point("number.written");
  if (Status s = transaction->commit(); !s) return tl::unexpected(s.error());
  fault_point("number.committed");
  return changes_since(*last, rows.size());
}

Result<std::vector<Change>> SqliteLedger::changes_since(std::int64_t seq, std::size_t limit) {
  static const std::string text =
      std::string(kChangeColumns) + "WHERE c.published_seq > ? ORDER BY c.published_seq LIMIT ?";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  return changes_from((*query)->bind(1, seq).bind(2, static_cast<std::int64_t>(limit)));
}

Result<std::int64_t> SqliteLedger::last_seq() {
  return one_integer("SELECT coalesce(max(published_seq), 0) FROM change");
}

Result<std::string> SqliteLedger::epoch() {
  Result<Query> query = sql("SELECT value FROM meta WHERE key = 'epoch'");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->step();
  if (!row) return tl::unexpected(row.error());
  std::string epoch = *row ? (*query)->text(0) : std::string();
  return epoch;
}

Result<std::vector<ClaimView>> SqliteLedger::claim_rows(Statement& query) {
  std::vector<ClaimView> out;
  if (Status s = query.each([&](const Statement& row) -> Status {
        ClaimView claim;
        claim.id = row.text(0);
        claim.article = row.text(1);
        claim.outlet = row.text(2);
        // Four members are wanted, not the event.
        const Result<json> event = parse_json(row.text(3), "claim " + claim.id);
        if (!event) return tl::unexpected(event.error());
        const auto text = [&event](const char* key) {
          const auto it = event->find(key);
          return it != event->end() && it->is_string() ? it->get<std::string>() : std::string();
        };
        claim.attribution = text("attribution");
        claim.modality = text("modality");
        claim.rule = text("rule");
        if (const auto it = event->find("revision"); it != event->end() && it->is_number_integer())
          claim.rule_revision = it->get<int>();
        claim.title = row.text(4);
        claim.sentence = row.text(5);
        claim.url = row.text(6);
        claim.published = row.text(7);
        claim.origin = row.text(8);
        claim.credit = row.text(9);
        claim.type = row.text(10);
        claim.recorded = {row.integer(11)};
        claim.row = row.integer(12);
        claim.withdrawn = row.integer(13) != 0;
        out.push_back(std::move(claim));
        return {};
      });
      !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::vector<ClaimView>> SqliteLedger::claims_of(std::int64_t fact, std::int64_t first,
                                                       int limit, std::optional<UtcTime> as_of) {
  // A claim may have left the fact and come back: it stands when one of its rows does.
  static const std::string text =
      std::string(kClaimColumns) +
      "b.gone FROM (SELECT claim, min(until <> 0 AND until <= ?4) AS gone, told FROM backing WHERE "
      "fact = ?1 AND since <= ?4 GROUP BY claim ORDER BY claim = ?2 DESC, gone, told DESC, claim "
      "LIMIT ?3) b JOIN claim c ON c.row = b.claim JOIN article a ON a.seq = c.article ORDER BY "
      "c.row = ?2 DESC, b.gone, c.told DESC, c.row";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  return claim_rows((*query)
                        ->bind(1, fact)
                        .bind(2, first)
                        .bind(3, std::int64_t{limit})
                        .bind(4, as_of ? as_of->ms : INT64_MAX));
}

Result<ClaimView> SqliteLedger::claim(std::int64_t number, bool withdrawn) {
  static const std::string text =
      std::string(kClaimColumns) +
      "?2 FROM claim c JOIN article a ON a.seq = c.article WHERE c.row = ?1";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  Result<std::vector<ClaimView>> rows =
      claim_rows((*query)->bind(1, number).bind(2, std::int64_t{withdrawn ? 1 : 0}));
  if (!rows) return tl::unexpected(rows.error());
  return rows->empty() ? ClaimView() : std::move(rows->front());
}

Result<std::vector<ClaimView>> SqliteLedger::newest_claims(const std::vector<std::string>& parties,
                                                           std::size_t limit) {
  Result<NameBook> book = names_at(std::nullopt);
  if (!book) return tl::unexpected(book.error());
  const std::string text =
      std::string(kClaimColumns) +
      "NOT EXISTS (SELECT 1 FROM telling t WHERE t.claim = c.row AND t.until = 0) FROM article a "
      "CROSS JOIN claim c ON c.article = a.seq WHERE EXISTS (SELECT 1 FROM telling t JOIN slot s "
      "ON s.row = t.slot WHERE t.claim = c.row AND s.relationship IN (" +
      relationships_of(parties.size()) + ")) ORDER BY a.seq DESC, c.row LIMIT ?";
  Result<Statement> query = db_.prepare(text);
  if (!query) return tl::unexpected(query.error());
  int index = 0;
  for (const std::string& party : parties) query->bind(++index, book->shown(party));
  return claim_rows(query->bind(++index, static_cast<std::int64_t>(limit)));
}

Result<std::vector<ClaimView>> SqliteLedger::claims(const std::vector<std::string>& parties,
                                                    std::size_t limit) {
  static const std::string all =
      std::string(kClaimColumns) +
      // The newest articles first, as the index has them, and no further than asked for.
      "NOT EXISTS (SELECT 1 FROM telling t WHERE t.claim = c.row AND t.until = 0) FROM article a "
      "CROSS JOIN claim c ON c.article = a.seq ORDER BY a.seq DESC, c.row LIMIT ?";
  if (parties.empty()) {
    Result<Query> query = sql(all.c_str());
    if (!query) return tl::unexpected(query.error());
    return claim_rows((*query)->bind(1, static_cast<std::int64_t>(limit)));
  }
  // Of those whom the news are full of, the newest articles tell soon enough.
  constexpr std::size_t kManyFacts = 300;
  const Result<std::size_t> facts = count_facts(parties, std::nullopt);
  if (!facts) return tl::unexpected(facts.error());
  if (*facts > kManyFacts) return newest_claims(parties, limit);
  // A claim stands when it does so behind any of the facts. Its day is known without reading it.
  Result<NameBook> book = names_at(std::nullopt);
  if (!book) return tl::unexpected(book.error());
  Result<Statement> query = db_.prepare(
      "SELECT b.claim, min(b.until <> 0), max(b.told) FROM backing b WHERE b.fact IN "
      "(SELECT f.row FROM " +
      facts_of(parties.size(), std::nullopt) + ") GROUP BY b.claim ORDER BY 3 DESC, 1 LIMIT ?");
  if (!query) return tl::unexpected(query.error());
  const int index = bind_facts(*query, parties, *book, std::nullopt);
  query->bind(index + 1, static_cast<std::int64_t>(limit));
  std::vector<ClaimView> out;
  if (Status s = query->each([&](const Statement& row) -> Status {
        Result<ClaimView> view = claim(row.integer(0), row.integer(1) != 0);
        if (!view) return tl::unexpected(view.error());
        out.push_back(std::move(*view));
        return {};
      });
      !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::vector<ClaimView>> SqliteLedger::claims_after(std::int64_t after, std::size_t limit) {
  static const std::string text =
      std::string(kClaimColumns) +
      "NOT EXISTS (SELECT 1 FROM telling t WHERE t.claim = c.row AND t.until = 0) FROM claim c "
      "JOIN article a ON a.seq = c.article WHERE c.row > ? ORDER BY c.row LIMIT ?";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  return claim_rows((*query)->bind(1, after).bind(2, static_cast<std::int64_t>(limit)));
}

// Facts of relationships that all of `parties` are in.
Result<std::vector<std::int64_t>> SqliteLedger::facts_with(const std::vector<std::string>& parties,
                                                           std::optional<UtcTime> as_of,
                                                           std::size_t limit) {
  Result<NameBook> book = names_at(as_of);
  if (!book) return tl::unexpected(book.error());
  const std::string text = "SELECT f.row FROM " + facts_of(parties.size(), as_of) +
                           (limit == kNoLimit ? " ORDER BY f.id" : " ORDER BY f.row DESC LIMIT ?");
  Result<Statement> query = db_.prepare(text);
  if (!query) return tl::unexpected(query.error());
  int index = bind_facts(*query, parties, *book, as_of);
  if (limit != kNoLimit) query->bind(++index, static_cast<std::int64_t>(limit));
  std::vector<std::int64_t> out;
  if (Status s = query->each([&](const Statement& row) { out.push_back(row.integer(0)); }); !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::size_t> SqliteLedger::count_facts(const std::vector<std::string>& parties,
                                              std::optional<UtcTime> as_of) {
  Result<NameBook> book = names_at(as_of);
  if (!book) return tl::unexpected(book.error());
  Result<Statement> query = db_.prepare("SELECT count(*) FROM " + facts_of(parties.size(), as_of));
  if (!query) return tl::unexpected(query.error());
  bind_facts(*query, parties, *book, as_of);
  const Result<std::int64_t> count = integer_of(*query);
  if (!count) return tl::unexpected(count.error());
  return static_cast<std::size_t>(*count);
}

Result<std::vector<FactView>> SqliteLedger::fact_history(const std::string& fact) {
  static const std::string text = std::string(kVersionColumns) + "WHERE f.row = ? ORDER BY version";
  const Result<std::int64_t> number = one_integer("SELECT row FROM fact WHERE id = ?", fact);
  if (!number) return tl::unexpected(number.error());
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, *number);
  std::vector<FactView> out;
  if (Status s = (*query)->each([&](const Statement& row) -> Status {
        Result<FactView> view = fact_from(row);
        if (!view) return tl::unexpected(view.error());
        out.push_back(std::move(*view));
        return {};
      });
      !s)
    return tl::unexpected(s.error());
  if (out.empty()) return out;
  constexpr int kAll = 1000;
  Result<std::vector<ClaimView>> claims = claims_of(*number, 0, kAll, std::nullopt);
  if (!claims) return tl::unexpected(claims.error());
  // Who credits whom among them says where each really comes from.
  OriginSet origins;
  for (const ClaimView& claim : *claims)
    if (!claim.withdrawn) origins.add(source_key(claim.outlet), claim.credit);
  for (ClaimView& claim : *claims)
    if (!claim.credit.empty()) claim.origin = origins.root(claim.credit);
  out.back().claims = std::move(*claims);
  return out;
}

Result<std::optional<FactView>> SqliteLedger::version_at(std::int64_t fact,
                                                         std::optional<UtcTime> as_of) {
  static const std::string text =
      std::string(kVersionColumns) +
      "WHERE f.row = ?1 AND v.recorded <= ?2 ORDER BY v.version DESC LIMIT 1";
  Result<Query> query = sql(text.c_str());
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->bind(1, fact).bind(2, as_of ? as_of->ms : INT64_MAX).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return std::optional<FactView>();
  Result<FactView> view = fact_from(**query);
  if (!view) return tl::unexpected(view.error());
  return std::optional<FactView>(std::move(*view));
}

Result<std::vector<FactView>> SqliteLedger::state(const std::vector<std::string>& parties,
                                                  std::optional<UtcTime> as_of,
                                                  const std::string& valid_at, UtcTime now,
                                                  const Extent& extent) {
  Result<std::vector<std::int64_t>> facts = facts_with(parties, as_of, extent.facts);
  if (!facts) return tl::unexpected(facts.error());
  std::vector<FactView> out;
  std::vector<std::int64_t> rows;  // of those
  for (const std::int64_t row : *facts) {
    Result<std::optional<FactView>> version = version_at(row, as_of);
    if (!version) return tl::unexpected(version.error());
    if (!*version || (*version)->status == "retracted") continue;
    FactView fact = std::move(**version);
    if (valid_at.empty()) {
      if (fact.status == "superseded") continue;
    } else {
      std::optional<FactView> then = held_on(std::move(fact), valid_at);
      if (!then) continue;
      fact = std::move(*then);
    }
    out.push_back(std::move(fact));
    rows.push_back(row);
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    FactView& fact = out[i];
    Result<std::vector<ClaimView>> claims = claims_of(rows[i], 0, extent.claims, as_of);
    if (!claims) return tl::unexpected(claims.error());
    fact.claims = std::move(*claims);
    Result<Query> days = sql("SELECT stale_days FROM fact WHERE row = ?");
    if (!days) return tl::unexpected(days.error());
    Result<bool> row = (*days)->bind(1, rows[i]).step();
    if (!row) return tl::unexpected(row.error());
    const std::int64_t keep = *row ? (*days)->integer(0) : 0;
    const UtcTime then = as_of.value_or(now);
    if (keep == 0 || fact.claims.empty() || fact.status == "ended") continue;
    const std::optional<Day> told = parse_iso_day(fact.claims.front().published);
    fact.stale = told && to_serial(*told) + keep < to_serial(day_of(then));
  }
  std::stable_sort(out.begin(), out.end(), [](const FactView& x, const FactView& y) {
    return std::tie(x.parties, x.term, x.valid_from) < std::tie(y.parties, y.term, y.valid_from);
  });
  return out;
}

Result<std::vector<TimelineEntry>> SqliteLedger::timeline(const std::vector<std::string>& parties,
                                                          std::optional<UtcTime> as_of,
                                                          std::size_t limit) {
  Result<std::vector<std::int64_t>> facts = facts_with(parties, as_of, limit);
  if (!facts) return tl::unexpected(facts.error());
  struct Line {
    TimelineEntry entry;
    std::string place;  // orders lines of one day
  };
  std::vector<Line> lines;
  for (const std::int64_t row : *facts) {
    Result<std::optional<FactView>> version = version_at(row, as_of);
    if (!version) return tl::unexpected(version.error());
    if (!*version || (*version)->status == "retracted") continue;
    const FactView& fact = **version;
    const Value* before = nullptr;
    for (std::size_t i = 0; i < fact.steps.size(); ++i) {
      Line line;
      line.entry.fact = fact.id;
      line.entry.parties = fact.parties;
      line.entry.term = fact.term;
      line.entry.step = fact.steps[i];
      if (before != nullptr && !(*before == fact.steps[i].value)) line.entry.before = *before;
      before = &fact.steps[i].value;
      line.place = fact.steps.front().claim + std::to_string(1000 + i);
      lines.push_back(std::move(line));
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& x, const Line& y) {
    return std::tie(x.entry.step.at, x.entry.term, x.place) <
           std::tie(y.entry.step.at, y.entry.term, y.place);
  });
  std::vector<TimelineEntry> out;
  std::map<std::string, Value> held;  // by relationship and term, for what a new value replaced
  for (Line& line : lines) {
    TimelineEntry& entry = line.entry;
    const std::string slot = join_parties(entry.parties) + "|" + entry.term;
    if (entry.step.kind == "value_changed" && !entry.before)
      if (const auto was = held.find(slot); was != held.end()) entry.before = was->second;
    if (entry.step.status != "contradicted" && entry.step.status != "denied")
      held[slot] = entry.step.value;
    Result<ClaimView> told = claim(entry.step.row);
    if (!told) return tl::unexpected(told.error());
    entry.claim = std::move(*told);
    out.push_back(std::move(entry));
  }
  return out;
}

Result<std::string> SqliteLedger::find_fact(const std::string& name) {
  Result<Query> query =
      sql("SELECT id FROM fact WHERE id >= ?1 AND id < ?1 || 'g' ORDER BY id LIMIT 2");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->bind(1, name).step();
  if (!row) return tl::unexpected(row.error());
  constexpr std::size_t kShortest = 6;
  if (!*row || name.size() < kShortest)
    return fail(ErrorCode::not_found, "no fact has this id", name,
                "pactwatch state --json shows the ids of facts");
  const std::string id = (*query)->text(0);
  Result<bool> more = (*query)->step();
  if (!more) return tl::unexpected(more.error());
  if (*more && id != name)
    return fail(ErrorCode::invalid_input, "several facts begin with this", name, "give more of it");
  return id;
}

Result<Change> SqliteLedger::find_change(const std::string& name) {
  // Two questions rather than one with OR, which would read every change.
  static const std::string by_number =
      std::string(kChangeColumns) + "WHERE c.published_seq = ? LIMIT 1";
  static const std::string by_id =
      std::string(kChangeColumns) + "WHERE c.id >= ?1 AND c.id < ?1 || 'g' ORDER BY c.id LIMIT 1";
  constexpr std::size_t kLongestNumber = 18;
  constexpr std::size_t kShortestId = 6;
  const bool number = !name.empty() && name.size() <= kLongestNumber &&
                      name.find_first_not_of("0123456789") == std::string::npos;
  if (number) {
    Result<Query> query = sql(by_number.c_str());
    if (!query) return tl::unexpected(query.error());
    Result<bool> row =
        (*query)->bind(1, std::int64_t{std::strtoll(name.c_str(), nullptr, 10)}).step();
    if (!row) return tl::unexpected(row.error());
    if (*row) return change_from(**query);
  }
  Result<Query> query = sql(by_id.c_str());
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = name.size() < kShortestId ? false : (*query)->bind(1, name).step();
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
  if (Status s = (*query)->each([&](const Statement& row) {
        ArticleRow article;
        article.id = row.text(0);
        article.url = row.text(1);
        article.outlet = row.text(2);
        article.title = row.text(3);
        article.published = row.text(4);
        article.language = row.text(5);
        article.content_hash = row.text(6);
        article.revision = static_cast<int>(row.integer(7));
        article.events = static_cast<int>(row.integer(8));
        article.note = row.text(9);
        out.push_back(std::move(article));
      });
      !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::vector<std::string>> SqliteLedger::party_names() {
  Result<Query> query = sql("SELECT DISTINCT party FROM relationship_party ORDER BY party");
  if (!query) return tl::unexpected(query.error());
  std::vector<std::string> out;
  if (Status s = (*query)->each([&](const Statement& row) { out.push_back(row.text(0)); }); !s)
    return tl::unexpected(s.error());
  return out;
}

}  // namespace pactwatch
