#include "alerts/change_view.h"

#include <nlohmann/json.hpp>

namespace pactwatch::alerts {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
  const json::const_iterator found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// null and a missing member alike mean that nothing was held.
Result<std::optional<Value>> value_of(const json& parent, const char* key) {
  const json::const_iterator found = parent.find(key);
  if (found == parent.end() || found->is_null()) return std::nullopt;
  if (!found->is_object())
    return fail(ErrorCode::invalid_input, std::string("\"") + key + "\" must be an object");
  return value_from_json(*found);
}

ClaimView claim_of(const json& object) {
  ClaimView claim;
  claim.id = text_of(object, "claim");
  claim.article = text_of(object, "article");
  claim.outlet = text_of(object, "outlet");
  claim.attribution = text_of(object, "attribution");
  claim.title = text_of(object, "title");
  claim.sentence = text_of(object, "sentence");
  claim.url = text_of(object, "url");
  claim.published = text_of(object, "published");
  claim.modality = text_of(object, "modality");
  claim.rule = text_of(object, "rule");
  claim.origin = text_of(object, "origin");
  return claim;
}

}  // namespace

Result<ChangeView> change_from_json(const json& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "a change must be an object");
  ChangeView change;
  const json::const_iterator seq = object.find("seq");
  if (seq == object.end() || !seq->is_number_unsigned())
    return fail(ErrorCode::invalid_input, "a change needs its \"seq\"");
  change.seq = seq->get<std::uint64_t>();
  change.id = text_of(object, "id");
  change.kind = text_of(object, "kind");
  change.cause = text_of(object, "cause");
  change.relationship = text_of(object, "relationship");
  change.term = text_of(object, "term");
  change.fact = text_of(object, "fact");
  change.replaces = text_of(object, "replaces");
  if (change.kind.empty() || change.relationship.empty() || change.term.empty())
    return fail(ErrorCode::invalid_input, "a change needs \"kind\", \"relationship\" and \"term\"");
  change.status = text_of(object, "status");
  change.recorded = text_of(object, "recorded");
  const json::const_iterator origins = object.find("origins");
  if (origins != object.end() && origins->is_number_integer()) change.origins = origins->get<int>();
  const json::const_iterator parties = object.find("parties");
  if (parties != object.end() && parties->is_array()) {
    for (const json& party : *parties)
      if (party.is_string()) change.parties.push_back(party.get<std::string>());
  }
  Result<std::optional<Value>> before = value_of(object, "before");
  if (!before) return tl::unexpected(before.error());
  change.before = std::move(*before);
  Result<std::optional<Value>> after = value_of(object, "after");
  if (!after) return tl::unexpected(after.error());
  change.after = std::move(*after);
  const json::const_iterator claims = object.find("claims");
  if (claims != object.end() && claims->is_array()) {
    for (const json& claim : *claims)
      if (claim.is_object()) change.claims.push_back(claim_of(claim));
  }
  return change;
}

}  // namespace pactwatch::alerts
