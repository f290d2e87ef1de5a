#include "extractor/syntax.h"

#include <algorithm>
#include <unordered_set>

#include "core/text.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

// Longer insertions are more likely two clauses with commas between than one insertion.
constexpr std::size_t kLongestApposition = 24;  // items
constexpr std::size_t kLongestRelative = 40;    // items
constexpr std::size_t kMaxItems = 400;          // of one sentence: longer ones are cut

using Items = std::vector<Item>;

bool is_mark(const Item& item, std::string_view mark) {
  return item.tag == Tag::punctuation && item.lower == mark;
}

bool is_name(const Item& item) { return item.tag == Tag::name; }

bool is_finite(const Item& item) {
  if (item.tag == Tag::modal) return true;
  if (item.tag == Tag::auxiliary)
    return item.lower != "been" && item.lower != "being" && item.lower != "be" &&
           item.lower != "having" && item.lower != "getting";
  return item.tag == Tag::verb && (item.forms & (kThird | kPast)) != 0;
}

class SegmentBuilder {
 public:
  SegmentBuilder(const Analysis& analysis, const Lexicon& lexicon)
      : a_(analysis), lexicon_(lexicon), nominal_gerunds_(lexicon.list("nominal_gerund")) {}

  std::vector<Segment> run(const std::vector<bool>* wanted) {
    Items scratch;  // one for all sentences
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
      const Sentence& sentence = a_.sentences[s];
      if (sentence.skip || (wanted != nullptr && !(*wanted)[s])) continue;
      skip_to(sentence.token_begin);
      read(sentence, scratch);
      tag(scratch);
      drop_restated_sum(scratch);
      drop_modifier_commas(scratch);
      drop_seats(scratch);
      drop_asides(scratch);
      sentence_ = s;
      if (has_list(scratch)) scratch = coordinate(scratch);
      name_members(scratch);
      split(scratch, /*inserted=*/false, 0);
    }
    for (Segment& segment : out_) write_skeleton(segment);
    return std::move(out_);
  }

 private:
  // ---- reading tokens, mentions and figures into items

  void skip_to(std::uint32_t token) {
    while (next_mention_ < a_.mentions.size() && a_.mentions[next_mention_].token_begin < token)
      ++next_mention_;
    while (next_figure_ < a_.figures.size() &&
           a_.figures[next_figure_].begin < a_.tokens[token].begin)
      ++next_figure_;
  }

  void read(const Sentence& sentence, Items& items) {
    items.clear();
    for (std::uint32_t t = sentence.token_begin;
         t < sentence.token_end && items.size() < kMaxItems;) {
      while (next_mention_ < a_.mentions.size() && a_.mentions[next_mention_].token_begin < t)
        ++next_mention_;
      if (next_mention_ < a_.mentions.size() && a_.mentions[next_mention_].token_begin == t) {
        const Mention& mention = a_.mentions[next_mention_++];
        const std::uint32_t end = std::min(mention.token_end, sentence.token_end);
        if (mention.kind != EntityKind::product) {
          items.push_back(name_item(mention, t, end));
          t = end;
          if (t < sentence.token_end && is_genitive(t)) {
            items.back().genitive = true;
            items.back().token_end = ++t;
          }
          continue;
        }
        for (; t < end; ++t) add_word(items, t);
        continue;
      }
      while (next_figure_ < a_.figures.size() && a_.figures[next_figure_].end <= a_.tokens[t].begin)
        ++next_figure_;
      if (next_figure_ < a_.figures.size() && a_.figures[next_figure_].begin < a_.tokens[t].end &&
          a_.figures[next_figure_].begin + 2 >= a_.tokens[t].begin) {
        const Figure& figure = a_.figures[next_figure_];
        if (figure.kind != FigureKind::number) {
          Item item;
          item.tag = Tag::figure;
          item.figure = static_cast<std::int32_t>(next_figure_);
          item.token_begin = t;
          while (t < sentence.token_end && a_.tokens[t].begin < figure.end) ++t;
          item.token_end = t;
          items.push_back(item);
          ++next_figure_;
          continue;
        }
        ++next_figure_;
      }
      add_word(items, t++);
    }
  }

  bool is_genitive(std::uint32_t t) const {
    const std::string_view text = a_.token_lower(t);
    if (t > 0 && is_contraction(t)) return false;
    if (is_genitive_mark(text)) return true;
    // "Holdings' stake": a bare apostrophe after an s.
    return (text == "'" || text == "\xE2\x80\x99") && a_.tokens[t].glued && t > 0 &&
           a_.token_lower(t - 1).back() == 's';
  }

  // "it's", "that's", "who's": the verb, no owner.
  bool is_contraction(std::uint32_t t) const {
    const std::string_view text = a_.token_lower(t);
    if (!is_genitive_mark(text)) return false;
    static const WordSet hosts = {"it",   "he",    "she",  "that",  "who",
                                  "what", "there", "here", "where", "how"};
    return hosts.count(a_.token_lower(t - 1)) != 0;
  }

  Item name_item(const Mention& mention, std::uint32_t begin, std::uint32_t end) const {
    Item item;
    item.tag = Tag::name;
    item.token_begin = begin;
    item.token_end = end;
    item.parties = mention.parties;
    item.kind = mention.kind;
    item.form = mention.form;
    if (mention.form == Mention::Form::pronoun) {
      const Tag tag = a_.word(begin).tag;
      item.possessive = tag == Tag::possessive && !object_her(end);
      item.genitive = item.possessive;
    }
    item.flagged = end < a_.tokens.size() && a_.tokens[end].glued &&
                   a_.token_text(end).size() > 1 && a_.token_text(end).front() == '-';
    return item;
  }

  // "sued her" against "her company".
  bool object_her(std::uint32_t next) const {
    if (next == 0 || a_.token_lower(next - 1) != "her") return false;
    if (next >= a_.tokens.size()) return true;
    return a_.tokens[next].kind == Token::Kind::punctuation ||
           a_.word(next).tag == Tag::preposition;
  }

  void add_word(Items& items, std::uint32_t t) const {
    Item& item = items.emplace_back();
    item.token_begin = t;
    item.token_end = t + 1;
    item.lower = a_.token_lower(t);
    item.capital = a_.tokens[t].capital;
    if (a_.tokens[t].kind == Token::Kind::punctuation) {
      item.tag = is_genitive(t) ? Tag::genitive : Tag::punctuation;
      if (t > 0 && is_contraction(t)) {
        item.tag = Tag::auxiliary;
        item.lower = "is";
      }
      if (item.lower == "n't" || item.lower == "n\xE2\x80\x99t") item.tag = Tag::negation;
      if (item.lower == "'ll" || item.lower == "'d") item.tag = Tag::modal;
      if (item.lower == "'ve" || item.lower == "'re") item.tag = Tag::auxiliary;
      if (item.lower.front() == '-' && item.lower.size() > 1) item.tag = Tag::noun;
      return;
    }
    const Word& word = a_.word(t);
    item.tag = word.tag;
    item.lemma = word.lemma;
    item.forms = word.forms;
    if (item.lower == "it" && a_.tokens[t].all_capitals) item.tag = Tag::noun;
    // "will no longer pay": two words, one adverb.
    const auto neighbour = [&](std::uint32_t k, std::string_view lower) {
      return k < a_.tokens.size() && a_.token_lower(k) == lower;
    };
    if ((item.lower == "no" && neighbour(t + 1, "longer")) ||
        (item.lower == "longer" && t > 0 && neighbour(t - 1, "no")))
      item.tag = Tag::adverb;
    item.doubtful = word.doubtful;
  }

  // ---- deciding what each word is from its neighbours

  void tag(Items& items) const {
    for (std::size_t i = 0; i < items.size(); ++i) {
      Item& item = items[i];
      if (const Owning* form = owning(item.lower); form != nullptr && owns(items, i)) {
        item.tag = Tag::verb;
        item.lemma = lexicon_.lemma_index(form->lemma);
        item.forms = form->forms;
        continue;
      }
      // "A and B will each hold 45%": beside a verb they count the subject's members.
      if (shares_out(items, i)) {
        item.tag = Tag::adverb;
        continue;
      }
      if (item.tag == Tag::to) {
        // "sold it to rival Larkspur"
        const bool rival =
            i + 2 < items.size() && items[i + 1].lower == "rival" && is_name(items[i + 2]);
        item.tag = !rival && governs_infinitive(items, i) ? Tag::to : Tag::preposition;
        continue;
      }
      if (item.forms == 0) continue;
      if (item.tag != Tag::verb) {
        item.forms = 0;
        continue;
      }
      if (!is_verb_here(items, i)) {
        item.tag = Tag::noun;
        item.forms = 0;
      }
    }
  }

  bool shares_out(const Items& items, std::size_t i) const {
    if (items[i].lower != "each" && items[i].lower != "both") return false;
    if (i == 0 || i + 1 >= items.size()) return false;
    const Tag left = items[i - 1].tag;
    const Item& right = items[i + 1];
    return (left == Tag::name || left == Tag::modal || left == Tag::auxiliary ||
            left == Tag::pronoun || left == Tag::relative) &&
           (right.tag == Tag::auxiliary || right.tag == Tag::modal || right.forms != 0);
  }

  struct Owning {
    std::string_view word;
    std::string_view lemma;
    std::uint8_t forms;
  };
  // The auxiliaries that are verbs of their own as well; null for other words.
  static const Owning* owning(std::string_view word) {
    static constexpr Owning kForms[] = {
        {"has", "have", kThird}, {"have", "have", kBase | kThird}, {"had", "have", kPast},
        {"gets", "get", kThird}, {"get", "get", kBase | kThird},   {"got", "get", kPast}};
    if (word.size() < 3 || word.size() > 4 || (word[0] != 'h' && word[0] != 'g')) return nullptr;
    const auto* found = std::find_if(std::begin(kForms), std::end(kForms),
                                     [&](const Owning& form) { return form.word == word; });
    return found == std::end(kForms) ? nullptr : found;
  }

  // "has a stake", "gets a share": no participle follows.
  static bool owns(const Items& items, std::size_t i) {
    std::size_t k = i + 1;
    while (k < items.size() && (items[k].tag == Tag::adverb || items[k].tag == Tag::negation)) ++k;
    if (k >= items.size()) return false;
    if (items[k].tag == Tag::determiner || items[k].tag == Tag::figure ||
        items[k].tag == Tag::possessive || items[k].tag == Tag::name)
      return true;
    return items[k].tag == Tag::noun && items[k].lower.substr(items[k].lower.size() - 1) != "y";
  }

  bool governs_infinitive(const Items& items, std::size_t i) const {
    std::size_t k = i + 1;
    while (k < items.size() && items[k].tag == Tag::adverb) ++k;
    if (k >= items.size()) return false;
    if (items[k].lower == "be" || items[k].lower == "have" || items[k].lower == "get") return true;
    return items[k].tag == Tag::verb && (items[k].forms & kBase) != 0 &&
           !(items[k].doubtful && k + 1 < items.size() && items[k + 1].tag == Tag::preposition &&
             items[k + 1].lower == "of");
  }

  // The nearest item to the left that is not an adverb.
  static const Item* before(const Items& items, std::size_t i) {
    while (i > 0) {
      --i;
      const bool manner = items[i].tag == Tag::noun && is_manner_adverb(items[i].lower);
      if (items[i].tag != Tag::adverb && items[i].tag != Tag::negation && !manner) return &items[i];
    }
    return nullptr;
  }
  static const Item* after(const Items& items, std::size_t i) {
    while (++i < items.size())
      if (items[i].tag != Tag::adverb) return &items[i];
    return nullptr;
  }

  bool is_verb_here(const Items& items, std::size_t i) const {
    const Item& item = items[i];
    const Item* left = i > 0 ? &items[i - 1] : nullptr;
    const Item* real_left = before(items, i);
    const Item* right = after(items, i);
    const bool after_to = left != nullptr && left->lower == "to" && left->tag == Tag::to;
    if (after_to) return true;
    const bool after_modal =
        real_left != nullptr && (real_left->tag == Tag::modal || is_do(*real_left));
    if (after_modal && (item.forms & kBase) != 0) return true;
    const bool in_phrase =
        left != nullptr &&
        (left->tag == Tag::determiner || left->tag == Tag::possessive ||
         left->tag == Tag::genitive || (left->tag == Tag::name && left->genitive) ||
         (is_figure(*left, FigureKind::money) && (item.forms & (kBase | kThird)) != 0 &&
          item.doubtful));
    const bool be_left = real_left != nullptr && real_left->tag == Tag::auxiliary;
    if ((item.forms & kGerund) != 0) {
      if (in_phrase || (left != nullptr && left->tag == Tag::figure && !be_left)) return false;
      if (nominal_gerunds_.contains(item.lower) && !be_left) {
        const bool direct =
            right != nullptr && (right->tag == Tag::determiner || right->tag == Tag::name ||
                                 right->tag == Tag::figure || right->tag == Tag::possessive);
        if (!direct) return false;
      }
      // "dual listing in Shanghai" against "a start-up building chips": no object, no verb.
      const bool object =
          right != nullptr &&
          (right->tag == Tag::determiner || right->tag == Tag::name || right->tag == Tag::noun ||
           right->tag == Tag::figure || right->tag == Tag::to || right->tag == Tag::possessive ||
           right->tag == Tag::clause || right->tag == Tag::pronoun);
      if (left != nullptr && left->tag == Tag::noun && !be_left && !object) return false;
      return true;
    }
    if ((item.forms & (kPast | kParticiple)) != 0 && (item.forms & (kBase | kThird)) == 0) {
      // "the proposed deal", "its planned listing", "a revised $3bn offer"
      if (in_phrase) return false;
      if (left != nullptr && left->tag == Tag::preposition && right != nullptr &&
          right->tag == Tag::noun)
        return false;
      // "agreed to buy privately owned Larkspur": behind a verb it can only say what its object is.
      const bool manner =
          left != nullptr && (left->tag == Tag::adverb || is_manner_adverb(left->lower));
      const Item* ruler = i >= 2 ? before(items, i - 1) : nullptr;
      // "a wholly owned subsidiary", "its newly formed unit".
      if (left != nullptr && right != nullptr && i >= 2 &&
          (left->tag == Tag::adverb || is_manner_adverb(left->lower)) &&
          (items[i - 2].tag == Tag::determiner || items[i - 2].tag == Tag::possessive ||
           (items[i - 2].tag == Tag::name && items[i - 2].genitive)) &&
          (right->tag == Tag::noun || right->doubtful))
        return false;
      // "a $2bn proposed takeover", "its $650m bought deal".
      if (left != nullptr && is_figure(*left, FigureKind::money) && i >= 2 && right != nullptr &&
          (right->tag == Tag::noun || right->doubtful) &&
          (items[i - 2].tag == Tag::determiner || items[i - 2].tag == Tag::possessive ||
           items[i - 2].genitive))
        return false;
      // "expects adjusted operating profit", "posted combined sales of".
      if (left != nullptr && left->tag == Tag::verb && right != nullptr &&
          right->tag == Tag::noun && right == &items[i + 1])
        return false;
      if (manner && ruler != nullptr && ruler->tag == Tag::verb && right != nullptr &&
          (right->tag == Tag::noun || right->tag == Tag::name))
        return false;
      return true;
    }
    if (in_phrase) return false;
    // "a maker of heat pumps, has closed": a plural at the end of what is inserted.
    if ((item.forms & kThird) != 0 && left != nullptr && left->tag == Tag::noun &&
        i + 2 < items.size() && is_mark(items[i + 1], ",") &&
        (items[i + 2].tag == Tag::modal || items[i + 2].tag == Tag::auxiliary ||
         (items[i + 2].tag == Tag::verb && (items[i + 2].forms & (kPast | kThird)) != 0)))
      return false;
    if (!item.doubtful) {
      if (left != nullptr && left->tag == Tag::preposition && left->lower != "before") {
        return (item.forms & kBase) == 0;
      }
      return true;
    }
    // "saw sales slip 5%": what somebody saw done.
    if ((item.forms & kBase) != 0 && left != nullptr && left->tag == Tag::noun &&
        right != nullptr && (right->tag == Tag::figure || right->lower == "by") &&
        seen_before(items, i))
      return true;
    // Doubtful from here on: a noun unless the surroundings ask for a verb.
    if ((item.forms & kPast) != 0 && be_left) return true;  // "was cut", "has put"
    if (left != nullptr && left->tag == Tag::preposition) return false;
    const bool subject_left =
        real_left != nullptr &&
        ((real_left->tag == Tag::name && !real_left->genitive && !real_left->flagged) ||
         real_left->tag == Tag::relative || real_left->tag == Tag::pronoun ||
         (real_left->tag == Tag::clause && real_left->lower == "that"));
    const bool right_finite =
        right != nullptr &&
        (right->tag == Tag::modal || right->tag == Tag::auxiliary ||
         (right->tag == Tag::verb && !right->doubtful && (right->forms & (kPast | kThird)) != 0));
    if ((item.forms & (kThird | kPast)) != 0 && subject_left) {
      if (right_finite) return false;
      if (right != nullptr && right->lower == "of") return false;
      return true;
    }
    // "the deal values X at", "Google Cloud supplies the lab": a noun, then a third person, then
    // something that only an object begins with.
    if ((item.forms & kThird) != 0 && left != nullptr && left->tag == Tag::noun &&
        right != nullptr &&
        (right->tag == Tag::determiner || right->tag == Tag::possessive ||
         (right->tag == Tag::name && !right->flagged)))
      return true;
    // "the IPO opens on Friday": a noun, then a third person, then when.
    if ((item.forms & kThird) != 0 && left != nullptr && left->tag == Tag::noun &&
        i + 2 < items.size() && items[i + 1].tag == Tag::preposition &&
        is_figure(items[i + 2], FigureKind::date))
      return true;
    // "revenue hit $20 billion", "X, announced in 2023, covers Austin": a figure or an object
    // follows.
    const bool object_right =
        right != nullptr && (right->tag == Tag::determiner || right->tag == Tag::possessive ||
                             right->tag == Tag::figure || right->lower == "than" ||
                             (right->tag == Tag::name && !right->flagged));
    if ((item.forms & kPast) != 0 && left != nullptr && left->tag == Tag::noun &&
        right != nullptr && (right->tag == Tag::figure || right->tag == Tag::determiner))
      return true;
    if ((item.forms & (kThird | kPast)) != 0 && left != nullptr && is_mark(*left, ",") &&
        object_right && closes_insertion(items, i - 1))
      return true;
    if ((item.forms & kBase) != 0) {
      const bool listed = i >= 3 && left == real_left && items[i - 2].lower == "and" &&
                          (is_name(items[i - 3]) || is_mark(items[i - 3], ","));
      if (subject_left && real_left->tag == Tag::name && (real_left->parties.size() > 1 || listed))
        return !right_finite;
      if (subject_left && (real_left->tag == Tag::pronoun || real_left->tag == Tag::clause ||
                           real_left->tag == Tag::relative))
        return !right_finite && !(right != nullptr && right->lower == "of");
      // "to buy and sell"
      if (real_left != nullptr && real_left->tag == Tag::conjunction && i >= 2) {
        for (std::size_t k = i - 1; k-- > 0;) {
          if (items[k].tag == Tag::to) return true;
          if (items[k].tag == Tag::punctuation || i - k > 8) break;
        }
      }
    }
    return false;
  }

  // Whether a form of "see" or "watch" stands a few words before, with no other verb between.
  static bool seen_before(const Items& items, std::size_t i) {
    static const std::unordered_set<std::string_view> sights = {
        "saw", "sees", "see", "seen", "seeing", "watched", "watching"};
    constexpr std::size_t kReach = 6;  // items
    for (std::size_t k = i; k-- > 0 && i - k <= kReach;) {
      if (sights.count(items[k].lower) != 0) return true;
      if (items[k].tag == Tag::punctuation || items[k].tag == Tag::preposition) return false;
    }
    return false;
  }

  bool is_figure(const Item& item, FigureKind kind) const {
    return item.tag == Tag::figure &&
           a_.figures[static_cast<std::size_t>(item.figure)].kind == kind;
  }

  // Whether the comma at `comma` ends something inserted behind the first phrase of the sentence.
  static bool closes_insertion(const Items& items, std::size_t comma) {
    std::size_t k = comma;
    while (k > 0 && !is_mark(items[k - 1], ",")) --k;
    if (k < 2) return false;
    for (std::size_t n = 0; n + 1 < k; ++n)
      if (is_finite(items[n]) && items[n].tag != Tag::verb) return false;
    return is_name(items[k - 2]) || items[k - 2].tag == Tag::noun;
  }

  static bool is_do(const Item& item) {
    return item.lower == "do" || item.lower == "does" || item.lower == "did";
  }

  // "its $44 per share, or two billion dollar, offer": the same sum said twice; the total stays.
  void drop_restated_sum(Items& items) const {
    constexpr std::size_t kLongestSum = 5;  // items: "{MONEY} a share"
    for (std::size_t i = 2; i + 3 < items.size(); ++i) {
      if (!is_mark(items[i], ",") || items[i + 1].lower != "or" ||
          !is_figure(items[i + 2], FigureKind::money))
        continue;
      const std::size_t noun = is_mark(items[i + 3], ",") ? i + 4 : i + 3;
      if (noun >= items.size() || items[noun].tag != Tag::noun) continue;
      std::size_t k = i;
      while (k > 0 && i - k < kLongestSum && !is_figure(items[k], FigureKind::money)) --k;
      if (!is_figure(items[k], FigureKind::money)) continue;
      if (noun == i + 4) items.erase(items.begin() + static_cast<std::ptrdiff_t>(i + 3));
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(k),
                  items.begin() + static_cast<std::ptrdiff_t>(i + 2));
      return;
    }
  }

  // "a seven-year, $38 billion deal", "a landmark, $5bn pact": the comma between two modifiers of
  // one noun is no border of a phrase.
  void drop_modifier_commas(Items& items) const {
    const auto money_or_span = [&](const Item& item) {
      return is_figure(item, FigureKind::money) || is_figure(item, FigureKind::duration);
    };
    for (std::size_t i = 1; i + 2 < items.size(); ++i) {
      if (!is_mark(items[i], ",")) continue;
      const Item& left = items[i - 1];
      const Item& right = items[i + 1];
      if (items[i + 2].tag != Tag::noun || !money_or_span(right)) continue;
      if (!money_or_span(left) && left.tag != Tag::noun) continue;
      std::size_t k = i - 1;
      while (k > 0 && i - k < 4 && (items[k].tag == Tag::noun || items[k].tag == Tag::figure)) --k;
      const bool opened = items[k].tag == Tag::determiner || items[k].tag == Tag::possessive ||
                          (items[k].tag == Tag::name && items[k].genitive);
      if (opened) items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  // "Cupertino, Calif.-based phone maker Larkspur": where somebody sits is not who he is.
  static void drop_seats(Items& items) {
    for (std::size_t i = 0; i + 4 < items.size(); ++i) {
      if (!is_name(items[i]) || items[i].kind != EntityKind::place || !is_mark(items[i + 1], ","))
        continue;
      const std::size_t based = items[i + 3].lower == "-based" ? i + 3 : i + 4;
      if (items[based].lower != "-based") continue;
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i),
                  items.begin() + static_cast<std::ptrdiff_t>(based + 1));
    }
    // "in Green Bay, Wis., has agreed", "of Austin, Texas, sued": where the place lies.
    for (std::size_t i = 0; i + 3 < items.size(); ++i) {
      if (!is_name(items[i]) || items[i].kind != EntityKind::place || !is_mark(items[i + 1], ","))
        continue;
      std::size_t close = i + 3;
      if (is_mark(items[close], ".")) ++close;
      const bool where = is_name(items[i + 2]) ? items[i + 2].kind == EntityKind::place
                                               : is_mark(items[i + 3], ".") && items[i + 2].capital;
      if (!where || close + 1 >= items.size() || !is_mark(items[close], ",")) continue;
      const Item& next = items[close + 1];
      if (next.tag == Tag::conjunction || is_name(next)) continue;  // a list of places
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i + 1),
                  items.begin() + static_cast<std::ptrdiff_t>(close + 1));
    }
  }

  // "The court, however, ruled": an adverb between commas is no border of anything; behind it the
  // verb of what stands before goes on, or after an opening phrase the subject comes.
  static void drop_asides(Items& items) {
    static const std::unordered_set<std::string_view> asides = {
        "however",   "meanwhile",  "though",       "too",         "also",
        "therefore", "instead",    "then",         "likewise",    "moreover",
        "finally",   "separately", "nevertheless", "nonetheless", "furthermore"};
    for (std::size_t i = 1; i + 3 < items.size(); ++i) {
      if (!is_mark(items[i], ",") || !is_mark(items[i + 2], ",") ||
          asides.count(items[i + 1].lower) == 0)
        continue;
      const Item& next = items[i + 3];
      const bool goes_on = next.tag == Tag::verb || next.tag == Tag::auxiliary ||
                           next.tag == Tag::modal || next.tag == Tag::negation;
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i),
                  items.begin() + static_cast<std::ptrdiff_t>(goes_on ? i + 3 : i + 2));
    }
  }

  // "Labels, including A and B, are suing C", "publishers such as A sued": whom the noun means is
  // named behind it, and does what the noun does.
  static void name_members(Items& items) {
    for (std::size_t i = 1; i + 1 < items.size(); ++i) {
      std::size_t name = i + 1;
      if (items[i].lower == "such" && items[name].lower == "as") ++name;
      if (name == i + 1 && items[i].lower != "including") continue;
      if (name >= items.size() || !is_name(items[name]) || items[name].genitive ||
          items[name].kind == EntityKind::place)
        continue;
      const bool comma = is_mark(items[i - 1], ",");
      const std::size_t noun = comma ? i - 2 : i - 1;
      if ((comma && i < 2) || items[noun].tag != Tag::noun || !items[noun].lower.ends_with("s"))
        continue;
      if (comma && name + 1 < items.size() && is_mark(items[name + 1], ","))
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(name + 1));
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(noun + 1),
                  items.begin() + static_cast<std::ptrdiff_t>(name));
      i = noun + 1;
    }
  }

  // ---- "Amazon, Nvidia and SoftBank" becomes one item

  bool has_list(const Items& items) const {
    for (std::size_t i = 0; i < items.size(); ++i)
      if (begins_list(items[i]) && (list_end(items, i) > i + 1 || holds_office(items, i)))
        return true;
    return false;
  }

  // "Texas Attorney General Ken Paxton"
  static bool holds_office(const Items& items, std::size_t i) {
    return items[i].kind == EntityKind::authority && !items[i].genitive && i + 1 < items.size() &&
           is_name(items[i + 1]) && items[i + 1].kind == EntityKind::person &&
           items[i + 1].form == Mention::Form::name &&
           items[i + 1].token_begin == items[i].token_end;
  }

  static bool begins_list(const Item& item) {
    return is_name(item) && !item.flagged && item.kind != EntityKind::place;
  }

  // Moves the items out of `items`.
  Items coordinate(Items& items) const {
    Items out;
    out.reserve(items.size());
    for (std::size_t i = 0; i < items.size();) {
      out.push_back(std::move(items[i]));  // but for its parties it stays readable
      if (!begins_list(items[i])) {
        ++i;
        continue;
      }
      // "Texas Attorney General Ken Paxton": the office acts, through who holds it.
      if (holds_office(items, i)) {
        out.back().token_end = items[i + 1].token_end;
        out.back().genitive = items[i + 1].genitive;
        for (const std::uint32_t party : items[i + 1].parties) out.back().parties.push_back(party);
        i += 2;
        continue;
      }
      std::size_t end = list_end(items, i);
      for (std::size_t k = i + 1; k < end; ++k) {
        if (!is_name(items[k]) || items[k].possessive || items[k].kind == EntityKind::place)
          continue;
        Item& group = out.back();
        for (const std::uint32_t party : items[k].parties)
          if (std::find(group.parties.begin(), group.parties.end(), party) == group.parties.end())
            group.parties.push_back(party);
        group.genitive = items[k].genitive;
        group.token_end = items[k].token_end;
      }
      i = std::max(end, i + 1);
    }
    return out;
  }

  static bool same_sort(const Item& x, const Item& y) {
    const auto sort = [](EntityKind kind) {
      return kind == EntityKind::outlet ? EntityKind::org : kind;
    };
    if (y.kind == EntityKind::place) return false;
    return sort(x.kind) == sort(y.kind) ||
           (x.kind != EntityKind::court && y.kind != EntityKind::court);
  }

  // One past the last name of the list that begins at `i`; i + 1 when it is no list.
  std::size_t list_end(const Items& items, std::size_t i) const {
    if (stands_apart(items, i)) return i + 1;
    std::size_t last = i;  // last name taken
    bool closed = false;   // an "and" was seen
    std::size_t k = i + 1;
    while (k < items.size()) {
      // "Larkspur in Denver and Halden in Lafayette": where each of them sits.
      if (k + 1 < items.size() && (items[k].lower == "in" || items[k].lower == "of") &&
          is_name(items[k + 1]) && items[k + 1].kind == EntityKind::place && !items[k + 1].genitive)
        k += 2;
      if (k >= items.size()) break;
      std::size_t next = k;
      bool conjunction = false;
      if (is_mark(items[next], ",")) ++next;
      if (next < items.size() &&
          (items[next].lower == "and" || items[next].lower == "&" || items[next].lower == "or")) {
        conjunction = true;
        ++next;
        if (next < items.size() && items[next].lower == "both") ++next;
      }
      // "and its rival Suno", "and chipmaker AMD": what introduces a name does not part the list.
      // "A, B and others sued": nobody else is named.
      if (conjunction && next < items.size() && items[next].lower == "others" &&
          !items[last].genitive)
        return next + 1;
      std::size_t name = next;
      // "Richard Roe, comedian Jane Doe, and others": what she is, in a list that is closed later.
      constexpr std::size_t kLongestRole = 2;
      while (!conjunction && next > k && name < items.size() && name < next + kLongestRole &&
             items[name].tag == Tag::noun && !items[name].capital)
        ++name;
      while (name < items.size() && name < next + 4 &&
             (tells_seat(items, name) ||
              (conjunction && (items[name].tag == Tag::noun || items[name].tag == Tag::determiner ||
                               items[name].tag == Tag::possessive ||
                               (is_name(items[name]) && items[name].possessive)))))
        ++name;
      if (next == k || name >= items.size() || !is_name(items[name]) || items[name].flagged ||
          !same_sort(items[i], items[name]) || items[name].possessive)
        break;
      if (conjunction && (splits_clauses(items, i, name) || gapped(items, i, name))) break;
      if (!conjunction && items[name].form != Mention::Form::name) break;
      if (items[last].genitive && !conjunction) break;
      last = name;
      k = name + 1;
      if (conjunction) {
        closed = true;
        break;
      }
    }
    return closed ? last + 1 : i + 1;
  }

  // "France's Safran", "Chicago-based United": the place is the next name's.
  static bool tells_seat(const Items& items, std::size_t i) {
    if (items[i].lower == "-based") return true;
    return is_name(items[i]) && items[i].kind == EntityKind::place && i + 1 < items.size() &&
           (items[i].genitive || items[i + 1].lower == "-based");
  }

  // "According to Reuters, Boeing and Embraer have": the name of a phrase that opens the sentence
  // is none of the list behind its comma.
  static bool stands_apart(const Items& items, std::size_t i) {
    if (i + 1 >= items.size() || !is_mark(items[i + 1], ",")) return false;
    std::size_t k = i;
    while (k > 0 && items[k - 1].tag == Tag::determiner) --k;
    if (k == 0 || (items[k - 1].tag != Tag::preposition && items[k - 1].tag != Tag::to))
      return false;
    while (--k > 0)
      if (items[k].tag == Tag::verb && items[k].lower != "according") return false;
    // A list that is the phrase's own goes on to a comma: "For Boeing, Embraer and Airbus, it is".
    std::size_t next = i + 2;
    while (next < items.size() && (is_name(items[next]) || is_mark(items[next], ",") ||
                                   items[next].lower == "and" || items[next].lower == "&"))
      ++next;
    return next < items.size() && !is_mark(items[next - 1], ",") && is_finite(items[next]);
  }

  // "X invested in Y and Z bought W": Z begins a clause of its own.
  static bool splits_clauses(const Items& items, std::size_t first, std::size_t last) {
    if (items[last].genitive) return false;
    std::size_t k = last + 1;
    while (k < items.size() && items[k].tag == Tag::adverb) ++k;
    if (k >= items.size() || !is_finite(items[k])) return false;
    // Is there a verb before that the first name completes?
    for (std::size_t b = first; b-- > 0;) {
      if (items[b].lower == "between") return false;
      if (items[b].tag == Tag::clause || is_mark(items[b], ",") || is_mark(items[b], ";"))
        return false;
      if (items[b].tag == Tag::verb) return true;
    }
    return false;
  }

  // "owns 70 per cent of Z and Meta the remaining 30": what follows the name has no verb but a
  // figure of its own.
  bool gapped(const Items& items, std::size_t first, std::size_t last) const {
    std::size_t k = last + 1;
    if (k < items.size() && items[k].tag == Tag::determiner) ++k;
    if (k < items.size() && (items[k].lower == "remaining" || items[k].lower == "other" ||
                             items[k].lower == "rest" || items[k].lower == "balance"))
      return true;
    const bool figure = k == last + 1 && k < items.size() && is_share_or_sum(items[k]);
    if (!figure) return false;
    for (std::size_t b = first; b-- > 0;)
      if (items[b].tag == Tag::verb) return true;
    return false;
  }

  bool is_share_or_sum(const Item& item) const {
    if (item.tag != Tag::figure) return false;
    const FigureKind kind = a_.figures[static_cast<std::size_t>(item.figure)].kind;
    return kind == FigureKind::money || kind == FigureKind::percent;
  }

  static bool is_particle(std::string_view word) {
    return word == "in" || word == "up" || word == "out" || word == "over";
  }

  // "no more than $3bn", "as much as $3bn": a word of the bound of a figure that follows.
  static bool bounds_figure(const Items& items, std::size_t i) {
    static const std::unordered_set<std::string_view> words = {
        "no", "more", "less", "than", "up", "to", "as", "much", "at", "least", "most"};
    std::size_t k = i;
    while (k < items.size() && k < i + 4 && words.count(items[k].lower) != 0) ++k;
    return k > i && k < items.size() && items[k].tag == Tag::figure;
  }

  // "is owned 51% by A and 49% by B", "sold 30% to A, 20% to B": a share or sum, then the same
  // preposition with another name, stand for the clause with these two in place of the first.
  void share_out(Items& main) {
    distribute(main);
    for (std::size_t k = 1; k + 2 < main.size(); ++k) {
      std::size_t share = k + 1;
      if (is_mark(main[k], ",") && main[share].lower == "and") ++share;
      const bool joint =
          main[k].lower == "and" || main[k].lower == "while" || is_mark(main[k], ",");
      if (!joint || share + 2 >= main.size() || !is_share_or_sum(main[share])) continue;
      if (main[share + 1].tag != Tag::preposition || !is_name(main[share + 2]) ||
          main[share + 2].genitive)
        continue;
      std::size_t first = k;
      while (first > 0 && !is_share_or_sum(main[first])) --first;
      if (!is_share_or_sum(main[first]) || kind_of(main[first]) != kind_of(main[share])) continue;
      std::size_t by = first;
      while (by < k && main[by].lower != main[share + 1].lower) ++by;
      if (by == k) continue;
      Items clause(main.begin(), main.begin() + static_cast<std::ptrdiff_t>(by + 1));
      clause[first] = main[share];
      clause.push_back(main[share + 2]);
      emit(std::move(clause), /*inserted=*/true);
      main.erase(main.begin() + static_cast<std::ptrdiff_t>(k),
                 main.begin() + static_cast<std::ptrdiff_t>(share + 3));
      --k;
    }
  }

  // "A and B held 9% and 10% respectively": each of a group has the figure of its place.
  void distribute(Items& main) {
    const auto word = std::find_if(main.begin(), main.end(),
                                   [](const Item& item) { return item.lower == "respectively"; });
    if (word == main.end()) return;
    const auto at = static_cast<std::size_t>(word - main.begin());
    std::vector<std::size_t> figures;
    for (std::size_t k = 0; k < main.size(); ++k)
      if (is_share_or_sum(main[k])) figures.push_back(k);
    const auto group = std::find_if(main.begin(), main.end(), [&](const Item& item) {
      return is_name(item) && item.parties.size() == figures.size();
    });
    if (group == main.end() || figures.size() < 2) return;
    for (std::size_t k = 1; k < figures.size(); ++k)
      if (figures[k] - figures[k - 1] > 3 || kind_of(main[figures[k]]) != kind_of(main[figures[0]]))
        return;
    const auto name = static_cast<std::size_t>(group - main.begin());
    if (name > figures.front() && name < figures.back()) return;
    const Items whole = main;
    for (std::size_t n = figures.size(); n-- > 0;) {
      Items clause;
      for (std::size_t k = 0; k < whole.size(); ++k) {
        if (k == at || (k >= figures.front() && k <= figures.back() && k != figures[n])) continue;
        clause.push_back(whole[k]);
        if (k == name) clause.back().parties = {whole[name].parties[n]};
      }
      if (n == 0)
        main = std::move(clause);
      else
        emit(std::move(clause), /*inserted=*/true);
    }
  }

  FigureKind kind_of(const Item& item) const {
    return a_.figures[static_cast<std::size_t>(item.figure)].kind;
  }

  // "X put in $1bn and Y $706m", "bought A for $1bn and B for $19bn": the part after "and" has no
  // verb; it is read with the verb, and where need be the subject, of the part before. Cuts the
  // main clause there.
  void expand_gap(Items& main) {
    share_out(main);
    for (std::size_t k = 1; k + 2 < main.size(); ++k) {
      const bool joint =
          main[k].lower == "and" || main[k].lower == "while" || main[k].lower == "plus";
      if (!joint || !is_name(main[k + 1]) || main[k + 1].genitive) continue;
      std::size_t end = k + 2;
      bool verbless = true;
      bool figure = false;
      while (end < main.size() && !is_mark(main[end], ";") && !is_mark(main[end], ".")) {
        const Tag tag = main[end].tag;
        if (is_mark(main[end], ",") && figure) break;
        if (tag == Tag::verb || tag == Tag::auxiliary || tag == Tag::modal || tag == Tag::to) {
          verbless = false;
          break;
        }
        figure = figure || is_share_or_sum(main[end]);
        ++end;
      }
      if (!verbless || !figure) continue;
      std::size_t verb = k;
      while (verb > 0 && main[verb].tag != Tag::verb) --verb;
      if (main[verb].tag != Tag::verb || verb == 0) continue;
      std::size_t group = verb;
      while (group > 0 &&
             (main[group - 1].tag == Tag::auxiliary || main[group - 1].tag == Tag::modal ||
              main[group - 1].tag == Tag::adverb || main[group - 1].tag == Tag::to))
        --group;
      std::size_t rest = k + 2;
      while (rest < end && (main[rest].tag == Tag::adverb || main[rest].tag == Tag::determiner ||
                            main[rest].lower == "remaining" || main[rest].lower == "other" ||
                            bounds_figure(main, rest)))
        ++rest;
      // "put in $1bn": the particle goes with the verb.
      const std::size_t verb_end =
          verb + 1 < k && is_particle(main[verb + 1].lower) ? verb + 2 : verb + 1;
      Items clause;
      const auto append = [&](std::size_t from, std::size_t to) {
        clause.insert(clause.end(), main.begin() + static_cast<std::ptrdiff_t>(from),
                      main.begin() + static_cast<std::ptrdiff_t>(to));
      };
      if (is_share_or_sum(main[rest]) || main[rest].tag == Tag::noun) {
        append(k + 1, k + 2);  // a new subject with the same verb
        append(group, verb_end);
      } else {
        append(0, verb_end);  // the same subject and verb with a new object
        append(k + 1, k + 2);
      }
      append(rest, end);
      emit(std::move(clause), /*inserted=*/true);
      main.erase(main.begin() + static_cast<std::ptrdiff_t>(k),
                 main.begin() + static_cast<std::ptrdiff_t>(end));
    }
  }

  // ---- taking insertions out

  // Moves the items out of `items`.
  void split(Items& items, bool inserted, int depth) {
    Items main;
    main.reserve(items.size());
    constexpr int kMaxDepth = 3;
    for (std::size_t i = 0; i < items.size();) {
      if (is_mark(items[i], "(") || is_mark(items[i], "[")) {
        i = drop_parenthesis(items, i, depth);
        continue;
      }
      if (is_mark(items[i], ",") && i + 1 < items.size() && !main.empty() && depth < kMaxDepth) {
        const std::size_t end = insertion(items, i, main, depth);
        if (end != i) {
          i = end;
          continue;
        }
      }
      main.push_back(std::move(items[i++]));  // nothing looks back at it
    }
    expand_gap(main);
    emit(std::move(main), inserted);
  }

  std::size_t drop_parenthesis(const Items& items, std::size_t i, int depth) {
    std::size_t close = i + 1;
    while (close < items.size() && !is_mark(items[close], ")") && !is_mark(items[close], "]"))
      ++close;
    Items inside(items.begin() + static_cast<std::ptrdiff_t>(i + 1),
                 items.begin() + static_cast<std::ptrdiff_t>(std::min(close, items.size())));
    const bool says = std::any_of(inside.begin(), inside.end(), is_finite);
    if (says && inside.size() > 3) split(inside, /*inserted=*/true, depth + 1);
    return std::min(close + 1, items.size());
  }

  // The last name that ends the noun phrase at the end of `main`.
  static const Item* antecedent(const Items& main) {
    if (!main.empty() && is_name(main.back()) && !main.back().possessive) return &main.back();
    return nullptr;
  }

  // "its dual listing in Shanghai and Hong Kong": what a relative after a place speaks of.
  static Items thing_in_place(const Items& main) {
    std::size_t begin = main.size();
    std::size_t end = main.size();
    while (begin > 0) {
      const Tag tag = main[begin - 1].tag;
      if (tag == Tag::preposition ||
          (is_name(main[begin - 1]) && main[begin - 1].kind == EntityKind::place)) {
        end = begin - 1;
      } else if (tag != Tag::noun && tag != Tag::name && tag != Tag::determiner &&
                 tag != Tag::conjunction && tag != Tag::figure) {
        break;
      }
      --begin;
    }
    return Items(main.begin() + static_cast<std::ptrdiff_t>(begin),
                 main.begin() + static_cast<std::ptrdiff_t>(std::max(begin, end)));
  }

  // At a comma: when an insertion begins there, emits what it says and returns where the main
  // clause goes on; else returns `comma`.
  std::size_t insertion(const Items& items, std::size_t comma, const Items& main, int depth) {
    const Item* head = antecedent(main);
    std::size_t i = comma + 1;
    const Item& first = items[i];
    const bool preposed =
        first.tag == Tag::preposition && i + 1 < items.size() && items[i + 1].tag == Tag::relative;
    const bool relative = first.tag == Tag::relative || first.lower == "whose" || preposed;
    if (relative) {
      const std::size_t end = relative_end(items, i);
      if (head == nullptr) return comma;
      Items clause;
      if (head->kind == EntityKind::place && !preposed && first.lower != "whose") {
        clause = thing_in_place(main);
        clause.insert(clause.end(), items.begin() + static_cast<std::ptrdiff_t>(i + 1),
                      items.begin() + static_cast<std::ptrdiff_t>(end));
        split(clause, /*inserted=*/true, depth + 1);
        return closing(items, end, main);
      }
      Item self = *head;
      self.genitive = false;
      std::size_t from = i + 1;
      if (preposed) {
        from = i + 2;
        clause.assign(items.begin() + static_cast<std::ptrdiff_t>(from),
                      items.begin() + static_cast<std::ptrdiff_t>(end));
        clause.push_back(first);
        clause.push_back(self);
      } else {
        if (first.lower == "whose") self.genitive = true;
        clause.push_back(self);
        // "Calder, which Norfield bought": the relative stays where another subject follows it, so
        // that the matcher finds the gap.
        std::size_t subject = from;
        while (subject < end && items[subject].tag == Tag::determiner) ++subject;
        if (first.lower != "whose" && subject < end &&
            (is_name(items[subject]) || items[subject].tag == Tag::pronoun) &&
            is_finite_after(items, subject))
          from = i;
        clause.insert(clause.end(), items.begin() + static_cast<std::ptrdiff_t>(from),
                      items.begin() + static_cast<std::ptrdiff_t>(end));
      }
      split(clause, /*inserted=*/true, depth + 1);
      return closing(items, end, main);
    }
    if (head == nullptr) return comma;
    return apposition(items, comma, *head, main, depth);
  }

  // Past a comma that closes an insertion. It stays where the main clause is complete before it and
  // another subject begins behind: "invests in X, the maker of Y, Z reported".
  static std::size_t closing(const Items& items, std::size_t end, const Items& main) {
    if (end >= items.size() || !is_mark(items[end], ",")) return end;
    const bool complete =
        std::any_of(main.begin(), main.end(), [](const Item& item) { return is_finite(item); });
    const bool subject =
        end + 1 < items.size() && is_name(items[end + 1]) && is_finite_after(items, end + 1);
    return complete && subject ? end : end + 1;
  }

  // Where the relative clause that begins at `i` ends: at the comma before which it has its verb
  // and after which the main clause goes on with a verb, or the end of the sentence.
  static std::size_t relative_end(const Items& items, std::size_t i) {
    bool verb = false;
    for (std::size_t k = i + 1; k < items.size(); ++k) {
      if (is_finite(items[k])) verb = true;
      if (is_mark(items[k], ";") || is_mark(items[k], "\xE2\x80\x94") ||
          is_mark(items[k], "\xE2\x80\x93") || is_mark(items[k], "."))
        return k;
      if (is_mark(items[k], ",") && verb && k + 1 < items.size()) {
        std::size_t n = k + 1;
        while (n < items.size() && items[n].tag == Tag::adverb) ++n;
        if (n >= items.size()) return k;
        // A verb right after the comma belongs to the main clause; so does a new subject.
        if (is_finite(items[n]) || items[n].tag == Tag::verb || k - i > kLongestRelative) return k;
        if (items[n].tag == Tag::clause || items[n].tag == Tag::conjunction) continue;
        if (is_name(items[n]) && n + 1 < items.size() && is_finite(items[n + 1])) return k;
        if (items[n].tag == Tag::preposition || items[n].tag == Tag::to) return k;
      }
    }
    return items.size();
  }

  // "X is" and the items [from, to).
  static Items said_of(const Item& head, const Items& items, std::size_t from, std::size_t to) {
    Items clause = {head};
    clause.back().genitive = false;
    Item is;
    is.tag = Tag::auxiliary;
    is.lower = "is";
    is.token_begin = items[from].token_begin;
    is.token_end = items[from].token_begin;
    clause.push_back(is);
    clause.insert(clause.end(), items.begin() + static_cast<std::ptrdiff_t>(from),
                  items.begin() + static_cast<std::ptrdiff_t>(to));
    return clause;
  }

  // ", the Dutch maker of chip-printing machines," after a name.
  std::size_t apposition(const Items& items, std::size_t comma, const Item& head, const Items& main,
                         int depth) {
    std::size_t i = comma + 1;
    while (i < items.size() && items[i].tag == Tag::adverb) ++i;
    if (i >= items.size()) return comma;
    const Item& first = items[i];
    const bool article = first.tag == Tag::determiner || first.lower == "one" ||
                         first.lower == "formerly" || first.lower == "once";
    const bool participle = first.tag == Tag::verb && (first.forms & kParticiple) != 0 &&
                            i + 1 < items.size() && items[i + 1].tag == Tag::preposition;
    // "X, facing pressure at home, sued": said of the subject before its verb.
    const bool gerund = first.tag == Tag::verb && (first.forms & kGerund) != 0 &&
                        main.size() <= 3 && i == comma + 1;
    if (gerund) {
      const std::size_t close = closing_comma(items, comma);
      if (close == 0) return comma;
      Items clause = said_of(head, items, i, close);
      split(clause, /*inserted=*/true, depth + 1);
      return close + 1;
    }
    // "X, along with 32 other states, filed": who else does it.
    static const std::unordered_set<std::string_view> besides = {"along", "together", "alongside",
                                                                 "like", "unlike"};
    if (besides.count(first.lower) != 0)
      if (const std::size_t close = closing_comma(items, comma); close != 0) return close + 1;
    const bool place = is_name(first) && first.kind == EntityKind::place;
    const bool role = first.tag == Tag::noun && head.kind == EntityKind::person;
    const bool noun = first.tag == Tag::noun && head.kind == EntityKind::org && !first.capital;
    if (!article && !participle && !place && !role && !noun) return comma;
    // It must close with a comma before any finite verb outside a relative clause of its own.
    bool in_relative = false;
    std::size_t relative_at = 0;
    for (std::size_t k = i; k < items.size() && k - i <= kLongestApposition; ++k) {
      const bool opens = items[k].tag == Tag::relative ||
                         (items[k].lower == "that" && items[k].tag == Tag::clause);
      if (opens && !in_relative) {
        in_relative = true;
        relative_at = k;
      }
      if (!in_relative && is_finite(items[k]) && !participle) return comma;
      const bool end = k + 1 == items.size() || is_mark(items[k], ".") || is_mark(items[k], ";");
      const bool stop = is_mark(items[k], ",");
      if (!stop && !end) continue;
      if (stop && k + 1 < items.size()) {
        if (!in_relative) {
          // "X, a 13-year-old, Boston-based maker of Y, raised": the commas of what is inserted.
          const bool inner = article && main.size() <= 1 && !is_finite_after(items, k);
          const std::size_t later = inner ? closing_comma(items, k) : 0;
          if (later != 0) {
            k = later - 1;
            continue;
          }
          // "…, a unit of X, Y and Z": still inside a list.
          if (is_name(items[k + 1]) && !is_finite_after(items, k + 1) && !participle && !place)
            return comma;
        }
      }
      if (end && !stop && (noun || place)) return comma;
      if (end && !stop && article && !in_relative && k - i < 1) return comma;
      if (in_relative && relative_at > i) {
        Items clause;
        clause.push_back(head);
        clause.back().genitive = false;
        // "an affiliate in which Y owns a third" says that Y owns a third in it.
        const bool preposed = items[relative_at - 1].tag == Tag::preposition &&
                              items[relative_at].tag == Tag::relative;
        // Keep "that"/"which": the matcher resolves the gap of the relative clause.
        const std::size_t from = preposed ? relative_at + 1 : relative_at;
        Item self = clause.back();
        if (preposed) clause.clear();
        clause.insert(clause.end(), items.begin() + static_cast<std::ptrdiff_t>(from),
                      items.begin() + static_cast<std::ptrdiff_t>(k));
        if (preposed) {
          clause.push_back(items[relative_at - 1]);
          clause.push_back(std::move(self));
        }
        split(clause, /*inserted=*/true, depth + 1);
      } else if (participle) {
        Items clause;
        clause.push_back(head);
        clause.back().genitive = false;
        clause.insert(clause.end(), items.begin() + static_cast<std::ptrdiff_t>(i),
                      items.begin() + static_cast<std::ptrdiff_t>(k));
        split(clause, /*inserted=*/true, depth + 1);
      } else if (article || role || noun) {
        // "X, a subsidiary of Y": said as "X is a subsidiary of Y".
        emit(said_of(head, items, i, k), /*inserted=*/true);
      }
      return stop ? closing(items, k, main) : k;
    }
    return comma;
  }

  // The next comma after `from` that a finite verb follows at once, with none on the way; 0 when
  // there is none near.
  static std::size_t closing_comma(const Items& items, std::size_t from) {
    constexpr std::size_t kFarthest = 30;  // items
    for (std::size_t k = from + 1; k < items.size() && k - from < kFarthest; ++k) {
      if (is_finite(items[k]) || is_mark(items[k], ".") || is_mark(items[k], ";")) return 0;
      if (is_mark(items[k], ",") && is_finite_after(items, k)) return k;
    }
    return 0;
  }

  static bool is_finite_after(const Items& items, std::size_t i) {
    std::size_t k = i + 1;
    while (k < items.size() && items[k].tag == Tag::adverb) ++k;
    return k < items.size() && is_finite(items[k]);
  }

  void emit(Items items, bool inserted) {
    if (items.empty()) return;
    Segment segment;
    segment.sentence = sentence_;
    segment.items = std::move(items);
    segment.inserted = inserted;
    out_.push_back(std::move(segment));
  }

  // ---- the skeleton

  static char32_t sign(EntityKind kind) {
    switch (kind) {
      case EntityKind::org:
        return sentinel::kOrg;
      case EntityKind::person:
        return sentinel::kPerson;
      case EntityKind::authority:
        return sentinel::kAuthority;
      case EntityKind::court:
        return sentinel::kCourt;
      case EntityKind::outlet:
        return sentinel::kOutlet;
      case EntityKind::place:
        return sentinel::kPlace;
      case EntityKind::product:
        return sentinel::kOrg;
    }
    return sentinel::kOrg;
  }

  static char32_t sign(FigureKind kind) {
    switch (kind) {
      case FigureKind::money:
        return sentinel::kMoney;
      case FigureKind::percent:
        return sentinel::kPercent;
      case FigureKind::percentage_points:
        return sentinel::kQuantity;
      case FigureKind::multiple:
        return sentinel::kMultiple;
      case FigureKind::number:
        return sentinel::kNumber;
      case FigureKind::date:
        return sentinel::kDate;
      case FigureKind::duration:
        return sentinel::kDuration;
      case FigureKind::quantity:
        return sentinel::kQuantity;
    }
    return sentinel::kNumber;
  }

  void write_skeleton(Segment& segment) const {
    std::string& out = segment.skeleton;
    constexpr std::size_t kBytesOfItem = 8;  // with its space; a guess to begin with
    out.reserve(segment.items.size() * kBytesOfItem);
    segment.item_ends.reserve(segment.items.size());
    for (const Item& item : segment.items) {
      if (!out.empty()) out += ' ';
      if (is_name(item)) {
        append_utf8(out, sign(item.kind));
        if (item.genitive) out += " 's";
      } else if (item.tag == Tag::figure) {
        append_utf8(out, sign(a_.figures[static_cast<std::size_t>(item.figure)].kind));
      } else {
        out += item.lower;
      }
      segment.item_ends.push_back(static_cast<std::uint32_t>(out.size()));
    }
  }

  const Analysis& a_;
  const Lexicon& lexicon_;
  const WordList& nominal_gerunds_;
  std::size_t next_mention_ = 0;
  std::size_t next_figure_ = 0;
  std::uint32_t sentence_ = 0;
  std::vector<Segment> out_;
};

}  // namespace

std::vector<Segment> build_segments(const Analysis& analysis, const Lexicon& lexicon,
                                    const std::vector<bool>* wanted) {
  return SegmentBuilder(analysis, lexicon).run(wanted);
}

}  // namespace pactwatch
