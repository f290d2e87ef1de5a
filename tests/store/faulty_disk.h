#pragma once
// A disk that fails at the n-th call: SQLite's own file functions, with one in between that counts.
// After SQLite's anomaly testing (https://www.sqlite.org/testing.html).

#include <cstring>
#include <memory>
#include <string>

#include <sqlite3.h>

#include "tests/catch.h"

namespace pactwatch::testing {

// What is to go wrong. `nth` counts from arm(); 0: nothing.
struct DiskFault {
  enum class Call { write, sync, truncate, read, open, any };
  Call call = Call::any;
  int error = SQLITE_IOERR;
  int nth = 0;
  bool for_good = false;  // that call and all after it, or that call alone
};

// Installed as SQLite's default for the whole program, on first use; harmless until armed.
class FaultyDisk {
 public:
  static FaultyDisk& instance() {
    static FaultyDisk disk;
    return disk;
  }

  void arm(const DiskFault& fault) {
    fault_ = fault;
    calls_ = 0;
    failed_ = 0;
  }
  void disarm() { fault_.nth = 0; }
  int failed() const { return failed_; }

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real;
  };

  FaultyDisk() {
    real_ = sqlite3_vfs_find(nullptr);
    shim_ = *real_;
    shim_.zName = "faulty";
    shim_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    shim_.xOpen = &FaultyDisk::open;
    REQUIRE(sqlite3_vfs_register(&shim_, /*makeDflt=*/1) == SQLITE_OK);
  }

  // The error that this call gives, or SQLITE_OK.
  int next(DiskFault::Call call) {
    if (fault_.nth == 0 || (fault_.call != DiskFault::Call::any && fault_.call != call))
      return SQLITE_OK;
    const int now = ++calls_;
    if (now < fault_.nth || (now > fault_.nth && !fault_.for_good)) return SQLITE_OK;
    ++failed_;
    return fault_.error;
  }

  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
    FaultyDisk& disk = instance();
    File* wrapped = reinterpret_cast<File*>(file);
    file->pMethods = nullptr;
    if (const int error = disk.next(DiskFault::Call::open); error != SQLITE_OK) return error;
    wrapped->real = reinterpret_cast<sqlite3_file*>(wrapped + 1);
    const int code = disk.real_->xOpen(disk.real_, name, wrapped->real, flags, out);
    if (code == SQLITE_OK) file->pMethods = methods();
    return code;
  }

  static const sqlite3_io_methods* methods() {
    static const sqlite3_io_methods all = [] {
      sqlite3_io_methods m{};
      m.iVersion = 2;  // without xFetch: every read passes here
      m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
      m.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
        const int error = instance().next(DiskFault::Call::read);
        return error != SQLITE_OK ? error : real(f)->pMethods->xRead(real(f), to, size, at);
      };
      m.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
        const int error = instance().next(DiskFault::Call::write);
        // As a full disk does: part of it is there.
        if (error != SQLITE_OK) (void)real(f)->pMethods->xWrite(real(f), from, size / 2, at);
        return error != SQLITE_OK ? error : real(f)->pMethods->xWrite(real(f), from, size, at);
      };
      m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
        const int error = instance().next(DiskFault::Call::truncate);
        return error != SQLITE_OK ? error : real(f)->pMethods->xTruncate(real(f), size);
      };
      m.xSync = [](sqlite3_file* f, int flags) {
        const int error = instance().next(DiskFault::Call::sync);
        return error != SQLITE_OK ? error : real(f)->pMethods->xSync(real(f), flags);
      };
      m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
        return real(f)->pMethods->xFileSize(real(f), size);
      };
      m.xLock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xLock(real(f), level); };
      m.xUnlock = [](sqlite3_file* f, int level) {
        return real(f)->pMethods->xUnlock(real(f), level);
      };
      m.xCheckReservedLock = [](sqlite3_file* f, int* held) {
        return real(f)->pMethods->xCheckReservedLock(real(f), held);
      };
      m.xFileControl = [](sqlite3_file* f, int what, void* argument) {
        return real(f)->pMethods->xFileControl(real(f), what, argument);
      };
      m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
      m.xDeviceCharacteristics = [](sqlite3_file* f) {
        return real(f)->pMethods->xDeviceCharacteristics(real(f));
      };
      m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
        return real(f)->pMethods->xShmMap(real(f), page, size, extend, to);
      };
      m.xShmLock = [](sqlite3_file* f, int offset, int n, int flags) {
        return real(f)->pMethods->xShmLock(real(f), offset, n, flags);
      };
      m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
      m.xShmUnmap = [](sqlite3_file* f, int remove) {
        return real(f)->pMethods->xShmUnmap(real(f), remove);
      };
      return m;
    }();
    return &all;
  }

  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs shim_{};
  DiskFault fault_;
  int calls_ = 0;
  int failed_ = 0;
};

// Memory that runs out at the n-th allocation of SQLite. Before the first use of SQLite.
class ScarceMemory {
 public:
  static ScarceMemory& instance() {
    static ScarceMemory memory;
    return memory;
  }
  // False when SQLite was used before: then there is nothing to test with.
  bool installed() const { return installed_; }
  void arm(int nth, bool for_good) {
    nth_ = nth;
    for_good_ = for_good;
    calls_ = 0;
    failed_ = 0;
  }
  void disarm() { nth_ = 0; }
  int failed() const { return failed_; }

 private:
  ScarceMemory() {
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_) != SQLITE_OK) return;
    sqlite3_mem_methods scarce = real_;
    scarce.xMalloc = [](int size) { return fails() ? nullptr : real_.xMalloc(size); };
    scarce.xRealloc = [](void* old, int size) {
      return fails() ? nullptr : real_.xRealloc(old, size);
    };
    installed_ = sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce) == SQLITE_OK;
    sqlite3_initialize();
  }
  static bool fails() {
    if (nth_ == 0) return false;
    const int now = ++calls_;
    if (now < nth_ || (now > nth_ && !for_good_)) return false;
    ++failed_;
    return true;
  }

  bool installed_ = false;
  // Static, for SQLite asks for memory while the instance is being made.
  static inline sqlite3_mem_methods real_{};
  static inline int nth_ = 0;
  static inline bool for_good_ = false;
  static inline int calls_ = 0;
  static inline int failed_ = 0;
};

}  // namespace pactwatch::testing
