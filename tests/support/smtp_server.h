#pragma once
// A mail server on loopback for tests: takes every mail (RFC 5321, without extensions), or refuses
// the recipient.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/loopback.h"

namespace test_support {

class SmtpServer {
 public:
  SmtpServer() {
    const Loopback loopback = listen_on_loopback(8);
    listener_ = loopback.descriptor;
    port_ = loopback.port;
    thread_ = std::thread([this] { run(); });
  }
  ~SmtpServer() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  void refuse(bool refuse) { refuse_ = refuse; }
  std::vector<std::string> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }

 private:
  void run() {
    while (!stopping_) {
      pollfd wait{listener_, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (socket < 0) continue;
      serve(socket);
      ::close(socket);
    }
  }
  void say(int socket, const std::string& line) {
    const std::string out = line + "\r\n";
    ::send(socket, out.data(), out.size(), MSG_NOSIGNAL);
  }
  // One line without its end; false when the client is gone or the test ends.
  bool read_line(int socket, std::string& line) {
    for (;;) {
      const std::size_t end = buffer_.find("\r\n");
      if (end != std::string::npos) {
        line = buffer_.substr(0, end);
        buffer_.erase(0, end + 2);
        return true;
      }
      if (stopping_) return false;
      pollfd wait{socket, POLLIN, 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      char bytes[4096];
      const ssize_t n = ::recv(socket, bytes, sizeof bytes, 0);
      if (n <= 0) return false;
      buffer_.append(bytes, static_cast<std::size_t>(n));
    }
  }
  void serve(int socket) {
    buffer_.clear();
    say(socket, "220 test");
    std::string line;
    while (read_line(socket, line)) {
      if (line.starts_with("QUIT")) return say(socket, "221 bye");
      if (line.starts_with("RCPT") && refuse_) {
        say(socket, "550 nobody here");
      } else if (line.starts_with("DATA")) {
        say(socket, "354 go on");
        std::string mail;
        while (read_line(socket, line) && line != ".") mail += line + "\r\n";
        {
          const std::lock_guard lock(mutex_);
          mails_.push_back(mail);
        }
        say(socket, "250 taken");
      } else {
        say(socket, "250 ok");
      }
    }
  }

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> refuse_ = false;
  std::string buffer_;
  mutable std::mutex mutex_;
  std::vector<std::string> mails_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace test_support
