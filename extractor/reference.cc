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
constexpr std::uint32_t kFarDescription = 60;  // sentences back that a telling noun reaches
constexpr std::uint32_t kLongestNoun = 7;      // tokens of a description after its article

// A party as lately mentioned.
struct Recent {
  std::uint32_t party = 0;
  std::uint32_t sentence = 0;
  std::uint32_t token = 0;
  bool subject = false;  // stood where subjects stand
  bool agent = false;    // "led by X", "from X": who does something to what is spoken of
};

class Resolver {
 public:
  Resolver(Analysis& analysis, const Lexicon& lexicon, const Gazetteer& gazetteer)
      : a_(analysis),
        lexicon_(lexicon),
        gazetteer_(gazetteer),
        company_nouns_(lexicon.list("company_noun")) {}

  void run() {
    in_figure_.assign(a_.tokens.size(), false);
    std::uint32_t t = 0;
    for (const Figure& figure : a_.figures) {
      while (t < a_.tokens.size() && a_.tokens[t].end <= figure.begin) ++t;
      for (std::uint32_t k = t; k < a_.tokens.size() && a_.tokens[k].begin < figure.end; ++k)
        in_figure_[k] = true;
    }
    names_ = std::move(a_.mentions);
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
        learn(name, sentence);
        note(name, s, sentence);
        t = name.token_end;
        out_.push_back(std::move(name));
        continue;
      }
      Mention mention;
      if (describe(t, s, sentence, mention)) {
        note(mention, s, sentence);
        while (next_name_ < names_.size() && names_[next_name_].token_begin < mention.token_end)
          ++next_name_;
        t = mention.token_end;
        out_.push_back(std::move(mention));
        continue;
      }
      ++t;
    }
  }

  // Remembers the parties of a mention as lately mentioned.
  void note(const Mention& mention, std::uint32_t s, const Sentence& sentence) {
    for (const std::uint32_t party : mention.parties) {
      if (!is_party(a_.parties[party])) continue;
      recent_.push_back({party, s, mention.token_begin, in_subject_place(mention, sentence),
                         as_agent(mention, sentence)});
    }
    if (recent_.size() > 2 * kMemory)
      recent_.erase(recent_.begin(), recent_.end() - static_cast<std::ptrdiff_t>(kMemory));
  }

  // "led by X and Y", "money from X", "investors including X": the mention or the list it is in.
  bool as_agent(const Mention& mention, const Sentence& sentence) const {
    static const WordSet marks = {"by", "from", "including"};
    std::uint32_t t = mention.token_begin;
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

  // A name that no preposition governs and that comes before the first verb or after a comma.
  bool in_subject_place(const Mention& mention, const Sentence& sentence) const {
    if (mention.token_begin == sentence.token_begin) return true;
    // "For Brookfield this is a third bite", "At Norwind, sales rose": what the sentence is about.
    if (mention.token_begin == sentence.token_begin + 1 &&
        (lower(sentence.token_begin) == "for" || lower(sentence.token_begin) == "at"))
      return true;
    const Word& just_before = a_.word(mention.token_begin - 1);
    if (just_before.tag != Tag::preposition && just_before.tag != Tag::to) {
      // "In August it signed": a verb follows, so it is the subject whatever stands before.
      std::uint32_t next = mention.token_end;
      while (next < sentence.token_end && a_.word(next).tag == Tag::adverb) ++next;
      if (next < sentence.token_end) {
        const Word& word = a_.word(next);
        if (word.tag == Tag::modal || word.tag == Tag::auxiliary) return true;
        if (word.tag == Tag::verb && !word.doubtful && (word.forms & (kPast | kThird)) != 0 &&
            lower(next).back() != 'g')
          return true;
      }
    }
    std::uint32_t t = mention.token_begin - 1;
    while (t > sentence.token_begin) {
      const Word& word = a_.word(t);
      if (a_.tokens[t].kind == Token::Kind::word && word.tag != Tag::noun &&
          word.tag != Tag::determiner && word.tag != Tag::possessive)
        break;
      if (a_.tokens[t].kind == Token::Kind::punctuation && lower(t) != "'s" &&
          lower(t) != "\xE2\x80\x99s")
        break;
      --t;
    }
    const Word& word = a_.word(t);
    if (word.tag == Tag::preposition || word.tag == Tag::to) return false;
    if (word.tag == Tag::verb || word.tag == Tag::auxiliary) {
      // After a verb of saying a new clause may begin: "said Google had".
      const std::string& lemma = lexicon_.lemma(word.lemma);
      return lemma == "say" || lemma == "report" || lemma == "announce";
    }
    return true;
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
      const Tag tag = lexicon_.word(word).tag;
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
    static const WordSet generic = {"company",      "firm",    "group",      "business",
                                    "corporation",  "giant",   "outfit",     "organisation",
                                    "organization", "venture", "enterprise", "concern"};
    return generic.count(noun) != 0;
  }

  static bool is_authority_noun(std::string_view noun) {
    static const WordSet nouns = {"regulator",  "agency",     "watchdog", "commission",
                                  "authority",  "department", "ministry", "bureau",
                                  "government", "bloc",       "body"};
    return nouns.count(noun) != 0;
  }

  // Tries to read a description or pronoun at token `t`.
  bool describe(std::uint32_t t, std::uint32_t s, const Sentence& sentence, Mention& out) {
    switch (a_.lower[a_.tokens[t].begin]) {
      case 't':
      case 'h':
      case 'i':
      case 'b':
      case 's':
      case 'n':
      case 'e':
        break;
      default:
        return false;
    }
    static const WordSet openers = {"it",         "its",  "itself", "they", "their",   "them",
                                    "themselves", "he",   "she",    "his",  "her",     "him",
                                    "the",        "both", "that",   "this", "neither", "either"};
    const std::string_view word = lower(t);
    if (openers.count(word) == 0) return false;
    if (word == "it" && a_.tokens[t].all_capitals) return false;  // information technology
    if (word == "it" || word == "its" || word == "itself") return third_person(t, s, out, false);
    if (word == "they" || word == "their" || word == "them" || word == "themselves")
      return plural(t, t + 1, s, out);
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

  // "X accuses it of", "X acquired the company": an object is somebody else than its own subject,
  // or it were "itself". That subject, -1 when [t, end) is no object.
  std::int32_t own_subject(std::uint32_t s, std::uint32_t t, std::uint32_t end) const {
    if (t == 0 || a_.word(t).tag == Tag::possessive) return -1;
    const Tag left = a_.word(t - 1).tag;
    if (left != Tag::verb && left != Tag::preposition && left != Tag::to) return -1;
    // "X raised $2bn, valuing the company at": it is the raising that values X.
    if (t >= 2 && lower(t - 2) == "," && (a_.word(t - 1).forms & kGerund) != 0) return -1;
    if (end < a_.tokens.size()) {
      // "said it had": a verb follows, so it is a subject itself.
      const Word& next = a_.word(end);
      if (next.tag == Tag::modal || next.tag == Tag::auxiliary ||
          (next.tag == Tag::verb && !next.doubtful && (next.forms & (kPast | kThird)) != 0))
        return -1;
      if (lower(end) == "'s" || lower(end) == "\xE2\x80\x99s") return -1;
    }
    for (std::uint32_t k = t; k-- > a_.sentences[s].token_begin;) {
      const Word& word = a_.word(k);
      if (word.tag == Tag::clause && lower(k) != "as") return -1;
      for (const Recent& r : recent_)
        if (r.sentence == s && r.token == k && r.subject) return static_cast<std::int32_t>(r.party);
    }
    return -1;
  }

  // The party that "it" most likely means: the subject of this sentence, else of the one before,
  // else whoever was named last. People are not "it".
  std::int32_t singular(std::uint32_t s, std::uint32_t t, bool want_person) const {
    const std::int32_t own = owns_subject(s, t) ? mate_party(s, t) : own_subject(s, t, t + 1);
    const auto fits = [&](const Recent& r) {
      if (static_cast<std::int32_t>(r.party) == own) return false;
      const EntityKind kind = a_.parties[r.party].kind;
      if (want_person) return kind == EntityKind::person;
      return kind != EntityKind::person && kind != EntityKind::outlet && kind != EntityKind::court;
    };
    // "whether Google favours its own services": the owner is the subject of the same clause.
    if (lexicon_.word(lower(t)).tag == Tag::possessive && !owns_subject(s, t)) {
      const std::int32_t mate = clause_mate(s, t);
      if (mate >= 0 && fits(recent_[static_cast<std::size_t>(mate)]))
        return static_cast<std::int32_t>(recent_[static_cast<std::size_t>(mate)].party);
    }
    return best_recent(s, t, fits);
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
      if (!r.subject) continue;
      bool verb = false;
      for (std::uint32_t k = r.token + 1; k < t; ++k) {
        const Word& word = lexicon_.word(lower(k));
        verb =
            verb || word.tag == Tag::verb || word.tag == Tag::auxiliary || word.tag == Tag::modal;
        if (word.tag == Tag::clause || word.tag == Tag::relative || lower(k) == ";") return -1;
      }
      return verb ? static_cast<std::int32_t>(i) : -1;
    }
    return -1;
  }

  // The likeliest of the parties lately mentioned before token `t`: near, subject of its sentence,
  // and what the article is about (after the salience factors of Lappin and Leass 1994).
  template <class Fits>
  std::int32_t best_recent(std::uint32_t s, std::uint32_t t, const Fits& fits,
                           std::uint32_t farthest = kFarthest) const {
    std::int32_t best = -1;
    double best_score = -1e9;
    for (auto r = recent_.rbegin(); r != recent_.rend(); ++r) {
      if (r->token >= t || r->sentence + farthest < s || !fits(*r)) continue;
      const Party& party = a_.parties[r->party];
      double score = -1.6 * static_cast<double>(s - r->sentence);
      if (r->subject) score += 2.2;
      if (r->agent) score -= 1.2;
      if (a_.sentences[r->sentence].paragraph == a_.sentences[s].paragraph) score += 0.4;
      score += 0.5 * std::log2(1.0 + party.mentions);
      if (std::find(a_.title_parties.begin(), a_.title_parties.end(), r->party) !=
          a_.title_parties.end())
        score += 1.0;
      // Of several mentions of one rank the first of a sentence is its theme.
      score -= 0.01 * static_cast<double>(r->token - a_.sentences[r->sentence].token_begin);
      if (score > best_score) {
        best_score = score;
        best = static_cast<std::int32_t>(r->party);
      }
    }
    return best;
  }

  // "It was the first time", "it is clear that": nobody is meant.
  bool pleonastic(std::uint32_t t) const {
    if (t + 2 >= a_.tokens.size()) return true;
    const std::string_view next = lower(t + 1);
    const bool be = next == "is" || next == "was" || next == "'s" || next == "\xE2\x80\x99s";
    if (!be) return next == "comes" || next == "came" || next == "follows" || next == "emerged";
    std::uint32_t k = t + 2;
    while (k + 1 < a_.tokens.size() && (a_.word(k).tag == Tag::adverb || lower(k) == "last" ||
                                        lower(k) == "not" || is_manner_adverb(lower(k))))
      ++k;
    const Word& word = a_.word(k);
    if ((word.forms & (kGerund | kParticiple)) != 0) return false;
    static const WordSet states = {"worth", "in", "set", "due", "owned", "based", "poised"};
    return states.count(lower(k)) == 0;
  }

  bool third_person(std::uint32_t t, std::uint32_t s, Mention& out, bool) {
    if (lower(t) == "it" && pleonastic(t)) return false;
    const std::int32_t party = singular(s, t, /*want_person=*/false);
    if (party < 0) return false;
    return emit(t, t + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  bool person(std::uint32_t t, std::uint32_t s, Mention& out) {
    const std::int32_t party = singular(s, t, /*want_person=*/true);
    if (party < 0) return false;
    return emit(t, t + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  // The last two organisations, most lately named first put back into text order.
  std::vector<std::uint32_t> last_two(std::uint32_t s, std::uint32_t t, bool people) const {
    // "X and Y sued the pair": not those who do it.
    const bool object = own_subject(s, t, t + 1) >= 0;
    std::vector<std::uint32_t> found;
    for (auto r = recent_.rbegin(); r != recent_.rend() && found.size() < 2; ++r) {
      if (r->token >= t || r->sentence + 3 < s || (object && r->sentence == s)) continue;
      const EntityKind kind = a_.parties[r->party].kind;
      const bool fits = people ? kind == EntityKind::person : (kind == EntityKind::org);
      if (fits && std::find(found.begin(), found.end(), r->party) == found.end())
        found.push_back(r->party);
    }
    std::reverse(found.begin(), found.end());
    return found;
  }

  bool plural(std::uint32_t begin, std::uint32_t end, std::uint32_t s, Mention& out) {
    // A coordinated group in this sentence or the one before ("Ford and Mahindra ... they"), else
    // the subject, whom British papers give the plural.
    for (std::uint32_t back = 0; back <= 1 && back <= s; ++back) {
      for (std::size_t i = recent_.size(); i-- > 1;) {
        const Recent& y = recent_[i];
        const Recent& x = recent_[i - 1];
        if (y.sentence != s - back || x.sentence != y.sentence || y.token >= begin) continue;
        if (x.party == y.party || !coordinated(x.token, y.token)) continue;
        if (a_.parties[x.party].kind != a_.parties[y.party].kind) continue;
        return emit(begin, end, {x.party, y.party}, Mention::Form::pronoun, out);
      }
    }
    const std::int32_t party = singular(s, begin, /*want_person=*/false);
    if (party < 0) return false;
    return emit(begin, end, {static_cast<std::uint32_t>(party)}, Mention::Form::pronoun, out);
  }

  bool coordinated(std::uint32_t x, std::uint32_t y) const {
    bool joined = false;
    for (std::uint32_t t = x; t < y; ++t) {
      const std::string_view word = lower(t);
      if (word == "and" || word == "&") joined = true;
      const Tag tag = lexicon_.word(word).tag;
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
    if (!counted && noun != "pair" && noun != "duo" && noun != "companies" && noun != "parties" &&
        noun != "partners")
      return false;
    std::vector<std::uint32_t> two = last_two(s, begin, false);
    if (two.size() != 2) return false;
    return emit(begin, t + 1, std::move(two), Mention::Form::description, out);
  }

  bool definite(std::uint32_t t, std::uint32_t s, const Sentence& sentence, Mention& out) {
    if (plural_noun(t, t + 1, s, sentence, out)) return true;
    if (lower(t) == "both") return false;
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
        if (mark == "'s" || mark == "\xE2\x80\x99s" || mark == "-" || tail) continue;
        return false;
      }
      const std::string_view noun = lower(k);
      const Word& word = a_.word(k);
      if (makes_another(noun)) return false;
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
        // "the developer of ChatGPT"
        const std::int32_t known = gazetteer_.maker_of(a_.token_text(k + 2));
        if (known >= 0)
          if (const std::int32_t party = party_of(known, t); party >= 0)
            return emit(t, k + 3, {static_cast<std::uint32_t>(party)}, Mention::Form::description,
                        out);
      }
      if (last && (company_nouns_.count(noun) != 0 || is_authority_noun(noun) ||
                   (k >= t + 2 && somebody_goes_by(a_.token_lower(k - 1), noun)))) {
        const std::int32_t party = by_noun(noun, place, country, t, s, own_subject(s, t, k + 1));
        if (party < 0) return false;
        return emit(t, k + 1, {static_cast<std::uint32_t>(party)}, Mention::Form::description, out);
      }
      if (word.tag != Tag::noun &&
          !(word.tag == Tag::verb && (word.forms & (kParticiple | kGerund)) != 0) &&
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

  // "X is the sole supplier of Y": what stands behind the verb says what X is, it refers to nobody.
  static bool predicates(std::string_view word) {
    static const std::unordered_set<std::string_view> copulas = {
        "is",     "was",    "are",     "were",     "be",     "been",    "being",
        "become", "became", "becomes", "becoming", "remain", "remains", "remained"};
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
    if (token.capital) return false;
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
    a_.parties.push_back(std::move(party));
    return static_cast<std::int32_t>(a_.parties.size() - 1);
  }

  // "chip designer": two words by which a party of the article is known.
  bool somebody_goes_by(std::string_view modifier, std::string_view noun) const {
    const std::string phrase = std::string(modifier) + " " + std::string(noun);
    return std::any_of(a_.parties.begin(), a_.parties.end(),
                       [&](const Party& party) { return goes_by(party, phrase); });
  }

  static bool goes_by(const Party& party, std::string_view noun) {
    static const WordSet press = {"newspaper", "publisher", "paper",      "broadcaster",
                                  "magazine",  "outlet",    "publication"};
    if (party.kind == EntityKind::outlet && press.count(noun) != 0) return true;
    return std::any_of(party.nouns.begin(), party.nouns.end(),
                       [&](const std::string& n) { return n == noun || ends_with_words(n, noun); });
  }

  std::int32_t by_noun(std::string_view noun, const std::string& place, const std::string& country,
                       std::uint32_t t, std::uint32_t s, std::int32_t own) const {
    const bool authority = is_authority_noun(noun);
    const auto kind_fits = [&](const Party& party) {
      if (own >= 0 && &party == &a_.parties[static_cast<std::size_t>(own)]) return false;
      if (authority) return party.kind == EntityKind::authority;
      return party.kind == EntityKind::org ||
             (party.kind == EntityKind::outlet && goes_by(party, noun));
    };
    const auto where = [&](const auto& test) {
      return best_recent(
          s, t,
          [&](const Recent& r) {
            const Party& party = a_.parties[r.party];
            return kind_fits(party) && test(party);
          },
          kFarDescription);
    };
    std::int32_t found = -1;
    // A place or nationality says which one, whatever the noun.
    if (!place.empty() || !country.empty()) {
      if (!place.empty()) found = where([&](const Party& p) { return p.hq == place; });
      if (found < 0 && !country.empty())
        found = where([&](const Party& p) {
          return p.country == country && (is_generic(noun) || goes_by(p, noun));
        });
      if (found < 0 && !country.empty())
        found = where([&](const Party& p) { return p.country == country; });
      // A place that belongs to nobody known: someone without a known seat, most likely.
      if (found < 0)
        found = best_recent(s, t, [&](const Recent& r) {
          const Party& party = a_.parties[r.party];
          return kind_fits(party) && party.known < 0 && party.country.empty();
        });
      return found;
    }
    if (!is_generic(noun)) {
      found = where([&](const Party& p) { return goes_by(p, noun); });
      if (found >= 0) return found;
      if (authority) return where([](const Party&) { return true; });
      // Nobody is known by it: an organisation of which nothing is known.
      return best_recent(s, t, [&](const Recent& r) {
        const Party& party = a_.parties[r.party];
        return party.kind == EntityKind::org && party.known < 0 && party.nouns.empty() &&
               static_cast<std::int32_t>(r.party) != own;
      });
    }
    return singular_org(s, t, own);
  }

  // "A and B hold 9% and 10% in the company": whether a party stands beside the subject `own`.
  bool beside(std::int32_t own, const Recent& r, std::uint32_t s) const {
    return own >= 0 && r.sentence == s &&
           std::any_of(recent_.begin(), recent_.end(), [&](const Recent& subject) {
             return subject.sentence == s && subject.subject &&
                    static_cast<std::int32_t>(subject.party) == own &&
                    coordinated(std::min(subject.token, r.token), std::max(subject.token, r.token));
           });
  }

  // "the company": an organisation, never an authority.
  std::int32_t singular_org(std::uint32_t s, std::uint32_t t, std::int32_t own) const {
    const auto fits = [&](const Recent& r) {
      return a_.parties[r.party].kind == EntityKind::org &&
             static_cast<std::int32_t>(r.party) != own && !beside(own, r, s);
    };
    const std::int32_t recent = best_recent(s, t, fits);
    if (recent >= 0) return recent;
    for (const std::uint32_t p : a_.title_parties)
      if (a_.parties[p].kind == EntityKind::org) return static_cast<std::int32_t>(p);
    return -1;
  }

  Analysis& a_;
  const Lexicon& lexicon_;
  const Gazetteer& gazetteer_;
  const WordList& company_nouns_;
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
