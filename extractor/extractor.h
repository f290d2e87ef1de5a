#pragma once
// The extractor: an article in, its events out. Pure: it knows neither network nor database.

#include <memory>
#include <string>
#include <vector>

#include "core/event.h"
#include "extractor/document.h"
#include "rules/rule.h"

namespace pactwatch {

class Gazetteer;
class RulePrefilter;
struct Explanation;  // explain.h
struct RuleCost;     // match.h

// Reads with one rule set. Immutable after construction; extract() may be called from any number
// of threads at once. A reload makes a new Extractor; readings under way finish on the old one.
class Extractor {
 public:
  explicit Extractor(std::shared_ptr<const RuleSet> rules);
  ~Extractor();
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;

  // The events of `document`, in text order, as docs/ANNOTATION.md defines them. Ill-formed UTF-8
  // is replaced first. Text beyond kMaxTextBytes is not read. Deterministic and linear.
  std::vector<Event> extract(const Document& document) const;
  // The same without the prefilter: every rule on every clause. Slow; what tests compare with.
  std::vector<Event> extract_naively(const Document& document) const;
  // Why `rule` (of rules()) found what it found, or nothing. Slow, for people who write rules.
  Explanation explain(const Document& document, const Rule& rule) const;
  // As extract(); adds each rule's cost to `costs` (one a rule, by index into rules().rules()).
  std::vector<Event> extract_metered(const Document& document, std::vector<RuleCost>& costs) const;
  // What the extractor sees, for people who write rules: mentions, segments, skeletons.
  std::string describe(const Document& document) const;

  const RuleSet& rules() const { return *rules_; }

  // The longest news pages are a tenth of this; more is a dump, not an article.
  static constexpr std::size_t kMaxTextBytes = 4U << 20U;

 private:
  std::vector<Event> run(const Document& document, bool prefiltered) const;

  std::shared_ptr<const RuleSet> rules_;
  std::unique_ptr<const Gazetteer> gazetteer_;
  std::unique_ptr<const RulePrefilter> prefilter_;
};

}  // namespace pactwatch
