#include "store/origin.h"

#include <algorithm>

#include "core/text.h"

namespace pactwatch {

std::string source_key(std::string_view name) {
  std::string key = ascii_lower(fold_space(name));
  if (key.starts_with("the ")) key.erase(0, 4);
  return key;
}

bool is_unnamed(std::string_view source, const std::vector<std::string>& words) {
  const auto capital = [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  if (std::none_of(source.begin(), source.end(), capital)) return true;
  std::string word;
  const std::string lower = ascii_lower(source) + " ";
  for (const char c : lower) {
    const bool inside = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (inside) {
      word += c;
      continue;
    }
    if (std::find(words.begin(), words.end(), word) != words.end()) return true;
    word.clear();
  }
  return false;
}

void OriginSet::add(const std::string& outlet, const std::string& credit) {
  if (credit.empty() || credit == outlet) {
    own_.insert(outlet);
    return;
  }
  std::string& known = credits_[outlet];
  if (known.empty() || credit < known) known = credit;
}

std::string OriginSet::root(const std::string& source) const {
  std::string at = source;
  std::set<std::string> seen;
  while (seen.insert(at).second) {
    if (own_.contains(at)) return at;
    const auto next = credits_.find(at);
    if (next == credits_.end()) return at;
    at = next->second;
  }
  // A ring: who is in it credits only one another.
  std::set<std::string> ring;
  while (ring.insert(at).second) at = credits_.at(at);
  return *ring.begin();
}

std::set<std::string> OriginSet::roots() const {
  std::set<std::string> out = own_;
  for (const auto& [outlet, credit] : credits_)
    if (!own_.contains(outlet)) out.insert(root(credit));
  return out;
}

bool OriginSet::has(const std::string& outlet, const std::string& credit) const {
  const std::string source = root(credit.empty() ? outlet : credit);
  return roots().contains(source);
}

}  // namespace pactwatch
