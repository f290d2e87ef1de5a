#pragma once
// What is wrong or doubtful about rules that load: slow patterns, overlaps, missing examples. The
// loader (rule.h) finds what does not load at all; findings_of() gives its faults the same form.

#include <string>
#include <vector>

#include "core/result.h"
#include "rules/rule.h"

namespace pactwatch {

// What a finding is about; `pactwatch rules check` groups by it.
enum class LintKind {
  fault,        // it does not load
  bounded_gap,  // .{0,40}: compiled out forty times
  oversized,    // the pattern compiles to more than kLargeProgram steps
  unfiltered,   // no literal atom: tried on every clause
  overlap,      // another rule of the type has the same trigger and priority
  no_example,   // nothing shows what the rule reads
  no_negative,  // nothing shows what it must leave
};

struct Finding {
  LintKind kind = LintKind::fault;
  bool error = true;  // else a warning
  std::string rule;   // empty where no rule is known
  std::string file;
  int line = 0;
  int column = 0;  // code points, from 1; 0: unknown
  std::string message;
  std::string hint;
};

// "file:line:column: error: message (hint)", and below it the line with a caret when the file can
// be read.
std::string to_string(const Finding& finding);

// RE2 instructions. The largest shipped pattern has 677, the median 73; beyond this, matching
// leaves RE2's caches and costs many times more.
inline constexpr int kLargeProgram = 1000;
// Repetitions of a wildcard beyond this are refused; words counted by a group ("(?:[^ ]+ ){0,6}")
// are no wildcard.
inline constexpr int kMaxCountedWildcard = 10;

// Everything doubtful about a set that loaded, in file order.
std::vector<Finding> lint_rules(const RuleSet& rules);
// The faults of a load that failed (one a line in Error::message), each at its place; where a fault
// names what is wrong in quotes, the column is that of the very word.
std::vector<Finding> findings_of(const Error& load_error);

}  // namespace pactwatch
