#pragma once
// A change as it travels to subscribers: what docs/schema/change.json describes. The local alerts,
// `pactwatch watch` and every other sink read this one shape.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.h"
#include "store/ledger.h"

namespace pactwatch::alerts {

struct ChangeView {
  std::uint64_t seq = 0;
  std::string id;
  std::string kind;          // new, value_changed, stage_changed, confirmed, denied, corroborated,
                             // contradicted, ended, retracted
  std::string cause;         // article, or rules: found by newer rules in an old article
  std::string relationship;  // its key
  std::string fact;          // that moved
  std::string replaces;      // fact that a correction takes back
  std::vector<std::string> parties;  // display names
  std::string term;                  // "revenue_share.cap"
  std::string status;                // rumoured, reported, confirmed, denied, superseded, ended
  std::optional<Value> before;
  std::optional<Value> after;
  int origins = 0;       // independent ones
  std::string recorded;  // ISO, UTC
  std::vector<ClaimView> claims;
};

// Fails when a required member is missing or of the wrong type; ignores members it does not know.
Result<ChangeView> change_from_json(const nlohmann::json& json);

}  // namespace pactwatch::alerts
