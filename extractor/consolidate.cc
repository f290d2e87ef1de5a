#include "extractor/consolidate.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/text.h"
#include "extractor/calendar.h"
#include "extractor/cases.h"
#include "extractor/explain.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

constexpr double kSameFigure = 0.011;  // relative: "about $13bn" and "$13.1bn" are one figure

bool near(double x, double y) {
  return std::fabs(x - y) <= kSameFigure * std::max(std::fabs(x), std::fabs(y));
}

class Consolidator {
 public:
  Consolidator(const Analysis& analysis, std::vector<RawEvent> raw, Fates* fates)
      : a_(analysis), raw_(std::move(raw)), fates_(fates) {}

  std::vector<Event> run() {
    drop_foreign();
    fill_from_article();
    value_the_target();
    credit_reports();
    date_valuations();
    complete_cases();
    float_once();
    tell_offerings_once();
    settle_figures();
    drop_incomplete();
    merge();
    std::vector<Event> out;
    for (const RawEvent& event : kept_) {
      if (nobody(event)) continue;
      tell(fates_, Reach::event, event);
      out.push_back(finish(event));
    }
    to_code_points(out);
    return out;
  }

 private:
  const Figure& figure(std::int32_t index) const {
    return a_.figures[static_cast<std::size_t>(index)];
  }

  // ---- roles from the rest of the article

  static std::vector<std::uint32_t>* role_of(RawEvent& event, const std::string& role) {
    for (auto& [name, parties] : event.roles)
      if (name == role) return &parties;
    return nullptr;
  }

  // Nobody of them is named: such a role contradicts nothing.
  bool unnamed(const std::vector<std::uint32_t>& parties) const {
    return std::all_of(parties.begin(), parties.end(),
                       [&](std::uint32_t party) { return a_.parties[party].unnamed; });
  }

  // "sides with the regulators": somebody is told of, but nobody is named.
  bool nobody(const RawEvent& event) const {
    return !event.roles.empty() &&
           std::all_of(event.roles.begin(), event.roles.end(),
                       [&](const auto& role) { return unnamed(role.second); });
  }

  // Roles that agree, at least one of them; none that contradicts.
  bool compatible(const RawEvent& x, const RawEvent& y, bool need_common) const {
    bool common = false;
    for (const auto& [role, parties] : x.roles) {
      const std::vector<std::uint32_t>* other = y.role(role);
      if (other == nullptr || unnamed(parties) || unnamed(*other)) continue;
      if (!shares(parties, *other)) return false;
      common = true;
    }
    return common || !need_common;
  }

  // A role marked "established" is filled from the nearest event of the same type that does not
  // contradict, all such roles from the same one; "topic" from the party the article is about.
  void fill_from_article() {
    settle_cases(a_, raw_);
    for (std::size_t i = 0; i < raw_.size(); ++i) {
      RawEvent& event = raw_[i];
      if (event.rule->event == "lawsuit" || event.rule->event == "regulatory_action") continue;
      const RawEvent* model = nullptr;
      for (const auto& [role, sources] : event.rule->roles) {
        if (event.role(role) != nullptr) continue;
        for (const RoleSource& source : sources) {
          std::vector<std::uint32_t> parties;
          if (source.relation == Relation::established) {
            if (model == nullptr || role_in(*model, event, role) == nullptr)
              model = nearest_with(i, role);
            if (model != nullptr) parties = *model->role(*role_in(*model, event, role));
            // Nothing was told before: whom the sentence before is about.
            if (model == nullptr || model->sentence > event.sentence)
              if (std::vector<std::uint32_t> theme = theme_before(event, role); !theme.empty())
                parties = std::move(theme);
          } else if (source.relation == Relation::topic) {
            parties = topic(source.kinds);
          }
          drop_taken(event, parties);
          if (parties.empty()) continue;
          event.roles.emplace_back(role, std::move(parties));
          event.inferred.push_back(role);
          break;
        }
      }
      if (event.rule->follows && model != nullptr) follow(event, *model);
    }
    for (std::size_t i = 0; i < raw_.size(); ++i) pair_up(i);
  }

  // "The alliance was renewed", "X ended the partnership": a rule that asks the article for its
  // parties gets both from the nearest partnership that X is in, or X's partner from the headline.
  void pair_up(std::size_t i) {
    RawEvent& event = raw_[i];
    if (event.rule->event != "partnership") return;
    for (const auto& [role, sources] : event.rule->roles)
      for (const RoleSource& source : sources) {
        std::vector<std::uint32_t>* parties = role_of(event, role);
        if (parties != nullptr && parties->size() > 1) return;
        std::vector<std::uint32_t> more;
        if (source.relation == Relation::established)
          more = partners(i, parties == nullptr ? kAnybody : parties->front());
        else if (source.relation == Relation::topic && parties != nullptr)
          more = topic_beside(source.kinds, parties->front());
        if (more.empty()) continue;
        if (parties == nullptr)
          event.roles.emplace_back(role, std::move(more));
        else
          for (const std::uint32_t party : more)
            if (std::find(parties->begin(), parties->end(), party) == parties->end())
              parties->push_back(party);
      }
  }
  // Whom the article is about beside `who`.
  std::vector<std::uint32_t> topic_beside(unsigned kinds, std::uint32_t who) const {
    for (const std::uint32_t p : a_.title_parties)
      if (p != who && a_.parties[p].kind == EntityKind::org && (kinds & kOrg) != 0) return {p};
    return a_.title_parties.empty() ? topic(kinds) : std::vector<std::uint32_t>{};
  }

  static constexpr std::uint32_t kAnybody = ~std::uint32_t{0};

  // Both parties of the partnership that was told last before, or at a price after, of which `who`
  // is one.
  std::vector<std::uint32_t> partners(std::size_t i, std::uint32_t who) const {
    std::vector<std::uint32_t> out;
    long best = 0;
    for (std::size_t k = 0; k < raw_.size(); ++k) {
      if (k == i || raw_[k].rule->event != "partnership") continue;
      const std::vector<std::uint32_t>* both = raw_[k].role("party");
      if (both == nullptr || both->size() < 2) continue;
      if (who != kAnybody && std::find(both->begin(), both->end(), who) == both->end()) continue;
      const long distance =
          static_cast<long>(raw_[i].sentence) - static_cast<long>(raw_[k].sentence);
      const long cost = distance >= 0 ? distance : 4 - 2 * distance;
      if (!out.empty() && cost >= best) continue;
      best = cost;
      out = *both;
    }
    return out;
  }

  // "X was deluged with cash. Y and Z led the round": X, the first company of the sentence before.
  std::vector<std::uint32_t> theme_before(const RawEvent& event, const std::string& role) const {
    if (event.rule->event != "funding_round" || role != "company" || event.sentence == 0) return {};
    const Sentence& before = a_.sentences[event.sentence - 1];
    if (before.skip || before.paragraph != a_.sentences[event.sentence].paragraph) return {};
    for (const Mention& mention : a_.mentions)
      if (mention.token_begin >= before.token_begin && mention.token_end <= before.token_end &&
          mention.kind == EntityKind::org)
        return mention.parties;
    return {};
  }

  // "The purchase price is $18 million": what is said belongs to the matter that was told before.
  static void follow(RawEvent& event, const RawEvent& model) {
    if (model.rule->event != event.rule->event) return;
    event.stage = model.stage;
    event.modality = model.modality;
    if (event.when < 0) event.when = model.when;
    for (const auto& [role, parties] : model.roles)
      if (event.role(role) == nullptr) {
        event.roles.emplace_back(role, parties);
        event.inferred.push_back(role);
      }
  }

  // The role of `other` that says what `role` of `event` asks for: the same role of an event of the
  // same type, or the company that another deal of the article is about.
  static const std::string* role_in(const RawEvent& other, const RawEvent& event,
                                    const std::string& role) {
    static const std::string company = "company";
    static const std::string investee = "investee";
    static const std::string target = "target";
    if (other.rule->event == event.rule->event)
      return other.role(role) != nullptr ? &role : nullptr;
    if ((role != company && role != investee) || event.rule->event == "financial_metric")
      return nullptr;
    for (const std::string* main : {&company, &investee, &target})
      if (other.role(*main) != nullptr && other.rule->event != "financial_metric") return main;
    return nullptr;
  }

  const RawEvent* nearest_with(std::size_t i, const std::string& role) const {
    const RawEvent& event = raw_[i];
    const RawEvent* best = nullptr;
    long best_cost = 0;
    for (std::size_t k = 0; k < raw_.size(); ++k) {
      if (k == i) continue;
      const RawEvent& other = raw_[k];
      const std::string* same = role_in(other, event, role);
      if (same == nullptr) continue;
      const bool foreign = other.rule->event != event.rule->event;
      if (std::find(other.inferred.begin(), other.inferred.end(), role) != other.inferred.end())
        continue;
      // What was said before is established; what comes later may explain, at a price.
      const long distance = static_cast<long>(event.sentence) - static_cast<long>(other.sentence);
      long cost = distance >= 0 ? distance : 4 - 2 * distance;
      if (foreign)
        cost += 3;
      else if (!compatible(event, other, /*need_common=*/false))
        cost += 9;
      else if (!compatible(event, other, /*need_common=*/true))
        cost += 6;
      if (best == nullptr || cost < best_cost) {
        best = &other;
        best_cost = cost;
      }
    }
    return best;
  }

  std::vector<std::uint32_t> topic(unsigned kinds) const {
    const auto fits = [&](std::uint32_t p) {
      const EntityKind kind = a_.parties[p].kind;
      return (kind == EntityKind::org && (kinds & kOrg) != 0) ||
             (kind == EntityKind::person && (kinds & kPerson) != 0) ||
             (kind == EntityKind::authority && (kinds & kAuthority) != 0);
    };
    for (const std::uint32_t p : a_.title_parties)
      if (fits(p)) return {p};
    // Nobody in the headline: whoever is named far more often than the others.
    std::uint32_t best = 0;
    std::uint32_t all = 0;
    std::vector<std::uint32_t> out;
    for (std::uint32_t p = 0; p < a_.parties.size(); ++p) {
      if (!fits(p)) continue;
      all += a_.parties[p].mentions;
      if (a_.parties[p].mentions <= best) continue;
      best = a_.parties[p].mentions;
      out = {p};
    }
    if (best < 2 || best * 5 < all * 2) out.clear();
    return out;
  }

  // Whether one of the parties buys, holds or backs a company somewhere in the article.
  bool puts_money(const std::vector<std::uint32_t>& parties) const {
    for (const RawEvent& event : raw_)
      for (const char* role : {"investor", "holder", "acquirer"})
        if (const auto* who = event.role(role); who != nullptr && shares(*who, parties))
          return true;
    return false;
  }

  // "The round values the company at $5bn": what a deal values is what the deal is about, whoever
  // "the company" was last.
  void value_the_target() {
    constexpr std::uint32_t kReach = 3;  // sentences back
    constexpr std::uint32_t kFarther =
        8;  // the same, when the company found puts money into others
    for (RawEvent& event : raw_) {
      if (event.rule->event != "valuation" && event.rule->event != "funding_round") continue;
      if (std::find(event.weak.begin(), event.weak.end(), "company") == event.weak.end()) continue;
      const RawEvent* nearest = nullptr;
      const std::uint32_t reach = puts_money(*event.role("company")) ? kFarther : kReach;
      for (const RawEvent& other : raw_) {
        if (other.sentence > event.sentence || other.sentence + reach < event.sentence) continue;
        const bool deal = other.rule->event == "investment" || other.rule->event == "acquisition" ||
                          (reach == kFarther && other.rule->event == "stake") ||
                          (other.rule->event == "funding_round" && &other != &event);
        if (!deal || role_in(other, event, "company") == nullptr) continue;
        if (reach == kFarther &&
            shares(*other.role(*role_in(other, event, "company")), *event.role("company")))
          continue;
        if (other.rule->event == event.rule->event && other.sentence == event.sentence) continue;
        if (nearest == nullptr || other.sentence >= nearest->sentence) nearest = &other;
      }
      if (nearest == nullptr) continue;
      *role_of(event, "company") = *nearest->role(*role_in(*nearest, event, "company"));
    }
  }

  // "Its listing, which was to raise $37 billion, was called off": one offering, and how it ended.
  void tell_offerings_once() {
    const auto rank = [](const RawEvent& event) {
      if (event.stage == "withdrawn") return 3;
      return event.stage == "completed" ? 2 : event.stage == "filed" ? 1 : 0;
    };
    std::vector<RawEvent> kept;
    for (RawEvent& event : raw_) {
      RawEvent* same = nullptr;
      for (RawEvent& other : kept)
        if (event.rule->event == "ipo" && other.rule->event == "ipo" &&
            other.sentence == event.sentence && compatible(other, event, /*need_common=*/true) &&
            same_amount(other, event))
          same = &other;
      if (same == nullptr) {
        kept.push_back(std::move(event));
        continue;
      }
      RawEvent& ends = rank(event) > rank(*same) ? event : *same;
      RawEvent& says = &ends == same ? event : *same;
      tell(fates_, Reach::merged, says, ends.rule);
      absorb(ends, says);
      if (says.amount >= 0) ends.amount_direct = ends.amount_direct || says.amount_direct;
      if (&ends != same) *same = std::move(event);
    }
    raw_ = std::move(kept);
  }

  // "went public on Tuesday. The company raised $12 billion": what a company raises where its
  // offering is told of, and told as no round, is raised by the offering.
  void float_once() {
    raw_.erase(std::remove_if(raw_.begin(), raw_.end(),
                              [&](const RawEvent& event) { return raised_by_offering(event); }),
               raw_.end());
  }

  bool raised_by_offering(const RawEvent& event) {
    if (event.rule->event != "funding_round" || event.amount < 0 ||
        event.role("investor") != nullptr)
      return false;
    const auto* company = event.role("company");
    if (company == nullptr) return false;
    for (RawEvent& other : raw_) {
      const auto* floated = other.role("company");
      if (other.rule->event != "ipo" || other.stage != "completed" || floated == nullptr) continue;
      if (!shares(*company, *floated)) continue;
      const std::uint32_t distance = event.sentence > other.sentence
                                         ? event.sentence - other.sentence
                                         : other.sentence - event.sentence;
      if (other.amount >= 0 ? !same_amount(event, other) : distance > 1) continue;
      if (other.amount < 0) {
        other.amount = event.amount;
        other.amount_direct = event.amount_direct;
      }
      tell(fates_, Reach::merged, event, other.rule);
      return true;
    }
    return false;
  }

  // "Last month it closed a round that values it at $5bn": the value is of the round's date.
  void date_valuations() {
    for (RawEvent& event : raw_) {
      if (event.rule->event != "valuation" || event.when >= 0) continue;
      for (const RawEvent& other : raw_)
        if (other.sentence == event.sentence && other.when >= 0 &&
            (other.rule->event == "funding_round" || other.rule->event == "investment"))
          event.when = other.when;
    }
  }

  // "X reportedly agreed ... According to a report by The Outlet, ...": a hedge without a source is
  // credited to the source that the sentences next to it name.
  void credit_reports() {
    constexpr std::uint32_t kReach = 2;  // sentences
    for (RawEvent& event : raw_) {
      if (event.modality != Modality::reported || !event.attribution.empty()) continue;
      std::uint32_t nearest = kReach + 1;
      for (const RawEvent& other : raw_) {
        if (other.attribution.empty() || other.modality != Modality::reported) continue;
        const std::uint32_t distance = other.sentence > event.sentence
                                           ? other.sentence - event.sentence
                                           : event.sentence - other.sentence;
        if (distance >= nearest) continue;
        nearest = distance;
        event.attribution = other.attribution;
      }
    }
  }

  // Parties of a case that a later sentence names in part: "sued X, Y and Z" ... "X won".
  void complete_cases() {
    for (RawEvent& event : raw_) {
      if (event.rule->event != "lawsuit") continue;
      const auto* plaintiffs = event.role("plaintiff");
      std::vector<std::uint32_t>* defendants = role_of(event, "defendant");
      if (plaintiffs == nullptr || defendants == nullptr) continue;
      for (const RawEvent& other : raw_) {
        if (other.rule->event != "lawsuit" || other.stage != "filed") continue;
        const auto* theirs = other.role("defendant");
        const auto* suing = other.role("plaintiff");
        if (theirs == nullptr || suing == nullptr || theirs->size() <= defendants->size()) continue;
        const bool subset =
            std::all_of(defendants->begin(), defendants->end(), [&](std::uint32_t p) {
              return std::find(theirs->begin(), theirs->end(), p) != theirs->end();
            });
        if (subset && shares(*plaintiffs, *suing)) *defendants = *theirs;
      }
    }
  }

  // ---- a figure belongs to one event of a sentence

  void settle_figures() {
    // Who holds a figure by grammar outranks who merely stood near it, then the rule's priority
    // decides; the others let go of it.
    std::map<std::int32_t, const RawEvent*> owner;
    const auto outranks = [](const RawEvent& x, const RawEvent& y) {
      if (x.amount_direct != y.amount_direct) return x.amount_direct;
      return x.rule->priority > y.rule->priority;
    };
    for (const RawEvent& event : raw_) {
      if (event.amount < 0) continue;
      const RawEvent*& holder = owner[event.amount];
      if (holder == nullptr || outranks(event, *holder)) holder = &event;
    }
    for (RawEvent& event : raw_)
      if (event.amount >= 0 && owner[event.amount] != &event) {
        tell(fates_, Reach::figure_taken, event, owner[event.amount]->rule);
        event.amount = -1;
      }
    settle_shares();
  }

  bool buys_control(const RawEvent& event) const {
    return event.rule->least_percent > 0 && event.percent >= 0 &&
           figure(event.percent).value >= event.rule->least_percent;
  }

  // "bought X's 13% stake in Y" is one purchase, not also X's holding: of two events of one type
  // that read the same percentage, the rule of higher priority is right.
  void settle_shares() {
    std::map<std::pair<std::string, std::int32_t>, const RawEvent*> owner;
    std::map<std::int32_t, const Rule*> bought;  // percentages that mean control
    for (const RawEvent& event : raw_)
      if (buys_control(event)) bought[event.percent] = event.rule;
    raw_.erase(std::remove_if(raw_.begin(), raw_.end(),
                              [&](const RawEvent& event) {
                                const auto it = bought.find(event.percent);
                                if (it == bought.end() || event.rule->event != "stake")
                                  return false;
                                tell(fates_, Reach::figure_taken, event, it->second);
                                return true;
                              }),
               raw_.end());
    for (const RawEvent& event : raw_) {
      if (event.percent < 0) continue;
      const RawEvent*& holder = owner[{event.rule->event, event.percent}];
      if (holder == nullptr || event.rule->priority > holder->rule->priority) holder = &event;
    }
    raw_.erase(std::remove_if(raw_.begin(), raw_.end(),
                              [&](const RawEvent& event) {
                                if (event.percent < 0) return false;
                                const RawEvent* holder = owner[{event.rule->event, event.percent}];
                                if (holder->rule->priority <= event.rule->priority) return false;
                                tell(fates_, Reach::figure_taken, event, holder->rule);
                                return true;
                              }),
               raw_.end());
  }

  // "The land was settled in 1850": a rule that asks what the article speaks of is not heard in one
  // that speaks of something else.
  void drop_foreign() {
    std::map<std::string_view, bool> fits;  // by pattern: many rules ask the same
    raw_.erase(std::remove_if(raw_.begin(), raw_.end(),
                              [&](const RawEvent& event) {
                                const Rule* rule = event.rule;
                                const auto speaks_of = [&](const re2::RE2& pattern) {
                                  const auto [it, fresh] = fits.emplace(pattern.pattern(), false);
                                  if (fresh) it->second = re2::RE2::PartialMatch(a_.lower, pattern);
                                  return it->second;
                                };
                                if ((rule->article == nullptr || speaks_of(*rule->article)) &&
                                    (rule->elsewhere == nullptr || !speaks_of(*rule->elsewhere)))
                                  return false;
                                tell(fates_, Reach::incomplete, event, nullptr,
                                     {"an article about the matter"});
                                return true;
                              }),
               raw_.end());
  }

  // Whether another rule tells of the same parties in an event of the type.
  bool told_besides(const RawEvent& event) const {
    return std::any_of(raw_.begin(), raw_.end(), [&](const RawEvent& other) {
      if (other.rule->event != event.rule->event || other.rule->context || other.rule->only)
        return false;
      return std::all_of(event.roles.begin(), event.roles.end(), [&](const auto& role) {
        const std::vector<std::uint32_t>* theirs = other.role(role.first);
        return theirs != nullptr && shares(role.second, *theirs);
      });
    });
  }

  void drop_incomplete() {
    std::set<std::string> stated;
    for (const RawEvent& event : raw_)
      if (!event.rule->echo) stated.insert(event.rule->event);
    const auto has = [](const RawEvent& event, const std::string& name) {
      if (name == "amount") return event.amount >= 0;
      if (name == "percent") return event.percent >= 0;
      if (name == "multiple") return event.multiple >= 0;
      return event.role(name) != nullptr;
    };
    raw_.erase(
        std::remove_if(raw_.begin(), raw_.end(),
                       [&](const RawEvent& event) {
                         const auto lacking = [&](const std::vector<std::string>& what) {
                           tell(fates_, Reach::incomplete, event, nullptr, what);
                           return true;
                         };
                         if (event.rule->context) return lacking({});
                         if (event.rule->echo && stated.count(event.rule->event) == 0)
                           return lacking({});
                         if (event.rule->only && told_besides(event)) return lacking({});
                         if (event.amount >= 0 && figure(event.amount).value < event.rule->least)
                           return lacking({"an amount of that size"});
                         for (const auto& any : event.rule->require)
                           if (std::none_of(any.begin(), any.end(),
                                            [&](const std::string& n) { return has(event, n); }))
                             return lacking(any);
                         if (event.rule->event == "partnership") {
                           const auto* parties = event.role("party");
                           if (parties == nullptr || parties->size() < 2)
                             return lacking({"a second party"});
                           return false;
                         }
                         return event.roles.empty() && lacking({"a role"});
                       }),
        raw_.end());
  }

  // ---- merging

  bool same_amount(const RawEvent& x, const RawEvent& y) const {
    if (x.amount < 0 || y.amount < 0) return true;
    const Figure& f = figure(x.amount);
    const Figure& g = figure(y.amount);
    return f.currency == g.currency && near(f.value, g.value);
  }

  bool same_number(std::int32_t x, std::int32_t y) const {
    if (x < 0 || y < 0) return true;
    return near(figure(x).value, figure(y).value);
  }

  static bool same_date(const std::string& x, const std::string& y) {
    if (x.empty() || y.empty()) return true;
    const std::size_t n = std::min({x.size(), y.size(), std::size_t{7}});
    return x.compare(0, n, y, 0, n) == 0;
  }

  static bool nested(std::vector<std::uint32_t> x, std::vector<std::uint32_t> y) {
    std::sort(x.begin(), x.end());
    std::sort(y.begin(), y.end());
    return std::includes(x.begin(), x.end(), y.begin(), y.end()) ||
           std::includes(y.begin(), y.end(), x.begin(), x.end());
  }

  bool same_fact(const RawEvent& x, const RawEvent& y) const {
    if (x.rule->event != y.rule->event) return false;
    if (!compatible(x, y, /*need_common=*/true)) return false;
    // "A works with B", "A and C are partners": A is in two partnerships, unless one list of
    // parties holds the other.
    if (x.rule->event == "partnership" && !nested(*x.role("party"), *y.role("party"))) return false;
    if (!same_amount(x, y) || !same_number(x.percent, y.percent) ||
        !same_number(x.multiple, y.multiple))
      return false;
    if (x.rule->metric != y.rule->metric) return false;
    const bool figures = x.amount >= 0 && y.amount >= 0;
    if (x.stage != y.stage && !figures) return false;
    if (x.stage != y.stage && x.rule->event == "lawsuit") return false;
    const std::string dx = x.when >= 0 ? iso_prefix(figure(x.when)) : std::string();
    const std::string dy = y.when >= 0 ? iso_prefix(figure(y.when)) : std::string();
    if (!same_date(dx, dy) && !figures) return false;
    if ((x.modality == Modality::denied) != (y.modality == Modality::denied)) return false;
    return true;
  }

  void absorb(RawEvent& into, const RawEvent& from) const {
    for (const auto& [role, parties] : from.roles) {
      std::vector<std::uint32_t>* have = role_of(into, role);
      if (have == nullptr) {
        into.roles.emplace_back(role, parties);
        continue;
      }
      for (const std::uint32_t party : parties)
        if (std::find(have->begin(), have->end(), party) == have->end()) have->push_back(party);
    }
    if (into.amount < 0) into.amount = from.amount;
    if (into.percent < 0) into.percent = from.percent;
    if (into.multiple < 0) into.multiple = from.multiple;
    if (into.when < 0) into.when = from.when;
    if (into.until < 0) into.until = from.until;
    if (into.attribution.empty()) into.attribution = from.attribution;
  }

  void merge() {
    std::stable_sort(raw_.begin(), raw_.end(),
                     [](const RawEvent& x, const RawEvent& y) { return x.sentence < y.sentence; });
    for (const RawEvent& event : raw_) {
      RawEvent* same = nullptr;
      for (RawEvent& kept : kept_)
        if (same_fact(kept, event)) {
          same = &kept;
          break;
        }
      if (same == nullptr) {
        kept_.push_back(event);
        continue;
      }
      tell(fates_, Reach::merged, event, same->rule);
      absorb(*same, event);
    }
  }

  // ---- writing it down

  // A period as the prefix that holds all of it: quarters and halves keep their year, weeks their
  // month.
  static std::string iso_prefix(const Figure& date) {
    std::string iso = date.iso.substr(0, date.iso.find('/'));
    if (std::string month = month_of_week(iso); !month.empty()) return month;
    const std::size_t dash = iso.find('-');
    if (dash != std::string::npos && dash + 1 < iso.size() &&
        (iso[dash + 1] == 'Q' || iso[dash + 1] == 'H'))
      iso.resize(dash);
    if (!iso.empty() && iso.back() == 'X') iso.clear();
    return iso;
  }

  Event finish(const RawEvent& raw) const {
    Event event;
    event.type = raw.rule->event;
    for (const auto& [role, parties] : raw.roles)
      for (const std::uint32_t party : parties) {
        if (a_.parties[party].unnamed) continue;
        auto& names = event.roles[role];
        const std::string& name = a_.parties[party].name;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
    if (raw.amount >= 0) {
      const Figure& f = figure(raw.amount);
      event.amount = Money{f.value, f.high, f.currency, f.bound};
    }
    if (raw.percent >= 0) event.percent = figure(raw.percent).value * (raw.negative ? -1 : 1);
    if (raw.multiple >= 0) event.multiple = figure(raw.multiple).value;
    if (raw.when >= 0) event.when = iso_prefix(figure(raw.when));
    if (raw.until >= 0) event.until = iso_prefix(figure(raw.until));
    event.stage = raw.stage;
    event.modality = raw.modality;
    event.attribution = raw.attribution;
    event.exclusive = raw.rule->exclusive;
    event.metric = raw.rule->metric;
    const Sentence& sentence = a_.sentences[raw.sentence];
    event.span = {sentence.begin, sentence.end};
    event.rule = raw.rule->id;
    event.rule_revision = raw.rule->revision;
    return event;
  }

  // Byte offsets to code points, in one walk.
  void to_code_points(std::vector<Event>& events) const {
    std::vector<std::size_t*> offsets;
    for (Event& event : events) {
      offsets.push_back(&event.span.begin);
      offsets.push_back(&event.span.end);
    }
    std::sort(offsets.begin(), offsets.end(),
              [](const std::size_t* x, const std::size_t* y) { return *x < *y; });
    std::size_t byte = 0;
    std::size_t points = 0;
    for (std::size_t* offset : offsets) {
      while (byte < *offset)
        points += (static_cast<unsigned char>(a_.text[byte++]) & 0xC0U) != 0x80U ? 1U : 0U;
      *offset = points;
    }
  }

  const Analysis& a_;
  std::vector<RawEvent> raw_;
  std::vector<RawEvent> kept_;
  Fates* fates_;
};

}  // namespace

std::vector<Event> consolidate(const Analysis& analysis, std::vector<RawEvent> raw, Fates* fates) {
  return Consolidator(analysis, std::move(raw), fates).run();
}

}  // namespace pactwatch
