#include "daemon/alert_worker.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <utility>

#include <spdlog/spdlog.h>

#include "daemon/input.h"
#include "fetcher/address.h"
#include "store/deliveries.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLook{250};           // between two looks at changes and clock
constexpr milliseconds kStopPatience{5000};  // for what is due at a stop

}  // namespace

void AlertBook::set(std::vector<alerts::Subscription> subscriptions) {
  const std::lock_guard lock(mutex_);
  subscriptions_ = std::move(subscriptions);
}

std::vector<alerts::Subscription> AlertBook::get() const {
  const std::lock_guard lock(mutex_);
  return subscriptions_;
}

Result<alerts::SinkSettings> sink_settings(const Config& config) {
  alerts::SinkSettings settings;
  settings.smtp = config.mail.smtp;
  settings.mail_from = config.mail.from;
  settings.mail_user = config.mail.user;
  if (!config.mail.password_file.empty()) {
    Result<std::string> text = read_file(config.mail.password_file.string());
    if (!text) return tl::unexpected(text.error());
    settings.mail_password = text->substr(0, text->find_first_of("\r\n"));
  }
  const AddressPolicy policy{config.allow_private_hooks, config.allow_private_hooks};
  settings.may_connect = [policy](const sockaddr& address) { return may_connect(address, policy); };
  return settings;
}

void AlertBook::watch(const std::vector<std::string>& names) {
  const std::lock_guard lock(mutex_);
  if (watched_ == names) return;
  watched_ = names;
  watched_anew_ = true;
}

std::optional<std::vector<std::string>> AlertBook::watched() {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(watched_anew_, false)) return std::nullopt;
  return watched_;
}

void AlertBook::wake() {
  {
    const std::lock_guard lock(mutex_);
    news_ = true;
  }
  woken_.notify_one();
}

void AlertBook::wait(milliseconds at_most) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, at_most, [this] { return news_; });
  news_ = false;
}

Result<alerts::Dispatcher> open_dispatcher(const std::string& file, alerts::SinkSettings settings) {
  Result<std::unique_ptr<Ledger>> ledger = open_ledger_read_only(file);
  if (!ledger) return tl::unexpected(ledger.error());
  Result<std::unique_ptr<Deliveries>> deliveries = open_deliveries(file);
  if (!deliveries) return tl::unexpected(deliveries.error());
  return alerts::Dispatcher(std::move(*ledger), std::move(*deliveries), std::move(settings));
}

Status begin_alerts(const std::string& file, std::vector<alerts::Subscription> subscriptions) {
  Result<alerts::Dispatcher> dispatcher = open_dispatcher(file, {});
  if (!dispatcher) return tl::unexpected(dispatcher.error());
  dispatcher->configure(std::move(subscriptions));
  return dispatcher->begin(system_clock().now());
}

Status run_alert_worker(const std::string& file, const alerts::SinkSettings& settings,
                        AlertBook& book, Worker& worker) {
  alerts::SinkSettings own = settings;
  std::mutex mutex;  // the sinks ask from threads of their own
  std::optional<std::chrono::steady_clock::time_point> end;
  own.go_on = [&worker, &mutex, &end] {
    worker.beat();
    if (!worker.draining()) return true;
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex);
    if (!end) end = now + kStopPatience;
    return now < *end && !worker.abandoned();
  };
  const std::function<bool()> go_on = own.go_on;
  Result<alerts::Dispatcher> opened = open_dispatcher(file, std::move(own));
  if (!opened) return tl::unexpected(opened.error());
  alerts::Dispatcher& dispatcher = *opened;
  dispatcher.when_finished([&book] { book.wake(); });
  std::string last_error;
  while (true) {
    const bool last_round = worker.draining();
    worker.beat();
    dispatcher.configure(book.get());
    const UtcTime now = system_clock().now();
    Status done = dispatcher.collect(now);
    book.watch(dispatcher.watched());
    if (done) {
      // A receiver that takes its time is waited for only at the end.
      const Result<std::size_t> tried =
          dispatcher.deliver(now, last_round ? milliseconds::max() : milliseconds(0));
      if (!tried) done = tl::unexpected(tried.error());
      if (tried && *tried > 0 && go_on()) continue;
    }
    const std::string error = done ? std::string() : to_string(done.error());
    if (error != last_error && !error.empty()) spdlog::error("alerts wait: {}", error);
    last_error = error;
    if (last_round) return {};
    book.wait(kLook);
  }
}

}  // namespace pactwatch
