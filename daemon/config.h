#pragma once
// The daemon's configuration: one TOML file, every key checked, everything optional. The daemon
// runs without any file. packaging/pactwatch.toml is the documented example.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "alerts/subscription.h"
#include "core/result.h"
#include "store/data_dir.h"

namespace pactwatch {

struct FeedConfig {
  std::string url;
  std::string name;                                // for people; empty: what the feed calls itself
  std::optional<std::chrono::milliseconds> every;  // shortest time between polls
};

// How mail leaves the house.
struct MailConfig {
  std::string smtp;  // "smtp://host:25" or "smtps://host:465"; empty: no mail
  std::string from;
  std::string user;
  std::filesystem::path password_file;  // its first line
};

struct Config {
  std::filesystem::path file;  // where it was read from; empty: defaults only

  // [daemon]
  std::filesystem::path data = default_data_directory();
  std::string log_level = "info";  // trace, debug, info, warn, error
  bool log_json = false;
  int extract_workers = 1;

  // [rules]
  std::filesystem::path rules;  // empty: those installed with the program

  // [fetch]
  std::chrono::milliseconds every = std::chrono::minutes(15);    // where a feed states nothing
  std::chrono::milliseconds timeout = std::chrono::seconds(30);  // of one request, whole
  std::int64_t max_feed_bytes = 8 << 20;  // largest real feed in our collection: 2.1 MiB
  std::int64_t max_page_bytes = 8 << 20;
  int concurrency = 16;         // requests at once, over all hosts
  bool allow_loopback = false;  // tests and the demo read feeds from this machine
  bool allow_private = false;   // feeds of the local network: RFC 1918, RFC 4193
  std::string user_agent;       // empty: "pactwatch/VERSION (+...)"

  // [bus]
  std::string articles = "inproc://articles";
  std::string extractions = "inproc://extractions";
  std::string publish;  // empty: ipc socket in the data directory
  std::string replay;
  std::filesystem::path bus_secret;  // key pair of the daemon; empty: no encryption, no TCP outside
  std::filesystem::path bus_allow;   // whose keys are let in

  // [metrics]
  std::string metrics;  // "127.0.0.1:9464"; empty: not served

  // [heartbeat]
  std::string heartbeat_url;  // asked regularly while all is well; empty: not
  std::chrono::milliseconds heartbeat_every = std::chrono::minutes(1);

  MailConfig mail;                   // [mail]
  bool allow_private_hooks = false;  // [alerts] webhooks to this machine and private networks
  std::string atom_listen;           // [alerts] "127.0.0.1:8380"; empty: no feed is served

  // [retention] texts of articles that told nothing; 0: for ever. What a claim rests on stays.
  std::chrono::milliseconds keep_unused_texts{0};

  // [websub]: off unless both of the first two are given
  std::string websub_address;   // numeric, of `listen`
  int websub_port = 0;          // of `listen`
  std::string websub_callback;  // how hubs reach us from outside
  std::chrono::seconds websub_lease = std::chrono::hours(240);

  std::vector<FeedConfig> feeds;             // [[feed]]
  std::vector<alerts::Subscription> alerts;  // [[alert]]

  // The endpoints in force, with the data directory's sockets where none is configured.
  std::string publish_endpoint() const;
  std::string replay_endpoint() const;
};

// Reads `file`. An unknown key, a wrong type or a value out of range is an error with file, line
// and column, and the nearest right name where there is one. Relative paths are relative to the
// file.
Result<Config> load_config(const std::filesystem::path& file);

// The file to read when none is given: ./pactwatch.toml, else /etc/pactwatch/pactwatch.toml, else
// none (empty).
std::filesystem::path find_config();

}  // namespace pactwatch
