#pragma once
// Grammar on demand: who does what to whom around one word of a segment. Nothing is parsed ahead;
// each question walks outward from its word, over at most the segment.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractor/analysis.h"
#include "rules/lexicon.h"

namespace pactwatch {

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// A verb with its auxiliaries: "has reportedly been acquired".
struct VerbGroup {
  std::size_t begin = kNone;
  std::size_t main = kNone;
  bool passive = false;
  bool perfect = false;
  bool past = false;
  bool infinitive = false;       // "to buy"
  bool gerund = false;           // "buying" without "be"
  bool bare_participle = false;  // "the company acquired by": a post-modifier
  bool negated = false;
  std::string_view modal;  // "will", "may", ...; empty
};

// A noun phrase: `name` is the item whose parties it stands for, kNone when nobody is named.
struct Phrase {
  std::size_t begin = kNone;
  std::size_t end = kNone;   // one past the last item
  std::size_t head = kNone;  // the noun or name it is about
  std::size_t name = kNone;
  bool direct = false;  // the head itself is the name
};

// A preposition and what it governs.
struct Complement {
  std::string_view preposition;
  std::size_t at = kNone;  // item of the preposition
  Phrase phrase;
  std::size_t figure = kNone;  // first figure in the phrase
};

// What governs a word: "agreed" of "agreed to buy", "completed" of "completed its purchase".
struct Governor {
  std::size_t item = kNone;
  std::string effect;
};

class Grammar {
 public:
  // Both must outlive the Grammar.
  Grammar(const Analysis& analysis, const Segment& segment, const Lexicon& lexicon)
      : a_(analysis), items_(segment.items), lexicon_(lexicon) {}

  VerbGroup verb_group(std::size_t verb) const;
  // The logical subject and object of a verb, whatever its voice. `after` is the item after the
  // trigger (past a particle), from where the object is looked for.
  Phrase subject(std::size_t verb) const;
  Phrase object(std::size_t verb, std::size_t after) const;
  // The subject of a noun that a form of "be" or "become" predicates of it.
  Phrase copula_subject(std::size_t noun) const;
  // The prepositional complements to the right of `after`, up to the end of the clause.
  std::vector<Complement> complements(std::size_t after) const;
  // The noun phrase whose first item is `first`; empty where none begins there.
  Phrase phrase_starting_at(std::size_t first) const;
  // The noun phrase around a noun: its possessor and modifiers stand between begin and noun.
  std::size_t phrase_begin(std::size_t noun) const;
  // The verb that has this noun as object or subject; kNone when there is none.
  std::size_t governing_verb(std::size_t noun, bool* as_subject = nullptr) const;
  // Everything that governs `head` (a verb or noun), innermost first.
  std::vector<Governor> governors(std::size_t head) const;
  // Half-open range of items of the clause that holds `item`.
  std::pair<std::size_t, std::size_t> clause(std::size_t item) const;
  // What a verb does to what it governs (lexicon/control.toml), alone or with its particle.
  std::string verb_effect(std::size_t verb) const;
  const std::string& lemma(std::size_t verb) const { return lexicon_.lemma(items_[verb].lemma); }
  bool is_finite(std::size_t i) const;

 private:
  Phrase subject_of(std::size_t verb, int depth) const;
  Phrase phrase_ending_at(std::size_t last) const;
  Phrase syntactic_subject(std::size_t group_begin, int depth) const;
  std::size_t governor_of_infinitive(std::size_t to) const;
  bool in_phrase(std::size_t i) const;
  bool in_bound(std::size_t i) const;
  bool is_time(const Phrase& phrase) const;
  std::size_t past_bound(std::size_t first) const;
  std::string noun_effect(std::size_t noun) const;

  const Analysis& a_;
  const std::vector<Item>& items_;
  const Lexicon& lexicon_;
};

}  // namespace pactwatch
