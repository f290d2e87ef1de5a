#pragma once
// Which changes somebody asked for, how surely, when, and by which way.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "alerts/change_view.h"
#include "core/result.h"
#include "core/time.h"

namespace pactwatch::alerts {

// Where alerts go. An empty target: none of that kind.
struct Target {
  std::string kind;                  // webhook, mail, atom, command
  std::string to;                    // URL, address, file (or "url": served), command line
  std::vector<std::string> secrets;  // webhook: "whsec_...", every one of which signs
  bool operator==(const Target&) const = default;
};

// An Atom feed that the daemon serves, in place of a file.
bool is_served(const Target& target);

// A span of the local day, in minutes since midnight; it may run over midnight.
struct QuietHours {
  int from = 0;
  int to = 0;
  bool operator==(const QuietHours&) const = default;
};

struct Subscription {
  // Names, compared without regard to case. None: every change. One: every change that touches it.
  // Several: changes between at least two of them, and of one of them alone.
  std::vector<std::string> parties = {};
  bool rule_changes = false;  // also what newer rules or a judgement found in old articles
  std::string name = {};
  std::vector<std::string> terms = {};  // terms or event types ("lawsuit"); none: all
  std::vector<std::string> kinds = {};  // of change; none: all
  std::string least_status = {};        // rumoured, reported or confirmed
  int least_origins = 0;
  // Of a figure that moved, relatively (0.05); less is not told. Not given: the default of its
  // type.
  std::optional<double> least_change = {};

  // Waits so long for more of the same relationship. Not given: half a minute for mail, else none.
  std::optional<std::chrono::milliseconds> group = {};
  std::string digest = {};  // hourly or daily: one message for all
  std::optional<QuietHours> quiet = {};
  Target target = {};

  // A retraction is no matter of wanting: it goes to whoever was told (dispatch.h).
  bool wants(const ChangeView& change) const;
  bool operator==(const Subscription&) const = default;
};

// Does any of them want it? No subscription at all wants everything but rule changes.
bool any_wants(const std::vector<Subscription>& subscriptions, const ChangeView& change);

// Relative changes that are noise where nothing else is asked for: market values move daily, terms
// of contracts do not. By the first part of the term ("valuation").
double default_least_change(const std::string& term);

// When a change that is known at `now` is to be told: after the wait for its group, at the next
// full hour or day for a digest, and not before quiet hours are over. Local time is the process's
// (TZ).
UtcTime due_time(const Subscription& subscription, UtcTime now);

// One shape in the store and for `--json`; errors name the key.
nlohmann::json to_json(const Subscription& subscription);
Result<Subscription> subscription_from_json(const nlohmann::json& json);
// "22:00-07:00".
std::optional<QuietHours> parse_quiet(const std::string& text);
// Whether its values are ones that exist; a name and a usable target where it has one.
Status check(const Subscription& subscription);

}  // namespace pactwatch::alerts
