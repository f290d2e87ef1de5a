#include "extractor/qualify.h"

#include <algorithm>
#include <unordered_set>

#include "core/text.h"

namespace pactwatch {
namespace {

using Words = std::unordered_set<std::string_view>;

bool is_reporting(std::string_view lemma) {
  static const Words lemmas = {
      "say",         "tell",     "report",   "write",   "add",       "note",
      "argue",       "claim",    "state",    "confirm", "disclose",  "reveal",
      "explain",     "estimate", "believe",  "insist",  "warn",      "reckon",
      "think",       "suggest",  "indicate", "cite",    "quote",     "post",
      "acknowledge", "describe", "show",     "testify", "reply",     "stress",
      "allege",      "contend",  "assert",   "declare", "calculate", "put"};
  return lemmas.count(lemma) != 0;
}

bool is_announcing(std::string_view lemma) {
  static const Words lemmas = {"announce", "unveil", "launch", "sign", "agree"};
  return lemmas.count(lemma) != 0;
}

class Qualifier {
 public:
  Qualifier(const Analysis& analysis, const Segment& segment, const Grammar& grammar,
            const RuleSet& rules, std::size_t trigger_end, RawEvent& event)
      : a_(analysis),
        segment_(segment),
        items_(segment.items),
        grammar_(grammar),
        rules_(rules),
        lexicon_(rules.lexicon()),
        trigger_end_(trigger_end),
        event_(event),
        governors_(grammar.governors(event.head)) {}

  bool run() {
    if (!event_.rule->allow_hypothetical) {
      if (is_question()) return refuse("a question");
      if (is_hypothetical()) return refuse("a hypothetical");
    }
    corrected_ = is_correction();
    if (nobody_does()) return refuse("nobody does it", event_.head);
    if (is_mere_subject_of_review())
      return refuse("what is reviewed is no news by itself", event_.head);
    if (!read_phase()) return false;
    read_sources();
    read_dates();
    finish();
    return true;
  }

 private:
  std::string_view lower(std::size_t i) const { return items_[i].lower; }

  // No event; the reason, and the item that says so, are for `pactwatch rules why`.
  bool refuse(const char* reason, std::size_t cue = kNone) {
    event_.refusal = reason;
    event_.cue = cue;
    return false;
  }

  bool is_question() const {
    const Sentence& sentence = a_.sentences[segment_.sentence];
    return a_.token_text(sentence.token_end - 1) == "?";
  }

  // "if OpenAI were to buy", "should X fail", "had it gone ahead", "whether X would".
  bool is_hypothetical() const {
    const auto [begin, end] = grammar_.clause(event_.head);
    (void)end;
    if (begin > 0) {
      const std::string_view opener = lower(begin - 1);
      if (opener == "if" || opener == "unless" || opener == "whether") return true;
    }
    if (begin < items_.size()) {
      const Item& first = items_[begin];
      if (items_[begin].token_begin == a_.sentences[segment_.sentence].token_begin &&
          (first.lower == "should" || first.lower == "had" || first.lower == "were"))
        return event_.head < comma_after(begin);
    }
    for (std::size_t i = begin; i < event_.head; ++i)
      if (lower(i) == "if" || lower(i) == "unless" || lower(i) == "whether" ||
          lower(i) == "suppose" || lower(i) == "imagine" || lower(i) == "supposing")
        return true;
    return false;
  }

  // "The regulator cleared X's purchase of Y": the clearance is the news. The purchase is an event
  // of its own only where the clause says something of it, its price.
  bool is_mere_subject_of_review() const {
    const std::string& type = event_.rule->event;
    if (type == "regulatory_action" || type == "lawsuit" || verbal(event_.head)) return false;
    if (event_.amount >= 0 || event_.percent >= 0) return false;
    const auto official = [](const Item& item) {
      return item.tag == Tag::name &&
             (item.kind == EntityKind::authority || item.kind == EntityKind::court);
    };
    for (const Governor& governor : governors_) {
      if (governor.effect == "reviewed") return true;
      if (!verbal(governor.item)) continue;
      const std::string& lemma = grammar_.lemma(governor.item);
      if (lemma == "clear") return true;
      if (lemma == "approve" || lemma == "authorise" || lemma == "authorize")
        return std::any_of(items_.begin(), items_.end(), official);
    }
    return false;
  }

  // "rejected the bid": an offer that was made and came to nothing.
  bool turned_down(std::size_t verb) const {
    if (!verbal(verb) || verbal(event_.head)) return false;
    const std::string& lemma = grammar_.lemma(verb);
    return (lemma == "reject" || lemma == "rebuff" || lemma == "spurn") &&
           !rules_.stage(event_.rule->event, "failed").empty();
  }

  // "None has settled", "neither sued".
  bool nobody_does() const {
    if (!verbal(event_.head)) return false;
    std::size_t begin = grammar_.verb_group(event_.head).begin;
    while (begin > 0 && items_[begin - 1].tag == Tag::adverb) --begin;
    if (begin == 0) return false;
    static const Words nobody = {"none", "neither", "nobody", "nothing"};
    return nobody.count(lower(begin - 1)) != 0;
  }

  // "An earlier version of this story said X had bought Y": what it said is taken back.
  bool is_correction() const {
    for (std::size_t i = 0; i + 1 < items_.size() && i < event_.head; ++i)
      if ((lower(i) == "earlier" || lower(i) == "previous") && lower(i + 1) == "version")
        return true;
    return false;
  }

  std::size_t comma_after(std::size_t from) const {
    for (std::size_t i = from; i < items_.size(); ++i)
      if (items_[i].tag == Tag::punctuation && lower(i) == ",") return i;
    return items_.size();
  }

  bool verbal(std::size_t i) const { return items_[i].tag == Tag::verb; }

  std::string map_stage(const std::string& phase) const {
    const auto own = event_.rule->stage.find(phase);
    if (own != event_.rule->stage.end()) return own->second;
    const auto always = event_.rule->stage.find("default");
    if (always != event_.rule->stage.end()) return always->second;
    return rules_.stage(event_.rule->event, phase);
  }

  // "Amazon should consider buying X": what somebody ought to do is an opinion; "the deal should
  // close in May" is a forecast.
  bool advised(std::size_t verb) const {
    static const Words advice = {"consider", "buy",    "acquire", "sell",    "explore", "merge",
                                 "invest",   "spin",   "look",    "partner", "divest",  "think",
                                 "combine",  "pursue", "license", "sue"};
    return verbal(verb) && advice.count(grammar_.lemma(verb)) != 0;
  }

  // Tense of a verb group as a phase.
  std::string tense(const VerbGroup& group) {
    if (group.modal == "should" && advised(group.main)) unreal_ = true;
    if (group.modal == "may" || group.modal == "might" || group.modal == "could" ||
        group.modal == "can" || group.modal == "should" || group.modal == "ca") {
      planned_ = true;
      return "planned";
    }
    if (group.modal == "would" || group.modal == "'d") {
      would_ = true;
      if (group.perfect) unreal_ = true;
      return "future";
    }
    if (!group.modal.empty()) return "future";
    if (group.past || group.perfect) return "past";
    if (group.infinitive) return "future";
    if (group.bare_participle) return "past";
    if (group.gerund) return "present";
    return "present";
  }

  // "is no longer its partner", "will no longer pay": what was, is over. The item of "no".
  std::size_t no_longer() const {
    for (std::size_t i = event_.head; i-- > grammar_.clause(event_.head).first;) {
      if (lower(i) == "no" && lower(i + 1) == "longer") return i;
      if (verbal(i) && grammar_.is_finite(i) && i != event_.head) break;
    }
    return kNone;
  }

  bool read_phase() {
    // "ended its alliance": the verb says what becomes of the alliance.
    if (event_.noun != kNone && verbal(event_.head))
      governors_.insert(governors_.begin(), {event_.head, grammar_.verb_effect(event_.head)});
    std::string phase;
    if (verbal(event_.head)) {
      const VerbGroup group = grammar_.verb_group(event_.head);
      phase = tense(group);
      if (group.negated) {
        negations_ = 1;
        negator_ = event_.head;
      }
    } else {
      phase = "present";
    }
    for (const Governor& governor : governors_) {
      if (verbal(governor.item)) {
        const VerbGroup group = grammar_.verb_group(governor.item);
        if (group.negated && governor.item != event_.head) {
          ++negations_;
          negator_ = governor.item;
        }
        const std::string outer_tense = tense(group);
        const bool carries =
            !verbal(event_.head) || governor.effect == "neutral" || governor.effect == "completed";
        if (carries && (phase == "present" || phase == "future") && governor.effect != "planned")
          phase = outer_tense == "past" && !verbal(event_.head) && governor.effect.empty()
                      ? phase
                      : outer_tense;
        if (outer_tense == "future" && governor.effect == "completed") planned_soon_ = true;
      }
      // "have negotiated a deal": done; "are negotiating": not yet.
      const bool negotiated =
          governor.effect == "planned" && verbal(governor.item) &&
          grammar_.lemma(governor.item) == "negotiate" &&
          (grammar_.verb_group(governor.item).perfect || grammar_.verb_group(governor.item).past);
      const std::string effect = negotiated ? "announced" : governor.effect;
      if (effect == "planned") {
        planned_ = true;
      } else if (effect == "denied" && turned_down(governor.item)) {
        changed_ = "failed";
      } else if (effect == "denied") {
        denied_ = true;
      } else if (effect == "failed") {
        failed_ = true;
        negator_ = governor.item;
      } else if (effect == "ended" || effect == "amended" || effect == "extended" ||
                 effect == "expanded") {
        changed_ = effect;
      } else if (effect == "completed") {
        if (!verbal(event_.head)) phase = planned_soon_ ? "future" : "completed";
      } else if (effect == "announced") {
        if (phase != "past" || !verbal(event_.head)) phase = "announced";
        announced_ = true;
      }
    }
    const std::size_t over = no_longer();
    if (over != kNone) {
      changed_ = "ended";
      negations_ = 0;
    }
    // "no deal", "no plans to".
    const std::size_t begin = grammar_.phrase_begin(event_.head);
    for (std::size_t i = begin; i < event_.head; ++i)
      if (lower(i) == "no" && !verbal(event_.head) && i != over) none_ = true;
    for (const Governor& governor : governors_)
      if (!verbal(governor.item)) {
        const std::size_t from = grammar_.phrase_begin(governor.item);
        for (std::size_t i = from; i < governor.item; ++i)
          if (lower(i) == "no") {
            ++negations_;
            denied_ = true;
          }
      }
    if (failed_) {
      // "tried and failed to buy": a bid that came to nothing is news of its own.
      if (rules_.stage(event_.rule->event, "failed").empty())
        return refuse("a failed attempt", negator_);
      changed_ = "failed";
    }
    if (unreal_) return refuse("unreal", event_.head);
    if (none_) return refuse("a plain negation", event_.head);
    if (negations_ % 2 == 1) {
      // "would not appeal", "has no plans to": a denial; "did not buy": nothing happened.
      const bool refuses = would_ || planned_ || denied_ || phase == "future";
      if (!refuses) return refuse("a plain negation", negator_);
      denied_ = true;
    }
    if (changed_ == "ended") planned_ = false;  // talks that were halted are over
    if (!changed_.empty()) {
      stage_ = map_stage(changed_);
      if (stage_.empty()) stage_ = map_stage(phase);
    } else if (planned_ && phase != "past") {
      stage_ = map_stage("planned");
    } else {
      stage_ = map_stage(phase);
    }
    if (stage_.empty()) stage_ = map_stage("announced");
    future_ = phase == "future";
    if (denied_)
      modality_ = Modality::denied;
    else if (planned_)
      modality_ = Modality::planned;
    return true;
  }

  // ---- who says so

  // The text of a source as it is credited: parties by name, anything else as written.
  std::string credit(const Phrase& phrase) const {
    if (phrase.begin == kNone) return {};
    if (phrase.direct && phrase.name != kNone) return names(items_[phrase.name]);
    if (phrase.name != kNone && items_[phrase.head].tag == Tag::noun) {
      static const Words mouths = {"spokesman", "spokeswoman", "spokesperson", "representative",
                                   "statement", "filing",      "release",      "chief",
                                   "executive", "executives",  "officials",    "blog",
                                   "post",      "board"};
      if (mouths.count(lower(phrase.head)) != 0) return names(items_[phrase.name]);
    }
    const std::size_t end = std::min(phrase.end, items_.size());
    if (phrase.begin >= end) return {};
    const std::size_t from = a_.tokens[items_[phrase.begin].token_begin].begin;
    const std::size_t last =
        items_[end - 1].tag == Tag::punctuation && end - 1 > phrase.begin ? end - 2 : end - 1;
    const std::size_t to = a_.tokens[items_[last].token_end - 1].end;
    if (to <= from || to - from > kLongestCredit) return {};
    return fold_space(std::string_view(a_.text).substr(from, to - from));
  }
  static constexpr std::size_t kLongestCredit = 80;  // bytes: longer is no credit but a clause

  std::string names(const Item& item) const {
    std::string out;
    for (std::size_t i = 0; i < item.parties.size(); ++i) {
      if (i > 0) out += i + 1 == item.parties.size() ? " and " : ", ";
      out += a_.parties[item.parties[i]].name;
    }
    return out;
  }

  bool is_outlet(const Phrase& phrase) const {
    if (phrase.name == kNone) return false;
    const Item& item = items_[phrase.name];
    return item.kind == EntityKind::outlet;
  }

  static bool is_anonymous(std::string_view text) {
    static const Words words = {"sources", "source",   "people",     "person",
                                "persons", "insiders", "analysts",   "reports",
                                "report",  "bankers",  "executives", "officials"};
    std::size_t at = 0;
    while (at < text.size()) {
      std::size_t end = text.find(' ', at);
      if (end == std::string_view::npos) end = text.size();
      if (words.count(text.substr(at, end - at)) != 0) return true;
      at = end + 1;
    }
    return false;
  }

  bool takes_part(const Item& name) const {
    for (const auto& [role, parties] : event_.roles)
      for (const std::uint32_t party : parties)
        if (std::find(name.parties.begin(), name.parties.end(), party) != name.parties.end())
          return true;
    return false;
  }

  void consider_source(const Phrase& phrase, std::string_view lemma) {
    const std::string text = credit(phrase);
    if (text.empty()) return;
    // A newspaper that sues is a party, not a source.
    const bool involved = phrase.name != kNone && takes_part(items_[phrase.name]);
    const bool outlet = is_outlet(phrase) && !involved;
    const bool anonymous = phrase.name == kNone && is_anonymous(ascii_lower(text));
    if (outlet || anonymous) reported_ = true;
    // An outlet outranks the party it quotes: "OpenAI told Reuters" stays OpenAI's word, but
    // "Bloomberg reported that OpenAI ..." is Bloomberg's.
    if (attribution_.empty() || outlet) {
      if (lemma == "announce" && !outlet) return;  // "X announced a deal" credits nobody
      attribution_ = text;
    }
  }

  void read_sources() {
    if (segment_.inserted) {
      read_hedges(0, items_.size());
      return;
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (i == event_.head) continue;
      if (lower(i) == "according" && i + 2 < items_.size() && lower(i + 1) == "to") {
        std::size_t k = i + 2;
        Phrase phrase;
        phrase.begin = k;
        std::size_t end = k;
        while (end < items_.size() && !(items_[end].tag == Tag::punctuation && lower(end) == ",") &&
               items_[end].tag != Tag::verb && items_[end].tag != Tag::relative && end - k < 12)
          ++end;
        phrase.end = end;
        for (std::size_t n = k; n < end; ++n)
          if (items_[n].tag == Tag::name && phrase.name == kNone &&
              items_[n].kind != EntityKind::place) {
            phrase.name = n;
            phrase.head = n;
            phrase.direct = n == k || lower(k) == "a" || lower(k) == "the";
          }
        if (end > k) {
          if (phrase.head == kNone) phrase.head = end - 1;
          consider_source(phrase, "say");
          if (phrase.name == kNone || items_[phrase.name].kind == EntityKind::outlet)
            reported_ = true;
        }
        continue;
      }
      if (verbal(i)) {
        const std::string& lemma = grammar_.lemma(i);
        if (!is_reporting(lemma) && lemma != "announce") continue;
        const VerbGroup group = grammar_.verb_group(i);
        if (group.gerund && lemma != "cite" && lemma != "quote") continue;
        // In its complement, or it stands at the end after a comma.
        const bool before = i < event_.head;
        if (group.infinitive) continue;
        if (group.passive) {
          // "is said to be", "was reported by X to".
          if (before || lemma == "report") reported_ = true;
          if (lemma == "put") reported_ = false;
          for (const Complement& c : grammar_.complements(i + 1))
            if (c.preposition == "by") consider_source(c.phrase, lemma);
          continue;
        }
        if (lemma == "cite" || lemma == "quote") {
          reported_ = true;
          continue;
        }
        if (lemma == "put" || lemma == "show" || lemma == "describe") continue;
        Phrase speaker = grammar_.subject(i);
        // ", said Charlie Kawwas": inverted.
        const bool behind = i > 0 && items_[i - 1].tag == Tag::punctuation && lower(i - 1) == "," &&
                            i + 1 < items_.size() && items_[i + 1].tag == Tag::name;
        if (behind || (speaker.begin == kNone && i + 1 < items_.size() && !before))
          speaker = inverted(i + 1);
        if (before && !reaches(i)) continue;
        consider_source(speaker, lemma);
        continue;
      }
    }
    read_hedges(0, items_.size());
  }

  Phrase inverted(std::size_t first) const {
    Phrase phrase;
    if (items_[first].tag != Tag::name) return phrase;
    phrase.begin = first;
    phrase.end = first + 1;
    phrase.head = phrase.name = first;
    phrase.direct = true;
    return phrase;
  }

  // Whether what the verb at `i` reports holds the trigger: no new sentence part between.
  bool reaches(std::size_t i) const {
    for (std::size_t k = i + 1; k < event_.head; ++k) {
      if (items_[k].tag == Tag::punctuation && lower(k) == ";") return false;
      if (items_[k].tag == Tag::clause && (lower(k) == "but" || lower(k) == "while")) return false;
    }
    return true;
  }

  // Words that hedge: near the trigger or ahead of it in its clause.
  void read_hedges(std::size_t from, std::size_t to) {
    static const Words hedges = {"reportedly", "allegedly",  "rumoured",   "rumored",    "rumours",
                                 "rumors",     "apparently", "supposedly", "purportedly"};
    const auto [begin, end] = grammar_.clause(event_.head);
    for (std::size_t i = std::max(from, begin); i < std::min(to, end); ++i) {
      if (hedges.count(lower(i)) != 0) reported_ = true;
      if ((lower(i) == "thought" || lower(i) == "believed" || lower(i) == "understood" ||
           lower(i) == "rumoured" || lower(i) == "rumored" || lower(i) == "said") &&
          i + 1 < items_.size() && items_[i + 1].tag == Tag::to && i > 0 &&
          items_[i - 1].tag == Tag::auxiliary)
        reported_ = true;
    }
  }

  // ---- dates

  bool belongs_to_saying(std::size_t date) const {
    // The verb group next to the date: "said on Monday", "On Monday X said".
    for (std::size_t k = date; k-- > 0;) {
      const Item& item = items_[k];
      if (item.tag == Tag::verb) {
        if (k == event_.head) return false;
        // "reported revenue of $870 million in 2024": what is reported happened then.
        if (!verbal(event_.head) && grammar_.governing_verb(event_.head) == k) return false;
        const std::string& lemma = grammar_.lemma(k);
        if (!is_reporting(lemma)) return false;
        // Nothing but the object of telling may stand between.
        return true;
      }
      if (item.tag == Tag::preposition || item.tag == Tag::adverb || item.tag == Tag::name ||
          item.tag == Tag::noun || item.tag == Tag::determiner || item.tag == Tag::possessive ||
          item.tag == Tag::figure)
        continue;
      return false;
    }
    // At the start of the clause: the first verb after it.
    for (std::size_t k = date + 1; k < items_.size(); ++k)
      if (items_[k].tag == Tag::verb) return k != event_.head && is_reporting(grammar_.lemma(k));
    return false;
  }

  bool is_until(std::size_t date) const {
    std::size_t k = date;
    int steps = 0;
    while (k > 0 && steps < 3) {
      --k;
      ++steps;
      const std::string_view word = lower(k);
      if (word == "until" || word == "through" || word == "till" || word == "til" || word == "by" ||
          word == "expires" || word == "expiring" || word == "expire")
        return true;
      if (items_[k].tag != Tag::determiner && items_[k].tag != Tag::noun &&
          items_[k].tag != Tag::preposition)
        return false;
    }
    return false;
  }

  void read_dates() {
    std::size_t best = kNone;
    std::size_t best_distance = 0;
    const auto [begin, end] = grammar_.clause(event_.head);
    for (std::size_t i = begin; i < end; ++i) {
      const Item& item = items_[i];
      if (item.tag != Tag::figure) continue;
      const Figure& figure = a_.figures[static_cast<std::size_t>(item.figure)];
      if (figure.kind != FigureKind::date || figure.iso.empty()) continue;
      if (is_until(i)) {
        if (event_.until < 0 && i > event_.head) event_.until = item.figure;
        continue;
      }
      if (event_.when >= 0 || belongs_to_saying(i) || compares(i)) continue;
      // Another verb between the trigger and the date has the better claim to it.
      const std::size_t from = date_anchor();
      std::size_t distance = i > from ? i - from : from - i;
      if (dates_another(i) || before_conjunct(i)) distance += 12;
      const std::size_t lo = std::min(i, from);
      const std::size_t hi = std::max(i, from);
      for (std::size_t k = lo + 1; k < hi; ++k)
        if (items_[k].tag == Tag::verb && grammar_.is_finite(k)) distance += 8;
      if (best == kNone || distance < best_distance) {
        best = i;
        best_distance = distance;
      }
    }
    if (best == kNone) best = date_before_clause(begin);
    if (best != kNone && event_.when < 0) event_.when = items_[best].figure;
  }

  // "formed it in 2020 and dissolved it in January": the date is the verb's before "and".
  bool before_conjunct(std::size_t date) const {
    if (!verbal(event_.head)) return false;
    const std::size_t group = grammar_.verb_group(event_.head).begin;
    if (group == 0 || date >= group || items_[group - 1].tag != Tag::conjunction) return false;
    for (std::size_t k = grammar_.clause(event_.head).first; k < date; ++k)
      if (verbal(k)) return true;
    return false;
  }

  // What the dates of the clause are near to: the trigger; of what is measured, its figure ("grew
  // from $229 million in 2023 to $1.9 billion in 2024").
  std::size_t date_anchor() const {
    if (event_.rule->event != "financial_metric" || event_.amount < 0) return event_.head;
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (items_[i].tag == Tag::figure && items_[i].figure == event_.amount) return i;
    return event_.head;
  }

  // "up from $6.8 billion in August", "against a loss of 486 million in 2022": the date of what the
  // event's own figure is compared with.
  bool compares(std::size_t date) const {
    static const Words marks = {"than", "versus", "compared", "double", "twice", "triple"};
    for (std::size_t k = date; k-- > event_.head + 1;) {
      if (items_[k].tag == Tag::figure && items_[k].figure == event_.amount) return false;
      const bool loss = lower(k) == "against" && (lower(k + 1) == "a" || lower(k + 1) == "an");
      const bool risen = lower(k) == "from" && (lower(k - 1) == "up" || lower(k - 1) == "down");
      if (risen || loss || marks.count(lower(k)) != 0) return true;
    }
    return false;
  }

  // "Founded in 2012, Grab bought": the date right behind another verb is that verb's.
  bool dates_another(std::size_t date) const {
    std::size_t k = date;
    while (k > 0 && (items_[k - 1].tag == Tag::preposition || items_[k - 1].tag == Tag::adverb))
      --k;
    if (k == 0 || !verbal(k - 1) || k - 1 == event_.head) return false;
    for (const Governor& governor : governors_)
      if (governor.item == k - 1) return false;
    return true;
  }

  // "In October, when it closed the round", "December 2023: a jury sided with": a date that the
  // clause hangs on.
  std::size_t date_before_clause(std::size_t begin) const {
    if (begin == 0) return kNone;
    const bool hangs = lower(begin - 1) == "when" || lower(begin - 1) == ":";
    std::size_t k = begin - 1;
    while (hangs && k > 0) {
      --k;
      if (items_[k].tag == Tag::punctuation) continue;
      if (items_[k].tag != Tag::figure) return kNone;
      const Figure& figure = a_.figures[static_cast<std::size_t>(items_[k].figure)];
      return figure.kind == FigureKind::date && !figure.iso.empty() ? k : kNone;
    }
    return kNone;
  }

  void finish() {
    event_.stage = stage_;
    if (corrected_) modality_ = Modality::denied;
    // "said it would buy" is a promise, "would buy" alone a prospect.
    if (would_ && !denied_ && event_.rule->event == "valuation") modality_ = Modality::planned;
    if (would_ && !planned_ && !denied_ && attribution_.empty()) {
      bool promised = announced_;
      for (std::size_t i = 0; i < event_.head && !promised; ++i)
        promised =
            verbal(i) && (is_reporting(grammar_.lemma(i)) || is_announcing(grammar_.lemma(i)));
      if (!promised) modality_ = Modality::planned;
    }
    if (future_ && event_.rule->future && modality_ == Modality::confirmed)
      modality_ = *event_.rule->future;
    if (modality_ == Modality::confirmed && reported_) modality_ = Modality::reported;
    if (event_.rule->modality && modality_ > *event_.rule->modality)
      modality_ = *event_.rule->modality;
    event_.modality = modality_;
    event_.attribution = attribution_;
  }

  const Analysis& a_;
  const Segment& segment_;
  const std::vector<Item>& items_;
  const Grammar& grammar_;
  const RuleSet& rules_;
  const Lexicon& lexicon_;
  std::size_t trigger_end_;
  RawEvent& event_;
  std::vector<Governor> governors_;  // of the head, innermost first
  bool planned_ = false;
  bool planned_soon_ = false;
  bool denied_ = false;
  bool failed_ = false;
  bool would_ = false;
  bool future_ = false;
  bool unreal_ = false;
  bool none_ = false;  // "no trial date"
  bool corrected_ = false;
  bool announced_ = false;
  bool reported_ = false;
  int negations_ = 0;
  std::size_t negator_ = kNone;  // the governing word that was negated, or failed, last
  std::string changed_;
  std::string stage_;
  std::string attribution_;
  Modality modality_ = Modality::confirmed;
};

}  // namespace

bool qualify(const Analysis& analysis, const Segment& segment, const Grammar& grammar,
             const RuleSet& rules, std::size_t trigger_end, RawEvent& event) {
  return Qualifier(analysis, segment, grammar, rules, trigger_end, event).run();
}

}  // namespace pactwatch
