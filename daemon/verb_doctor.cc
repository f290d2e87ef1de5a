// pactwatch doctor: looks at everything the daemon needs, and says what to do about what is wrong.

#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/printable.h"
#include "daemon/config.h"
#include "daemon/doctor.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsage = "[--config FILE] [--data DIR] [--json]";

void print(const std::vector<Check>& checks, bool json) {
  static const char* const kWords[] = {"ok", "warning", "FAILED"};
  if (json) {
    nlohmann::json out = nlohmann::json::array();
    for (const Check& check : checks)
      out.push_back({{"check", check.name},
                     {"verdict", kWords[static_cast<int>(check.verdict)]},
                     {"found", check.found},
                     {"next", check.next}});
    std::cout << dump_json(out) << "\n";
    return;
  }
  for (const Check& check : checks) {
    std::string word = kWords[static_cast<int>(check.verdict)];
    word.resize(8, ' ');
    // What a feed answered may be in there.
    std::cout << word << check.name << ": " << printable(check.found) << "\n";
    if (!check.next.empty()) std::cout << "        -> " << check.next << "\n";
  }
}

}  // namespace

int verb_doctor(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--config", 1}, {"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("doctor", options.error(), kUsage);

  std::vector<Check> checks;
  Config config;
  const fs::path file =
      options->has("--config") ? fs::path(*options->value("--config")) : find_config();
  if (file.empty()) {
    checks.push_back({"configuration", Verdict::good, "none; the defaults are in force", ""});
  } else {
    Result<Config> read = load_config(file);
    if (read) {
      config = std::move(*read);
      checks.push_back({"configuration", Verdict::good, config.file.string(), ""});
    } else {
      const Error& error = read.error();
      checks.push_back({"configuration", Verdict::bad,
                        (error.where.empty() ? "" : error.where + ": ") + error.message,
                        error.hint.empty() ? "correct " + file.string() : error.hint});
    }
  }
  if (options->has("--data")) config.data = fs::absolute(*options->value("--data"));
  for (Check& check : examine(config, system_clock().now())) checks.push_back(std::move(check));
  print(checks, options->has("--json"));
  for (const Check& check : checks)
    if (check.verdict == Verdict::bad) return kExitFailed;
  return kExitOk;
}

}  // namespace pactwatch
