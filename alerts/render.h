#pragma once
// How a change reads. One renderer for every sink, so that a terminal, a mail and a web page say
// the same.

#include <string>
#include <string_view>
#include <vector>

#include "alerts/change_view.h"

namespace pactwatch::alerts {

// "$38bn", "up to $6.6bn", "€20m–€30m", "CHF 1.2bn".
std::string render_money(const Money& money);
// "$38bn", "20%", "exclusive", "completed", "until 2030"; several parts joined by ", ". Empty when
// the value says nothing.
std::string render_value(const Value& value);
// "revenue_share.cap" -> "revenue-share cap".
std::string render_term(std::string_view term);
// "OpenAI–Microsoft"; one party alone is its name.
std::string render_parties(const std::vector<std::string>& parties);

// One line a person understands at once, without its source:
// "OpenAI–Microsoft: revenue-share cap now $38bn (was $20bn)".
std::string headline(const ChangeView& change);
// Who says so and how sure it is: "reported by The Information, 2 independent origins".
std::string standing(const ChangeView& change);
// The sentence that carries it, with quotation marks; empty when no claim has one. Cut at
// `max_bytes`, at a word, with an ellipsis.
std::string quotation(const ChangeView& change, std::size_t max_bytes = 400);
// "The Information, 2026-05-12, https://..." of the first claim.
std::string source_line(const ChangeView& change);

// All of it as lines of plain text, the first being the headline with its standing.
std::vector<std::string> render(const ChangeView& change);

}  // namespace pactwatch::alerts
