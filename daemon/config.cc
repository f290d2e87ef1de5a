#include "daemon/config.h"

#include <fstream>
#include <functional>
#include <map>
#include <utility>

#include "bus/endpoint.h"
#include "core/text.h"
#include "daemon/units.h"
#include "fetcher/address.h"
#include "rules/toml.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// For feeds on this machine, as the demo's are; the fetcher asks others once a second at most.
constexpr milliseconds kShortestEvery{50};

// One key of a table: its name, and what takes its value.
struct Key {
  std::string name;
  std::function<Status(const toml::node&)> take;
};

// Hands each key of `table` to its taker; an unknown one is an error.
Status read_keys(const fs::path& file, const toml::table& table, const std::vector<Key>& keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const Key& key : keys) names.push_back(key.name);
  if (Status known = check_keys(file, table, names); !known) return known;
  for (const Key& key : keys) {
    const toml::node* node = table.get(key.name);
    if (node == nullptr) continue;
    if (Status taken = key.take(*node); !taken) return taken;
  }
  return {};
}

bool is_web_url(const std::string& text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

// "127.0.0.1:9464", "[::1]:9464", "localhost:9464"; port 0 is any free one.
bool is_local_port(const std::string& text) {
  const std::string any_port = ":0";
  const std::string endpoint =
      text.ends_with(any_port) ? text.substr(0, text.size() - 1) + "*" : text;
  return bus::check_bind("tcp://" + endpoint).has_value();
}

// Takers for the kinds of value there are.
class Takers {
 public:
  explicit Takers(const fs::path& file) : file_(file) {}

  Key text(const std::string& name, std::string& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              if (value == nullptr) return wrong(node, name, "a string");
              target = value->get();
              return {};
            }};
  }
  Key texts(const std::string& name, std::vector<std::string>& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              Result<std::vector<std::string>> values = toml_strings(file_, node, name);
              if (!values) return tl::unexpected(values.error());
              target = std::move(*values);
              return {};
            }};
  }
  Key fraction(const std::string& name, std::optional<double>& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const std::optional<double> value = node.value<double>();
              if (!value || *value < 0) return wrong(node, name, "a fraction: 0.05 for 5 %");
              target = value;
              return {};
            }};
  }
  Key one_of(const std::string& name, std::string& target,
             const std::vector<std::string>& allowed) const {
    return {name, [this, name, &target, allowed](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              std::string list;
              for (const std::string& each : allowed) {
                if (value != nullptr && value->get() == each) {
                  target = each;
                  return {};
                }
                list += (list.empty() ? "" : ", ") + each;
              }
              return wrong(node, name, "one of " + list);
            }};
  }
  Key path(const std::string& name, fs::path& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              if (value == nullptr || value->get().empty()) return wrong(node, name, "a path");
              target = (file_.parent_path() / value->get()).lexically_normal();
              return {};
            }};
  }
  Key flag(const std::string& name, bool& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<bool>* value = node.as_boolean();
              if (value == nullptr) return wrong(node, name, "true or false");
              target = value->get();
              return {};
            }};
  }
  Key count(const std::string& name, int& target, int least, int most) const {
    return {name, [this, name, &target, least, most](const toml::node& node) -> Status {
              const toml::value<std::int64_t>* value = node.as_integer();
              if (value == nullptr || value->get() < least || value->get() > most)
                return wrong(
                    node, name,
                    "a number from " + std::to_string(least) + " to " + std::to_string(most));
              target = static_cast<int>(value->get());
              return {};
            }};
  }
  Key duration(const std::string& name, std::function<void(milliseconds)> target,
               milliseconds least) const {
    return {name,
            [this, name, target = std::move(target), least](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              const std::optional<milliseconds> parsed =
                  value != nullptr ? parse_duration(value->get()) : std::nullopt;
              if (!parsed) return wrong(node, name, "a duration like \"30s\", \"15m\" or \"6h\"");
              if (*parsed < least)
                return wrong(node, name, "at least " + std::to_string(least.count()) + "ms");
              target(*parsed);
              return {};
            }};
  }
  Key size(const std::string& name, std::int64_t& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              const std::optional<std::int64_t> parsed =
                  value != nullptr ? parse_size(value->get()) : std::nullopt;
              if (!parsed || *parsed == 0) return wrong(node, name, "a size like \"8MiB\"");
              target = *parsed;
              return {};
            }};
  }
  Key endpoint(const std::string& name, const Config& config, std::string& target) const {
    return {name, [this, name, &config, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              if (value == nullptr) return wrong(node, name, "an endpoint");
              const bool secured = !config.bus_secret.empty() && !config.bus_allow.empty();
              if (Status allowed = bus::check_bind(value->get(), secured); !allowed)
                return toml_error(file_, node, value->get() + ": " + allowed.error().message,
                                  allowed.error().hint);
              target = value->get();
              return {};
            }};
  }
  // HOST:PORT of this machine alone.
  Key local_port(const std::string& name, std::string& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              if (value == nullptr || !is_local_port(value->get()))
                return wrong(node, name,
                             "a port on loopback, like \"127.0.0.1:9464\": what is served there is "
                             "for this machine");
              target = value->get();
              return {};
            }};
  }
  Key url(const std::string& name, std::string& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              const toml::value<std::string>* value = node.as_string();
              if (value == nullptr || !is_web_url(value->get()))
                return wrong(node, name, "an address with http:// or https://");
              target = value->get();
              return {};
            }};
  }
  // The address stands in a file, for it may be a secret.
  Key url_file(const std::string& name, std::string& target) const {
    return {name, [this, name, &target](const toml::node& node) -> Status {
              fs::path path;
              if (Status named = this->path(name, path).take(node); !named) return named;
              std::ifstream in(path);
              std::string text;
              if (!(in >> text) || !is_web_url(text))
                return wrong(node, name, "a file with an address of http:// or https:// in it");
              target = text;
              return {};
            }};
  }
  Key section(const std::string& name, std::vector<Key> keys) const {
    return {name, [this, name, keys = std::move(keys)](const toml::node& node) -> Status {
              const toml::table* table = node.as_table();
              if (table == nullptr) return wrong(node, name, "a section: [" + name + "]");
              return read_keys(file_, *table, keys);
            }};
  }
  // [[name]]: `each` is called with the table of every entry.
  Key entries(const std::string& name, std::function<Status(const toml::table&)> each) const {
    return {name, [this, name, each = std::move(each)](const toml::node& node) -> Status {
              const toml::array* array = node.as_array();
              if (array == nullptr)
                return wrong(node, name, "entries of the form [[" + name + "]]");
              for (const toml::node& entry : *array) {
                const toml::table* table = entry.as_table();
                if (table == nullptr)
                  return wrong(entry, name, "entries of the form [[" + name + "]]");
                if (Status taken = each(*table); !taken) return taken;
              }
              return {};
            }};
  }
  Status wrong(const toml::node& at, const std::string& name, const std::string& wanted) const {
    return toml_error(file_, at, "\"" + name + "\" must be " + wanted);
  }
  const fs::path& file() const { return file_; }

 private:
  fs::path file_;
};

Status take_feed(const Takers& takers, const toml::table& table, Config& config) {
  FeedConfig feed;
  const std::vector<Key> keys = {
      takers.text("url", feed.url),
      takers.text("name", feed.name),
      takers.duration(
          "every", [&feed](milliseconds value) { feed.every = value; }, kShortestEvery),
  };
  if (Status read = read_keys(takers.file(), table, keys); !read) return read;
  if (!is_web_url(feed.url))
    return toml_error(takers.file(), table, "[[feed]] needs a \"url\" with http:// or https://");
  config.feeds.push_back(std::move(feed));
  return {};
}

// "127.0.0.1:8370" or "[::1]:8370".
Status take_listen(const Takers& takers, const toml::node& node, Config& config) {
  const auto [address, port] = split_host_port(node.value_or(std::string()));
  constexpr int kMostPort = 65535;
  if (port < 1 || port > kMostPort || address.empty())
    return takers.wrong(node, "listen", "a numeric address and a port like \"127.0.0.1:8370\"");
  config.websub_address = address;
  config.websub_port = port;
  return {};
}

Status take_callback(const Takers& takers, const toml::node& node, Config& config) {
  const std::string text = node.value_or(std::string());
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  if (!web || text.find_first_of("?# ") != std::string::npos)
    return takers.wrong(node, "callback",
                        "an address like \"https://example.org/websub\", without a query");
  config.websub_callback = text;
  return {};
}

// One [[alert]]: what is wanted, and at most one way to send it; without one it is shown where the
// daemon runs.
Status take_alert(const Takers& takers, const toml::table& table, Config& config) {
  alerts::Subscription alert;
  std::string quiet;
  std::map<std::string, std::string> ways;
  const auto way = [&](const char* kind) { return takers.text(kind, ways[kind]); };
  const std::vector<Key> keys = {
      takers.text("name", alert.name),
      takers.texts("parties", alert.parties),
      takers.texts("terms", alert.terms),
      takers.texts("kinds", alert.kinds),
      takers.text("least_status", alert.least_status),
      takers.count("least_origins", alert.least_origins, 0, 1000),
      takers.fraction("least_change", alert.least_change),
      takers.flag("rule_changes", alert.rule_changes),
      takers.duration(
          "group", [&alert](milliseconds value) { alert.group = value; }, milliseconds(0)),
      takers.text("digest", alert.digest),
      takers.text("quiet", quiet),
      way("webhook"),
      way("mail"),
      way("atom"),
      way("command"),
      takers.texts("secrets", alert.target.secrets),
  };
  if (Status read = read_keys(takers.file(), table, keys); !read) return read;
  for (const auto& [kind, to] : ways) {
    if (to.empty()) continue;
    if (!alert.target.kind.empty())
      return toml_error(takers.file(), table,
                        "an [[alert]] goes one way: " + alert.target.kind + " or " + kind,
                        "write a second [[alert]] for the other");
    alert.target.kind = kind;
    alert.target.to = to;
    if (kind == "atom" && !alerts::is_served(alert.target) && fs::path(to).is_relative())
      alert.target.to = (takers.file().parent_path() / to).string();
  }
  if (!quiet.empty()) {
    alert.quiet = alerts::parse_quiet(quiet);
    if (!alert.quiet)
      return toml_error(takers.file(), table,
                        "\"quiet\" is a span of the day like \"22:00-07:00\"");
  }
  if (Status good = alerts::check(alert); !good)
    return toml_error(takers.file(), table, good.error().message, good.error().hint);
  for (const alerts::Subscription& other : config.alerts)
    if (!alert.name.empty() && other.name == alert.name)
      return toml_error(takers.file(), table, "two alerts are named \"" + alert.name + "\"");
  config.alerts.push_back(std::move(alert));
  return {};
}

}  // namespace

std::string Config::publish_endpoint() const {
  return publish.empty() ? bus::ipc_endpoint(data.string(), "changes.sock") : publish;
}

std::string Config::replay_endpoint() const {
  return replay.empty() ? bus::ipc_endpoint(data.string(), "replay.sock") : replay;
}

Result<Config> load_config(const fs::path& given) {
  std::error_code error;
  const fs::path file = fs::absolute(given, error);
  if (error || !fs::is_regular_file(file, error))
    return fail(ErrorCode::not_found, "no such configuration file", given.string(),
                "pactwatch init PARTY PARTY writes one");
  const Result<toml::table> table = read_toml(file);
  if (!table) return tl::unexpected(table.error());
  Config config;
  config.file = file;
  const Takers takers(file);
  const std::vector<Key> keys = {
      takers.section("daemon", {takers.path("data", config.data),
                                takers.one_of("log", config.log_level,
                                              {"trace", "debug", "info", "warn", "error"}),
                                takers.flag("log_json", config.log_json),
                                takers.count("extract_workers", config.extract_workers, 1, 64)}),
      takers.section("rules", {takers.path("directory", config.rules)}),
      takers.section(
          "fetch",
          {takers.duration(
               "every", [&config](milliseconds value) { config.every = value; }, kShortestEvery),
           takers.duration(
               "timeout", [&config](milliseconds value) { config.timeout = value; },
               milliseconds(100)),
           takers.size("max_feed", config.max_feed_bytes),
           takers.size("max_page", config.max_page_bytes),
           takers.count("concurrency", config.concurrency, 1, 1000),
           takers.flag("allow_loopback", config.allow_loopback),
           takers.flag("allow_private", config.allow_private),
           takers.text("user_agent", config.user_agent)}),
      // The keys first: whether an endpoint is allowed depends on them.
      takers.section(
          "bus", {takers.path("secret", config.bus_secret), takers.path("allow", config.bus_allow),
                  takers.endpoint("articles", config, config.articles),
                  takers.endpoint("extractions", config, config.extractions),
                  takers.endpoint("publish", config, config.publish),
                  takers.endpoint("replay", config, config.replay)}),
      takers.section("metrics", {takers.local_port("listen", config.metrics)}),
      takers.section(
          "heartbeat",
          {takers.url("url", config.heartbeat_url),
           takers.url_file("url_file", config.heartbeat_url),
           takers.duration(
               "every", [&config](milliseconds value) { config.heartbeat_every = value; },
               milliseconds(100))}),
      takers.section("mail",
                     {takers.text("smtp", config.mail.smtp), takers.text("from", config.mail.from),
                      takers.text("user", config.mail.user),
                      takers.path("password_file", config.mail.password_file)}),
      takers.section("alerts", {takers.flag("allow_private", config.allow_private_hooks),
                                takers.local_port("listen", config.atom_listen)}),
      takers.section("retention",
                     {takers.duration(
                         "unused_texts",
                         [&config](milliseconds value) { config.keep_unused_texts = value; },
                         std::chrono::hours(24))}),
      takers.section(
          "websub",
          {{"listen",
            [&](const toml::node& node) { return take_listen(takers, node, config); }},
           {"callback", [&](const toml::node& node) { return take_callback(takers, node, config); }},
           takers.duration(
               "lease",
               [&config](milliseconds value) {
                 config.websub_lease = std::chrono::duration_cast<std::chrono::seconds>(value);
               },
               std::chrono::minutes(5))}),
      takers.entries("feed",
                     [&](const toml::table& entry) { return take_feed(takers, entry, config); }),
      takers.entries("alert",
                     [&](const toml::table& entry) { return take_alert(takers, entry, config); }),
  };
  if (Status read = read_keys(file, *table, keys); !read) return tl::unexpected(read.error());
  if (config.bus_secret.empty() != config.bus_allow.empty())
    return fail(ErrorCode::invalid_input, "\"secret\" and \"allow\" in [bus] go together",
                file.string(), "pactwatch keygen daemon.key; pactwatch keys allow NAME KEY");
  for (const alerts::Subscription& alert : config.alerts)
    if (alerts::is_served(alert.target) && config.atom_listen.empty())
      return fail(ErrorCode::invalid_input,
                  "the alert \"" + alert.name + "\" is to be served, and nothing listens",
                  file.string(), "[alerts] listen = \"127.0.0.1:8380\"");
  if (config.websub_callback.empty() != config.websub_address.empty())
    return fail(ErrorCode::invalid_input,
                "[websub] needs both \"listen\" and \"callback\", or neither", file.string(),
                "hubs come to the callback from outside, and it must lead to the listener");
  return config;
}

fs::path find_config() {
  for (const char* candidate : {"pactwatch.toml", "/etc/pactwatch/pactwatch.toml"}) {
    std::error_code error;
    if (fs::is_regular_file(candidate, error)) return candidate;
  }
  return {};
}

}  // namespace pactwatch
