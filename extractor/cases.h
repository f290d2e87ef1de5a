#pragma once
// Which of the article's cases an event speaks of. A court story names its parties once and goes on
// with "the judge", "the suit", "the company", and often tells of other cases on the way. Every
// lawsuit and every regulator's action that the clauses name parties of is kept as a case; an event
// that leaves a role open takes it from the case that agrees with it best, or from none.

#include <vector>

#include "extractor/match.h"

namespace pactwatch {

// Fills, in `raw` (in text order), the roles that rules leave to "established" and the sides that
// no clause tells, of events of the types lawsuit and regulatory_action. Linear in the events but
// for the number of cases, which is bounded.
void settle_cases(const Analysis& analysis, std::vector<RawEvent>& raw);

}  // namespace pactwatch
