#pragma once
// The reading of one article, from words to clauses. Each stage of the extractor fills its part:
//   tokens and sentences   tokenise.h
//   figures                figure.h
//   mentions and parties   names.h, reference.h
//   items and segments     syntax.h: the sentence as the matcher sees it
// All offsets are bytes of Analysis::text. Offsets into vectors are used in place of pointers, so
// that an Analysis may be moved.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"
#include "extractor/figure.h"
#include "rules/lexicon.h"

namespace pactwatch {

// "reportedly", "privately": by its form an adverb, though the lexicon takes unknown words for
// nouns.
inline bool is_manner_adverb(std::string_view lower) {
  return lower.size() > 4 && lower.ends_with("ly");
}

// The mark of the genitive, with either apostrophe: it is a token of its own.
inline bool is_genitive_mark(std::string_view lower) {
  return lower == "'s" || lower == "\xE2\x80\x99s";
}

struct Token {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  enum class Kind : std::uint8_t { word, number, punctuation } kind = Kind::word;
  bool capital = false;        // begins with an upper-case letter
  bool all_capitals = false;   // two letters or more, all upper case
  bool glued = false;          // no white space before it
  bool inner_capital = false;  // an upper-case letter behind the first byte
  bool plain = false;          // ASCII letters and digits alone
  const Word* word = nullptr;  // what the lexicon says of it in lower case; never null
};

// A sentence: a range of tokens.
struct Sentence {
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::uint32_t begin = 0;  // bytes, with the final punctuation
  std::uint32_t end = 0;
  std::uint32_t paragraph = 0;
  bool skip = false;  // boilerplate, or a heading: raises nothing
};

// A party of this article: everything that goes by one name.
struct Party {
  std::string name;  // canonical
  EntityKind kind = EntityKind::org;
  std::int32_t known = -1;         // index into Lexicon::entities(), -1 when it is new
  std::vector<std::string> nouns;  // it goes by these after "the": learnt or known
  std::string country;
  std::string hq;
  bool unnamed = false;        // "regulators": somebody acts, nobody is named; no output names it
  bool weak = false;           // one new word that nothing shows to be a company
  bool judge = false;          // a person whom the article calls judge; its kind is court
  std::uint32_t mentions = 0;  // how often it is named
  std::uint32_t first = 0;     // byte of its first mention
};

// A span of text that refers to one party, or to several ("the two companies").
struct Mention {
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::vector<std::uint32_t> parties;  // indexes into Analysis::parties
  EntityKind kind = EntityKind::org;
  enum class Form : std::uint8_t { name, description, pronoun } form = Form::name;
};

// One step of a sentence as the matcher sees it: a word, a mention, a figure, a mark.
struct Item {
  Tag tag = Tag::noun;
  std::uint32_t token_begin = 0;
  std::uint32_t token_end = 0;
  std::vector<std::uint32_t> parties;  // names: whom it refers to
  EntityKind kind = EntityKind::org;   // names
  Mention::Form form = Mention::Form::name;
  std::int32_t figure = -1;  // figures: index into Analysis::figures
  std::uint16_t lemma = 0;   // verbs
  std::uint8_t forms = 0;    // verbs: VerbForm bits still possible here
  bool genitive = false;     // names: followed by 's (the mark itself is dropped)
  bool possessive = false;   // names made of "its", "their"
  bool flagged = false;      // names: stands before a hyphen: "Nvidia-backed"
  bool capital = false;      // words: written with a capital
  bool doubtful = false;     // words: as often a noun as a verb
  std::string_view lower;    // words: in lower case (into Analysis::lower); else empty
};

// A clause read on its own: a main clause, or one that was inserted into it with the antecedent
// put in the place of its relative pronoun.
struct Segment {
  std::uint32_t sentence = 0;
  std::vector<Item> items;
  bool inserted = false;
  bool quoted = false;
  std::string skeleton;                  // what rules' patterns are matched against
  std::vector<std::uint32_t> item_ends;  // where each item ends in it; the next begins with a space

  // The item that byte `at` of the skeleton belongs to.
  std::size_t item_at(std::size_t at) const {
    return static_cast<std::size_t>(std::upper_bound(item_ends.begin(), item_ends.end(), at) -
                                    item_ends.begin());
  }
};

struct Analysis {
  std::string text;
  std::string lower;  // ASCII lower case of text, same offsets
  std::optional<Day> published;
  std::string source;
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  std::vector<Figure> figures;
  std::vector<Party> parties;
  std::vector<Mention> mentions;  // in text order, none overlapping
  std::vector<std::uint32_t> title_parties;

  std::string_view token_text(std::uint32_t i) const {
    return std::string_view(text).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  }
  const Word& word(std::uint32_t i) const { return *tokens[i].word; }
  std::string_view token_lower(std::uint32_t i) const {
    return std::string_view(lower).substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
  }
};

}  // namespace pactwatch
