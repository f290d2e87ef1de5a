// pactwatch watch: follows a running daemon and prints every change once.

#include <iostream>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "alerts/change_view.h"
#include "alerts/subscription.h"
#include "alerts/terminal.h"
#include "bus/cloud_event.h"
#include "bus/subscriber.h"
#include "daemon/config.h"
#include "daemon/options.h"
#include "daemon/signals.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kUsage =
    "[--data DIR | --config FILE | --endpoint PUBLISH REPLAY [--key FILE --server KEY]]\n"
    "                       [--since SEQ] [--relationship PARTY PARTY] [--topic PREFIX] [--json]\n"
    "                       [--until SEQ]";

struct Watch {
  bus::SubscriberOptions subscriber;
  alerts::Subscription subscription;
  bool json = false;
  std::uint64_t until = 0;  // stop after this number; 0: never
};

Result<Watch> read_watch(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1},
                                                             {"--config", 1},
                                                             {"--endpoint", 2},
                                                             {"--key", 1},
                                                             {"--server", 1},
                                                             {"--since", 1},
                                                             {"--relationship", 2},
                                                             {"--json", 0},
                                                             {"--until", 1},
                                                             {"--topic", 1}});
  if (!options) return tl::unexpected(options.error());
  if (!options->positional().empty())
    return fail(ErrorCode::invalid_input, "what is \"" + options->positional().front() + "\"?");
  Config config;
  const std::filesystem::path file =
      options->has("--config") ? std::filesystem::path(*options->value("--config")) : find_config();
  // A data directory of its own needs no configuration, but endpoints in one count.
  if (!file.empty() && (options->has("--config") || !options->has("--data"))) {
    Result<Config> read = load_config(file);
    if (!read) return tl::unexpected(read.error());
    config = std::move(*read);
  }
  if (options->has("--data")) config.data = std::filesystem::absolute(*options->value("--data"));

  Watch watch;
  const std::vector<std::string> endpoints = options->values("--endpoint");
  watch.subscriber.publish_endpoint =
      endpoints.size() >= 2 ? endpoints[0] : config.publish_endpoint();
  watch.subscriber.replay_endpoint =
      endpoints.size() >= 2 ? endpoints[1] : config.replay_endpoint();
  if (options->has("--key") != options->has("--server"))
    return fail(ErrorCode::invalid_input, "--key and --server go together", {},
                "--key FILE is your own pair, --server KEY the daemon's public key");
  if (options->has("--key")) {
    const Result<bus::KeyPair> own = bus::read_keys(*options->value("--key"));
    if (!own) return tl::unexpected(own.error());
    if (!bus::is_key(*options->value("--server")))
      return fail(ErrorCode::invalid_input, "--server wants the daemon's public key", {},
                  "the daemon's log and pactwatch keygen tell it");
    watch.subscriber.curve = bus::CurveKeys{*own, *options->value("--server")};
  }
  const Result<std::optional<std::uint64_t>> since = options->number("--since");
  if (!since) return tl::unexpected(since.error());
  watch.subscriber.since = since->value_or(0);
  const Result<std::optional<std::uint64_t>> until = options->number("--until");
  if (!until) return tl::unexpected(until.error());
  watch.until = until->value_or(0);
  watch.subscription.parties = options->values("--relationship");
  watch.subscriber.prefix = options->value("--topic").value_or(watch.subscriber.prefix);
  watch.json = options->has("--json");
  return watch;
}

// Prints one change, or says why it cannot be read and goes on.
void print(const Watch& watch, const bus::Message& message, bool colour) {
  const Result<bus::CloudEvent> event = bus::decode_cloud_event(message.payload);
  if (!event) {
    std::cerr << "pactwatch watch: number " << message.seq << ": " << to_string(event.error())
              << "\n";
    return;
  }
  const Result<alerts::ChangeView> change = alerts::change_from_json(event->data);
  if (!change) {
    std::cerr << "pactwatch watch: number " << message.seq << ": " << to_string(change.error())
              << "\n";
    return;
  }
  if (!watch.subscription.wants(*change)) return;
  if (watch.json)
    std::cout << message.payload << std::endl;  // whoever reads the pipe gets it now
  else
    alerts::print_alert(std::cout, *change, colour);
}

}  // namespace

int verb_watch(const Arguments& arguments) {
  const Result<Watch> watch = read_watch(arguments);
  if (!watch) return usage_error("watch", watch.error(), kUsage);
  const Result<Signals> signals = Signals::block();
  if (!signals) {
    std::cerr << "pactwatch watch: " << to_string(signals.error()) << "\n";
    return kExitFailed;
  }
  const bus::Context context;
  Result<bus::Subscriber> subscriber = bus::Subscriber::connect(context, watch->subscriber);
  if (!subscriber) return usage_error("watch", subscriber.error(), kUsage);

  const bool colour = alerts::wants_colour(STDOUT_FILENO);
  bool told = false;  // that the daemon does not answer
  int resets = 0;
  while (signals->wait(std::chrono::milliseconds(0)) != Signal::stop) {
    const Result<std::optional<bus::Delivery>> delivery =
        subscriber->next(std::chrono::milliseconds(200));
    if (!delivery) {
      std::cerr << "pactwatch watch: " << to_string(delivery.error()) << "\n";
      return kExitFailed;
    }
    if (subscriber->resets() > resets) {
      resets = subscriber->resets();
      std::cerr << "pactwatch watch: the ledger is a new one; its changes come from the first\n";
    }
    if ((subscriber->failures() > 0) != told) {
      told = subscriber->failures() > 0;
      std::cerr << "pactwatch watch: "
                << (told ? "no daemon answers at " + watch->subscriber.replay_endpoint +
                               "; waiting for it"
                         : "the daemon answers again")
                << "\n";
    }
    if (*delivery) print(*watch, (*delivery)->message, colour);
    if (!std::cout) return kExitFailed;  // the reader of the pipe is gone
    if (watch->until != 0 && subscriber->position() >= watch->until) break;
  }
  return kExitOk;
}

}  // namespace pactwatch
