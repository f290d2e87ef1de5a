#pragma once
// Serves the Atom feeds of subscriptions that ask for it (`atom = "url"`) as
// http://LISTEN/NAME.atom, for feed readers on this machine or behind a server that adds TLS and
// says who may read. Off unless configured, and on loopback only. RFC 4287, RFC 9110 (GET and HEAD,
// ETag with If-None-Match).

#include <memory>
#include <string>

#include "core/result.h"
#include "daemon/alert_worker.h"

namespace pactwatch {

class AtomDoor {
 public:
  // `listen`: "127.0.0.1:8380", "[::1]:8380"; port 0: a free one; empty: nothing is served. `file`
  // is the ledger's; `book` outlives the door. One thread of its own. Errors: unavailable when the
  // port is not free.
  static Result<std::unique_ptr<AtomDoor>> open(const std::string& listen, const std::string& file,
                                                const AlertBook& book);
  // Ends all connections.
  ~AtomDoor();
  AtomDoor(const AtomDoor&) = delete;
  AtomDoor& operator=(const AtomDoor&) = delete;

  // 0: nothing is served.
  int port() const;

 private:
  class Impl;
  explicit AtomDoor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
