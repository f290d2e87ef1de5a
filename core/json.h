#pragma once
// The one JSON shape of each type: corpus lines, batch verbs, wire payloads and stored rows share
// it.

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "core/article.h"
#include "core/event.h"
#include "core/result.h"

namespace pactwatch {

// EVENT as docs/ANNOTATION.md writes it, plus "rule" and "revision". A role with one party is a
// string, with several a list; partnership parties are always a list.
nlohmann::json to_json(const Event& event);
Result<Event> event_from_json(const nlohmann::json& json);
// The same from text; `where` names the source when the text is no JSON.
Result<Event> parse_event(std::string_view text, std::string_view where);

nlohmann::json to_json(const Article& article);
Result<Article> article_from_json(const nlohmann::json& json);

nlohmann::json to_json(const Money& money);
Result<Money> money_from_json(const nlohmann::json& json);

// Whether the number is written without a fraction: 38000000000, not 38000000000.0.
bool is_whole(double value);
// Parses text; never throws. `where` names the source in the error.
Result<nlohmann::json> parse_json(std::string_view text, std::string_view where);
// One line, ill-formed UTF-8 replaced rather than thrown on.
std::string dump_json(const nlohmann::json& json);

}  // namespace pactwatch
