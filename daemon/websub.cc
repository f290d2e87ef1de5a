#include "daemon/websub.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "core/time.h"
#include "fetcher/hub_subscriber.h"
#include "fetcher/websub_listener.h"
#include "store/data_dir.h"

namespace pactwatch {

class WebSub::Impl {
 public:
  Impl(WebSubOptions options, std::unique_ptr<Hubs> hubs, std::unique_ptr<HttpClient> http,
       std::unique_ptr<WebSubListener> door)
      : hubs_(std::move(hubs)),
        http_(std::move(http)),
        door_(std::move(door)),
        subscriber_(std::move(options), *hubs_, *http_, system_clock()) {}

  void step() {
    const Status stepped = subscriber_.step(std::chrono::milliseconds(0));
    const std::string error = stepped ? std::string() : to_string(stepped.error());
    if (!error.empty() && error != last_error_) spdlog::warn("hubs wait: {}", error);
    last_error_ = error;
  }

 private:
  const std::unique_ptr<Hubs> hubs_;
  const std::unique_ptr<HttpClient> http_;
  const std::unique_ptr<WebSubListener> door_;
  HubSubscriber subscriber_;
  std::string last_error_;
};

WebSub::WebSub(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSub::~WebSub() = default;

void WebSub::step() {
  if (impl_ != nullptr) impl_->step();
}

Result<std::unique_ptr<WebSub>> WebSub::open(const Config& config, PushQueue& queue) {
  if (config.websub_callback.empty()) return std::unique_ptr<WebSub>(new WebSub(nullptr));
  const std::string file = database_file(config.data).string();
  // One store object a thread.
  Result<std::unique_ptr<Hubs>> asking = open_hubs(file);
  if (!asking) return tl::unexpected(asking.error());
  Result<std::unique_ptr<Hubs>> answering = open_hubs(file);
  if (!answering) return tl::unexpected(answering.error());

  WebSubListenerOptions door;
  door.address = config.websub_address;
  door.port = config.websub_port;
  door.max_body = static_cast<std::size_t>(config.max_feed_bytes);
  door.lease = config.websub_lease;
  Result<std::unique_ptr<WebSubListener>> listener =
      WebSubListener::start(door, std::move(*answering), queue);
  if (!listener) return tl::unexpected(listener.error());

  HttpOptions http;
  if (!config.user_agent.empty()) http.user_agent = config.user_agent;
  http.addresses.allow_loopback = config.allow_loopback;
  http.total_timeout = config.timeout;
  Result<std::unique_ptr<HttpClient>> client = HttpClient::create(http);
  if (!client) return tl::unexpected(client.error());

  WebSubOptions options;
  options.callback = config.websub_callback;
  options.lease = config.websub_lease;
  spdlog::info("hubs may push: {} leads to {}:{}", options.callback, door.address,
               (*listener)->port());
  return std::unique_ptr<WebSub>(new WebSub(std::make_unique<Impl>(
      std::move(options), std::move(*asking), std::move(*client), std::move(*listener))));
}

}  // namespace pactwatch
