// pactwatch keygen and pactwatch keys: who may speak with a daemon over the network.

#include <filesystem>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "bus/keys.h"
#include "core/json.h"
#include "core/text.h"
#include "daemon/config.h"
#include "daemon/options.h"
#include "daemon/verb.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;

constexpr const char* kKeygenUsage = "FILE";
constexpr const char* kKeysUsage =
    "allow NAME KEY | revoke NAME|KEY | list [--json]\n"
    "                      [--config FILE | --file ALLOWED_KEYS]";

int failed(const char* verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << "\n";
  return kExitFailed;
}

// The file of the list: as given, or as the configuration names it.
Result<fs::path> list_file(const Options& options) {
  if (options.has("--file")) return fs::path(*options.value("--file"));
  const fs::path file =
      options.has("--config") ? fs::path(*options.value("--config")) : find_config();
  if (file.empty())
    return fail(ErrorCode::not_found, "no configuration says where the list is", {},
                "--file ALLOWED_KEYS, or [bus] allow = \"allowed_keys\" in pactwatch.toml");
  const Result<Config> config = load_config(file);
  if (!config) return tl::unexpected(config.error());
  if (config->bus_allow.empty())
    return fail(ErrorCode::not_found, "the configuration names no list of keys",
                config->file.string(), "[bus] allow = \"allowed_keys\"");
  return config->bus_allow;
}

Status allow(const fs::path& file, const std::string& name, const std::string& key) {
  if (!bus::is_key(key))
    return fail(ErrorCode::invalid_input, "\"" + key + "\" is no public key", {},
                "the peer's pactwatch keygen prints it: 40 characters");
  Result<bus::AllowList> list = bus::read_allow_list(file);
  if (!list) return tl::unexpected(list.error());
  (*list)[key] = std::string(fold_space(name));
  return bus::write_allow_list(file, *list);
}

Status revoke(const fs::path& file, const std::string& who) {
  Result<bus::AllowList> list = bus::read_allow_list(file);
  if (!list) return tl::unexpected(list.error());
  const std::size_t gone =
      std::erase_if(*list, [&](const auto& one) { return one.first == who || one.second == who; });
  if (gone == 0)
    return fail(ErrorCode::not_found, "nobody of that name or key is on the list", file.string(),
                "pactwatch keys list");
  return bus::write_allow_list(file, *list);
}

Status list_keys(const fs::path& file, bool json) {
  const Result<bus::AllowList> list = bus::read_allow_list(file);
  if (!list) return tl::unexpected(list.error());
  for (const auto& [key, name] : *list) {
    if (json)
      std::cout << dump_json({{"key", key}, {"name", name}}) << "\n";
    else
      std::cout << key << "  " << name << "\n";
  }
  return {};
}

}  // namespace

int verb_keygen(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {});
  if (!options) return usage_error("keygen", options.error(), kKeygenUsage);
  if (options->positional().size() != 1)
    return usage_error("keygen", Error{ErrorCode::invalid_input, "one FILE to write to", {}, {}},
                       kKeygenUsage);
  const Result<bus::KeyPair> keys = bus::make_keys();
  if (!keys) return failed("keygen", keys.error());
  const fs::path file = options->positional().front();
  if (Status written = bus::write_keys(file, *keys); !written)
    return failed("keygen", written.error());
  std::cout << keys->public_key << "\n";
  std::cerr << "wrote " << file.string()
            << "; the line above is the public key, for others (a shell wants it in 'quotes')\n"
            << "a daemon:     [bus] secret = \"" << file.string()
            << "\", allow = \"allowed_keys\", and who may come in: pactwatch keys allow NAME KEY\n"
            << "a subscriber: pactwatch watch --endpoint PUBLISH REPLAY --key " << file.string()
            << " --server KEY_OF_THE_DAEMON\n";
  return kExitOk;
}

int verb_keys(const Arguments& arguments) {
  const Result<Options> options =
      Options::parse(arguments, {{"--config", 1}, {"--file", 1}, {"--json", 0}});
  if (!options) return usage_error("keys", options.error(), kKeysUsage);
  const std::vector<std::string>& words = options->positional();
  const std::string what = words.empty() ? "" : words[0];
  const std::size_t wanted = what == "allow" ? 3 : what == "revoke" ? 2 : what == "list" ? 1 : 0;
  if (wanted == 0 || words.size() != wanted)
    return usage_error("keys", Error{ErrorCode::invalid_input, "what is to be done?", {}, {}},
                       kKeysUsage);
  const Result<fs::path> file = list_file(*options);
  if (!file) return failed("keys", file.error());
  Status done;
  if (what == "allow") done = allow(*file, words[1], words[2]);
  if (what == "revoke") done = revoke(*file, words[1]);
  if (what == "list") done = list_keys(*file, options->has("--json"));
  if (!done) return failed("keys", done.error());
  if (what != "list") std::cerr << "a running daemon takes notice within seconds\n";
  return kExitOk;
}

}  // namespace pactwatch
