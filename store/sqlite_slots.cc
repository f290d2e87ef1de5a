// Judging: a slot's account is told, its facts are matched with those the ledger holds, and what
// differs becomes versions and changes.

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "core/json_text.h"
#include "store/sqlite_ledger.h"
#include "store/values.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
// As many claims as a change carries with it; the rest is one `explain` away.
constexpr int kClaimsInChange = 5;

// Claims are named by their rows, which are shorter and found at once.
std::string steps_json(const std::vector<Step>& steps) {
  std::string out = "[";
  for (const Step& step : steps) {
    if (out.size() > 1) out += ',';
    put_stored_step(out, step);
  }
  return out + "]";
}

std::string value_text(const Value& value) {
  std::string out;
  put_value(out, value);
  return out;
}

bool same_steps(const std::vector<Step>& x, const std::vector<Step>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](const Step& a, const Step& b) {
    return a.row == b.row && a.at == b.at && a.kind == b.kind && a.status == b.status &&
           a.value == b.value;
  });
}

bool same(const HeldFact& x, const HeldFact& y) {
  return x.status == y.status && x.count == y.count && x.valid_from == y.valid_from &&
         x.valid_to == y.valid_to && x.value == y.value && same_steps(x.steps, y.steps);
}

bool is_live(const std::string& status) {
  return status != "superseded" && status != "retracted" && status != "ended";
}

}  // namespace

void SqliteLedger::forget_slots() {
  slots_.clear();
  kept_tellings_ = 0;
}

// The slot as it is known; with neither account nor facts when it was not in use.
Result<SqliteLedger::Slot*> SqliteLedger::slot(const std::string& id) {
  const auto found = slots_.find(id);
  if (found != slots_.end()) return found->second.get();
  Result<Query> query =
      sql("SELECT r.name, s.term, s.roles, s.row FROM slot s JOIN relationship r ON r.row = "
          "s.relationship WHERE s.id = ?");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->bind(1, id).step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return static_cast<Slot*>(nullptr);
  auto slot = std::make_unique<Slot>();
  slot->row = (*query)->integer(3);
  slot->id = id;
  slot->relationship = (*query)->text(0);
  slot->term = (*query)->text(1);
  Result<json> roles = parse_json((*query)->text(2), "slot " + id);
  if (!roles) return tl::unexpected(roles.error());
  if (roles->is_object()) slot->roles = roles->get<Roles>();
  if (Status s = load_facts(*slot); !s) return tl::unexpected(s.error());
  return (slots_[id] = std::move(slot)).get();
}

Status SqliteLedger::load_tellings(Slot& slot) {
  kept_tellings_ -= slot.tellings.size();
  slot.tellings.clear();
  const Term* term = terms_.find(slot.term);
  if (term == nullptr)
    return fail(ErrorCode::not_found, "no term \"" + slot.term + "\" in the catalogue",
                "terms.toml", "put it back: facts are held of it");
  Result<Query> query = sql(
      "SELECT c.id, a.id, c.event, c.told, coalesce((SELECT outlet FROM article_root r WHERE "
      "r.article = a.id ORDER BY row DESC LIMIT 1), c.outlet), c.credit, c.row FROM telling t JOIN "
      "claim c ON c.row = t.claim JOIN article a ON a.seq = c.article WHERE t.slot = ? AND t.until "
      "= 0");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, slot.row);
  if (Status s = (*query)->each([&](const Statement& row) -> Status {
        Result<Event> event = parse_event(row.text(2), "claim " + row.text(0));
        if (!event) return tl::unexpected(event.error());
        Telling telling;
        telling.claim = row.text(0);
        telling.article = row.text(1);
        telling.told = row.text(3);
        telling.outlet = row.text(4);
        telling.credit = row.text(5);
        telling.row = row.integer(6);
        telling.value = value_of(*event, *term);
        telling.modality = event->modality;
        telling.when = event->when;
        telling.place = event->span.begin;
        place_in_time(telling, terms_.time());
        slot.tellings.push_back(std::move(telling));
        return {};
      });
      !s)
    return s;
  std::sort(slot.tellings.begin(), slot.tellings.end(), told_before);
  kept_tellings_ += slot.tellings.size();
  return {};
}

Status SqliteLedger::load_facts(Slot& slot) {
  slot.facts.clear();
  Result<Query> query = sql(
      "SELECT f.id, v.version, v.status, v.value, v.valid_from, v.valid_to, v.origins, v.steps, "
      "v.in_force, f.row FROM fact f JOIN fact_version v ON v.fact = f.row AND v.version = (SELECT "
      "max(version) FROM fact_version WHERE fact = f.row) WHERE f.slot = ? ORDER BY "
      "f.first_recorded, f.id");
  if (!query) return tl::unexpected(query.error());
  (*query)->bind(1, slot.row);
  if (Status s = (*query)->each([&](const Statement& row) -> Status {
        Stored stored;
        stored.id = row.text(0);
        stored.version = row.integer(1);
        stored.held.status = row.text(2);
        Result<json> value = parse_json(row.text(3), "fact " + stored.id);
        if (!value) return tl::unexpected(value.error());
        stored.held.value = value_from_json(*value);
        stored.held.valid_from = row.text(4);
        stored.held.valid_to = row.text(5);
        stored.held.count = static_cast<int>(row.integer(6));
        Result<std::vector<Step>> steps = steps_from(row.text(7), "fact " + stored.id);
        if (!steps) return tl::unexpected(steps.error());
        stored.held.steps = std::move(*steps);
        stored.held.in_force = row.integer(8) != 0;
        stored.row = row.integer(9);
        slot.facts.push_back(std::move(stored));
        return {};
      });
      !s)
    return s;
  for (Stored& stored : slot.facts) {
    Result<Query> backing = sql("SELECT claim, until FROM backing WHERE fact = ?");
    if (!backing) return tl::unexpected(backing.error());
    (*backing)->bind(1, stored.row);
    if (Status s = (*backing)->each([&](const Statement& row) {
          stored.once.insert(row.integer(0));
          if (row.integer(1) == 0) stored.backing.insert(row.integer(0));
        });
        !s)
      return s;
  }
  // Of a matter that ended and the one that came after it, both were in force when last written. A
  // file of version 1 does not say: there it is the one that nothing superseded.
  Stored* in_force = nullptr;
  const bool said = std::any_of(slot.facts.begin(), slot.facts.end(),
                                [](const Stored& s) { return s.held.in_force; });
  for (Stored& stored : slot.facts) {
    const bool candidate = said ? stored.held.in_force : is_live(stored.held.status);
    stored.held.in_force = false;
    if (!candidate || stored.held.status == "retracted") continue;
    if (in_force == nullptr || in_force->held.status == "ended") in_force = &stored;
  }
  const Term* term = terms_.find(slot.term);
  if (in_force != nullptr && term != nullptr && term->kind != Term::Kind::many)
    in_force->held.in_force = true;
  return {};
}

// Tells the slot's account with `news` on top, or from the beginning (nullptr), and records what
// follows.
Status SqliteLedger::retell(const std::string& id, const std::vector<Telling>* news,
                            const Occasion& occasion) {
  Result<Slot*> found = slot(id);
  if (!found) return tl::unexpected(found.error());
  if (*found == nullptr) return fail(ErrorCode::internal, "no slot " + id, db_.file());
  Slot& slot = **found;
  const Term* term = terms_.find(slot.term);
  if (term == nullptr)
    return fail(ErrorCode::not_found, "no term \"" + slot.term + "\" in the catalogue",
                "terms.toml", "put it back: facts are held of it");
  const bool kept = slot.account.has_value();
  bool on_top = kept && news != nullptr;
  if (on_top) {
    std::vector<Telling> sorted = *news;
    std::sort(sorted.begin(), sorted.end(), told_before);
    on_top = slot.tellings.empty() || told_before(slot.tellings.back(), sorted.front());
    for (Telling& telling : sorted) {
      if (on_top) slot.account->tell(telling);
      slot.tellings.push_back(std::move(telling));
    }
    kept_tellings_ += sorted.size();
    if (!on_top) std::sort(slot.tellings.begin(), slot.tellings.end(), told_before);
  } else if (Status s = load_tellings(slot); !s) {
    return s;
  }
  if (!on_top) {
    slot.account.emplace(terms_, *term);
    for (const Telling& telling : slot.tellings) slot.account->tell(telling);
  }
  slot.told_anew = !on_top;
  match_facts(slot);
  return write_facts(slot, occasion);
}

// Which of the facts held is which of the account's. On top of the last telling nothing moved; told
// anew, the one with most claims in common, else one that says the same and lost all its claims.
void SqliteLedger::match_facts(Slot& slot) const {
  const std::vector<HeldFact>& facts = slot.account->facts();
  if (!slot.told_anew) {
    slot.fact_of.resize(facts.size(), kNone);
    return;
  }
  slot.fact_of.assign(facts.size(), kNone);
  std::vector<bool> taken(slot.facts.size(), false);
  std::unordered_map<std::int64_t, std::vector<std::size_t>> holders;
  for (std::size_t j = 0; j < slot.facts.size(); ++j)
    for (const std::int64_t claim : slot.facts[j].once) holders[claim].push_back(j);
  struct Pair {
    std::size_t shared, fact, stored;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    std::map<std::size_t, std::size_t> shared;
    for (const std::int64_t claim : facts[i].claims)
      if (const auto it = holders.find(claim); it != holders.end())
        for (const std::size_t j : it->second) ++shared[j];
    for (const auto& [j, count] : shared) pairs.push_back({count, i, j});
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& x, const Pair& y) { return x.shared > y.shared; });
  for (const Pair& pair : pairs) {
    if (slot.fact_of[pair.fact] != kNone || taken[pair.stored]) continue;
    slot.fact_of[pair.fact] = pair.stored;
    taken[pair.stored] = true;
  }
  const double tolerance = terms_.find(slot.term)->tolerance;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (slot.fact_of[i] != kNone) continue;
    for (std::size_t j = 0; j < slot.facts.size(); ++j) {
      const HeldFact& held = slot.facts[j].held;
      if (taken[j] || held.status == "retracted") continue;
      if (!agree(held.value, facts[i].value, tolerance) ||
          !dates_agree(held.valid_from, facts[i].valid_from))
        continue;
      slot.fact_of[i] = j;
      taken[j] = true;
      break;
    }
  }
}

SqliteLedger::Move SqliteLedger::move_of(const Slot& slot, const Stored& stored,
                                         const HeldFact& fact, const Occasion& occasion,
                                         const Stored* held_before) const {
  Move move;
  if (occasion.only_past || fact.history) return move;
  const HeldFact& was = stored.held;
  move.after = fact.value;
  const bool displaced = fact.in_force && held_before != nullptr && held_before != &stored &&
                         held_before->version > 0 && held_before->held.status != "ended";
  if (stored.version == 0) {
    if (fact.status == "superseded") return move;
    // The other side of a dispute is told with the side that was known before.
    if (fact.status == "contradicted")
      for (std::size_t i = 0; i < slot.fact_of.size(); ++i)
        if (slot.facts[slot.fact_of[i]].version > 0 &&
            slot.account->facts()[i].status == "contradicted")
          return move;
    move.kind = fact.status == "denied" ? "denied" : displaced ? "value_changed" : "new";
    if (!displaced) return move;
    move.before = held_before->held.value;
    if (held_before->backing.empty() || occasion.cause == "correction")
      move.replaces = held_before->id;
    return move;
  }
  move.before = was.value;
  const double tolerance = terms_.find(slot.term)->tolerance;
  if (fact.status == "superseded") return move;
  if (was.status == "superseded" || was.status == "retracted") {
    if (!displaced) return move;
    move.kind = "value_changed";
    move.before = held_before->held.value;
    move.replaces = held_before->id;
  } else if (fact.status == "ended" && was.status != "ended") {
    move.kind = "ended";
  } else if (fact.status == "denied" && was.status != "denied") {
    move.kind = "denied";
  } else if (fact.status == "contradicted" && was.status != "contradicted") {
    move.kind = "contradicted";
    for (const HeldFact& rival : slot.account->facts())
      if (&rival != &fact && rival.status == "contradicted") move.after = rival.value;
  } else if (!agree(was.value, fact.value, tolerance)) {
    move.kind = was.value.stage == fact.value.stage ? "value_changed" : "stage_changed";
  } else if (was.value.stage != fact.value.stage && fact.steps.size() > was.steps.size() &&
             fact.steps.back().kind == "stage_changed") {
    move.kind = "stage_changed";
  } else if (was.status == "denied" || was.status == "contradicted") {
    if (fact.status != was.status)
      move.kind = fact.status == "confirmed" ? "confirmed" : "corroborated";
  } else if (firmness(fact.status) > firmness(was.status)) {
    move.kind = fact.status == "confirmed" ? "confirmed" : "corroborated";
  } else if (firmness(fact.status) < firmness(was.status) && firmness(fact.status) > 0) {
    move.kind = "retracted";  // still told, but no longer so firmly
  } else if (fact.count > was.count) {
    const std::vector<int>& marks = terms_.origins().marks;
    if (std::any_of(marks.begin(), marks.end(),
                    [&](int mark) { return was.count < mark && mark <= fact.count; }))
      move.kind = "corroborated";
  }
  return move;
}

Status SqliteLedger::write_facts(Slot& slot, const Occasion& occasion) {
  const std::vector<HeldFact>& facts = slot.account->facts();
  Stored* held_before = nullptr;
  std::string held_id;
  for (Stored& stored : slot.facts)
    if (stored.held.in_force) held_id = stored.id;
  std::vector<std::pair<std::size_t, Move>> moves;
  std::vector<bool> matched(slot.facts.size() + facts.size(), false);
  // New facts first find their place, so that no pointer into the list is held while it grows.
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (slot.fact_of[i] == kNone) {
      Stored fresh;
      fresh.id =
          // By the claim that it began with.
          content_id(
              {"fact", slot.id, facts[i].steps.front().claim, std::to_string(slot.facts.size())});
      slot.fact_of[i] = slot.facts.size();
      slot.facts.push_back(std::move(fresh));
    }
    matched[slot.fact_of[i]] = true;
  }
  for (Stored& stored : slot.facts)
    if (stored.id == held_id) held_before = &stored;
  bool told_of_held = false;  // a change names what was in force as what was before
  for (std::size_t i = 0; i < facts.size(); ++i) {
    Stored& stored = slot.facts[slot.fact_of[i]];
    if (stored.version > 0 && same(stored.held, facts[i])) continue;
    Move move = move_of(slot, stored, facts[i], occasion, held_before);
    told_of_held = told_of_held || (!move.kind.empty() && !move.replaces.empty());
    moves.emplace_back(i, std::move(move));
  }
  const Stored held_copy = held_before != nullptr ? *held_before : Stored{};
  for (const auto& [i, move] : moves) {
    Stored& stored = slot.facts[slot.fact_of[i]];
    const bool fresh = stored.version == 0;
    stored.held.value = facts[i].value;
    stored.held.status = facts[i].status;
    stored.held.valid_from = facts[i].valid_from;
    stored.held.valid_to = facts[i].valid_to;
    stored.held.count = facts[i].count;
    stored.held.steps = facts[i].steps;
    stored.held.in_force = facts[i].in_force;
    ++stored.version;
    if (fresh)
      if (Status s = add_fact(slot, stored, occasion.now); !s) return s;
    if (Status s = add_version(stored, occasion); !s) return s;
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    Stored& stored = slot.facts[slot.fact_of[i]];
    stored.held.in_force = facts[i].in_force;
    if (Status s = move_backing(stored, facts[i], slot.told_anew, occasion.now); !s) return s;
  }
  for (const auto& [i, move] : moves)
    if (!move.kind.empty())
      if (Status s = add_change(slot, slot.facts[slot.fact_of[i]], move, occasion); !s) return s;
  for (std::size_t j = 0; j < slot.facts.size(); ++j) {
    Stored& stored = slot.facts[j];
    if (matched[j] || stored.held.status == "retracted") continue;
    if (Status s = retract(slot, stored, occasion, told_of_held && stored.id == held_id); !s)
      return s;
  }
  return {};
}

// Nobody says so any more.
Status SqliteLedger::retract(Slot& slot, Stored& stored, const Occasion& occasion,
                             bool told_already) {
  const HeldFact was = stored.held;
  HeldFact none;
  stored.held.status = "retracted";
  stored.held.count = 0;
  stored.held.in_force = false;
  ++stored.version;
  if (Status s = add_version(stored, occasion); !s) return s;
  if (Status s = move_backing(stored, none, /*told_anew=*/true, occasion.now); !s) return s;
  if (told_already || was.status == "superseded") return {};
  Result<bool> was_told = announced(stored.row);
  if (!was_told) return tl::unexpected(was_told.error());
  if (!*was_told) return {};  // nobody heard of it, nor need hear of its end
  Move move;
  move.kind = "retracted";
  move.before = was.value;
  // What comes back into force in its place.
  if (was.in_force)
    for (const HeldFact& fact : slot.account->facts())
      if (fact.in_force && is_live(fact.status)) move.after = fact.value;
  return add_change(slot, stored, move, occasion);
}

Status SqliteLedger::add_fact(const Slot& slot, Stored& stored, UtcTime now) {
  const Term* term = terms_.find(slot.term);
  Result<Query> insert =
      sql("INSERT INTO fact (id, slot, first_recorded, stale_days) VALUES (?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  if (Status s = (*insert)
                     ->bind(1, stored.id)
                     .bind(2, slot.row)
                     .bind(3, now.ms)
                     .bind(4, std::int64_t{term->stale_days})
                     .run();
      !s)
    return s;
  stored.row = db_.last_row();
  return {};
}

Status SqliteLedger::add_version(const Stored& stored, const Occasion& occasion) {
  const HeldFact& held = stored.held;
  Result<Query> insert =
      sql("INSERT INTO fact_version (fact, version, recorded, status, value, valid_from, valid_to, "
          "origins, cause, in_force, steps) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, stored.row)
      .bind(2, stored.version)
      .bind(3, occasion.now.ms)
      .bind(4, held.status)
      .bind(5, value_text(held.value))
      .bind(6, held.valid_from)
      .bind(7, held.valid_to)
      .bind(8, std::int64_t{held.count})
      .bind(9, occasion.cause)
      .bind(10, std::int64_t{held.in_force ? 1 : 0})
      .bind(11, steps_json(held.steps))
      .run();
}

Status SqliteLedger::move_backing(Stored& stored, const HeldFact& fact, bool told_anew,
                                  UtcTime now) {
  for (std::size_t i = fact.claims.size(); i-- > 0;) {
    const std::int64_t claim = fact.claims[i];
    if (stored.backing.contains(claim)) {
      if (told_anew) continue;
      return {};  // told on top, new claims are the last ones and none was lost
    }
    // A statement that may touch several rows makes SQLite keep each page as it was before it: only
    // a claim that comes back, perhaps within the millisecond, is put in so.
    Result<Query> insert =
        stored.once.contains(claim)
            ? sql("INSERT INTO backing VALUES (?1, ?2, ?3, 0, (SELECT told FROM claim WHERE row = "
                  "?2)) ON CONFLICT (fact, claim, since) DO UPDATE SET until = 0")
            : sql("INSERT INTO backing VALUES (?1, ?2, ?3, 0, (SELECT told FROM claim WHERE row = "
                  "?2))");
    if (!insert) return tl::unexpected(insert.error());
    if (Status s = (*insert)->bind(1, stored.row).bind(2, claim).bind(3, now.ms).run(); !s)
      return s;
    stored.backing.insert(claim);
    stored.once.insert(claim);
  }
  if (stored.backing.size() == fact.claims.size()) return {};
  const std::unordered_set<std::int64_t> still(fact.claims.begin(), fact.claims.end());
  for (auto it = stored.backing.begin(); it != stored.backing.end();) {
    if (still.contains(*it)) {
      ++it;
      continue;
    }
    Result<Query> mark =
        sql("UPDATE backing SET until = ?1 WHERE fact = ?2 AND claim = ?3 AND until = 0");
    if (!mark) return tl::unexpected(mark.error());
    if (Status s = (*mark)->bind(1, now.ms).bind(2, stored.row).bind(3, *it).run(); !s) return s;
    it = stored.backing.erase(it);
  }
  return {};
}

Result<bool> SqliteLedger::announced(std::int64_t fact) {
  Result<Query> query = sql("SELECT 1 FROM change WHERE fact = ? LIMIT 1");
  if (!query) return tl::unexpected(query.error());
  Result<bool> row = (*query)->bind(1, fact).step();
  return row;
}

Result<std::vector<ClaimView>> SqliteLedger::claims_to_show(const Slot& slot, const Stored& stored,
                                                            std::int64_t first) {
  std::vector<const Telling*> standing;
  for (const Telling& telling : slot.tellings)
    if (stored.backing.contains(telling.row)) standing.push_back(&telling);
  // Where withdrawn ones are to be shown, too, the store is asked.
  constexpr std::size_t kMost = kClaimsInChange;
  if ((first != 0 && !stored.backing.contains(first)) ||
      (standing.size() < kMost && stored.once.size() > standing.size()))
    return claims_of(stored.row, first, kClaimsInChange, std::nullopt);
  const std::size_t shown = std::min(kMost, standing.size());
  std::partial_sort(standing.begin(), standing.begin() + static_cast<std::ptrdiff_t>(shown),
                    standing.end(), [&](const Telling* x, const Telling* y) {
                      return std::forward_as_tuple(y->row == first, y->told, x->row) <
                             std::forward_as_tuple(x->row == first, x->told, y->row);
                    });
  std::vector<ClaimView> out;
  for (std::size_t i = 0; i < shown; ++i) {
    const Telling& telling = *standing[i];
    const auto fresh = fresh_.find(telling.row);
    Result<ClaimView> view =
        fresh != fresh_.end() ? Result<ClaimView>(fresh->second) : claim(telling.row);
    if (!view) return tl::unexpected(view.error());
    view->origin = telling.credit.empty() ? telling.outlet : telling.credit;
    out.push_back(std::move(*view));
  }
  return out;
}

Status SqliteLedger::add_change(const Slot& slot, const Stored& stored, const Move& move,
                                const Occasion& occasion) {
  // The claim that moved it comes first.
  ClaimRef first;
  for (const ClaimRef& claim : occasion.claims) {
    if (!stored.once.contains(claim.row)) continue;
    first = claim;
    break;
  }
  Result<std::vector<ClaimView>> claims = claims_to_show(slot, stored, first.row);
  if (!claims) return tl::unexpected(claims.error());
  if (move.kind == "contradicted" && first.row == 0 && !occasion.claims.empty()) {
    Result<ClaimView> other = claim(occasion.claims.front().row);  // that tells the other side
    if (!other) return tl::unexpected(other.error());
    claims->insert(claims->begin(), std::move(*other));
  }
  const std::vector<std::string> parties = split_parties(slot.relationship);
  const std::string relationship = relationship_slug(parties);
  const std::string id =
      content_id({"change", stored.id, std::to_string(stored.version), move.kind, first.id});
  std::string body;
  {
    ObjectText object(body);
    const auto value = [&](const char* key, const std::optional<Value>& held) {
      if (held)
        put_value(object.key(key), *held);
      else
        object.key(key) += "null";
    };
    value("after", move.after);
    value("before", move.before);
    object.text("cause", occasion.cause);
    object.key("claims") += '[';
    for (std::size_t i = 0; i < claims->size(); ++i) {
      if (i > 0) body += ',';
      put_claim(body, (*claims)[i]);
    }
    body += ']';
    object.text("fact", stored.id);
    object.text("id", id);
    object.text("kind", move.kind);
    put_integer(object.key("origins"), stored.held.count);
    put_texts(object.key("parties"), order_parties(slot.roles, parties));
    object.text("recorded", to_iso(occasion.now));
    object.text("relationship", relationship);
    if (!move.replaces.empty()) object.text("replaces", move.replaces);
    object.key("roles");
    {
      ObjectText roles(body);
      for (const auto& [role, names] : slot.roles) put_texts(roles.key(role), names);
    }
    object.text("status", stored.held.status);
    object.text("term", slot.term);
  }
  Result<Query> insert =
      sql("INSERT INTO change (id, fact, version, kind, cause, topic, body, recorded) VALUES "
          "(?,?,?,?,?,?,?,?)");
  if (!insert) return tl::unexpected(insert.error());
  return (*insert)
      ->bind(1, id)
      .bind(2, stored.row)
      .bind(3, stored.version)
      .bind(4, move.kind)
      .bind(5, occasion.cause)
      .bind(6, "change." + relationship + "." + move.kind)
      .bind(7, body)
      .bind(8, occasion.now.ms)
      .run();
}

}  // namespace pactwatch
