#pragma once
// A rule: a declarative pattern that yields an event. docs/RULES.md teaches the language; this is
// its form after loading, which the extractor's matcher runs.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <re2/re2.h>

#include "core/event.h"
#include "core/result.h"
#include "rules/lexicon.h"
#include "rules/needs.h"

namespace pactwatch {

// Where a role or figure stands in relation to the trigger.
enum class Relation {
  subject,      // of the trigger verb, whatever its voice; of the verb that governs a trigger noun
  object,       // of the trigger verb, whatever its voice
  preposition,  // after a preposition that belongs to the trigger: "of", "by", "in", ...
  exactly,      // the same, but the party itself, nothing that is its: "for Y", not "for Y's chips"
  owner,        // the same, but the owner only: "to Y's technology", not "to Y"
  possessor,    // "X's acquisition", "its stake"
  modifier,  // before the trigger noun within its phrase: "the Microsoft deal", "a $3bn takeover"
  slot,      // captured by the pattern itself: {ORG:name}
  before,    // nearest before the trigger in its clause
  after,     // nearest after the trigger in its clause
  clause,    // nearest in the clause, whichever side
  sentence,  // nearest in the sentence
  passive,   // subject of a passive trigger only
  active,    // subject of an active trigger only
  involved,  // every party of the trigger's object and its complements: "cleared A's bid for B"
  growth,    // percent only: "rose 12% to", "down 3%"; a fall is negative
  pair,      // both parties of "between A and B", "A and B", or subject plus "with"
  established,  // who fills the role in this article's earlier events of the same type
  topic,        // the party the article is about
};

// Bits of the kinds of party a role may hold.
enum PartyKind : unsigned {
  kOrg = 1,
  kPerson = 2,
  kAuthority = 4,
  kCourt = 8,
  kOutlet = 16,
  kPlace = 32,  // a country that acts: "Poland ordered 180 tanks"
  kAnyParty = kOrg | kPerson | kAuthority,
};

// One place to look for the filler of a role.
struct RoleSource {
  Relation relation = Relation::subject;
  std::string word;  // the preposition, or the slot's name
  unsigned kinds = kOrg | kPerson;
};

// A role that only lawsuit rules may fill: a party of the case whose side the clause does not say
// ("Google will appeal"). The article's established case says which; it never leaves the extractor.
inline constexpr const char* kSideRole = "side";
// Whoever faces that party: "Google settled with Epic". It never leaves the extractor either.
inline constexpr const char* kOpponentRole = "opponent";

enum class FigureSlot { amount, percent, multiple, when, until };

// One place to look for a figure.
struct FigureSource {
  Relation relation = Relation::clause;
  std::string word;
};

// One pattern of a rule, compiled.
struct Trigger {
  std::string source;  // as written, macros unexpanded
  std::unique_ptr<re2::RE2>
      regex;     // over the skeleton; group "verb" or "head" marks the trigger word
  int line = 0;  // in the rule's file
  int column = 0;
  PatternNeeds needs = {};
};

// An inline example with what must come out of it.
struct RuleExample {
  std::string text;
  std::string published;
  std::map<std::string, std::string> expect;  // role, amount, percent, stage, modality, when, ...
  std::string why;                            // no_match: why it must not match
  int line = 0;
};

struct Rule {
  std::string id;
  int revision = 1;
  std::string status = "stable";  // draft | shadow | stable | retired
  std::string event;              // one of event_types()
  std::string about;
  int priority = 50;  // the higher wins where two rules of one type claim one trigger
  std::vector<Trigger> triggers;
  std::vector<Trigger> unless;  // over the skeleton: no event when one matches
  std::vector<std::pair<std::string, std::vector<RoleSource>>> roles;
  std::vector<std::pair<FigureSlot, std::vector<FigureSource>>> figures;
  std::vector<std::vector<std::string>> require;  // all of (one of): "target", "amount|percent"
  std::map<std::string, std::string> stage;       // phase -> stage, over the type's own table
  std::optional<Modality> modality;               // floor: a rule about plans yields `planned`
  std::optional<Modality> future;  // modality of what lies ahead: "will appeal" is planned
  double least = 0;  // an amount smaller than this is no figure of the kind: a land plot's value
  double least_percent = 0;  // needs a percentage of this or more: half of a company is control
  std::unique_ptr<re2::RE2> article;    // must match somewhere in the article, in lower case
  std::unique_ptr<re2::RE2> elsewhere;  // must match nowhere in it
  std::string metric;
  std::string side = "defendant";  // lawsuits: what a party of no established case is taken for
  std::optional<bool> exclusive;
  // Two roles: where the first holds two parties and the second none, the second party moves over:
  // "A and B called off their merger".
  std::vector<std::string> split;
  // Which of two parties takes the named role, told by what they go by: lists of the lexicon, best
  // first. Of a league and a broadcaster the league is the licensor. Who goes by a noun of
  // `opposed` stands on the other side. Without a telling noun the order decides.
  std::string sided_role;
  std::vector<std::string> sided;
  std::vector<std::string> opposed;
  // Only when both parties go by a noun of their side: a deal of a newspaper with an AI lab is
  // about content, whether or not the sentence says so.
  bool told_apart = false;
  bool per_unit =
      false;  // its sums are told per share, per user, a barrel: else such are passed over
  bool allow_hypothetical = false;
  bool context = false;  // says who is involved, raises nothing by itself: "X's suit against Y"
  bool only =
      false;  // counts only where no other rule tells of these parties: "X's suit against Y"
  bool echo = false;  // counts only where another rule found an event of the type: "X seeks $5m"
  // Says more of a matter that the article has already: stage, modality and date are that matter's.
  bool follows = false;
  std::vector<RuleExample> match;
  std::vector<RuleExample> no_match;
  std::string file;
  int line = 0;
};

// All rules with the lexicon they were written against. Immutable after load, so any number of
// threads may share one.
class RuleSet {
 public:
  RuleSet(Lexicon lexicon, std::vector<Rule> rules,
          std::map<std::string, std::map<std::string, std::string>> stages, std::string hash)
      : lexicon_(std::move(lexicon)),
        rules_(std::move(rules)),
        stages_(std::move(stages)),
        hash_(std::move(hash)) {}

  const Lexicon& lexicon() const { return lexicon_; }
  const std::vector<Rule>& rules() const { return rules_; }
  // The stage of `event` in `phase` ("announced", "completed", ...); empty when the type has none.
  const std::string& stage(const std::string& event, const std::string& phase) const;
  // Identity of the whole set: a digest over every file.
  const std::string& hash() const { return hash_; }

 private:
  Lexicon lexicon_;
  std::vector<Rule> rules_;
  std::map<std::string, std::map<std::string, std::string>> stages_;
  std::string hash_;
};

// Loads DIRECTORY/{macros,stages}.toml, DIRECTORY/{events,lexicon,entities}/*.toml. Every fault of
// every rule file is reported, one a line with file, line and column; a set with a fault is not
// loaded at all.
Result<std::shared_ptr<const RuleSet>> load_rules(const std::filesystem::path& directory);

// Where the rules are when nobody says: $PACTWATCH_RULES, beside the installed binary
// (../share/pactwatch/rules), or the source tree it was built from.
std::filesystem::path default_rules_directory();

// Code points that stand for mentions in a skeleton (Unicode private-use area).
namespace sentinel {
inline constexpr char32_t kOrg = 0xE001;
inline constexpr char32_t kPerson = 0xE002;
inline constexpr char32_t kAuthority = 0xE003;
inline constexpr char32_t kCourt = 0xE004;
inline constexpr char32_t kOutlet = 0xE005;
inline constexpr char32_t kPlace = 0xE006;
inline constexpr char32_t kMoney = 0xE007;
inline constexpr char32_t kPercent = 0xE008;
inline constexpr char32_t kMultiple = 0xE009;
inline constexpr char32_t kDate = 0xE00A;
inline constexpr char32_t kDuration = 0xE00B;
inline constexpr char32_t kQuantity = 0xE00C;
inline constexpr char32_t kNumber = 0xE00D;
}  // namespace sentinel

}  // namespace pactwatch
