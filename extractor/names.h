#pragma once
// Names of parties: those of the gazetteer and those never seen before.

#include "extractor/analysis.h"
#include "extractor/gazetteer.h"

namespace pactwatch {

// Finds the names in analysis.text and who they name: fills analysis.parties and appends the name
// mentions to analysis.mentions in text order. Needs tokens, sentences and figures. `title` is the
// headline: its title-case words make no names, but names found in the text that stand in it
// become analysis.title_parties. Linear in the text.
void find_names(Analysis& analysis, std::string_view title, const Lexicon& lexicon,
                const Gazetteer& gazetteer);

}  // namespace pactwatch
