#include "store/slot.h"

#include <algorithm>
#include <set>

#include "core/hash.h"
#include "core/text.h"

namespace pactwatch {
namespace {

std::string join(const std::vector<std::string>& parts, std::string_view by) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += by;
    out += part;
  }
  return out;
}

}  // namespace

std::vector<std::string> split_parties(const std::string& key) { return split(key, '|'); }

std::string join_parties(const std::vector<std::string>& parties) { return join(parties, "|"); }

std::string relationship_slug(const std::vector<std::string>& parties) {
  std::vector<std::string> slugs;
  slugs.reserve(parties.size());
  for (const std::string& party : parties) slugs.push_back(slug(party));
  return join(slugs, "~");
}

std::string slug(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (plain)
      out += c;
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out;
}

std::vector<std::string> parties_of(const Roles& roles) {
  std::set<std::string> names;
  for (const auto& [role, parties] : roles) names.insert(parties.begin(), parties.end());
  return {names.begin(), names.end()};
}

std::vector<std::string> order_parties(const Roles& roles,
                                       const std::vector<std::string>& parties) {
  static constexpr const char* kActors[] = {"payer",    "investor",  "acquirer",  "holder", "buyer",
                                            "licensor", "plaintiff", "authority", "party"};
  std::vector<std::string> out;
  const auto add = [&](const std::vector<std::string>& names) {
    for (const std::string& name : names)
      if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
  };
  for (const char* role : kActors)
    if (const auto found = roles.find(role); found != roles.end()) {
      std::vector<std::string> names = found->second;
      std::sort(names.begin(), names.end());  // whoever an article names first
      add(names);
    }
  add(parties);
  return out;
}

std::string slot_id(const std::string& relationship, const std::string& term, const Roles& roles) {
  std::string who;
  for (const auto& [role, parties] : roles) {
    std::vector<std::string> names = parties;
    for (std::string& name : names) name = ascii_lower(name);
    std::sort(names.begin(), names.end());
    who += role + "=" + join(names, "|") + ";";
  }
  return content_id({"slot", ascii_lower(relationship), term, who});
}

}  // namespace pactwatch
