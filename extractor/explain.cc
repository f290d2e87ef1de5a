#include "extractor/explain.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "extractor/relations.h"
#include "rules/atoms.h"

namespace pactwatch {
namespace {

std::string quoted(const std::vector<std::string>& words, std::string_view conjunction) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " " + std::string(conjunction) + " " : ", ";
    out += "\"" + words[i] + "\"";
  }
  return out;
}

std::string spelled(std::string_view skeleton) {
  Segment segment;
  segment.skeleton = skeleton;
  return readable_skeleton(segment);
}

std::string missing_text(std::vector<std::string> atoms) {
  for (std::string& atom : atoms) atom = spelled(atom);
  constexpr std::size_t kMost = 8;  // a verb with its forms; more tires
  if (atoms.size() == 1) return "the clause lacks " + quoted(atoms, "");
  std::sort(atoms.begin(), atoms.end());
  if (atoms.size() <= kMost) return "the clause has none of " + quoted(atoms, "and");
  const std::size_t more = atoms.size() - kMost;
  atoms.resize(kMost);
  return "the clause has none of " + quoted(atoms, "and") + ", nor " + std::to_string(more) +
         " more";
}

// A source as rules write it: "object ORG|PERSON".
std::string source_text(Relation relation, const std::string& word) {
  switch (relation) {
    case Relation::subject:
      return "subject";
    case Relation::object:
      return "object";
    case Relation::preposition:
      return word;
    case Relation::exactly:
      return "=" + word;
    case Relation::owner:
      return word + "'s";
    case Relation::possessor:
      return "possessor";
    case Relation::modifier:
      return "modifier";
    case Relation::slot:
      return "slot:" + word;
    case Relation::before:
      return "before";
    case Relation::after:
      return "after";
    case Relation::clause:
      return "clause";
    case Relation::sentence:
      return "sentence";
    case Relation::passive:
      return "passive";
    case Relation::active:
      return "active";
    case Relation::involved:
      return "involved";
    case Relation::growth:
      return "growth";
    case Relation::pair:
      return "pair";
    case Relation::established:
      return "established";
    case Relation::topic:
      return "topic";
  }
  return {};
}

std::string kinds_text(unsigned kinds) {
  static constexpr std::pair<unsigned, std::string_view> names[] = {{kOrg, "ORG"},
                                                                    {kPerson, "PERSON"},
                                                                    {kAuthority, "AUTHORITY"},
                                                                    {kCourt, "COURT"},
                                                                    {kOutlet, "OUTLET"}};
  std::string out;
  for (const auto& [bit, name] : names)
    if ((kinds & bit) != 0) out += (out.empty() ? "" : "|") + std::string(name);
  return out;
}

FigureSlot slot_of(const std::string& name) {
  if (name == "amount") return FigureSlot::amount;
  return name == "percent" ? FigureSlot::percent : FigureSlot::multiple;
}

// Where a rule looked for a role or figure, as its file says it.
std::string looked_in(const Rule& rule, const std::string& name) {
  std::vector<std::string> places;
  for (const auto& [role, sources] : rule.roles)
    if (role == name)
      for (const RoleSource& source : sources)
        places.push_back(source_text(source.relation, source.word) + " " +
                         kinds_text(source.kinds));
  if (name == "amount" || name == "percent" || name == "multiple")
    for (const auto& [slot, sources] : rule.figures)
      if (slot == slot_of(name))
        for (const FigureSource& source : sources)
          places.push_back(source_text(source.relation, source.word));
  return places.empty() ? "the rule names no place to look" : "looked in " + quoted(places, "and");
}

// Where a trigger's pattern matches a segment.
struct Place {
  std::size_t head = 0;
  std::string text;
  bool verb_elsewhere = false;  // a verb is meant, and the word is read as something else
};

class Explainer {
 public:
  Explainer(const Analysis& analysis, const std::vector<Segment>& segments, const RuleSet& rules,
            const Rule& rule, const Fates& fates)
      : a_(analysis), segments_(segments), rules_(rules), rule_(rule), fates_(fates) {}

  std::vector<ClauseReport> run() const {
    std::vector<ClauseReport> out;
    for (std::size_t t = 0; t < rule_.triggers.size(); ++t) {
      const PatternAtoms atoms(*rule_.triggers[t].regex);
      for (std::uint32_t s = 0; s < segments_.size(); ++s) {
        ClauseReport report;
        report.segment = s;
        report.skeleton = readable_skeleton(segments_[s]);
        report.trigger = t;
        judge(segments_[s], atoms, report);
        out.push_back(std::move(report));
      }
    }
    std::stable_sort(out.begin(), out.end(), [](const ClauseReport& x, const ClauseReport& y) {
      return x.segment < y.segment;
    });
    return out;
  }

 private:
  void judge(const Segment& segment, const PatternAtoms& atoms, ClauseReport& report) const {
    const std::vector<std::string> missing = atoms.missing(segment.skeleton);
    if (!missing.empty()) {
      report.reach = Reach::no_atom;
      report.detail = missing_text(missing);
      return;
    }
    const std::vector<Place> places = find(segment, *rule_.triggers[report.trigger].regex);
    if (places.empty()) {
      report.reach = Reach::no_trigger;
      report.detail = "the words are there, but not in this pattern";
      return;
    }
    for (const Trigger& unless : rule_.unless) {
      re2::StringPiece struck;
      const re2::StringPiece text(segment.skeleton);
      if (!unless.regex->Match(text, 0, text.size(), re2::RE2::UNANCHORED, &struck, 1)) continue;
      report.reach = Reach::struck;
      report.detail = "\"unless\" of line " + std::to_string(unless.line) + " matches \"" +
                      spelled(std::string_view(struck.data(), struck.size())) +
                      "\": " + unless.source;
      return;
    }
    const Fate* best = nullptr;
    for (const Place& place : places) {
      const Fate* fate = last_fate(report.segment, place.head);
      if (fate != nullptr && (best == nullptr || fate->reach > best->reach)) best = fate;
    }
    if (best == nullptr) {
      report.reach = Reach::misread;
      report.detail =
          "\"" + places.front().text + "\" matches, but " +
          (places.front().verb_elsewhere ? "is read as a noun here, and the trigger wants a verb"
                                         : "reaches over another clause, verb or noun");
      return;
    }
    report.reach = best->reach;
    report.detail = filled(best->event) + in_words(*best, segment);
  }

  // Every place where the pattern matches, from each word on.
  std::vector<Place> find(const Segment& segment, const re2::RE2& regex) const {
    std::vector<Place> out;
    const re2::StringPiece text(segment.skeleton);
    const int groups = 1 + regex.NumberOfCapturingGroups();
    std::vector<re2::StringPiece> found(static_cast<std::size_t>(groups));
    std::size_t from = 0;
    while (from < text.size() &&
           regex.Match(text, from, text.size(), re2::RE2::UNANCHORED, found.data(), groups) &&
           !found[0].empty()) {
      const auto begin = static_cast<std::size_t>(found[0].data() - text.data());
      Place place;
      place.head = segment.item_at(begin);
      place.text = spelled(std::string_view(found[0].data(), found[0].size()));
      for (const auto& [name, number] : regex.NamedCapturingGroups()) {
        const re2::StringPiece& piece = found[static_cast<std::size_t>(number)];
        if (piece.data() == nullptr || piece.empty()) continue;
        const auto at = static_cast<std::size_t>(piece.data() - text.data());
        if (name == "verb") {
          place.head = segment.item_at(at);
          place.verb_elsewhere = segment.items[place.head].tag != Tag::verb;
        } else if (name == "head") {
          place.head = segment.item_at(at + piece.size() - 1);
        }
      }
      out.push_back(std::move(place));
      from = segment.skeleton.find(' ', begin + 1);
      if (from == std::string::npos) break;
    }
    return out;
  }

  // Fates of one attempt come in the order of the stages; the last one is what became of it.
  const Fate* last_fate(std::uint32_t segment, std::size_t head) const {
    const Fate* last = nullptr;
    for (const Fate& fate : fates_)
      if (fate.event.rule == &rule_ && fate.event.segment == segment && fate.event.head == head)
        last = &fate;
    return last;
  }

  // "acquirer = Harbinger Foods, amount = $2 billion: "
  std::string filled(const RawEvent& event) const {
    std::string out;
    const auto add = [&](const std::string& name, const std::string& value) {
      out += (out.empty() ? "" : ", ") + name + " = " + value;
    };
    for (const auto& [role, parties] : event.roles) {
      std::string names;
      for (const std::uint32_t party : parties)
        names += (names.empty() ? "" : " + ") + a_.parties[party].name;
      add(role, names);
    }
    for (const auto& [name, index] : {std::pair<const char*, std::int32_t>{"amount", event.amount},
                                      {"percent", event.percent},
                                      {"multiple", event.multiple}})
      if (index >= 0) {
        const Figure& figure = a_.figures[static_cast<std::size_t>(index)];
        add(name, a_.text.substr(figure.begin, figure.end - figure.begin));
      }
    return out.empty() ? "" : out + "; ";
  }

  std::string in_words(const Fate& fate, const Segment& segment) const {
    const RawEvent& event = fate.event;
    const std::string winner = fate.winner == nullptr
                                   ? ""
                                   : fate.winner->id + " (priority " +
                                         std::to_string(fate.winner->priority) + ", this one " +
                                         std::to_string(rule_.priority) + ")";
    switch (fate.reach) {
      case Reach::unmet:
        return lacking(fate);
      case Reach::refused: {
        const std::string cue = cue_text(event, segment);
        return std::string(event.refusal != nullptr ? event.refusal : "not asserted") +
               (cue.empty() ? "" : ", \"" + cue + "\"");
      }
      case Reach::outranked:
        return fate.winner == &rule_ ? "another trigger of the rule reads the same word"
                                     : "the same word is read by " + winner;
      case Reach::figure_taken:
        return "its figure belongs to the event of " + winner;
      case Reach::incomplete:
        if (rule_.context) return "the rule only says who is involved (context = true)";
        if (fate.lacks.empty())
          return "the rule only counts beside another " + rule_.event + " (echo = true)";
        return lacking(fate) + taken_before(event);
      case Reach::merged:
        return "the fact is told in another sentence already, by " + winner;
      case Reach::event:
        return rule_.event + " " + event.stage + ", " + std::string(to_string(event.modality));
      case Reach::no_atom:
      case Reach::no_trigger:
      case Reach::misread:
      case Reach::struck:
        break;  // judged before any attempt
    }
    return {};
  }

  std::string lacking(const Fate& fate) const {
    std::string out = "lacks ";
    for (std::size_t i = 0; i < fate.lacks.size(); ++i)
      out += (i > 0 ? " or " : "") + fate.lacks[i] + " (" + looked_in(rule_, fate.lacks[i]) + ")";
    return out;
  }

  // An amount that was there and went to another event is why one is lacking now.
  std::string taken_before(const RawEvent& event) const {
    for (const Fate& fate : fates_)
      if (fate.reach == Reach::figure_taken && fate.event.rule == &rule_ &&
          fate.event.segment == event.segment && fate.event.head == event.head)
        return "; its figure went to " + fate.winner->id;
    return {};
  }

  // The words of the verb group, or the word, that took an event back.
  std::string cue_text(const RawEvent& event, const Segment& segment) const {
    if (event.cue >= segment.items.size()) return {};
    std::size_t begin = event.cue;
    if (segment.items[begin].tag == Tag::verb) {
      const Grammar grammar(a_, segment, rules_.lexicon());
      begin = std::min(begin, grammar.verb_group(begin).begin);
    } else if (begin > 0) {
      begin = Grammar(a_, segment, rules_.lexicon()).phrase_begin(begin);
    }
    const Item& first = segment.items[std::min(begin, event.cue)];
    const Item& last = segment.items[event.cue];
    const std::size_t from = a_.tokens[first.token_begin].begin;
    const std::size_t to = a_.tokens[last.token_end - 1].end;
    return to > from ? fold_space(std::string_view(a_.text).substr(from, to - from))
                     : std::string();
  }

  const Analysis& a_;
  const std::vector<Segment>& segments_;
  const RuleSet& rules_;
  const Rule& rule_;
  const Fates& fates_;
};

}  // namespace

std::string_view to_string(Reach reach) {
  switch (reach) {
    case Reach::no_atom:
      return "word missing";
    case Reach::no_trigger:
      return "trigger does not match";
    case Reach::misread:
      return "trigger read otherwise";
    case Reach::struck:
      return "struck by unless";
    case Reach::unmet:
      return "role missing";
    case Reach::refused:
      return "taken back by a cue";
    case Reach::outranked:
      return "lost to another rule";
    case Reach::figure_taken:
      return "figure taken";
    case Reach::incomplete:
      return "left incomplete";
    case Reach::merged:
      return "merged";
    case Reach::event:
      return "event";
  }
  return {};
}

std::string readable_skeleton(const Segment& segment) {
  static constexpr std::pair<char32_t, std::string_view> marks[] = {
      {sentinel::kOrg, "{ORG}"},
      {sentinel::kPerson, "{PERSON}"},
      {sentinel::kAuthority, "{AUTHORITY}"},
      {sentinel::kCourt, "{COURT}"},
      {sentinel::kOutlet, "{OUTLET}"},
      {sentinel::kPlace, "{PLACE}"},
      {sentinel::kMoney, "{MONEY}"},
      {sentinel::kPercent, "{PERCENT}"},
      {sentinel::kMultiple, "{MULTIPLE}"},
      {sentinel::kDate, "{DATE}"},
      {sentinel::kDuration, "{DURATION}"},
      {sentinel::kQuantity, "{QUANTITY}"},
      {sentinel::kNumber, "{NUMBER}"}};
  std::string out = segment.skeleton;
  for (const auto& [mark, name] : marks) {
    std::string written;
    append_utf8(written, mark);
    for (std::size_t at = out.find(written); at != std::string::npos;
         at = out.find(written, at + name.size()))
      out.replace(at, written.size(), name);
  }
  return out;
}

Explanation explain_rule(const Analysis& analysis, const std::vector<Segment>& segments,
                         const RuleSet& rules, const Rule& rule, const Fates& fates,
                         const std::vector<Event>& events) {
  Explanation out;
  out.clauses = Explainer(analysis, segments, rules, rule, fates).run();
  for (const ClauseReport& report : out.clauses) out.reach = std::max(out.reach, report.reach);
  for (const Event& event : events)
    if (event.rule == rule.id) out.events.push_back(event);
  return out;
}

}  // namespace pactwatch
