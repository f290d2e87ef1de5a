#pragma once
// Values of terms: what an event gives a term, and when two of them say the same. Free of any
// database.

#include <optional>
#include <string>

#include "core/event.h"
#include "store/ledger.h"
#include "store/terms.h"

namespace pactwatch {

// The value that `event` gives `term`.
Value value_of(const Event& event, const Term& term);
// The status that one claim alone gives a fact.
std::string status_of(Modality modality);
// How firm a status is: rumoured 1, reported 2, confirmed 3, any other 0.
int firmness(const std::string& status);
// Whether two values say the same within the relative `tolerance`, bounds considered: "more than
// 13" agrees with 13.75. What one of them leaves open agrees with anything; the stage is no part
// of it.
bool agree(const Value& x, const Value& y, double tolerance);
// What both say, with the more exact figure of the two. The stage is `held`'s unless it has none.
Value refine(const Value& held, const Value& told);
// Whether it states a figure or a yes or no.
bool has_figure(const Value& value);

// An ISO prefix as the first day it may mean, in days since 1970; `late`: the last. Nothing for
// what is no date.
std::optional<std::int64_t> day_number(const std::string& iso, bool late);
// Whether the event ended more than `past_days` before its article, which then tells history.
bool is_past(const std::string& when, const std::string& published, int past_days);
// Whether two ISO prefixes may mean one day. Where both name a month, neighbours will do: what is
// announced at the end of one is reported in the next.
bool dates_agree(const std::string& x, const std::string& y);

}  // namespace pactwatch
