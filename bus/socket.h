#pragma once
// One ZeroMQ socket, wrapped once. cppzmq throws; nothing that throws leaves this file's .cc.
//
// A Socket belongs to one thread at a time (ZeroMQ's own rule). A Context is shared by all threads
// and is a cheap handle to copy; it ends when the last handle and the last socket are gone.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bus/keys.h"
#include "core/result.h"

namespace pactwatch::bus {

// The parts of one message.
using Frames = std::vector<std::string>;

class Context {
 public:
  Context();  // one I/O thread: enough for about 1 GB/s (zmq_ctx_set manual)

 private:
  friend class Socket;
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

enum class SocketKind { push, pull, pub, sub, router, dealer, reply };

struct SocketOptions {
  // Messages queued before a sender waits (push) or drops (pub, router). ZeroMQ's own default of
  // 1000 is never relied on: every caller states its own.
  int send_queue = 64;
  int receive_queue = 64;
  // Longest frame a peer may send over ipc or tcp; a longer one ends the connection.
  std::int64_t max_frame_bytes = 16 << 20;
  // How long closing waits for queued messages to leave.
  int linger_ms = 0;
  // With it every tcp endpoint speaks CURVE: who binds is the server, who connects a client.
  std::optional<CurveKeys> curve = {};
};

class Socket {
 public:
  Socket();  // of no kind: only to be moved into
  static Result<Socket> open(const Context& context, SocketKind kind, const SocketOptions& options);
  Socket(Socket&&) noexcept;
  Socket& operator=(Socket&&) noexcept;
  ~Socket();

  // bind() refuses TCP beyond loopback without CURVE (endpoint.h). A stale ipc socket file is
  // replaced.
  Status bind(const std::string& endpoint);
  Status connect(const std::string& endpoint);
  // sub only: messages whose first frame starts with `prefix`.
  Status subscribe(const std::string& prefix);
  // The endpoint actually bound, with the port that "tcp://127.0.0.1:*" got.
  std::string bound_endpoint() const;

  // Sends all frames or none. False when the queue stayed full for `timeout_ms` (-1: for ever),
  // or, for a router, when the peer is gone or does not keep up.
  Result<bool> send(const Frames& frames, int timeout_ms);
  // One whole message, or nullopt when none came for `timeout_ms` (0: look once, -1: for ever).
  // A message of more than kMaxFrames parts is dropped and reported as invalid_input.
  Result<std::optional<Frames>> receive(int timeout_ms);

  static constexpr std::size_t kMaxFrames = 16;  // the longest message of the protocol has 8

 private:
  friend Result<bool> wait_readable(Socket* socket, const class Wake* wake, int timeout_ms);
  struct Impl;
  explicit Socket(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Lets another thread interrupt a wait. wake() may be called from any thread and from a signal
// handler; wakes that come before the wait are kept, several count as one.
class Wake {
 public:
  Wake();
  ~Wake();
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;
  void wake() const;
  bool is_set() const;  // woken since the last clear()
  void clear() const;   // forgets wakes so far
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// Waits until `socket` (may be null) has something to read, `wake` (may be null) was woken, or the
// time is over. True when the socket is readable.
Result<bool> wait_readable(Socket* socket, const Wake* wake, int timeout_ms);

}  // namespace pactwatch::bus
