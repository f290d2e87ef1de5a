#include "daemon/atom_door.h"

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "core/hash.h"
#include "fetcher/address.h"

namespace pactwatch {
namespace {

// A feed reader asks once in a while; who opens more at once is turned away.
constexpr unsigned kConnections = 32;
constexpr unsigned kTimeoutSeconds = 10;         // without a byte
constexpr std::size_t kHeaderBytes = 16 << 10U;  // of one request, its line and all
constexpr std::string_view kEnd = ".atom";

MHD_Result answer(MHD_Connection* connection, unsigned status, const std::string& body,
                  const char* type, const std::string& tag) {
  MHD_Response* response = MHD_create_response_from_buffer(
      body.size(), const_cast<char*>(body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
  MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
  if (!tag.empty()) {
    MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, tag.c_str());
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
  }
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
  const MHD_Result queued = MHD_queue_response(connection, status, response);
  MHD_destroy_response(response);
  return queued;
}

MHD_Result refuse(MHD_Connection* connection, unsigned status, const std::string& reason) {
  return answer(connection, status, reason + "\n", "text/plain; charset=utf-8", "");
}

}  // namespace

class AtomDoor::Impl {
 public:
  Impl(alerts::Dispatcher dispatcher, const AlertBook& book)
      : dispatcher_(std::move(dispatcher)), book_(book) {}
  ~Impl() {
    if (daemon_ != nullptr) MHD_stop_daemon(daemon_);
  }

  Status start(const std::string& listen);
  int port() const { return port_; }

 private:
  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* url,
                               const char* method, const char*, const char*, std::size_t* size,
                               void**) {
    *size = 0;
    return static_cast<Impl*>(self)->serve(connection, url, method);
  }
  MHD_Result serve(MHD_Connection* connection, std::string_view path, std::string_view method);

  alerts::Dispatcher dispatcher_;  // of the server's thread, which alone asks it
  const AlertBook& book_;
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;
};

Status AtomDoor::Impl::start(const std::string& listen) {
  auto [host, port] = split_host_port(listen);
  if (host == "localhost") host = "127.0.0.1";
  const std::optional<SocketAddress> address = SocketAddress::of(host, port);
  if (!address)
    return fail(ErrorCode::invalid_input, "this is no numeric address", listen,
                "listen = \"127.0.0.1:8380\"");
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD;
  if (address->is_six()) flags |= MHD_USE_IPv6;
  daemon_ =
      MHD_start_daemon(flags, static_cast<std::uint16_t>(port), nullptr, nullptr, &Impl::on_request,
                       this, MHD_OPTION_SOCK_ADDR, address->get(), MHD_OPTION_CONNECTION_LIMIT,
                       kConnections, MHD_OPTION_CONNECTION_TIMEOUT, kTimeoutSeconds,
                       MHD_OPTION_CONNECTION_MEMORY_LIMIT, kHeaderBytes, MHD_OPTION_END);
  if (daemon_ == nullptr)
    return fail(ErrorCode::unavailable, "Atom feeds cannot be served here; is the port free?",
                listen, "\"listen\" in [alerts] names another");
  const MHD_DaemonInfo* info = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT);
  port_ = info == nullptr ? port : info->port;
  return {};
}

MHD_Result AtomDoor::Impl::serve(MHD_Connection* connection, std::string_view path,
                                 std::string_view method) {
  if (method != MHD_HTTP_METHOD_GET && method != MHD_HTTP_METHOD_HEAD)
    return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD");
  if (!path.starts_with('/') || !path.ends_with(kEnd))
    return refuse(connection, MHD_HTTP_NOT_FOUND, "feeds are at /NAME.atom");
  path.remove_prefix(1);
  path.remove_suffix(kEnd.size());
  dispatcher_.configure(book_.get());
  const Result<std::optional<std::string>> feed = dispatcher_.feed(std::string(path));
  if (!feed) return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "the store does not answer");
  if (!*feed)
    return refuse(connection, MHD_HTTP_NOT_FOUND,
                  "no subscription of this name is served: atom = \"url\" asks for it");
  const std::string tag = "\"" + content_id({"atom", **feed}) + "\"";
  const char* known =
      MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
  const bool same = known != nullptr && std::string_view(known).find(tag) != std::string_view::npos;
  return answer(connection, same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK,
                same ? std::string() : **feed, "application/atom+xml; charset=utf-8", tag);
}

AtomDoor::AtomDoor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AtomDoor::~AtomDoor() = default;

Result<std::unique_ptr<AtomDoor>> AtomDoor::open(const std::string& listen, const std::string& file,
                                                 const AlertBook& book) {
  if (listen.empty()) return std::unique_ptr<AtomDoor>(new AtomDoor(nullptr));
  Result<alerts::Dispatcher> dispatcher = open_dispatcher(file, {});
  if (!dispatcher) return tl::unexpected(dispatcher.error());
  auto impl = std::make_unique<Impl>(std::move(*dispatcher), book);
  if (Status started = impl->start(listen); !started) return tl::unexpected(started.error());
  return std::unique_ptr<AtomDoor>(new AtomDoor(std::move(impl)));
}

int AtomDoor::port() const { return impl_ == nullptr ? 0 : impl_->port(); }

}  // namespace pactwatch
