#pragma once
// Which network addresses the fetcher may connect to. A feed or a redirect can name any host, and
// a name can resolve to any address at any time (DNS rebinding), so the check is made on the very
// address a socket is opened for, never on the name alone.

#include <sys/socket.h>

#include <optional>
#include <string>
#include <string_view>

namespace pactwatch {

// A numeric address with a port, as socket calls take it.
class SocketAddress {
 public:
  // `host`: IPv4 or IPv6, without brackets. Nothing when it is neither.
  static std::optional<SocketAddress> of(const std::string& host, int port);
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage_); }
  bool is_six() const { return storage_.ss_family == AF_INET6; }

 private:
  sockaddr_storage storage_{};
};

// Where something listens.
struct HostPort {
  std::string host;
  int port = -1;  // no number stood there
};
// "127.0.0.1:8370", "[::1]:8370": the host without brackets.
HostPort split_host_port(std::string_view text);

// What may be reached besides the public Internet.
struct AddressPolicy {
  bool allow_loopback = false;  // 127.0.0.0/8, ::1: tests and the demo
  bool allow_private = false;   // RFC 1918, RFC 4193: a feed generator on the local network
};

// True when `policy` lets a socket connect to `address` (AF_INET or AF_INET6; others are refused).
// Refused are, unless allowed: loopback, private, link-local (cloud metadata services live there),
// shared (RFC 6598), multicast, reserved and unspecified addresses, also where an IPv6 address
// embeds an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo).
bool may_connect(const sockaddr& address, const AddressPolicy& policy);

// "127.0.0.1" or "::1", for messages.
std::string to_string(const sockaddr& address);

}  // namespace pactwatch
