#include "alerts/change_view.h"

#include <nlohmann/json.hpp>

#include "core/json.h"

namespace pactwatch::alerts {
namespace {

using nlohmann::json;

void put(json& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}

std::string text_of(const json& object, const char* key) {
  const json::const_iterator found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<double> number_of(const json& object, const char* key) {
  const json::const_iterator found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

json value_to_json(const TermValue& value) {
  json out = json::object();
  if (value.amount) out["amount"] = pactwatch::to_json(*value.amount);
  if (value.percent) out["percent"] = *value.percent;
  if (value.multiple) out["multiple"] = *value.multiple;
  if (value.exclusive) out["exclusive"] = *value.exclusive;
  put(out, "stage", value.stage);
  put(out, "until", value.until);
  put(out, "text", value.text);
  return out;
}

Result<std::optional<TermValue>> value_from_json(const json& parent, const char* key) {
  const json::const_iterator found = parent.find(key);
  if (found == parent.end() || found->is_null()) return std::nullopt;
  if (!found->is_object())
    return fail(ErrorCode::invalid_input, std::string("\"") + key + "\" must be an object");
  TermValue value;
  if (found->contains("amount")) {
    Result<Money> money = money_from_json((*found)["amount"]);
    if (!money) return tl::unexpected(money.error());
    value.amount = *money;
  }
  value.percent = number_of(*found, "percent");
  value.multiple = number_of(*found, "multiple");
  const json::const_iterator exclusive = found->find("exclusive");
  if (exclusive != found->end() && exclusive->is_boolean())
    value.exclusive = exclusive->get<bool>();
  value.stage = text_of(*found, "stage");
  value.until = text_of(*found, "until");
  value.text = text_of(*found, "text");
  return value;
}

}  // namespace

json to_json(const ChangeView& change) {
  json out = {{"seq", change.seq},
              {"kind", change.kind},
              {"relationship", change.relationship},
              {"parties", change.parties},
              {"term", change.term},
              {"status", change.status},
              {"origins", change.origins},
              {"before", change.before ? value_to_json(*change.before) : json(nullptr)},
              {"after", change.after ? value_to_json(*change.after) : json(nullptr)}};
  put(out, "id", change.id);
  put(out, "cause", change.cause);
  put(out, "recorded", change.recorded);
  json claims = json::array();
  for (const Evidence& evidence : change.claims) {
    json claim = json::object();
    put(claim, "claim", evidence.claim);
    put(claim, "article", evidence.article);
    put(claim, "outlet", evidence.outlet);
    put(claim, "attribution", evidence.attribution);
    put(claim, "title", evidence.title);
    put(claim, "sentence", evidence.sentence);
    put(claim, "url", evidence.url);
    put(claim, "published", evidence.published);
    put(claim, "modality", evidence.modality);
    put(claim, "rule", evidence.rule);
    claims.push_back(std::move(claim));
  }
  out["claims"] = std::move(claims);
  return out;
}

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
  if (change.kind.empty() || change.relationship.empty() || change.term.empty())
    return fail(ErrorCode::invalid_input, "a change needs \"kind\", \"relationship\" and \"term\"");
  change.status = text_of(object, "status");
  change.recorded = text_of(object, "recorded");
  change.origins = static_cast<int>(number_of(object, "origins").value_or(0));
  const json::const_iterator parties = object.find("parties");
  if (parties != object.end() && parties->is_array()) {
    for (const json& party : *parties)
      if (party.is_string()) change.parties.push_back(party.get<std::string>());
  }
  Result<std::optional<TermValue>> before = value_from_json(object, "before");
  if (!before) return tl::unexpected(before.error());
  change.before = std::move(*before);
  Result<std::optional<TermValue>> after = value_from_json(object, "after");
  if (!after) return tl::unexpected(after.error());
  change.after = std::move(*after);
  const json::const_iterator claims = object.find("claims");
  if (claims != object.end() && claims->is_array()) {
    for (const json& claim : *claims) {
      if (!claim.is_object()) continue;
      change.claims.push_back({text_of(claim, "claim"), text_of(claim, "article"),
                               text_of(claim, "outlet"), text_of(claim, "attribution"),
                               text_of(claim, "title"), text_of(claim, "sentence"),
                               text_of(claim, "url"), text_of(claim, "published"),
                               text_of(claim, "modality"), text_of(claim, "rule")});
    }
  }
  return change;
}

}  // namespace pactwatch::alerts
