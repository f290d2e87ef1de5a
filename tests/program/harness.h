#pragma once
// Drives the real program over real sockets: processes, a web server on loopback, a scratch
// directory. Everything ends with the test that made it.

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/catch.h"
#include "tests/support/loopback.h"
#include "tests/support/scratch_directory.h"

namespace harness {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Scratch = test_support::ScratchDirectory;

inline std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

inline fs::path source_directory() {
  const std::string given = environment("PACTWATCH_SOURCE");
  return given.empty() ? fs::current_path() : fs::path(given);
}

// The collection of third-party test data, or empty when it is not there.
inline fs::path shared_directory() {
  const std::string given = environment("PACTWATCH_SHARED");
  const fs::path path = given.empty() ? source_directory() / "../shared" : fs::path(given);
  return fs::exists(path / "feeds/expect.jsonl") ? fs::canonical(path) : fs::path();
}

inline std::string binary() {
  const std::string given = environment("PACTWATCH_BINARY");
  REQUIRE_FALSE(given.empty());
  return given;
}

inline std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void write_file(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

// Waits until `done` or the time is over; what it returned last.
inline bool eventually(const std::function<bool()>& done, std::chrono::milliseconds within = 30s) {
  const auto end = std::chrono::steady_clock::now() + within;
  while (true) {
    if (done()) return true;
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(10ms);
  }
}

// A child process whose output goes to files; killed at the end if it still runs.
class Process {
 public:
  explicit Process(const std::vector<std::string>& command, const std::string& input = "") {
    std::string in = write_temporary(input);
    out_ = write_temporary("");
    error_ = write_temporary("");
    pid_ = fork();
    REQUIRE(pid_ >= 0);
    if (pid_ == 0) {
      dup2(open(in.c_str(), O_RDONLY), 0);
      dup2(open(out_.c_str(), O_WRONLY | O_APPEND), 1);
      dup2(open(error_.c_str(), O_WRONLY | O_APPEND), 2);
      std::vector<char*> arguments;
      for (const std::string& argument : command)
        arguments.push_back(const_cast<char*>(argument.c_str()));
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    input_ = in;
  }
  ~Process() {
    if (!exit_) {
      kill(pid_, SIGKILL);
      wait();
    }
    for (const std::string& file : {input_, out_, error_}) unlink(file.c_str());
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void signal(int number) const { kill(pid_, number); }
  pid_t pid() const { return pid_; }
  std::string out() const { return read_file(out_); }
  std::string error() const { return read_file(error_); }

  bool finished(std::chrono::milliseconds within) {
    return eventually([this] { return poll(); }, within);
  }
  // Exit code, or 128 + the signal that ended it.
  int exit_code(std::chrono::milliseconds within = 60s) {
    if (!finished(within)) {
      INFO("it did not end in time; its standard error:\n" << error());
      FAIL();
    }
    return *exit_;
  }
  // Highest resident memory, in KiB, of the finished process.
  long peak_kib() const { return usage_.ru_maxrss; }

 private:
  static std::string write_temporary(const std::string& text) {
    std::string name = "/tmp/pactwatch-io-XXXXXX";
    const int descriptor = mkstemp(name.data());
    REQUIRE(descriptor >= 0);
    REQUIRE(write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    close(descriptor);
    return name;
  }
  bool poll() {
    if (exit_) return true;
    int status = 0;
    if (wait4(pid_, &status, WNOHANG, &usage_) != pid_) return false;
    exit_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
  }
  void wait() {
    int status = 0;
    wait4(pid_, &status, 0, &usage_);
    exit_ = 128;
  }

  pid_t pid_ = -1;
  std::string input_, out_, error_;
  std::optional<int> exit_;
  rusage usage_{};
};

struct Outcome {
  int code = 0;
  std::string out;
  std::string error;
};

// Runs pactwatch with these arguments to its end.
inline Outcome pactwatch(std::vector<std::string> arguments, const std::string& input = "") {
  arguments.insert(arguments.begin(), binary());
  Process process(arguments, input);
  const int code = process.exit_code();
  return {code, process.out(), process.error()};
}

// What the server answers with for one path.
struct Page {
  std::string body;
  std::string type = "text/html; charset=utf-8";
  int status = 200;
  std::string etag = {};
  bool cut = false;  // announces more than it sends
};

// A web server on loopback. Pages may be exchanged while it runs; the query is part of the path.
class Server {
 public:
  Server() {
    const test_support::Loopback loopback = test_support::listen_on_loopback(128);
    listener_ = loopback.descriptor;
    port_ = loopback.port;
    thread_ = std::thread([this] { serve(); });
  }
  ~Server() {
    stopping_ = true;
    thread_.join();
    close(listener_);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  void put(const std::string& path, Page page) {
    const std::lock_guard lock(mutex_);
    pages_[path] = std::move(page);
  }
  // Pages that are too many to hold: asked for when no put() page has the path.
  void fall_back(std::function<std::optional<Page>(const std::string& path)> source) {
    const std::lock_guard lock(mutex_);
    source_ = std::move(source);
  }
  // Every answer waits this long first, as the web does.
  void delay(std::chrono::milliseconds time) { delay_ms_ = static_cast<int>(time.count()); }
  int requests(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    const auto found = requests_.find(path);
    return found == requests_.end() ? 0 : found->second;
  }

 private:
  void serve() {
    while (!stopping_) {
      pollfd item = {listener_, POLLIN, 0};
      if (poll(&item, 1, 20) <= 0) continue;
      const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      const timeval patience = {2, 0};
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
      answer(connection);
      close(connection);
    }
  }
  void answer(int connection) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos && request.size() < 65536) {
      const ssize_t got = recv(connection, buffer, sizeof buffer, 0);
      if (got <= 0) return;
      request.append(buffer, static_cast<std::size_t>(got));
    }
    const std::size_t start = request.find(' ') + 1;
    const std::string path = request.substr(start, request.find(' ', start) - start);
    Page page{"<h1>not here</h1>", "text/html", 404};
    std::function<std::optional<Page>(const std::string&)> source;
    {
      const std::lock_guard lock(mutex_);
      ++requests_[path];
      const auto found = pages_.find(path);
      if (found != pages_.end())
        page = found->second;
      else
        source = source_;
    }
    if (source) {
      if (std::optional<Page> made = source(path)) page = std::move(*made);
    }
    if (!page.etag.empty() && request.find(page.etag) != std::string::npos) {
      page.status = 304;
      page.body.clear();
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms_));
    std::string head = "HTTP/1.1 " + std::to_string(page.status) +
                       " X\r\nContent-Type: " + page.type + "\r\nContent-Length: " +
                       std::to_string(page.cut ? page.body.size() * 2 : page.body.size()) +
                       "\r\nConnection: close\r\n";
    if (!page.etag.empty()) head += "ETag: " + page.etag + "\r\n";
    send_all(connection, head + "\r\n");
    send_all(connection, page.body);
  }
  static void send_all(int connection, const std::string& text) {
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t now = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) return;
      sent += static_cast<std::size_t>(now);
    }
  }

  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> delay_ms_ = 0;
  mutable std::mutex mutex_;
  std::map<std::string, Page> pages_;
  std::map<std::string, int> requests_;
  std::function<std::optional<Page>(const std::string&)> source_;
  std::thread thread_;
};

// An RSS 2.0 feed over (title, link) pairs.
inline std::string rss(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>"
      "<title>Test feed</title><link>http://127.0.0.1/</link>"
      "<description>d</description>\n";
  for (const auto& [title, link] : items)
    out += "<item><title>" + title + "</title><link>" + link + "</link><guid>" + link +
           "</guid><pubDate>Tue, 12 May 2026 08:00:00 GMT</pubDate></item>\n";
  return out + "</channel></rss>\n";
}

// An article's page as a small outlet would print it.
inline std::string article_page(const std::string& title, const std::string& text) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
         "</title><meta property=\"article:published_time\" content=\"2026-05-12T08:00:00Z\">"
         "<meta property=\"og:site_name\" content=\"The Test Post\"></head><body><article><h1>" +
         title + "</h1>\n<p>" + text +
         "</p>\n<p>This is a second paragraph, of no news at all, "
         "which is here because articles have more than one, and pages with a single short "
         "line are rightly not taken for articles by those who read "
         "them.</p></article></body></html>";
}

}  // namespace harness
