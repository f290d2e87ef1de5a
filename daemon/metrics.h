#pragma once
// What is counted and measured while the daemon runs, and its door to Prometheus (text format over
// HTTP, loopback only). docs/OPERATIONS.md lists every one; a test compares.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace pactwatch {

enum class Metric {
  polls_ok,
  polls_failed,
  items_found,
  articles_from_page,
  articles_from_feed,
  items_given_up,
  articles_extracted,
  articles_passed_over,
  events_extracted,
  articles_recorded,
  record_failures,
  changes_published,
  number_failures,
  peers_admitted,
  peers_denied,
  heartbeats_ok,
  heartbeats_failed,
  feeds_known,
  feeds_failing,
  feeds_gone,
  feeds_paused,
  feeds_silent,
  items_pending,
  items_failed,
  queue_articles,
  queue_extractions,
  relay_lag_changes,
  relay_lag_seconds,
  deliveries_waiting,
  deliveries_dead,
  sink_lag_seconds,
  wal_bytes,
  database_bytes,
  healthy,
  resident_bytes,
  open_files,
  start_time,
  extract_seconds,
  record_seconds,
  publish_seconds,
};

enum class MetricKind { counter, gauge, histogram };

struct MetricInfo {
  Metric metric;
  MetricKind kind;
  std::string_view name;
  std::string_view label;  // "outcome=ok"; empty: none
  std::string_view help;
};

// Every metric, in the order in which the document lists them. `pactwatch_rules_info` with the
// revision of the rules as its label comes besides.
const std::vector<MetricInfo>& metrics_catalogue();

// Any thread may count.
class Metrics {
 public:
  // `listen`: "127.0.0.1:9464", port 0 for any; empty: counted, not served. Error: `conflict` when
  // the port is taken.
  static Result<std::unique_ptr<Metrics>> open(const std::string& listen);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  void add(Metric counter, double more = 1);
  void set(Metric gauge, double value);
  void observe(Metric histogram, double value);
  void rules_revision(const std::string& revision);
  // Where it is served, with the port that it got; 0 when it is not.
  int port() const;

 private:
  struct Impl;
  explicit Metrics(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace pactwatch
