// Names: the entities behind them, and what people judged about them.

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "core/text.h"
#include "store/origin.h"
#include "store/sqlite_ledger.h"

namespace pactwatch {

using nlohmann::json;

Status SqliteLedger::load_names() {
  Result<NameBook> names = names_at(std::nullopt);
  if (!names) return tl::unexpected(names.error());
  names_ = std::move(*names);
  return {};
}

Result<NameBook> SqliteLedger::names_at(std::optional<UtcTime> as_of) {
  Result<std::vector<Judgement>> all = judgements();
  if (!all) return tl::unexpected(all.error());
  return NameBook(*all, as_of);
}

Status SqliteLedger::know_name(const std::string& name, UtcTime now) {
  if (!known_names_.insert(name).second) return {};
  const std::string key = ascii_lower(name);
  Result<Query> insert = sql("INSERT OR IGNORE INTO entity VALUES (?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, key)
      .bind(2, content_id({"entity", key}).substr(0, 12))
      .bind(3, name)
      .bind(4, now.ms)
      .run();
}

Result<std::vector<Judgement>> SqliteLedger::judgements() {
  Result<Query> query =
      sql("SELECT row, kind, a, b, author, reason, recorded, undone FROM judgement ORDER BY row");
  if (!query) return tl::unexpected(query.error());
  std::vector<Judgement> out;
  if (Status s = (*query)->each([&](const Statement& row) {
        Judgement judgement;
        judgement.row = row.integer(0);
        judgement.kind = row.text(1);
        judgement.a = row.text(2);
        judgement.b = row.text(3);
        judgement.author = row.text(4);
        judgement.reason = row.text(5);
        judgement.recorded = {row.integer(6)};
        if (row.integer(7) != 0) judgement.undone = UtcTime{row.integer(7)};
        out.push_back(std::move(judgement));
      });
      !s)
    return tl::unexpected(s.error());
  return out;
}

Result<std::int64_t> SqliteLedger::judge_names(const Judgement& judgement, UtcTime now) {
  if (judgement.kind != "merge" && judgement.kind != "split")
    return fail(ErrorCode::invalid_input, "a judgement is merge or split");
  if (ascii_lower(judgement.a) == ascii_lower(judgement.b))
    return fail(ErrorCode::invalid_input, "both names are \"" + judgement.a + "\"");
  std::int64_t number = 0;
  Status written = write(now, [&](UtcTime time) -> Status {
    const NameBook before = names_;
    Result<Query> insert =
        sql("INSERT INTO judgement (kind, a, b, author, reason, recorded) VALUES (?,?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)
                       ->bind(1, judgement.kind)
                       .bind(2, judgement.a)
                       .bind(3, judgement.b)
                       .bind(4, judgement.author)
                       .bind(5, judgement.reason)
                       .bind(6, time.ms)
                       .run();
        !s)
      return s;
    number = db_.last_row();
    return apply_names(before, time);
  });
  if (!written) return tl::unexpected(written.error());
  return number;
}

Status SqliteLedger::undo_judgement(std::int64_t row, UtcTime now) {
  return write(now, [&](UtcTime time) -> Status {
    const NameBook before = names_;
    Result<Query> mark = sql("UPDATE judgement SET undone = ?1 WHERE row = ?2 AND undone = 0");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, time.ms).bind(2, row).run(); !s) return s;
    if (db_.rows_changed() == 0)
      return fail(ErrorCode::not_found, "no judgement in force has this number",
                  std::to_string(row), "pactwatch entity list shows them");
    return apply_names(before, time);
  });
}

// Moves the tellings of every party whose name is shown otherwise now to the slots under its new
// name, and tells those slots and the old ones anew.
Status SqliteLedger::apply_names(const NameBook& before, UtcTime now) {
  if (Status s = load_names(); !s) return s;
  std::set<std::string> touched;
  for (const std::string& name : names_.differences(before)) {
    Result<Query> query =
        sql("SELECT s.id FROM relationship_party p JOIN slot s ON s.relationship = p.relationship "
            "WHERE p.party = ?");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, name);
    if (Status s = (*query)->each([&](const Statement& row) { touched.insert(row.text(0)); }); !s)
      return s;
  }
  struct Row {
    std::int64_t row = 0;
    std::string event, article, outlet, credit, told;
  };
  std::map<std::string, Row> claims;
  for (const std::string& slot : touched) {
    Result<Query> query = sql(
        "SELECT c.id, c.row, c.event, a.id, c.outlet, c.credit, c.told FROM slot s JOIN telling "
        "t ON t.slot = s.row JOIN claim c ON c.row = t.claim JOIN article a ON a.seq = c.article "
        "WHERE s.id = ? AND t.until = 0");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, slot);
    if (Status s = (*query)->each([&](const Statement& row) {
          claims[row.text(0)] = {row.integer(1), row.text(2), row.text(3),
                                 row.text(4),    row.text(5), row.text(6)};
        });
        !s)
      return s;
  }
  Occasion occasion;
  occasion.cause = "judgement";
  occasion.now = now;
  for (const auto& [id, claim] : claims) {
    occasion.claims.push_back({claim.row, id});
    Result<Query> mark = sql("UPDATE telling SET until = ?1 WHERE claim = ?2 AND until = 0");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, now.ms).bind(2, claim.row).run(); !s) return s;
    Result<Event> event = parse_event(claim.event, "claim " + id);
    if (!event) return tl::unexpected(event.error());
    Result<Slots> placed = place_claim(*event, {claim.row, id}, claim.article, claim.outlet,
                                       claim.credit, claim.told, now);
    if (!placed) return tl::unexpected(placed.error());
    for (const auto& [slot, tellings] : *placed) touched.insert(slot);
  }
  for (const std::string& slot : touched)
    if (Status s = retell(slot, nullptr, occasion); !s) return s;
  return {};
}

Result<PartyView> SqliteLedger::party(const std::string& name, std::size_t limit) {
  Result<NameBook> book = names_at(std::nullopt);
  if (!book) return tl::unexpected(book.error());
  PartyView out;
  out.name = book->shown(name);
  out.names = book->others(name);
  {
    Result<Query> entity = sql("SELECT id, name FROM entity WHERE key = ?");
    if (!entity) return tl::unexpected(entity.error());
    Result<bool> row = (*entity)->bind(1, ascii_lower(out.name)).step();
    if (!row) return tl::unexpected(row.error());
    if (*row) {
      out.id = (*entity)->text(0);
      out.name = (*entity)->text(1);
    } else {
      out.id = content_id({"entity", ascii_lower(out.name)}).substr(0, 12);
    }
  }
  const Result<std::int64_t> all =
      one_integer("SELECT count(*) FROM relationship_party WHERE party = ?", out.name);
  if (!all) return tl::unexpected(all.error());
  // Of one whom the news are full of, the latest changes tell soon enough which moved last.
  constexpr std::int64_t kMany = 1000;  // so many are sorted sooner than met among all changes
  std::vector<std::int64_t> rows;
  if (*all > kMany && static_cast<std::size_t>(*all) > limit) {
    Result<std::vector<std::int64_t>> latest = latest_relationships(out.name, limit);
    if (!latest) return tl::unexpected(latest.error());
    rows = std::move(*latest);
    out.more = static_cast<std::size_t>(*all) - rows.size();
  } else {
    Result<Query> query = sql("SELECT relationship FROM relationship_party WHERE party = ?");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, out.name);
    if (Status s = (*query)->each([&](const Statement& row) { rows.push_back(row.integer(0)); });
        !s)
      return tl::unexpected(s.error());
  }
  for (const std::int64_t relationship : rows) {
    Result<Query> query =
        sql("SELECT r.name, count(*), max(v.recorded) FROM relationship r JOIN slot s ON "
            "s.relationship = r.row JOIN fact f ON f.slot = s.row JOIN fact_version v ON v.fact = "
            "f.row AND v.version = (SELECT max(version) FROM fact_version WHERE fact = f.row) "
            "WHERE r.row = ? AND v.status NOT IN ('retracted', 'superseded')");
    if (!query) return tl::unexpected(query.error());
    (*query)->bind(1, relationship);
    if (Status s = (*query)->each([&](const Statement& row) {
          if (row.integer(1) > 0)
            out.relationships.push_back({split_parties(row.text(0)),
                                         static_cast<int>(row.integer(1)),
                                         UtcTime{row.integer(2)}});
        });
        !s)
      return tl::unexpected(s.error());
  }
  std::sort(out.relationships.begin(), out.relationships.end(), [](const auto& x, const auto& y) {
    return std::tie(y.last, x.parties) < std::tie(x.last, y.parties);
  });
  if (out.relationships.size() > limit) {
    out.more = out.relationships.size() - limit;
    out.relationships.resize(limit);
  }
  if (out.relationships.empty())
    return fail(ErrorCode::not_found, "nothing is held of \"" + name + "\"");
  return out;
}

// Relationships of the party by their latest changes, read from the last one back.
Result<std::vector<std::int64_t>> SqliteLedger::latest_relationships(const std::string& party,
                                                                     std::size_t limit) {
  Result<Query> query = sql(
      "SELECT p.relationship FROM fact_version v CROSS JOIN fact f ON f.row = v.fact CROSS JOIN "
      "slot s ON s.row = f.slot CROSS JOIN relationship_party p ON p.party = ?1 AND "
      "p.relationship = s.relationship ORDER BY v.rowid DESC");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, party);
  std::vector<std::int64_t> out;
  std::set<std::int64_t> seen;
  while (out.size() < limit) {
    const Result<bool> row = (*query)->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    if (seen.insert((*query)->integer(0)).second) out.push_back((*query)->integer(0));
  }
  return out;
}

}  // namespace pactwatch
