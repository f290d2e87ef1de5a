#pragma once
// From text to tokens, sentences and paragraphs, and which of them carry no news.

#include "extractor/analysis.h"
#include "rules/lexicon.h"

namespace pactwatch {

// Fills analysis.tokens and analysis.sentences from analysis.text and .lower. Abbreviations
// ("Inc.", "U.S.") do not end a sentence unless a new one plainly begins; a full stop glued to the
// next sentence (".)The") does. Marks as `skip` headings, promotions, related-story lines, safe
// harbour and author notes. Linear in the text.
void tokenise(Analysis& analysis, const Lexicon& lexicon);

}  // namespace pactwatch
