#pragma once
// One daemon per data directory.

#include <filesystem>

#include "core/result.h"
#include "core/time.h"

namespace pactwatch {

// Makes the data directory, for its owner alone: it holds the sockets, too. Files that the process
// makes afterwards are its user's alone as well.
Status prepare_directory(const std::filesystem::path& data);

// Holds the directory until destroyed. The kernel drops the lock when the process ends, however it
// ends, so that a crash never leaves a directory locked.
class DirectoryLock {
 public:
  // Fails with conflict, naming process and start of the holder, when another daemon has it.
  static Result<DirectoryLock> take(const std::filesystem::path& directory, UtcTime now);
  DirectoryLock(DirectoryLock&& other) noexcept;
  DirectoryLock& operator=(DirectoryLock&& other) noexcept;
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace pactwatch
