#pragma once
// A change as it travels to subscribers: what docs/schema/change.json describes. The local alerts,
// `pactwatch watch` and every other sink read this one shape.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/event.h"
#include "core/result.h"

namespace pactwatch::alerts {

// What a term holds. What is not stated is empty.
struct TermValue {
  std::optional<Money> amount;
  std::optional<double> percent;
  std::optional<double> multiple;
  std::optional<bool> exclusive;
  std::string stage;
  std::string until;  // ISO prefix
  std::string text;   // anything else, in words
  bool operator==(const TermValue&) const = default;
};

// One claim that the change rests on.
struct Evidence {
  std::string claim;  // id, as `pactwatch explain` takes it
  std::string article;
  std::string outlet;
  std::string attribution;  // who the outlet credits; empty: itself
  std::string title;
  std::string sentence;
  std::string url;
  std::string published;  // ISO
  std::string modality;
  std::string rule;
};

struct ChangeView {
  std::uint64_t seq = 0;
  std::string id;
  std::string kind;          // new, value_changed, stage_changed, confirmed, denied, corroborated,
                             // contradicted, ended, retracted
  std::string cause;         // article, or rules: found by newer rules in an old article
  std::string relationship;  // its key
  std::vector<std::string> parties;  // display names
  std::string term;                  // "revenue_share.cap"
  std::string status;                // rumoured, reported, confirmed, denied, superseded, ended
  std::optional<TermValue> before;
  std::optional<TermValue> after;
  int origins = 0;       // independent ones
  std::string recorded;  // ISO, UTC
  std::vector<Evidence> claims;
};

nlohmann::json to_json(const ChangeView& change);
// Fails when a required member is missing or of the wrong type; ignores members it does not know.
Result<ChangeView> change_from_json(const nlohmann::json& json);

}  // namespace pactwatch::alerts
