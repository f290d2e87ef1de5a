#pragma once
// A web server on loopback for tests, from raw sockets, so that it can misbehave in every way the
// real web does. A handler sees one request and answers with reply(), or with bytes of its own.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstring>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/loopback.h"

namespace test_support {

struct Request {
  std::string method;
  std::string target;                          // path and query
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;                            // as long as Content-Length says

  std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
  }
};

using Headers = std::vector<std::pair<std::string, std::string>>;

// One connection, as a handler sees it.
class Connection {
 public:
  Connection(int socket, const std::atomic<bool>& stopping)
      : socket_(socket), stopping_(stopping) {}

  // Writes bytes as they are; false when the client is gone.
  bool send(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t n = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return false;
      sent += static_cast<std::size_t>(n);
    }
    return true;
  }

  // A whole response with Content-Length; the connection is kept for the next request.
  void reply(int status, const Headers& headers = {}, const std::string& body = {}) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
    for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
    if (status != 304) out += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    keep_ = send(out + "\r\n" + (status == 304 ? "" : body));
  }

  // Holds the connection open without a word until the client leaves or the test ends.
  void hold() {
    while (!stopping_) {
      pollfd wait{socket_, POLLIN, 0};
      if (::poll(&wait, 1, 20) == 0) continue;
      char byte = 0;
      if (::recv(socket_, &byte, 1, 0) <= 0) return;
    }
  }

  bool keep() const { return keep_; }

 private:
  int socket_;
  const std::atomic<bool>& stopping_;
  bool keep_ = false;
};

class HttpServer {
 public:
  using Handler = std::function<void(const Request&, Connection&)>;

  // Listens on a free port of 127.0.0.1. `handler` is called from one thread per connection.
  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
    const Loopback loopback = listen_on_loopback(64);
    listener_ = loopback.descriptor;
    port_ = loopback.port;
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~HttpServer() {
    stopping_ = true;
    acceptor_.join();
    ::close(listener_);
    for (std::thread& thread : connections_) thread.join();
  }

  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& target = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + target;
  }

  // Every request so far, in the order of arrival.
  std::vector<Request> requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
  }
  std::size_t count(const std::string& target) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(requests_.begin(), requests_.end(),
                      [&](const Request& request) { return request.target == target; }));
  }
  // Connections accepted so far: fewer than requests when they are reused.
  int connections() const { return accepted_; }

 private:
  void accept_all() {
    while (!stopping_) {
      pollfd wait{listener_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      ++accepted_;
      connections_.emplace_back([this, socket] { serve(socket); });
    }
  }

  void serve(int socket) {
    std::string buffer;
    while (!stopping_) {
      Request request;
      if (!read_request(socket, buffer, request)) break;
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      Connection connection(socket, stopping_);
      handler_(request, connection);
      if (!connection.keep()) break;
    }
    ::close(socket);
  }

  // Reads more into `buffer`; false when the client is gone or the test ends.
  bool read_more(int socket, std::string& buffer) const {
    while (!stopping_) {
      pollfd wait{socket, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      char bytes[4096];
      const ssize_t n = ::recv(socket, bytes, sizeof bytes, 0);
      if (n <= 0) return false;
      buffer.append(bytes, static_cast<std::size_t>(n));
      return true;
    }
    return false;
  }

  bool read_request(int socket, std::string& buffer, Request& request) const {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more(socket, buffer)) return false;
      if (buffer[0] < 'A' || buffer[0] > 'Z') {  // TLS, for one
        ::send(socket, "HTTP/1.1 400 Status\r\n\r\n", 23, MSG_NOSIGNAL);
        return false;
      }
    }
    const std::string head = buffer.substr(0, end + 2);
    buffer.erase(0, end + 4);
    const std::size_t line = head.find("\r\n");
    const std::size_t space = head.find(' ');
    const std::size_t second = head.find(' ', space + 1);
    if (space == std::string::npos || second == std::string::npos || second > line) return false;
    request.method = head.substr(0, space);
    request.target = head.substr(space + 1, second - space - 1);
    for (std::size_t at = line + 2; at < head.size();) {
      const std::size_t stop = head.find("\r\n", at);
      const std::string field = head.substr(at, stop - at);
      at = stop + 2;
      const std::size_t colon = field.find(':');
      if (colon == std::string::npos) continue;
      std::string name = field.substr(0, colon);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      const std::size_t value = field.find_first_not_of(' ', colon + 1);
      request.headers[name] = value == std::string::npos ? "" : field.substr(value);
    }
    const std::string length = request.header("content-length");
    const std::size_t wanted = length.empty() ? 0 : std::stoul(length);
    while (buffer.size() < wanted)
      if (!read_more(socket, buffer)) return false;
    request.body = buffer.substr(0, wanted);
    buffer.erase(0, wanted);
    return true;
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> accepted_ = 0;
  mutable std::mutex mutex_;
  std::vector<Request> requests_;       // guarded by mutex_
  std::list<std::thread> connections_;  // the acceptor's
  std::thread acceptor_;
};

}  // namespace test_support
