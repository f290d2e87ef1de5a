#pragma once
// Keeps no longer than asked what nothing rests on: texts of articles that told nothing. What a
// claim was read from is evidence, and stays for ever.

#include <chrono>
#include <cstdint>
#include <string>

#include "core/time.h"

namespace pactwatch {

class Retention {
 public:
  // `file` is the ledger's. `keep`: how long unused texts stay; 0: for ever.
  Retention(std::string file, std::chrono::milliseconds keep)
      : file_(std::move(file)), keep_(keep) {}

  // Looks at some revisions, in one short transaction; once a day at each. To be called often.
  // What cannot be dropped now is told in the log, once, and tried the next day.
  void step(UtcTime now);

 private:
  std::string file_;
  std::chrono::milliseconds keep_;
  std::int64_t after_ = 0;  // revision that was looked at last
  std::int64_t dropped_ = 0;
  UtcTime next_;  // round
};

}  // namespace pactwatch
