#include "daemon/verb.h"

namespace pactwatch {

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> all = {
      {"init", "PARTY [PARTY...]", "write a configuration with public feeds for these parties", verb_init},
      {"watch", "[--since SEQ] [--json]", "follow a running daemon: every change once", verb_watch},
      {"doctor", "[--config FILE] [--data DIR]", "check all that the daemon needs", verb_doctor},
  };
  return all;
}

}  // namespace pactwatch
