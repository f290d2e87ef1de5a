#pragma once
// The extractor with the rules that are shipped.

#include <stdexcept>

#include "extractor/extractor.h"

namespace test_support {

// Loaded once, by the first test that asks. Throws what is wrong with the rules.
inline const pactwatch::Extractor& shipped_extractor() {
  static const pactwatch::Extractor instance = [] {
    pactwatch::Result<std::shared_ptr<const pactwatch::RuleSet>> rules =
        pactwatch::load_rules(PACTWATCH_TEST_RULES);
    if (!rules) throw std::runtime_error(to_string(rules.error()));
    return pactwatch::Extractor(*rules);
  }();
  return instance;
}

}  // namespace test_support
