#pragma once
// A small newsroom on this machine, for demonstration and tests: a real HTTP server with several
// outlets, each with its feed and article pages, whose stories come out one after another.

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace pactwatch {

struct NewsroomOptions {
  int port = 0;  // on 127.0.0.1; 0: a free one
  // From one story to the next; zero: all are out at once; nullopt: advance() is called by hand.
  std::optional<std::chrono::milliseconds> tick;
  std::filesystem::path directory;  // empty: default_newsroom_directory()
};

// Its functions may be called from any thread.
class Newsroom {
 public:
  // Serves when it returns. Nothing is out yet (with a tick, the first story comes after one).
  static Result<std::unique_ptr<Newsroom>> start(const NewsroomOptions& options);
  // Stops.
  ~Newsroom();
  Newsroom(const Newsroom&) = delete;
  Newsroom& operator=(const Newsroom&) = delete;

  int port() const;
  std::vector<std::string> feed_urls() const;  // in the order of outlets.toml
  std::size_t total() const;                   // stories there are, corrections included
  std::size_t stories_out() const;
  // Publishes the next story; false when all are out. Outlets keep serving after the last.
  bool advance();
  // Closes the socket and joins; afterwards nothing is served. May be called twice.
  void stop();

 private:
  class Impl;
  explicit Newsroom(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
