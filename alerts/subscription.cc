#include "alerts/subscription.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace pactwatch::alerts {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 9> kKinds = {"new",          "value_changed", "stage_changed",
                                               "confirmed",    "denied",        "corroborated",
                                               "contradicted", "ended",         "retracted"};
constexpr std::array<const char*, 4> kTargets = {"webhook", "mail", "atom", "command"};
constexpr std::array<const char*, 3> kStatuses = {"rumoured", "reported", "confirmed"};
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

template <class List>
bool contains(const List& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

int rank(const std::string& status) {
  const auto found = std::find(kStatuses.begin(), kStatuses.end(), status);
  return found == kStatuses.end() ? -1 : static_cast<int>(found - kStatuses.begin());
}

// How far a figure moved, relatively; nothing when no figure did.
std::optional<double> moved(const ChangeView& change) {
  if (!change.before || !change.after) return std::nullopt;
  const auto relative = [](double x, double y) {
    return x == 0 ? 1.0 : std::abs(y - x) / std::abs(x);
  };
  if (change.before->amount && change.after->amount)
    return relative(change.before->amount->value, change.after->amount->value);
  if (change.before->percent && change.after->percent)
    return relative(*change.before->percent, *change.after->percent);
  if (change.before->multiple && change.after->multiple)
    return relative(*change.before->multiple, *change.after->multiple);
  return std::nullopt;
}

// Minutes since local midnight.
int local_minute(UtcTime time) {
  const std::time_t seconds = static_cast<std::time_t>(time.ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  return local.tm_hour * 60 + local.tm_min;
}

}  // namespace

double default_least_change(const std::string& term) {
  const std::string type = term.substr(0, term.find('.'));
  if (type == "valuation") return 0.05;
  if (term == "stake.value") return 0.10;
  if (type == "financial_metric") return 0.05;
  return 0;
}

bool Subscription::wants(const ChangeView& change) const {
  if ((change.cause == "rules" || change.cause == "judgement") && !rule_changes) return false;
  if (!kinds.empty() && !contains(kinds, change.kind)) return false;
  if (!terms.empty() && std::none_of(terms.begin(), terms.end(), [&](const std::string& term) {
        return change.term == term || change.term.starts_with(term + ".");
      }))
    return false;
  // What is denied, disputed, ended or taken back has left the ladder that `least_status` is about.
  if (!least_status.empty() && rank(change.status) >= 0 && rank(change.status) < rank(least_status))
    return false;
  if (change.origins < least_origins && rank(change.status) >= 0) return false;
  if (change.kind == "value_changed") {
    const std::optional<double> by = moved(change);
    if (by && *by < least_change.value_or(default_least_change(change.term))) return false;
  }
  if (parties.empty()) return true;
  std::size_t named = 0;
  for (const std::string& party : change.parties) {
    named += static_cast<std::size_t>(std::any_of(
        parties.begin(), parties.end(),
        [&](const std::string& wanted) { return ascii_lower(wanted) == ascii_lower(party); }));
  }
  if (parties.size() == 1) return named == 1;
  return named >= 2 || (named == 1 && change.parties.size() == 1);
}

bool any_wants(const std::vector<Subscription>& subscriptions, const ChangeView& change) {
  if (subscriptions.empty()) return Subscription{}.wants(change);
  return std::any_of(subscriptions.begin(), subscriptions.end(),
                     [&](const Subscription& subscription) { return subscription.wants(change); });
}

UtcTime due_time(const Subscription& subscription, UtcTime now) {
  constexpr std::chrono::milliseconds kMailGroup{30'000};
  const std::chrono::milliseconds none{0};
  UtcTime due{
      now.ms +
      subscription.group.value_or(subscription.target.kind == "mail" ? kMailGroup : none).count()};
  if (subscription.digest == "hourly") {
    due.ms = (now.ms / kHour + 1) * kHour;
  } else if (subscription.digest == "daily") {
    constexpr int kMorning = 8 * 60;  // with the first coffee
    const int minute = local_minute(now);
    const int wait = minute < kMorning ? kMorning - minute : kMorning - minute + 24 * 60;
    due.ms = now.ms / kMinute * kMinute + wait * kMinute;
  }
  if (!subscription.quiet) return due;
  const QuietHours& quiet = *subscription.quiet;
  const int minute = local_minute(due);
  const bool inside = quiet.from <= quiet.to ? minute >= quiet.from && minute < quiet.to
                                             : minute >= quiet.from || minute < quiet.to;
  if (!inside) return due;
  const int wait = (quiet.to - minute + 24 * 60) % (24 * 60);
  return {due.ms / kMinute * kMinute + wait * kMinute};
}

std::optional<QuietHours> parse_quiet(const std::string& text) {
  int h1 = 0, m1 = 0, h2 = 0, m2 = 0, used = 0;
  if (std::sscanf(text.c_str(), "%2d:%2d-%2d:%2d%n", &h1, &m1, &h2, &m2, &used) != 4 ||
      used != static_cast<int>(text.size()))
    return std::nullopt;
  if (h1 < 0 || h1 > 23 || h2 < 0 || h2 > 23 || m1 < 0 || m1 > 59 || m2 < 0 || m2 > 59)
    return std::nullopt;
  return QuietHours{h1 * 60 + m1, h2 * 60 + m2};
}

json to_json(const Subscription& s) {
  json out = {{"name", s.name}};
  if (!s.parties.empty()) out["parties"] = s.parties;
  if (s.rule_changes) out["rule_changes"] = true;
  if (!s.terms.empty()) out["terms"] = s.terms;
  if (!s.kinds.empty()) out["kinds"] = s.kinds;
  if (!s.least_status.empty()) out["least_status"] = s.least_status;
  if (s.least_origins > 0) out["least_origins"] = s.least_origins;
  if (s.least_change) out["least_change"] = *s.least_change;
  if (s.group) out["group_ms"] = s.group->count();
  if (!s.digest.empty()) out["digest"] = s.digest;
  if (s.quiet) {
    char text[64];
    std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", s.quiet->from / 60, s.quiet->from % 60,
                  s.quiet->to / 60, s.quiet->to % 60);
    out["quiet"] = text;
  }
  if (!s.target.kind.empty()) {
    out["target"] = {{"kind", s.target.kind}, {"to", s.target.to}};
    if (!s.target.secrets.empty()) out["target"]["secrets"] = s.target.secrets;
  }
  return out;
}

Result<Subscription> subscription_from_json(const json& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "a subscription is an object");
  Subscription s;
  const auto text = [](const json& from, const char* key) {
    const auto found = from.find(key);
    return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const auto list = [](const json& from, const char* key) {
    std::vector<std::string> out;
    const auto found = from.find(key);
    if (found != from.end() && found->is_array())
      for (const json& one : *found)
        if (one.is_string()) out.push_back(one.get<std::string>());
    return out;
  };
  s.name = text(object, "name");
  s.parties = list(object, "parties");
  s.rule_changes = object.value("rule_changes", json(false)) == json(true);
  s.terms = list(object, "terms");
  s.kinds = list(object, "kinds");
  s.least_status = text(object, "least_status");
  if (const auto n = object.find("least_origins"); n != object.end() && n->is_number_integer())
    s.least_origins = n->get<int>();
  if (const auto n = object.find("least_change"); n != object.end() && n->is_number())
    s.least_change = n->get<double>();
  if (const auto n = object.find("group_ms"); n != object.end() && n->is_number_integer())
    s.group = std::chrono::milliseconds(n->get<std::int64_t>());
  s.digest = text(object, "digest");
  if (const std::string quiet = text(object, "quiet"); !quiet.empty()) s.quiet = parse_quiet(quiet);
  if (const auto target = object.find("target"); target != object.end() && target->is_object()) {
    s.target.kind = text(*target, "kind");
    s.target.to = text(*target, "to");
    s.target.secrets = list(*target, "secrets");
  }
  if (Status good = check(s); !good) return tl::unexpected(good.error());
  return s;
}

bool is_served(const Target& target) { return target.kind == "atom" && target.to == "url"; }

Status check(const Subscription& s) {
  const auto wrong = [](const std::string& what, const std::string& value, std::string known) {
    return fail(ErrorCode::invalid_input, "no " + what + " \"" + value + "\"", "",
                std::move(known));
  };
  for (const std::string& kind : s.kinds)
    if (!contains(kKinds, kind))
      return wrong("kind of change", kind,
                   "new, value_changed, stage_changed, confirmed, denied, corroborated, "
                   "contradicted, ended or retracted");
  if (!s.least_status.empty() && !contains(kStatuses, s.least_status))
    return wrong("status", s.least_status, "rumoured, reported or confirmed");
  if (!s.digest.empty() && s.digest != "hourly" && s.digest != "daily")
    return wrong("digest", s.digest, "hourly or daily");
  if (s.target.kind.empty()) return {};
  if (!contains(kTargets, s.target.kind))
    return wrong("way of delivery", s.target.kind, "webhook, mail, atom or command");
  if (s.name.empty()) return fail(ErrorCode::invalid_input, "a subscription needs a name");
  // The name is a part of its address.
  if (is_served(s.target) && s.name.find_first_of("/?#% \t\r\n") != std::string::npos)
    return fail(ErrorCode::invalid_input,
                "the name of a feed that is served has no / ? # % or space", s.name);
  if (s.target.to.empty())
    return fail(ErrorCode::invalid_input,
                "the " + s.target.kind + " of \"" + s.name + "\" is empty");
  if (s.target.kind == "webhook" && !s.target.to.starts_with("https://") &&
      !s.target.to.starts_with("http://"))
    return fail(ErrorCode::invalid_input, "a webhook is an http:// or https:// URL", s.target.to);
  if (s.target.kind == "mail" && (s.target.to.find('@') == std::string::npos ||
                                  s.target.to.find_first_of("\r\n<> ") != std::string::npos))
    return fail(ErrorCode::invalid_input, "this is no mail address", s.target.to);
  if (s.target.kind == "webhook")
    for (const std::string& secret : s.target.secrets)
      if (!secret.starts_with("whsec_"))
        return fail(ErrorCode::invalid_input, "a webhook's secret begins with whsec_", s.name,
                    "whsec_ and 24 to 64 bytes in base64: echo whsec_$(openssl rand -base64 32)");
  return {};
}

}  // namespace pactwatch::alerts
