#include "bench/frontier/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pactwatch::bench {
namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

int listen_at(unsigned address, int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) die("socket");
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(address);
  at.sin_port = htons(static_cast<std::uint16_t>(port));
  if (::bind(socket, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0) die("bind");
  if (::listen(socket, 128) != 0) die("listen");
  return socket;
}

int port_of(int socket) {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size);
  return ntohs(at.sin_port);
}

class Server {
 public:
  Server(std::vector<int> listeners, int fresh_percent)
      : listeners_(std::move(listeners)), fresh_percent_(static_cast<unsigned>(fresh_percent)) {}

  [[noreturn]] void run() {
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    for (const int listener : listeners_) watch(poll, listener);
    const std::size_t last_listener = static_cast<std::size_t>(listeners_.back());
    std::vector<epoll_event> events(512);
    while (true) {
      const int n = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < n; ++i) {
        const int socket = events[static_cast<std::size_t>(i)].data.fd;
        if (static_cast<std::size_t>(socket) <= last_listener && is_listener(socket))
          accept_from(poll, socket);
        else
          serve(socket);
      }
    }
  }

 private:
  static void watch(int poll, int socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
  }
  bool is_listener(int socket) const {
    return socket >= listeners_.front() && socket <= listeners_.back();
  }
  static void accept_from(int poll, int listener) {
    const int socket = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) return;
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch(poll, socket);
  }
  void serve(int socket) {
    char bytes[8192];
    const ssize_t n = ::recv(socket, bytes, sizeof bytes, 0);
    if (n <= 0) {
      ::close(socket);
      return;
    }
    // A request fits into one segment here, and there is no pipelining.
    const std::string_view request(bytes, static_cast<std::size_t>(n));
    if (!request.ends_with("\r\n\r\n")) return;
    const bool known = request.find("If-None-Match:") != std::string_view::npos;
    ++count_;
    if (known && count_ * 61 % 100 >= fresh_percent_) {
      reply(socket, "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
      return;
    }
    const std::string id = std::to_string(count_);
    const std::string body =
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>A feed</title><item><title>"
        "Story " +
        id + "</title><guid isPermaLink=\"false\">" + id +
        "</guid><description>Acme said on Monday that it has invested $1 billion in Zeta.</"
        "description></item></channel></rss>";
    reply(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: \"" + id +
                      "\"\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  static void reply(int socket, std::string_view bytes) {
    if (::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size()))
      ::close(socket);
  }

  std::vector<int> listeners_;
  unsigned fresh_percent_;
  unsigned count_ = 0;
};

}  // namespace

unsigned host_address(int host) {
  return (127U << 24U) + (1U << 16U) + static_cast<unsigned>(host / 250) * 256U +
         static_cast<unsigned>(host % 250) + 1U;
}

SimulatedWeb start_web(int hosts, int fresh_percent) {
  std::vector<int> listeners = {listen_at(host_address(0), 0)};
  SimulatedWeb web;
  web.port = port_of(listeners[0]);
  for (int host = 1; host < hosts; ++host)
    listeners.push_back(listen_at(host_address(host), web.port));
  web.process = ::fork();
  if (web.process < 0) die("fork");
  if (web.process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Server(std::move(listeners), fresh_percent).run();
  }
  for (const int listener : listeners) ::close(listener);
  return web;
}

double processor_time(const SimulatedWeb& web) {
  std::ifstream in("/proc/" + std::to_string(web.process) + "/stat");
  std::string text;
  std::getline(in, text);
  text.erase(0, text.rfind(')') + 2);
  long user = 0;
  long system = 0;
  std::sscanf(text.c_str(), "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system);
  return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

void stop_web(const SimulatedWeb& web) {
  ::kill(web.process, SIGKILL);
  ::waitpid(web.process, nullptr, 0);
}

}  // namespace pactwatch::bench
