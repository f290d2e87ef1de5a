#pragma once
// What the extractor knows of words and names before it reads a text: the data of rules/lexicon
// and rules/entities, loaded once, then shared read-only by any number of threads.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/words.h"

namespace pactwatch {

// The grammatical class of a word, as far as reading news for deals needs one. A word of no known
// class is `noun`: nouns and adjectives are not told apart, they only make up noun phrases.
enum class Tag : std::uint8_t {
  noun,
  verb,
  auxiliary,
  modal,
  to,
  preposition,
  determiner,
  possessive,  // its, their, whose
  pronoun,
  relative,     // which, who
  conjunction,  // and, or
  clause,       // that, because, while, but, if
  negation,
  adverb,
  punctuation,
  genitive,  // 's
  name,      // a party: organisation, person, authority
  figure,    // money, percent, date, ...
};

// The inflected forms a word can be; a word may be several ("put": base, past and participle).
enum VerbForm : std::uint8_t {
  kBase = 1,
  kThird = 2,       // buys
  kPast = 4,        // bought
  kParticiple = 8,  // bought
  kGerund = 16,     // buying
};

struct Word {
  Tag tag = Tag::noun;
  std::uint8_t forms = 0;   // VerbForm bits when it can be a verb
  bool doubtful = false;    // as often a noun as a verb
  std::uint16_t lemma = 0;  // index into Lexicon::lemmas() when forms != 0
  std::uint32_t id = 0;     // a number for every known word, 0 for the others
};

enum class EntityKind : std::uint8_t { org, person, authority, court, outlet, place, product };

// One entry of rules/entities/*.toml.
struct KnownEntity {
  std::string name;  // canonical: the short name newspapers use
  EntityKind kind = EntityKind::org;
  std::string country;             // ISO 3166 alpha-2
  std::string hq;                  // city
  std::string of;                  // product: its owner; person: the organisation
  std::string role;                // person: "chief executive"
  std::vector<std::string> is;     // nouns it goes by after "the": "chipmaker"
  std::vector<std::string> makes;  // "the iPhone maker", "the ChatGPT owner"
  bool common = false;             // also a common word: "Apple", "Target"
};

// Immutable after load.
class Lexicon {
 public:
  // Reads every *.toml below `directory`/lexicon and `directory`/entities. Fails with file, line
  // and column on the first file that cannot be read or has an unknown or ill-typed key.
  static Result<Lexicon> load(const std::filesystem::path& directory);

  // The class of a lower-case word; a default Word (noun) when it is not known.
  const Word& word(std::string_view lower) const { return words_.find(lower); }
  // One more than the largest Word::id.
  std::size_t ids() const { return words_.size() + 1; }
  // Numbers these lower-case words, too, whatever their class. Only while the rules are loaded.
  void add_words(const std::vector<std::string>& words);
  // All forms of a lemma, by VerbForm bit; empty when the lexicon has no such verb.
  std::vector<std::pair<std::string, std::uint8_t>> forms_of(std::string_view lemma) const;
  const std::string& lemma(std::uint16_t index) const { return lemmas_[index]; }
  // Index of a lemma, 0 when unknown (0 is no verb).
  std::uint16_t lemma_index(std::string_view lemma) const;

  // Effects of governing verbs and nouns ("agree to", "completed its"): see lexicon/control.toml.
  // The empty string when the lemma has none.
  const std::string& effect(std::string_view lemma) const;

  // Membership in a named list of lexicon/*.toml ("company_suffix", "first_name", "never_name").
  bool in_list(std::string_view list, std::string_view word) const;
  // The list itself, for users that look up in bulk; empty when there is none of that name.
  const WordList& list(std::string_view name) const;

  const std::vector<KnownEntity>& entities() const { return entities_; }

  // Every spelling of every entity: spelling (tokens joined by one space) -> index of entity.
  const std::vector<std::pair<std::string, std::uint32_t>>& spellings() const { return spellings_; }
  // "British" -> "GB", "Japanese" -> "JP"; empty when it is no adjective of a country.
  const std::string& country_of_adjective(std::string_view adjective) const;

 private:
  friend class LexiconLoader;
  Word& known(std::string_view lower);  // numbered from now on

  WordTable<Word> words_;
  std::vector<std::string> lemmas_{std::string()};
  WordMap<std::uint16_t> lemma_index_;
  std::unordered_map<std::uint16_t, std::vector<std::pair<std::string, std::uint8_t>>> forms_;
  WordMap<std::string> effects_;
  WordMap<WordList> lists_;
  std::vector<KnownEntity> entities_;
  std::vector<std::pair<std::string, std::uint32_t>> spellings_;
  WordTable<std::string> adjectives_;
};

}  // namespace pactwatch
