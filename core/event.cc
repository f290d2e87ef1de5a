#include "core/event.h"

#include <utility>

namespace pactwatch {
namespace {

struct TypeInfo {
  std::vector<std::string_view> roles;
  std::vector<std::string_view> stages;
};

// The table of docs/ANNOTATION.md.
const std::map<std::string_view, TypeInfo>& table() {
  static const std::map<std::string_view, TypeInfo> types = {
      {"revenue_share", {{"payer", "payee"}, {"agreed", "amended", "ended"}}},
      {"investment", {{"investee", "investor"}, {"announced", "completed", "cancelled"}}},
      {"funding_round", {{"company", "investor"}, {"announced", "completed", "cancelled"}}},
      {"stake", {{"company", "holder"}, {"held", "increased", "reduced"}}},
      {"acquisition", {{"target", "acquirer"}, {"announced", "completed", "terminated"}}},
      {"purchase_commitment", {{"buyer", "seller"}, {"announced", "amended", "ended"}}},
      {"license", {{"licensor", "licensee"}, {"agreed", "amended", "ended"}}},
      {"partnership", {{"party"}, {"formed", "expanded", "amended", "extended", "ended"}}},
      {"valuation", {{"company"}, {"current", "target"}}},
      {"ipo", {{"company"}, {"planned", "filed", "completed", "withdrawn"}}},
      {"lawsuit",
       {{"plaintiff", "defendant"},
        {"filed", "amended", "trial", "ruling", "appeal", "settled", "dismissed", "withdrawn"}}},
      {"regulatory_action",
       {{"subject", "authority"}, {"opened", "approved", "blocked", "fined", "closed"}}},
      {"financial_metric", {{"company"}, {"past", "forecast"}}},
  };
  return types;
}

const TypeInfo& info(std::string_view type) {
  static const TypeInfo none;
  const auto it = table().find(type);
  return it == table().end() ? none : it->second;
}

template <class E>
using Names = std::vector<std::pair<E, std::string_view>>;

const Names<Modality> kModalities = {{Modality::denied, "denied"},
                                     {Modality::planned, "planned"},
                                     {Modality::reported, "reported"},
                                     {Modality::confirmed, "confirmed"}};
const Names<Bound> kBounds = {
    {Bound::exact, ""}, {Bound::min, "min"}, {Bound::max, "max"}, {Bound::approx, "approx"}};

template <class E>
std::string_view name_of(const Names<E>& names, E value) {
  for (const auto& [v, name] : names)
    if (v == value) return name;
  return {};
}

template <class E>
std::optional<E> value_of(const Names<E>& names, std::string_view text) {
  for (const auto& [v, name] : names)
    if (name == text) return v;
  return std::nullopt;
}

}  // namespace

const std::vector<std::string_view>& event_types() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> out;
    for (const auto& [name, ignored] : table()) out.push_back(name);
    return out;
  }();
  return names;
}

const std::vector<std::string_view>& roles_of(std::string_view type) { return info(type).roles; }
const std::vector<std::string_view>& stages_of(std::string_view type) { return info(type).stages; }

std::string_view to_string(Modality modality) { return name_of(kModalities, modality); }
std::optional<Modality> parse_modality(std::string_view text) {
  return value_of(kModalities, text);
}
std::string_view to_string(Bound bound) { return name_of(kBounds, bound); }
std::optional<Bound> parse_bound(std::string_view text) { return value_of(kBounds, text); }

}  // namespace pactwatch
