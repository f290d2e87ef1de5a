#pragma once
// The literal atoms that a pattern cannot match without, as RE2's FilteredRE2 finds them: what
// lints and explanations tell of. The extractor's prefilter goes by needs.h.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

namespace pactwatch {

// Shorter atoms are in every sentence and select nothing.
inline constexpr int kMinAtomLength = 3;  // bytes

// The atoms of one pattern. Slow to make (it asks the filter once for every atom and clause): for
// lints, explanations and the making of a prefilter, not for reading.
class PatternAtoms {
 public:
  explicit PatternAtoms(const re2::RE2& pattern);
  ~PatternAtoms();
  PatternAtoms(const PatternAtoms&) = delete;
  PatternAtoms& operator=(const PatternAtoms&) = delete;

  // True when no atom is needed: the prefilter can never spare the pattern.
  bool unfiltered() const;
  // What `skeleton` lacks: empty when the pattern may match. Else the atoms of which any one alone
  // would let it through; where no single one would, all that are not there.
  std::vector<std::string> missing(std::string_view skeleton) const;
  // Lists of atoms of each of which at least one must stand in a text that the pattern matches. All
  // that the filter demands where it is a conjunction of such lists, else part of it; never more.
  std::vector<std::vector<std::string>> clauses() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
