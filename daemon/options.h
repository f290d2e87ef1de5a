#pragma once
// Reads a verb's arguments. Each option is declared with the number of values it takes; anything
// else that begins with '-' is an error that names the nearest option.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "daemon/verb.h"

namespace pactwatch {

class Options {
 public:
  // `declared`: "--since" -> 1, "--json" -> 0. Both "--since 3" and "--since=3" are read.
  static Result<Options> parse(const Arguments& arguments,
                               const std::map<std::string, int>& declared);

  bool has(const std::string& name) const { return values_.contains(name); }
  // The last value given, or nullopt.
  std::optional<std::string> value(const std::string& name) const;
  // Every value given, over all uses of the option.
  std::vector<std::string> values(const std::string& name) const;
  // The last value as a number that is not negative; fails when it is none.
  Result<std::optional<std::uint64_t>> number(const std::string& name) const;
  const std::vector<std::string>& positional() const { return positional_; }

 private:
  std::map<std::string, std::vector<std::string>> values_;
  std::vector<std::string> positional_;
};

// Prints "pactwatch VERB: what is wrong" and the usage to standard error; gives kExitUsage.
int usage_error(const std::string& verb, const Error& error, const std::string& usage);

}  // namespace pactwatch
