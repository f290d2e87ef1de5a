#include "daemon/signals.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace pactwatch {

Result<Signals> Signals::block() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  if (pthread_sigmask(SIG_BLOCK, &set, nullptr) != 0)
    return fail(ErrorCode::internal, "cannot block signals");
  const int descriptor = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor < 0)
    return fail(ErrorCode::internal, std::string("cannot read signals: ") + strerror(errno));
  return Signals(descriptor);
}

Signals::Signals(Signals&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Signals& Signals::operator=(Signals&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Signals::~Signals() {
  if (descriptor_ >= 0) close(descriptor_);
}

Signal Signals::wait(std::chrono::milliseconds timeout) const {
  pollfd item = {descriptor_, POLLIN, 0};
  if (poll(&item, 1, static_cast<int>(timeout.count())) <= 0) return Signal::none;
  signalfd_siginfo info{};
  if (read(descriptor_, &info, sizeof info) != sizeof info) return Signal::none;
  return info.ssi_signo == SIGHUP ? Signal::reload : Signal::stop;
}

}  // namespace pactwatch
