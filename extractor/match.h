#pragma once
// From segments to raw events: each rule's trigger is looked for in each segment's skeleton, and
// its roles and figures are filled by grammar around the trigger.

#include <memory>
#include <vector>

#include "extractor/analysis.h"
#include "rules/rule.h"

namespace pactwatch {

// An event before consolidation: parties by index, and how it was found.
struct RawEvent {
  const Rule* rule = nullptr;
  std::uint32_t segment = 0;
  std::uint32_t sentence = 0;
  std::size_t head = 0;  // item of the trigger in its segment
  std::size_t noun =
      static_cast<std::size_t>(-1);  // what the head supports, when it only does that
  std::vector<std::pair<std::string, std::vector<std::uint32_t>>> roles;
  std::vector<std::string> inferred;  // roles not read in the clause: established, topic
  std::vector<std::string> unnamed;   // roles that the clause gives to somebody it does not name
  std::vector<std::string> weak;      // roles read off a description or pronoun, not a name
  std::int32_t amount = -1;           // indexes into Analysis::figures
  std::int32_t percent = -1;
  bool negative = false;  // the percentage is a fall
  std::int32_t multiple = -1;
  std::int32_t when = -1;
  std::int32_t until = -1;
  bool amount_direct = false;  // stood in a grammatical relation, not merely near
  std::string stage;
  Modality modality = Modality::confirmed;
  std::string attribution;
  // Why qualify() took it back, and the item that says so (-1: none); for explanations only.
  const char* refusal = nullptr;
  std::size_t cue = static_cast<std::size_t>(-1);

  const std::vector<std::uint32_t>* role(const std::string& name) const {
    for (const auto& [role_name, parties] : roles)
      if (role_name == name) return &parties;
    return nullptr;
  }
};

// Whether a party is in both lists.
bool shares(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y);

// Takes the parties that have a role in `event` out of `parties`.
void drop_taken(const RawEvent& event, std::vector<std::uint32_t>& parties);

// Which rules could match at all: by the words that their triggers need (rules/needs.h), looked up
// by number. Immutable after construction, shared by threads; the rules outlive it.
class RulePrefilter {
 public:
  explicit RulePrefilter(const RuleSet& rules);
  ~RulePrefilter();
  RulePrefilter(const RulePrefilter&) = delete;
  RulePrefilter& operator=(const RulePrefilter&) = delete;

  struct Candidate {
    std::uint32_t rule = 0;
    std::uint32_t trigger = 0;
  };
  // What a caller keeps between calls so that none of them allocates; one per thread.
  struct Scratch {
    std::vector<std::uint32_t> met;
    std::vector<std::uint32_t> touched;
    std::vector<std::uint32_t> passed;
  };
  // By sentence: whether any trigger may match in it, before it is taken apart into clauses.
  std::vector<bool> sentences(const Analysis& analysis) const;
  // The (rule, trigger) pairs that may match in a clause, in file order, in `out`.
  void candidates(const Analysis& analysis, const Segment& segment, Scratch& scratch,
                  std::vector<Candidate>& out) const;
  // Every (rule, trigger) pair: the naive twin that the tests compare with.
  std::vector<Candidate> all() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What a rule cost, over all clauses it was tried on.
struct RuleCost {
  std::int64_t tried = 0;   // (trigger, clause) pairs that the prefilter let through
  std::int64_t raised = 0;  // raw events
  std::int64_t nanoseconds = 0;
};

struct Fate;  // explain.h

// Who wants to know how the matching went; either may be null. Written by match_rules alone.
struct MatchLog {
  std::vector<Fate>* fates = nullptr;
  std::vector<RuleCost>* costs = nullptr;  // by index into RuleSet::rules()
};

// All raw events of the article, in text order. With `prefilter` null every rule is tried on every
// segment. Deterministic; linear in the text for a given rule set.
std::vector<RawEvent> match_rules(const Analysis& analysis, const std::vector<Segment>& segments,
                                  const RuleSet& rules, const RulePrefilter* prefilter,
                                  const MatchLog& log = {});

}  // namespace pactwatch
