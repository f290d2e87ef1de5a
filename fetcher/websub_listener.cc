#include "fetcher/websub_listener.h"

#include <microhttpd.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "core/text.h"
#include "fetcher/address.h"
#include "fetcher/hub_subscriber.h"
#include "fetcher/websub.h"

namespace pactwatch {
namespace {

using std::chrono::seconds;

constexpr std::size_t kHeaderBytes = 32 << 10;            // of one request, its line and all
constexpr std::size_t kMostChallenge = 4096;              // echoed back
constexpr std::int64_t kLongestLease = 90LL * 24 * 3600;  // seconds: asked again at least so often
constexpr std::int64_t kDeniedMs = 24LL * 3600 * 1000;    // until a hub that said no is asked again

std::string query_value(MHD_Connection* connection, const char* key) {
  const char* value = nullptr;
  std::size_t size = 0;
  if (MHD_lookup_connection_value_n(connection, MHD_GET_ARGUMENT_KIND, key, std::strlen(key),
                                    &value, &size) != MHD_YES ||
      value == nullptr)
    return {};
  return {value, size};
}

std::string header_value(MHD_Connection* connection, const char* key) {
  const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, key);
  return value == nullptr ? std::string() : std::string(value);
}

MHD_Result answer(MHD_Connection* connection, unsigned status, const std::string& body = {},
                  const char* retry_after = nullptr) {
  MHD_Response* response = MHD_create_response_from_buffer(
      body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  // A challenge is the hub's own words; nobody may take them for a page (section 8).
  MHD_add_response_header(response, "Content-Type", "text/plain; charset=utf-8");
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (retry_after != nullptr) MHD_add_response_header(response, "Retry-After", retry_after);
  const MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

// A request on its way in.
struct Incoming {
  std::optional<HubRecord> hub;
  std::string body;
  unsigned refused = 0;  // the status to answer instead, once the body went by
};

}  // namespace

class WebSubListener::Impl {
 public:
  Impl(const WebSubListenerOptions& options, std::unique_ptr<Hubs> hubs, PushQueue& queue,
       const Clock& clock)
      : options_(options), hubs_(std::move(hubs)), queue_(queue), clock_(clock) {}
  ~Impl() {
    if (daemon_ != nullptr) MHD_stop_daemon(daemon_);
  }

  Status start();
  int port() const { return port_; }

 private:
  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* url,
                               const char* method, const char* version, const char* data,
                               std::size_t* size, void** request);
  static void on_end(void* self, MHD_Connection* connection, void** request,
                     MHD_RequestTerminationCode code);
  // The head of a request is there; nullptr when the answer could not be prepared.
  Incoming* begin(MHD_Connection* connection, const std::string& path, const std::string& method);
  MHD_Result verify(MHD_Connection* connection, const HubRecord& hub);
  MHD_Result push(MHD_Connection* connection, Incoming& incoming);

  const WebSubListenerOptions options_;
  const std::unique_ptr<Hubs> hubs_;
  PushQueue& queue_;
  const Clock& clock_;
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;
};

Status WebSubListener::Impl::start() {
  const std::optional<SocketAddress> address = SocketAddress::of(options_.address, options_.port);
  if (!address)
    return fail(ErrorCode::invalid_input, "this is no numeric address", options_.address,
                "listen = \"127.0.0.1:8370\"");
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
  if (address->is_six()) flags |= MHD_USE_IPv6;
  daemon_ = MHD_start_daemon(
      flags, static_cast<std::uint16_t>(options_.port), nullptr, nullptr, &Impl::on_request, this,
      MHD_OPTION_SOCK_ADDR, address->get(), MHD_OPTION_CONNECTION_LIMIT, options_.connections,
      MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(options_.timeout.count()),
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeaderBytes, MHD_OPTION_NOTIFY_COMPLETED, &Impl::on_end,
      this, MHD_OPTION_END);
  if (daemon_ == nullptr)
    return fail(ErrorCode::unavailable, "the hubs' door cannot be opened; is the port free?",
                options_.address + ":" + std::to_string(options_.port));
  const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
  port_ = info == nullptr ? options_.port : info->port;
  return {};
}

void WebSubListener::Impl::on_end(void*, MHD_Connection*, void** request,
                                  MHD_RequestTerminationCode) {
  delete static_cast<Incoming*>(*request);
  *request = nullptr;
}

MHD_Result WebSubListener::Impl::on_request(void* self, MHD_Connection* connection, const char* url,
                                            const char* method, const char*, const char* data,
                                            std::size_t* size, void** request) {
  Impl& impl = *static_cast<Impl*>(self);
  if (*request == nullptr) {
    *request = impl.begin(connection, url, method);
    return *request == nullptr ? MHD_NO : MHD_YES;
  }
  Incoming& incoming = *static_cast<Incoming*>(*request);
  if (*size > 0) {
    // Bytes of who is refused anyhow go by.
    if (incoming.refused == 0 && incoming.body.size() + *size > impl.options_.max_body) {
      incoming.refused = MHD_HTTP_CONTENT_TOO_LARGE;
      incoming.body.clear();
    }
    if (incoming.refused == 0) incoming.body.append(data, *size);
    *size = 0;
    return MHD_YES;
  }
  if (incoming.refused != 0) return answer(connection, incoming.refused);
  if (std::string_view(method) == MHD_HTTP_METHOD_GET)
    return impl.verify(connection, *incoming.hub);
  return impl.push(connection, incoming);
}

Incoming* WebSubListener::Impl::begin(MHD_Connection* connection, const std::string& path,
                                      const std::string& method) {
  auto incoming = std::make_unique<Incoming>();
  const bool get = method == MHD_HTTP_METHOD_GET;
  if (!get && method != MHD_HTTP_METHOD_POST) {
    incoming->refused = MHD_HTTP_METHOD_NOT_ALLOWED;
    return incoming.release();
  }
  Result<std::optional<HubRecord>> hub = hubs_->of_token(path.substr(path.rfind('/') + 1));
  if (!hub) {
    spdlog::warn("the store does not answer: {}", to_string(hub.error()));
    incoming->refused = MHD_HTTP_SERVICE_UNAVAILABLE;
  } else if (!*hub) {
    // 404 denies a subscription that we do not want, 410 ends one that we no longer have (5.3, 7).
    incoming->refused = get ? MHD_HTTP_NOT_FOUND : MHD_HTTP_GONE;
  } else {
    incoming->hub = std::move(*hub);
    std::uint64_t length = 0;
    const std::string announced = header_value(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    std::from_chars(announced.data(), announced.data() + announced.size(), length);
    if (length > options_.max_body) incoming->refused = MHD_HTTP_CONTENT_TOO_LARGE;
  }
  return incoming.release();
}

MHD_Result WebSubListener::Impl::verify(MHD_Connection* connection, const HubRecord& hub) {
  const std::string mode = query_value(connection, "hub.mode");
  const std::string topic = query_value(connection, "hub.topic");
  const UtcTime now = clock_.now();
  if (mode == "denied") {
    const std::string reason =
        fold_space(make_valid_utf8(query_value(connection, "hub.reason"))).substr(0, 200);
    spdlog::warn("feed {}: {} denies to push: {}", hub.feed_url, hub.hub,
                 reason.empty() ? "no reason given" : reason);
    const Status kept =
        hubs_->failed(hub.token, true,
                      "the hub denies it" + (reason.empty() ? "" : ": " + make_valid_utf8(reason)),
                      {now.ms + kDeniedMs});
    return answer(connection, kept ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE);
  }
  const std::string challenge = query_value(connection, "hub.challenge");
  // Anything but the subscription that we asked for is none of ours (5.3).
  if (mode != "subscribe" || topic != hub.topic || challenge.empty() ||
      challenge.size() > kMostChallenge)
    return answer(connection, MHD_HTTP_NOT_FOUND);
  std::int64_t lease = options_.lease.count();
  const std::string given = query_value(connection, "hub.lease_seconds");
  std::int64_t value = 0;
  const auto read = std::from_chars(given.data(), given.data() + given.size(), value);
  if (read.ec == std::errc() && value > 0) lease = value;
  lease = std::min(lease, kLongestLease);
  const Status kept =
      hubs_->confirmed(hub.token, {now.ms + lease * 1000}, renew_at(now, seconds(lease)));
  if (!kept) {
    spdlog::warn("the store does not answer: {}", to_string(kept.error()));
    return answer(connection, MHD_HTTP_SERVICE_UNAVAILABLE);
  }
  if (hub.state != HubState::active)
    spdlog::info("feed {}: {} pushes from now on", hub.feed_url, hub.hub);
  return answer(connection, MHD_HTTP_OK, challenge);
}

MHD_Result WebSubListener::Impl::push(MHD_Connection* connection, Incoming& incoming) {
  const HubRecord& hub = *incoming.hub;
  PushedContent pushed;
  if (!hub.secret.empty()) {
    if (!signature_matches(header_value(connection, "X-Hub-Signature"), incoming.body,
                           hub.secret)) {
      // Ignored, and acknowledged all the same: the answer must not tell a forger how near he was.
      spdlog::warn("feed {}: a push without a right signature is ignored", hub.feed_url);
      return answer(connection, MHD_HTTP_ACCEPTED);
    }
    pushed.authentic = true;
  }
  pushed.feed = hub.feed;
  pushed.feed_url = hub.feed_url;
  pushed.content_type = header_value(connection, MHD_HTTP_HEADER_CONTENT_TYPE);
  pushed.body = std::move(incoming.body);
  if (!queue_.offer(std::move(pushed)))
    return answer(connection, MHD_HTTP_SERVICE_UNAVAILABLE, {}, "60");
  return answer(connection, MHD_HTTP_ACCEPTED);
}

WebSubListener::WebSubListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSubListener::~WebSubListener() = default;

Result<std::unique_ptr<WebSubListener>> WebSubListener::start(const WebSubListenerOptions& options,
                                                              std::unique_ptr<Hubs> hubs,
                                                              PushQueue& queue,
                                                              const Clock& clock) {
  auto impl = std::make_unique<Impl>(options, std::move(hubs), queue, clock);
  if (Status started = impl->start(); !started) return tl::unexpected(started.error());
  return std::unique_ptr<WebSubListener>(new WebSubListener(std::move(impl)));
}

int WebSubListener::port() const { return impl_->port(); }

}  // namespace pactwatch
