#include "alerts/dispatch.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "core/fault.h"
#include "core/hash.h"
#include "core/json.h"
#include "core/text.h"

namespace pactwatch::alerts {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::size_t kPage = 500;      // changes looked at in one transaction
constexpr std::size_t kAtOnce = 20;     // deliveries tried in one turn, of one receiver
constexpr std::size_t kReceivers = 16;  // that have their turn at once
// A receiver that cannot be reached rests for three times as long as it took to notice, so that
// those that hang take a quarter of the turns at most, and one that restarts is met soon.
constexpr milliseconds kShortestRest = seconds(5);
constexpr milliseconds kLongestRest = minutes(2);
constexpr std::size_t kAtomEntries = 50;  // as feed readers expect

bool is_silenced(const ChangeView& change, const std::vector<Silence>& silences, UtcTime now) {
  return std::any_of(silences.begin(), silences.end(), [&](const Silence& silence) {
    if (silence.starts > now || silence.ends <= now) return false;
    if (!silence.term.empty() && change.term != silence.term &&
        !change.term.starts_with(silence.term + "."))
      return false;
    return silence.party.empty() ||
           std::any_of(change.parties.begin(), change.parties.end(), [&](const std::string& p) {
             return ascii_lower(p) == ascii_lower(silence.party);
           });
  });
}

}  // namespace

std::optional<milliseconds> retry_wait(int attempts, const std::string& message) {
  static constexpr std::array<milliseconds, 9> kWaits = {seconds(5), minutes(5), minutes(30),
                                                         hours(2),   hours(5),   hours(10),
                                                         hours(14),  hours(20),  hours(24)};
  if (attempts < 1 || static_cast<std::size_t>(attempts) > kWaits.size()) return std::nullopt;
  const milliseconds wait = kWaits[static_cast<std::size_t>(attempts - 1)];
  // Sixteen bits of a hash of the message and the attempt.
  const std::string hash = content_id({"jitter", message, std::to_string(attempts)}).substr(0, 4);
  const long part = std::strtol(hash.c_str(), nullptr, 16);
  return wait + wait * part / (10L * 0xFFFF);
}

struct Dispatcher::Bell {
  std::mutex mutex;
  std::condition_variable rung;  // a turn is over
};

struct Dispatcher::Turn {
  ~Turn() {
    if (thread.joinable()) thread.join();
  }
  // Tries one after the other, until one shows that the rest is in vain.
  void run(const SinkSettings& settings, UtcTime now);

  Subscription subscription;
  std::vector<Job> jobs;  // its thread's until `over`
  bool over = false;      // guarded by Bell::mutex
  std::thread thread;
};

Dispatcher::Dispatcher(std::shared_ptr<Ledger> ledger, std::shared_ptr<Deliveries> deliveries,
                       SinkSettings settings)
    : ledger_(std::move(ledger)),
      deliveries_(std::move(deliveries)),
      settings_(std::move(settings)),
      bell_(std::make_shared<Bell>()) {}
Dispatcher::Dispatcher(Dispatcher&&) noexcept = default;
Dispatcher::~Dispatcher() = default;

void Dispatcher::Turn::run(const SinkSettings& settings, UtcTime now) {
  for (Job& job : jobs) {
    const Target& target = subscription.target;
    const auto begun = std::chrono::steady_clock::now();
    if (target.kind == "atom") {
      if (is_served(target))
        job.outcome.done = true;
      else
        job.outcome = write_atom(target, subscription.name, job.feed);
    } else if (job.message.changes.empty()) {
      job.outcome.error = "its changes are not in the ledger";
      job.outcome.hopeless = true;
    } else if (target.kind == "webhook") {
      job.outcome = send_webhook(target, job.message, now, settings);
    } else if (target.kind == "mail") {
      job.outcome = send_mail(target, job.message, now, settings);
    } else {
      job.outcome = run_command(target, job.message, settings);
    }
    job.took = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - begun);
    job.tried = job.outcome.done || !settings.go_on || settings.go_on();
    if (!job.tried || job.outcome.gone || job.outcome.unreachable) return;
  }
}

Result<std::vector<Subscription>> Dispatcher::subscriptions() {
  std::vector<Subscription> out;
  for (const Subscription& subscription : configured_) {
    if (subscription.target.kind.empty()) continue;  // shown at the terminal, by the relay
    Result<bool> resting =
        deliveries_->is_disabled(subscription.name, dump_json(to_json(subscription)));
    if (!resting) return tl::unexpected(resting.error());
    if (!*resting) out.push_back(subscription);
  }
  Result<std::vector<SubscriptionRow>> rows = deliveries_->subscriptions();
  if (!rows) return tl::unexpected(rows.error());
  for (const SubscriptionRow& row : *rows) {
    Result<nlohmann::json> json = parse_json(row.spec, "subscription " + row.name);
    if (!json) return tl::unexpected(json.error());
    Result<Subscription> subscription = subscription_from_json(*json);
    if (!subscription) return tl::unexpected(subscription.error());
    out.push_back(std::move(*subscription));
  }
  return out;
}

Result<std::optional<ToldChange>> Dispatcher::change(std::int64_t seq) {
  Result<std::vector<Change>> rows = ledger_->changes_since(seq - 1, 1);
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty() || rows->front().seq != seq) return std::optional<ToldChange>();
  Result<nlohmann::json> json = parse_json(change_json(rows->front()), "change");
  if (!json) return tl::unexpected(json.error());
  Result<ChangeView> view = change_from_json(*json);
  if (!view) return tl::unexpected(view.error());
  return std::optional<ToldChange>(ToldChange{std::move(*view), std::move(*json)});
}

Status Dispatcher::collect(UtcTime now) {
  Result<std::vector<Subscription>> all = subscriptions();
  if (!all) return tl::unexpected(all.error());
  watched_.clear();
  for (const std::vector<Subscription>* list : {&*all, &configured_})
    for (const Subscription& subscription : *list)
      watched_.insert(watched_.end(), subscription.parties.begin(), subscription.parties.end());
  // Most of the configured ones are among all, and one party may be told of to several.
  std::sort(watched_.begin(), watched_.end());
  watched_.erase(std::unique(watched_.begin(), watched_.end()), watched_.end());
  if (all->empty()) return {};
  Result<std::vector<Silence>> silences = deliveries_->silences(now);
  if (!silences) return tl::unexpected(silences.error());
  for (const Subscription& subscription : *all)
    if (Status s = collect_for(subscription, *silences, now); !s) return s;
  return {};
}

Status Dispatcher::begin(UtcTime now) {
  Result<std::vector<Subscription>> all = subscriptions();
  if (!all) return tl::unexpected(all.error());
  for (const Subscription& subscription : *all)
    if (Result<std::int64_t> seq = cursor_of(subscription, now); !seq)
      return tl::unexpected(seq.error());
  return {};
}

Result<std::int64_t> Dispatcher::cursor_of(const Subscription& subscription, UtcTime now) {
  Result<std::optional<std::int64_t>> cursor = deliveries_->cursor(subscription.name);
  if (!cursor) return tl::unexpected(cursor.error());
  if (*cursor) return **cursor;
  Result<std::int64_t> last = ledger_->last_seq();
  if (!last) return tl::unexpected(last.error());
  if (Status s = deliveries_->advance(subscription.name, *last, {}, now); !s)
    return tl::unexpected(s.error());
  return *last;
}

Status Dispatcher::collect_for(const Subscription& subscription,
                               const std::vector<Silence>& silences, UtcTime now) {
  const Result<std::int64_t> cursor = cursor_of(subscription, now);
  if (!cursor) return tl::unexpected(cursor.error());
  for (std::int64_t seq = *cursor;;) {
    Result<std::vector<Change>> page = ledger_->changes_since(seq, kPage);
    if (!page) return tl::unexpected(page.error());
    if (page->empty()) return {};
    std::vector<Deliveries::Entry> entries;
    std::set<std::string> told;  // facts of this page, which the store does not know of yet
    const auto was_told = [&](const std::string& fact) -> Result<bool> {
      if (fact.empty()) return false;
      if (told.contains(fact)) return true;
      return deliveries_->told_of(subscription.name, fact);
    };
    for (const Change& change : *page) {
      seq = change.seq;
      Result<nlohmann::json> json = parse_json(change_json(change), "change");
      if (!json) return tl::unexpected(json.error());
      Result<ChangeView> view = change_from_json(*json);
      if (!view) return tl::unexpected(view.error());
      // What is taken back goes to exactly those who were told it, whatever they ask for now.
      Result<bool> heard = was_told(view->kind == "retracted" ? view->fact : view->replaces);
      if (!heard) return tl::unexpected(heard.error());
      const bool wanted = view->kind != "retracted" && subscription.wants(*view) &&
                          !is_silenced(*view, silences, now);
      if (!*heard && !wanted) continue;
      told.insert(change.fact);
      entries.push_back({subscription.digest.empty() ? view->relationship : "digest",
                         due_time(subscription, now), change.seq, change.id, change.fact});
    }
    if (Status s = deliveries_->advance(subscription.name, seq, entries, now); !s) return s;
    fault_point("sink.collected");
  }
}

Result<Dispatcher::Job> Dispatcher::prepare(const Subscription& subscription,
                                            const Delivery& delivery) {
  Job job;
  job.delivery = delivery;
  job.message.id = delivery.message;
  job.message.subscription = delivery.subscription;
  job.message.timestamp = to_iso(delivery.created);
  if (is_served(subscription.target)) return job;  // whoever wants it comes for it
  // A feed is written whole from the log, so that it is right whatever was lost before.
  if (subscription.target.kind == "atom") {
    Result<std::vector<ToldChange>> feed = told_last(subscription.name);
    if (!feed) return tl::unexpected(feed.error());
    job.feed = std::move(*feed);
    return job;
  }
  for (const std::int64_t seq : delivery.seqs) {
    Result<std::optional<ToldChange>> one = change(seq);
    if (!one) return tl::unexpected(one.error());
    if (*one) job.message.changes.push_back(std::move(**one));
  }
  return job;
}

Result<std::vector<ToldChange>> Dispatcher::told_last(const std::string& subscription) {
  const Result<std::vector<std::int64_t>> seqs = deliveries_->told(subscription, kAtomEntries);
  if (!seqs) return tl::unexpected(seqs.error());
  std::vector<ToldChange> out;
  for (const std::int64_t seq : *seqs) {
    Result<std::optional<ToldChange>> one = change(seq);
    if (!one) return tl::unexpected(one.error());
    if (*one) out.push_back(std::move(**one));
  }
  return out;
}

Result<std::optional<std::string>> Dispatcher::feed(const std::string& name) {
  const Result<std::vector<Subscription>> all = subscriptions();
  if (!all) return tl::unexpected(all.error());
  const auto found = std::find_if(all->begin(), all->end(), [&](const Subscription& s) {
    return s.name == name && is_served(s.target);
  });
  if (found == all->end()) return std::optional<std::string>();
  const Result<std::vector<ToldChange>> changes = told_last(name);
  if (!changes) return tl::unexpected(changes.error());
  return std::optional<std::string>(atom_of(name, *changes));
}

Status Dispatcher::note(const Job& job, UtcTime now) {
  if (job.outcome.done) return deliveries_->sent(job.delivery.id, now);
  std::optional<milliseconds> wait = retry_wait(job.delivery.attempts + 1, job.delivery.message);
  if (job.outcome.gone || job.outcome.hopeless) wait.reset();
  if (wait && job.outcome.retry_after) wait = std::max(*wait, *job.outcome.retry_after);
  const std::optional<UtcTime> next =
      wait ? std::optional<UtcTime>(UtcTime{now.ms + wait->count()}) : std::nullopt;
  return deliveries_->failed(job.delivery.id, job.outcome.error, next, now);
}

Status Dispatcher::begin_turns(UtcTime now) {
  Result<std::vector<std::string>> owed = deliveries_->owed(now);
  if (!owed) return tl::unexpected(owed.error());
  if (owed->empty()) return {};
  Result<std::vector<Subscription>> all = subscriptions();
  if (!all) return tl::unexpected(all.error());
  for (const std::string& name : *owed) {
    if (turns_.size() >= kReceivers) break;
    if (turns_.contains(name)) continue;
    // Longer than it ever rests: the clock was put back meanwhile.
    if (const auto rest = resting_.find(name); rest != resting_.end() && now < rest->second &&
                                               rest->second.ms - now.ms <= kLongestRest.count())
      continue;
    Result<std::vector<Delivery>> due = deliveries_->due(name, now, kAtOnce);
    if (!due) return tl::unexpected(due.error());
    const auto found = std::find_if(all->begin(), all->end(),
                                    [&](const Subscription& s) { return s.name == name; });
    std::vector<Job> jobs;
    for (const Delivery& delivery : *due) {
      if (found == all->end()) {
        if (Status s = deliveries_->failed(
                delivery.id, "nobody is subscribed under this name any more", std::nullopt, now);
            !s)
          return s;
        continue;
      }
      Result<Job> job = prepare(*found, delivery);
      if (!job) return tl::unexpected(job.error());
      jobs.push_back(std::move(*job));
    }
    if (jobs.empty()) continue;
    auto turn = std::make_unique<Turn>();
    turn->subscription = *found;
    turn->jobs = std::move(jobs);
    // The thread must not look at the dispatcher, which may be moved.
    turn->thread =
        std::thread([one = turn.get(), bell = bell_, settings = settings_, call = finished_, now] {
          one->run(settings, now);
          {
            const std::lock_guard lock(bell->mutex);
            one->over = true;
          }
          bell->rung.notify_all();
          if (call) call();
        });
    turns_.emplace(name, std::move(turn));
  }
  return {};
}

Result<std::size_t> Dispatcher::end_turns(UtcTime now) {
  std::size_t tried = 0;
  for (auto at = turns_.begin(); at != turns_.end();) {
    {
      const std::lock_guard lock(bell_->mutex);
      if (!at->second->over) {
        ++at;
        continue;
      }
    }
    // Should something of it not be written down, it is tried again: twice under one id, at worst.
    const std::unique_ptr<Turn> turn = std::move(at->second);
    at = turns_.erase(at);
    fault_point("sink.sent");
    const std::string& name = turn->subscription.name;
    resting_.erase(name);
    for (const Job& job : turn->jobs) {
      if (!job.tried) break;
      ++tried;
      if (Status s = note(job, now); !s) return tl::unexpected(s.error());
      fault_point("sink.noted");
      if (job.outcome.unreachable)
        resting_[name] = UtcTime{
            now.ms + std::clamp<milliseconds>(3 * job.took, kShortestRest, kLongestRest).count()};
      if (!job.outcome.gone) continue;
      if (Status s = deliveries_->disable(name, dump_json(to_json(turn->subscription)), now); !s)
        return tl::unexpected(s.error());
    }
  }
  return tried;
}

Result<std::size_t> Dispatcher::deliver(UtcTime now, milliseconds patience) {
  Result<std::size_t> before = end_turns(now);
  if (!before) return before;
  if (Status s = begin_turns(now); !s) return tl::unexpected(s.error());
  {
    const auto all_over = [this] {
      return std::all_of(turns_.begin(), turns_.end(),
                         [](const auto& turn) { return turn.second->over; });
    };
    std::unique_lock lock(bell_->mutex);
    if (patience == milliseconds::max())
      bell_->rung.wait(lock, all_over);
    else
      bell_->rung.wait_for(lock, patience, all_over);
  }
  Result<std::size_t> after = end_turns(now);
  if (!after) return after;
  return *before + *after;
}

}  // namespace pactwatch::alerts
