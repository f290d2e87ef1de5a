#pragma once
// Where a claim really comes from. 300 copies of one wire story are one origin; so are forty
// outlets that credit The Information, and a blog that credits Reuters where Reuters credits The
// Information.

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace pactwatch {

// One name for one source: lower case, without an article, space folded.
std::string source_key(std::string_view name);
// Whether a credited source has no name ("two people familiar with the matter"): it has no capital
// letter, or one of `words` stands in it as a word of its own.
bool is_unnamed(std::string_view source, const std::vector<std::string>& words);

// Who is behind a set of claims that say the same. Adding takes time logarithmic in its size.
class OriginSet {
 public:
  // A claim of `outlet` (the first to print the story, where it is a copy) that credits `credit`;
  // empty: nobody, or a source without a name. Both are source keys.
  void add(const std::string& outlet, const std::string& credit);
  // The source at the end of the chain from `source`: whom it credits, whom that one credits, and
  // so on. Of outlets that credit each other the first by name.
  std::string root(const std::string& source) const;
  std::set<std::string> roots() const;
  int count() const { return static_cast<int>(roots().size()); }
  bool has(const std::string& outlet, const std::string& credit) const;

 private:
  // An outlet that tells it on its own, too, is an origin whatever else it credits.
  std::map<std::string, std::string> credits_;  // outlet -> first source by name that it credits
  std::set<std::string> own_;                   // outlets that credit nobody
};

}  // namespace pactwatch
