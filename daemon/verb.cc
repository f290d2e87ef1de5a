#include "daemon/verb.h"

namespace pactwatch {

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
  };
  return all;
}

}  // namespace pactwatch
