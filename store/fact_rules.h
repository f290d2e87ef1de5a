#pragma once
// What a new claim does to a fact: the judgement docs/ARCHITECTURE.md sums up, free of any
// database.

#include <optional>
#include <string>

#include "core/event.h"
#include "store/ledger.h"
#include "store/terms.h"

namespace pactwatch {

// A fact as the judgement needs it.
struct Held {
  Value value;
  std::string status;
  std::string valid_from;
  std::string told;  // published date of the claim behind the present version
  int origins = 0;
  bool same_origin = false;  // the new claim's origin stands behind it already
};

// A claim as the judgement needs it.
struct Told {
  Value value;
  Modality modality = Modality::confirmed;
  std::string when;       // of the event, ISO prefix
  std::string published;  // of the article, ISO
};

// What follows. No kind: the claim supports the fact and nothing moves.
struct Judgement {
  std::string kind;  // a change kind; empty: none
  bool new_version = false;
  Value value;  // of the version
  std::string status;
  bool other_fact = false;  // it speaks of something else: another fact of the same term
  bool history = false;     // it speaks of the past: a fact of its own, and nobody is told
};

// The value that `event` gives `term`.
Value value_of(const Event& event, const Term& term);
std::string status_of(Modality modality);
// Whether two values say the same within the term's tolerance, bounds considered: "more than 13"
// agrees with 13.75. A missing figure agrees with any.
bool agree(const Value& x, const Value& y, double tolerance);
// Whether the event lies so far before its article that it is told as history.
bool is_past(const std::string& when, const std::string& published);

Judgement judge(const Held& held, const Told& told, const Term& term, const Terms& terms);

}  // namespace pactwatch
