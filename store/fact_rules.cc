#include "store/fact_rules.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/time.h"

namespace pactwatch {
namespace {

// Told this much later than it happened, a thing is history. A quarter: results and filings of the
// last quarter are news.
constexpr std::int64_t kPastDays = 100;
// Articles of the same two days that disagree contradict each other; a later one supersedes.
constexpr std::int64_t kSameTimeDays = 1;
// Numbers of independent origins at which subscribers are told again.
constexpr std::array<int, 5> kOriginMarks = {2, 3, 5, 10, 20};

bool near(double x, double y, double tolerance) {
  return std::fabs(x - y) <= tolerance * std::max(std::fabs(x), std::fabs(y));
}

// An ISO prefix as the first day it may mean; `late`: the last.
std::optional<std::int64_t> day_number(const std::string& iso, bool late) {
  if (iso.size() < 4) return std::nullopt;
  Day day{std::atoi(iso.substr(0, 4).c_str()), late ? 12 : 1, late ? 31 : 1};
  if (iso.size() >= 7) {
    day.month = std::atoi(iso.substr(5, 2).c_str());
    if (day.month < 1 || day.month > 12) return std::nullopt;
    day.day = late ? days_in_month(day.year, day.month) : 1;
  }
  if (iso.size() >= 10) day.day = std::atoi(iso.substr(8, 2).c_str());
  if (!is_valid(day)) return std::nullopt;
  return to_serial(day);
}

int firmness(const std::string& status) {
  if (status == "rumoured") return 1;
  if (status == "reported") return 2;
  if (status == "confirmed") return 3;
  return 0;
}

bool amounts_agree(const Money& x, const Money& y, double tolerance) {
  if (x.currency != y.currency) return false;
  if (near(x.value, y.value, tolerance)) return true;
  const double high_x = x.high.value_or(x.value);
  const double high_y = y.high.value_or(y.value);
  if (x.value <= high_y && y.value <= high_x) return true;
  // "More than 13" holds 13.75; "more than 1" does not hold 100.
  constexpr double kReach = 1.15;
  const auto holds = [](const Money& bound, const Money& value) {
    if (bound.bound == Bound::min)
      return value.value >= bound.value && value.value <= bound.value * kReach;
    if (bound.bound == Bound::max)
      return value.value <= bound.value && value.value * kReach >= bound.value;
    return bound.bound == Bound::approx && near(bound.value, value.value, 0.05);
  };
  return holds(x, y) || holds(y, x);
}

// What both say, the more exact figure of the two.
Value refine(const Value& held, const Value& told) {
  Value out = held;
  if (told.amount &&
      (!out.amount || (out.amount->bound != Bound::exact && told.amount->bound == Bound::exact)))
    out.amount = told.amount;
  if (!out.percent) out.percent = told.percent;
  if (!out.multiple) out.multiple = told.multiple;
  if (!out.exclusive) out.exclusive = told.exclusive;
  if (out.until.empty()) out.until = told.until;
  if (out.stage.empty()) out.stage = told.stage;
  return out;
}

}  // namespace

Value value_of(const Event& event, const Term& term) {
  Value value;
  value.stage = event.stage;
  value.until = event.until;
  if (term.field == "percent") {
    value.percent = event.percent;
  } else if (term.field == "exclusive") {
    value.exclusive = event.exclusive;
  } else {
    value.amount = event.amount;
    value.multiple = event.multiple;
    if (term.event != "stake" && term.event != "revenue_share") value.percent = event.percent;
  }
  return value;
}

std::string status_of(Modality modality) {
  switch (modality) {
    case Modality::denied:
      return "denied";
    case Modality::planned:
      return "rumoured";
    case Modality::reported:
      return "reported";
    case Modality::confirmed:
      return "confirmed";
  }
  return "reported";
}

bool agree(const Value& x, const Value& y, double tolerance) {
  if (x.amount && y.amount && !amounts_agree(*x.amount, *y.amount, tolerance)) return false;
  if (x.percent && y.percent && !near(*x.percent, *y.percent, tolerance)) return false;
  if (x.multiple && y.multiple && !near(*x.multiple, *y.multiple, tolerance)) return false;
  return !(x.exclusive && y.exclusive && *x.exclusive != *y.exclusive);
}

bool is_past(const std::string& when, const std::string& published) {
  const auto then = day_number(when, /*late=*/true);
  const auto now = day_number(published, /*late=*/false);
  return then && now && *then + kPastDays < *now;
}

Judgement judge(const Held& held, const Told& told, const Term& term, const Terms& terms) {
  Judgement out;
  const std::string status = status_of(told.modality);
  const bool same_value = agree(held.value, told.value, term.tolerance);
  const bool past = is_past(told.when, told.published);
  if (!same_value) {
    if (!term.single) {
      out.other_fact = true;
      return out;
    }
    // Older than what is held: it fills the record and moves nothing.
    const auto told_day = day_number(told.published, false);
    const auto held_day = day_number(held.told, false);
    const bool earlier = told_day && held_day && *told_day < *held_day;
    if (past || earlier) {
      out.history = true;
      return out;
    }
    const bool same_time = told_day && held_day && *told_day - *held_day <= kSameTimeDays;
    out.new_version = true;
    out.value = told.value;
    out.status = status;
    if (status == "denied") {
      out.kind = "denied";
      out.value = held.value;
    } else if (firmness(status) < firmness(held.status)) {
      // A weaker word against a firmer one does not move the value.
      out.kind = "contradicted";
      out.value = held.value;
      out.status = "contradicted";
    } else if (same_time && !held.same_origin && firmness(status) == firmness(held.status)) {
      out.kind = "contradicted";
      out.status = "contradicted";
      out.value = held.value;
    } else {
      out.kind = "value_changed";
    }
    return out;
  }
  // The same figure; a stage further along moves the matter.
  const int rank_held = terms.stage_rank(held.value.stage);
  const int rank_told = terms.stage_rank(told.value.stage);
  if (status == "denied") {
    if (held.status == "denied") return out;
    out.kind = "denied";
    out.new_version = true;
    out.value = held.value;
    out.status = "denied";
    return out;
  }
  if (rank_told > rank_held && !told.value.stage.empty() && !past) {
    const bool over = terms.is_ending(told.value.stage);
    out.value = refine(held.value, told.value);
    out.value.stage = told.value.stage;
    out.kind = over ? "ended" : "stage_changed";
    out.status = over ? "ended" : status;
    out.new_version = true;
    return out;
  }
  if (held.status == "ended" || past) return out;
  if (firmness(status) > firmness(held.status) && held.status != "denied") {
    out.kind = status == "confirmed" ? "confirmed" : "corroborated";
    out.new_version = true;
    out.value = refine(held.value, told.value);
    out.status = status;
    return out;
  }
  const int origins = held.origins + (held.same_origin ? 0 : 1);
  const bool mark = !held.same_origin && std::find(kOriginMarks.begin(), kOriginMarks.end(),
                                                   origins) != kOriginMarks.end();
  const Value refined = refine(held.value, told.value);
  if (mark) {
    out.kind = "corroborated";
    out.new_version = true;
    out.value = refined;
    out.status = held.status;
  } else if (!(refined == held.value)) {
    out.new_version = true;  // a finer figure: kept, not worth a word
    out.value = refined;
    out.status = held.status;
  }
  return out;
}

}  // namespace pactwatch
