#include "core/result.h"

namespace pactwatch {

std::string to_string(const Error& error) {
  std::string out;
  if (!error.where.empty()) out += error.where + ": ";
  out += error.message;
  if (!error.hint.empty()) out += " (" + error.hint + ")";
  return out;
}

}  // namespace pactwatch
