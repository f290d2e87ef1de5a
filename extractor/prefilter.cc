#include <algorithm>
#include <array>

#include "extractor/match.h"

namespace pactwatch {
namespace {

// A trigger's need of one word.
struct Need {
  std::uint32_t trigger = 0;
  std::uint32_t clause = 0;  // as a bit
};

// The last bit of a trigger: the word that its group "verb" begins with, read as a verb.
constexpr std::uint32_t kVerbClause = 1U << 31U;
constexpr std::uint32_t kLastClause = 1U << 30U;

// Mentions, figures and words that are in every other sentence are bits of one number, in place of
// a list of triggers each: 0 is no sign, 1 to 13 are the code points of mentions.
using Signs = std::uint64_t;
constexpr std::uint32_t kFirstWordSign = 14;
constexpr std::uint32_t kSigns = 64;

constexpr Signs bit(std::uint32_t sign) { return Signs{1} << sign; }
constexpr Signs kAllMentions = bit(kFirstWordSign) - 2;

constexpr Signs mention_bit(char32_t code) { return bit(static_cast<std::uint32_t>(code & 0xFFU)); }

Signs mention_bit(EntityKind kind) {
  switch (kind) {
    case EntityKind::person:
      return mention_bit(sentinel::kPerson);
    case EntityKind::authority:
      return mention_bit(sentinel::kAuthority);
    case EntityKind::court:
      return mention_bit(sentinel::kCourt);
    case EntityKind::outlet:
      return mention_bit(sentinel::kOutlet);
    case EntityKind::place:
      return mention_bit(sentinel::kPlace);
    case EntityKind::org:
    case EntityKind::product:
      break;
  }
  return mention_bit(sentinel::kOrg);
}

Signs mention_bit(FigureKind kind) {
  switch (kind) {
    case FigureKind::money:
      return mention_bit(sentinel::kMoney);
    case FigureKind::percent:
      return mention_bit(sentinel::kPercent);
    case FigureKind::multiple:
      return mention_bit(sentinel::kMultiple);
    case FigureKind::date:
      return mention_bit(sentinel::kDate);
    case FigureKind::duration:
      return mention_bit(sentinel::kDuration);
    case FigureKind::percentage_points:
    case FigureKind::quantity:
      return mention_bit(sentinel::kQuantity);
    case FigureKind::number:
      break;
  }
  return mention_bit(sentinel::kNumber);
}

bool is_mention(std::string_view word) { return word.size() == 3 && word[0] == '\xEE'; }

// Words of closed classes are common; nouns and verbs tell triggers apart.
bool is_common(const Word& word) { return word.tag != Tag::noun && word.tag != Tag::verb; }

}  // namespace

struct RulePrefilter::Impl {
  explicit Impl(const Lexicon& words) : lexicon(words) {}

  // What a word says to the triggers, by Word::id.
  struct OfWord {
    std::uint32_t begin = 0;  // in `needs`
    std::uint16_t count = 0;
    std::uint16_t sign = 0;
  };
  struct OfTrigger {
    std::uint32_t all = 0;                                 // clauses; 0: always a candidate
    std::vector<std::pair<Signs, std::uint32_t>> by_sign;  // any of these meets that clause
  };

  // Adds what the words of one token say. `verb`: it may be read as a verb.
  void read(const Word& word, bool verb, Signs& signs, Scratch& scratch) const {
    if (word.id == 0) return;
    const OfWord& said = of_words[word.id];
    signs |= bit(said.sign);
    for (std::uint32_t n = said.begin; n < said.begin + said.count; ++n) {
      if (needs[n].clause == kVerbClause && !verb) continue;
      std::uint32_t& met = scratch.met[needs[n].trigger];
      if (met == 0) scratch.touched.push_back(needs[n].trigger);
      met |= needs[n].clause;
    }
  }

  // The same of a token that RE2's \b takes apart: "all-cash", "-backed", "société".
  void read_parts(std::string_view text, bool verb, Signs& signs, Scratch& scratch) const {
    for (std::size_t i = 0; i < text.size();) {
      if (!is_pattern_word_byte(text[i])) {
        // An article that writes our code points itself.
        if (text[i] == '\xEE') signs |= kAllMentions;
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < text.size() && is_pattern_word_byte(text[end])) ++end;
      read(lexicon.word(text.substr(i, end - i)), verb, signs, scratch);
      i = end;
    }
  }

  void read_token(const Analysis& analysis, std::uint32_t token, bool verb, Signs& signs,
                  Scratch& scratch) const {
    if (analysis.tokens[token].plain) {
      read(analysis.word(token), verb, signs, scratch);
    } else {
      read_parts(analysis.token_lower(token), verb, signs, scratch);
    }
  }

  // The triggers of which all is met, in `scratch.passed`; forgets what was read.
  void judge(Signs signs, Scratch& scratch) const {
    scratch.passed.clear();
    const auto meets = [&](std::uint32_t t, std::uint32_t met) {
      for (const auto& [any, clause] : of_triggers[t].by_sign)
        if ((any & signs) != 0) met |= clause;
      return met == of_triggers[t].all;
    };
    for (const std::uint32_t t : by_sign_alone)
      if (scratch.met[t] == 0 && meets(t, 0)) scratch.passed.push_back(t);
    for (const std::uint32_t t : scratch.touched) {
      if (meets(t, scratch.met[t])) scratch.passed.push_back(t);
      scratch.met[t] = 0;
    }
    scratch.touched.clear();
  }

  const Lexicon& lexicon;
  std::vector<OfWord> of_words;
  std::vector<Need> needs;
  std::vector<OfTrigger> of_triggers;
  std::vector<std::uint32_t> by_sign_alone;  // triggers that signs alone may let through
  std::vector<Candidate> triggers;
};

RulePrefilter::RulePrefilter(const RuleSet& rules)
    : impl_(std::make_unique<Impl>(rules.lexicon())) {
  const Lexicon& lexicon = rules.lexicon();
  impl_->of_words.resize(lexicon.ids());
  std::vector<std::vector<Need>> needs(lexicon.ids());
  std::uint32_t signs = kFirstWordSign;
  const auto sign_of = [&](const std::string& word) -> Signs {
    if (is_mention(word)) return bit(static_cast<unsigned char>(word[2]) & 0x3FU);
    const Word& known = lexicon.word(word);
    if (!is_common(known)) return 0;
    std::uint16_t& sign = impl_->of_words[known.id].sign;
    if (sign == 0 && signs < kSigns) sign = static_cast<std::uint16_t>(signs++);
    return sign == 0 ? 0 : bit(sign);
  };
  for (std::uint32_t r = 0; r < rules.rules().size(); ++r) {
    const Rule& rule = rules.rules()[r];
    for (std::uint32_t t = 0; t < rule.triggers.size(); ++t) {
      const auto trigger = static_cast<std::uint32_t>(impl_->triggers.size());
      impl_->triggers.push_back({r, t});
      Impl::OfTrigger& of = impl_->of_triggers.emplace_back();
      bool by_word = false;
      const auto add = [&](const std::vector<std::string>& any, std::uint32_t clause) {
        of.all |= clause;
        Signs common = 0;
        bool words = false;
        for (const std::string& word : any) {
          if (const Signs sign = sign_of(word); sign != 0) {
            common |= sign;
            continue;
          }
          needs[lexicon.word(word).id].push_back({trigger, clause});
          words = true;
        }
        if (common != 0) of.by_sign.emplace_back(common, clause);
        // Where a common word will do, no other may come up.
        by_word = by_word || (words && common == 0);
      };
      const PatternNeeds& what = rule.triggers[t].needs;
      if (!what.verbs.empty()) {
        of.all |= kVerbClause;
        for (const std::string& verb : what.verbs)
          needs[lexicon.word(verb).id].push_back({trigger, kVerbClause});
        by_word = true;
      }
      std::uint32_t clause = 1;
      for (const std::vector<std::string>& any : what.clauses) {
        if (any == what.verbs) continue;
        add(any, clause);
        if (clause == kLastClause) break;  // more would only narrow further
        clause <<= 1U;
      }
      if (!by_word) impl_->by_sign_alone.push_back(trigger);
    }
  }
  for (std::size_t id = 0; id < needs.size(); ++id) {
    impl_->of_words[id].begin = static_cast<std::uint32_t>(impl_->needs.size());
    impl_->of_words[id].count = static_cast<std::uint16_t>(needs[id].size());
    impl_->needs.insert(impl_->needs.end(), needs[id].begin(), needs[id].end());
  }
}

RulePrefilter::~RulePrefilter() = default;

std::vector<bool> RulePrefilter::sentences(const Analysis& analysis) const {
  Scratch scratch;
  scratch.met.resize(impl_->triggers.size());
  std::vector<bool> out(analysis.sentences.size());
  const Word& is = impl_->lexicon.word("is");  // clauses have it where no token writes it
  std::size_t mention = 0;
  std::size_t figure = 0;
  for (std::size_t s = 0; s < out.size(); ++s) {
    const Sentence& sentence = analysis.sentences[s];
    if (sentence.skip) continue;
    Signs signs = 0;
    impl_->read(is, /*verb=*/false, signs, scratch);
    while (mention < analysis.mentions.size() &&
           analysis.mentions[mention].token_begin < sentence.token_begin)
      ++mention;
    for (std::size_t m = mention;
         m < analysis.mentions.size() && analysis.mentions[m].token_begin < sentence.token_end; ++m)
      signs |= mention_bit(analysis.mentions[m].kind);
    while (figure < analysis.figures.size() && analysis.figures[figure].end <= sentence.begin)
      ++figure;
    for (std::size_t f = figure;
         f < analysis.figures.size() && analysis.figures[f].begin < sentence.end; ++f)
      signs |= mention_bit(analysis.figures[f].kind);
    for (std::uint32_t t = sentence.token_begin; t < sentence.token_end; ++t)
      impl_->read_token(analysis, t, /*verb=*/true, signs, scratch);
    impl_->judge(signs, scratch);
    out[s] = !scratch.passed.empty();
  }
  return out;
}

void RulePrefilter::candidates(const Analysis& analysis, const Segment& segment, Scratch& scratch,
                               std::vector<Candidate>& out) const {
  scratch.met.resize(impl_->triggers.size());
  Signs signs = 0;
  for (const Item& item : segment.items) {
    if (item.tag == Tag::name) {
      signs |= mention_bit(item.kind);
    } else if (item.tag == Tag::figure) {
      signs |= mention_bit(analysis.figures[static_cast<std::size_t>(item.figure)].kind);
    } else if (item.lower.data() ==
               analysis.lower.data() + analysis.tokens[item.token_begin].begin) {
      impl_->read_token(analysis, item.token_begin, item.tag == Tag::verb, signs, scratch);
    } else {
      impl_->read_parts(item.lower, item.tag == Tag::verb, signs, scratch);
    }
  }
  impl_->judge(signs, scratch);
  std::sort(scratch.passed.begin(), scratch.passed.end());
  out.clear();
  for (const std::uint32_t t : scratch.passed) out.push_back(impl_->triggers[t]);
}

std::vector<RulePrefilter::Candidate> RulePrefilter::all() const { return impl_->triggers; }

}  // namespace pactwatch
