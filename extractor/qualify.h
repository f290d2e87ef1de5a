#pragma once
// How firmly, since when and on whose word: stage, modality, dates and attribution of an event,
// by cues with direction and scope (after ConText: Harkema et al. 2009) and by what governs the
// trigger.

#include "extractor/analysis.h"
#include "extractor/match.h"
#include "extractor/relations.h"

namespace pactwatch {

// Sets stage, modality, attribution, when and until of `event`. False when the sentence does not
// assert an event at all: a hypothetical, a question, a plain negation, a failed attempt.
bool qualify(const Analysis& analysis, const Segment& segment, const Grammar& grammar,
             const RuleSet& rules, std::size_t trigger_end, RawEvent& event);

}  // namespace pactwatch
