#include "extractor/cases.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/words.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

using Parties = std::vector<std::uint32_t>;

constexpr std::size_t kMostCases = 64;  // an article that tells of more is no article
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// What agreement is worth, in sentences of distance.
constexpr long kCommonParty = 6;
constexpr long kOtherSide = 4;
constexpr long kSameJudge = 8;
constexpr long kOtherJudge = 4;
constexpr long kOneSided = 3;
constexpr long kCompletes = 2;
constexpr long kApart = 4;
constexpr long kApartReach = 2;  // sentences that a case told in passing is spoken of
constexpr long kJoins = 3;
constexpr long kNamedBeside = 2;
constexpr long kOthersNamed = 3;
constexpr long kMainCase = 5;   // the farthest that the case of the headline ever is
constexpr long kFarthest = 14;  // without a common party

struct Case {
  bool action = false;          // a regulator's; else a suit
  std::array<Parties, 2> side;  // plaintiff and defendant; authority and subject
  std::vector<std::uint32_t> sentences;
  Parties judges;
  bool main = false;
  bool adverse = false;  // an action that its subject may fight: a fine, a ban
  bool apart = false;    // told only as another case than the story's
};

void unite(Parties& into, const Parties& from) {
  for (const std::uint32_t party : from)
    if (std::find(into.begin(), into.end(), party) == into.end()) into.push_back(party);
}

bool is_action(const RawEvent& event) { return event.rule->event == "regulatory_action"; }

const std::string& side_name(bool action, std::size_t side) {
  static const std::array<std::string, 2> suit = {"plaintiff", "defendant"};
  static const std::array<std::string, 2> review = {"authority", "subject"};
  return action ? review[side] : suit[side];
}

class Docket {
 public:
  Docket(const Analysis& analysis, std::vector<RawEvent>& raw) : a_(analysis), raw_(raw) {}

  void run() {
    for (std::size_t i = 0; i < raw_.size(); ++i)
      if (raw_[i].rule->event == "lawsuit" || is_action(raw_[i])) mine_.push_back(i);
    if (mine_.empty()) return;
    judge_orders();
    read_sentences();
    for (const std::size_t i : mine_)
      if (explicit_side(raw_[i], 0) != nullptr && explicit_side(raw_[i], 1) != nullptr) enter(i);
    for (const std::size_t i : mine_) doubt(raw_[i]);
    for (const std::size_t i : mine_)
      if ((explicit_side(raw_[i], 0) == nullptr) != (explicit_side(raw_[i], 1) == nullptr))
        enter(i);
    mark_main();
    read_headline();
    std::vector<bool> done(raw_.size(), false);
    // First whose side is not told: such a clause often names the party that its case lacks.
    for (const std::size_t i : mine_)
      if (raw_[i].role(kSideRole) != nullptr || raw_[i].role(kOpponentRole) != nullptr) {
        resolve(raw_[i]);
        done[i] = true;
      }
    for (const std::size_t i : mine_)
      if (!done[i]) resolve(raw_[i]);
    // What a later sentence told of a case holds for the earlier ones.
    for (const auto& [i, k] : taken_)
      for (std::size_t side = 0; side < 2; ++side)
        if (cases_[k].action == is_action(raw_[i]) &&
            wants(raw_[i], side_name(cases_[k].action, side))) {
          Parties parties = cases_[k].side[side];
          drop_taken(raw_[i], parties);
          infer(raw_[i], side_name(cases_[k].action, side), parties);
        }
    for (const std::size_t i : mine_) part(raw_[i]);
  }

 private:
  // The parties that the clause itself names in the role.
  const Parties* explicit_side(const RawEvent& event, std::size_t side) const {
    const Parties* parties = event.role(side_name(is_action(event), side));
    if (parties == nullptr || parties->empty()) return nullptr;
    const bool named = std::any_of(parties->begin(), parties->end(),
                                   [&](std::uint32_t p) { return !a_.parties[p].unnamed; });
    return named ? parties : nullptr;
  }

  // "was ordered to pay": of a court's order and an authority's fine read off one word, the one
  // that names who ordered it is right, else the court's.
  void judge_orders() {
    std::vector<std::size_t> dropped;
    for (const std::size_t i : mine_) {
      const RawEvent& fine = raw_[i];
      if (!is_action(fine)) continue;
      const bool unsigned_fine = fine.stage == "fined" && fine.role("authority") == nullptr;
      // Of an agency's settlement that no court has to do with, the suit is what is dropped.
      const bool settled = fine.rule->elsewhere != nullptr;
      if (!unsigned_fine && !settled) continue;
      for (const std::size_t k : mine_)
        if (!is_action(raw_[k]) && !raw_[k].rule->context && raw_[k].segment == fine.segment &&
            (raw_[k].head == fine.head ||
             (settled && raw_[k].stage == "settled" && raw_[k].sentence == fine.sentence)))
          dropped.push_back(settled && !of_state(fine) ? k : i);
    }
    std::sort(dropped.begin(), dropped.end());
    for (auto i = dropped.rbegin(); i != dropped.rend(); ++i)
      if (i == dropped.rbegin() || *i != *(i - 1))
        raw_.erase(raw_.begin() + static_cast<std::ptrdiff_t>(*i));
    if (dropped.empty()) return;
    mine_.clear();
    for (std::size_t i = 0; i < raw_.size(); ++i)
      if (raw_[i].rule->event == "lawsuit" || is_action(raw_[i])) mine_.push_back(i);
  }

  // Nobody stands on both sides: whoever was only inferred on one goes.
  static void part(RawEvent& event) {
    const bool action = is_action(event);
    for (std::size_t side = 0; side < 2; ++side) {
      const std::string& own = side_name(action, side);
      const auto inferred = std::find(event.inferred.begin(), event.inferred.end(), own);
      const Parties* other = event.role(side_name(action, 1 - side));
      if (inferred == event.inferred.end() || other == nullptr) continue;
      for (auto& [name, parties] : event.roles)
        if (name == own)
          std::erase_if(parties, [&](std::uint32_t party) { return shares({party}, *other); });
      if (event.role(own) != nullptr && event.role(own)->empty()) drop_role(event, own);
    }
  }

  // "settled with Texas": states go to court, agencies need not.
  bool of_state(const RawEvent& event) const {
    const Parties* authority = event.role("authority");
    return authority != nullptr &&
           std::any_of(authority->begin(), authority->end(), [&](std::uint32_t p) {
             return a_.parties[p].known < 0 || a_.parties[p].name.starts_with("State of ");
           });
  }

  // ---- what the sentences say of cases besides their parties

  static bool is_case_word(std::string_view word) {
    static const WordSet words = {"judge",  "court",     "case",          "cases",     "suit",
                                  "suits",  "trial",     "lawsuit",       "lawsuits",  "jury",
                                  "action", "complaint", "investigation", "probe",     "settlement",
                                  "ruling", "tribunal",  "inquiry",       "challenge", "claims",
                                  "claim",  "dispute",   "proceedings",   "matter"};
    return words.count(word) != 0;
  }

  void read_sentences() {
    separate_.assign(a_.sentences.size(), false);
    judges_.resize(a_.sentences.size());
    named_.resize(a_.sentences.size());
    static const WordSet apart = {"another",   "separate",  "separately", "similar",
                                  "different", "unrelated", "comparable"};
    for (std::uint32_t s = 0; s < a_.sentences.size(); ++s) {
      const Sentence& sentence = a_.sentences[s];
      for (std::uint32_t t = sentence.token_begin; t < sentence.token_end; ++t) {
        if (apart.count(a_.token_lower(t)) == 0) continue;
        if (t == sentence.token_begin && a_.token_lower(t) == "separately") separate_[s] = true;
        for (std::uint32_t k = t + 1;
             k < sentence.token_end && k <= t + 4 && a_.word(k).tag != Tag::preposition; ++k)
          if (is_case_word(a_.token_lower(k))) separate_[s] = true;
      }
    }
    std::uint32_t s = 0;
    for (const Mention& mention : a_.mentions) {
      while (s + 1 < a_.sentences.size() && a_.sentences[s].token_end <= mention.token_begin) ++s;
      for (const std::uint32_t party : mention.parties) {
        if (a_.parties[party].kind == EntityKind::court) {
          if (a_.parties[party].judge) unite(judges_[s], {party});
        } else if (mention.form == Mention::Form::name &&
                   a_.parties[party].kind != EntityKind::place) {
          unite(named_[s], {party});
        }
      }
    }
  }

  // ---- entering cases

  bool sentence_has(std::uint32_t s, std::string_view words) const {
    const Sentence& sentence = a_.sentences[s];
    return std::string_view(a_.lower)
               .substr(sentence.begin, sentence.end - sentence.begin)
               .find(words) != std::string_view::npos;
  }

  // "It filed the suit in 2022": nobody sues himself, so a pronoun that would make a defendant of
  // the article the plaintiff, was read amiss.
  void doubt(RawEvent& event) const {
    if (is_action(event) || event.stage != "filed" || both_explicit(event)) return;
    if (std::find(event.weak.begin(), event.weak.end(), "plaintiff") == event.weak.end()) return;
    const Parties* plaintiffs = explicit_side(event, 0);
    if (plaintiffs == nullptr) return;
    if (sentence_has(event.sentence, "counter")) return;
    for (const Case& c : cases_)
      if (!c.action && !c.apart && !c.side[0].empty() && shares(*plaintiffs, c.side[1]) &&
          !shares(*plaintiffs, c.side[0])) {
        drop_role(event, "plaintiff");
        return;
      }
  }

  // Both name the side and nobody is common, or the event puts somebody on the other side.
  bool conflicts(const RawEvent& event, const Case& c) const {
    for (std::size_t side = 0; side < 2; ++side) {
      const Parties* own = explicit_side(event, side);
      if (own == nullptr || c.side[side].empty()) continue;
      if (!shares(*own, c.side[side])) return true;
    }
    return false;
  }

  std::size_t common_sides(const RawEvent& event, const Case& c) const {
    std::size_t common = 0;
    for (std::size_t side = 0; side < 2; ++side) {
      const Parties* own = explicit_side(event, side);
      if (own != nullptr && shares(*own, c.side[side])) ++common;
    }
    return common;
  }

  bool on_other_side(const RawEvent& event, const Case& c) const {
    for (std::size_t side = 0; side < 2; ++side) {
      const Parties* own = explicit_side(event, side);
      if (own != nullptr && shares(*own, c.side[1 - side])) return true;
    }
    return false;
  }

  static long distance(const Case& c, std::uint32_t sentence) {
    long best = 1000;
    for (const std::uint32_t at : c.sentences) {
      const long d = static_cast<long>(sentence) - static_cast<long>(at);
      best = std::min(best, d >= 0 ? d : 4 - 2 * d);  // what comes later may explain, at a price
    }
    return best;
  }

  bool named_twice(const RawEvent& event) const {
    for (std::size_t side = 0; side < 2; ++side)
      if (const Parties* own = explicit_side(event, side); own != nullptr && own->size() > 1)
        return true;
    return false;
  }

  void enter(std::size_t i) {
    const RawEvent& event = raw_[i];
    const bool both = explicit_side(event, 0) != nullptr && explicit_side(event, 1) != nullptr;
    const bool filed = event.stage == "filed" && !event.rule->context && !event.rule->only;
    if (!both && event.rule->context && !event.weak.empty() && named_twice(event))
      return;  // "their dispute": both sides of it
    Case* best = nullptr;
    for (Case& c : cases_) {
      if (c.action != is_action(event) || conflicts(event, c)) continue;
      const std::size_t common = common_sides(event, c);
      if (common == 0) continue;
      const bool one_sided = c.side[0].empty() || c.side[1].empty();
      if (both && filed && one_sided) continue;  // a filing with both parties is no earlier one's
      if (separate_[event.sentence] && common < 2) continue;
      if (best == nullptr || distance(c, event.sentence) < distance(*best, event.sentence))
        best = &c;
    }
    if (best == nullptr) {
      // "ruled against Arm": of a case that is known the clause only tells one party, not its side.
      if (!both && !filed && !event.rule->context)
        for (const Case& c : cases_)
          if (c.action == is_action(event) && on_other_side(event, c)) return;
      if (cases_.size() >= kMostCases) return;
      cases_.emplace_back();
      best = &cases_.back();
      best->action = is_action(event);
      best->apart = separate_[event.sentence];
    }
    if (!separate_[event.sentence]) best->apart = false;
    for (std::size_t side = 0; side < 2; ++side) {
      const Parties* own = explicit_side(event, side);
      if (own == nullptr) continue;
      if (best->side[side].empty() || (both && filed)) unite(best->side[side], *own);
    }
    best->adverse = best->adverse || event.stage == "fined" || event.stage == "blocked";
    best->sentences.push_back(event.sentence);
    unite(best->judges, judges_[event.sentence]);
  }

  void mark_main() {
    // The first case of which the headline names most.
    std::size_t most = 0;
    Case* main = nullptr;
    for (Case& c : cases_) {
      if (c.apart) continue;
      std::size_t named = 0;
      for (const Parties& side : c.side) named += shares(side, a_.title_parties) ? 1U : 0U;
      if (named <= most) continue;
      most = named;
      main = &c;
    }
    if (main != nullptr) main->main = true;
  }

  // A headline whose case no sentence tells with its parties: an authority in it sues, a company
  // that stands there alone is sued.
  void read_headline() {
    if (cases_.size() >= kMostCases) return;
    Parties official;
    Parties others;
    for (const std::uint32_t party : a_.title_parties) {
      const EntityKind kind = a_.parties[party].kind;
      if (kind == EntityKind::authority) official.push_back(party);
      if (kind == EntityKind::org || kind == EntityKind::person) others.push_back(party);
    }
    review_of(official, others);
    if (others.empty() || (official.empty() && others.size() > 1)) return;
    Case c;
    c.side[0] = official;
    c.side[1] = {others.front()};
    for (const Case& known : cases_) {
      if (known.apart) continue;
      // "Regulator fines X": that is the headline's.
      if (known.action && shares(known.side[1], c.side[1])) return;
      if (known.action) continue;
      if (shares(known.side[0], c.side[1])) return;
      if (shares(known.side[1], c.side[1]) && !known.side[0].empty()) return;
    }
    c.main = std::none_of(cases_.begin(), cases_.end(),
                          [](const Case& known) { return known.main && !known.action; });
    if (!c.main) return;
    cases_.push_back(std::move(c));
  }

  // A regulator's action of which no sentence names the subject: on those in the headline.
  void review_of(const Parties& official, const Parties& others) {
    constexpr std::size_t kMost = 3;  // more are no parties of one deal
    if (others.empty() || others.size() > kMost) return;
    for (const Case& known : cases_)
      if (known.action && shares(known.side[1], others)) return;
    Case c;
    c.action = true;
    c.side[0] = official;
    c.side[1] = others;
    c.main = std::none_of(cases_.begin(), cases_.end(),
                          [](const Case& known) { return known.main && known.action; });
    if (c.main) cases_.push_back(std::move(c));
  }

  // ---- taking roles from cases

  static bool wants(const RawEvent& event, const std::string& role) {
    if (event.role(role) != nullptr) return false;
    if (std::find(event.unnamed.begin(), event.unnamed.end(), role) != event.unnamed.end())
      return false;
    for (const auto& [name, sources] : event.rule->roles)
      if (name == role)
        return std::any_of(sources.begin(), sources.end(), [](const RoleSource& source) {
          return source.relation == Relation::established;
        });
    return false;
  }

  struct Fit {
    std::size_t index = kNone;
    long cost = 0;
    bool swapped = false;
    bool joins = false;
    bool alike = false;  // another case of which nobody is named: against the same, most likely
  };

  // How the parties without a side agree with the case: 1 they are of it, -1 they cannot be, 0 they
  // may be the ones that it does not name.
  static int sides_agree(const Parties& parties, const Case& c) {
    if (shares(parties, c.side[0]) || shares(parties, c.side[1])) return 1;
    return c.side[0].empty() || c.side[1].empty() ? 0 : -1;
  }

  Fit best_case(const RawEvent& event, const Parties& side, const Parties& opponent,
                bool actions) const {
    Parties loose = side;
    unite(loose, opponent);
    Fit best;
    for (std::size_t k = 0; k < cases_.size(); ++k) {
      const Case& c = cases_[k];
      if (c.action != is_action(event) && !(actions && c.action)) continue;
      const bool appeal = c.action && !is_action(event);  // of a decision, not of a suit
      if (appeal && !c.adverse && !shared_sentence(c, event)) continue;
      bool common = false;
      bool swapped = false;
      bool joins = false;
      long cost = 0;
      if (!appeal) {
        if (loose.empty() && !offers(c, event)) continue;
        common = common_sides(event, c) > 0;
        const bool conflict = conflicts(event, c);
        if (conflict || (!common && has_explicit(event))) {
          const bool filing = event.stage == "filed" || event.stage == "withdrawn";
          joins = (conflict || separate_[event.sentence]) && joins_in(event, c);
          if (!conflict && !on_other_side(event, c))
            cost += kCompletes;  // whom the case does not name yet
          else if (joins)
            cost += kJoins;
          else if (common || filing || both_explicit(event) || !on_other_side(event, c))
            continue;
          else
            swapped = true;  // "ruled against Arm", who is the plaintiff
        }
      } else if (has_explicit(event) || event.stage == "settled" || event.stage == "trial") {
        continue;
      }
      // "X's appeal against Y": a case of which both are told is none that has others.
      if (!appeal && !side.empty() && !opponent.empty() &&
          shares(loose, c.side[0]) != shares(loose, c.side[1]) && !c.side[0].empty() &&
          !c.side[1].empty())
        continue;
      if (!loose.empty()) {
        const int agree = appeal ? (shares(loose, c.side[1]) ? 1 : -1) : sides_agree(loose, c);
        // "A judge dismissed X's complaint. Y appealed": who appeals right behind is the other
        // side.
        const bool next = event.stage == "appeal" && distance(c, event.sentence) <= 1;
        if (agree < 0 || (agree == 0 && !shared_sentence(c, event) && !next)) continue;
        common = common || agree > 0;
      }
      const bool apart =
          separate_[event.sentence] && !joins && !shared_sentence(c, event) && !judge_of(c, event);
      const bool alike = apart && !c.action && c.main && c.side[1].size() == 1 && loose.empty() &&
                         !has_explicit(event) && named_[event.sentence].empty();
      if (apart && !alike) continue;
      if (!common && !swapped && !joins && loose.empty() && foreign(c, event)) continue;
      const long away = distance(c, event.sentence);
      if (c.apart && (swapped || away > kApartReach)) continue;
      cost += c.main ? std::min(away, kMainCase) : away;
      if (common) cost -= kCommonParty;
      if (swapped) cost -= kOtherSide;
      if (judge_of(c, event))
        cost -= kSameJudge;
      else if (!judges_[event.sentence].empty() && !c.judges.empty())
        cost += kOtherJudge;
      if (c.side[0].empty() || c.side[1].empty()) cost += kOneSided;
      if (c.apart && !common) cost += kApart;
      if (appeal) cost += 2;
      cost += named_cost(c, event);
      if (!common && !swapped && !judge_of(c, event) && cost > kFarthest) continue;
      if (best.index == kNone || cost < best.cost) best = {k, cost, swapped, joins, alike};
    }
    return best;
  }

  // Whether the case has somebody in a role that the event leaves open.
  static bool offers(const Case& c, const RawEvent& event) {
    for (std::size_t k = 0; k < 2; ++k)
      if (!c.side[k].empty() && wants(event, side_name(c.action, k))) return true;
    return false;
  }

  // "The Tribune followed with a complaint of its own": a new plaintiff, of whose suit only the
  // defendant is left open, sues whom the others sue.
  bool joins_in(const RawEvent& event, const Case& c) const {
    // "X is under investigation as well": by the same authority.
    if (is_action(event))
      return explicit_side(event, 0) == nullptr && explicit_side(event, 1) != nullptr &&
             !c.side[0].empty();
    if (event.stage != "filed") return false;
    // "against several drugmakers": it says whom, if by no name.
    if (sentence_has(event.sentence, " against ")) return false;
    const Parties* plaintiffs = explicit_side(event, 0);
    const bool told = std::any_of(c.sentences.begin(), c.sentences.end(),
                                  [&](std::uint32_t s) { return s <= event.sentence; });
    return told && plaintiffs != nullptr && explicit_side(event, 1) == nullptr &&
           !c.side[1].empty() && !shares(*plaintiffs, c.side[1]);
  }

  bool judge_of(const Case& c, const RawEvent& event) const {
    return shares(c.judges, judges_[event.sentence]);
  }

  bool shared_sentence(const Case& c, const RawEvent& event) const {
    return std::find(c.sentences.begin(), c.sentences.end(), event.sentence) != c.sentences.end();
  }

  // Several are named, none of them of the case: the sentence tells of another.
  bool foreign(const Case& c, const RawEvent& event) const {
    std::size_t others = 0;
    for (const std::uint32_t party : named_[event.sentence]) {
      if (std::find(c.side[0].begin(), c.side[0].end(), party) != c.side[0].end() ||
          std::find(c.side[1].begin(), c.side[1].end(), party) != c.side[1].end())
        return false;
      const EntityKind kind = a_.parties[party].kind;
      if (kind == EntityKind::org || kind == EntityKind::authority) ++others;
    }
    return others >= 2 && !shared_sentence(c, event);
  }

  // Who else is named in the sentence speaks for his own case.
  long named_cost(const Case& c, const RawEvent& event) const {
    long cost = 0;
    for (const std::uint32_t party : named_[event.sentence]) {
      const auto in = [&](const Case& x) {
        return std::find(x.side[0].begin(), x.side[0].end(), party) != x.side[0].end() ||
               std::find(x.side[1].begin(), x.side[1].end(), party) != x.side[1].end();
      };
      if (in(c))
        cost -= kNamedBeside;
      else if (std::any_of(cases_.begin(), cases_.end(), in))
        cost += kOthersNamed;
    }
    return cost;
  }

  bool has_explicit(const RawEvent& event) const {
    return explicit_side(event, 0) != nullptr || explicit_side(event, 1) != nullptr;
  }
  bool both_explicit(const RawEvent& event) const {
    return explicit_side(event, 0) != nullptr && explicit_side(event, 1) != nullptr;
  }

  static void drop_role(RawEvent& event, const std::string& name) {
    event.roles.erase(std::remove_if(event.roles.begin(), event.roles.end(),
                                     [&](const auto& role) { return role.first == name; }),
                      event.roles.end());
  }

  static void infer(RawEvent& event, const std::string& role, const Parties& parties) {
    if (parties.empty()) return;
    drop_role(event, role);
    event.roles.emplace_back(role, parties);
    event.inferred.push_back(role);
  }

  void resolve(RawEvent& event) {
    const bool sided = event.role(kSideRole) != nullptr;
    const Parties side = sided ? *event.role(kSideRole) : Parties{};
    const Parties opponent =
        event.role(kOpponentRole) != nullptr ? *event.role(kOpponentRole) : Parties{};
    drop_role(event, kSideRole);
    drop_role(event, kOpponentRole);
    const bool action = is_action(event);
    const bool open = wants(event, side_name(action, 0)) || wants(event, side_name(action, 1));
    if (!sided && opponent.empty() && !open) return;
    Parties loose = side;
    unite(loose, opponent);
    const Fit fit = best_case(event, side, opponent, sided);
    if (fit.index == kNone) {
      if (!loose.empty()) {
        default_sides(event, side, opponent);
        open_case(event);
      }
      return;
    }
    if (!fit.alike) taken_.emplace_back(static_cast<std::size_t>(&event - raw_.data()), fit.index);
    Case& c = cases_[fit.index];
    if (c.action && !action) {
      // Whoever a regulator acted on goes to court against it.
      event.roles.emplace_back("plaintiff", side);
      if (!c.side[0].empty()) event.roles.emplace_back("defendant", c.side[0]);
      return;
    }
    if (fit.swapped || !loose.empty()) {
      place(event, c, side, opponent);
    } else {
      for (std::size_t k = 0; k < 2; ++k) {
        const std::string& role = side_name(action, k);
        if (!wants(event, role) || (fit.alike && k == 0)) continue;
        Parties parties = c.side[k];
        drop_taken(event, parties);
        infer(event, role, parties);
      }
    }
    if (!fit.joins)
      for (std::size_t k = 0; k < 2; ++k)
        if (const Parties* own = explicit_side(event, k); own != nullptr && c.side[k].empty())
          c.side[k] = *own;
    c.sentences.push_back(event.sentence);
    unite(c.judges, judges_[event.sentence]);
  }

  // A case that no clause has told both sides of, for what is said of it next.
  void open_case(const RawEvent& event) {
    if (cases_.size() >= kMostCases || is_action(event)) return;
    Case c;
    for (std::size_t k = 0; k < 2; ++k)
      if (const Parties* own = explicit_side(event, k); own != nullptr) c.side[k] = *own;
    c.sentences.push_back(event.sentence);
    c.judges = judges_[event.sentence];
    c.apart = separate_[event.sentence];
    cases_.push_back(std::move(c));
  }

  // Both roles as the case has them; whom it lacks the clause may name.
  static void place(RawEvent& event, const Case& c, const Parties& side, const Parties& opponent) {
    std::array<Parties, 2> roles = c.side;
    for (const Parties* loose : {&side, &opponent}) {
      if (loose->empty()) continue;
      Parties rest;  // whom the case does not know
      for (const std::uint32_t party : *loose)
        if (!shares({party}, c.side[0]) && !shares({party}, c.side[1])) rest.push_back(party);
      if (rest.empty()) continue;
      const Parties& facing = loose == &side ? opponent : side;
      for (std::size_t k = 0; k < 2; ++k)
        if (roles[k].empty() &&
            (facing.empty() || shares(facing, roles[1 - k]) || shares(*loose, roles[1 - k]))) {
          roles[k] = rest;
          break;
        }
    }
    for (std::size_t k = 0; k < 2; ++k) infer(event, side_name(c.action, k), roles[k]);
  }

  // Nobody has said who sued whom: an authority or whoever is paid is taken for the plaintiff, of
  // two equals the first stands where the rule says.
  void default_sides(RawEvent& event, const Parties& side, const Parties& opponent) const {
    const auto official = [&](std::uint32_t p) {
      return a_.parties[p].kind == EntityKind::authority;
    };
    std::array<Parties, 2> roles;
    if (side.empty()) {
      roles[std::all_of(opponent.begin(), opponent.end(), official) ? 0 : 1] = opponent;
    } else if (!opponent.empty() || side.size() < 2) {
      bool plaintiff = event.rule->side == "plaintiff";
      // An agency settles its own suits; what it decided, others fight.
      const bool fights = event.stage == "appeal" || event.stage == "ruling";
      if (!side.empty() && !fights && std::all_of(side.begin(), side.end(), official))
        plaintiff = true;
      if (!opponent.empty() && event.stage == "settled" &&
          std::any_of(opponent.begin(), opponent.end(), official))
        plaintiff = false;
      roles[plaintiff ? 0 : 1] = side;
      roles[plaintiff ? 1 : 0] = opponent;
    } else if (std::any_of(side.begin(), side.end(), official)) {
      for (const std::uint32_t p : side) roles[official(p) ? 0 : 1].push_back(p);
    } else {
      const std::size_t first = event.rule->side == "plaintiff" ? 0 : 1;
      roles[first] = {side.front()};
      roles[1 - first].assign(side.begin() + 1, side.end());
    }
    for (std::size_t k = 0; k < 2; ++k)
      if (!roles[k].empty() && event.role(side_name(false, k)) == nullptr)
        event.roles.emplace_back(side_name(false, k), roles[k]);
  }

  const Analysis& a_;
  std::vector<RawEvent>& raw_;
  std::vector<std::size_t> mine_;  // the events this is about
  std::vector<Case> cases_;
  std::vector<std::pair<std::size_t, std::size_t>> taken_;  // event, and the case it is of
  std::vector<bool> separate_;   // by sentence: it tells of another case than the one before
  std::vector<Parties> judges_;  // by sentence
  std::vector<Parties> named_;   // by sentence
};

}  // namespace

void settle_cases(const Analysis& analysis, std::vector<RawEvent>& raw) {
  Docket(analysis, raw).run();
}

}  // namespace pactwatch
