#pragma once
// Why a rule found nothing in a text, or how it found what it did. The matcher and the
// consolidation tell the fate of every attempt (Fate); explain_rule() adds what never came so far:
// a word that the prefilter missed, a trigger that did not match, an `unless` that struck.

#include <cstdint>
#include <string>
#include <vector>

#include "core/event.h"
#include "extractor/analysis.h"
#include "extractor/match.h"
#include "rules/rule.h"

namespace pactwatch {

// How far a rule came, from nowhere to an event. The order is the order of the stages.
enum class Reach : std::uint8_t {
  no_atom,       // a word that the trigger cannot do without is not in the clause
  no_trigger,    // the words are there, the trigger's pattern does not match
  misread,       // it matches, but over another clause, or a noun where a verb is meant
  struck,        // one of the rule's `unless` matches the clause
  unmet,         // nobody stands where a required role or figure was looked for
  refused,       // a cue takes it back: a question, an "if", a negation, a failed attempt
  outranked,     // another rule reads the same word better
  figure_taken,  // another event has the better claim to its figure
  incomplete,    // what the rest of the article should have filled stayed open
  merged,        // the event is told before, by another rule; what was new went into that one
  event,         // it found an event
};
std::string_view to_string(Reach reach);

// What became of one attempt: told by match.cc and consolidate.cc when somebody asks.
struct Fate {
  Reach reach = Reach::unmet;
  RawEvent event;                  // as far as it was filled
  const Rule* winner = nullptr;    // outranked, figure_taken, merged: the rule that has it
  std::vector<std::string> lacks;  // unmet, incomplete: one of these was needed
};
using Fates = std::vector<Fate>;

// Notes a fate when somebody asks (`fates` not null).
inline void tell(Fates* fates, Reach reach, const RawEvent& event, const Rule* winner = nullptr,
                 const std::vector<std::string>& lacks = {}) {
  if (fates != nullptr) fates->push_back({reach, event, winner, lacks});
}

// One trigger of the rule on one clause.
struct ClauseReport {
  std::uint32_t segment = 0;
  std::string skeleton;     // as docs/RULES.md writes it: "{ORG} will buy {ORG} ."
  std::size_t trigger = 0;  // index into Rule::triggers
  Reach reach = Reach::no_atom;
  std::string detail;  // in words: which word, cue, role, rule
};

struct Explanation {
  Reach reach = Reach::no_atom;       // the furthest that the rule came
  std::vector<ClauseReport> clauses;  // in text order; one for each trigger and clause
  std::vector<Event> events;          // of this rule
  bool found() const { return !events.empty(); }
};

// Puts together what became of `rule`. `fates` and `events` are of the same reading.
Explanation explain_rule(const Analysis& analysis, const std::vector<Segment>& segments,
                         const RuleSet& rules, const Rule& rule, const Fates& fates,
                         const std::vector<Event>& events);

// A skeleton with its marks spelled out: "{ORG} bought {ORG} for {MONEY} .".
std::string readable_skeleton(const Segment& segment);

}  // namespace pactwatch
