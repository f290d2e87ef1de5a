#pragma once
// Who is meant by "the company", "the ChatGPT maker", "it", "they", "both companies".

#include "extractor/analysis.h"
#include "extractor/gazetteer.h"

namespace pactwatch {

// Adds description and pronoun mentions to analysis.mentions (kept in text order), each with the
// parties it refers to; one that cannot be resolved with confidence is not added. Also learns what
// parties are called from appositions ("Nscale, a London-based startup,") and introductions.
// Needs find_names. Linear in the text but for a bounded look-back.
void resolve_references(Analysis& analysis, const Lexicon& lexicon, const Gazetteer& gazetteer);

}  // namespace pactwatch
