#pragma once
// The fetcher's HTTP client: many requests at once on one thread (libcurl's multi interface),
// each bounded in time, bytes, redirects and in where it may connect to.
//
// Everything but wake() belongs to the thread that created the client.

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "fetcher/address.h"

namespace pactwatch {

struct HttpOptions {
  // Sent as it is. An honest one names the program and a contact (RFC 9110, 10.1.5): the operator's
  // to add, for only the operator knows whom a webmaster should write to.
  std::string user_agent = "pactwatch/0.1";
  AddressPolicy addresses;
  int concurrency = 16;          // requests at once
  int connections_per_host = 2;  // the rest of a host's requests wait for one
  int redirects = 8;             // browsers allow 20; no working feed needed more than 5
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds total_timeout{30'000};  // of one request with all its redirects
  std::chrono::seconds stall_timeout{10};           // this long under 1 byte a second
  std::size_t header_bytes = 64 << 10;              // of one response
  // A body beyond a mebibyte that decodes to more than this many times what came over the wire is a
  // bomb: feeds and pages compress 5 to 30 times, and gzip can do 1032.
  int expansion = 200;
  // Certificate authorities to trust, a PEM file; empty: the system's.
  std::string ca_file;
};

struct HttpRequest {
  std::string url;  // http or https
  std::string accept = "*/*";
  std::string etag;                 // sent as If-None-Match, byte for byte as it was received
  std::string last_modified;        // sent as If-Modified-Since, likewise
  std::size_t max_bytes = 8 << 20;  // of the decoded body; more is an error, not a cut
  // Sent with POST as application/x-www-form-urlencoded, and again where a 307 or 308 leads; other
  // redirects of it are answers. Nothing: the request is a GET.
  std::optional<std::string> form;
};

// A response of any status: 404 is an answer, not an error.
struct HttpResponse {
  int status = 0;
  std::string url;  // where the answer came from, after redirects
  // Where permanent redirects alone (301, 308) lead from the request's URL, as far as they go
  // without a temporary one between; empty when the first hop was not permanent.
  std::string permanent_url;
  // Names in lower case; fields that came several times are joined by ", " (RFC 9110, 5.3).
  std::map<std::string, std::string, std::less<>> headers;
  std::string body;  // decoded (gzip, deflate, br, zstd)
  int redirects = 0;

  // The value of a header named in lower case, or "".
  const std::string& header(std::string_view name) const;
};

class HttpClient {
 public:
  // Called by step(), once per request. Errors: `invalid_input` (a URL, scheme or address that is
  // not allowed; trying again is of no use), `limit` (too long, too many redirects, too slow in
  // total), `unavailable` (name, connection, TLS or transfer failed; trying again may help).
  using Done = std::function<void(Result<HttpResponse>)>;

  static Result<std::unique_ptr<HttpClient>> create(const HttpOptions& options);
  // Cancels what runs; its `done` is never called.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Starts a request. `done` may start others.
  void get(HttpRequest request, Done done);
  // Gets one and waits for it, moving whatever else runs on meanwhile. Errors as above.
  Result<HttpResponse> fetch(HttpRequest request);
  // Moves all transfers on and calls `done` for those that ended; waits up to `timeout` for
  // something to happen when nothing ended at once.
  Status step(std::chrono::milliseconds timeout);
  // Ends a step() that waits. From any thread.
  void wake();
  // Ends all requests without calling their `done`.
  void cancel_all();
  // Requests that have not ended.
  std::size_t running() const;
  const HttpOptions& options() const;

 private:
  struct Impl;
  explicit HttpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
