#pragma once
// One fact, one event: what several sentences say about one fact is merged, what differs is kept
// apart, and roles that a sentence leaves open are filled from the rest of the article.

#include <vector>

#include "core/event.h"
#include "extractor/analysis.h"
#include "extractor/match.h"

namespace pactwatch {

// The article's events in text order, spans in code points of analysis.text.
// `fates`, when given, is told of every raw event that does not become one of its own.
std::vector<Event> consolidate(const Analysis& analysis, std::vector<RawEvent> raw,
                               std::vector<Fate>* fates = nullptr);

}  // namespace pactwatch
