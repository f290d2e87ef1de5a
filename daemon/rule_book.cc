#include "daemon/rule_book.h"

#include "rules/rule.h"

namespace pactwatch {

Result<std::unique_ptr<RuleBook>> RuleBook::open(std::filesystem::path directory) {
  Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory);
  if (!rules) return tl::unexpected(rules.error());
  return std::unique_ptr<RuleBook>(
      new RuleBook(std::move(directory), std::make_shared<const Extractor>(std::move(*rules))));
}

std::shared_ptr<const Extractor> RuleBook::current() const {
  const std::lock_guard lock(mutex_);
  return extractor_;
}

Result<bool> RuleBook::reload() {
  Result<std::shared_ptr<const RuleSet>> rules = load_rules(directory_);
  if (!rules) return tl::unexpected(rules.error());
  if ((*rules)->hash() == current()->rules().hash()) return false;
  std::shared_ptr<const Extractor> fresh = std::make_shared<const Extractor>(std::move(*rules));
  const std::lock_guard lock(mutex_);
  extractor_ = std::move(fresh);
  return true;
}

}  // namespace pactwatch
