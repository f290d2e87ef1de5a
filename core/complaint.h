#pragma once
// Says a trouble once, not once a second: what is the same as before is counted, and the end of it
// is told with how often and how long it was.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace pactwatch {

// One thing that may go wrong again and again. Belongs to one thread.
class Complaint {
 public:
  // True when this trouble is to be told: it is another one than the last, or the same after a
  // long time (an hour), so that a log that was rotated still has it.
  bool raise(const std::string& trouble);
  // The trouble is over: "after 12 times in 34 s", once; nullopt when there was none.
  std::optional<std::string> clear();
  bool raised() const { return count_ > 0; }

 private:
  std::string trouble_;
  std::uint64_t count_ = 0;
  std::chrono::steady_clock::time_point since_;
  std::chrono::steady_clock::time_point told_;
};

}  // namespace pactwatch
