#pragma once
// Decides who may speak CURVE with this process: ZAP (https://rfc.zeromq.org/spec/27/). libzmq asks
// it for every connection to a secured endpoint, and lets in only keys that are on the list.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "bus/keys.h"
#include "bus/socket.h"
#include "core/result.h"

namespace pactwatch::bus {

// One a Context, and there before any secured socket binds. Its thread ends with it.
class Gatekeeper {
 public:
  // `own` is let in besides the list: the process's own stages.
  static Result<std::unique_ptr<Gatekeeper>> start(const Context& context, AllowList allowed,
                                                   std::string own);
  ~Gatekeeper();
  Gatekeeper(const Gatekeeper&) = delete;
  Gatekeeper& operator=(const Gatekeeper&) = delete;

  // Exchanges the list; any thread. Connections that stand are not looked at again: whoever binds
  // compares revocations() and binds anew.
  void allow(AllowList allowed);
  // How often a list came that lacked a key of the one before.
  std::uint64_t revocations() const { return revocations_; }

  std::uint64_t admitted() const { return admitted_; }
  std::uint64_t denied() const { return denied_; }
  // The last peer that was turned away: "KEY at ADDRESS"; empty when none was.
  std::string last_denied() const;

 private:
  Gatekeeper(Socket door, AllowList allowed, std::string own);
  void run();
  // The answer to one question of libzmq; empty when it is none.
  Frames answer(const Frames& question);

  Socket door_;  // of the thread
  Wake stop_;
  const std::string own_;
  mutable std::mutex mutex_;
  AllowList allowed_;        // guarded by mutex_
  std::string last_denied_;  // guarded by mutex_
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint64_t> revocations_ = 0;
  std::atomic<std::uint64_t> admitted_ = 0;
  std::atomic<std::uint64_t> denied_ = 0;
  std::thread thread_;  // last: it uses all the others
};

}  // namespace pactwatch::bus
