#pragma once
/* What tests and the preloaded library (faults.c) agree on: a page of shared memory that says which
 * calls of the C library fail. Plain C, for the library is. */

enum {
  FAULT_WRITE = 1,    /* write, pwrite and the like, of files under the data directory */
  FAULT_SYNC = 2,     /* fsync, fdatasync, of such files */
  FAULT_OPEN = 4,     /* open of such files */
  FAULT_SOCKET = 8,   /* socket and accept */
  FAULT_CONNECT = 16, /* connect to an Internet address */
  FAULT_RESOLVE = 32  /* getaddrinfo; `error` is one of its codes */
};

struct fault_page {
  volatile int calls;         /* which of them, or 0 */
  volatile int error;         /* errno that they give */
  volatile long long skip_ms; /* what the calendar is ahead of the true one */
  volatile int failed;        /* how many calls failed so far */
  volatile int nth;           /* only from the nth call on; 0 and 1: from the first */
  volatile int seen;          /* calls of those kinds so far */
};
