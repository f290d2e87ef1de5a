#include "daemon/daemon.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <iostream>
#include <memory>
#include <set>
#include <utility>

#include <spdlog/spdlog.h>

#include "alerts/terminal.h"
#include "core/complaint.h"
#include "core/fault.h"
#include "daemon/alert_worker.h"
#include "daemon/article_queue.h"
#include "daemon/atom_door.h"
#include "daemon/extract_worker.h"
#include "daemon/fetch_worker.h"
#include "daemon/heartbeat.h"
#include "daemon/ledger_worker.h"
#include "daemon/local_alerts.h"
#include "daemon/lock.h"
#include "daemon/measured.h"
#include "daemon/metrics.h"
#include "daemon/relay.h"
#include "daemon/retention.h"
#include "daemon/rule_book.h"
#include "daemon/service.h"
#include "daemon/store_ports.h"
#include "daemon/vitals.h"
#include "daemon/worker.h"
#include "rules/rule.h"

namespace pactwatch {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{100};              // between two looks at signals and workers
constexpr milliseconds kIdleLook{300};          // between two questions whether all is done
constexpr milliseconds kStatusEvery{2000};      // for systemctl status, metrics, keys
constexpr milliseconds kHealthEvery{30000};     // without a watchdog that says how often
constexpr std::chrono::minutes kMigration{30};  // more than a ledger of millions of claims needs

class Daemon {
 public:
  explicit Daemon(const RunOptions& options)
      : options_(options), config_(options.config), alerts_(std::cout, alerts::wants_colour(1)) {}

  Status start();
  Status supervise(const Signals& signals);
  Status stop();

 private:
  Status open_store();
  Status apply_feeds(const Config& config, bool first);
  Status bind_bus();
  // Reads the keys of those who may come in; without any configured, nobody from outside may.
  Status guard_bus();
  void look_at_keys();
  void start_workers(const alerts::SinkSettings& settings);
  void reload();
  std::vector<const Worker*> workers() const;
  // A worker that ended by itself, which none does while all is well.
  std::optional<Error> failed_worker() const;
  void feed_watchdog();
  bool is_idle();
  std::string status_line();
  // Lets a stage finish what it has; nothing comes to it any more.
  void finish(Worker& worker);

  const RunOptions options_;
  Config config_;
  std::optional<DirectoryLock> lock_;
  std::unique_ptr<RuleBook> rules_;
  // One store object a thread: SQLite connections are not shared.
  std::unique_ptr<Frontier> frontier_;  // of the supervisor
  std::shared_ptr<Ledger> recording_;
  std::shared_ptr<Ledger> relaying_;
  std::string epoch_;
  std::unique_ptr<Metrics> metrics_;
  bus::Context context_;
  std::optional<bus::CurveKeys> curve_;
  std::unique_ptr<bus::Gatekeeper> gatekeeper_;
  fs::file_time_type keys_read_;
  std::uint64_t denied_ = 0;  // peers, as told last
  std::uint64_t admitted_ = 0;
  LocalAlerts alerts_;
  AlertBook alert_book_;
  HintQueue hints_;
  bus::Wake relay_wake_;
  std::optional<bus::Publisher> publisher_;
  std::optional<bus::Socket> extractions_;
  std::optional<ArticleQueue> articles_;
  FetchProgress fetched_;
  std::atomic<std::uint64_t> settled_ = 0;  // articles recorded or given up
  std::atomic<std::uint64_t> extracted_ = 0;
  std::atomic<bool> healthy_ = true;  // as the watchdog saw it last
  // In the order of the line's end to its beginning; destroyed in that order reversed.
  std::unique_ptr<Worker> sinks_;
  std::unique_ptr<Worker> relay_;
  std::unique_ptr<Worker> ledger_;
  std::deque<std::unique_ptr<Worker>> extractors_;
  std::unique_ptr<Worker> fetcher_;
  std::unique_ptr<Worker> heartbeat_;  // of the outside; none unless configured
  std::unique_ptr<AtomDoor> atom_door_;
  std::unique_ptr<Retention> retention_;
  std::unique_ptr<Vitals> vitals_;
  std::vector<std::uint64_t> last_beats_;
  Complaint starving_;
};

Status Daemon::start() {
  // A directory of our own, and nobody else in it.
  if (Status prepared = prepare_directory(config_.data); !prepared) return prepared;
  Result<DirectoryLock> lock = DirectoryLock::take(config_.data, system_clock().now());
  if (!lock) return tl::unexpected(lock.error());
  lock_.emplace(std::move(*lock));

  // The rules say what to look for. Without them there is nothing to do.
  const fs::path directory = config_.rules.empty() ? default_rules_directory() : config_.rules;
  Result<std::unique_ptr<RuleBook>> rules = RuleBook::open(directory);
  if (!rules) return tl::unexpected(rules.error());
  rules_ = std::move(*rules);

  // The store is the only thing that remembers: what was begun before a crash is still to do.
  if (Status opened = open_store(); !opened) return opened;
  if (Status applied = apply_feeds(config_, /*first=*/true); !applied) return applied;

  // What is measured, and where it is shown.
  Result<std::unique_ptr<Metrics>> metrics = Metrics::open(config_.metrics);
  if (!metrics) return tl::unexpected(metrics.error());
  metrics_ = std::move(*metrics);
  metrics_->rules_revision(rules_->current()->rules().hash());
  vitals_ = std::make_unique<Vitals>(*metrics_, *frontier_, config_.data);
  if (metrics_->port() != 0) spdlog::info("metrics: port {} of this machine", metrics_->port());

  // The sockets, before anybody who connects to them, and who may.
  if (Status guarded = guard_bus(); !guarded) return guarded;
  if (Status bound = bind_bus(); !bound) return bound;

  // The workers, from the end of the line to its beginning, so that nobody waits for a successor.
  alerts_.subscribe(config_.alerts);
  alert_book_.set(config_.alerts);
  if (Status begun = begin_alerts(database_file(config_.data).string(), config_.alerts); !begun)
    return begun;
  Result<std::unique_ptr<AtomDoor>> door =
      AtomDoor::open(config_.atom_listen, database_file(config_.data).string(), alert_book_);
  if (!door) return tl::unexpected(door.error());
  atom_door_ = std::move(*door);
  if (atom_door_->port() != 0)
    spdlog::info("Atom feeds: port {} of this machine", atom_door_->port());
  retention_ =
      std::make_unique<Retention>(database_file(config_.data).string(), config_.keep_unused_texts);
  const Result<alerts::SinkSettings> settings = sink_settings(config_);
  if (!settings) return tl::unexpected(settings.error());
  start_workers(*settings);

  fault_point("start.ready");
  // Now systemd may start whoever depends on us.
  service::ready(status_line());
  spdlog::info("reading {} feeds with {} rules, ledger in {}", frontier_->count_feeds().value_or(0),
               rules_->current()->rules().rules().size(), config_.data.string());
  return {};
}

Status Daemon::open_store() {
  const std::string file = database_file(config_.data).string();
  const fs::path terms = rules_->directory() / "terms.toml";
  service::extend_start(kMigration);
  Result<std::unique_ptr<Frontier>> frontier = open_frontier(file);
  if (!frontier) return tl::unexpected(frontier.error());
  frontier_ = std::move(*frontier);
  // Ready only with a store that takes writes.
  if (Status probed = frontier_->note_start(system_clock().now()); !probed) return probed;
  for (std::shared_ptr<Ledger>* ledger : {&recording_, &relaying_}) {
    Result<std::unique_ptr<Ledger>> opened = open_ledger(file, terms);
    if (!opened) return tl::unexpected(opened.error());
    *ledger = std::move(*opened);
  }
  const Result<std::string> epoch = relaying_->epoch();
  if (!epoch) return tl::unexpected(epoch.error());
  epoch_ = *epoch;
  return {};
}

// With a configuration file, its feeds (and those of the command line) are the feeds, besides those
// that `pactwatch feeds add` added. Without one, all known from before stay.
Status Daemon::apply_feeds(const Config& config, bool first) {
  std::set<std::string> wanted;
  for (const std::vector<FeedConfig>* list : {&config.feeds, &options_.extra_feeds}) {
    for (const FeedConfig& feed : *list) {
      wanted.insert(feed.url);
      const Result<std::int64_t> added = frontier_->add_feed(feed.url, system_clock().now());
      if (!added) return tl::unexpected(added.error());
    }
  }
  const Result<std::vector<FeedRecord>> known = frontier_->feeds();
  if (!known) return tl::unexpected(known.error());
  if (!config.file.empty()) {
    for (const FeedRecord& feed : *known) {
      if (wanted.contains(feed.url) || feed.added || feed.followed) continue;
      spdlog::info("{} is not in the configuration any more: no longer polled", feed.url);
      if (Status removed = frontier_->remove_feed(feed.url); !removed) return removed;
    }
  } else if (known->empty() && first) {
    spdlog::warn("no feeds to read: give --feed URL, or let pactwatch init write a configuration");
  }
  return {};
}

Status Daemon::guard_bus() {
  if (config_.bus_secret.empty()) return {};
  const Result<bus::KeyPair> own = bus::read_keys(config_.bus_secret);
  if (!own) return tl::unexpected(own.error());
  std::error_code error;
  keys_read_ = fs::last_write_time(config_.bus_allow, error);
  const Result<bus::AllowList> allowed = bus::read_allow_list(config_.bus_allow);
  if (!allowed) return tl::unexpected(allowed.error());
  Result<std::unique_ptr<bus::Gatekeeper>> keeper =
      bus::Gatekeeper::start(context_, *allowed, own->public_key);
  if (!keeper) return tl::unexpected(keeper.error());
  gatekeeper_ = std::move(*keeper);
  curve_ = bus::CurveKeys{*own, own->public_key};
  spdlog::info("bus: tcp endpoints speak CURVE, {} keys are allowed; ours is {}", allowed->size(),
               own->public_key);
  return {};
}

// A key that is allowed or revoked while we run counts within seconds.
void Daemon::look_at_keys() {
  if (!gatekeeper_) return;
  std::error_code error;
  const fs::file_time_type written = fs::last_write_time(config_.bus_allow, error);
  if (!error && written != keys_read_) {
    keys_read_ = written;
    const Result<bus::AllowList> allowed = bus::read_allow_list(config_.bus_allow);
    if (allowed) {
      gatekeeper_->allow(*allowed);
      spdlog::info("bus: {} keys are allowed now", allowed->size());
    } else {
      spdlog::error("the allowed keys stay as they were: {}", to_string(allowed.error()));
    }
  }
  const std::uint64_t denied = gatekeeper_->denied();
  if (denied != denied_)
    spdlog::warn("bus: {} peers were turned away, the last was {} (pactwatch keys allow NAME KEY)",
                 denied - denied_, gatekeeper_->last_denied());
  metrics_->add(Metric::peers_denied, static_cast<double>(denied - denied_));
  denied_ = denied;
  const std::uint64_t admitted = gatekeeper_->admitted();
  metrics_->add(Metric::peers_admitted, static_cast<double>(admitted - admitted_));
  admitted_ = admitted;
}

Status Daemon::bind_bus() {
  const Result<std::int64_t> last = relaying_->last_seq();
  if (!last) return tl::unexpected(last.error());
  bus::PublisherOptions options;
  options.publish_endpoint = config_.publish_endpoint();
  options.replay_endpoint = config_.replay_endpoint();
  options.epoch = epoch_;
  options.last_seq = static_cast<std::uint64_t>(*last);
  options.curve = curve_;
  options.gatekeeper = gatekeeper_.get();
  Result<bus::Publisher> publisher =
      bus::Publisher::bind(context_, options, replay_source(relaying_, epoch_));
  if (!publisher) return tl::unexpected(publisher.error());
  publisher_.emplace(std::move(*publisher));
  Result<bus::Socket> extractions = bind_extractions(context_, config_.extractions, curve_);
  if (!extractions) return tl::unexpected(extractions.error());
  extractions_.emplace(std::move(*extractions));
  Result<ArticleQueue> articles = ArticleQueue::bind(context_, config_.articles, curve_);
  if (!articles) return tl::unexpected(articles.error());
  articles_.emplace(std::move(*articles));
  return {};
}

void Daemon::start_workers(const alerts::SinkSettings& settings) {
  sinks_ = std::make_unique<Worker>("alerts", [this, settings](Worker& self) {
    return run_alert_worker(database_file(config_.data).string(), settings, alert_book_, self);
  });
  relay_ = std::make_unique<Worker>("relay", [this](Worker& self) {
    return run_relay(
        std::move(*publisher_),
        measured(outbox_port(relaying_, epoch_, numbered_by(*metrics_)), *metrics_), hints_,
        [this](const bus::Message& message) {
          alerts_.show(message);
          alert_book_.wake();
        },
        relay_wake_, self);
  });
  ledger_ = std::make_unique<Worker>("ledger", [this](Worker& self) -> Status {
    Result<std::unique_ptr<Frontier>> frontier =
        open_frontier(database_file(config_.data).string());
    if (!frontier) return tl::unexpected(frontier.error());
    const LedgerPort port = measured(
        ledger_port(recording_, std::move(*frontier), epoch_, hints_, relay_wake_, settled_),
        *metrics_, extracted_);
    return run_ledger_worker(std::move(*extractions_), port, self);
  });
  const Reader read = [this](const Article& article) {
    const std::shared_ptr<const Extractor> extractor = rules_->current();
    const Document document{article.title, article.outlet, article.url, article.published,
                            article.text};
    return Extracted{extractor->rules().hash(), "", extractor->extract(document)};
  };
  const Reader reader = measured(read, *metrics_, extracted_);
  for (int i = 0; i < config_.extract_workers; ++i) {
    extractors_.push_back(std::make_unique<Worker>("extract", [this, reader](Worker& self) {
      return run_extract_worker(context_, {config_.articles, config_.extractions, curve_}, reader,
                                self);
    }));
  }
  fetcher_ = std::make_unique<Worker>("fetch", [this](Worker& self) {
    return run_fetch_worker(std::move(*articles_), config_, alert_book_, fetched_, *metrics_, self);
  });
  if (!config_.heartbeat_url.empty())
    heartbeat_ = std::make_unique<Worker>("heartbeat", [this](Worker& self) {
      return run_heartbeat(config_, healthy_, *metrics_, self);
    });
}

Status Daemon::supervise(const Signals& signals) {
  const milliseconds watchdog = service::watchdog_interval();
  steady_clock::time_point next_watchdog = steady_clock::now();
  steady_clock::time_point next_status = steady_clock::now() + kStatusEvery;
  steady_clock::time_point next_idle = steady_clock::now() + kIdleLook;
  while (true) {
    switch (signals.wait(kLook)) {
      case Signal::stop:
        return {};
      case Signal::reload:
        reload();
        break;
      case Signal::none:
        break;
    }
    if (const std::optional<Error> failure = failed_worker()) return tl::unexpected(*failure);
    const steady_clock::time_point now = steady_clock::now();
    if (now >= next_watchdog) {
      feed_watchdog();
      next_watchdog = now + (watchdog.count() > 0 ? watchdog : kHealthEvery);
    }
    if (now >= next_status) {
      service::status(status_line());
      look_at_keys();
      vitals_->look(system_clock().now());
      retention_->step(system_clock().now());
      const double read = static_cast<double>(extracted_);
      metrics_->set(Metric::queue_articles, static_cast<double>(fetched_.handed_on) - read);
      metrics_->set(Metric::queue_extractions, read - static_cast<double>(settled_));
      next_status = now + kStatusEvery;
    }
    if (options_.until_idle && now >= next_idle) {
      if (is_idle()) return {};
      next_idle = now + kIdleLook;
    }
  }
}

// A broken file changes nothing: what was in force stays, and the log says where it is broken.
void Daemon::reload() {
  service::reloading();
  fault_point("reload.begin");
  const Result<bool> fresh = rules_->reload();
  if (!fresh)
    spdlog::error("the rules stay as they were: {}", to_string(fresh.error()));
  else
    spdlog::info("rules {}", *fresh ? "reloaded" : "unchanged");
  metrics_->rules_revision(rules_->current()->rules().hash());
  fault_point("reload.rules");
  if (!config_.file.empty()) {
    const Result<Config> config = load_config(config_.file);
    if (!config) {
      spdlog::error("the configuration stays as it was: {}", to_string(config.error()));
    } else if (Status applied = apply_feeds(*config, /*first=*/false); !applied) {
      spdlog::error("the feeds could not be changed: {}", to_string(applied.error()));
    } else {
      // Only feeds and alerts change while it runs; the rest waits for a restart.
      config_.feeds = config->feeds;
      config_.alerts = config->alerts;
      alerts_.subscribe(config_.alerts);
      alert_book_.set(config_.alerts);
      spdlog::info("feeds and alerts reloaded from {}", config_.file.string());
    }
  }
  service::ready(status_line());
}

std::vector<const Worker*> Daemon::workers() const {
  std::vector<const Worker*> all = {sinks_.get(), relay_.get(), ledger_.get(), fetcher_.get()};
  for (const std::unique_ptr<Worker>& extractor : extractors_) all.push_back(extractor.get());
  return all;
}

std::optional<Error> Daemon::failed_worker() const {
  for (const Worker* worker : workers()) {
    if (!worker->finished()) continue;
    const std::optional<Error> failure = worker->failure();
    return failure
               ? *failure
               : Error{
                     ErrorCode::internal, "the " + worker->name() + " worker ended early", {}, {}};
  }
  return std::nullopt;
}

// The watchdog is fed only when every worker has shown life since the last time and the store
// answers: a daemon that hangs in one place is worth a restart, for nothing is lost by one.
void Daemon::feed_watchdog() {
  std::string hanging;
  std::vector<std::uint64_t> beats;
  for (const Worker* worker : workers()) {
    beats.push_back(worker->beats());
    if (beats.size() <= last_beats_.size() && beats.back() == last_beats_[beats.size() - 1])
      hanging += (hanging.empty() ? "" : ", ") + worker->name();
  }
  last_beats_ = std::move(beats);
  if (!hanging.empty())
    hanging = "no life from: " + hanging;
  else if (const Result<std::int64_t> answer = frontier_->pending_items(); !answer)
    hanging = "the store does not answer: " + to_string(answer.error());
  healthy_ = hanging.empty();
  metrics_->set(Metric::healthy, hanging.empty() ? 1 : 0);
  if (hanging.empty()) {
    if (const auto over = starving_.clear()) spdlog::info("the watchdog is fed again, {}", *over);
    service::alive();
  } else if (starving_.raise(hanging)) {
    spdlog::error("the watchdog is not fed; {}", hanging);
  }
}

// Items that failed and are to be tried again in minutes do not count: nothing is to be done now.
bool Daemon::is_idle() {
  if (!fetched_.idle || settled_ < fetched_.handed_on) return false;
  return frontier_->all_asked().value_or(false);
}

std::string Daemon::status_line() {
  const Result<std::int64_t> pending = frontier_->pending_items();
  return "articles to read: " + (pending ? std::to_string(*pending) : "unknown");
}

void Daemon::finish(Worker& worker) {
  worker.drain();
  worker.join();
  if (const std::optional<Error> failure = worker.failure()) {
    spdlog::error("{}: {}", worker.name(), to_string(*failure));
    // Nobody takes what the stages before it still have.
    for (const std::unique_ptr<Worker>& extractor : extractors_) extractor->abandon();
  }
}

// Stops the line from its beginning: fetch no more, read what was fetched, record what was read,
// publish what was recorded.
Status Daemon::stop() {
  service::stopping();
  fault_point("stop.begin");
  if (!relay_) return {};  // it never started
  const bool ledger_works = !ledger_->finished();
  if (!ledger_works) {
    fetcher_->abandon();
    for (const std::unique_ptr<Worker>& extractor : extractors_) extractor->abandon();
  }
  heartbeat_.reset();
  finish(*fetcher_);
  for (const std::unique_ptr<Worker>& extractor : extractors_) finish(*extractor);
  finish(*ledger_);
  relay_wake_.wake();
  relay_->drain();
  relay_wake_.wake();
  finish(*relay_);
  finish(*sinks_);
  fault_point("stop.drained");
  const Result<std::int64_t> pending = frontier_->pending_items();
  if (pending)
    spdlog::info("stopped; {} articles are left to read at the next start", *pending);
  else
    spdlog::info("stopped; how much is left cannot be told: {}", to_string(pending.error()));
  // The socket files would only tell that nobody is there.
  for (const char* name : {"changes.sock", "replay.sock"}) unlink((config_.data / name).c_str());
  return {};
}

}  // namespace

Status run_daemon(const RunOptions& options, const Signals& signals) {
  Daemon daemon(options);
  if (Status started = daemon.start(); !started) return started;
  const Status supervised = daemon.supervise(signals);
  const Status stopped = daemon.stop();
  return supervised ? stopped : supervised;
}

}  // namespace pactwatch
