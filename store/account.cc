#include "store/account.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "store/values.h"

namespace pactwatch {
namespace {

constexpr std::size_t kDayLength = 10;  // "2026-05-12"

std::string moment(const Telling& t) {
  return t.when.empty() ? t.told.substr(0, kDayLength) : t.when;
}

bool is_closed(const HeldFact& fact) {
  return fact.status == "superseded" || fact.status == "ended";
}

void add_step(HeldFact& fact, const Telling& t, const char* kind) {
  fact.steps.push_back({moment(t), kind, fact.value, fact.status, t.claim, t.row});
}

}  // namespace

void place_in_time(Telling& telling, const TimeRules& time) {
  telling.past = is_past(telling.when, telling.told, time.past);
  const std::string& of = telling.past ? telling.when : telling.told;
  telling.day = day_number(of, /*late=*/false).value_or(0);
}

bool told_before(const Telling& x, const Telling& y) {
  // Of what is told at once the firmer comes last and so prevails, a denial after all.
  const auto weight = [](const Telling& t) {
    return t.modality == Modality::denied ? 4 : firmness(status_of(t.modality));
  };
  return std::make_tuple(x.day, std::cref(x.told), weight(x), std::cref(x.article), x.place,
                         std::cref(x.claim)) < std::make_tuple(y.day, std::cref(y.told), weight(y),
                                                               std::cref(y.article), y.place,
                                                               std::cref(y.claim));
}

void Account::tell(const Telling& t) {
  const bool context = !articles_.insert(t.article).second;
  if (term_->kind == Term::Kind::many) return tell_many(t);
  if (!held_) {
    create(t, "new");
    return hold(facts_.size() - 1);
  }
  HeldFact& held = facts_[*held_];
  if (term_->kind == Term::Kind::matter) {
    const Course& course = terms_->course(term_->event);
    const bool begins = t.modality != Modality::denied && !course.ends(t.value.stage);
    if (held.status == "ended" && begins && t.day > held.day + terms_->time().reopen) {
      create(t, "new");
      return hold(facts_.size() - 1);
    }
    // A later stage brings its own figure: damages sought, then a sum settled for.
    if (!agrees(held, t) && move_stage(held, t)) return;
  }
  if (agrees(held, t)) {
    support(held, t);
    return settle(*held_, t);
  }
  tell_other_value(t, context);
}

void Account::tell_many(const Telling& t) {
  // The first that states the same figure; a claim without one speaks of the latest.
  HeldFact* found = nullptr;
  bool by_figure = false;
  for (HeldFact& fact : facts_) {
    if (!dates_agree(fact.valid_from, t.when) || !agrees(fact, t)) continue;
    const bool figure = has_figure(fact.value) && has_figure(t.value);
    if (found != nullptr && by_figure) break;
    if (found != nullptr && !figure && has_figure(t.value)) continue;
    found = &fact;
    by_figure = figure;
  }
  if (found == nullptr) {
    create(t, "new");
  } else if (const Course& course = terms_->course(term_->event);
             !has_figure(t.value) && has_figure(found->value) &&
             t.day > found->day + terms_->time().past && !course.ends(t.value.stage) &&
             !course.repeats(t.value.stage)) {
    found->claims.push_back(t.row);  // so much later, without a figure, it is but a mention
  } else {
    support(*found, t);
  }
}

bool Account::agrees(const HeldFact& fact, const Telling& t) const {
  return agree(fact.value, t.value, term_->tolerance);
}

void Account::hold(std::size_t index) {
  if (held_) facts_[*held_].in_force = false;
  held_ = index;
  facts_[index].in_force = true;
}

HeldFact& Account::create(const Telling& t, const char* kind) {
  HeldFact& fact = facts_.emplace_back();
  fact.value = t.value;
  fact.base = fact.status = status_of(t.modality);
  fact.firm = firmness(fact.base);
  fact.stage_firm = t.modality != Modality::planned;
  fact.valid_from = t.when;
  fact.valid_to = t.value.until;
  fact.history = t.past;
  fact.day = t.day;
  fact.claims.push_back(t.row);
  fact.origins.add(t.outlet, t.credit);
  fact.count = 1;
  if (t.modality == Modality::denied) kind = "denied";
  const bool said = t.modality == Modality::confirmed || t.modality == Modality::reported;
  if (said && terms_->course(term_->event).ends(t.value.stage)) end(fact, t);
  add_step(fact, t, kind);
  return fact;
}

void Account::end(HeldFact& fact, const Telling& t) {
  fact.status = "ended";
  fact.valid_to = moment(t);
}

void Account::support(HeldFact& fact, const Telling& t) {
  fact.claims.push_back(t.row);
  if (!t.past) fact.history = false;
  if (t.modality == Modality::denied) {
    if (is_closed(fact) || fact.status == "denied") return;
    fact.status = "denied";
    return add_step(fact, t, "denied");
  }
  if (!is_closed(fact) && fact.status != "denied" && move_stage(fact, t)) return;
  const Course& course = terms_->course(term_->event);
  if (fact.stage_firm && course.rank(t.value.stage) >= 0 &&
      course.rank(t.value.stage) < course.rank(fact.value.stage)) {
    if (!is_closed(fact)) fact.value = refine(fact.value, t.value);
    return;  // a look back at an earlier stage says nothing of the present one
  }
  fact.origins.add(t.outlet, t.credit);
  if (is_closed(fact)) {
    fact.count = fact.origins.count();
    return;
  }
  fact.value = refine(fact.value, t.value);
  if (fact.valid_from.empty() && !fact.moved) fact.valid_from = t.when;
  if (fact.valid_to.empty()) fact.valid_to = t.value.until;
  const int firm = firmness(status_of(t.modality));
  if (fact.status == "denied") {
    // Only who says so outright lifts a denial.
    fact.count = fact.origins.count();
    if (t.modality != Modality::confirmed) return;
    fact.base = fact.status = "confirmed";
    fact.firm = firm;
    return add_step(fact, t, "confirmed");
  }
  const std::string base = fact.base;
  if (firm > firmness(fact.base)) {
    fact.base = status_of(t.modality);
    fact.stage_firm = t.modality != Modality::planned;
  }
  fact.firm = std::max(fact.firm, firm);
  const bool mark = count_origins(fact);
  if (fact.status != "contradicted") fact.status = fact.base;
  if (base != fact.base)
    add_step(fact, t, fact.base == "confirmed" ? "confirmed" : "corroborated");
  else if (mark && !t.past)
    add_step(fact, t, "corroborated");
}

// Whether the number of origins reached a mark; enough of them raise the status.
bool Account::count_origins(HeldFact& fact) const {
  const OriginRules& rules = terms_->origins();
  const int before = fact.count;
  fact.count = fact.origins.count();
  if (fact.count <= before) return false;
  if (fact.base == "rumoured" && fact.count >= rules.reported) fact.base = "reported";
  if (fact.base == "reported" && fact.firm >= firmness("reported") && fact.count >= rules.confirmed)
    fact.base = "confirmed";
  return std::find(rules.marks.begin(), rules.marks.end(), fact.count) != rules.marks.end();
}

// Moves a matter along when the claim says that it has reached a further stage.
bool Account::move_stage(HeldFact& fact, const Telling& t) {
  const std::string& stage = t.value.stage;
  const Course& course = terms_->course(term_->event);
  const int told = course.rank(stage);
  if (told < 0 || is_closed(fact)) return false;
  if (t.modality == Modality::planned || t.modality == Modality::denied) return false;
  const int held = fact.stage_firm ? course.rank(fact.value.stage) : -1;
  // Looks back at a stage are many and mostly undated; only a date of its own makes it another.
  const bool again = course.repeats(stage) && !t.when.empty() &&
                     day_number(t.when, false).value_or(0) > fact.day + terms_->time().again;
  if (told <= held && !again) return false;
  const bool same_stage = fact.value.stage == stage && !again;
  const bool other_figure = !agrees(fact, t);
  fact.value = other_figure ? t.value : refine(fact.value, t.value);
  fact.value.stage = stage;
  const std::string told_status = status_of(t.modality);
  const bool firmer = firmness(told_status) > firmness(fact.base);
  fact.base = fact.status = told_status;
  fact.firm = firmness(fact.base);
  fact.stage_firm = true;
  fact.day = t.day;
  if (!same_stage) fact.moved = true;
  if (fact.valid_from.empty() && !fact.moved) fact.valid_from = t.when;
  if (!t.value.until.empty()) fact.valid_to = t.value.until;
  if (fact.claims.back() != t.row) fact.claims.push_back(t.row);
  if (!t.past) fact.history = false;
  if (same_stage) {  // what was planned is done
    fact.origins.add(t.outlet, t.credit);
    fact.count = fact.origins.count();
  } else {  // who told of the stage before knows nothing of this one
    fact.origins = {};
    fact.origins.add(t.outlet, t.credit);
    fact.count = 1;
  }
  if (course.ends(stage)) end(fact, t);
  const char* kind = fact.status == "ended" ? "ended" : "stage_changed";
  if (same_stage && kind[0] == 's')
    kind = firmer && fact.base == "confirmed" ? "confirmed" : "corroborated";
  add_step(fact, t, kind);
  return true;
}

void Account::close(HeldFact& fact, const Telling& t) {
  if (is_closed(fact)) return;
  fact.status = "superseded";
  fact.valid_to = moment(t);
}

// The claim's value takes the place of the one held.
void Account::supersede(HeldFact& held, const Telling& t) {
  for (HeldFact& rival : facts_)
    if (&rival != &held && rival.status == "contradicted") close(rival, t);
  if (term_->kind == Term::Kind::matter && held.status != "ended") {
    const std::string stage = held.value.stage;
    held.value = t.value;
    if (!stage.empty()) held.value.stage = stage;
    held.base = held.status = status_of(t.modality);
    held.firm = firmness(held.base);
    held.day = t.day;
    held.claims.push_back(t.row);
    if (!t.past) held.history = false;
    held.origins = {};
    held.origins.add(t.outlet, t.credit);
    held.count = 1;
    return add_step(held, t, "value_changed");
  }
  close(held, t);
  create(t, "value_changed");
  hold(facts_.size() - 1);
}

// A fact that stands beside the one held, disputed, rumoured or denied, and says the same.
bool Account::tell_beside(const Telling& t) {
  for (std::size_t i = facts_.size(); i-- > 0;) {
    HeldFact& fact = facts_[i];
    const bool beside =
        fact.status == "contradicted" || fact.status == "denied" || firmness(fact.status) > 0;
    if (i == *held_ || !beside || !agrees(fact, t)) continue;
    support(fact, t);
    if (fact.status == "contradicted") {
      settle(i, t);
    } else if (fact.status != "denied" && fact.firm >= firmness("reported")) {
      close(facts_[*held_], t);  // what was rumoured has come
      hold(i);
    }
    return true;
  }
  return false;
}

// Ends a dispute when `winner` stands above every rival: said more firmly, or by more origins.
void Account::settle(std::size_t winner, const Telling& t) {
  if (facts_[winner].status != "contradicted") return;
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    if (i == winner || facts_[i].status != "contradicted") continue;
    const HeldFact& rival = facts_[i];
    if (std::tie(rival.firm, rival.count) >= std::tie(facts_[winner].firm, facts_[winner].count))
      return;
  }
  for (std::size_t i = 0; i < facts_.size(); ++i)
    if (i != winner && facts_[i].status == "contradicted") close(facts_[i], t);
  HeldFact& fact = facts_[winner];
  fact.status = fact.base;
  const bool moved = *held_ != winner;
  hold(winner);
  add_step(fact, t, moved ? "value_changed" : "corroborated");
}

void Account::tell_other_value(const Telling& t, bool context) {
  if (tell_beside(t)) return;
  HeldFact& held = facts_[*held_];
  const int told = firmness(status_of(t.modality));
  if (t.modality == Modality::denied) {  // of a value that nobody holds
    create(t, "denied");
    return;
  }
  if (context) {  // news comes first in an article, and then what was before
    HeldFact& before = create(t, "new");
    before.status = before.steps.back().status = "superseded";
    before.history = true;
    return;
  }
  // Who repeats the old value has not heard of the new one yet.
  for (std::size_t i = facts_.size(); i-- > 0;) {
    HeldFact& old = facts_[i];
    if (old.status != "superseded" || !agrees(old, t)) continue;
    if (t.day > held.day + terms_->time().echo || !old.origins.has(t.outlet, t.credit)) continue;
    return support(old, t);
  }
  const bool itself = held.origins.has(t.outlet, t.credit);
  const int standing = held.status == "denied" ? 0 : held.firm;
  if (t.day - held.day <= terms_->time().same) {
    if (told > standing || (itself && told == standing)) return supersede(held, t);
    const bool only_plan = told < firmness("reported") && standing >= firmness("reported");
    if (itself || only_plan) {
      create(t, "new");
      return;
    }
    held.status = "contradicted";
    add_step(held, t, "contradicted");
    HeldFact& rival = create(t, "contradicted");
    rival.status = rival.steps.back().status = "contradicted";
    return;
  }
  // A plan does not move what is in force; it stands beside it.
  if (told < firmness("reported") && standing >= firmness("reported") && held.status != "ended") {
    create(t, "new");
    return;
  }
  supersede(held, t);
}

}  // namespace pactwatch
