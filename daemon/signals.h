#pragma once
// SIGTERM, SIGINT and SIGHUP as things to read, not as handlers that interrupt.

#include <chrono>

#include "core/result.h"

namespace pactwatch {

enum class Signal { none, stop, reload };

// Blocks the three signals for this thread and all it starts; make it before the first thread.
class Signals {
 public:
  static Result<Signals> block();
  Signals(Signals&& other) noexcept;
  Signals& operator=(Signals&& other) noexcept;
  ~Signals();
  // Waits for a signal; none when the time is over.
  Signal wait(std::chrono::milliseconds timeout) const;

 private:
  explicit Signals(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace pactwatch
