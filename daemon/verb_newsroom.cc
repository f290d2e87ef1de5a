// pactwatch newsroom: invented outlets on this machine that tell a story, for demonstration.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/newsroom.h"
#include "daemon/options.h"
#include "daemon/signals.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr const char* kUsage =
    "[--port N] [--tick MS] [--stories DIR] [--json]\n"
    "  --port N       on 127.0.0.1; 0, the default, takes a free one\n"
    "  --tick MS      from one story to the next (2000); 0 publishes all at once\n"
    "  --stories DIR  a script of your own: outlets.toml and stories/*.toml\n"
    "  --json         one JSON line with the feeds' addresses instead of text";

constexpr milliseconds kDefaultTick{2000};
constexpr std::uint64_t kLongestTick = 24ULL * 3600 * 1000;

Result<NewsroomOptions> options_of(const Options& options) {
  NewsroomOptions out;
  const Result<std::optional<std::uint64_t>> port = options.number("--port");
  if (!port) return tl::unexpected(port.error());
  const Result<std::optional<std::uint64_t>> tick = options.number("--tick");
  if (!tick) return tl::unexpected(tick.error());
  if (port->value_or(0) > 65535 || tick->value_or(0) > kLongestTick)
    return fail(ErrorCode::invalid_input, "a port has at most 65535, a tick at most a day");
  out.port = static_cast<int>(port->value_or(0));
  out.tick = *tick ? milliseconds(**tick) : kDefaultTick;
  if (options.has("--stories")) out.directory = *options.value("--stories");
  return out;
}

}  // namespace

int verb_newsroom(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--port", 1}, {"--tick", 1}, {"--stories", 1}, {"--json", 0}});
  if (!options) return usage_error("newsroom", options.error(), kUsage);
  if (!options->positional().empty())
    return usage_error(
        "newsroom",
        Error{
            ErrorCode::invalid_input, "what is \"" + options->positional().front() + "\"?", {}, {}},
        kUsage);
  const Result<NewsroomOptions> settings = options_of(*options);
  if (!settings) return usage_error("newsroom", settings.error(), kUsage);

  // Before the first thread, so that a signal finds no other to end.
  const Result<Signals> signals = Signals::block();
  if (!signals) {
    std::cerr << "pactwatch newsroom: " << to_string(signals.error()) << '\n';
    return kExitFailed;
  }
  const Result<std::unique_ptr<Newsroom>> newsroom = Newsroom::start(*settings);
  if (!newsroom) {
    std::cerr << "pactwatch newsroom: " << to_string(newsroom.error()) << '\n';
    return kExitFailed;
  }
  if (options->has("--json")) {
    const nlohmann::json line = {{"port", (*newsroom)->port()},
                                 {"feeds", (*newsroom)->feed_urls()},
                                 {"stories", (*newsroom)->total()}};
    std::cout << dump_json(line) << std::endl;  // whoever started it waits for this line
  } else {
    std::cout << (*newsroom)->total() << " stories will come out in these feeds:\n";
    for (const std::string& feed : (*newsroom)->feed_urls()) std::cout << "  " << feed << '\n';
    std::cout << "How many are out: http://127.0.0.1:" << (*newsroom)->port()
              << "/status. Ctrl-C ends it." << std::endl;
  }
  while (signals->wait(std::chrono::seconds(1)) != Signal::stop) {
  }
  return kExitOk;
}

}  // namespace pactwatch
