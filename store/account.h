#pragma once
// What all claims about one slot (one term of one relationship) amount to: an account of it. Pure:
// the same claims give the same account, in whatever order they were learnt, because they are told
// in the order of what they speak of. Free of any database.
//
// An account could be kept by judging each claim against what is held when it arrives. That was
// tried: the order of arrival then decided what is true, and neither a withdrawn claim nor a late
// one could be undone. Here a late claim means telling the account anew; a claim that is the
// newest, as nearly all are, is told on top.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "store/ledger.h"
#include "store/origin.h"
#include "store/terms.h"

namespace pactwatch {

// A claim as an account needs it.
struct Telling {
  std::int64_t row = 0;  // of the claim
  std::string claim;
  std::string article;
  std::string outlet;  // source key of whoever printed the story first
  std::string credit;  // source key of who is credited by name; empty: nobody
  Value value;
  Modality modality = Modality::confirmed;
  std::string when;       // of the event, ISO prefix
  std::string told;       // of the article, ISO
  std::size_t place = 0;  // in the article: news comes before its context
  // Filled by place_in_time().
  bool past = false;
  std::int64_t day = 0;  // that it speaks of, else that it was told on
};

// Sets `past` and `day` of a telling.
void place_in_time(Telling& telling, const TimeRules& time);
// The order in which an account is told.
bool told_before(const Telling& x, const Telling& y);

// A fact of an account.
struct HeldFact {
  Value value;
  std::string status;
  std::string valid_from;
  std::string valid_to;
  bool history = true;               // only ever told as history: nobody is alerted
  bool in_force = false;             // of the facts of a single or a matter the one that holds
  std::vector<Step> steps;           // how it came about, in the order of the world
  std::vector<std::int64_t> claims;  // their rows
  int count = 0;                     // independent origins of the present value and stage

  // Private to the account.
  OriginSet origins;
  std::string base;         // the status it has when nobody disputes or denies it
  int firm = 0;             // firmness by what was said, not by how many said it
  bool stage_firm = false;  // the stage is reached, not planned
  bool moved = false;       // beyond the stage it began with
  std::int64_t day = 0;     // that the present value or stage was first told of
};

class Account {
 public:
  // `terms` and `term` outlive it.
  Account(const Terms& terms, const Term& term) : terms_(&terms), term_(&term) {}

  // Tellings must come in order of told_before().
  void tell(const Telling& telling);
  const std::vector<HeldFact>& facts() const { return facts_; }

 private:
  HeldFact& create(const Telling& t, const char* kind);
  void support(HeldFact& fact, const Telling& t);
  bool move_stage(HeldFact& fact, const Telling& t);
  void end(HeldFact& fact, const Telling& t);
  bool count_origins(HeldFact& fact) const;
  void close(HeldFact& fact, const Telling& t);
  void supersede(HeldFact& held, const Telling& t);
  void tell_many(const Telling& t);
  void tell_other_value(const Telling& t, bool context);
  bool tell_beside(const Telling& t);
  void settle(std::size_t winner, const Telling& t);
  bool agrees(const HeldFact& fact, const Telling& t) const;
  void hold(std::size_t index);

  const Terms* terms_;
  const Term* term_;
  std::vector<HeldFact> facts_;
  std::unordered_set<std::string> articles_;  // that said something of the slot
  std::optional<std::size_t> held_;           // single and matter: the fact in force
};

}  // namespace pactwatch
