#include "fetcher/http.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <list>
#include <optional>
#include <utility>
#include <vector>

#include "core/text.h"
#include "fetcher/http_handle.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string in_seconds(milliseconds time) {
  const auto tenths = (time.count() + 50) / 100;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out + " s";
}

std::string in_bytes(std::size_t bytes) {
  if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) return std::to_string(bytes >> 20) + " MiB";
  if (bytes >= 1 << 10 && bytes % (1 << 10) == 0) return std::to_string(bytes >> 10) + " KiB";
  return std::to_string(bytes) + " bytes";
}

// How long a host's address is believed without asking again: as browsers do, shorter than most
// records live, longer than a burst of pages of one host takes.
constexpr long kDnsSeconds = 300;
// Connections that stay open for their host's next request, for each request that runs at once:
// with many hosts in turn the next one of a host comes when others have been asked.
constexpr int kIdlePerRequest = 8;
constexpr std::size_t kSmallBody = 1 << 20;  // whatever it was compressed to

// One request with all its redirects and its one retry.
struct Transfer {
  HttpRequest request;
  HttpClient::Done done;
  const HttpOptions* options = nullptr;
  CurlEasy easy;
  CurlList header_lines;
  std::array<char, CURL_ERROR_SIZE> curl_message{};
  steady_clock::time_point deadline;

  HttpResponse response;
  std::string url;             // of the hop under way
  bool only_permanent = true;  // every redirect so far
  bool retried = false;
  // Why our own callbacks ended the transfer; the code libcurl then reports says nothing.
  std::string refused_address;
  bool too_long = false;
  bool bomb = false;
  bool too_many_headers = false;
  std::size_t header_bytes = 0;
  std::list<Transfer>::iterator place;
};

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// CURLOPT_OPENSOCKETFUNCTION: the address is the one that connect() will get, whatever name,
// number format or DNS answer led to it. Connections that are reused passed here before.
curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* address) {
  Transfer& transfer = *static_cast<Transfer*>(data);
  if (!may_connect(address->addr, transfer.options->addresses)) {
    transfer.refused_address = to_string(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
  Transfer& transfer = *static_cast<Transfer*>(user);
  const std::string_view line = trim(std::string_view(data, size * count));
  transfer.header_bytes += size * count;
  if (transfer.header_bytes > transfer.options->header_bytes) {
    transfer.too_many_headers = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) {  // a status line: what came before was an interim response
    transfer.response.headers.clear();
    return size * count;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return size * count;
  std::string& value = transfer.response.headers[ascii_lower(trim(line.substr(0, colon)))];
  if (!value.empty()) value += ", ";
  value += make_valid_utf8(trim(line.substr(colon + 1)));
  return size * count;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
  Transfer& transfer = *static_cast<Transfer*>(user);
  const std::size_t bytes = size * count;
  if (transfer.response.body.size() + bytes > transfer.request.max_bytes) {
    transfer.too_long = true;
    return 0;  // ends the transfer; libcurl hands on decoded bytes 16 KiB at a time at most
  }
  if (transfer.response.body.size() + bytes > kSmallBody) {
    curl_off_t wire = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_SIZE_DOWNLOAD_T, &wire);
    const auto most = static_cast<std::size_t>(std::max<curl_off_t>(wire, 1)) *
                      static_cast<std::size_t>(transfer.options->expansion);
    if (transfer.response.body.size() + bytes > most) {
      transfer.bomb = true;
      return 0;
    }
  }
  transfer.response.body.append(data, bytes);
  return bytes;
}

}  // namespace

const std::string& HttpResponse::header(std::string_view name) const {
  static const std::string none;
  const auto found = headers.find(name);
  return found == headers.end() ? none : found->second;
}

struct HttpClient::Impl {
  HttpOptions options;
  CurlMulti multi;
  std::list<Transfer> transfers;
  // Handles that ended their request, set back: making one anew costs more than a short request.
  std::vector<CurlEasy> handles;
  // Requests that ended before they began: their `done` is called by the next step() all the same.
  std::vector<std::pair<Done, Error>> stillborn;

  ~Impl() { cancel_all(); }

  void cancel_all() {
    for (Transfer& transfer : transfers) curl_multi_remove_handle(multi.get(), transfer.easy.get());
    transfers.clear();
    stillborn.clear();
  }

  CurlEasy take_handle() {
    if (handles.empty()) return CurlEasy(curl_easy_init());
    CurlEasy handle = std::move(handles.back());
    handles.pop_back();
    return handle;
  }
  void give_handle(CurlEasy handle) {
    if (handle == nullptr || handles.size() >= static_cast<std::size_t>(options.concurrency))
      return;
    curl_easy_setopt(handle.get(), CURLOPT_COOKIELIST, "ALL");  // cookies live for one request
    curl_easy_reset(handle.get());
    handles.push_back(std::move(handle));
  }

  void set_up(Transfer& transfer);
  Status begin_hop(Transfer& transfer);
  // Gives the outcome, or nothing when the transfer goes on with another hop.
  std::optional<Result<HttpResponse>> end_hop(Transfer& transfer, CURLcode code);
  std::optional<Result<HttpResponse>> follow(Transfer& transfer, const std::string& location);
  Error error_of(const Transfer& transfer, CURLcode code) const;
  bool collect();
};

void HttpClient::Impl::set_up(Transfer& transfer) {
  CURL* easy = transfer.easy.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);  // each hop is checked and counted by us
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");  // everything libcurl can decode
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count()));
  // A proxy of the environment would connect on our behalf, past the check of addresses.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  // Cookies live for one request: some sites redirect in a circle without them.
  curl_easy_setopt(easy, CURLOPT_COOKIEFILE, "");
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.curl_message.data());
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, kDnsSeconds);
  if (!options.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  const HttpRequest& request = transfer.request;
  if (request.form) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.form->c_str());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.form->size()));
    transfer.header_lines.add("Expect:");  // a form is short: no question whether it may come
  }
  transfer.header_lines.add("Accept: " + request.accept);
  if (!request.etag.empty()) transfer.header_lines.add("If-None-Match: " + request.etag);
  if (!request.last_modified.empty())
    transfer.header_lines.add("If-Modified-Since: " + request.last_modified);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.header_lines.get());
}

Status HttpClient::Impl::begin_hop(Transfer& transfer) {
  const milliseconds left =
      std::chrono::ceil<milliseconds>(transfer.deadline - steady_clock::now());
  if (left <= milliseconds(0))
    return fail(ErrorCode::limit,
                "its redirects took more than " + in_seconds(options.total_timeout),
                transfer.request.url);
  transfer.response.headers.clear();
  transfer.response.body.clear();
  transfer.header_bytes = 0;
  transfer.curl_message.fill('\0');
  transfer.refused_address.clear();
  transfer.too_long = false;
  transfer.bomb = false;
  CURL* easy = transfer.easy.get();
  curl_easy_setopt(easy, CURLOPT_URL, transfer.url.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  const CURLMcode code = curl_multi_add_handle(multi.get(), easy);
  if (code != CURLM_OK) return fail(ErrorCode::internal, curl_multi_strerror(code), transfer.url);
  return {};
}

Error HttpClient::Impl::error_of(const Transfer& transfer, CURLcode code) const {
  const std::string host = host_of(transfer.url);
  if (transfer.too_long)
    return {
        ErrorCode::limit, "longer than " + in_bytes(transfer.request.max_bytes), transfer.url, {}};
  if (transfer.bomb)
    return {ErrorCode::limit,
            "it decodes to more than " + std::to_string(options.expansion) +
                " times what came over the wire",
            transfer.url,
            {}};
  if (transfer.too_many_headers)
    return {ErrorCode::limit,
            "its headers are longer than " + in_bytes(options.header_bytes),
            transfer.url,
            {}};
  if (!transfer.refused_address.empty() && code == CURLE_COULDNT_CONNECT)
    return {ErrorCode::invalid_input,
            host + " is at " + transfer.refused_address + ", which is not on the public Internet",
            transfer.url,
            "in [fetch], allow_loopback = true lets feeds of this machine in, allow_private = true "
            "those "
            "of the local network"};
  if (code == CURLE_OPERATION_TIMEDOUT) {
    const bool whole = steady_clock::now() >= transfer.deadline;
    curl_off_t connected = 0;
    curl_easy_getinfo(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T, &connected);
    if (whole)
      return {ErrorCode::unavailable,
              host + " did not finish its answer within " + in_seconds(options.total_timeout),
              transfer.url,
              {}};
    if (connected == 0)
      return {ErrorCode::unavailable,
              "no connection to " + host + " within " + in_seconds(options.connect_timeout),
              transfer.url,
              {}};
    return {ErrorCode::unavailable,
            host + " sent nothing for " + in_seconds(options.stall_timeout),
            transfer.url,
            {}};
  }
  return {ErrorCode::unavailable,
          words_for(code, host, transfer.curl_message.data()),
          transfer.url,
          {}};
}

std::optional<Result<HttpResponse>> HttpClient::Impl::follow(Transfer& transfer,
                                                             const std::string& location) {
  const int status = transfer.response.status;
  if (transfer.response.redirects >= options.redirects)
    return fail(ErrorCode::limit,
                "redirected more than " + std::to_string(options.redirects) + " times",
                transfer.request.url);
  Result<std::string> next = resolve_url(transfer.url, location);
  if (!next)
    return fail(ErrorCode::invalid_input,
                "redirected to an address that cannot be followed: " + next.error().message,
                transfer.url);
  if (transfer.url.starts_with("https://") && next->starts_with("http://"))
    transfer.only_permanent = false;  // never remembered as the feed's new address
  transfer.only_permanent = transfer.only_permanent && (status == 301 || status == 308);
  if (transfer.only_permanent) transfer.response.permanent_url = *next;
  ++transfer.response.redirects;
  transfer.url = *next;
  if (Status begun = begin_hop(transfer); !begun) return tl::unexpected(begun.error());
  return std::nullopt;
}

std::optional<Result<HttpResponse>> HttpClient::Impl::end_hop(Transfer& transfer, CURLcode code) {
  curl_multi_remove_handle(multi.get(), transfer.easy.get());
  CURL* easy = transfer.easy.get();
  if (code != CURLE_OK) {
    const bool broken_http2 = code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM;
    const bool lying_encoding =
        code == CURLE_BAD_CONTENT_ENCODING && !transfer.too_long && !transfer.bomb;
    if ((broken_http2 || lying_encoding) && !transfer.retried) {
      transfer.retried = true;
      // Some servers reset HTTP/2 streams of clients they do not know, and some send plain text
      // under "Content-Encoding: gzip". Asked the plain way, both answer.
      if (broken_http2)
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
      if (lying_encoding) {
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, nullptr);
        curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
      }
      if (Status begun = begin_hop(transfer); !begun) return tl::unexpected(begun.error());
      return std::nullopt;
    }
    return tl::unexpected(error_of(transfer, code));
  }
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  transfer.response.status = static_cast<int>(status);
  const std::string location = transfer.response.header("location");
  const bool keeps_method = transfer.response.status == 307 || transfer.response.status == 308;
  if (is_redirect(transfer.response.status) && !location.empty() &&
      (!transfer.request.form || keeps_method))
    return follow(transfer, location);
  transfer.response.url = transfer.url;
  return std::move(transfer.response);
}

// Calls `done` of every request that ended; true when there was one.
bool HttpClient::Impl::collect() {
  bool any = false;
  // `done` may start requests that end at once: take what is there now, the rest comes next time.
  for (auto& [done, error] : std::exchange(stillborn, {})) {
    any = true;
    done(tl::unexpected(error));
  }
  std::vector<std::pair<Transfer*, CURLcode>> ended;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Transfer* transfer = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
    ended.emplace_back(transfer, message->data.result);
  }
  for (const auto& [transfer, code] : ended) {
    std::optional<Result<HttpResponse>> outcome = end_hop(*transfer, code);
    if (!outcome) continue;
    any = true;
    const Done done = std::move(transfer->done);
    give_handle(std::move(transfer->easy));
    transfers.erase(transfer->place);
    done(std::move(*outcome));
  }
  return any;
}

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::create(const HttpOptions& options) {
  if (Status started = start_curl(); !started) return tl::unexpected(started.error());
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->multi.reset(curl_multi_init());
  if (impl->multi == nullptr) return fail(ErrorCode::internal, "libcurl gives no multi handle");
  CURLM* multi = impl->multi.get();
  curl_multi_setopt(multi, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS,
                    static_cast<long>(options.concurrency) * kIdlePerRequest);
  curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                    static_cast<long>(options.connections_per_host));
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(impl)));
}

void HttpClient::get(HttpRequest request, Done done) {
  Result<std::string> url = resolve_url({}, request.url);
  if (!url) {
    impl_->stillborn.emplace_back(std::move(done), url.error());
    return;
  }
  Transfer& transfer = impl_->transfers.emplace_back();
  transfer.request = std::move(request);
  transfer.done = std::move(done);
  transfer.options = &impl_->options;
  transfer.url = std::move(*url);
  transfer.place = std::prev(impl_->transfers.end());
  transfer.easy = impl_->take_handle();
  transfer.deadline = steady_clock::now() + impl_->options.total_timeout;
  Status begun =
      transfer.easy == nullptr ? fail(ErrorCode::internal, "libcurl gives no handle") : Status();
  if (begun) {
    impl_->set_up(transfer);
    begun = impl_->begin_hop(transfer);
  }
  if (!begun) {
    impl_->stillborn.emplace_back(std::move(transfer.done), begun.error());
    impl_->transfers.pop_back();
  }
}

Result<HttpResponse> HttpClient::fetch(HttpRequest request) {
  constexpr std::chrono::milliseconds kStep{100};
  std::optional<Result<HttpResponse>> answer;
  get(std::move(request), [&](Result<HttpResponse> response) { answer = std::move(response); });
  while (!answer)
    if (Status stepped = step(kStep); !stepped) return tl::unexpected(stepped.error());
  return std::move(*answer);
}

Status HttpClient::step(milliseconds timeout) {
  int running = 0;
  CURLMcode code = curl_multi_perform(impl_->multi.get(), &running);
  if (code == CURLM_OK && !impl_->collect() && timeout > milliseconds(0))
    code =
        curl_multi_poll(impl_->multi.get(), nullptr, 0, static_cast<int>(timeout.count()), nullptr);
  if (code != CURLM_OK)
    return fail(ErrorCode::internal, std::string("libcurl: ") + curl_multi_strerror(code));
  return {};
}

void HttpClient::wake() { curl_multi_wakeup(impl_->multi.get()); }
void HttpClient::cancel_all() { impl_->cancel_all(); }
std::size_t HttpClient::running() const {
  return impl_->transfers.size() + impl_->stillborn.size();
}
const HttpOptions& HttpClient::options() const { return impl_->options; }

}  // namespace pactwatch
