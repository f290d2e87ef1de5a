#include "fetcher/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace pactwatch {
namespace {

enum class Reach { everywhere, loopback, private_network, nowhere };

struct Range4 {
  std::uint32_t network;
  int bits;
  Reach reach;
};

constexpr std::uint32_t ip4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}

// IANA IPv4 Special-Purpose Address Registry (RFC 6890 and later).
constexpr std::array<Range4, 16> kRanges4 = {{
    {ip4(0, 0, 0, 0), 8, Reach::nowhere},  // "this network"; 0.0.0.0 is this machine
    {ip4(10, 0, 0, 0), 8, Reach::private_network},
    {ip4(100, 64, 0, 0), 10, Reach::nowhere},  // shared by carriers, RFC 6598
    {ip4(127, 0, 0, 0), 8, Reach::loopback},
    {ip4(169, 254, 0, 0), 16, Reach::nowhere},  // link-local
    {ip4(172, 16, 0, 0), 12, Reach::private_network},
    {ip4(192, 0, 0, 0), 24, Reach::nowhere},    // protocol assignments
    {ip4(192, 0, 2, 0), 24, Reach::nowhere},    // documentation
    {ip4(192, 88, 99, 0), 24, Reach::nowhere},  // 6to4 relays
    {ip4(192, 168, 0, 0), 16, Reach::private_network},
    {ip4(198, 18, 0, 0), 15, Reach::nowhere},    // benchmarking
    {ip4(198, 51, 100, 0), 24, Reach::nowhere},  // documentation
    {ip4(203, 0, 113, 0), 24, Reach::nowhere},   // documentation
    {ip4(224, 0, 0, 0), 4, Reach::nowhere},      // multicast
    {ip4(240, 0, 0, 0), 4, Reach::nowhere},      // reserved, broadcast
    {ip4(192, 31, 196, 0), 24, Reach::nowhere},  // AS112
}};

Reach reach4(std::uint32_t address) {
  for (const Range4& range : kRanges4) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - range.bits);
    if ((address & mask) == range.network) return range.reach;
  }
  return Reach::everywhere;
}

std::uint32_t four_bytes(const unsigned char* bytes) {
  return ip4(bytes[0], bytes[1], bytes[2], bytes[3]);
}

// IANA IPv6 Special-Purpose Address Registry. Only 2000::/3 is global unicast; within it the
// ranges that carry an IPv4 address are judged by that address.
Reach reach6(const in6_addr& address) {
  const unsigned char* b = address.s6_addr;
  if (IN6_IS_ADDR_LOOPBACK(&address)) return Reach::loopback;
  if (IN6_IS_ADDR_V4MAPPED(&address)) return reach4(four_bytes(b + 12));
  if (IN6_IS_ADDR_UNSPECIFIED(&address)) return Reach::nowhere;
  if (IN6_IS_ADDR_V4COMPAT(&address)) return reach4(four_bytes(b + 12));
  static constexpr unsigned char kNat64[12] = {0, 0x64, 0xff, 0x9b};  // 64:ff9b::/96, RFC 6052
  if (std::memcmp(b, kNat64, sizeof kNat64) == 0) return reach4(four_bytes(b + 12));
  if ((b[0] & 0xfe) == 0xfc) return Reach::private_network;  // fc00::/7, RFC 4193
  if ((b[0] & 0xe0) != 0x20) return Reach::nowhere;          // link-local, multicast, unassigned
  if (b[0] == 0x20 && b[1] == 0x02) return reach4(four_bytes(b + 2));  // 6to4, RFC 3056
  if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0 && b[3] == 0) {        // Teredo, RFC 4380
    return reach4(~four_bytes(b + 12));
  }
  if (b[0] == 0x20 && b[1] == 0x01 && b[2] == 0x0d && b[3] == 0xb8) return Reach::nowhere;
  return Reach::everywhere;
}

}  // namespace

std::optional<SocketAddress> SocketAddress::of(const std::string& host, int port) {
  SocketAddress out;
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&out.storage_);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&out.storage_);
  if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(port));
  } else if (inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(static_cast<std::uint16_t>(port));
  } else {
    return std::nullopt;
  }
  return out;
}

HostPort split_host_port(std::string_view text) {
  HostPort out;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, out.port);
    if (read.ec != std::errc() || read.ptr != end) out.port = -1;
  }
  std::string_view host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  out.host = host;
  return out;
}

bool may_connect(const sockaddr& address, const AddressPolicy& policy) {
  Reach reach = Reach::nowhere;
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    reach = reach4(ntohl(in.sin_addr.s_addr));
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    reach = reach6(in.sin6_addr);
  }
  switch (reach) {
    case Reach::everywhere:
      return true;
    case Reach::loopback:
      return policy.allow_loopback;
    case Reach::private_network:
      return policy.allow_private;
    case Reach::nowhere:
      break;
  }
  return false;
}

std::string to_string(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET, &in.sin_addr, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    sockaddr_in6 in{};
    std::memcpy(&in, &address, sizeof in);
    inet_ntop(AF_INET6, &in.sin6_addr, text.data(), text.size());
  }
  return text.data();
}

}  // namespace pactwatch
