#include "extractor/gazetteer.h"

#include <algorithm>

#include "core/text.h"
#include "extractor/tokenise.h"

namespace pactwatch {
namespace {

std::vector<std::string> words_of(const std::string& spelling, const Lexicon& lexicon) {
  Analysis analysis;
  analysis.text = spelling;
  analysis.lower = ascii_lower(spelling);
  tokenise(analysis, lexicon);
  std::vector<std::string> out;
  for (std::uint32_t i = 0; i < analysis.tokens.size(); ++i)
    out.emplace_back(analysis.token_text(i));
  return out;
}

// An entity that the same spelling may mean: an organisation is likelier in deal news than a
// person, either likelier than a place.
int rank(EntityKind kind) {
  switch (kind) {
    case EntityKind::org:
      return 0;
    case EntityKind::authority:
      return 1;
    case EntityKind::court:
      return 2;
    case EntityKind::outlet:
      return 3;
    case EntityKind::person:
      return 4;
    case EntityKind::product:
      return 5;
    case EntityKind::place:
      return 6;
  }
  return 7;
}

}  // namespace

Gazetteer::Gazetteer(const Lexicon& lexicon) {
  const auto& entities = lexicon.entities();
  for (const auto& [spelling, entity] : lexicon.spellings()) {
    const auto [it, fresh] = exact_.emplace(spelling, entity);
    if (!fresh) {
      if (rank(entities[entity].kind) >= rank(entities[it->second].kind)) continue;
      it->second = entity;
    }
  }
  for (const auto& [spelling, entity] : exact_) {
    std::vector<std::string> words = words_of(spelling, lexicon);
    if (words.empty()) continue;
    firsts_.add(words.front());
    const bool capital = std::any_of(words.front().begin(), words.front().end(),
                                     [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!capital) low_[low_bit(words.front())] = true;
    First& first = by_first_.insert(words.front());
    if (words.size() == 1) {
      first.alone = static_cast<std::int32_t>(entity);
      continue;
    }
    std::vector<Entry>& entries = first.by_second[words[1]];
    words.erase(words.begin(), words.begin() + 2);
    entries.push_back({std::move(words), entity});
  }
  for (auto& [word, first] : by_first_)
    for (auto& [second, entries] : first.by_second)
      std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return a.rest.size() != b.rest.size() ? a.rest.size() > b.rest.size() : a.rest < b.rest;
      });
  for (std::uint32_t i = 0; i < entities.size(); ++i) {
    for (const std::string& product : entities[i].makes) makers_.emplace(product, i);
    if (entities[i].kind == EntityKind::product) {
      const auto owner = exact_.find(entities[i].of);
      if (owner != exact_.end()) makers_.emplace(entities[i].name, owner->second);
    }
  }
}

Gazetteer::Match Gazetteer::longest(const Analysis& analysis, std::uint32_t i,
                                    std::uint32_t limit) const {
  if (!firsts_.may_have(analysis.token_text(i))) return {};
  const First* found = by_first_.get(analysis.token_text(i));
  if (found == nullptr) return {};
  const First& first = *found;
  if (i + 1 < limit && !first.by_second.empty()) {
    const auto entries = first.by_second.find(analysis.token_text(i + 1));
    if (entries != first.by_second.end())
      for (const Entry& entry : entries->second) {
        const auto size = static_cast<std::uint32_t>(entry.rest.size());
        if (i + 2 + size > limit) continue;
        bool same = true;
        for (std::uint32_t k = 0; k < size && same; ++k)
          same = analysis.token_text(i + 2 + k) == entry.rest[k];
        if (same) return {size + 2, entry.entity};
      }
  }
  if (first.alone < 0) return {};
  return {1, static_cast<std::uint32_t>(first.alone)};
}

std::int32_t Gazetteer::exact(std::string_view spelling) const {
  const auto it = exact_.find(spelling);
  return it == exact_.end() ? -1 : static_cast<std::int32_t>(it->second);
}

std::int32_t Gazetteer::maker_of(std::string_view product) const {
  const auto it = makers_.find(product);
  return it == makers_.end() ? -1 : static_cast<std::int32_t>(it->second);
}

}  // namespace pactwatch
