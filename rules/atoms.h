#pragma once
// The literal atoms that a pattern cannot match without, as RE2's FilteredRE2 finds them. They are
// what the extractor's prefilter looks for; a pattern without any is tried on every clause.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

namespace pactwatch {

// Shorter atoms are in every sentence and select nothing.
inline constexpr int kMinAtomLength = 3;  // bytes

// The atoms of one pattern. Slow to make; for lints and explanations, not for reading.
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

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
