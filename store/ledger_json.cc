#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/json_text.h"
#include "store/ledger.h"

namespace pactwatch {
namespace {

using nlohmann::json;

void put(json& out, const char* key, const std::string& text) {
  if (!text.empty()) out[key] = text;
}

}  // namespace

void put_value(std::string& out, const Value& value) {
  ObjectText object(out);
  if (value.amount) put_money(object.key("amount"), *value.amount);
  if (value.exclusive) object.key("exclusive") += *value.exclusive ? "true" : "false";
  if (value.multiple) put_real(object.key("multiple"), *value.multiple);
  if (value.percent) put_real(object.key("percent"), *value.percent);
  if (!value.stage.empty()) object.text("stage", value.stage);
  if (!value.until.empty()) object.text("until", value.until);
}

void put_claim(std::string& out, const ClaimView& claim) {
  ObjectText object(out);
  object.text("article", claim.article);
  if (!claim.attribution.empty()) object.text("attribution", claim.attribution);
  object.text("claim", claim.id);
  object.text("modality", claim.modality);
  object.text("origin", claim.origin);
  object.text("outlet", claim.outlet);
  if (!claim.published.empty()) object.text("published", claim.published);
  put_integer(object.key("revision"), claim.rule_revision);
  object.text("rule", claim.rule);
  object.text("sentence", claim.sentence);
  object.text("title", claim.title);
  if (!claim.type.empty()) object.text("type", claim.type);
  object.text("url", claim.url);
  if (claim.withdrawn) object.key("withdrawn") += "true";
}

void put_stored_step(std::string& out, const Step& step) {
  ObjectText object(out);
  object.text("at", step.at);
  put_integer(object.key("claim"), step.row);
  object.text("kind", step.kind);
  object.text("status", step.status);
  put_value(object.key("value"), step.value);
}

json to_json(const Value& value) {
  json out = json::object();
  if (value.amount) out["amount"] = to_json(*value.amount);
  if (value.percent) out["percent"] = *value.percent;
  if (value.multiple) out["multiple"] = *value.multiple;
  if (value.exclusive) out["exclusive"] = *value.exclusive;
  put(out, "stage", value.stage);
  put(out, "until", value.until);
  return out;
}

Value value_from_json(const json& object) {
  Value value;
  if (!object.is_object()) return value;
  if (const auto it = object.find("amount"); it != object.end())
    if (Result<Money> money = money_from_json(*it)) value.amount = *money;
  const auto number = [&](const char* key) -> std::optional<double> {
    const auto it = object.find(key);
    if (it == object.end() || !it->is_number()) return std::nullopt;
    return it->get<double>();
  };
  value.percent = number("percent");
  value.multiple = number("multiple");
  if (const auto it = object.find("exclusive"); it != object.end() && it->is_boolean())
    value.exclusive = it->get<bool>();
  const auto text = [&](const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
  };
  value.stage = text("stage");
  value.until = text("until");
  return value;
}

json to_json(const ClaimView& claim) {
  json out = {
      {"claim", claim.id},          {"article", claim.article},   {"outlet", claim.outlet},
      {"title", claim.title},       {"sentence", claim.sentence}, {"url", claim.url},
      {"modality", claim.modality}, {"rule", claim.rule},         {"revision", claim.rule_revision},
      {"origin", claim.origin}};
  put(out, "type", claim.type);
  put(out, "attribution", claim.attribution);
  put(out, "published", claim.published);
  if (claim.withdrawn) out["withdrawn"] = true;
  return out;
}

json to_json(const Step& step) {
  json out = {{"at", step.at},
              {"kind", step.kind},
              {"value", to_json(step.value)},
              {"status", step.status},
              {"claim", step.claim}};
  return out;
}

Step step_from_json(const json& object) {
  const auto text = [&](const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
  };
  Step step;
  if (!object.is_object()) return step;
  step.at = text("at");
  step.kind = text("kind");
  step.status = text("status");
  if (const auto it = object.find("claim"); it != object.end() && it->is_number_integer())
    step.row = it->get<std::int64_t>();
  else
    step.claim = text("claim");
  if (const auto it = object.find("value"); it != object.end()) step.value = value_from_json(*it);
  return step;
}

json to_json(const TimelineEntry& entry) {
  json out = to_json(entry.step);
  out["fact"] = entry.fact;
  out["parties"] = entry.parties;
  out["term"] = entry.term;
  if (entry.before) out["before"] = to_json(*entry.before);
  out["claim"] = to_json(entry.claim);
  return out;
}

json to_json(const PartyView& party) {
  json relationships = json::array();
  for (const PartyView::Relationship& r : party.relationships)
    relationships.push_back({{"parties", r.parties}, {"facts", r.facts}, {"last", to_iso(r.last)}});
  return {{"id", party.id},
          {"name", party.name},
          {"names", party.names},
          {"relationships", std::move(relationships)}};
}

json to_json(const Judgement& judgement) {
  json out = {{"judgement", judgement.row},
              {"kind", judgement.kind},
              {"a", judgement.a},
              {"b", judgement.b},
              {"author", judgement.author},
              {"reason", judgement.reason},
              {"recorded", to_iso(judgement.recorded)}};
  if (judgement.undone) out["undone"] = to_iso(*judgement.undone);
  return out;
}

json to_json(const FactView& fact) {
  json claims = json::array();
  for (const ClaimView& claim : fact.claims) claims.push_back(to_json(claim));
  json out = {{"fact", fact.id},
              {"parties", fact.parties},
              {"roles", fact.roles},
              {"term", fact.term},
              {"status", fact.status},
              {"value", to_json(fact.value)},
              {"known_since", to_iso(fact.known_since)},
              {"version", fact.version},
              {"origins", fact.origins},
              {"claims", std::move(claims)}};
  put(out, "valid_from", fact.valid_from);
  put(out, "valid_to", fact.valid_to);
  put(out, "cause", fact.cause);
  if (fact.stale) out["stale"] = true;
  json steps = json::array();
  for (const Step& step : fact.steps) steps.push_back(to_json(step));
  out["steps"] = std::move(steps);
  return out;
}

json to_json(const ArticleRow& article) {
  json out = {{"id", article.id},
              {"url", article.url},
              {"outlet", article.outlet},
              {"title", article.title},
              {"content_hash", article.content_hash},
              {"revision", article.revision},
              {"events", article.events}};
  put(out, "published", article.published);
  put(out, "language", article.language);
  put(out, "note", article.note);
  return out;
}

std::string change_json(const Change& change) {
  // The body is JSON of our own making; the seq is put in front of its first member.
  return "{\"seq\":" + std::to_string(change.seq) + "," + change.body.substr(1);
}

}  // namespace pactwatch
