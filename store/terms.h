#pragma once
// The catalogue of terms: rules/terms.toml, as data.

#include <filesystem>
#include <string>
#include <vector>

#include "core/event.h"
#include "core/result.h"

namespace pactwatch {

struct Term {
  std::string name;
  std::string event;
  std::string field;  // amount, percent, exclusive, stage
  bool single = true;
  double tolerance = 0.02;
};

class Terms {
 public:
  static Result<Terms> load(const std::filesystem::path& file);

  // The terms that an event says something about: those whose field it states; the type's stage
  // or main term when it states none.
  std::vector<const Term*> of(const Event& event) const;
  const Term* find(const std::string& name) const;
  // Position of a stage in the course of a matter; -1 when it has none.
  int stage_rank(const std::string& stage) const;
  bool is_ending(const std::string& stage) const;

 private:
  std::vector<Term> terms_;
  std::vector<std::string> order_;
  std::vector<std::string> ending_;
};

}  // namespace pactwatch
