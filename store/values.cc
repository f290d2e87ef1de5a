#include "store/values.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/time.h"

namespace pactwatch {
namespace {

bool near(double x, double y, double tolerance) {
  return std::fabs(x - y) <= tolerance * std::max(std::fabs(x), std::fabs(y));
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

int firmness(const std::string& status) {
  if (status == "rumoured") return 1;
  if (status == "reported") return 2;
  if (status == "confirmed") return 3;
  return 0;
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
  if (x.exclusive && y.exclusive && *x.exclusive != *y.exclusive) return false;
  const std::size_t known = std::min(x.until.size(), y.until.size());
  return x.until.compare(0, known, y.until, 0, known) == 0;
}

bool has_figure(const Value& value) {
  return value.amount || value.percent || value.multiple || value.exclusive;
}

Value refine(const Value& held, const Value& told) {
  Value out = held;
  if (told.amount &&
      (!out.amount || (out.amount->bound != Bound::exact && told.amount->bound == Bound::exact)))
    out.amount = told.amount;
  if (!out.percent) out.percent = told.percent;
  if (!out.multiple) out.multiple = told.multiple;
  if (!out.exclusive) out.exclusive = told.exclusive;
  if (told.until.size() > out.until.size()) out.until = told.until;
  if (out.stage.empty()) out.stage = told.stage;
  return out;
}

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

bool is_past(const std::string& when, const std::string& published, int past_days) {
  const auto then = day_number(when, /*late=*/true);
  const auto now = day_number(published, /*late=*/false);
  return then && now && *then + past_days < *now;
}

bool dates_agree(const std::string& x, const std::string& y) {
  if (x.size() < 4 || y.size() < 4) return true;
  constexpr std::size_t kMonth = 7;  // "2026-05"
  if (x.size() < kMonth || y.size() < kMonth) return x.compare(0, 4, y, 0, 4) == 0;
  const auto month = [](const std::string& iso) {
    return std::atoi(iso.c_str()) * 12 + std::atoi(iso.c_str() + 5);
  };
  return std::abs(month(x) - month(y)) <= 1;
}

}  // namespace pactwatch
