#include "extractor/reference.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "core/text.h"
#include "core/words.h"

namespace pactwatch {
namespace {

// How far back a party may have been mentioned for "the company" to still mean it.
constexpr std::size_t kMemory = 40;            // mentions
constexpr std::uint32_t kFarthest = 5;         // sentences back that a pronoun reaches
constexpr std::uint32_t kFarCompany = 8;       // sentences back that "the company" reaches
constexpr std::uint32_t kFarDescription = 60;  // sentences back that a telling noun reaches
constexpr std::uint32_t kLongestNoun = 7;      // tokens of a description after its article

// What a mention is to its clause, as far as it shows.
enum class Place : std::uint8_t { subject, object, owner, oblique };

// A party as lately mentioned.
struct Recent {
  std::uint32_t party = 0;
  std::uint32_t sentence = 0;
  std::uint32_t token = 0;
  Place place = Place::oblique;
  bool source = false;  // named as who reports, not for what it does
  bool agent = false;   // "led by X", "from X": who does something to what is spoken of

  bool subject() const { return place == Place::subject; }
};

// What makes a party the one that is meant (after the salience factors of Lappin and Leass 1994):
// a pronoun goes by what was said last, a description by what the article is about.
struct Salience {
  double distance;   // a sentence further back
  double subject;    // it was a subject
  double object;     // it was an object
  double owner;      // it owned something
  double paragraph;  // the paragraph is the same
  double theme;      // every doubling of how often the article names it
  double title;      // the headline names it
  double headliner;  // the headline names it first
  double mate;       // it was a subject of the same sentence
  double doubtful;   // nothing shows that it is a party at all
  double agent;      // it does something to what is spoken of
};
constexpr Salience kPronoun = {2.0, 2.3, 0.1, 0.4, 0.4, 0.2, 1.2, 0.4, 1.4, 1.7, 1.2};
constexpr Salience kDescription = {1.1, 1.2, 0.5, 0.0, 0.2, 1.1, 1.2, 0.9, 0.0, 1.5, 1.2};

class Resolver {
 public:
  Resolver(Analysis& analysis, const Lexicon& lexicon, const Gazetteer& gazetteer)
      : a_(analysis),
        lexicon_(lexicon),
        gazetteer_(gazetteer),
        company_nouns_(lexicon.list("company_noun")),
        agent_verbs_(lexicon.list("agent_verb")),
        taker_verbs_(lexicon.list("taker_verb")) {}

  void run() {
    in_figure_.assign(a_.tokens.size(), false);
    std::uint32_t t = 0;
    for (const Figure& figure : a_.figures) {
      while (t < a_.tokens.size() && a_.tokens[t].end <= figure.begin) ++t;
      for (std::uint32_t k = t; k < a_.tokens.size() && a_.tokens[k].begin < figure.end; ++k)
        in_figure_[k] = true;
    }
    names_ = std::move(a_.mentions);
    find_proofs();
    for (const Party& party : a_.parties) note_phrases(party);
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) read_sentence(s);
    a_.mentions = std::move(out_);
  }

 private:
  std::string_view lower(std::uint32_t t) const { return a_.token_lower(t); }

  bool is_party(const Party& party) const {
    return party.kind != EntityKind::place && party.kind != EntityKind::product;
  }

  void read_sentence(std::uint32_t s) {
    const Sentence& sentence = a_.sentences[s];
    for (std::uint32_t t = sentence.token_begin; t < sentence.token_end;) {
      if (next_name_ < names_.size() && names_[next_name_].token_begin <= t) {
        Mention& name = names_[next_name_++];
        if (name.token_begin < t) continue;  // swallowed by a description
        // "Britain's competition watchdog", "EU regulators"
        if (Mention body; official(name.token_begin, name.token_end, s, sentence, body)) {
          take(std::move(body), s, sentence, t);
          continue;
        }
        learn(name, sentence);
        note(name, s, sentence);
        t = name.token_end;
        out_.push_back(std::move(name));
        continue;
      }
      Mention mention;
      if ((may_describe(t) && describe(t, s, sentence, mention)) ||
          official(t, t, s, sentence, mention)) {
        take(std::move(mention), s, sentence, t);
        continue;
      }
      ++t;
    }
  }

  // Keeps a mention, and goes on behind it.
  void take(Mention mention, std::uint32_t s, const Sentence& sentence, std::uint32_t& t) {
    note(mention, s, sentence);
    while (next_name_ < names_.size() && names_[next_name_].token_begin < mention.token_end)
      ++next_name_;
    t = mention.token_end;
    out_.push_back(std::move(mention));
  }

  // ---- "Britain's competition watchdog", "German regulators", "federal prosecutors"

  static bool is_official_noun(std::string_view noun) {
    static const WordSet nouns = {"regulator",   "regulators",  "watchdog",   "watchdogs",
                                  "authorities", "prosecutors", "prosecutor", "authority",
                                  "enforcers",   "enforcer",    "commission", "agency",
                                  "office",      "bank",        "supervisor", "board",
                                  "ministry",    "bureau",      "agencies",   "executive"};
    return nouns.count(noun) != 0;
  }

  // They name an office wherever they stand; "bank" and "board" must be of a kind that is listed.
  static bool is_always_official(std::string_view noun) {
    static const WordSet nouns = {"regulator",  "regulators",  "watchdog",
                                  "watchdogs",  "authorities", "prosecutors",
                                  "prosecutor", "enforcers",   "enforcer"};
    return nouns.count(noun) != 0;
  }

  static bool opens_official(std::string_view word) {
    static const WordSet words = {
        "antitrust",  "anti-trust", "competition",   "federal",     "state",     "safety",
        "privacy",    "consumer",   "financial",     "data",        "market",    "markets",
        "securities", "banking",    "bank",          "aviation",    "auto",      "transport",
        "health",     "drug",       "medicines",     "telecom",     "telecoms",  "communications",
        "media",      "merger",     "environmental", "energy",      "insurance", "gambling",
        "criminal",   "public",     "local",         "national",    "food",      "water",
        "regulators", "watchdogs",  "prosecutors",   "authorities", "enforcers", "utility"};
    return words.count(word) != 0;
  }

  static std::string singular_noun(std::string_view noun) {
    if (noun.size() > 4 && noun.ends_with("ies"))
      return std::string(noun.substr(0, noun.size() - 3)) + "y";
    if (noun.size() > 3 && noun.back() == 's') return std::string(noun.substr(0, noun.size() - 1));
    return std::string(noun);
  }

  // An office described by its country or field: at `t`, behind a place that ends at `from` if
  // there is one. Who is not told is somebody all the same, but unnamed.
  bool official(std::uint32_t t, std::uint32_t from, std::uint32_t s, const Sentence& sentence,
                Mention& out) {
    constexpr std::uint32_t kLongest = 5;  // words of the phrase
    std::string country;
    std::uint32_t k = from;
    bool placed = false;
    if (from > t) {
      const Mention& name = names_[next_name_ - 1];
      const Party& party = a_.parties[name.parties.front()];
      if (party.kind == EntityKind::place ||
          (party.kind == EntityKind::authority &&
           (party.name == "European Union" || (party.known < 0 && !party.country.empty())))) {
        country = party.country;
        placed = true;
        if (k < sentence.token_end && is_genitive_mark(lower(k))) ++k;
      } else {
        return false;
      }
    } else if (a_.tokens[t].capital) {
      country = lexicon_.country_of_adjective(a_.token_text(t));
      if (country.empty() && !(t == sentence.token_begin && opens_official(lower(t)))) return false;
      if (!country.empty()) {
        placed = true;
        ++k;
      }
    } else if (!opens_official(lower(t))) {
      return false;
    }
    const std::uint32_t first = k;
    std::uint32_t end = 0;
    for (; k < sentence.token_end && k < first + kLongest; ++k) {
      if (a_.tokens[k].kind != Token::Kind::word || in_figure_[k]) break;
      if (next_name_ < names_.size() && names_[next_name_].token_begin == k) break;
      const Tag tag = a_.word(k).tag;
      if (tag != Tag::noun && tag != Tag::verb) break;
      if (is_official_noun(lower(k)) &&
          (k + 1 >= sentence.token_end || !is_official_noun(lower(k + 1))) &&
          !(k + 1 < sentence.token_end && a_.tokens[k + 1].kind == Token::Kind::word &&
            lexicon_.word(lower(k + 1)).tag == Tag::noun && !a_.tokens[k + 1].capital)) {
        end = k + 1;
        break;
      }
      if (tag == Tag::verb && (a_.word(k).forms & (kPast | kThird)) != 0 && !a_.word(k).doubtful)
        break;
    }
    if (end == 0) return false;
    const std::int32_t party = office(country, first, end, s, t, placed);
    if (party < 0) return false;
    return emit(t, end, {static_cast<std::uint32_t>(party)}, Mention::Form::description, out);
  }

  // Whom the words [first, end) mean, of the country if one is told: one the article named, else
  // the only known one, else somebody unnamed. -1 when they need not mean an office.
  std::int32_t office(const std::string& country, std::uint32_t first, std::uint32_t end,
                      std::uint32_t s, std::uint32_t t, bool placed) {
    const std::string_view head = lower(end - 1);
    // "competition watchdog", "data protection authority": the longest that a known one goes by.
    std::vector<std::string> phrases;
    for (std::uint32_t words = 3; words >= 2; --words) {
      if (end - first < words) continue;
      std::string phrase;
      for (std::uint32_t k = end - words; k + 1 < end; ++k) phrase += std::string(lower(k)) + ' ';
      phrases.push_back(phrase + singular_noun(head));
    }
    const bool telling = !phrases.empty();
    const auto goes_by_phrase = [&](const std::vector<std::string>& nouns) {
      return std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
        return std::find(nouns.begin(), nouns.end(), phrase) != nouns.end();
      });
    };
    const auto fits = [&](const Party& party) {
      return party.kind == EntityKind::authority && !party.unnamed &&
             (country.empty() || party.country == country);
    };
    if (telling || !country.empty()) {
      const std::int32_t met = best_recent(
          s, t, kDescription,
          [&](const Recent& r) {
            const Party& party = a_.parties[r.party];
            return fits(party) &&
                   (telling ? goes_by_phrase(party.nouns) : goes_by(party, singular_noun(head)));
          },
          kFarDescription);
      if (met >= 0) return met;
    }
    if (!country.empty()) {
      // The Union has one that decides over business.
      const auto merges = [](const std::string& phrase) {
        return phrase.starts_with("antitrust") || phrase.starts_with("competition") ||
               phrase.starts_with("merger");
      };
      if (country == "EU" && (!telling || std::any_of(phrases.begin(), phrases.end(), merges))) {
        if (const std::int32_t commission = gazetteer_.exact("European Commission");
            commission >= 0)
          return party_of(commission, t);
      }
      if (telling) {
        std::int32_t only = -1;
        for (std::uint32_t i = 0; i < lexicon_.entities().size(); ++i) {
          const KnownEntity& entity = lexicon_.entities()[i];
          if (entity.kind != EntityKind::authority || entity.country != country) continue;
          if (!goes_by_phrase(entity.is)) continue;
          if (only >= 0) {
            only = -1;
            break;
          }
          only = static_cast<std::int32_t>(i);
        }
        if (only >= 0) return party_of(only, t);
      }
    }
    const bool plural = head.back() == 's';
    if (!plural && is_authority_noun(head))
      if (const std::int32_t later = authority_to_come(end - 1, s);
          later >= 0 && fits(a_.parties[static_cast<std::size_t>(later)]))
        return later;
    if (!is_always_official(head) || (!placed && !plural)) return -1;
    std::string name(
        a_.text.substr(a_.tokens[t].begin, a_.tokens[end - 1].end - a_.tokens[t].begin));
    for (std::uint32_t p = 0; p < a_.parties.size(); ++p)
      if (a_.parties[p].unnamed && a_.parties[p].name == name) return static_cast<std::int32_t>(p);
    Party party;
    party.name = std::move(name);
    party.kind = EntityKind::authority;
    party.unnamed = true;
    party.country = country;
    party.first = a_.tokens[t].begin;
    a_.parties.push_back(std::move(party));
    return static_cast<std::int32_t>(a_.parties.size() - 1);
  }

  // A name never seen before may be a product or a place: that it acts, owns or is called a company
  // shows that it is a party.
  void find_proofs() {
    proven_.assign(a_.parties.size(), false);
    for (std::size_t p = 0; p < a_.parties.size(); ++p)
      proven_[p] = a_.parties[p].known >= 0 || !a_.parties[p].nouns.empty();
    for (const Mention& name : names_) {
      if (name.token_end >= a_.tokens.size()) continue;
      const std::string_view next = lower(name.token_end);
      if (acts(name.token_end) || is_genitive_mark(next))
        for (const std::uint32_t party : name.parties) proven_[party] = true;
    }
  }

  bool proven(std::uint32_t party) const { return party >= proven_.size() || proven_[party]; }

  // Whether a verb that somebody does follows at token `t`, adverbs and auxiliaries passed over.
  bool acts(std::uint32_t t) const {
    const std::int32_t verb = verb_after(t);
    return verb >= 0 && agent_verbs_.contains(lexicon_.lemma(a_.word(verb).lemma));
  }

  // The main verb that follows at token `t` behind adverbs, auxiliaries and modals; -1 when none
  // does.
  std::int32_t verb_after(std::uint32_t t) const {
    for (std::uint32_t k = t; k < a_.tokens.size() && k < t + 6; ++k) {
      const Word& word = a_.word(k);
      if (word.tag == Tag::adverb || word.tag == Tag::auxiliary || word.tag == Tag::modal ||
          word.tag == Tag::negation || is_manner_adverb(lower(k)))
        continue;
      return word.forms != 0 ? static_cast<std::int32_t>(k) : -1;
    }
    return -1;
  }

  // Remembers the parties of a mention as lately mentioned.
  void note(const Mention& mention, std::uint32_t s, const Sentence& sentence) {
    // "X (formerly Y)": another name of X, nobody to refer back to.
    if (mention.token_begin > sentence.token_begin && lower(mention.token_begin - 1) == "formerly")
      return;
    const Place place = place_of(mention, sentence);
    const bool source = is_source(mention, sentence);
    const bool agent = as_agent(mention, sentence);
    for (const std::uint32_t party : mention.parties) {
      if (!is_party(a_.parties[party])) continue;
      recent_.push_back({party, s, mention.token_begin, place, source, agent});
    }
    if (recent_.size() > 2 * kMemory)
      recent_.erase(recent_.begin(), recent_.end() - static_cast<std::ptrdiff_t>(kMemory));
  }

  // "led by X and Y", "money from X", "investors including X": the mention or the list it is in.
  bool as_agent(const Mention& mention, const Sentence& sentence) const {
    static const WordSet marks = {"by", "from", "including"};
    std::uint32_t t = mention.token_begin;
    // "the affiliate in which X owns a third": told of the affiliate, not of X.
    if (t > sentence.token_begin && a_.word(t - 1).tag == Tag::relative) return true;
    for (std::size_t n = out_.size(); t > sentence.token_begin;) {
      const std::string_view left = lower(t - 1);
      if (marks.count(left) != 0) return true;
      if ((left != "," && left != "and") || n == 0) return false;
      --t;
      if (left == "and" && t > sentence.token_begin && lower(t - 1) == ",") --t;
      if (out_[n - 1].token_end != t) return false;
      t = out_[--n].token_begin;
    }
    return false;
  }

  Place place_of(const Mention& mention, const Sentence& sentence) const {
    if (mention.token_end < sentence.token_end &&
        (is_genitive_mark(lower(mention.token_end)) || lower(mention.token_end) == "'" ||
         lower(mention.token_end) == "\xE2\x80\x99"))
      return Place::owner;
    if (mention.form == Mention::Form::pronoun &&
        a_.word(mention.token_begin).tag == Tag::possessive)
      return Place::owner;
    if (verb_follows(mention.token_end, sentence) && !governed(mention.token_begin, sentence))
      return Place::subject;
    // A member of a list is what the list is.
    const std::string_view left =
        mention.token_begin > sentence.token_begin ? lower(mention.token_begin - 1) : "";
    if ((left == "," || left == "and" || left == "&") && !out_.empty() && !recent_.empty()) {
      const std::uint32_t end = out_.back().token_end;
      if (end < mention.token_begin && end + 2 >= mention.token_begin &&
          end > sentence.token_begin && recent_.back().token >= sentence.token_begin)
        return recent_.back().place;
    }
    if (in_subject_place(mention, sentence)) return Place::subject;
    return a_.word(mention.token_begin - 1).tag == Tag::verb ? Place::object : Place::oblique;
  }

  // ", Reuters reported", "according to The Information", "citing Bloomberg".
  bool is_source(const Mention& mention, const Sentence& sentence) const {
    const Party& party = a_.parties[mention.parties.front()];
    if (mention.token_begin > sentence.token_begin + 1) {
      const std::string_view left = lower(mention.token_begin - 1);
      if (left == "citing" || (left == "to" && lower(mention.token_begin - 2) == "according"))
        return true;
    }
    const bool press = party.kind == EntityKind::outlet ||
                       std::any_of(party.nouns.begin(), party.nouns.end(), [](const auto& noun) {
                         return noun == "news agency" || noun == "newspaper" || noun == "publisher";
                       });
    if (!press) return false;
    if (mention.token_begin > sentence.token_begin && lower(mention.token_begin - 1) == "told")
      return true;
    const std::int32_t verb = verb_after(mention.token_end);
    if (verb < 0) return false;
    const std::string& lemma = lexicon_.lemma(a_.word(static_cast<std::uint32_t>(verb)).lemma);
    return lemma == "report" || lemma == "say" || lemma == "write";
  }

  bool governed(std::uint32_t t, const Sentence& sentence) const {
    if (t == sentence.token_begin) return false;
    const Tag left = a_.word(t - 1).tag;
    return left == Tag::preposition || left == Tag::to;
  }

  // "In August it signed": a verb follows, so it is the subject whatever stands before.
  bool verb_follows(std::uint32_t next, const Sentence& sentence) const {
    while (next < sentence.token_end && a_.word(next).tag == Tag::adverb) ++next;
    if (next >= sentence.token_end) return false;
    const Word& word = a_.word(next);
    if (word.tag == Tag::modal || word.tag == Tag::auxiliary) return true;
    return word.tag == Tag::verb && !word.doubtful && (word.forms & (kPast | kThird)) != 0 &&
           lower(next).back() != 'g';
  }

  // A name that no preposition governs and that comes before the first verb or after a comma.
  bool in_subject_place(const Mention& mention, const Sentence& sentence) const {
    if (mention.token_begin == sentence.token_begin) return true;
    // "For Brookfield this is a third bite", "At Norwind, sales rose": what the sentence is about.
    if (mention.token_begin == sentence.token_begin + 1 &&
        (lower(sentence.token_begin) == "for" || lower(sentence.token_begin) == "at"))
      return true;
    const Word& just_before = a_.word(mention.token_begin - 1);
    // "Had the regulator found", "Should X fail": a condition turned round.
    if (mention.token_begin == sentence.token_begin + 1 &&
        (just_before.tag == Tag::auxiliary || just_before.tag == Tag::modal))
      return true;
    std::uint32_t t = mention.token_begin - 1;
    while (t > sentence.token_begin) {
      const Word& word = a_.word(t);
      if (a_.tokens[t].kind == Token::Kind::word && word.tag != Tag::noun &&
          word.tag != Tag::determiner && word.tag != Tag::possessive)
        break;
      if (a_.tokens[t].kind == Token::Kind::punctuation && !is_genitive_mark(lower(t))) break;
      --t;
    }
    const Word& word = a_.word(t);
    if (word.tag == Tag::preposition || word.tag == Tag::to) return false;
    if (word.tag == Tag::verb || word.tag == Tag::auxiliary) return says(t);
    return true;
  }

  // After a verb of saying a new clause may begin: "said Google had".
  bool says(std::uint32_t t) const {
    const Word& word = a_.word(t);
    if (word.forms == 0) return false;
    static const WordSet verbs = {"say", "report", "announce", "note",
                                  "add", "claim",  "argue",    "think"};
    return verbs.count(lexicon_.lemma(word.lemma)) != 0;
  }

  // "NAME, a London-based data-centre startup," teaches that NAME goes by "startup".
  void learn(const Mention& name, const Sentence& sentence) {
    Party& party = a_.parties[name.parties.front()];
    if (!is_party(party) || party.kind == EntityKind::person) return;
    std::uint32_t t = name.token_end;
    if (t + 2 >= sentence.token_end) return;
    const bool comma = lower(t) == ",";
    const bool copula = lower(t) == "is" || lower(t) == "was";
    if (!comma && !copula) return;
    ++t;
    const std::string_view article = lower(t);
    if (article != "a" && article != "an" && article != "the" && article != "one") return;
    for (std::uint32_t k = t + 1; k < sentence.token_end && k <= t + kLongestNoun; ++k) {
      const std::string word(lower(k));
      if (a_.tokens[k].kind == Token::Kind::punctuation) {
        if (a_.token_text(k).size() > 1) continue;  // "-based"
        break;
      }
      if (company_nouns_.count(word) != 0) {
        add_noun(party, word);
        break;
      }
      const Tag tag = a_.word(k).tag;
      if (tag == Tag::preposition || tag == Tag::relative || tag == Tag::auxiliary) break;
      learn_place(party, k);
    }
  }

  void learn_place(Party& party, std::uint32_t token) {
    const std::string_view text = a_.token_text(token);
    if (token + 1 < a_.tokens.size() && a_.token_text(token + 1) == "-based") {
      if (party.hq.empty()) party.hq = std::string(text);
      return;
    }
    const std::string& country = lexicon_.country_of_adjective(text);
    if (!country.empty() && party.country.empty()) party.country = country;
  }

  static void add_noun(Party& party, const std::string& noun) {
    if (std::find(party.nouns.begin(), party.nouns.end(), noun) == party.nouns.end())
      party.nouns.push_back(noun);
  }

  static bool is_generic(std::string_view noun) {
    static const WordSet generic = {"company",     "firm",   "group",        "business",
                                    "corporation", "giant",  "organisation", "organization",
                                    "enterprise",  "concern"};
    return generic.count(noun) != 0;
  }

  // What one is to another or in a deal: only who was called so is meant.
  static bool is_relative(std::string_view noun) {
    static const WordSet nouns = {
        "buyer",      "seller",    "acquirer",    "bidder",     "target",      "customer",
        "client",     "supplier",  "partner",     "partners",   "rival",       "parent",
        "unit",       "arm",       "division",    "subsidiary", "affiliate",   "venture",
        "consortium", "exchange",  "entity",      "lender",     "shareholder", "investor",
        "label",      "brand",     "creditor",    "platform",   "union",       "competitor",
        "owner",      "defendant", "plaintiff",   "holding",    "market",      "operator",
        "vendor",     "tenant",    "landlord",    "employer",   "contractor",  "adviser",
        "advisor",    "maker",     "association", "club"};
    return nouns.count(noun) != 0;
  }

  static bool is_authority_noun(std::string_view noun) {
    static const WordSet nouns = {"regulator",  "agency",     "watchdog", "commission",
                                  "authority",  "department", "ministry", "bureau",
                                  "government", "bloc",       "body"};
    return nouns.count(noun) != 0;
  }

  // Whether a description or pronoun may begin at the token: most words are told apart by two
  // letters.
  bool may_describe(std::uint32_t t) const {
    const std::uint32_t at = a_.tokens[t].begin;
    if (a_.tokens[t].end - at < 2) return false;
    const char second = a_.lower[at + 1];
    switch (a_.lower[at]) {
      case 't':
      case 's':
        return second == 'h';
      case 'h':
        return second == 'e' || second == 'i';
      case 'i':
        return second == 't';
      case 'b':
        return second == 'o';
      case 'n':
        return second == 'e';
      case 'e':
        return second == 'i';
      default:
        return false;
    }
  }

  // Tries to read a description or pronoun at token `t`.
  bool describe(std::uint32_t t, std::uint32_t s, const Sentence& sentence, Mention& out) {
    static const WordSet openers = {"it",         "its",  "itself", "they", "their",   "them",
                                    "themselves", "he",   "she",    "his",  "her",     "him",
                                    "the",        "both", "that",   "this", "neither", "either"};
    const std::string_view word = lower(t);
    if (openers.count(word) == 0) return false;
    if (word == "it" && a_.tokens[t].all_capitals) return false;  // information technology
    if (word == "itself" || word == "themselves") return reflexive(t, s, out);
    if (word == "it" || word == "its") return third_person(t, s, out);
    if (word == "they" || word == "their" || word == "them") return plural(t, t + 1, s, out);
    if (word == "he" || word == "she" || word == "his" || word == "her" || word == "him")
      return person(t, s, out);
    if (word == "the" || word == "both" || word == "that" || word == "this")
      return definite(t, s, sentence, out);
    if (word == "neither" || word == "either") return plural_noun(t, t + 1, s, sentence, out);
    return false;
  }

  bool emit(std::uint32_t begin, std::uint32_t end, std::vector<std::uint32_t> parties,
            Mention::Form form, Mention& out) const {
    if (parties.empty()) return false;
    out.token_begin = begin;
    out.token_end = end;
    out.form = form;
    out.kind = a_.parties[parties.front()].kind;
    out.parties = std::move(parties);
    return true;
  }

  // Whether what stands in [t, end) is a subject by what follows it: "said it had".
  bool heads_clause(std::uint32_t t, std::uint32_t end) const {
    if (end >= a_.tokens.size()) return false;
    const Word& next = a_.word(end);
    if (next.tag == Tag::modal || next.tag == Tag::auxiliary) return true;
    if (next.tag == Tag::verb && !next.doubtful && (next.forms & (kPast | kThird)) != 0)
      return true;
    return t > 0 && says(t - 1) && verb_after(end) >= 0;
  }

  // "X accuses it of", "X acquired the company": an object is somebody else than its own subject,
  // or it were "itself". That subject, -1 when [t, end) is no object.
  std::int32_t own_subject(std::uint32_t s, std::uint32_t t, std::uint32_t end) const {
    if (t == 0 || a_.word(t).tag == Tag::possessive) return -1;
    const Word& left = a_.word(t - 1);
    const bool verb = left.tag == Tag::verb ||
                      ((left.forms & kBase) != 0 && t > 1 &&
                       (a_.word(t - 2).tag == Tag::negation || a_.word(t - 2).tag == Tag::to ||
                        a_.word(t - 2).tag == Tag::modal));
    if (!verb && left.tag != Tag::preposition && left.tag != Tag::to) return -1;
    if (heads_clause(t, end)) return -1;
    if (end < a_.tokens.size() && is_genitive_mark(lower(end))) return -1;
    bool inside = false;  // "X (formerly Y) backed the company": Y is no subject
    for (std::uint32_t k = t; k-- > a_.sentences[s].token_begin;) {
      if (lower(k) == ")" || lower(k) == "(") inside = lower(k) == ")";
      if (inside) continue;
      const Word& word = a_.word(k);
      // "X rose 5 %, valuing the company at": what was said values it, not X.
      if ((word.forms & kGerund) != 0 && lower(k).ends_with("ing") &&
          k > a_.sentences[s].token_begin && lower(k - 1) == ",")
        return bidder(s, k);
      if (word.tag == Tag::clause && lower(k) != "as") {
        // "X runs A but does not control it": the subject goes on.
        const Tag next = a_.word(k + 1).tag;
        if (lower(k) == "but" &&
            (next == Tag::verb || next == Tag::auxiliary || next == Tag::modal))
          continue;
        return -1;
      }
      for (const Recent& r : recent_)
        if (r.sentence == s && r.token == k && (r.subject() || before_infinitive(k, t)))
          return static_cast<std::int32_t>(r.party);
    }
    return -1;
  }

  // "X made an offer for Y, valuing the group at": who bids in sentence `s` before token `end`
  // values the other; -1 where nobody bids for anybody.
  std::int32_t bidder(std::uint32_t s, std::uint32_t end) const {
    static const std::unordered_set<std::string_view> words = {"offer",       "bid",    "takeover",
                                                               "acquisition", "merger", "acquire",
                                                               "acquired",    "buy",    "bought"};
    bool bids = false;
    for (std::uint32_t k = a_.sentences[s].token_begin; k < end && !bids; ++k)
      bids = words.count(lower(k)) != 0;
    std::int32_t subject = -1;
    bool other = false;
    for (const Recent& r : recent_) {
      if (r.sentence != s || r.token >= end || a_.parties[r.party].kind != EntityKind::org)
        continue;
      if (subject < 0 && r.subject())
        subject = static_cast<std::int32_t>(r.party);
      else if (static_cast<std::int32_t>(r.party) != subject)
        other = true;
    }
    return bids && other ? subject : -1;
  }

  // "wanted Intel to bid for the company": the mention at token `k` is the subject of an infinitive
  // that begins before token `t`.
  bool before_infinitive(std::uint32_t k, std::uint32_t t) const {
    for (std::size_t i = out_.size(); i-- > 0 && out_[i].token_begin >= k;)
      if (out_[i].token_begin == k)
        return out_[i].token_end + 1 < t && a_.word(out_[i].token_end).tag == Tag::to &&
               (a_.word(out_[i].token_end + 1).forms & kBase) != 0;
    return false;
  }

  // "DIT itself", "X failed to turn itself into": the name just before, or the subject.
  bool reflexive(std::uint32_t t, std::uint32_t s, Mention& out) const {
    std::int32_t party = -1;
    for (std::size_t i = recent_.size(); i-- > 0 && recent_[i].sentence == s;) {
      const Recent& r = recent_[i];
      if (a_.parties[r.party].kind == EntityKind::person) continue;
      const bool beside = !out_.empty() && out_.back().token_end == t;
      if (!beside && !r.subject()) continue;
      party = static_cast<std::int32_t>(r.party);
      break;
    }
    if (party < 0) return false;
    return emit(t, t + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  // The party that "it" most likely means: the subject of this sentence, else of the one before,
  // else whoever was named last. People are not "it".
  std::int32_t singular(std::uint32_t s, std::uint32_t t, bool want_person) const {
    const bool self = defends(s, t);
    const std::int32_t own =
        self ? -1 : (owns_subject(s, t) ? mate_party(s, t) : own_subject(s, t, t + 1));
    const auto fits = [&](const Recent& r) {
      if (static_cast<std::int32_t>(r.party) == own || r.source) return false;
      if (a_.parties[r.party].unnamed) return false;
      const EntityKind kind = a_.parties[r.party].kind;
      if (want_person) return kind == EntityKind::person || a_.parties[r.party].judge;
      return kind != EntityKind::person && kind != EntityKind::outlet && kind != EntityKind::court;
    };
    if (self)
      if (const std::int32_t mate = clause_mate(s, t);
          mate >= 0 && fits(recent_[static_cast<std::size_t>(mate)]))
        return static_cast<std::int32_t>(recent_[static_cast<std::size_t>(mate)].party);
    const std::int32_t accused = accused_before(s, t);
    if (accused >= 0 && fits(recent_[static_cast<std::size_t>(accused)]))
      return static_cast<std::int32_t>(recent_[static_cast<std::size_t>(accused)].party);
    if (a_.word(t).tag == Tag::possessive && !owns_subject(s, t)) {
      // "X, its founder and", "X and its former boss", "X, for its part": whose it is stands
      // beside it.
      if (const std::int32_t later = owner_to_come(s, t); later >= 0) return later;
      const std::int32_t beside = named_beside(t);
      if (beside >= 0 && fits(recent_[static_cast<std::size_t>(beside)]))
        return static_cast<std::int32_t>(recent_[static_cast<std::size_t>(beside)].party);
      // "whether Google favours its own services": the owner is the subject of the same clause.
      const std::int32_t mate = clause_mate(s, t);
      if (mate >= 0 && fits(recent_[static_cast<std::size_t>(mate)]))
        return static_cast<std::int32_t>(recent_[static_cast<std::size_t>(mate)].party);
    }
    return best_recent(s, t, kPronoun, fits);
  }

  // "X will pay to settle claims against it": whom they are against is who ends or denies them.
  bool defends(std::uint32_t s, std::uint32_t t) const {
    static const WordSet suits = {"claims",      "claim",       "suit",        "suits",
                                  "lawsuit",     "lawsuits",    "charges",     "case",
                                  "cases",       "allegations", "complaint",   "complaints",
                                  "proceedings", "litigation",  "accusations", "action"};
    static const WordSet verbs = {"settle", "resolve", "end",    "deny",    "face",
                                  "fight",  "contest", "reject", "dispute", "defend"};
    const std::uint32_t begin = a_.sentences[s].token_begin;
    if (t < begin + 3 || lower(t - 1) != "against" || suits.count(lower(t - 2)) == 0) return false;
    for (std::uint32_t k = t - 2; k-- > begin && k + 8 > t;)
      if (a_.word(k).tag == Tag::verb && a_.word(k).forms != 0)
        return verbs.count(lexicon_.lemma(a_.word(k).lemma)) != 0;
    return false;
  }

  // "Disney sued MiniMax, alleging that its service": whoever is accused is meant. As an index into
  // recent_, -1 when there is none.
  std::int32_t accused_before(std::uint32_t s, std::uint32_t t) const {
    static const WordSet words = {"alleging", "accusing",   "claiming",
                                  "saying",   "contending", "arguing"};
    const std::uint32_t begin = a_.sentences[s].token_begin;
    for (std::uint32_t k = t; k-- > begin + 1;) {
      if (words.count(lower(k)) == 0 || lower(k - 1) != ",") continue;
      if (t > k + 4) return -1;
      bool suit = false;
      for (std::uint32_t j = begin; j < k; ++j) {
        static const WordSet suits = {"sue", "charge", "fine", "accuse", "target"};
        suit = suit ||
               (a_.word(j).forms != 0 && suits.count(lexicon_.lemma(a_.word(j).lemma)) != 0) ||
               lower(j) == "suit" || lower(j) == "lawsuit" || lower(j) == "complaint";
      }
      if (!suit) return -1;
      for (std::size_t i = recent_.size(); i-- > 0 && recent_[i].sentence == s;)
        if (recent_[i].token < k && !recent_[i].subject() &&
            a_.parties[recent_[i].party].kind == EntityKind::org)
          return static_cast<std::int32_t>(i);
      return -1;
    }
    return -1;
  }

  // "In its submission, HUL contended": in a phrase that opens the sentence the owner comes later.
  std::int32_t owner_to_come(std::uint32_t s, std::uint32_t t) const {
    const Sentence& sentence = a_.sentences[s];
    if (a_.word(sentence.token_begin).tag != Tag::preposition) return -1;
    for (std::uint32_t k = sentence.token_begin; k < t; ++k)
      if (a_.word(k).tag == Tag::verb || a_.word(k).tag == Tag::auxiliary) return -1;
    if (!recent_.empty() && recent_.back().sentence == s) return -1;
    for (std::size_t i = next_name_; i < names_.size(); ++i) {
      const Mention& name = names_[i];
      if (name.token_begin > t + 12 || name.token_begin >= sentence.token_end) return -1;
      if (name.token_begin <= t || a_.parties[name.parties.front()].kind != EntityKind::org)
        continue;
      return verb_follows(name.token_end, sentence)
                 ? static_cast<std::int32_t>(name.parties.front())
                 : -1;
    }
    return -1;
  }

  // The party that stands right before "its" at token `t`, with nothing but a comma, "and" or "for"
  // between; as an index into recent_, -1 when there is none.
  std::int32_t named_beside(std::uint32_t t) const {
    if (out_.empty() || recent_.empty()) return -1;
    std::uint32_t k = t;
    bool joined = false;
    while (k > 0 && (lower(k - 1) == "," || lower(k - 1) == "and" || lower(k - 1) == "for")) {
      joined = true;
      --k;
    }
    if (!joined || out_.back().token_end != k) return -1;
    if (recent_.back().token != out_.back().token_begin) return -1;
    return static_cast<std::int32_t>(recent_.size() - 1);
  }

  // "X is its largest shareholder": whose shareholder X is, X is not.
  bool owns_subject(std::uint32_t s, std::uint32_t t) const {
    static const WordSet others = {"shareholder", "investor", "owner",    "backer", "parent",
                                   "customer",    "supplier", "lender",   "client", "creditor",
                                   "buyer",       "acquirer", "landlord", "suitor", "stockholder"};
    constexpr std::uint32_t kModifiers = 3;
    if (lower(t) != "its" || t == a_.sentences[s].token_begin) return false;
    const std::string_view left = lower(t - 1);
    if (left != "as" && !predicates(left)) return false;
    for (std::uint32_t k = t + 1; k < a_.sentences[s].token_end && k <= t + 1 + kModifiers; ++k)
      if (others.count(lower(k)) != 0) return true;
    return false;
  }

  std::int32_t mate_party(std::uint32_t s, std::uint32_t t) const {
    const std::int32_t mate = clause_mate(s, t);
    return mate < 0 ? -1 : static_cast<std::int32_t>(recent_[static_cast<std::size_t>(mate)].party);
  }

  // The last subject of this sentence before token `t` with a verb and no other clause between, as
  // an index into recent_; -1 when there is none.
  std::int32_t clause_mate(std::uint32_t s, std::uint32_t t) const {
    for (std::size_t i = recent_.size(); i-- > 0;) {
      const Recent& r = recent_[i];
      if (r.sentence != s || r.token >= t) continue;
      if (!r.subject()) continue;
      bool verb = false;
      for (std::uint32_t k = r.token + 1; k < t; ++k) {
        const Word& word = a_.word(k);
        verb =
            verb || word.tag == Tag::verb || word.tag == Tag::auxiliary || word.tag == Tag::modal;
        if (word.tag == Tag::clause || word.tag == Tag::relative || lower(k) == ";") return -1;
        // "Humain led its round": nobody leads, joins or backs a round of his own.
        static const WordSet others = {"lead", "join", "back", "anchor", "value"};
        if (word.forms != 0 && others.count(lexicon_.lemma(word.lemma)) != 0) return -1;
      }
      return verb ? static_cast<std::int32_t>(i) : -1;
    }
    return -1;
  }

  // The likeliest of the parties lately mentioned before token `t`.
  template <class Fits>
  std::int32_t best_recent(std::uint32_t s, std::uint32_t t, const Salience& salience,
                           const Fits& fits, std::uint32_t farthest = kFarthest) const {
    std::int32_t best = -1;
    double best_score = -1e9;
    for (auto r = recent_.rbegin(); r != recent_.rend(); ++r) {
      if (r->token >= t || r->sentence + farthest < s || !fits(*r)) continue;
      const double score = salience_of(*r, s, salience);
      if (score > best_score) {
        best_score = score;
        best = static_cast<std::int32_t>(r->party);
      }
    }
    return best;
  }

  double salience_of(const Recent& r, std::uint32_t s, const Salience& salience) const {
    double score = -salience.distance * static_cast<double>(s - r.sentence);
    switch (r.place) {
      case Place::subject:
        score += salience.subject;
        break;
      case Place::object:
        score += salience.object;
        break;
      case Place::owner:
        score += salience.owner;
        break;
      case Place::oblique:
        break;
    }
    if (a_.sentences[r.sentence].paragraph == a_.sentences[s].paragraph)
      score += salience.paragraph;
    if (r.sentence == s && r.subject()) score += salience.mate;
    score += salience.theme * std::log2(1.0 + a_.parties[r.party].mentions);
    if (std::find(a_.title_parties.begin(), a_.title_parties.end(), r.party) !=
        a_.title_parties.end())
      score += salience.title;
    if (!a_.title_parties.empty() && a_.title_parties.front() == r.party)
      score += salience.headliner;
    if (!proven(r.party)) score -= salience.doubtful;
    if (r.agent) score -= salience.agent;
    // Of several mentions of one rank the first of a sentence is its theme.
    return score - 0.01 * static_cast<double>(r.token - a_.sentences[r.sentence].token_begin);
  }

  // "It was the first time", "it is clear that": nobody is meant.
  bool pleonastic(std::uint32_t t) const {
    if (t + 2 >= a_.tokens.size()) return false;
    const std::string_view next = lower(t + 1);
    const bool be = next == "is" || next == "was" || is_genitive_mark(next);
    if (!be) {
      if (next != "comes" && next != "came" && next != "follows" && next != "emerged") return false;
      static const WordSet runs = {"as",    "after",  "amid",  "that", "just",   "only", "days",
                                   "weeks", "months", "hours", "less", "a",      "two",  "barely",
                                   "on",    "in",     "a",     "at",   "despite"};
      return next == "follows" || runs.count(lower(t + 2)) != 0;
    }
    std::uint32_t k = t + 2;
    while (k + 1 < a_.tokens.size() && (a_.word(k).tag == Tag::adverb || lower(k) == "last" ||
                                        lower(k) == "not" || is_manner_adverb(lower(k))))
      ++k;
    const Word& word = a_.word(k);
    if ((word.forms & (kGerund | kParticiple)) != 0) return false;
    static const WordSet states = {"worth",     "in",      "set",    "due",     "owned",
                                   "based",     "poised",  "happy",  "pleased", "confident",
                                   "committed", "willing", "unable", "able",    "ready",
                                   "keen",      "proud",   "aware",  "eager",   "on"};
    return states.count(lower(k)) == 0;
  }

  // Whether the sentence is about a thing: "The complaint was filed", "Its award, dated Oct 8, is".
  bool about_a_thing(std::uint32_t s) const {
    const Sentence& sentence = a_.sentences[s];
    const Tag first = a_.word(sentence.token_begin).tag;
    if (first != Tag::determiner && first != Tag::possessive) return false;
    bool noun = false;
    for (std::uint32_t t = sentence.token_begin; t < sentence.token_end; ++t) {
      const Word& word = a_.word(t);
      const bool last = word.tag == Tag::auxiliary || word.tag == Tag::modal ||
                        word.tag == Tag::preposition || word.tag == Tag::relative ||
                        (word.tag == Tag::verb && noun && !word.doubtful) || lower(t) == ",";
      if (last) return noun && !is_mention_end(s, t);
      noun = noun || word.tag == Tag::noun || word.tag == Tag::verb;
    }
    return false;
  }

  // Whether a mention of sentence `s` ends right before token `t`.
  bool is_mention_end(std::uint32_t s, std::uint32_t t) const {
    for (std::size_t i = out_.size(); i-- > 0;) {
      if (out_[i].token_end == t) return true;
      if (out_[i].token_begin < a_.sentences[s].token_begin) return false;
    }
    return false;
  }

  // Whether the pronoun at `t` can mean a party at all, or only a thing: the warrant, the suit.
  bool can_be_party(std::uint32_t t, std::uint32_t s) const {
    if (a_.word(t).tag == Tag::possessive) return true;
    if (heads_clause(t, t + 1) || verb_after(t + 1) >= 0 || t == a_.sentences[s].token_begin) {
      if (t > a_.sentences[s].token_begin && a_.word(t - 1).tag == Tag::verb && !says(t - 1) &&
          !heads_clause(t, t + 1))
        return takes_party(t);
      if (acts(t + 1)) return true;
      const bool opens = t == a_.sentences[s].token_begin;
      return !(opens && s > 0 && about_a_thing(s - 1));
    }
    return takes_party(t);
  }

  // An object: of a verb that is done to parties, or with a preposition that leads to them.
  bool takes_party(std::uint32_t t) const {
    if (t == 0) return false;
    const Word& left = a_.word(t - 1);
    if (left.tag == Tag::to) return true;
    if (left.tag == Tag::preposition) {
      static const WordSet leads = {"in", "with", "for", "from", "against", "by", "between"};
      return leads.count(lower(t - 1)) != 0;
    }
    if (left.forms == 0) return true;
    return taker_verbs_.contains(lexicon_.lemma(left.lemma));
  }

  bool third_person(std::uint32_t t, std::uint32_t s, Mention& out) {
    if (lower(t) == "it" && (pleonastic(t) || !can_be_party(t, s))) return false;
    const std::int32_t party = singular(s, t, /*want_person=*/false);
    if (party < 0) return false;
    return emit(t, t + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  bool person(std::uint32_t t, std::uint32_t s, Mention& out) {
    const std::int32_t party = singular(s, t, /*want_person=*/true);
    if (party < 0) return false;
    return emit(t, t + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  // The two organisations that the article is about at this point, in text order.
  std::vector<std::uint32_t> last_two(std::uint32_t s, std::uint32_t t, bool people) const {
    // "X and Y sued the pair": not those who do it.
    const bool object = own_subject(s, t, t + 1) >= 0;
    const auto fits = [&](const Recent& r) {
      if (r.source || (object && r.sentence == s)) return false;
      const EntityKind kind = a_.parties[r.party].kind;
      return people ? kind == EntityKind::person : kind == EntityKind::org;
    };
    const std::int32_t first = best_recent(s, t, kDescription, fits);
    if (first < 0) return {};
    const std::int32_t second = best_recent(s, t, kDescription, [&](const Recent& r) {
      return fits(r) && static_cast<std::int32_t>(r.party) != first;
    });
    if (second < 0) return {};
    std::vector<std::uint32_t> found = {static_cast<std::uint32_t>(first),
                                        static_cast<std::uint32_t>(second)};
    if (a_.parties[found[1]].first < a_.parties[found[0]].first) std::swap(found[0], found[1]);
    return found;
  }

  // "Ford and Mahindra ... they", "Disney, Universal and Warner ... their": a group of this
  // sentence or the one before.
  std::vector<std::uint32_t> last_group(std::uint32_t s, std::uint32_t t) const {
    for (std::uint32_t back = 0; back <= 1 && back <= s; ++back) {
      for (std::size_t i = recent_.size(); i-- > 1;) {
        const Recent& y = recent_[i];
        const Recent& x = recent_[i - 1];
        if (y.sentence != s - back || x.sentence != y.sentence || y.token >= t) continue;
        if (!alike(x, y) || !coordinated(x.token, y.token)) continue;
        std::vector<std::uint32_t> group = {x.party, y.party};
        for (std::size_t k = i - 1; k-- > 0 && recent_[k].sentence == y.sentence;) {
          if (!alike(recent_[k], y) || !listed(recent_[k].token, recent_[k + 1].token)) break;
          group.insert(group.begin(), recent_[k].party);
        }
        return group;
      }
    }
    return {};
  }

  bool alike(const Recent& x, const Recent& y) const {
    return x.party != y.party && (a_.parties[x.party].kind == EntityKind::person) ==
                                     (a_.parties[y.party].kind == EntityKind::person);
  }

  bool plural(std::uint32_t begin, std::uint32_t end, std::uint32_t s, Mention& out) {
    // A coordinated group, else the subject, whom British papers give the plural, when nothing
    // else can be meant.
    std::vector<std::uint32_t> group = last_group(s, begin);
    if (!group.empty()) return emit(begin, end, std::move(group), Mention::Form::pronoun, out);
    if (lower(begin) == "them" || plural_near(begin, s)) return false;
    const std::int32_t party = singular(s, begin, /*want_person=*/false);
    if (party < 0) return false;
    return emit(begin, end, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  // Whether a common noun in the plural stands before token `t` in its sentence: "customers".
  bool plural_near(std::uint32_t t, std::uint32_t s) const {
    for (std::uint32_t k = a_.sentences[s].token_begin; k < t; ++k) {
      const std::string_view word = lower(k);
      if ((!a_.tokens[k].capital || k == a_.sentences[s].token_begin) && word.size() > 3 &&
          word.ends_with("s") && !word.ends_with("ss") && a_.word(k).tag == Tag::noun &&
          !in_figure_[k])
        return true;
      if (word == "people") return true;
    }
    return false;
  }

  // Whether a comma and nothing else stands between two names of a list.
  bool listed(std::uint32_t x, std::uint32_t y) const {
    for (std::uint32_t t = x; t < y; ++t) {
      const Tag tag = a_.word(t).tag;
      if (tag == Tag::verb || tag == Tag::auxiliary || tag == Tag::preposition) return false;
      if (lower(t) == ",") return t + 3 > y;
    }
    return false;
  }

  bool coordinated(std::uint32_t x, std::uint32_t y) const {
    bool joined = false;
    for (std::uint32_t t = x; t < y; ++t) {
      const std::string_view word = lower(t);
      if (word == "and" || word == "&") joined = true;
      const Tag tag = a_.word(t).tag;
      if (tag == Tag::verb || tag == Tag::auxiliary || tag == Tag::preposition) return false;
    }
    return joined && y - x <= 12;
  }

  bool plural_noun(std::uint32_t begin, std::uint32_t k, std::uint32_t s, const Sentence& sentence,
                   Mention& out) {
    static const WordSet nouns = {
        "companies", "firms",      "sides",        "parties",    "partners",   "groups",
        "carriers",  "automakers", "carmakers",    "banks",      "chipmakers", "businesses",
        "rivals",    "startups",   "start-ups",    "drugmakers", "airlines",   "operators",
        "pair",      "duo",        "two",          "company",    "side",       "party",
        "retailers", "publishers", "broadcasters", "miners"};
    std::uint32_t t = k;
    bool counted = lower(begin) != "the";
    if (t < sentence.token_end && (lower(t) == "two" || lower(t) == "of")) {
      counted = true;
      if (lower(t) == "two" && t + 1 < sentence.token_end && nouns.count(lower(t + 1)) == 0) {
        // "the two said", "the two announced"
        const Word& word = a_.word(t + 1);
        const bool verb =
            word.tag == Tag::verb || word.tag == Tag::auxiliary || word.tag == Tag::modal;
        if (!verb) return false;
        std::vector<std::uint32_t> two = last_two(s, begin, false);
        if (two.size() != 2) return false;
        return emit(begin, t + 1, std::move(two), Mention::Form::description, out);
      }
      ++t;
    }
    if (t >= sentence.token_end || nouns.count(lower(t)) == 0) return false;
    const std::string_view noun = lower(t);
    const bool singular_noun = noun == "company" || noun == "side" || noun == "party";
    if (singular_noun && lower(begin) != "neither" && lower(begin) != "either") return false;
    const bool any = noun == "pair" || noun == "duo" || noun == "companies" || noun == "parties" ||
                     noun == "partners";
    std::vector<std::uint32_t> two = last_two(s, begin, false);
    if (two.size() != 2) return false;
    if (!counted && !any) {
      // "the carriers": both must be known as such.
      const std::string_view one = noun.substr(0, noun.size() - 1);
      if (!goes_by(a_.parties[two[0]], one) || !goes_by(a_.parties[two[1]], one)) return false;
    }
    return emit(begin, t + 1, std::move(two), Mention::Form::description, out);
  }

  bool definite(std::uint32_t t, std::uint32_t s, const Sentence& sentence, Mention& out) {
    if (plural_noun(t, t + 1, s, sentence, out)) return true;
    if (lower(t) == "both") {
      // "Both sued on Friday": a group just named.
      if (t + 1 >= sentence.token_end || a_.word(t + 1).tag != Tag::verb) return false;
      std::vector<std::uint32_t> group = last_group(s, t);
      if (group.size() != 2) return false;
      return emit(t, t + 1, std::move(group), Mention::Form::pronoun, out);
    }
    // "CK Hutchison, the Hong Kong conglomerate": an apposition says something of the name before.
    if (t >= 2 && lower(t - 1) == "," && !out_.empty() && out_.back().token_end == t - 1)
      return false;
    if (t > sentence.token_begin && predicates(lower(t - 1))) return false;
    if (lower(t) == "that" || lower(t) == "this") {
      if (t + 1 >= sentence.token_end || company_nouns_.count(lower(t + 1)) == 0) return false;
    }
    std::string place;
    std::string country;
    std::string product;
    for (std::uint32_t k = t + 1; k < sentence.token_end && k <= t + kLongestNoun; ++k) {
      if (a_.tokens[k].kind == Token::Kind::punctuation) {
        const std::string_view mark = lower(k);
        const bool tail = mark.size() > 1 && mark.front() == '-';  // "Rome-based"
        // "The Livingston, N.J.-based company"
        if (mark == "," && k + 2 < sentence.token_end && a_.tokens[k + 1].capital &&
            (a_.token_text(k + 2) == "-based" ||
             (k + 3 < sentence.token_end && a_.token_text(k + 3) == "-based")))
          continue;
        if (is_genitive_mark(mark) || mark == "-" || tail) continue;
        return false;
      }
      const std::string_view noun = lower(k);
      const Word& word = a_.word(k);
      if (makes_another(noun) || inside_name(k)) return false;
      // "the airline Lufthansa" introduces a name, it does not refer back.
      if (next_name_ < names_.size() && names_[next_name_].token_begin == k + 1) return false;
      const bool last = k + 1 >= sentence.token_end || !continues_phrase(k + 1);
      const bool relational = noun == "maker" || noun == "owner" || noun == "parent" ||
                              noun == "creator" || noun == "developer" || noun == "operator" ||
                              noun == "builder" || noun == "publisher" || noun == "supplier";
      if (last && relational && !product.empty()) {
        const std::int32_t known = gazetteer_.maker_of(product);
        if (known >= 0) {
          if (const std::int32_t party = party_of(known, t); party >= 0)
            return emit(t, k + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::description,
                        out);
        }
      }
      if (last && relational && k + 2 < sentence.token_end && lower(k + 1) == "of") {
        // "the developer of ChatGPT", "the maker of the Claude chatbot"
        std::uint32_t made = k + 2;
        if (a_.word(made).tag == Tag::determiner && made + 1 < sentence.token_end) ++made;
        const std::int32_t known = gazetteer_.maker_of(a_.token_text(made));
        if (known >= 0)
          if (const std::int32_t party = party_of(known, t); party >= 0) {
            std::uint32_t end = made + 1;
            while (end < sentence.token_end && end < made + 3 &&
                   a_.tokens[end].kind == Token::Kind::word && !a_.tokens[end].capital &&
                   !in_figure_[end] && a_.word(end).tag == Tag::noun &&
                   !is_manner_adverb(lower(end)))
              ++end;
            return emit(t, end, {static_cast<std::uint32_t>(party)}, Mention::Form::description,
                        out);
          }
      }
      if (last && noun == "general" && lower(k - 1) == "attorney") {
        const std::int32_t party = best_recent(
            s, t, kDescription,
            [&](const Recent& r) {
              const Party& p = a_.parties[r.party];
              return p.kind == EntityKind::authority && goes_by(p, "attorney general");
            },
            kFarDescription);
        if (party < 0) return false;
        return emit(t, k + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::description, out);
      }
      if (last && noun == "state") {
        const std::int32_t party = best_recent(
            s, t, kDescription,
            [&](const Recent& r) {
              return a_.parties[r.party].kind == EntityKind::authority &&
                     goes_by(a_.parties[r.party], noun);
            },
            kFarDescription);
        if (party < 0) return false;
        return emit(t, k + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::description, out);
      }
      if (last && (company_nouns_.count(noun) != 0 || is_authority_noun(noun) ||
                   (k >= t + 2 && somebody_goes_by(a_.token_lower(k - 1), noun)))) {
        const std::int32_t party = by_noun(noun, place, country, t, k, s, own_subject(s, t, k + 1));
        if (party < 0) return false;
        return emit(t, k + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::description, out);
      }
      if (word.tag != Tag::noun && !(noun == "and" && k > t + 1) &&
          !(word.tag == Tag::verb &&
            (word.doubtful || (word.forms & (kParticiple | kGerund)) != 0)) &&
          word.tag != Tag::adverb && !a_.tokens[k].capital)
        return false;
      if (a_.tokens[k].capital) {
        const std::string_view text = a_.token_text(k);
        const std::string& of = lexicon_.country_of_adjective(text);
        if (!of.empty()) country = of;
        if (!product.empty()) product += ' ';
        product += a_.token_text(k);
        if (!place.empty()) place += ' ';
        place += text;
      }
    }
    return false;
  }

  // "The European Commission": a name with an article.
  bool inside_name(std::uint32_t t) const {
    return next_name_ < names_.size() && names_[next_name_].token_begin <= t &&
           t < names_[next_name_].token_end && names_[next_name_].kind != EntityKind::place &&
           names_[next_name_].kind != EntityKind::product &&
           names_[next_name_].token_end - names_[next_name_].token_begin > 1;
  }

  // "X is the sole supplier of Y": what stands behind the verb says what X is, it refers to nobody.
  static bool predicates(std::string_view word) {
    static const WordSet copulas = {"is",       "was",    "are",     "were",    "be",
                                    "been",     "being",  "become",  "became",  "becomes",
                                    "becoming", "remain", "remains", "remained"};
    return copulas.count(word) != 0;
  }

  // "the merged business", "the other company": not one of those that were mentioned.
  static bool makes_another(std::string_view word) {
    static const WordSet words = {
        "merged",    "combined", "new",     "other",    "rival",   "joint",   "enlarged",
        "resulting", "parent",   "holding", "shell",    "another", "third",   "second",
        "public",    "target",   "same",    "separate", "private", "largest", "biggest",
        "leading",   "first",    "owned",   "listed",   "only",    "top"};
    return words.count(word) != 0;
  }

  // Whether the noun phrase goes on after its noun: "the company chairman".
  bool continues_phrase(std::uint32_t k) const {
    const Token& token = a_.tokens[k];
    if (token.kind != Token::Kind::word || in_figure_[k]) return false;
    const Word& word = a_.word(k);
    if (token.capital || is_manner_adverb(lower(k))) return false;
    if (lower(k) == "public" || lower(k) == "private") return false;  // "take the company public"
    if (word.tag == Tag::noun) return true;
    return word.tag == Tag::verb && word.doubtful && (word.forms & (kBase)) != 0 &&
           (word.forms & kPast) == 0;
  }

  std::int32_t party_of(std::int32_t known, std::uint32_t t) {
    for (std::uint32_t p = 0; p < a_.parties.size(); ++p)
      if (a_.parties[p].known == known) return static_cast<std::int32_t>(p);
    const KnownEntity& entity = lexicon_.entities()[static_cast<std::size_t>(known)];
    Party party;
    party.name = entity.name;
    party.kind = entity.kind;
    party.known = known;
    party.nouns = entity.is;
    party.country = entity.country;
    party.hq = entity.hq;
    party.first = a_.tokens[t].begin;
    note_phrases(party);
    a_.parties.push_back(std::move(party));
    return static_cast<std::int32_t>(a_.parties.size() - 1);
  }

  // "chip designer": two words by which a party of the article is known.
  bool somebody_goes_by(std::string_view modifier, std::string_view noun) const {
    if (phrases_.empty()) return false;
    return phrases_.count(std::string(modifier) + " " + std::string(noun)) != 0;
  }

  // Remembers how the nouns of a party end, so that nobody has to ask every party for each phrase.
  void note_phrases(const Party& party) {
    for (const std::string& noun : party.nouns) {
      const std::size_t last = noun.rfind(' ');
      if (last == std::string::npos || last == 0) continue;
      const std::size_t before = noun.rfind(' ', last - 1);
      phrases_.insert(before == std::string::npos ? noun : noun.substr(before + 1));
    }
  }

  static bool goes_by(const Party& party, std::string_view noun) {
    static const WordSet press = {"newspaper", "publisher", "paper",      "broadcaster",
                                  "magazine",  "outlet",    "publication"};
    if (party.kind == EntityKind::outlet && press.count(noun) != 0) return true;
    return std::any_of(party.nouns.begin(), party.nouns.end(),
                       [&](const std::string& n) { return n == noun || ends_with_words(n, noun); });
  }

  // "search" for "search company", "chip" for "chipmaker" and "chip designer".
  static bool begins_with_trade(std::string_view noun, std::string_view trade) {
    return noun.size() > trade.size() && noun.substr(0, trade.size()) == trade &&
           (noun[trade.size()] == ' ' || noun[trade.size()] == '-' ||
            noun.substr(trade.size()) == "maker" || noun.substr(trade.size()) == "makers");
  }

  static bool is_vague(std::string_view word) {
    static const WordSet words = {"largest", "struggling", "big",    "small", "private", "public",
                                  "state",   "holding",    "parent", "new",   "young",   "old"};
    return words.count(word) != 0;
  }

  std::int32_t by_noun(std::string_view noun, const std::string& place, const std::string& country,
                       std::uint32_t t, std::uint32_t head, std::uint32_t s,
                       std::int32_t own) const {
    const bool authority = is_authority_noun(noun);
    const auto kind_fits = [&](const Party& party) {
      if (own >= 0 && &party == &a_.parties[static_cast<std::size_t>(own)]) return false;
      if (authority) return party.kind == EntityKind::authority;
      return party.kind == EntityKind::org ||
             (party.kind == EntityKind::outlet && goes_by(party, noun));
    };
    const auto where = [&](const auto& test) {
      return best_recent(
          s, t, kDescription,
          [&](const Recent& r) {
            const Party& party = a_.parties[r.party];
            return !r.source && kind_fits(party) && test(party);
          },
          kFarDescription);
    };
    std::int32_t found = -1;
    // A place or nationality says which one, whatever the noun.
    if ((!place.empty() || !country.empty()) && !is_relative(noun)) {
      if (!place.empty()) found = where([&](const Party& p) { return p.hq == place; });
      if (found < 0 && !country.empty())
        found = where([&](const Party& p) {
          return p.country == country && (is_generic(noun) || goes_by(p, noun));
        });
      if (found < 0 && !country.empty())
        found = where([&](const Party& p) { return p.country == country; });
      // A place that belongs to nobody known: someone without a known seat, most likely.
      if (found < 0)
        found = best_recent(s, t, kDescription, [&](const Recent& r) {
          const Party& party = a_.parties[r.party];
          return kind_fits(party) && party.known < 0 && party.country.empty();
        });
      // "the AI company", "the IT group": no place at all.
      if (found >= 0 || !country.empty() ||
          std::any_of(place.begin(), place.end(), [](char c) { return c >= 'a' && c <= 'z'; }))
        return found;
    }
    // "the search giant", "the cloud upstart": whoever goes by that trade.
    for (std::uint32_t k = t + 1; k < head; ++k) {
      const std::string trade(lower(k));
      if (a_.tokens[k].kind != Token::Kind::word || trade.size() < 2 || is_vague(trade)) continue;
      found = where([&](const Party& p) {
        return std::any_of(p.nouns.begin(), p.nouns.end(),
                           [&](const std::string& n) { return begins_with_trade(n, trade); });
      });
      if (found >= 0) return found;
    }
    if (!is_generic(noun)) {
      found = where([&](const Party& p) { return goes_by(p, noun); });
      if (found >= 0) return found;
      if (authority) {
        found = where([](const Party&) { return true; });
        return found >= 0 ? found : authority_to_come(head, s);
      }
      if (is_relative(noun)) return -1;
      // Nobody is known by it: an organisation of which nothing is known.
      return best_recent(s, t, kDescription, [&](const Recent& r) {
        const Party& party = a_.parties[r.party];
        return party.kind == EntityKind::org && party.known < 0 && party.nouns.empty() &&
               proven(r.party) && static_cast<std::int32_t>(r.party) != own;
      });
    }
    return singular_org(s, t, own);
  }

  // "Cleared by the competition watchdog ... The Competition and Markets Authority said": at the
  // top of a story the name may come after the description.
  std::int32_t authority_to_come(std::uint32_t t, std::uint32_t s) const {
    if (s > 2) return -1;
    for (std::size_t i = next_name_; i < names_.size(); ++i) {
      if (names_[i].token_begin >=
          a_.sentences[std::min<std::size_t>(s + 2, a_.sentences.size() - 1)].token_end)
        return -1;
      if (names_[i].token_begin > t && names_[i].kind == EntityKind::authority)
        return static_cast<std::int32_t>(names_[i].parties.front());
    }
    return -1;
  }

  // "A and B hold 9% and 10% in the company": whether a party stands beside the subject `own`.
  bool beside(std::int32_t own, const Recent& r, std::uint32_t s) const {
    return own >= 0 && r.sentence == s &&
           std::any_of(recent_.begin(), recent_.end(), [&](const Recent& subject) {
             return subject.sentence == s && subject.subject() &&
                    static_cast<std::int32_t>(subject.party) == own &&
                    coordinated(std::min(subject.token, r.token), std::max(subject.token, r.token));
           });
  }

  // "the company": an organisation, never an authority.
  std::int32_t singular_org(std::uint32_t s, std::uint32_t t, std::int32_t own) const {
    const auto fits = [&](const Recent& r) {
      return a_.parties[r.party].kind == EntityKind::org && !r.source &&
             static_cast<std::int32_t>(r.party) != own && !beside(own, r, s);
    };
    const std::int32_t recent = best_recent(s, t, kDescription, fits, kFarCompany);
    if (recent >= 0) return recent;
    for (const std::uint32_t p : a_.title_parties)
      if (a_.parties[p].kind == EntityKind::org) return static_cast<std::int32_t>(p);
    return -1;
  }

  Analysis& a_;
  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const WordList& company_nouns_;
  std::unordered_set<std::string> phrases_;  // two words that end a noun of some party
  const WordList& agent_verbs_;
  const WordList& taker_verbs_;
  std::vector<bool> proven_;  // by party
  std::vector<Mention> names_;
  std::vector<Mention> out_;
  std::size_t next_name_ = 0;
  std::vector<Recent> recent_;
  std::vector<bool> in_figure_;
};

}  // namespace

void resolve_references(Analysis& analysis, const Lexicon& lexicon, const Gazetteer& gazetteer) {
  Resolver(analysis, lexicon, gazetteer).run();
}

}  // namespace pactwatch
