#include "extractor/relations.h"

#include <algorithm>
#include <unordered_set>

namespace pactwatch {
namespace {

constexpr int kMaxDepth = 6;  // of verbs that share or control a subject

using Words = std::unordered_set<std::string_view>;

bool is_be(std::string_view word) {
  static const Words forms = {"be",  "is", "are", "was",  "were", "been",   "being",
                              "'re", "am", "get", "gets", "got",  "getting"};
  return forms.count(word) != 0;
}

bool is_have(std::string_view word) {
  return word == "has" || word == "have" || word == "had" || word == "having" || word == "'ve";
}

bool is_mark(const Item& item, std::string_view mark) {
  return item.tag == Tag::punctuation && item.lower == mark;
}

bool breaks_clause(const Item& item) {
  if (item.tag == Tag::punctuation)
    return item.lower == ";" || item.lower == ":" || item.lower == "\xE2\x80\x94" ||
           item.lower == "\xE2\x80\x93" || item.lower == "-" || item.lower == "?" ||
           item.lower == "!" || item.lower == ".";
  static const Words words = {"because", "while", "when", "whereas", "although",
                              "though",  "but",   "if",   "unless",  "whether",
                              "where",   "once",  "so"};
  return item.tag == Tag::clause && words.count(item.lower) != 0;
}

// Words of a bound that stand between a preposition and its figure: "for as much as $2bn".
bool is_bound_word(std::string_view word) {
  static const Words words = {
      "up",        "to",     "as",    "much",    "many",  "more",    "than", "over",
      "about",     "around", "least", "at",      "most",  "nearly",  "less", "under",
      "a",         "an",     "no",    "north",   "of",    "excess",  "in",   "some",
      "estimated", "total",  "just",  "roughly", "close", "between", "the"};
  return words.count(word) != 0;
}

// "days after Meta wrote": what stands behind these has a verb of its own.
bool opens_clause(std::string_view word) {
  return word == "until" || word == "after" || word == "before" || word == "since";
}

// Nouns that act for the party they belong to: "a unit of Samsung", "Apple executives".
bool is_agent(std::string_view noun) {
  static const Words nouns = {
      "unit",       "units",       "arm",         "subsidiary",   "subsidiaries",   "division",
      "affiliate",  "affiliates",  "board",       "directors",    "executives",     "management",
      "lawyers",    "lawyer",      "attorneys",   "consortium",   "group",          "parent",
      "owner",      "spokesman",   "spokeswoman", "spokesperson", "representative", "investors",
      "vehicle",    "fund",        "funds",       "venture",      "shareholders",   "chief",
      "boss",       "officials",   "business",    "branch",       "operator",       "team",
      "government", "company",     "companies",   "chairman",     "president",      "founder",
      "co-founder", "ceo",         "heirs",       "estate",       "users",          "regulators",
      "regulator",  "authorities", "prosecutors", "watchdogs",    "watchdog",       "state",
      "city",       "county",      "commonwealth"};
  return nouns.count(noun) != 0;
}

}  // namespace

bool Grammar::is_finite(std::size_t i) const {
  const Item& item = items_[i];
  if (item.tag == Tag::modal) return true;
  if (item.tag == Tag::auxiliary)
    return item.lower != "been" && item.lower != "being" && item.lower != "be" &&
           item.lower != "having" && item.lower != "getting";
  if (item.tag != Tag::verb) return false;
  const VerbGroup group = verb_group(i);
  if (group.infinitive || group.gerund || group.bare_participle) return false;
  return true;
}

VerbGroup Grammar::verb_group(std::size_t verb) const {
  VerbGroup group;
  group.main = verb;
  group.begin = verb;
  const Item& main = items_[verb];
  bool be = false;
  bool have = false;
  bool finite_auxiliary = false;
  std::size_t i = verb;
  while (i > 0) {
    const Item& item = items_[i - 1];
    if (item.tag == Tag::negation) {
      group.negated = true;
    } else if (item.tag == Tag::auxiliary) {
      if (is_be(item.lower)) be = true;
      if (is_have(item.lower)) have = true;
      if (item.lower == "was" || item.lower == "were" || item.lower == "had" || item.lower == "did")
        group.past = true;
      if (item.lower != "be" && item.lower != "been" && item.lower != "being")
        finite_auxiliary = true;
      group.begin = i - 1;
    } else if (item.tag == Tag::modal) {
      group.modal = item.lower;
      group.begin = i - 1;
      finite_auxiliary = true;
    } else if (item.tag == Tag::to) {
      group.infinitive = true;
      group.begin = i - 1;
      // "not to buy"
      if (i >= 2 && items_[i - 2].tag == Tag::negation) group.negated = true;
      break;
    } else if (item.tag == Tag::adverb ||
               (item.tag == Tag::figure && i >= 2 &&
                (items_[i - 2].tag == Tag::auxiliary || items_[i - 2].tag == Tag::modal)) ||
               (item.tag == Tag::noun && is_manner_adverb(item.lower))) {
      // adverbs stand inside the group but do not begin it
    } else {
      break;
    }
    --i;
  }
  group.perfect = have;
  const bool can_participle = (main.forms & kParticiple) != 0;
  const bool can_past = (main.forms & kPast) != 0;
  if ((main.forms & kGerund) != 0) {
    group.gerund = !be;
  } else if (be && can_participle) {
    group.passive = true;
  } else if (!be && !have && !finite_auxiliary && group.modal.empty() && !group.infinitive &&
             can_participle) {
    // "the company acquired by X": a participle when "by" follows, or when a finite verb of the
    // same clause comes later and no object stands between.
    // "established in 2015 by": a date may stand between.
    std::size_t next = verb + 1;
    if (next + 2 < items_.size() && items_[next].tag == Tag::preposition &&
        items_[next + 1].tag == Tag::figure)
      next += 2;
    const bool by = next < items_.size() && items_[next].lower == "by";
    const bool after_noun =
        verb > 0 && (items_[verb - 1].tag == Tag::noun ||
                     (items_[verb - 1].tag == Tag::name && !items_[verb - 1].genitive) ||
                     items_[verb - 1].tag == Tag::figure || is_mark(items_[verb - 1], ","));
    if (!can_past || (by && (after_noun || verb == 0))) {
      group.bare_participle = true;
      group.passive = true;
    }
  }
  if (can_past && !be && !have && !group.bare_participle && group.modal.empty() &&
      !group.infinitive && !finite_auxiliary)
    group.past = true;
  return group;
}

// "more than", "up to" and their like inside a phrase, ahead of its figure.
bool Grammar::in_bound(std::size_t i) const {
  static const Words openers = {"more",  "less",   "fewer",     "up",     "as",     "much", "many",
                                "about", "around", "roughly",   "nearly", "almost", "over", "some",
                                "under", "close",  "estimated", "least",  "most"};
  const std::string_view word = items_[i].lower;
  const std::string_view left = i > 0 ? items_[i - 1].lower : std::string_view();
  const bool second = (word == "than" && (left == "more" || left == "less" || left == "fewer")) ||
                      (word == "to" && (left == "up" || left == "close")) ||
                      (word == "at" && i + 1 < items_.size() &&
                       (items_[i + 1].lower == "least" || items_[i + 1].lower == "most"));
  if (!second && openers.count(word) == 0) return false;
  return past_bound(i) != i;
}

bool Grammar::in_phrase(std::size_t i) const {
  if (in_bound(i)) return true;
  switch (items_[i].tag) {
    case Tag::noun:
    case Tag::name:
    case Tag::figure:
    case Tag::determiner:
    case Tag::possessive:
    case Tag::genitive:
      return true;
    case Tag::adverb:
      return i + 1 < items_.size() &&
             (items_[i + 1].tag == Tag::figure || items_[i + 1].tag == Tag::noun);
    case Tag::punctuation: {
      const std::string_view mark = items_[i].lower;
      return mark == "\"" || mark == "\xE2\x80\x9C" || mark == "\xE2\x80\x9D" || mark == "$" ||
             mark == "%";
    }
    default:
      return false;
  }
}

// The phrase whose last item is `last`; prepositional phrases that belong to it are climbed, so
// that "executives at OpenAI" is about the executives.
Phrase Grammar::phrase_ending_at(std::size_t last) const {
  Phrase phrase;
  phrase.end = last + 1;
  std::size_t end = last;
  std::size_t deepest_name = kNone;
  for (int climb = 0; climb < kMaxDepth; ++climb) {
    std::size_t begin = end;
    // "at the end of June Norwind held": the date is no part of what is named behind it.
    const auto dated = [&](std::size_t name) {
      return items_[name].tag == Tag::name && items_[name - 1].tag == Tag::figure &&
             a_.figures[static_cast<std::size_t>(items_[name - 1].figure)].kind == FigureKind::date;
    };
    while (begin > 0 && in_phrase(begin - 1) && !dated(begin)) --begin;
    if (!in_phrase(end)) return phrase;
    phrase.begin = begin;
    phrase.head = end;
    while (phrase.head > begin && items_[phrase.head].tag == Tag::figure &&
           items_[phrase.head - 1].tag != Tag::determiner)
      --phrase.head;
    if (items_[end].tag == Tag::name && deepest_name == kNone) deepest_name = end;
    for (std::size_t k = begin; k <= end && deepest_name == kNone; ++k)
      if (items_[k].tag == Tag::name) deepest_name = k;
    if (begin > 0 && dated(begin)) break;
    // "the maker backed by X and Y": it is about the maker.
    if (begin >= 3 && items_[begin - 1].lower == "by" && items_[begin - 2].tag == Tag::verb &&
        in_phrase(begin - 3) && verb_group(begin - 2).bare_participle) {
      end = begin - 3;
      continue;
    }
    const bool more = begin >= 2 && items_[begin - 1].tag == Tag::preposition &&
                      in_phrase(begin - 2) && !opens_clause(items_[begin - 1].lower) &&
                      items_[begin - 2].tag != Tag::figure;
    if (!more) break;
    // A date phrase is no part of it: "Google on Monday", "Apple in March".
    end = begin - 2;
  }
  const Item& head = items_[phrase.head];
  if (head.tag == Tag::name && !head.genitive) {
    phrase.name = phrase.head;
    phrase.direct = true;
  } else if (head.tag == Tag::noun && is_agent(head.lower)) {
    phrase.name = deepest_name;
    for (std::size_t k = phrase.begin; k < phrase.head; ++k)
      if (items_[k].tag == Tag::name) phrase.name = k;
  } else if (head.tag == Tag::noun && phrase.begin >= 2 &&
             items_[phrase.begin - 1].tag == Tag::conjunction &&
             std::none_of(items_.begin() + static_cast<std::ptrdiff_t>(phrase.begin),
                          items_.begin() + static_cast<std::ptrdiff_t>(phrase.head),
                          [](const Item& item) { return item.tag == Tag::name; })) {
    // "Larkspur and two other dairies": of those who do it one is named.
    std::size_t k = phrase.begin - 1;
    if (is_mark(items_[k - 1], ",")) --k;
    if (k > 0 && items_[k - 1].tag == Tag::name && !items_[k - 1].genitive) {
      phrase.name = k - 1;
      phrase.direct = true;
    }
  }
  return phrase;
}

Phrase Grammar::phrase_starting_at(std::size_t first) const {
  Phrase phrase;
  phrase.begin = first;
  std::size_t end = first;
  while (end < items_.size() && in_phrase(end)) {
    // A second name without a genitive before it begins another phrase: "paid Microsoft Azure".
    ++end;
    const bool name_ended =
        items_[end - 1].tag == Tag::name && !items_[end - 1].genitive && !items_[end - 1].flagged;
    if (name_ended && end < items_.size() &&
        (items_[end].tag == Tag::determiner || items_[end].tag == Tag::figure ||
         items_[end].tag == Tag::name || items_[end].tag == Tag::possessive ||
         items_[end].tag == Tag::adverb || in_bound(end)))
      break;
  }
  phrase.end = end;
  if (end == first) return phrase;
  phrase.head = end - 1;
  while (phrase.head > first &&
         (items_[phrase.head].tag == Tag::punctuation || items_[phrase.head].tag == Tag::adverb))
    --phrase.head;
  const Item& head = items_[phrase.head];
  if (head.tag == Tag::name && !head.flagged) {
    phrase.name = phrase.head;
    phrase.direct = !head.genitive;
    return phrase;
  }
  // "in its venture fund, NFDG,": a description and then the name of what it describes.
  if (items_[first].tag == Tag::determiner || items_[first].genitive) {
    const std::size_t named = end + 1;
    const bool company = lexicon_.in_list("company_noun", std::string(head.lower)) ||
                         is_agent(head.lower) || head.lower == "joint-venture";
    if (company && named < items_.size() && is_mark(items_[end], ",") &&
        items_[named].tag == Tag::name && !items_[named].genitive &&
        items_[named].kind == EntityKind::org &&
        (named + 1 == items_.size() || items_[named + 1].tag == Tag::punctuation)) {
      phrase.name = named;
      phrase.head = named;
      phrase.direct = true;
      return phrase;
    }
  }
  // "investors including X and Y", "rivals such as X": who the plural stands for.
  if (head.tag == Tag::noun && head.lower.ends_with('s') && end + 1 < items_.size()) {
    std::size_t named = is_mark(items_[end], ",") ? end + 1 : end;
    if (items_[named].lower == "including" || items_[named].lower == "like") {
      ++named;
    } else if (items_[named].lower == "such" && named + 1 < items_.size() &&
               items_[named + 1].lower == "as") {
      named += 2;
    } else {
      named = items_.size();
    }
    bool owned = false;
    for (std::size_t k = first; k < end; ++k) owned = owned || items_[k].tag == Tag::name;
    if (!owned && named < items_.size() && items_[named].tag == Tag::name &&
        !items_[named].genitive) {
      phrase.name = named;
      phrase.direct = true;
      return phrase;
    }
  }
  // "a bakery chain called X", "its energy business, known as X": the name comes behind.
  if (head.tag == Tag::noun) {
    std::size_t k = end;
    if (k < items_.size() && is_mark(items_[k], ",")) ++k;
    if (k + 1 < items_.size() && items_[k].lower == "known" && items_[k + 1].lower == "as")
      k += 2;
    else if (k < items_.size() && (items_[k].lower == "called" || items_[k].lower == "named" ||
                                   items_[k].lower == "dubbed"))
      ++k;
    else
      k = items_.size();
    if (k < items_.size() && items_[k].tag == Tag::name && !items_[k].genitive) {
      phrase.name = phrase.head = k;
      phrase.end = k + 1;
      phrase.direct = true;
      return phrase;
    }
  }
  // "by a group led by X": who leads it stands for it.
  if (head.tag == Tag::noun && end + 2 < items_.size() &&
      (items_[end].lower == "led" || items_[end].lower == "headed" ||
       items_[end].lower == "backed") &&
      items_[end + 1].lower == "by" && is_agent(head.lower)) {
    const Phrase leader = phrase_starting_at(end + 2);
    if (leader.direct) {
      phrase.name = leader.name;
      phrase.direct = true;
      return phrase;
    }
  }
  // Whose it is; "Germany's Larkspur group" is not Germany's.
  for (std::size_t k = first; k < end; ++k) {
    if (items_[k].tag != Tag::name || items_[k].flagged) continue;
    if (phrase.name != kNone && items_[phrase.name].kind != EntityKind::place) break;
    phrase.name = k;
  }
  return phrase;
}

Phrase Grammar::subject(std::size_t verb) const {
  const VerbGroup group = verb_group(verb);
  if (group.passive) {
    for (const Complement& c : complements(verb + 1))
      if (c.preposition == "by") return c.phrase;
    return {};
  }
  return subject_of(verb, 0);
}

Phrase Grammar::subject_of(std::size_t verb, int depth) const {
  if (depth > kMaxDepth) return {};
  const VerbGroup group = verb_group(verb);
  if (group.bare_participle) {
    if (verb == 0) return {};
    std::size_t last = group.begin;
    while (last > 0 && (is_mark(items_[last - 1], ",") || items_[last - 1].tag == Tag::adverb))
      --last;
    return last == 0 ? Phrase{} : phrase_ending_at(last - 1);
  }
  if (group.infinitive) {
    // "reasons for Amazon to buy": whom "for" brings in.
    if (group.begin >= 2 && items_[group.begin - 1].tag == Tag::name &&
        !items_[group.begin - 1].genitive && items_[group.begin - 2].lower == "for")
      return phrase_starting_at(group.begin - 1);
    const std::size_t governor = governor_of_infinitive(group.begin);
    if (governor == kNone) {
      // "Microsoft to buy X": the subject stands right before.
      return group.begin == 0 ? Phrase{} : syntactic_subject(group.begin, depth);
    }
    const Item& item = items_[governor];
    if (item.tag == Tag::verb) {
      static const Words takers = {"want", "expect", "ask",    "need", "help",   "get",     "push",
                                   "like", "advise", "prompt", "spur", "prefer", "believe", "see"};
      const bool taker = takers.count(lemma(governor)) != 0;
      if (taker || lexicon_.effect(lemma(governor)) == "object_control") {
        const VerbGroup control = verb_group(governor);
        if (control.passive) return syntactic_subject(control.begin, depth);
        const Phrase between = phrase_starting_at(governor + 1);
        if (between.name != kNone && between.end <= group.begin) return between;
      }
      const VerbGroup control = verb_group(governor);
      if (control.passive && !control.bare_participle)
        return syntactic_subject(control.begin, depth + 1);  // "is expected to buy"
      return subject_of(governor, depth + 1);
    }
    // A noun: "its plan to buy", "a deal to buy", "in talks to buy".
    const std::size_t begin = phrase_begin(governor);
    for (std::size_t k = begin; k < governor; ++k)
      if (items_[k].tag == Tag::name && items_[k].genitive) {
        Phrase owner;
        owner.begin = k;
        owner.end = k + 1;
        owner.head = owner.name = k;
        owner.direct = true;
        return owner;
      }
    // "hands OpenAI the right to buy": the right is its receiver's.
    for (std::size_t k = begin; k + 1 < governor; ++k)
      if (items_[k].tag == Tag::name && items_[k + 1].tag == Tag::determiner && k > 0 &&
          items_[k - 1].tag == Tag::verb)
        return phrase_starting_at(k);
    // As the subject of a verb ("talks to buy X broke down") the noun says nothing of who does it.
    bool as_subject = false;
    const std::size_t support = governing_verb(governor, &as_subject);
    if (support != kNone && !as_subject) {
      const VerbGroup carrier = verb_group(support);
      if (carrier.passive) return syntactic_subject(carrier.begin, depth + 1);
      return subject_of(support, depth + 1);
    }
    // "Google in talks to buy": a headline without its verb; or "is set to", "close to a deal to".
    for (std::size_t k = begin; k-- > 0;) {
      if (items_[k].tag == Tag::auxiliary) return syntactic_subject(k, depth + 1);
      if (items_[k].tag == Tag::name && !items_[k].genitive) return phrase_ending_at(k);
      if (items_[k].tag == Tag::verb || is_mark(items_[k], ",")) break;
    }
    return {};
  }
  if (group.gerund) {
    if (group.begin == 0) {
      // "Having bought X, Y ...": the subject of what follows.
      for (std::size_t k = verb; k < items_.size(); ++k)
        if (is_mark(items_[k], ",") && k + 1 < items_.size()) return phrase_starting_at(k + 1);
      return {};
    }
    const Item& left = items_[group.begin - 1];
    if (left.tag == Tag::verb) return subject_of(group.begin - 1, depth + 1);
    if (left.tag == Tag::preposition || left.tag == Tag::clause || is_mark(left, ",") ||
        left.tag == Tag::conjunction) {
      // "X claims Y's software copies music, demanding": who demands is who claims.
      static const Words demands = {"seek", "demand", "ask", "request"};
      static const Words claims = {"claim", "allege", "say", "argue", "contend", "accuse"};
      if (is_mark(left, ",") && demands.count(lemma(verb)) != 0)
        for (std::size_t k = 0; k + 1 < group.begin; ++k)
          if (items_[k].tag == Tag::verb && is_finite(k)) {
            if (claims.count(lemma(k)) != 0) return subject_of(k, depth + 1);
            break;
          }
      // The subject of the verb before, in this clause.
      for (std::size_t k = group.begin - 1; k-- > 0;) {
        if (items_[k].tag == Tag::verb && !verb_group(k).gerund) {
          const VerbGroup carrier = verb_group(k);
          if (left.lower == "from" || left.lower == "of" || left.lower == "for") {
            // "barred JetBlue from buying", "accused X of stealing": the object, if it is named.
            if (carrier.passive) return syntactic_subject(carrier.begin, depth + 1);
            const Phrase object = phrase_starting_at(k + 1);
            static const Words blamers = {"fine",   "accuse",  "sue",      "charge",   "blame",
                                          "punish", "convict", "penalise", "penalize", "indict"};
            // "fined an executive for approving": whoever is blamed did it, named or not.
            if (object.direct) return object;
            if (blamers.count(lemma(k)) != 0) return {};
          }
          if (carrier.passive) return syntactic_subject(carrier.begin, depth + 1);
          return subject_of(k, depth + 1);
        }
        if (items_[k].tag == Tag::auxiliary) return syntactic_subject(k, depth + 1);
      }
      // "After buying X, Y said": what follows the comma.
      for (std::size_t k = verb; k < items_.size(); ++k)
        if (is_mark(items_[k], ",") && k + 1 < items_.size()) {
          const Phrase phrase = phrase_starting_at(k + 1);
          if (phrase.direct) return phrase;
        }
      return {};
    }
    if (left.tag == Tag::name) {
      Phrase phrase = phrase_ending_at(group.begin - 1);
      if (left.genitive) {
        if (phrase.name == kNone) phrase.name = group.begin - 1;
      } else {
        // "on the heels of X making a bid": X, not the heels.
        phrase.head = phrase.name = group.begin - 1;
        phrase.direct = true;
      }
      return phrase;
    }
    return phrase_ending_at(group.begin - 1);
  }
  return syntactic_subject(group.begin, depth);
}

// The phrase to the left of a verb group that agrees with it.
Phrase Grammar::syntactic_subject(std::size_t group_begin, int depth) const {
  if (depth > kMaxDepth) return {};
  std::size_t j = group_begin;
  while (j > 0) {
    const Item& item = items_[j - 1];
    if (item.tag == Tag::adverb || item.tag == Tag::negation || item.tag == Tag::auxiliary) {
      --j;  // "are to form", "has now been"
      continue;
    }
    if (item.tag == Tag::noun && is_manner_adverb(item.lower)) {
      --j;
      continue;
    }
    if (item.tag == Tag::figure) {
      const FigureKind kind = a_.figures[static_cast<std::size_t>(item.figure)].kind;
      if (kind == FigureKind::date || kind == FigureKind::duration) {
        --j;
        if (j > 0 && items_[j - 1].tag == Tag::preposition) --j;
        continue;
      }
      return phrase_ending_at(j - 1);
    }
    if (item.tag == Tag::relative || (item.tag == Tag::clause && item.lower == "that")) {
      std::size_t k = j - 1;
      while (k > 0 && (is_mark(items_[k - 1], ",") || items_[k - 1].tag == Tag::preposition)) --k;
      if (k == 0) return {};
      // "said that" has no antecedent: the subject is missing, not relative.
      if (items_[k - 1].tag == Tag::verb) return {};
      Phrase phrase = phrase_ending_at(k - 1);
      // "X is a photographer who sued": what is said of the photographer is said of X.
      if (phrase.name == kNone && phrase.begin != kNone && phrase.begin > 0 &&
          items_[phrase.begin - 1].tag == Tag::auxiliary && is_be(items_[phrase.begin - 1].lower))
        return syntactic_subject(phrase.begin - 1, depth + 1);
      // The relative belongs to the nearest noun: "a suit against Google that was filed".
      if (items_[k - 1].tag == Tag::name && !phrase.direct) {
        phrase.head = phrase.name = k - 1;
        phrase.direct = true;
      }
      return phrase;
    }
    // "X, meanwhile, had struck a deal"
    if (is_mark(item, ",") && j >= 3 && items_[j - 2].tag == Tag::adverb &&
        is_mark(items_[j - 3], ",")) {
      j -= 3;
      continue;
    }
    if (item.tag == Tag::conjunction || is_mark(item, ",") || item.lower == "then" ||
        (item.tag == Tag::clause && item.lower == "but")) {
      // Coordinated with a verb before it, whose subject it shares; or the comma closes an
      // insertion behind the subject.
      for (std::size_t k = j - 1; k-- > 0;) {
        if (items_[k].tag == Tag::verb) {
          const VerbGroup before = verb_group(k);
          if (before.bare_participle || before.gerund) continue;
          if (before.passive) return syntactic_subject(before.begin, depth + 1);
          return subject_of(k, depth + 1);
        }
        if (items_[k].tag == Tag::auxiliary || items_[k].tag == Tag::modal)
          return syntactic_subject(k, depth + 1);
        if (breaks_clause(items_[k])) break;
      }
      if (j >= 2 && in_phrase(j - 2)) {
        // No verb before: "X, based in London, said": the first phrase of the clause.
        std::size_t begin = 0;
        for (std::size_t k = j - 1; k-- > 0;)
          if (breaks_clause(items_[k]) || (items_[k].tag == Tag::clause)) {
            begin = k + 1;
            break;
          }
        for (std::size_t k = begin; k < j; ++k)
          if (items_[k].tag == Tag::name && !items_[k].genitive &&
              items_[k].kind != EntityKind::place &&
              (k == begin || items_[k - 1].tag != Tag::preposition))
            return phrase_ending_at(k);
      }
      return {};
    }
    if (in_phrase(j - 1)) return phrase_ending_at(j - 1);
    return {};
  }
  return {};
}

// "two years ago", "last week": when something is done, not to what.
bool Grammar::is_time(const Phrase& phrase) const {
  for (std::size_t k = phrase.begin; k < phrase.end; ++k) {
    if (items_[k].tag == Tag::name) return false;
    if (items_[k].tag != Tag::figure) continue;
    const FigureKind kind = a_.figures[static_cast<std::size_t>(items_[k].figure)].kind;
    return kind == FigureKind::date || kind == FigureKind::duration;
  }
  return false;
}

Phrase Grammar::object(std::size_t verb, std::size_t after) const {
  const VerbGroup group = verb_group(verb);
  if (group.passive) {
    if (group.bare_participle) return subject_of(verb, 0);
    if (group.infinitive) {
      const std::size_t governor = governor_of_infinitive(group.begin);
      if (governor != kNone && items_[governor].tag == Tag::verb) {
        const VerbGroup control = verb_group(governor);
        if (control.passive) return syntactic_subject(control.begin, 1);
        return subject_of(governor, 1);
      }
      return group.begin == 0 ? Phrase{} : syntactic_subject(group.begin, 0);
    }
    return syntactic_subject(group.begin, 0);
  }
  std::size_t i = after;
  while (i < items_.size() &&
         (items_[i].tag == Tag::adverb || items_[i].lower == "both" || items_[i].lower == "rival"))
    ++i;
  const Phrase right = phrase_starting_at(i);
  if (right.head != kNone && !is_time(right)) return right;
  // "the start-up that Qualcomm bought": the object stands before the relative.
  const Phrase doer = subject_of(verb, 0);
  if (doer.begin != kNone && doer.begin > 0) {
    std::size_t k = doer.begin;
    if (items_[k - 1].tag == Tag::relative ||
        (items_[k - 1].tag == Tag::clause && items_[k - 1].lower == "that")) {
      --k;
      if (k > 0 && is_mark(items_[k - 1], ",")) --k;
      if (k > 0 && in_phrase(k - 1)) {
        Phrase phrase = phrase_ending_at(k - 1);
        // "the Larkspur stores, which it bought": whose they are.
        for (std::size_t name = phrase.begin; phrase.name == kNone && name < k; ++name)
          if (items_[name].tag == Tag::name && items_[name].kind != EntityKind::place)
            phrase.name = name;
        return phrase;
      }
    }
  }
  return {};
}

std::vector<Complement> Grammar::complements(std::size_t after) const {
  std::vector<Complement> out;
  for (std::size_t i = after; i < items_.size(); ++i) {
    const Item& item = items_[i];
    if (breaks_clause(item)) break;
    if (item.tag == Tag::relative) break;
    if (item.tag == Tag::clause && item.lower != "as" && item.lower != "than") break;
    if (item.tag == Tag::modal || item.tag == Tag::auxiliary) break;
    if (item.tag == Tag::verb && (item.forms & (kThird | kPast)) != 0 && is_finite(i)) break;
    if (item.tag != Tag::preposition && !(item.tag == Tag::clause && item.lower == "as")) continue;
    Complement complement;
    complement.preposition = item.lower;
    complement.at = i;
    std::size_t first = i + 1;
    while (first < items_.size() && (items_[first].tag == Tag::adverb ||
                                     items_[first].lower == "to" || items_[first].lower == "than"))
      ++first;
    first = past_bound(first);
    // "by the likes of Apple and Sharp"
    if (first + 3 < items_.size() && items_[first + 1].lower == "likes" &&
        items_[first + 2].lower == "of")
      first += 3;
    complement.phrase = phrase_starting_at(first);
    for (std::size_t k = first; k < complement.phrase.end && k < items_.size(); ++k)
      if (items_[k].tag == Tag::figure) {
        complement.figure = k;
        break;
      }
    out.push_back(complement);
  }
  return out;
}

// "X is now a partner of Y": X, for "partner".
Phrase Grammar::copula_subject(std::size_t noun) const {
  std::size_t begin = phrase_begin(noun);
  while (begin > 0 && items_[begin - 1].tag == Tag::adverb) --begin;
  if (begin == 0) return {};
  // "A and B are in talks about it"
  if (items_[begin - 1].tag == Tag::preposition && items_[begin - 1].lower == "in" && begin >= 2 &&
      items_[begin - 2].tag == Tag::auxiliary && is_be(items_[begin - 2].lower))
    --begin;
  const Item& left = items_[begin - 1];
  const bool be = left.tag == Tag::auxiliary && is_be(left.lower);
  const bool become =
      left.tag == Tag::verb && (lemma(begin - 1) == "become" || lemma(begin - 1) == "remain");
  if (!be && !become) return {};
  return syntactic_subject(begin - 1, 0);
}

std::size_t Grammar::past_bound(std::size_t first) const {
  constexpr std::size_t kLongestBound = 6;
  std::size_t k = first;
  while (k < items_.size() && k < first + kLongestBound && is_bound_word(items_[k].lower)) ++k;
  return k < items_.size() && items_[k].tag == Tag::figure ? k : first;
}

std::size_t Grammar::phrase_begin(std::size_t noun) const {
  std::size_t begin = noun;
  while (begin > 0 && in_phrase(begin - 1)) --begin;
  return begin;
}

std::size_t Grammar::governing_verb(std::size_t noun, bool* as_subject) const {
  if (as_subject != nullptr) *as_subject = false;
  // As object: climb through prepositional phrases to the verb on the left.
  std::size_t begin = phrase_begin(noun);
  for (std::size_t k = begin; k-- > 0;) {
    const Item& item = items_[k];
    if (item.tag == Tag::verb) {
      return k;
    }
    if (item.tag == Tag::preposition || item.tag == Tag::adverb || in_phrase(k)) continue;
    if (item.tag == Tag::conjunction) continue;
    if (item.tag == Tag::to || item.lower == "as") continue;
    break;
  }
  // As subject: the next verb group on the right.
  for (std::size_t k = noun + 1; k < items_.size(); ++k) {
    const Item& item = items_[k];
    if (breaks_clause(item)) break;
    if (item.tag == Tag::relative) {
      // Skip what the relative clause says: its verb is not the noun's.
      std::size_t n = k + 1;
      while (n < items_.size() && items_[n].tag != Tag::verb) ++n;
      k = n;
      continue;
    }
    if (item.tag == Tag::verb) {
      const VerbGroup group = verb_group(k);
      if (group.infinitive || group.gerund || group.bare_participle) continue;
      if (as_subject != nullptr) *as_subject = true;
      return k;
    }
  }
  return kNone;
}

// The verb, noun or adjective that "to" + verb depends on; kNone when a subject stands there.
std::size_t Grammar::governor_of_infinitive(std::size_t to) const {
  for (std::size_t k = to; k-- > 0;) {
    const Item& item = items_[k];
    if (item.tag == Tag::adverb || item.tag == Tag::negation) continue;
    if (item.tag == Tag::figure) {
      const FigureKind kind = a_.figures[static_cast<std::size_t>(item.figure)].kind;
      if (kind == FigureKind::date || kind == FigureKind::duration) {
        if (k > 0 && items_[k - 1].tag == Tag::preposition) --k;
        continue;
      }
      continue;
    }
    if (item.tag == Tag::verb) return k;
    if (item.tag == Tag::auxiliary || item.tag == Tag::modal) return kNone;
    if (item.tag == Tag::noun) {
      const std::string effect = noun_effect(k);
      if (!effect.empty()) return k;
      // "agreed with the company to buy", "offered shareholders to": go on to the verb.
      continue;
    }
    if (item.tag == Tag::name || item.tag == Tag::determiner || item.tag == Tag::possessive ||
        item.tag == Tag::preposition || item.tag == Tag::genitive)
      continue;
    return kNone;
  }
  return kNone;
}

// "call off", "walk away" mean other things than "call" and "walk".
std::string Grammar::verb_effect(std::size_t verb) const {
  const std::string& plain = lemma(verb);
  if (verb + 1 < items_.size()) {
    const std::string& phrasal = lexicon_.effect(plain + " " + std::string(items_[verb + 1].lower));
    if (!phrasal.empty()) return phrasal;
  }
  return lexicon_.effect(plain);
}

std::string Grammar::noun_effect(std::size_t noun) const {
  std::string word(items_[noun].lower);
  std::string effect = lexicon_.effect(word);
  if (effect.empty() && word.size() > 3 && word.back() == 's')
    effect = lexicon_.effect(word.substr(0, word.size() - 1));
  return effect;
}

std::vector<Governor> Grammar::governors(std::size_t head) const {
  std::vector<Governor> out;
  std::size_t current = head;
  for (int depth = 0; depth < kMaxDepth && current != kNone; ++depth) {
    const Item& item = items_[current];
    if (item.tag != Tag::verb) {
      // A noun: what its modifiers say ("planned takeover", "proposed deal") and who governs it.
      for (std::size_t k = phrase_begin(current); k < current; ++k) {
        if (items_[k].tag != Tag::noun) continue;
        const Word& word = lexicon_.word(items_[k].lower);
        if (word.lemma == 0 || (word.forms & kParticiple) == 0) continue;
        const std::string& effect = lexicon_.effect(lexicon_.lemma(word.lemma));
        if (!effect.empty()) out.push_back({k, effect});
      }
      const std::size_t verb = governing_verb(current);
      if (verb == kNone) break;
      out.push_back({verb, verb_effect(verb)});
      current = verb;
      continue;
    }
    const VerbGroup group = verb_group(current);
    std::size_t next = kNone;
    if (group.infinitive) {
      next = governor_of_infinitive(group.begin);
    } else if (group.gerund && group.begin > 0) {
      const Item& left = items_[group.begin - 1];
      if (left.tag == Tag::verb) {
        next = group.begin - 1;
      } else if (left.tag == Tag::preposition && group.begin >= 2) {
        const Item& before = items_[group.begin - 2];
        if (before.tag == Tag::verb || !noun_effect(group.begin - 2).empty())
          next = group.begin - 2;
      }
    }
    if (next == kNone) break;
    std::string effect;
    if (items_[next].tag == Tag::verb)
      effect = verb_effect(next);
    else
      effect = noun_effect(next);
    out.push_back({next, effect});
    current = next;
  }
  return out;
}

std::pair<std::size_t, std::size_t> Grammar::clause(std::size_t item) const {
  std::size_t begin = item;
  while (begin > 0 && !breaks_clause(items_[begin - 1])) --begin;
  std::size_t end = item + 1;
  while (end < items_.size() && !breaks_clause(items_[end])) ++end;
  return {begin, end};
}

}  // namespace pactwatch
