#include "daemon/worker.h"

#include <pthread.h>

#include <exception>

namespace pactwatch {

Worker::Worker(std::string name, Body body)
    : name_(std::move(name)), thread_([this, body = std::move(body)] {
        pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());  // the kernel's limit
        Status ended;
        try {
          ended = body(*this);
        } catch (
            const std::exception& error) {  // a programmer's error or no memory: ends the daemon
          ended = fail(ErrorCode::internal, std::string("uncaught: ") + error.what());
        }
        if (!ended) {
          const std::lock_guard lock(mutex_);
          failure_ = ended.error();
        }
        finished_ = true;
      }) {}

Worker::~Worker() {
  drain();
  join();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

std::optional<Error> Worker::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace pactwatch
