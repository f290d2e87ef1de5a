#pragma once
// The door through which hubs come (WebSub, 5.3 and 7): confirms what we asked for, and takes what
// is pushed. A small HTTP server (libmicrohttpd) on a thread of its own; the only one that listens
// to the outside, and off unless it is configured. TLS is the business of the server before it.
//
// A callback's last part is a token of 256 random bits. Who does not know one gets 404 or 410 and
// no byte of theirs is kept. What is pushed goes into the queue when its signature is right, or,
// from a hub that could not be told a secret, as a mere hint to ask the feed.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "fetcher/push_queue.h"
#include "store/hubs.h"

namespace pactwatch {

struct WebSubListenerOptions {
  std::string address = "127.0.0.1";  // IPv4 or IPv6, numeric
  int port = 0;                       // 0: a free one
  std::size_t max_body = 8 << 20;     // as of a feed that is polled
  unsigned connections = 64;          // at once; more are turned away
  std::chrono::seconds timeout{10};   // without a byte
  // Of hubs that confirm without saying for how long.
  std::chrono::seconds lease{std::chrono::hours(240)};
};

class WebSubListener {
 public:
  // `hubs` is used by the listener's thread alone from now on. `queue` and `clock` must outlive it.
  // Errors: invalid_input for an address that is none, unavailable when the port is not free.
  static Result<std::unique_ptr<WebSubListener>> start(const WebSubListenerOptions& options,
                                                       std::unique_ptr<Hubs> hubs, PushQueue& queue,
                                                       const Clock& clock = system_clock());
  // Ends all connections.
  ~WebSubListener();
  WebSubListener(const WebSubListener&) = delete;
  WebSubListener& operator=(const WebSubListener&) = delete;

  int port() const;

 private:
  class Impl;
  explicit WebSubListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
