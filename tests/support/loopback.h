#pragma once
// A socket that listens on this machine alone, for the servers of the tests.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace test_support {

struct Loopback {
  int descriptor = -1;  // whoever asked closes it
  int port = 0;         // one that was free
};

// Throws what the system says when there is no such socket.
inline Loopback listen_on_loopback(int backlog) {
  const auto check = [](int code, const char* what) {
    if (code < 0) throw std::system_error(errno, std::generic_category(), what);
    return code;
  };
  Loopback out;
  out.descriptor = check(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  check(::bind(out.descriptor, reinterpret_cast<sockaddr*>(&address), size), "bind");
  check(::listen(out.descriptor, backlog), "listen");
  check(::getsockname(out.descriptor, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
  out.port = ntohs(address.sin_port);
  return out;
}

}  // namespace test_support
