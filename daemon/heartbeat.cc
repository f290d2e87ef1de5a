#include "daemon/heartbeat.h"

#include <chrono>
#include <memory>
#include <optional>

#include <spdlog/spdlog.h>

#include "core/complaint.h"
#include "fetcher/http.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kStep{100};
constexpr std::size_t kLongestAnswer = 64 << 10;

// Why it did not work, without the address; empty when it did.
std::string fault_of(const Result<HttpResponse>& answer) {
  if (!answer) return answer.error().message;
  return answer->status >= 200 && answer->status < 300 ? std::string()
                                                       : "status " + std::to_string(answer->status);
}

}  // namespace

Status run_heartbeat(const Config& config, const std::atomic<bool>& healthy, Metrics& metrics,
                     Worker& worker) {
  HttpOptions options;
  // The operator's own address: a monitor often is on the same network or machine.
  options.addresses = {/*allow_loopback=*/true, /*allow_private=*/true};
  options.redirects = 3;
  Result<std::unique_ptr<HttpClient>> http = HttpClient::create(options);
  if (!http) return tl::unexpected(http.error());
  const std::string host = host_of(config.heartbeat_url);
  Complaint trouble;
  steady_clock::time_point next = steady_clock::now();
  bool asking = false;
  while (!worker.draining()) {
    worker.beat();
    if (!asking && healthy && steady_clock::now() >= next) {
      next = steady_clock::now() + config.heartbeat_every;
      asking = true;
      HttpRequest request;
      request.url = config.heartbeat_url;
      request.max_bytes = kLongestAnswer;
      (*http)->get(std::move(request), [&](const Result<HttpResponse>& answer) {
        asking = false;
        const std::string fault = fault_of(answer);
        metrics.add(fault.empty() ? Metric::heartbeats_ok : Metric::heartbeats_failed);
        if (!fault.empty() && trouble.raise(fault))
          spdlog::warn("the heartbeat does not reach {}: {}", host, fault);
        if (fault.empty())
          if (const auto over = trouble.clear())
            spdlog::info("the heartbeat reaches {} again, {}", host, *over);
      });
    }
    if (Status stepped = (*http)->step(kStep); !stepped) return stepped;
  }
  return {};
}

}  // namespace pactwatch
