#include "daemon/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace pactwatch {

Status prepare_directory(const std::filesystem::path& data) {
  umask(0077);
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (error)
    return fail(ErrorCode::unavailable, "cannot make the data directory: " + error.message(),
                data.string(), "--data DIR chooses another");
  return {};
}

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory, UtcTime now) {
  const std::string path = (directory / "lock").string();
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return fail(ErrorCode::unavailable, std::string("cannot open the lock: ") + strerror(errno),
                path, "the data directory must be writable; --data DIR chooses another");
  DirectoryLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return fail(ErrorCode::unavailable, std::string("cannot lock: ") + strerror(errno), path,
                  "a data directory must be on a local file system");
    std::array<char, 128> holder{};  // "pid 4711 since 2026-05-12T08:30:00Z"
    const ssize_t length = pread(descriptor, holder.data(), holder.size() - 1, 0);
    std::string who(holder.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
    if (!who.empty()) who = " (" + who + ")";
    return fail(ErrorCode::conflict, "another daemon holds this data directory" + who,
                directory.string(), "stop it first, or give this one its own: --data DIR");
  }
  const std::string text = "pid " + std::to_string(getpid()) + " since " + to_iso(now);
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
    return fail(ErrorCode::unavailable, std::string("cannot write the lock: ") + strerror(errno),
                path, "is the disk full? df -h tells");
  return lock;
}

DirectoryLock::DirectoryLock(DirectoryLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

DirectoryLock& DirectoryLock::operator=(DirectoryLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace pactwatch
