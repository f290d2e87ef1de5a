#pragma once
// The catalogue of terms: rules/terms.toml, as data. It says what a relationship can hold, when two
// values are one, in which order a matter moves, and what makes a fact surer.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/event.h"
#include "core/result.h"

namespace pactwatch {

struct Term {
  // single: one value at a time, a new one supersedes. many: each figure and date is a fact of its
  // own. matter: one course of stages, whose figure may change on the way.
  enum class Kind { single, many, matter };

  std::string name;
  std::string event;
  std::string field;                // amount, percent, exclusive, stage
  std::vector<std::string> stages;  // only events at one of these; none: at any
  Kind kind = Kind::single;
  double tolerance = 0.02;  // values that differ by less, relatively, are one
  int stale_days = 0;       // a fact that nobody has told for so long is stale; 0: never
};

// How the matters of one event type move.
struct Course {
  std::string event;
  std::vector<std::string> stages;  // in the order of the matter; others do not move it
  std::vector<std::string> ending;
  std::vector<std::string> again;  // may be reached once more after a later stage

  // Position of a stage; -1 when it does not move the matter.
  int rank(std::string_view stage) const;
  bool ends(std::string_view stage) const;
  bool repeats(std::string_view stage) const;
};

// [time], in days.
struct TimeRules {
  int past = 100;   // told this long after it happened, a thing is history
  int same = 1;     // articles within so many days that disagree contradict each other
  int echo = 7;     // who repeats an old value so soon after a new one has not heard of it
  int reopen = 30;  // a stage that begins a matter, so long after its end, begins another
  int again = 14;   // a stage that may come again is dated so long after the present one
};

// [status]: numbers of independent origins.
struct OriginRules {
  int reported = 3;                            // that make a rumour a report
  int confirmed = 5;                           // that make a report a fact
  std::vector<int> marks = {2, 3, 5, 10, 20};  // at which subscribers are told again
  std::vector<std::string> unnamed;            // words for sources without a name
};

class Terms {
 public:
  // Every key is checked; an error names file and line.
  static Result<Terms> load(const std::filesystem::path& file);

  // The terms that an event says something about: those whose field it states; the type's own
  // term when it states none.
  std::vector<const Term*> of(const Event& event) const;
  // The term of a name, "financial_metric.revenue" included; nullptr when there is none.
  const Term* find(std::string_view name) const;
  // The course of an event type; one without stages when there is none.
  const Course& course(std::string_view event) const;
  const TimeRules& time() const { return time_; }
  const OriginRules& origins() const { return origins_; }

 private:
  std::vector<Term> terms_;
  std::vector<Course> courses_;
  TimeRules time_;
  OriginRules origins_;
};

}  // namespace pactwatch
