#include "daemon/metrics.h"

#include <exception>
#include <map>

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

namespace pactwatch {
namespace {

// From a tenth of a millisecond to a minute: a quick commit, and a relay that hangs.
const prometheus::Histogram::BucketBoundaries kSeconds = {0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03,
                                                          0.1,    0.3,    1,     3,     10,   60};

prometheus::Labels labels_of(std::string_view label) {
  const std::size_t equals = label.find('=');
  if (equals == std::string_view::npos) return {};
  return {{std::string(label.substr(0, equals)), std::string(label.substr(equals + 1))}};
}

}  // namespace

const std::vector<MetricInfo>& metrics_catalogue() {
  using enum MetricKind;
  static const std::vector<MetricInfo> all = {
      {Metric::polls_ok, counter, "pactwatch_polls_total", "outcome=ok",
       "Polls of feeds that had an answer, 304 included."},
      {Metric::polls_failed, counter, "pactwatch_polls_total", "outcome=failed",
       "Polls that ended in an error."},
      {Metric::items_found, counter, "pactwatch_items_found_total", "",
       "New or edited entries of feeds."},
      {Metric::articles_from_page, counter, "pactwatch_articles_fetched_total", "from=page",
       "Articles read from their page."},
      {Metric::articles_from_feed, counter, "pactwatch_articles_fetched_total", "from=feed",
       "Articles read from what the feed itself holds."},
      {Metric::items_given_up, counter, "pactwatch_items_given_up_total", "",
       "Items whose page could not be read after all retries."},
      {Metric::articles_extracted, counter, "pactwatch_articles_extracted_total", "",
       "Articles that the rules were applied to."},
      {Metric::articles_passed_over, counter, "pactwatch_articles_passed_over_total", "",
       "Articles not read, with a reason on record (another language, a fault)."},
      {Metric::events_extracted, counter, "pactwatch_events_extracted_total", "",
       "Events found in articles."},
      {Metric::articles_recorded, counter, "pactwatch_articles_recorded_total", "",
       "Articles committed to the ledger or given up by it."},
      {Metric::record_failures, counter, "pactwatch_record_failures_total", "",
       "Commits that the store refused; each is tried again."},
      {Metric::changes_published, counter, "pactwatch_changes_published_total", "",
       "Changes numbered and published."},
      {Metric::number_failures, counter, "pactwatch_number_failures_total", "",
       "Numberings that the store refused; each is tried again."},
      {Metric::peers_admitted, counter, "pactwatch_peers_total", "outcome=admitted",
       "Handshakes of peers whose key is on the list."},
      {Metric::peers_denied, counter, "pactwatch_peers_total", "outcome=denied",
       "Handshakes of peers that were turned away."},
      {Metric::heartbeats_ok, counter, "pactwatch_heartbeats_total", "outcome=ok",
       "Calls of the heartbeat address that were answered."},
      {Metric::heartbeats_failed, counter, "pactwatch_heartbeats_total", "outcome=failed",
       "Calls of the heartbeat address that failed."},
      {Metric::feeds_known, gauge, "pactwatch_feeds", "state=known", "Feeds in the frontier."},
      {Metric::feeds_failing, gauge, "pactwatch_feeds", "state=failing",
       "Feeds whose last poll was an error."},
      {Metric::feeds_gone, gauge, "pactwatch_feeds", "state=gone",
       "Feeds that their outlet ended (410)."},
      {Metric::feeds_paused, gauge, "pactwatch_feeds", "state=paused", "Feeds paused by hand."},
      {Metric::feeds_silent, gauge, "pactwatch_feeds", "state=silent",
       "Feeds silent for longer than their own history explains."},
      {Metric::items_pending, gauge, "pactwatch_items", "state=pending", "Items to read."},
      {Metric::items_failed, gauge, "pactwatch_items", "state=failed", "Items given up."},
      {Metric::queue_articles, gauge, "pactwatch_queue_depth", "queue=articles",
       "Articles fetched and not yet extracted."},
      {Metric::queue_extractions, gauge, "pactwatch_queue_depth", "queue=extractions",
       "Extractions not yet recorded."},
      {Metric::relay_lag_changes, gauge, "pactwatch_relay_lag_changes", "",
       "Changes committed and not yet published."},
      {Metric::relay_lag_seconds, gauge, "pactwatch_relay_lag_seconds", "",
       "Age of the oldest of them."},
      {Metric::deliveries_waiting, gauge, "pactwatch_deliveries", "state=waiting",
       "Alerts that wait for their time or for their receiver."},
      {Metric::deliveries_dead, gauge, "pactwatch_deliveries", "state=dead",
       "Alerts that no retry helped; pactwatch deliveries lists them."},
      {Metric::sink_lag_seconds, gauge, "pactwatch_sink_lag_seconds", "",
       "Age of the oldest alert that waits."},
      {Metric::wal_bytes, gauge, "pactwatch_wal_bytes", "",
       "Size of the write-ahead log of the ledger."},
      {Metric::database_bytes, gauge, "pactwatch_database_bytes", "", "Size of the ledger."},
      {Metric::healthy, gauge, "pactwatch_healthy", "",
       "1 while every worker shows life and the store answers."},
      {Metric::resident_bytes, gauge, "process_resident_memory_bytes", "", "Resident memory."},
      {Metric::open_files, gauge, "process_open_fds", "", "Open file descriptors."},
      {Metric::start_time, gauge, "process_start_time_seconds", "",
       "Start, in seconds since 1970."},
      {Metric::extract_seconds, histogram, "pactwatch_extract_seconds", "",
       "Time to read one article."},
      {Metric::record_seconds, histogram, "pactwatch_record_seconds", "",
       "Time of one commit of a group of articles."},
      {Metric::publish_seconds, histogram, "pactwatch_publish_seconds", "",
       "From the record of a change to its publication."},
  };
  return all;
}

struct Metrics::Impl {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  std::map<Metric, prometheus::Counter*> counters;  // the registry's
  std::map<Metric, prometheus::Gauge*> gauges;
  std::map<Metric, prometheus::Histogram*> histograms;
  prometheus::Family<prometheus::Gauge>* rules = nullptr;
  prometheus::Gauge* revision = nullptr;  // the one in force
  std::unique_ptr<prometheus::Exposer> exposer;
};

Metrics::Metrics(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Metrics::~Metrics() = default;

Result<std::unique_ptr<Metrics>> Metrics::open(const std::string& listen) {
  auto impl = std::make_unique<Impl>();
  for (const MetricInfo& info : metrics_catalogue()) {
    const std::string name(info.name);
    const std::string help(info.help);
    const prometheus::Labels labels = labels_of(info.label);
    switch (info.kind) {
      case MetricKind::counter:
        impl->counters[info.metric] =
            &prometheus::BuildCounter().Name(name).Help(help).Register(*impl->registry).Add(labels);
        break;
      case MetricKind::gauge:
        impl->gauges[info.metric] =
            &prometheus::BuildGauge().Name(name).Help(help).Register(*impl->registry).Add(labels);
        break;
      case MetricKind::histogram:
        impl->histograms[info.metric] = &prometheus::BuildHistogram()
                                             .Name(name)
                                             .Help(help)
                                             .Register(*impl->registry)
                                             .Add(labels, kSeconds);
        break;
    }
  }
  impl->rules = &prometheus::BuildGauge()
                     .Name("pactwatch_rules_info")
                     .Help("1, with the revision of the rules in force.")
                     .Register(*impl->registry);
  if (!listen.empty()) {
    try {  // civetweb behind it reports a port that is taken by an exception
      impl->exposer = std::make_unique<prometheus::Exposer>(listen, /*num_threads=*/2);
    } catch (const std::exception& error) {
      return fail(ErrorCode::conflict, std::string("cannot serve metrics: ") + error.what(), listen,
                  "another process may have the port; [metrics] listen names another");
    }
    impl->exposer->RegisterCollectable(impl->registry);
  }
  return std::unique_ptr<Metrics>(new Metrics(std::move(impl)));
}

void Metrics::add(Metric counter, double more) { impl_->counters.at(counter)->Increment(more); }
void Metrics::set(Metric gauge, double value) { impl_->gauges.at(gauge)->Set(value); }
void Metrics::observe(Metric histogram, double value) {
  impl_->histograms.at(histogram)->Observe(value);
}

void Metrics::rules_revision(const std::string& revision) {
  if (impl_->revision != nullptr) impl_->rules->Remove(impl_->revision);
  impl_->revision = &impl_->rules->Add({{"revision", revision}});
  impl_->revision->Set(1);
}

int Metrics::port() const {
  if (impl_->exposer == nullptr) return 0;
  const std::vector<int> ports = impl_->exposer->GetListeningPorts();
  return ports.empty() ? 0 : ports.front();
}

}  // namespace pactwatch
