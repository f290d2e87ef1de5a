#include "bus/socket.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>

#include <zmq.hpp>

#include "bus/endpoint.h"

namespace pactwatch::bus {
namespace {

zmq::socket_type native(SocketKind kind) {
  switch (kind) {
    case SocketKind::push:
      return zmq::socket_type::push;
    case SocketKind::pull:
      return zmq::socket_type::pull;
    case SocketKind::pub:
      return zmq::socket_type::pub;
    case SocketKind::sub:
      return zmq::socket_type::sub;
    case SocketKind::router:
      return zmq::socket_type::router;
    case SocketKind::dealer:
      return zmq::socket_type::dealer;
    case SocketKind::reply:
      return zmq::socket_type::rep;
  }
  return zmq::socket_type::pair;  // not reached: the switch names every kind
}

constexpr int kHandshakeMs = 10'000;
constexpr int kKeepAliveSeconds = 60;

bool is_tcp(const std::string& endpoint) { return endpoint.starts_with("tcp://"); }

tl::unexpected<Error> zmq_failure(const zmq::error_t& error, const std::string& doing,
                                  const std::string& where) {
  ErrorCode code = ErrorCode::internal;
  std::string hint;
  if (error.num() == EADDRINUSE) {
    code = ErrorCode::conflict;
    hint = "another process listens there; stop it or configure another endpoint";
  } else if (error.num() == EACCES || error.num() == ENOENT || error.num() == EADDRNOTAVAIL ||
             error.num() == ENODEV) {
    code = ErrorCode::unavailable;
  } else if (error.num() == EINVAL || error.num() == EPROTONOSUPPORT) {
    code = ErrorCode::invalid_input;
  }
  return fail(code, doing + ": " + error.what(), where, hint);
}

}  // namespace

struct Context::Impl {
  zmq::context_t context{1};
};

Context::Context() : impl_(std::make_shared<Impl>()) {}

struct Socket::Impl {
  std::shared_ptr<Context::Impl> context;  // outlives the socket
  zmq::socket_t socket;
  std::string endpoint;  // last one bound or connected, for messages
  std::optional<CurveKeys> curve;
};

Socket::Socket() = default;
Socket::Socket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Socket::Socket(Socket&&) noexcept = default;
Socket& Socket::operator=(Socket&&) noexcept = default;
Socket::~Socket() = default;

Result<Socket> Socket::open(const Context& context, SocketKind kind, const SocketOptions& options) {
  try {
    std::unique_ptr<Impl> impl = std::make_unique<Impl>();
    impl->context = context.impl_;
    impl->socket = zmq::socket_t(context.impl_->context, native(kind));
    impl->socket.set(zmq::sockopt::sndhwm, options.send_queue);
    impl->socket.set(zmq::sockopt::rcvhwm, options.receive_queue);
    impl->socket.set(zmq::sockopt::maxmsgsize, options.max_frame_bytes);
    impl->socket.set(zmq::sockopt::linger, options.linger_ms);
    impl->socket.set(zmq::sockopt::ipv6, 1);
    impl->curve = options.curve;
    // A peer that connects and says nothing is left; so is one that vanishes without a word.
    impl->socket.set(zmq::sockopt::handshake_ivl, kHandshakeMs);
    impl->socket.set(zmq::sockopt::tcp_keepalive, 1);
    impl->socket.set(zmq::sockopt::tcp_keepalive_idle, kKeepAliveSeconds);
    if (kind == SocketKind::router) impl->socket.set(zmq::sockopt::router_mandatory, 1);
    return Socket(std::move(impl));
  } catch (const zmq::error_t& error) {
    return zmq_failure(error, "cannot open a socket", {});
  }
}

Status Socket::bind(const std::string& endpoint) {
  const bool secured = impl_->curve.has_value();
  if (Status allowed = check_bind(endpoint, secured); !allowed) return allowed;
  try {
    if (secured && is_tcp(endpoint)) {
      impl_->socket.set(zmq::sockopt::curve_server, true);
      impl_->socket.set(zmq::sockopt::curve_secretkey, impl_->curve->own.secret_key);
      impl_->socket.set(zmq::sockopt::zap_domain, "pactwatch");
    }
    impl_->socket.bind(endpoint);
    impl_->endpoint = endpoint;
    return {};
  } catch (const zmq::error_t& error) {
    return zmq_failure(error, "cannot listen", endpoint);
  }
}

Status Socket::connect(const std::string& endpoint) {
  if (Status allowed = check_connect(endpoint); !allowed) return allowed;
  try {
    if (impl_->curve && is_tcp(endpoint)) {
      impl_->socket.set(zmq::sockopt::curve_publickey, impl_->curve->own.public_key);
      impl_->socket.set(zmq::sockopt::curve_secretkey, impl_->curve->own.secret_key);
      impl_->socket.set(zmq::sockopt::curve_serverkey, impl_->curve->server);
    }
    impl_->socket.connect(endpoint);
    impl_->endpoint = endpoint;
    return {};
  } catch (const zmq::error_t& error) {
    return zmq_failure(error, "cannot connect", endpoint);
  }
}

Status Socket::subscribe(const std::string& prefix) {
  try {
    impl_->socket.set(zmq::sockopt::subscribe, prefix);
    return {};
  } catch (const zmq::error_t& error) {
    return zmq_failure(error, "cannot subscribe to \"" + prefix + "\"", impl_->endpoint);
  }
}

std::string Socket::bound_endpoint() const {
  try {
    return impl_->socket.get(zmq::sockopt::last_endpoint);
  } catch (const zmq::error_t&) {
    return {};  // never bound
  }
}

Result<bool> Socket::send(const Frames& frames, int timeout_ms) {
  try {
    impl_->socket.set(zmq::sockopt::sndtimeo, timeout_ms);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      // ZeroMQ takes or refuses a message as a whole: only the first frame can time out.
      const zmq::send_flags flags =
          i + 1 < frames.size() ? zmq::send_flags::sndmore : zmq::send_flags::none;
      const zmq::send_result_t sent = impl_->socket.send(zmq::buffer(frames[i]), flags);
      if (!sent) return false;
    }
    return true;
  } catch (const zmq::error_t& error) {
    if (error.num() == EHOSTUNREACH || error.num() == EINTR) return false;
    return zmq_failure(error, "cannot send", impl_->endpoint);
  }
}

Result<std::optional<Frames>> Socket::receive(int timeout_ms) {
  try {
    impl_->socket.set(zmq::sockopt::rcvtimeo, timeout_ms);
    Frames frames;
    bool too_many = false;
    for (bool more = true; more;) {
      zmq::message_t part;
      if (!impl_->socket.recv(part)) return std::nullopt;
      more = part.more();
      if (frames.size() < kMaxFrames)
        frames.emplace_back(part.to_string());
      else
        too_many = true;  // read to its end, or the next message would begin in its middle
    }
    if (too_many)
      return fail(ErrorCode::invalid_input, "a peer sent a message of too many parts",
                  impl_->endpoint);
    return frames;
  } catch (const zmq::error_t& error) {
    if (error.num() == EINTR) return std::nullopt;
    return zmq_failure(error, "cannot receive", impl_->endpoint);
  }
}

Wake::Wake() : descriptor_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Wake::~Wake() { close(descriptor_); }

void Wake::wake() const {
  const std::uint64_t one = 1;
  // EAGAIN means the counter is full, which is woken enough.
  [[maybe_unused]] const ssize_t written = write(descriptor_, &one, sizeof one);
}

bool Wake::is_set() const {
  pollfd item = {descriptor_, POLLIN, 0};
  return poll(&item, 1, 0) > 0;
}

void Wake::clear() const {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = read(descriptor_, &count, sizeof count);
}

Result<bool> wait_readable(Socket* socket, const Wake* wake, int timeout_ms) {
  zmq::pollitem_t items[2];
  std::size_t count = 0;
  if (socket != nullptr)
    items[count++] = {static_cast<void*>(socket->impl_->socket), 0, ZMQ_POLLIN, 0};
  if (wake != nullptr) items[count++] = {nullptr, wake->descriptor(), ZMQ_POLLIN, 0};
  try {
    zmq::poll(items, count, std::chrono::milliseconds(timeout_ms));
    return socket != nullptr && (items[0].revents & ZMQ_POLLIN) != 0;
  } catch (const zmq::error_t& error) {
    if (error.num() == EINTR) return false;
    return zmq_failure(error, "cannot wait", socket != nullptr ? socket->impl_->endpoint : "");
  }
}

}  // namespace pactwatch::bus
