#pragma once
// A directory of a test's own.

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "tests/catch.h"

namespace test_support {

// A directory with a short name, for socket paths are short, gone at the end. What holds files in
// it open is declared behind it, so that it is closed before.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string name = "/tmp/pactwatch-XXXXXX";
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~ScratchDirectory() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace test_support
