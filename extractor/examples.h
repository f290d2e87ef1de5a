#pragma once
// The examples that every rule carries, run: what must match and with which values, and what must
// not.

#include <string>
#include <vector>

#include "extractor/extractor.h"

namespace pactwatch {

// An example that does not hold.
struct ExampleFault {
  std::string rule;
  std::string where;    // file:line
  std::string message;  // what was expected and what came
};

struct ExampleReport {
  int examples = 0;
  std::vector<ExampleFault> faults;
  std::vector<std::string> without_examples;  // rules that carry no `match`
};

ExampleReport run_examples(const Extractor& extractor);

}  // namespace pactwatch
