#pragma once
// The sentence as the matcher sees it. Each sentence becomes one or more segments: its main clause
// with parentheses, appositions and inserted relative clauses taken out, and each of those that
// says something as a segment of its own, its antecedent in the place of "which" or "who".

#include <vector>

#include "extractor/analysis.h"
#include "rules/lexicon.h"

namespace pactwatch {

// The segments of every sentence that is not skipped, in text order; with `wanted` (by sentence) of
// those alone for which it is true. Needs mentions and figures.
std::vector<Segment> build_segments(const Analysis& analysis, const Lexicon& lexicon,
                                    const std::vector<bool>* wanted = nullptr);

}  // namespace pactwatch
