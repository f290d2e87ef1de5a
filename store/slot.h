#pragma once
// A slot: one term of one relationship, with who is what in it. Claims speak of slots; an account
// of what they say gives its facts.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"

namespace pactwatch {

// Role -> names, as in an event.
using Roles = std::map<std::string, std::vector<std::string>, std::less<>>;

// Names of a relationship from its key ("Microsoft|OpenAI"), and back.
std::vector<std::string> split_parties(const std::string& key);
std::string join_parties(const std::vector<std::string>& parties);
// "microsoft~openai": the relationship's part of a topic.
std::string relationship_slug(const std::vector<std::string>& parties);
// A name as part of a topic or a term: "net income" -> "net-income".
std::string slug(std::string_view name);

// Every party of the roles once, sorted by name.
std::vector<std::string> parties_of(const Roles& roles);
// The same in the order in which people say it: who acts comes first ("OpenAI–Microsoft" when
// OpenAI pays Microsoft). Names of no role come last.
std::vector<std::string> order_parties(const Roles& roles, const std::vector<std::string>& parties);
// Identity of a slot. Names are compared without regard to case.
std::string slot_id(const std::string& relationship, const std::string& term, const Roles& roles);

}  // namespace pactwatch
