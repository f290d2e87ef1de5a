// The configuration file, its feeds and its alerts.

#include "daemon/config.h"
#include "tests/fuzz/fuzz.h"

using namespace pactwatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::Scratch scratch;
  scratch.write("pactwatch.toml", fuzz::bytes(data, size));
  const Result<Config> config = load_config(scratch.path() / "pactwatch.toml");
  if (!config) {
    fuzz::expect(!config.error().message.empty() && !config.error().where.empty(),
                 "an error says what and where");
    return 0;
  }
  fuzz::expect(
      config->concurrency > 0 && config->extract_workers > 0 && config->timeout.count() > 0,
      "values are in range");
  fuzz::expect(!config->publish_endpoint().empty() && !config->replay_endpoint().empty(),
               "endpoints are known");
  return 0;
}
