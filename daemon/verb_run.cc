// pactwatch run: the daemon, in the foreground.

#include <filesystem>
#include <iostream>

#include <spdlog/spdlog.h>

#include "daemon/config.h"
#include "daemon/daemon.h"
#include "daemon/log.h"
#include "daemon/options.h"
#include "daemon/signals.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

constexpr const char* kUsage =
    "[--config FILE] [--data DIR] [--rules DIR] [--feed URL]... [--alert PARTY]...\n"
    "                     [--log LEVEL] [--allow-loopback] [--until-idle]";

Result<RunOptions> read_options(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--config", 1},
                                                             {"--data", 1},
                                                             {"--rules", 1},
                                                             {"--feed", 1},
                                                             {"--alert", 1},
                                                             {"--log", 1},
                                                             {"--allow-loopback", 0},
                                                             {"--until-idle", 0}});
  if (!options) return tl::unexpected(options.error());
  if (!options->positional().empty())
    return fail(ErrorCode::invalid_input, "what is \"" + options->positional().front() + "\"?", {},
                "a feed is given with --feed URL");
  RunOptions out;
  const std::filesystem::path file =
      options->has("--config") ? std::filesystem::path(*options->value("--config")) : find_config();
  if (!file.empty()) {
    Result<Config> read = load_config(file);
    if (!read) return tl::unexpected(read.error());
    out.config = std::move(*read);
  }
  if (const auto data = options->value("--data")) out.config.data = *data;
  out.config.data = std::filesystem::absolute(out.config.data).lexically_normal();
  if (const auto rules = options->value("--rules")) out.config.rules = *rules;
  if (const auto level = options->value("--log")) out.config.log_level = *level;
  if (options->has("--allow-loopback")) out.config.allow_loopback = true;
  for (const std::string& url : options->values("--feed")) {
    if (!url.starts_with("http://") && !url.starts_with("https://"))
      return fail(ErrorCode::invalid_input, "a feed begins with http:// or https://", url);
    out.extra_feeds.push_back({url, "", std::nullopt});
  }
  if (const std::vector<std::string> parties = options->values("--alert"); !parties.empty())
    out.config.alerts.push_back({parties});
  out.until_idle = options->has("--until-idle");
  return out;
}

}  // namespace

int verb_run(const Arguments& arguments) {
  const Result<RunOptions> options = read_options(arguments);
  if (!options) return usage_error("run", options.error(), kUsage);
  start_log(options->config.log_level, options->config.log_json);
  if (!options->config.file.empty())
    spdlog::info("configuration: {}", options->config.file.string());

  const Result<Signals> signals = Signals::block();
  if (!signals) {
    spdlog::error("{}", to_string(signals.error()));
    return kExitFailed;
  }
  const Status ran = run_daemon(*options, *signals);
  if (ran) return kExitOk;
  spdlog::error("{}", to_string(ran.error()));
  if (ran.error().code == ErrorCode::conflict) return kExitBusy;
  return ran.error().code == ErrorCode::invalid_input ? kExitUsage : kExitFailed;
}

}  // namespace pactwatch
