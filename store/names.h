#pragma once
// Which names are one: the judgements in force, as a map from names to the one that is shown.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/ledger.h"

namespace pactwatch {

class NameBook {
 public:
  NameBook() = default;
  // `judgements` in order of their rows. As they stood at `as_of`; now, when it is not given. The
  // last one in force about a pair of names counts.
  NameBook(const std::vector<Judgement>& judgements, std::optional<UtcTime> as_of);

  // The name shown for `name`; the name itself when nothing was judged about it. Any case.
  std::string shown(const std::string& name) const;
  // Every name judged to be that of `name`'s party, but the shown one.
  std::vector<std::string> others(const std::string& name) const;
  // Names that are shown otherwise in the other book.
  std::set<std::string> differences(const NameBook& other) const;
  bool empty() const { return shown_.empty(); }

 private:
  std::map<std::string, std::string> shown_;  // lower case -> as shown
  std::map<std::string, std::string> spelt_;  // lower case -> as judged
};

}  // namespace pactwatch
