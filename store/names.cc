#include "store/names.h"

#include <algorithm>

#include "core/text.h"

namespace pactwatch {

NameBook::NameBook(const std::vector<Judgement>& judgements, std::optional<UtcTime> as_of) {
  std::map<std::pair<std::string, std::string>, const Judgement*> last;
  for (const Judgement& judgement : judgements) {
    if (as_of && judgement.recorded > *as_of) continue;
    if (judgement.undone && (!as_of || *judgement.undone <= *as_of)) continue;
    std::string a = ascii_lower(judgement.a);
    std::string b = ascii_lower(judgement.b);
    spelt_.emplace(a, judgement.a);
    spelt_.emplace(b, judgement.b);
    if (b < a) std::swap(a, b);
    last[{a, b}] = &judgement;
  }
  std::vector<const Judgement*> merges;
  for (const auto& [pair, judgement] : last)
    if (judgement->kind == "merge") merges.push_back(judgement);
  std::sort(merges.begin(), merges.end(),
            [](const Judgement* x, const Judgement* y) { return x->row < y->row; });
  for (const Judgement* merge : merges) {
    const std::string to = shown(merge->a);
    const std::string from = shown(merge->b);
    if (ascii_lower(to) == ascii_lower(from)) continue;
    for (auto& [key, name] : shown_)
      if (ascii_lower(name) == ascii_lower(from)) name = to;
    shown_[ascii_lower(from)] = to;
    shown_[ascii_lower(merge->b)] = to;
    shown_[ascii_lower(to)] = to;
  }
}

std::string NameBook::shown(const std::string& name) const {
  if (shown_.empty()) return name;
  const auto found = shown_.find(ascii_lower(name));
  return found == shown_.end() ? name : found->second;
}

std::vector<std::string> NameBook::others(const std::string& name) const {
  const std::string to = ascii_lower(shown(name));
  std::vector<std::string> out;
  for (const auto& [key, shown] : shown_)
    if (ascii_lower(shown) == to && key != to) out.push_back(spelt_.at(key));
  return out;
}

std::set<std::string> NameBook::differences(const NameBook& other) const {
  std::set<std::string> out;
  const auto compare = [&](const NameBook& x, const NameBook& y) {
    for (const auto& [key, name] : x.shown_) {
      const std::string there = y.shown(key);
      if (ascii_lower(there) == ascii_lower(name)) continue;
      out.insert(x.spelt_.at(key));
      out.insert(name);
      out.insert(there);
    }
  };
  compare(*this, other);
  compare(other, *this);
  return out;
}

}  // namespace pactwatch
