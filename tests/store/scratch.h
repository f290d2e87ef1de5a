#pragma once
// A ledger in a file of its own that goes away with it.

#include <filesystem>
#include <memory>
#include <string>

#include <unistd.h>

#include "store/ledger.h"
#include "tests/catch.h"

namespace pactwatch::testing {

inline std::filesystem::path terms_file() {
  return std::filesystem::path(PACTWATCH_TEST_RULES) / "terms.toml";
}

class ScratchLedger {
 public:
  ScratchLedger() {
    static int count = 0;
    // Many small transactions, each of which waits for the disk: memory does as well here.
    const std::filesystem::path memory = "/dev/shm";
    std::error_code error;
    const bool usable =
        std::filesystem::is_directory(memory, error) && ::access(memory.c_str(), W_OK) == 0;
    file_ =
        (usable ? memory : std::filesystem::temp_directory_path()) /
        ("pactwatch-store-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + ".db");
    remove();
    reopen();
  }
  ~ScratchLedger() {
    ledger.reset();
    remove();
  }
  ScratchLedger(const ScratchLedger&) = delete;
  ScratchLedger& operator=(const ScratchLedger&) = delete;

  // As after a restart: nothing is kept in memory.
  void reopen() {
    ledger.reset();
    Result<std::unique_ptr<Ledger>> opened = open_ledger(file_.string(), terms_file());
    if (!opened) FAIL(to_string(opened.error()));
    ledger = std::move(*opened);
  }
  std::string file() const { return file_.string(); }

  std::unique_ptr<Ledger> ledger;

 private:
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file_.string() + end);
  }
  std::filesystem::path file_;
};

}  // namespace pactwatch::testing
