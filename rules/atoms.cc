#include "rules/atoms.h"

#include <re2/filtered_re2.h>

namespace pactwatch {
namespace {

// The pattern with each word of a list of words in a group of its own: "(?:cut|cuts|put)" becomes
// "(?:(cut)|(cuts)|(put))". It matches the same, but RE2 does not take out common beginnings, which
// would leave rests too short to be atoms.
std::string with_whole_words(const std::string& pattern) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || c == ' ' || c == '-' || c == '\\' || c == '|' || c == '\'';
  };
  std::string out;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    out += pattern[i];
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      out += pattern[++i];
      continue;
    }
    const bool opens = pattern[i] == '(' ||
                       (pattern[i] == '>' && pattern.rfind("(?P<", i) != std::string::npos) ||
                       (pattern[i] == ':' && i >= 2 && pattern.compare(i - 2, 2, "(?") == 0);
    if (!opens) continue;
    std::size_t end = i + 1;
    bool escape_of_class = false;
    while (end < pattern.size() && plain(pattern[end])) {
      // "\\-" is a hyphen, "\\b" no part of a word.
      if (pattern[end] == '\\')
        escape_of_class = escape_of_class ||
                          std::string_view("- '").find(pattern[end + 1]) == std::string_view::npos;
      ++end;
    }
    const std::string list = pattern.substr(i + 1, end - i - 1);
    if (end >= pattern.size() || pattern[end] != ')' || escape_of_class ||
        list.find('|') == std::string::npos)
      continue;
    out += '(';
    for (const char c : list) out += c == '|' ? ")|(" : std::string(1, c);
    out += ')';
    i = end - 1;
  }
  return out;
}

}  // namespace

struct PatternAtoms::Impl {
  re2::FilteredRE2 filter{kMinAtomLength};
  std::vector<std::string> atoms;

  bool passes(const std::vector<int>& found) const {
    std::vector<int> ids;
    filter.AllPotentials(found, &ids);
    return !ids.empty();
  }
};

PatternAtoms::PatternAtoms(const re2::RE2& pattern) : impl_(std::make_unique<Impl>()) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  int id = 0;
  impl_->filter.Add(with_whole_words(pattern.pattern()), options, &id);
  impl_->filter.Compile(&impl_->atoms);
}

PatternAtoms::~PatternAtoms() = default;

bool PatternAtoms::unfiltered() const { return impl_->passes({}); }

std::vector<std::vector<std::string>> PatternAtoms::clauses() const {
  const std::size_t count = impl_->atoms.size();
  std::vector<char> taken(count, 1);
  const auto passes = [&] {
    std::vector<int> found;
    for (std::size_t a = 0; a < count; ++a)
      if (taken[a] != 0) found.push_back(static_cast<int>(a));
    return impl_->passes(found);
  };
  // The fewest atoms with which the pattern passes: one of each clause.
  for (std::size_t a = 0; a < count; ++a) {
    taken[a] = 0;
    if (!passes()) taken[a] = 1;
  }
  const std::vector<char> fewest = taken;
  std::vector<std::vector<std::string>> out;
  for (std::size_t chosen = 0; chosen < count; ++chosen) {
    if (fewest[chosen] == 0) continue;
    // Its clause: the atoms that can stand for it. Only what proves to be needed counts.
    std::vector<char> in_clause(count, 0);
    for (std::size_t a = 0; a < count; ++a) {
      taken = fewest;
      taken[chosen] = 0;
      taken[a] = 1;
      in_clause[a] = passes() ? 1 : 0;
    }
    for (std::size_t a = 0; a < count; ++a) taken[a] = in_clause[a] == 0 ? 1 : 0;
    if (passes()) continue;
    std::vector<std::string> clause;
    for (std::size_t a = 0; a < count; ++a)
      if (in_clause[a] != 0) clause.push_back(impl_->atoms[a]);
    out.push_back(std::move(clause));
  }
  return out;
}

std::vector<std::string> PatternAtoms::missing(std::string_view skeleton) const {
  std::vector<int> found;
  std::vector<int> absent;
  for (std::size_t a = 0; a < impl_->atoms.size(); ++a) {
    const bool there = skeleton.find(impl_->atoms[a]) != std::string_view::npos;
    (there ? found : absent).push_back(static_cast<int>(a));
  }
  if (impl_->passes(found)) return {};
  std::vector<std::string> out;
  std::vector<std::string> all;
  for (const int a : absent) {
    all.push_back(impl_->atoms[static_cast<std::size_t>(a)]);
    found.push_back(a);
    if (impl_->passes(found)) out.push_back(all.back());
    found.pop_back();
  }
  return out.empty() ? all : out;
}

}  // namespace pactwatch
