#include "core/json.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace pactwatch {
namespace {

using nlohmann::json;

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

// Member `key` as a string; empty when absent, null or of another type.
std::string text_of(const json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<double> number_of(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_number()) return std::nullopt;
  return it->get<double>();
}

json plain_number(double value) {
  if (is_whole(value)) return static_cast<long long>(value);
  return value;
}

}  // namespace

bool is_whole(double value) {
  constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
  return value > -kExactIntegers && value < kExactIntegers && value == std::trunc(value);
}

json to_json(const Money& money) {
  json out = {{"value", plain_number(money.value)}, {"currency", money.currency}};
  if (money.high) out["high"] = plain_number(*money.high);
  if (money.bound != Bound::exact) out["bound"] = to_string(money.bound);
  return out;
}

Result<Money> money_from_json(const json& object) {
  if (!object.is_object() || !number_of(object, "value"))
    return fail(ErrorCode::invalid_input, "an amount needs a numeric \"value\"");
  Money money;
  money.value = *number_of(object, "value");
  money.high = number_of(object, "high");
  money.currency = text_of(object, "currency");
  const std::optional<Bound> bound = parse_bound(text_of(object, "bound"));
  if (!bound) return fail(ErrorCode::invalid_input, "unknown bound " + text_of(object, "bound"));
  money.bound = *bound;
  return money;
}

json to_json(const Event& event) {
  json roles = json::object();
  for (const auto& [role, parties] : event.roles) {
    if (parties.size() == 1 && role != "party")
      roles[role] = parties.front();
    else
      roles[role] = parties;
  }
  json out = {{"type", event.type},
              {"roles", roles},
              {"amount", event.amount ? to_json(*event.amount) : json(nullptr)},
              {"percent", event.percent ? plain_number(*event.percent) : json(nullptr)},
              {"until", or_null(event.until)},
              {"when", or_null(event.when)},
              {"stage", or_null(event.stage)},
              {"modality", to_string(event.modality)},
              {"attribution", or_null(event.attribution)},
              {"span", {event.span.begin, event.span.end}}};
  if (event.multiple) out["multiple"] = plain_number(*event.multiple);
  if (event.exclusive) out["exclusive"] = *event.exclusive;
  if (!event.metric.empty()) out["metric"] = event.metric;
  if (!event.rule.empty()) {
    out["rule"] = event.rule;
    out["revision"] = event.rule_revision;
  }
  return out;
}

Result<Event> event_from_json(const json& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "an event must be an object");
  Event event;
  event.type = text_of(object, "type");
  if (roles_of(event.type).empty())
    return fail(ErrorCode::invalid_input, "unknown event type \"" + event.type + "\"");
  if (const auto roles = object.find("roles"); roles != object.end() && roles->is_object()) {
    for (const auto& [role, value] : roles->items()) {
      std::vector<std::string> parties;
      if (value.is_string()) parties.push_back(value.get<std::string>());
      if (value.is_array())
        for (const json& party : value)
          if (party.is_string()) parties.push_back(party.get<std::string>());
      if (!parties.empty()) event.roles[role] = std::move(parties);
    }
  }
  if (const auto amount = object.find("amount"); amount != object.end() && !amount->is_null()) {
    Result<Money> money = money_from_json(*amount);
    if (!money) return tl::unexpected(money.error());
    event.amount = *money;
  }
  event.percent = number_of(object, "percent");
  event.multiple = number_of(object, "multiple");
  if (const auto it = object.find("exclusive"); it != object.end() && it->is_boolean())
    event.exclusive = it->get<bool>();
  event.metric = text_of(object, "metric");
  event.until = text_of(object, "until");
  event.when = text_of(object, "when");
  event.stage = text_of(object, "stage");
  const std::optional<Modality> modality = parse_modality(text_of(object, "modality"));
  if (!modality)
    return fail(ErrorCode::invalid_input,
                "unknown modality \"" + text_of(object, "modality") + "\"");
  event.modality = *modality;
  event.attribution = text_of(object, "attribution");
  if (const auto span = object.find("span"); span != object.end() && span->is_array() &&
                                             span->size() == 2 && (*span)[0].is_number_unsigned() &&
                                             (*span)[1].is_number_unsigned())
    event.span = {(*span)[0].get<std::size_t>(), (*span)[1].get<std::size_t>()};
  event.rule = text_of(object, "rule");
  event.rule_revision = static_cast<int>(number_of(object, "revision").value_or(0));
  return event;
}

json to_json(const Article& article) {
  return {{"id", article.id},
          {"url", article.url},
          {"outlet", article.outlet},
          {"authors", article.authors},
          {"title", article.title},
          {"published", or_null(article.published)},
          {"modified", or_null(article.modified)},
          {"language", or_null(article.language)},
          {"text", article.text},
          {"content_hash", article.content_hash}};
}

Result<Article> article_from_json(const json& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "an article must be an object");
  Article article;
  article.id = text_of(object, "id");
  article.url = text_of(object, "url");
  article.outlet = text_of(object, "outlet");
  if (const auto it = object.find("authors"); it != object.end() && it->is_array())
    for (const json& author : *it)
      if (author.is_string()) article.authors.push_back(author.get<std::string>());
  article.title = text_of(object, "title");
  article.published = text_of(object, "published");
  article.modified = text_of(object, "modified");
  article.language = text_of(object, "language");
  article.text = text_of(object, "text");
  article.content_hash = text_of(object, "content_hash");
  if (article.id.empty()) return fail(ErrorCode::invalid_input, "an article needs an \"id\"");
  return article;
}

Result<json> parse_json(std::string_view text, std::string_view where) {
  json out = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!out.is_discarded()) return out;
  return fail(ErrorCode::invalid_input, "not valid JSON", std::string(where));
}

Result<Event> parse_event(std::string_view text, std::string_view where) {
  const Result<json> object = parse_json(text, where);
  if (!object) return tl::unexpected(object.error());
  return event_from_json(*object);
}

std::string dump_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace pactwatch
