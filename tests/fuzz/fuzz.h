#pragma once
// What all fuzz targets share. A target reads bytes that nobody vouches for, and aborts when what
// comes out breaks a promise of the header it tests; crashes, leaks, undefined behaviour and
// hangs are found by the sanitizers and libFuzzer's timeout.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

// Aborts, so that libFuzzer keeps the input, unless a promise holds.
inline void expect(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline std::string_view bytes(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A directory of this process, for readers that take a file; gone when the process ends.
class Scratch {
 public:
  Scratch() {
    // In memory where there is such a place: a disk would be the bottleneck.
    std::error_code error;
    std::string name = std::filesystem::is_directory("/dev/shm", error) ? "/dev/shm" : "/tmp";
    name += "/pactwatch-fuzz-XXXXXX";
    expect(mkdtemp(name.data()) != nullptr, "a scratch directory can be made");
    path_ = name;
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace fuzz
