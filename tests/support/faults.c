/* A C library that fails on demand, for the whole real program: LD_PRELOAD=libfaults.so with
 * FAULTS_PAGE=FILE, a shared page (faults.h), and FAULTS_UNDER=DIRECTORY, whose files are meant. */
#define _GNU_SOURCE
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static struct fault_page none;
static struct fault_page *page = &none;
static const char *under = "";

__attribute__((constructor)) static void set_up(void) {
  const char *file = getenv("FAULTS_PAGE");
  if (file == NULL) return;
  int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
  int fd = real_open(file, O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  void *memory = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (memory != MAP_FAILED) page = memory;
  if (getenv("FAULTS_UNDER") != NULL) under = getenv("FAULTS_UNDER");
}

static int wanted(int call) {
  if ((page->calls & call) == 0) return 0;
  int now = __sync_add_and_fetch(&page->seen, 1);
  if (now < page->nth) return 0;
  __sync_fetch_and_add(&page->failed, 1);
  return 1;
}

static int is_ours(int fd) {
  char link[64], path[512];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return strncmp(path, under, strlen(under)) == 0;
}

static int fails(int call, int fd) {
  return (page->calls & call) != 0 && is_ours(fd) && wanted(call);
}

#define FAIL_IF(condition)  \
  if (condition) {          \
    errno = page->error;    \
    return -1;              \
  }
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *from, size_t size) {
  FAIL_IF(fails(FAULT_WRITE, fd));
  return REAL(write)(fd, from, size);
}
ssize_t pwrite(int fd, const void *from, size_t size, off_t at) {
  FAIL_IF(fails(FAULT_WRITE, fd));
  return REAL(pwrite)(fd, from, size, at);
}
ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at) {
  FAIL_IF(fails(FAULT_WRITE, fd));
  return REAL(pwrite64)(fd, from, size, at);
}
int fsync(int fd) {
  FAIL_IF(fails(FAULT_SYNC, fd));
  return REAL(fsync)(fd);
}
int fdatasync(int fd) {
  FAIL_IF(fails(FAULT_SYNC, fd));
  return REAL(fdatasync)(fd);
}
int open(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  FAIL_IF((page->calls & FAULT_OPEN) != 0 && strncmp(path, under, strlen(under)) == 0 &&
          wanted(FAULT_OPEN));
  return REAL(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  FAIL_IF((page->calls & FAULT_OPEN) != 0 && strncmp(path, under, strlen(under)) == 0 &&
          wanted(FAULT_OPEN));
  return REAL(open64)(path, flags, mode);
}
int socket(int family, int type, int protocol) {
  FAIL_IF(family != AF_UNIX && wanted(FAULT_SOCKET));
  return REAL(socket)(family, type, protocol);
}
int connect(int fd, const struct sockaddr *to, socklen_t size) {
  FAIL_IF(to->sa_family != AF_UNIX && wanted(FAULT_CONNECT));
  return REAL(connect)(fd, to, size);
}
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
  if (wanted(FAULT_RESOLVE)) return page->error;
  /* RFC 6761: a name of tests alone, which leads here. */
  if (name != NULL && strcmp(name, "feeds.test") == 0) name = "127.0.0.1";
  return REAL(getaddrinfo)(name, service, hints, found);
}
int clock_gettime(clockid_t id, struct timespec *now) {
  int code = REAL(clock_gettime)(id, now);
  if (code == 0 && id == CLOCK_REALTIME && page->skip_ms != 0) {
    long long ms = page->skip_ms;
    now->tv_sec += ms / 1000;
    now->tv_nsec += ms % 1000 * 1000000;
    if (now->tv_nsec < 0) now->tv_nsec += 1000000000, --now->tv_sec;
    if (now->tv_nsec >= 1000000000) now->tv_nsec -= 1000000000, ++now->tv_sec;
  }
  return code;
}
