#pragma once
// An event: what one article says happened. The shape is the contract of docs/ANNOTATION.md, which
// the extractor and its corpus share.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// How a figure bounds the true value: "more than" is min, "up to" is max, "roughly" is approx.
enum class Bound { exact, min, max, approx };

// A sum of money. `value` is in whole units of the currency (38e9, not 38 with a scale);
// `high` is set for a range, whose low end `value` then is.
struct Money {
  double value = 0;
  std::optional<double> high;
  std::string currency;  // ISO 4217
  Bound bound = Bound::exact;
  bool operator==(const Money&) const = default;
};

// How firmly the article says it. The order is the ladder an alert may climb.
enum class Modality { denied, planned, reported, confirmed };

// Half-open range of Unicode code points in an article's text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

// One event. Strings that the text does not give are empty, never guessed.
struct Event {
  std::string type;  // one of event_types()
  // Role name -> canonical party names, in the order of the text. A role never maps to no party.
  std::map<std::string, std::vector<std::string>, std::less<>> roles;
  std::optional<Money> amount;
  std::optional<double> percent;
  std::optional<double> multiple;
  std::optional<bool> exclusive;  // licences only
  std::string metric;             // financial_metric only: "revenue", "net income", ...
  std::string until;              // ISO prefix: the end date of a term
  std::string when;               // ISO prefix: when the event itself happened
  std::string stage;
  Modality modality = Modality::confirmed;
  std::string attribution;  // who the claim is credited to; empty: the outlet itself
  Span span;                // the sentence that carries the trigger
  std::string rule;         // id of the rule that found it
  int rule_revision = 0;
  bool operator==(const Event&) const = default;
};

// The types of docs/ANNOTATION.md, sorted by name.
const std::vector<std::string_view>& event_types();
// The roles a type may have, main role first; empty for an unknown type.
const std::vector<std::string_view>& roles_of(std::string_view type);
// The stages a type may have; empty for an unknown type.
const std::vector<std::string_view>& stages_of(std::string_view type);

std::string_view to_string(Modality modality);
std::optional<Modality> parse_modality(std::string_view text);
// Bound::exact is the empty string, which is how JSON leaves it out.
std::string_view to_string(Bound bound);
std::optional<Bound> parse_bound(std::string_view text);

}  // namespace pactwatch
