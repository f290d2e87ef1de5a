#include "extractor/match.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>

#include "core/text.h"
#include "core/words.h"
#include "extractor/explain.h"
#include "extractor/qualify.h"
#include "extractor/relations.h"

namespace pactwatch {
namespace {

unsigned kind_bit(EntityKind kind) {
  switch (kind) {
    case EntityKind::org:
      return kOrg;
    case EntityKind::person:
      return kPerson;
    case EntityKind::authority:
      return kAuthority;
    case EntityKind::court:
      return kCourt;
    case EntityKind::outlet:
      return kOutlet | kOrg;
    case EntityKind::place:
      return kPlace;
    case EntityKind::product:
      return 0;
  }
  return 0;
}

// Where a regex's group matched, as items.
struct Hit {
  std::size_t head = kNone;
  std::size_t noun = kNone;  // what a head that only supports it is about: "ended its alliance"
  std::size_t begin = 0;     // items, half-open: the whole match
  std::size_t end = 0;
  std::vector<std::pair<std::string_view, std::size_t>> slots;  // names live in the regex

  // The item of a slot, kNone when it did not match.
  std::size_t slot(std::string_view name) const {
    for (const auto& [key, item] : slots)
      if (key == name) return item;
    return kNone;
  }
};

class SegmentMatcher {
 public:
  SegmentMatcher(const Analysis& analysis, const std::vector<Segment>& segments,
                 std::uint32_t index, const RuleSet& rules, Fates* fates)
      : a_(analysis),
        segments_(segments),
        index_(index),
        segment_(segments[index]),
        rules_(rules),
        grammar_(analysis, segments[index], rules.lexicon()),
        fates_(fates) {}

  void try_rule(const Rule& rule, const Trigger& trigger, std::vector<RawEvent>& out) {
    of_metric_ = rule.event == "financial_metric";
    per_unit_ = rule.per_unit;
    const std::vector<Hit> hits =
        trigger.needs.list.empty() ? find(trigger) : find_in_list(trigger.needs);
    if (hits.empty()) return;
    // Few hits become events: asked only then, unless somebody wants to know what became of each.
    if (fates_ != nullptr && excepted(rule)) return;
    const std::size_t before = out.size();
    for (const Hit& hit : hits) {
      RawEvent event;
      if (fill(rule, hit, event)) out.push_back(std::move(event));
    }
    if (out.size() > before && excepted(rule))
      out.erase(out.begin() + static_cast<std::ptrdiff_t>(before), out.end());
  }

 private:
  bool excepted(const Rule& rule) const {
    return std::any_of(rule.unless.begin(), rule.unless.end(), [&](const Trigger& unless) {
      return re2::RE2::PartialMatch(segment_.skeleton, *unless.regex);
    });
  }

  // What find() gives for a pattern that is a list of words, without the regex.
  std::vector<Hit> find_in_list(const PatternNeeds& needs) const {
    std::vector<Hit> hits;
    const std::string& text = segment_.skeleton;
    std::size_t free = 0;  // no hit may begin before
    std::size_t begin = 0;
    for (std::size_t k = 0; k < segment_.items.size(); begin = segment_.item_ends[k++] + 1U) {
      const Item& item = segment_.items[k];
      if (item.tag == Tag::name || item.tag == Tag::figure) continue;
      const std::size_t item_end = segment_.item_ends[k];
      for (std::size_t at = begin; at < item_end;) {
        if (const std::size_t end = at < free ? kNone : end_in_list(needs, text, at);
            end != kNone) {
          Hit hit;
          hit.begin = k;
          const std::size_t last = end <= item_end ? k : segment_.item_at(end - 1);
          hit.end = last + 1;
          hit.head = needs.verbs.empty() ? last : k;
          if ((needs.verbs.empty() || verbal(k)) && !strays(hit)) {
            hits.push_back(std::move(hit));
            free = end;
          } else {
            free = item_end;
          }
        }
        if (a_.tokens[item.token_begin].plain) break;
        // The next word within the item: "co-develop".
        while (at < item_end && is_pattern_word_byte(text[at])) ++at;
        while (at < item_end && !is_pattern_word_byte(text[at])) ++at;
      }
    }
    return hits;
  }

  // Where the first alternative that stands whole at `at` ends.
  static std::size_t end_in_list(const PatternNeeds& needs, const std::string& text,
                                 std::size_t at) {
    const auto letter = static_cast<unsigned>(text[at] - 'a');
    if (letter >= 26 || !needs.beginnings[letter * 32 + (text[at + 1] & 31)]) return kNone;
    for (std::size_t i = needs.first[letter]; i < needs.first[letter + 1]; ++i) {
      const std::string& word = needs.list[needs.by_letter[i]];
      if (word[1] != text[at + 1] || text.compare(at, word.size(), word) != 0) continue;
      const std::size_t end = at + word.size();
      if (end == text.size() || !is_pattern_word_byte(text[end])) return end;
    }
    return kNone;
  }

  std::vector<Hit> find(const Trigger& trigger) const {
    const re2::RE2& regex = *trigger.regex;
    const bool first = trigger.needs.verb_first;
    std::vector<Hit> hits;
    const re2::StringPiece text(segment_.skeleton);
    constexpr int kMostGroups = 12;
    std::array<re2::StringPiece, kMostGroups> few;
    std::vector<re2::StringPiece> many;
    // Where the verb is all there is to capture, it begins the match, which is found much faster.
    const int all_groups = 1 + regex.NumberOfCapturingGroups();
    const int groups = first && all_groups == 2 ? 1 : all_groups;
    if (groups > kMostGroups) many.resize(static_cast<std::size_t>(groups));
    re2::StringPiece* const found = many.empty() ? few.data() : many.data();
    std::size_t from = 0;
    while (from < text.size() &&
           regex.Match(text, from, text.size(), re2::RE2::UNANCHORED, found, groups)) {
      Hit hit;
      const auto offset = [&](const re2::StringPiece& piece) {
        return static_cast<std::size_t>(piece.data() - text.data());
      };
      const std::size_t begin = offset(found[0]);
      const std::size_t end = begin + found[0].size();
      if (end == begin) break;
      hit.begin = segment_.item_at(begin);
      hit.end = segment_.item_at(end - 1) + 1;
      hit.head = hit.begin;
      bool readable = !first || verbal(hit.begin);
      for (const auto& [name, number] : regex.NamedCapturingGroups()) {
        if (number >= groups) continue;
        const re2::StringPiece& piece = found[static_cast<std::size_t>(number)];
        if (piece.data() == nullptr || piece.empty()) continue;
        const std::size_t item = segment_.item_at(offset(piece));
        if (name == "verb") {
          hit.head = item;
          readable = verbal(item);
        } else if (name == "head") {
          // A head of several words is about its last one: "initial public offering".
          hit.head = segment_.item_at(offset(piece) + piece.size() - 1);
        } else if (name == "noun") {
          hit.noun = segment_.item_at(offset(piece) + piece.size() - 1);
        } else {
          hit.slots.emplace_back(name, item);
        }
      }
      // A noun read as a verb, or a match that strays into another clause: look further on.
      if (!readable || strays(hit) || sits_in_court(hit)) {
        const std::size_t next = segment_.skeleton.find(' ', begin + 1);
        if (next == std::string::npos) break;
        from = next;
        continue;
      }
      hits.push_back(std::move(hit));
      from = end;
    }
    return hits;
  }

  // Whether the words of a match belong together: no new clause or adjunct begins inside it.
  bool strays(const Hit& hit) const {
    constexpr std::size_t kReach = 14;     // items from the first to the last word of a trigger
    constexpr std::size_t kFarReach = 24;  // of one that names whom it means
    static const WordSet adjuncts = {"after",  "following", "amid",  "despite",
                                     "before", "since",     "until", "alongside"};
    if (hit.end - hit.begin > (hit.slots.empty() ? kReach : kFarReach)) return true;
    for (std::size_t k = hit.begin + 1; k + 1 < hit.end; ++k) {
      const Item& item = segment_.items[k];
      if (item.tag == Tag::relative) return true;
      // A pattern that names its slots means what lies between them: "revenue it shares with Y".
      // Another verb that shares its subject is past it: "paid $1m and agreed to develop".
      if ((hit.slots.empty() || segment_.items[k - 1].tag == Tag::conjunction) &&
          item.tag == Tag::verb && k > hit.head && grammar_.is_finite(k))
        return true;
      const bool asks = !hit.slots.empty() && (item.lower == "whether" || item.lower == "how");
      if (item.tag == Tag::clause && item.lower != "that" && item.lower != "as" &&
          item.lower != "than" && !asks)
        return true;
      if (item.tag == Tag::preposition && adjuncts.count(item.lower) != 0) return true;
    }
    // "a merger investigation": the noun only says what kind of thing another noun is.
    if (!verbal(hit.head) && hit.head + 1 == hit.end && hit.end < segment_.items.size()) {
      static const WordSet carriers = {
          "deal",      "agreement", "talks",    "bid",     "offer",   "plan",     "plans",
          "price",     "value",     "target",   "round",   "rounds",  "process",  "transaction",
          "proposal",  "forecast",  "guidance", "growth",  "outlook", "estimate", "estimates",
          "forecasts", "targets",   "figure",   "rate",    "run",     "run-rate", "figures",
          "decline",   "drop",      "rise",     "increase"};
      const Item& next = segment_.items[hit.end];
      if (next.tag == Tag::noun && carriers.count(next.lower) == 0 && next.lower.front() != '-')
        return true;
    }
    return false;
  }

  bool verbal(std::size_t item) const { return segment_.items[item].tag == Tag::verb; }

  // "the suit, filed in a Texas court, seeks to halt": a court behind "in" or "before" decides
  // nothing in this clause.
  bool sits_in_court(const Hit& hit) const {
    static const WordSet benches = {"court", "courts", "tribunal", "judge", "jury", "judges"};
    static const WordSet places = {"in", "at", "before", "with"};
    const Item& bench = segment_.items[hit.begin];
    if (hit.head <= hit.begin || !verbal(hit.head)) return false;
    if (bench.tag == Tag::name ? bench.kind != EntityKind::court : benches.count(bench.lower) == 0)
      return false;
    std::size_t k = hit.begin;
    while (k > 0 &&
           (segment_.items[k - 1].tag == Tag::noun || segment_.items[k - 1].tag == Tag::name ||
            segment_.items[k - 1].tag == Tag::determiner ||
            segment_.items[k - 1].tag == Tag::possessive))
      --k;
    return k > 1 && places.count(segment_.items[k - 1].lower) != 0;
  }

  // ---- roles

  // Whoever stands behind "according to" or "citing" tells of the deal and takes no part in it.
  bool credited(std::size_t item) const {
    const auto says = [&](std::size_t k, std::string_view word) {
      return segment_.items[k].lower == word;
    };
    if (item >= 1 && says(item - 1, "citing")) return true;
    if (item < 2) return false;
    if (says(item - 1, "to") && says(item - 2, "according")) return true;
    return says(item - 1, "by") &&
           (says(item - 2, "reported") || says(item - 2, "report") || says(item - 2, "seen"));
  }

  std::vector<std::uint32_t> parties_of(std::size_t item, unsigned kinds) const {
    if (item == kNone) return {};
    const Item& name = segment_.items[item];
    if (name.tag != Tag::name || name.flagged || credited(item)) return {};
    std::vector<std::uint32_t> out;
    for (const std::uint32_t party : name.parties)
      if ((kind_bit(a_.parties[party].kind) & kinds) != 0 &&
          !(of_metric_ && a_.parties[party].weak))
        out.push_back(party);
    return out;
  }

  std::vector<std::uint32_t> parties_of(const Phrase& phrase, unsigned kinds) const {
    return parties_of(phrase.name, kinds);
  }

  // The object of a purchase may be a part of the named party: "ABB's robotics division".
  static bool is_part(std::string_view noun) {
    static const WordSet nouns = {
        "unit",       "units",      "arm",       "division",    "divisions",    "business",
        "businesses", "subsidiary", "assets",    "operations",  "brand",        "brands",
        "operation",  "portfolio",  "company",   "parent",      "network",      "chain",
        "startup",    "start-up",   "maker",     "group",       "firm",         "developer",
        "platform",   "franchise",  "segment",   "branch",      "owner",        "stores",
        "mine",       "project",    "fields",    "field",       "plant",        "plants",
        "refinery",   "towers",     "spectrum",  "studio",      "studios",      "label",
        "facilities", "facility",   "factory",   "factories",   "hotels",       "hotel",
        "hospitals",  "hospital",   "clinics",   "stations",    "station",      "mines",
        "line",       "lines",      "labs",      "restaurants", "shops",        "pipeline",
        "pipelines",  "terminal",   "terminals", "properties",  "newspapers",   "newspaper",
        "channels",   "magazines",  "magazine",  "dealerships", "subsidiaries", "bank",
        "airline",    "brewery",    "insurer",   "retailer",    "site",         "sites",
        "unit's",     "state",      "city",      "county",      "commonwealth"};
    return nouns.count(noun) != 0;
  }

  // "all the outstanding shares": so much of a company that it is the company.
  bool all_shares(const Phrase& phrase) const {
    static const WordSet wholes = {"all", "outstanding", "entire", "issued", "remaining"};
    const std::string_view noun = segment_.items[phrase.head].lower;
    if (noun != "shares" && noun != "stock" && noun != "equity") return false;
    for (std::size_t k = phrase.begin; k < phrase.head; ++k)
      if (wholes.count(segment_.items[k].lower) != 0) return true;
    return false;
  }

  std::vector<std::uint32_t> object_parties(const Phrase& phrase, unsigned kinds) const {
    if (phrase.head == kNone) return {};
    if (phrase.name == kNone) {
      // "the whole of ATC India", "all of the propane assets of Larkspur", "the share capital of
      // it".
      static const WordSet portions = {"whole", "all",   "rest",    "half",      "part",
                                       "parts", "most",  "control", "remainder", "majority",
                                       "maker", "owner", "bulk",    "capital",   "ownership"};
      const std::size_t of = phrase.end;
      const std::string_view noun = segment_.items[phrase.head].lower;
      if (of + 1 < segment_.items.size() && segment_.items[of].lower == "of" &&
          (portions.count(noun) != 0 || is_part(noun) || all_shares(phrase))) {
        std::size_t next = of + 1;
        while (next < segment_.items.size() && segment_.items[next].kind == EntityKind::place &&
               segment_.items[next].tag == Tag::name)
          ++next;
        const Phrase owner = grammar_.phrase_starting_at(next);
        // "the stores of Harbinger's rival" is not Harbinger.
        if (owner.begin > phrase.begin) return object_parties(owner, kinds);
      }
      return {};
    }
    if (phrase.direct) return parties_of(phrase, kinds);
    const Item& head = segment_.items[phrase.head];
    if (head.tag == Tag::noun && is_part(head.lower)) {
      std::vector<std::uint32_t> owner = parties_of(phrase, kinds);
      return owner;
    }
    return {};
  }

  std::vector<std::uint32_t> by_preposition(const Hit& hit, const RoleSource& source) const {
    for (const Complement& c : complements(hit)) {
      if (c.preposition != source.word) continue;
      std::vector<std::uint32_t> found;
      if (source.relation == Relation::exactly)
        found = object_parties(c.phrase, source.kinds);
      else if (source.relation == Relation::preposition || owned(c.phrase))
        found = parties_of(c.phrase, source.kinds);
      if (!found.empty()) return found;
    }
    // "Revenue rose 12% at Larkspur": where it was, told behind the verb.
    bool as_subject = false;
    if (of_metric_ && source.word == "at" && !verbal(hit.head))
      if (const std::size_t verb = grammar_.governing_verb(hit.head, &as_subject);
          verb != kNone && as_subject)
        for (const Complement& c : grammar_.complements(verb + 1))
          if (c.preposition == "at" && c.phrase.direct) return parties_of(c.phrase, source.kinds);
    return {};
  }

  // "OpenAI's technology", "rights to the technology of OpenAI".
  bool owned(const Phrase& phrase) const {
    return phrase.name != kNone && !phrase.direct && segment_.items[phrase.name].genitive;
  }

  // Where the object of a trigger verb is looked for: after it and its particle ("take over").
  std::size_t object_start(const Hit& hit) const {
    static const WordSet particles = {"up", "out", "over", "off", "down", "back"};
    std::size_t start = hit.head + 1;
    if (hit.end > start && start < segment_.items.size() &&
        particles.count(segment_.items[start].lower) != 0)
      ++start;
    return start;
  }

  const std::vector<Complement>& complements(const Hit& hit) const {
    if (complements_for_ != hit.head || complements_end_ != hit.end) {
      complements_ = grammar_.complements(hit.head + 1);
      complements_for_ = hit.head;
      complements_end_ = hit.end;
    }
    return complements_;
  }

  std::vector<std::uint32_t> possessor(const Hit& hit, unsigned kinds) const {
    // "rejected X's approach": whose the noun is that the verb is about.
    const std::size_t noun = verbal(hit.head) && hit.noun != kNone ? hit.noun : hit.head;
    return owner_of(noun, kinds);
  }

  std::vector<std::uint32_t> owner_of(std::size_t noun, unsigned kinds) const {
    const std::size_t begin = grammar_.phrase_begin(noun);
    for (std::size_t k = noun; k-- > begin;)
      if (segment_.items[k].tag == Tag::name && segment_.items[k].genitive) {
        std::vector<std::uint32_t> found = parties_of(k, kinds);
        if (!found.empty()) return found;
      }
    return {};
  }

  std::vector<std::uint32_t> modifier(const Hit& hit, unsigned kinds) const {
    const std::size_t begin = grammar_.phrase_begin(hit.head);
    for (std::size_t k = hit.head; k-- > begin;)
      if (segment_.items[k].tag == Tag::name && !segment_.items[k].genitive) {
        std::vector<std::uint32_t> found = parties_of(k, kinds);
        if (!found.empty()) return found;
      }
    return {};
  }

  // The doer: of the trigger verb, or of the verb that governs the trigger noun.
  std::vector<std::uint32_t> subject(const Hit& hit, unsigned kinds) const {
    if (verbal(hit.head)) return parties_of(grammar_.subject(hit.head), kinds);
    std::size_t noun = hit.head;
    bool as_subject = false;
    const std::size_t verb = grammar_.governing_verb(noun, &as_subject);
    if (std::vector<std::uint32_t> said = parties_of(grammar_.copula_subject(noun), kinds);
        !said.empty())
      return said;
    if (verb == kNone || as_subject) return {};
    // "X was named as a buyer": what somebody is called, not who calls him so.
    const std::size_t begin = grammar_.phrase_begin(noun);
    if (begin > 0 && segment_.items[begin - 1].lower == "as" && grammar_.verb_group(verb).passive)
      return parties_of(grammar_.object(verb, verb + 1), kinds);
    return parties_of(grammar_.subject(verb), kinds);
  }

  std::vector<std::uint32_t> object(const Hit& hit, unsigned kinds) const {
    if (verbal(hit.head))
      return object_parties(grammar_.object(hit.head, object_start(hit)), kinds);
    return {};
  }

  // "led by SoftBank": the doer of something else, not what is spoken of.
  bool is_agent(std::size_t item) const {
    if (item == 0) return false;
    const std::string_view before = segment_.items[item - 1].lower;
    return before == "by" || before == "from";
  }

  std::vector<std::uint32_t> nearest(const Hit& hit, unsigned kinds, Relation relation) const {
    auto [begin, end] = grammar_.clause(hit.head);
    if (relation == Relation::sentence) {
      begin = 0;
      end = segment_.items.size();
    }
    std::vector<std::uint32_t> left;
    std::vector<std::uint32_t> right;
    if (relation != Relation::after)
      for (std::size_t k = hit.begin; k-- > begin && left.empty();)
        if (!is_agent(k)) left = parties_of(k, kinds);
    if (relation != Relation::before)
      for (std::size_t k = hit.end; k < end && right.empty(); ++k)
        if (!is_agent(k)) right = parties_of(k, kinds);
    if (relation == Relation::after) return right;
    if (!left.empty()) return left;
    return right;
  }

  std::vector<std::uint32_t> pair(const Hit& hit, unsigned kinds) const {
    std::vector<std::uint32_t> out;
    const auto add = [&](const std::vector<std::uint32_t>& parties) {
      for (const std::uint32_t party : parties)
        if (std::find(out.begin(), out.end(), party) == out.end()) out.push_back(party);
    };
    // "A is a venture between B and C": the two are B and C.
    for (const Complement& c : complements(hit))
      if (c.preposition == "between")
        if (std::vector<std::uint32_t> both = parties_of(c.phrase, kinds); both.size() > 1)
          return both;
    std::vector<std::uint32_t> first = subject(hit, kinds);
    if (verbal(hit.head)) {
      add(first);
      add(object(hit, kinds));
      // "ended their alliance": whose it is that the verb is about.
      if (hit.noun != kNone) add(owner_of(hit.noun, kinds));
    } else {
      const std::vector<std::uint32_t> owner = possessor(hit, kinds);
      add(owner);
      add(modifier(hit, kinds));
      if (owner.empty() || out.size() < 2) add(first);
      // "was incorporated as a joint venture with Y": who undergoes it takes part.
      bool as_subject = false;
      const std::size_t verb = out.empty() ? grammar_.governing_verb(hit.head, &as_subject) : kNone;
      if (verb != kNone && !as_subject && grammar_.verb_group(verb).passive)
        add(parties_of(grammar_.object(verb, verb + 1), kinds));
    }
    for (const Complement& c : complements(hit)) {
      const std::string_view head = segment_.items[hit.head].lower;
      const bool partner_of =
          (head == "partner" || head == "partners") &&
          (c.preposition == "of" || c.preposition == "to" || c.preposition == "for");
      if (c.preposition == "between" || c.preposition == "with" || c.preposition == "among" ||
          c.preposition == "by" || partner_of ||
          (c.preposition == "of" && c.phrase.direct &&
           segment_.items[c.phrase.name].parties.size() > 1) ||
          c.preposition == "alongside")
        add(parties_of(c.phrase, kinds));
    }
    for (const auto& [name, item] : hit.slots) add(parties_of(item, kinds));
    return out;
  }

  // ", a rival of Y": what a comma and an article open says who somebody is.
  bool apposed(std::size_t comma) const {
    if (segment_.items[comma].lower != "," || comma + 1 >= segment_.items.size()) return false;
    const std::string_view next = segment_.items[comma + 1].lower;
    return next == "a" || next == "an";
  }

  // Every party of the logical object: "cleared Amazon's $4bn investment in Anthropic".
  std::vector<std::uint32_t> involved(const Hit& hit, unsigned kinds) const {
    std::vector<std::uint32_t> out;
    const auto add = [&](std::size_t begin, std::size_t end) {
      for (std::size_t k = begin; k < end && k < segment_.items.size(); ++k)
        for (const std::uint32_t party : parties_of(k, kinds))
          if (std::find(out.begin(), out.end(), party) == out.end()) out.push_back(party);
    };
    const bool passive = verbal(hit.head) && grammar_.verb_group(hit.head).passive;
    if (passive) {
      // All of the subject phrase: back to the clause's beginning or the verb before.
      const std::size_t group = grammar_.verb_group(hit.head).begin;
      std::size_t begin = group;
      while (begin > grammar_.clause(hit.head).first &&
             segment_.items[begin - 1].tag != Tag::verb &&
             segment_.items[begin - 1].lower != "that")
        --begin;
      add(begin, group);
      return out;
    }
    std::size_t end = hit.head + 1;
    const std::size_t limit = grammar_.clause(hit.head).second;
    while (end < limit && segment_.items[end].tag != Tag::verb &&
           segment_.items[end].tag != Tag::auxiliary && segment_.items[end].tag != Tag::modal &&
           segment_.items[end].tag != Tag::relative && segment_.items[end].tag != Tag::clause &&
           !apposed(end))
      ++end;
    add(hit.head + 1, end);
    return out;
  }

  std::vector<std::uint32_t> look(const Hit& hit, const RoleSource& source) const {
    switch (source.relation) {
      case Relation::subject:
        return subject(hit, source.kinds);
      case Relation::object:
        return object(hit, source.kinds);
      case Relation::preposition:
      case Relation::exactly:
      case Relation::owner:
        return by_preposition(hit, source);
      case Relation::possessor:
        return possessor(hit, source.kinds);
      case Relation::modifier:
        return modifier(hit, source.kinds);
      case Relation::slot: {
        // "X sued, saying the price X paid": whoever does it is not whom a slot behind means.
        const std::size_t item = hit.slot(source.word);
        std::vector<std::uint32_t> found = parties_of(item, source.kinds);
        if (item != kNone && item > hit.head && verbal(hit.head) &&
            !grammar_.verb_group(hit.head).passive)
          for (const std::uint32_t doer : parties_of(grammar_.subject(hit.head), source.kinds))
            std::erase(found, doer);
        return found;
      }
      case Relation::before:
      case Relation::after:
      case Relation::clause:
      case Relation::sentence:
        return nearest(hit, source.kinds, source.relation);
      case Relation::passive:
        if (!verbal(hit.head) || !grammar_.verb_group(hit.head).passive) return {};
        return object(hit, source.kinds);
      case Relation::active:
        if (!verbal(hit.head) || grammar_.verb_group(hit.head).passive) return {};
        return subject(hit, source.kinds);
      case Relation::pair:
        return pair(hit, source.kinds);
      case Relation::involved:
        return involved(hit, source.kinds);
      case Relation::growth:
      case Relation::established:
      case Relation::topic:
        return {};  // consolidate.cc knows the whole article
    }
    return {};
  }

  // Whether the segment calls one of the parties by name.
  bool named_here(const std::vector<std::uint32_t>& parties) const {
    return std::any_of(segment_.items.begin(), segment_.items.end(), [&](const Item& item) {
      return item.tag == Tag::name && item.form == Mention::Form::name &&
             std::find(item.parties.begin(), item.parties.end(), parties.front()) !=
                 item.parties.end();
    });
  }

  void fill_roles(const Rule& rule, const Hit& hit, RawEvent& event) const {
    std::set<std::uint32_t> taken;
    for (const auto& [role, sources] : rule.roles) {
      for (const RoleSource& source : sources) {
        std::vector<std::uint32_t> found = look(hit, source);
        // Nobody acts on himself: a party that has a role already is not another's filler.
        found.erase(std::remove_if(found.begin(), found.end(),
                                   [&](std::uint32_t party) { return taken.count(party) != 0; }),
                    found.end());
        if (found.empty()) continue;
        if (!named_here(found)) event.weak.push_back(role);
        taken.insert(found.begin(), found.end());
        event.roles.emplace_back(role, std::move(found));
        break;
      }
    }
    for (const auto& [role, sources] : rule.roles)
      if (event.role(role) == nullptr &&
          std::any_of(sources.begin(), sources.end(),
                      [](const RoleSource& s) { return s.relation == Relation::object; }) &&
          takes_unnamed(hit))
        event.unnamed.push_back(role);
    if (!rule.split.empty()) split_roles(rule, event);
  }

  // "sued three former employees", "fined a dairy": the object is somebody, but nobody is named.
  bool takes_unnamed(const Hit& hit) const {
    static const WordSet verbs = {"sue",    "countersue", "fine",     "charge",
                                  "accuse", "indict",     "penalise", "penalize"};
    if (!verbal(hit.head) || verbs.count(grammar_.lemma(hit.head)) == 0) return false;
    const Phrase object = grammar_.object(hit.head, object_start(hit));
    if (object.head == kNone || object.name != kNone) return false;
    const Item& head = segment_.items[object.head];
    if (head.tag != Tag::noun) return false;
    const Item& first = segment_.items[object.begin];
    if (first.lower == "the" || first.tag == Tag::possessive) return false;
    return first.tag == Tag::determiner || first.tag == Tag::figure || head.lower.ends_with("s") ||
           first.capital;
  }

  // Whether a name or noun is in a list, or ends in one that is: "Larkspur Therapeutics", "music
  // publisher".
  bool ends_in(const std::string& list, std::string_view words) const {
    for (;;) {
      if (rules_.lexicon().in_list(list, words)) return true;
      const std::size_t space = words.find(' ');
      if (space == std::string_view::npos) return false;
      words.remove_prefix(space + 1);
    }
  }

  // How well a party fits the side that the rule describes: the place of the list that it is in,
  // lower is better; behind those in none, who is on the other side, its surest members last.
  std::size_t side_rank(const Rule& rule, std::uint32_t party) const {
    const Party& p = a_.parties[party];
    const std::string name = ascii_lower(p.name);
    const auto fits = [&](const std::string& list) {
      if (p.kind == EntityKind::outlet && rules_.lexicon().in_list(list, "outlet")) return true;
      return ends_in(list, name) ||
             std::any_of(p.nouns.begin(), p.nouns.end(), [&](const std::string& own) {
               // "an AI music company": the first word can tell as well.
               const std::string noun = ascii_lower(own);
               return ends_in(list, noun) ||
                      rules_.lexicon().in_list(list, noun.substr(0, noun.find(' ')));
             });
    };
    const auto own = std::find_if(rule.sided.begin(), rule.sided.end(), fits);
    if (own != rule.sided.end()) return static_cast<std::size_t>(own - rule.sided.begin());
    const auto other = std::find_if(rule.opposed.begin(), rule.opposed.end(), fits);
    return rule.sided.size() + static_cast<std::size_t>(rule.opposed.end() - other);
  }

  // Parts the parties of the first role of `split`: those that fit the described side best go to
  // it. When none is told apart so, the first party stays and the rest move over.
  void split_roles(const Rule& rule, RawEvent& event) const {
    if (event.role(rule.split[1]) != nullptr) return;
    const auto role = std::find_if(event.roles.begin(), event.roles.end(),
                                   [&](const auto& r) { return r.first == rule.split[0]; });
    if (role == event.roles.end() || role->second.size() < 2) return;
    if (rule.sided.empty() && role->second.size() != 2) return;
    std::vector<std::size_t> ranks;
    for (const std::uint32_t party : role->second) ranks.push_back(side_rank(rule, party));
    const auto [best, worst] = std::minmax_element(ranks.begin(), ranks.end());
    if (rule.told_apart && (*best >= rule.sided.size() || *worst <= rule.sided.size())) {
      event.roles.erase(role);
      return;
    }
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> second;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      const bool stays =
          *best == *worst ? i == 0 : (ranks[i] == *best) == (rule.sided_role == rule.split[0]);
      (stays ? first : second).push_back(role->second[i]);
    }
    role->second = std::move(first);
    event.roles.emplace_back(rule.split[1], std::move(second));
  }

  // ---- figures

  bool fits(std::int32_t figure, FigureSlot slot) const {
    const Figure& f = a_.figures[static_cast<std::size_t>(figure)];
    switch (slot) {
      case FigureSlot::amount:
        return f.kind == FigureKind::money && f.per_unit == per_unit_;
      case FigureSlot::percent:
        return f.kind == FigureKind::percent;
      case FigureSlot::multiple:
        return f.kind == FigureKind::multiple;
      case FigureSlot::when:
      case FigureSlot::until:
        return f.kind == FigureKind::date && !f.iso.empty();
    }
    return false;
  }

  std::int32_t figure_at(std::size_t item, FigureSlot slot) const {
    const Item& it = segment_.items[item];
    const bool good = it.tag == Tag::figure && fits(it.figure, slot) && !starts_a_move(item);
    return good ? it.figure : -1;
  }

  // "raised its stake from 33% to 75%", "lifted the offer from $5bn to $6bn": what was before. Of a
  // metric both are told.
  bool starts_a_move(std::size_t item) const {
    const std::vector<Item>& items = segment_.items;
    if (of_metric_ || item == 0 || items[item - 1].lower != "from") return false;
    const FigureKind kind = a_.figures[static_cast<std::size_t>(items[item].figure)].kind;
    constexpr std::size_t kReach = 4;
    for (std::size_t k = item + 1; k + 1 < items.size() && k < item + kReach; ++k)
      if (items[k].lower == "to" && items[k + 1].tag == Tag::figure &&
          a_.figures[static_cast<std::size_t>(items[k + 1].figure)].kind == kind)
        return kind == FigureKind::money || kind == FigureKind::percent;
    return false;
  }

  std::int32_t figure_between(std::size_t begin, std::size_t end, FigureSlot slot) const {
    for (std::size_t k = begin; k < end && k < segment_.items.size(); ++k)
      if (const std::int32_t found = figure_at(k, slot); found >= 0) return found;
    return -1;
  }

  std::int32_t look(const Hit& hit, FigureSlot slot, const FigureSource& source) const {
    switch (source.relation) {
      case Relation::slot: {
        const std::size_t item = hit.slot(source.word);
        return item == kNone ? -1 : figure_at(item, slot);
      }
      case Relation::subject:
      case Relation::passive: {
        if (!verbal(hit.head)) return -1;
        const Phrase phrase = source.relation == Relation::subject
                                  ? grammar_.subject(hit.head)
                                  : grammar_.object(hit.head, object_start(hit));
        if (phrase.begin == kNone) return -1;
        return figure_between(phrase.begin, phrase.end, slot);
      }
      case Relation::object: {
        // What follows the verb at once, past words of the bound and one indirect object:
        // "raised up to $2 billion", "pay Microsoft $1 billion".
        static const WordSet before_figure = {
            "up",     "to",         "over",      "about",   "around",    "under",  "below",
            "above",  "between",    "near",      "as",      "much",      "little", "many",
            "extra",  "additional", "further",   "another", "fresh",     "total",  "combined",
            "record", "some",       "estimated", "or",      "than",      "least",  "most",
            "close",  "roughly",    "nearly",    "almost",  "initial",   "new",    "whopping",
            "mere",   "in",         "excess",    "of",      "remaining", "at",     "and"};
        std::size_t k = object_start(hit);
        bool indirect = false;
        while (k < segment_.items.size()) {
          const Item& item = segment_.items[k];
          const bool skip = item.tag == Tag::adverb || item.tag == Tag::determiner ||
                            is_manner_adverb(item.lower) || before_figure.count(item.lower) != 0;
          if (!skip && item.tag == Tag::name && !indirect) {
            indirect = true;
          } else if (!skip) {
            break;
          }
          ++k;
        }
        return k < segment_.items.size() ? figure_at(k, slot) : -1;
      }
      case Relation::modifier:
      case Relation::possessor:
        return figure_between(grammar_.phrase_begin(hit.head), hit.end, slot);
      case Relation::preposition:
        for (const Complement& c : complements(hit)) {
          if (c.preposition != source.word || c.figure == kNone) continue;
          // Only what the preposition governs at once, not the far end of a long phrase.
          if (const std::int32_t found = figure_at(c.figure, slot); found >= 0) return found;
        }
        return -1;
      case Relation::before: {
        // Not past another verb, whose object it would be.
        const std::size_t begin = grammar_.clause(hit.head).first;
        for (std::size_t k = hit.begin; k-- > begin && segment_.items[k].tag != Tag::to;)
          if (const std::int32_t found = figure_at(k, slot); found >= 0) return found;
        return -1;
      }
      case Relation::after:
        return figure_between(hit.head + 1, grammar_.clause(hit.head).second, slot);
      case Relation::growth:
        return moves(hit) ? rate_of(hit, slot) : -1;
      case Relation::clause:
      case Relation::sentence: {
        auto [begin, end] = grammar_.clause(hit.head);
        if (source.relation == Relation::sentence) {
          begin = 0;
          end = segment_.items.size();
        }
        std::size_t best = kNone;
        for (std::size_t k = begin; k < end; ++k) {
          if (figure_at(k, slot) < 0) continue;
          const auto distance = [&](std::size_t x) {
            return x > hit.head ? x - hit.head : hit.head - x;
          };
          if (best == kNone || distance(k) < distance(best)) best = k;
        }
        return best == kNone ? -1 : figure_at(best, slot);
      }
      default:
        return -1;
    }
  }

  // The rate at which the trigger noun moves: the next figure behind it ("sales rose 6%"), else one
  // that only the noun of the movement parts from it ("a 6% rise in first-half sales").
  std::int32_t rate_of(const Hit& hit, FigureSlot slot) const {
    const auto [begin, end] = grammar_.clause(hit.head);
    for (std::size_t k = hit.head + 1; k < end; ++k)
      if (const std::int32_t found = figure_at(k, slot); found >= 0) return found;
    for (std::size_t k = hit.begin; k-- > begin;) {
      if (const std::int32_t found = figure_at(k, slot); found >= 0)
        return segment_.items[k + 1].lower == "of" ? -1 : found;  // "62% of sales" is a share
      const Item& item = segment_.items[k];
      const bool inside = item.tag == Tag::noun || item.tag == Tag::adverb ||
                          item.tag == Tag::determiner || item.tag == Tag::name ||
                          item.lower == "in" || item.lower == "of" || item.lower == "for";
      if (!inside) return -1;
    }
    return -1;
  }

  // Whether a verb or a word of the clause is one of these.
  bool clause_has(const Hit& hit, const WordSet& verbs, const WordSet& words) const {
    const auto [begin, end] = grammar_.clause(hit.head);
    for (std::size_t k = begin; k < end; ++k) {
      const bool bound = k + 1 < end && segment_.items[k + 1].lower == "to" &&
                         segment_.items[k].lower == "up";  // "up to 10%"
      if (!bound && words.count(segment_.items[k].lower) != 0) return true;
      if (verbal(k) && verbs.count(grammar_.lemma(k)) != 0) return true;
    }
    return false;
  }

  // Whether the clause says that the trigger noun went up or down.
  bool moves(const Hit& hit) const {
    static const WordSet verbs = {"rise",  "grow", "jump",       "climb",  "increase", "surge",
                                  "soar",  "gain", "advance",    "expand", "improve",  "leap",
                                  "swell", "edge", "accelerate", "slow",   "double",   "triple"};
    static const WordSet words = {"up", "higher", "growth", "increase", "rise", "jump"};
    return clause_has(hit, verbs, words) || is_fall(hit);
  }

  // Whether the clause says that the trigger noun went down.
  bool is_fall(const Hit& hit) const {
    static const WordSet verbs = {"fall",    "drop",   "slip",     "decline", "plunge",
                                  "tumble",  "shrink", "decrease", "sink",    "slide",
                                  "plummet", "slump",  "contract", "dip",     "halve"};
    static const WordSet words = {"down", "lower", "less"};
    return clause_has(hit, verbs, words);
  }

  static bool is_direct(Relation relation) {
    return relation != Relation::clause && relation != Relation::sentence &&
           relation != Relation::before && relation != Relation::after;
  }

  void fill_figures(const Rule& rule, const Hit& hit, RawEvent& event) const {
    for (const auto& [slot, sources] : rule.figures) {
      for (const FigureSource& source : sources) {
        const std::int32_t found = look(hit, slot, source);
        if (found < 0) continue;
        switch (slot) {
          case FigureSlot::amount:
            event.amount = found;
            event.amount_direct = is_direct(source.relation);
            break;
          case FigureSlot::percent:
            event.percent = found;
            event.negative = source.relation == Relation::growth && is_fall(hit);
            break;
          case FigureSlot::multiple:
            event.multiple = found;
            break;
          case FigureSlot::when:
            event.when = found;
            break;
          case FigureSlot::until:
            event.until = found;
            break;
        }
        break;
      }
    }
  }

  static bool has(const RawEvent& event, const std::string& name) {
    if (name == "amount") return event.amount >= 0;
    if (name == "percent") return event.percent >= 0;
    if (name == "multiple") return event.multiple >= 0;
    return event.role(name) != nullptr;
  }

  bool fill(const Rule& rule, const Hit& hit, RawEvent& event) const {
    event.rule = &rule;
    event.segment = index_;
    event.sentence = segment_.sentence;
    event.head = hit.head;
    event.noun = hit.noun;
    fill_roles(rule, hit, event);
    fill_figures(rule, hit, event);
    const double percent =
        event.percent < 0 ? 0 : a_.figures[static_cast<std::size_t>(event.percent)].value;
    if (percent < rule.least_percent) {
      static const std::vector<std::string> size = {"a percentage of that size"};
      tell(fates_, Reach::unmet, event, nullptr, size);
      return false;
    }
    // Roles that the rest of the article may fill are asked for after consolidation.
    for (const auto& any : rule.require) {
      bool met = false;
      for (const std::string& name : any) {
        met = met || has(event, name);
        for (const auto& [role, sources] : rule.roles)
          if (role == name)
            for (const RoleSource& source : sources)
              met = met || source.relation == Relation::established ||
                    source.relation == Relation::topic;
      }
      if (!met) {
        tell(fates_, Reach::unmet, event, nullptr, any);
        return false;
      }
    }
    if (qualify(a_, segment_, grammar_, rules_, hit.end, event)) return true;
    tell(fates_, Reach::refused, event);
    return false;
  }

  const Analysis& a_;
  const std::vector<Segment>& segments_;
  std::uint32_t index_;
  bool of_metric_ = false;  // the rule that is tried measures a company
  bool per_unit_ = false;   // the rule that is tried wants sums per share
  const Segment& segment_;
  const RuleSet& rules_;
  Grammar grammar_;
  Fates* fates_;
  mutable std::vector<Complement> complements_;
  mutable std::size_t complements_for_ = kNone;
  mutable std::size_t complements_end_ = kNone;
};

// Whether two events turn on one word: the head of one may be the noun that the other's head
// supports.
bool on_one_word(const RawEvent& x, const RawEvent& y) {
  if (x.head == y.head) return true;
  if (x.noun != kNone && (x.noun == y.head || x.noun == y.noun)) return true;
  return y.noun != kNone && y.noun == x.head;
}

// Of several rules that read the same word of the same segment as the same type, the one of higher
// priority, then of more roles filled, then the earlier in id order, is right.
void keep_best(std::vector<RawEvent>& events, Fates* fates) {
  const auto filled = [](const RawEvent& e) {
    std::size_t n = e.roles.size();
    n += (e.amount >= 0 ? 1U : 0U) + (e.percent >= 0 ? 1U : 0U);
    return n;
  };
  std::vector<RawEvent> out;
  for (RawEvent& event : events) {
    RawEvent* rival = nullptr;
    for (RawEvent& kept : out)
      if (kept.segment == event.segment && on_one_word(kept, event) &&
          kept.rule->event == event.rule->event &&
          (kept.amount == event.amount || kept.amount < 0 || event.amount < 0))
        rival = &kept;
    if (rival == nullptr) {
      out.push_back(std::move(event));
      continue;
    }
    const bool better = event.rule->priority != rival->rule->priority
                            ? event.rule->priority > rival->rule->priority
                            : (filled(event) != filled(*rival) ? filled(event) > filled(*rival)
                                                               : event.rule->id < rival->rule->id);
    tell(fates, Reach::outranked, better ? *rival : event, better ? event.rule : rival->rule);
    if (better) *rival = std::move(event);
  }
  events = std::move(out);
}

// Adds what one trigger costs on one clause to its rule, when somebody asks.
class Metered {
 public:
  Metered(std::vector<RuleCost>* costs, std::uint32_t rule, const std::vector<RawEvent>& events)
      : cost_(costs != nullptr ? &(*costs)[rule] : nullptr), events_(events) {
    if (cost_ == nullptr) return;
    before_ = events_.size();
    begin_ = std::chrono::steady_clock::now();
  }
  ~Metered() {
    if (cost_ == nullptr) return;
    cost_->nanoseconds += (std::chrono::steady_clock::now() - begin_) / std::chrono::nanoseconds(1);
    cost_->tried += 1;
    cost_->raised += static_cast<std::int64_t>(events_.size() - before_);
  }
  Metered(const Metered&) = delete;
  Metered& operator=(const Metered&) = delete;

 private:
  RuleCost* cost_;
  const std::vector<RawEvent>& events_;
  std::size_t before_ = 0;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace

bool shares(const std::vector<std::uint32_t>& x, const std::vector<std::uint32_t>& y) {
  return std::any_of(x.begin(), x.end(), [&](std::uint32_t party) {
    return std::find(y.begin(), y.end(), party) != y.end();
  });
}

void drop_taken(const RawEvent& event, std::vector<std::uint32_t>& parties) {
  for (const auto& [role, taken] : event.roles)
    for (const std::uint32_t party : taken) std::erase(parties, party);
}

std::vector<RawEvent> match_rules(const Analysis& analysis, const std::vector<Segment>& segments,
                                  const RuleSet& rules, const RulePrefilter* prefilter,
                                  const MatchLog& log) {
  std::vector<RawEvent> out;
  RulePrefilter::Scratch scratch;
  std::vector<RulePrefilter::Candidate> candidates;
  for (std::uint32_t s = 0; s < segments.size(); ++s) {
    std::vector<RawEvent> here;
    SegmentMatcher matcher(analysis, segments, s, rules, log.fates);
    if (prefilter != nullptr) {
      prefilter->candidates(analysis, segments[s], scratch, candidates);
      for (const RulePrefilter::Candidate& c : candidates) {
        const Rule& rule = rules.rules()[c.rule];
        const Metered metered(log.costs, c.rule, here);
        matcher.try_rule(rule, rule.triggers[c.trigger], here);
      }
    } else {
      for (const Rule& rule : rules.rules())
        for (const Trigger& trigger : rule.triggers) matcher.try_rule(rule, trigger, here);
    }
    keep_best(here, log.fates);
    for (RawEvent& event : here) out.push_back(std::move(event));
  }
  return out;
}

}  // namespace pactwatch
