#include "fetcher/poller.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <compare>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/complaint.h"
#include "core/fault.h"
#include "fetcher/host_queue.h"
#include "fetcher/poller_feed.h"
#include "fetcher/poller_item.h"
#include "fetcher/poller_page.h"
#include "fetcher/robots_cache.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Somebody else may add feeds to the store at any time; this is how soon they are seen.
constexpr std::int64_t kLookAgainMs = 1000;
// A page that takes longer than this to reach the ledger is read again, harmlessly.
constexpr std::int64_t kLeaseMs = 15 * 60 * 1000;
constexpr std::int64_t kStorePauseMs = 1000;  // after the store was busy or full
constexpr std::int64_t kClockSlackMs = 2000;  // a clock put back by less is a clock that is kept
constexpr std::int64_t kLeaseGapMs = 100;     // between leases of a few items
constexpr std::int64_t kBlockedMs = 10;       // until a full sink is offered the article again
// Nobody else's server is asked more often, whatever the configuration says.
constexpr milliseconds kShortestEvery = std::chrono::seconds(1);
constexpr int kFeedBatch = 256;  // feeds taken from the store at once
// No more are taken while this many wait: they are as well off in the store. Hosts have queues of
// their own, so that one that is slow fills its own and no other.
constexpr std::size_t kMostWaiting = 20'000;
constexpr std::size_t kMostWaitingOfHost = 200;
constexpr std::size_t kMaxRobotsBytes = 512 << 10;

// An item in hand, from its lease to the sink.
struct Work {
  enum class State { waiting, fetching, ready };
  PendingItem item;
  State state = State::waiting;
  bool outdated = false;  // the item changed while it was being fetched
  FetchedArticle article;
  UtcTime ready_at;
};

// What is preferred first, for it would otherwise be held back here by the older ones that keep
// coming; then older first; items of one moment in the order in which the store met them.
struct WorkKey {
  bool ordinary = true;
  std::string published;
  std::int64_t item = 0;

  explicit WorkKey(const PendingItem& from)
      : ordinary(!from.preferred), published(from.published), item(from.id) {}
  auto operator<=>(const WorkKey&) const = default;
};

struct FeedWork {
  FeedRecord feed;
  PollQuestion question;
  std::string host;
};

// A poll that is over and not yet recorded.
struct Polled {
  FeedRecord feed;
  PollJudgement judgement;
};

}  // namespace

class Poller::Impl {
 public:
  Impl(PollerOptions options, Frontier& frontier, Sink sink, const Clock& clock,
       std::unique_ptr<HttpClient> http, const std::vector<HostPause>& pauses, PushQueue* pushes)
      : options_(std::move(options)),
        frontier_(frontier),
        sink_(std::move(sink)),
        clock_(clock),
        http_(std::move(http)),
        pushes_(pushes),
        limits_(options_.hosts),
        robots_(options_.robots_agent) {
    settle_from_ = tick();  // feeds that are due at the start come before what was left pending
    for (const HostPause& pause : pauses)
      limits_.pause(pause.host, tick(), milliseconds(pause.until.ms - now().ms));
  }

  Status step(milliseconds timeout);
  bool idle() const {
    return busy_feeds_.empty() && window_.empty() && http_->running() == 0 && !maybe_pending_ &&
           !settle_from_ && (!next_due_ || *next_due_ > now()) &&
           (!next_item_ || *next_item_ > now());
  }
  void wake() {
    woken_ = true;
    http_->wake();
  }
  Status drain() {
    http_->cancel_all();
    record_group();
    return release();
  }
  const PollerCounts& counts() const { return counts_; }

 private:
  // The calendar's time, for the store. It may jump.
  UtcTime now() const { return clock_.now(); }
  // A time that never jumps, for what is only remembered here.
  UtcTime tick() const {
    return {std::chrono::duration_cast<milliseconds>(steady_clock::now() - started_).count() + 1};
  }

  Status take_due_feeds();
  ScheduleOptions schedule_of(const FeedRecord& feed) const;
  std::optional<milliseconds> stated_before(const FeedRecord& feed) const;
  void start_feeds();
  void start_feed(FeedWork work);
  void finish_feed(FeedWork work, const Result<HttpResponse>& answer);
  void record(FeedRecord feed, PollJudgement judgement);
  void record_group();
  void record_pushes();
  void pause_host(const std::string& host, milliseconds wait);
  void host_is_free(const std::string& host);
  // When to look at who waits for `host`: at once when it is paused, for then they are sent home.
  UtcTime turn_of(const std::string& host) const {
    return limits_.paused_until(host) > tick() ? tick() : limits_.may_start(host, tick());
  }
  void log_poll(const FeedRecord& feed, const PollOutcome& outcome, std::size_t fresh);

  bool settled() const;
  Status lease();
  // tick: when to ask the store for more items. One by one they cost a transaction and, where names
  // are preferred, a look at all that wait, each.
  UtcTime lease_from() const {
    const bool many = (options_.window - static_cast<int>(window_.size())) * 4 >= options_.window;
    return many ? UtcTime{} : UtcTime{leased_at_.ms + kLeaseGapMs};
  }
  void start_items();
  // May give the item back: no reference to it holds afterwards.
  void start_item(const WorkKey& key, Work& work);
  void fetch_robots(const std::string& page_url);
  void finish_page(const WorkKey& key, const std::string& host, const Result<HttpResponse>& answer);
  void settle_item(const WorkKey& key, PageJudgement judgement);
  void give_back(const WorkKey& key, const std::string& reason, std::optional<UtcTime> retry_at);

  Status release();

  bool room() const {
    return http_->running() < static_cast<std::size_t>(options_.http.concurrency);
  }
  // Remembers the earliest moment at which something may happen without the network.
  void wake_at(UtcTime at) { next_tick_ = next_tick_ ? std::min(*next_tick_, at) : at; }
  // True when it worked. A busy or full store makes a pause; anything worse ends step().
  template <class T>
  bool stored(const T& result) {
    if (result) return true;
    const Error& error = result.error();
    if (error.code == ErrorCode::unavailable || error.code == ErrorCode::conflict) {
      if (store_trouble_.raise(to_string(error)))
        spdlog::error("the store does not take what the fetcher has, tried again each second: {}",
                      to_string(error));
      store_pause_until_ = {tick().ms + kStorePauseMs};
    } else if (!broken_) {
      broken_ = error;
    }
    return false;
  }

  // The store took a write: whatever was wrong with it is over.
  void store_works() {
    if (const auto over = store_trouble_.clear())
      spdlog::info("the store takes what the fetcher has again, {}", *over);
  }
  // A clock that was ahead and is put right would leave feeds and items waiting for a time far off.
  Status mind_the_clock();

  const PollerOptions options_;
  Frontier& frontier_;
  const Sink sink_;
  const Clock& clock_;
  const std::unique_ptr<HttpClient> http_;
  PushQueue* const pushes_;
  const steady_clock::time_point started_ = steady_clock::now();
  HostLimits limits_;
  RobotsCache robots_;
  PollerCounts counts_;

  HostQueue<FeedWork> waiting_feeds_;            // due, until their host has room
  std::unordered_set<std::int64_t> busy_feeds_;  // waiting, being polled or not yet recorded
  DuePlace due_place_;                           // where the next look at the due feeds goes on
  std::vector<Polled> polled_;                   // not yet recorded
  UtcTime polled_since_;                         // tick: the oldest of them
  std::unordered_set<std::int64_t> polling_;     // being polled
  // By feed that this process has read: the pace it states.
  std::unordered_map<std::int64_t, std::optional<milliseconds>> stated_;
  std::unordered_set<std::string> fetching_robots_;  // by robots_url()
  std::map<WorkKey, Work> window_;

  bool maybe_pending_ = true;           // the store may hold items that nobody has
  std::optional<UtcTime> settle_from_;  // tick of the first discovery not yet settled
  std::optional<UtcTime> next_due_;     // calendar: when the store has a feed to ask
  std::optional<UtcTime> next_item_;    // calendar: when it has an item to try
  UtcTime leased_at_;                   // tick: the last time
  UtcTime look_again_;                  // tick: when to ask the store whatever it said
  std::optional<UtcTime> next_tick_;    // tick: see wake_at()
  UtcTime store_pause_until_;           // tick
  Complaint store_trouble_;
  UtcTime latest_calendar_;          // the calendar's time as seen last
  bool clock_minded_ = false;        // the store was looked through for times far off
  std::optional<Error> broken_;      // the store is; ends step()
  std::atomic<bool> woken_ = false;  // somebody wants the store looked at now
};

Status Poller::Impl::step(milliseconds timeout) {
  milliseconds wait = timeout;
  if (next_tick_) wait = std::min(wait, milliseconds(next_tick_->ms - tick().ms));
  for (const std::optional<UtcTime>& due : {next_due_, next_item_})
    if (due) wait = std::min(wait, milliseconds(due->ms - now().ms));
  wait = std::clamp(wait, milliseconds(0), std::max(timeout, milliseconds(0)));
  if (Status status = http_->step(wait); !status) return status;

  next_tick_.reset();
  if (Status status = mind_the_clock(); !status) return status;
  if (store_pause_until_ > tick()) {
    wake_at(store_pause_until_);
  } else {
    record_pushes();
    if (!polled_.empty()) {
      const bool waited = tick().ms - polled_since_.ms >= options_.group_wait.count();
      if (polled_.size() >= options_.group || waited || polling_.empty()) record_group();
    }
    if (Status status = take_due_feeds(); !status) return status;
    start_feeds();
    if (!polled_.empty()) wake_at({polled_since_.ms + options_.group_wait.count()});
    if (Status status = lease(); !status) return status;
    start_items();
  }
  if (broken_) return tl::unexpected(*broken_);
  return release();
}

Status Poller::Impl::mind_the_clock() {
  const UtcTime calendar = now();
  const bool put_back = calendar.ms + kClockSlackMs < latest_calendar_.ms;
  if (!put_back && clock_minded_) {
    latest_calendar_.ms = std::max(latest_calendar_.ms, calendar.ms);
    return {};
  }
  if (put_back)
    spdlog::warn("the clock was put back by {} s; what waits for a time beyond is due at once",
                 (latest_calendar_.ms - calendar.ms) / 1000);
  latest_calendar_ = calendar;
  milliseconds every = options_.schedule.every;
  for (const auto& [url, own] : options_.every) every = std::max(every, own);
  const UtcTime latest{calendar.ms + longest_wait(options_.schedule, every).count()};
  clock_minded_ = stored(frontier_.forget_future(calendar, latest));
  next_due_.reset();
  next_item_.reset();
  look_again_ = {};
  maybe_pending_ = true;
  return {};
}

// ---- feeds ----

Status Poller::Impl::take_due_feeds() {
  const UtcTime moment = now();
  const bool look = woken_.exchange(false) || look_again_ <= tick();
  if (next_item_ && *next_item_ <= moment) {
    maybe_pending_ = true;
    next_item_.reset();
  }
  const bool full = waiting_feeds_.size() >= kMostWaiting;
  const bool due = next_due_ && *next_due_ <= moment;
  if (full || (!look && !due)) {
    if (look) look_again_ = {tick().ms + kLookAgainMs};
    wake_at(look_again_);
    return {};
  }
  int limit = kFeedBatch;
  if (look) {
    // From the beginning: feeds that somebody else made due stand before our place. Those in hand
    // are still due as far as the store knows, so ask for that many more.
    look_again_ = {tick().ms + kLookAgainMs};
    due_place_ = {};
    limit += static_cast<int>(busy_feeds_.size());
    limits_.forget_idle(tick());
  }
  wake_at(look_again_);
  Result<std::vector<FeedRecord>> feeds = frontier_.due_feeds(moment, limit, due_place_);
  if (!stored(feeds)) return {};
  std::vector<Deferral> deferrals;
  for (FeedRecord& feed : *feeds) {
    due_place_ = {feed.next_poll, feed.id};
    if (!busy_feeds_.insert(feed.id).second) continue;
    FeedWork work;
    work.question = question_for(feed, moment);
    work.host = host_of(work.question.url);
    const std::size_t before = waiting_feeds_.waiting(work.host);
    const std::int64_t gap = limits_.gap_of(work.host).count();
    if (before >= kMostWaitingOfHost && gap > 0) {
      // More than the host can be asked for: this one's turn would come when those are through.
      busy_feeds_.erase(feed.id);
      const auto turns = static_cast<std::int64_t>(before + deferrals.size());
      deferrals.push_back({feed.id, {moment.ms + gap * turns}});
      continue;
    }
    const auto known = stated_.find(feed.id);
    work.question.stated = known != stated_.end() ? known->second : stated_before(feed);
    work.feed = std::move(feed);
    const std::string host = work.host;
    waiting_feeds_.push(host, std::move(work), turn_of(host));
  }
  counts_.deferred += deferrals.size();
  if (!deferrals.empty() && !stored(frontier_.defer(deferrals))) return {};
  const Result<NextDue> next = frontier_.next_due(due_place_);
  if (!stored(next)) return {};
  next_due_ = next->feed;
  next_item_ = next->item;
  return {};
}

ScheduleOptions Poller::Impl::schedule_of(const FeedRecord& feed) const {
  ScheduleOptions schedule = options_.schedule;
  if (const auto own = options_.every.find(feed.url); own != options_.every.end())
    schedule.every = own->second;
  else if (feed.every_ms > 0)
    schedule.every = milliseconds(feed.every_ms);
  if (!is_this_machine(host_of(feed.url)))
    schedule.every = std::max(schedule.every, kShortestEvery);
  return schedule;
}

// What the feed stated to the process before us, as far as the last interval tells: one longer
// than our own schedule gives can only have been asked for.
std::optional<milliseconds> Poller::Impl::stated_before(const FeedRecord& feed) const {
  const ScheduleOptions schedule = schedule_of(feed);
  const milliseconds interval = std::chrono::seconds(feed.interval_s);
  const milliseconds ours = schedule.every * schedule.quiet_factor;
  if (feed.errors > 0 || interval <= ours + ours / 5 + std::chrono::seconds(1)) return std::nullopt;
  return interval;
}

void Poller::Impl::start_feeds() {
  while (room()) {
    const std::string* ready = waiting_feeds_.ready(tick());
    if (ready == nullptr) break;
    const std::string host = *ready;
    const UtcTime paused = limits_.paused_until(host);
    if (paused > tick()) {
      const UtcTime until{now().ms + paused.ms - tick().ms};
      for (FeedWork& work : waiting_feeds_.take_all(host)) {
        PollJudgement judgement = postpone(work.feed, work.host, until, now());
        record(std::move(work.feed), std::move(judgement));
      }
      continue;
    }
    const UtcTime at = limits_.may_start(host, tick());
    if (at > tick()) {
      waiting_feeds_.move(host, at);
      continue;
    }
    limits_.started(host, tick());
    start_feed(waiting_feeds_.take(host, limits_.may_start(host, tick())));
  }
  if (const std::optional<UtcTime> next = waiting_feeds_.next(); next && room()) wake_at(*next);
}

void Poller::Impl::start_feed(FeedWork work) {
  polling_.insert(work.feed.id);
  counts_.lag.add(now().ms - work.feed.next_poll.ms);
  HttpRequest request = request_for(work.feed, work.question, options_.max_feed_bytes);
  http_->get(std::move(request),
             [this, work = std::move(work)](const Result<HttpResponse>& answer) mutable {
               finish_feed(std::move(work), answer);  // it is called once
             });
}

void Poller::Impl::finish_feed(FeedWork work, const Result<HttpResponse>& answer) {
  fault_point("poll.answered");
  host_is_free(work.host);
  polling_.erase(work.feed.id);
  PollJudgement judgement =
      judge_poll(work.feed, work.question, answer, schedule_of(work.feed), now());
  if (judgement.pause_host) pause_host(work.host, *judgement.pause_host);
  if (judgement.outcome.error.empty()) {
    // What states nothing needs no memory: stated_before() says the same of it.
    if (judgement.stated)
      stated_[work.feed.id] = judgement.stated;
    else
      stated_.erase(work.feed.id);
  }
  ++(judgement.outcome.error.empty() ? counts_.polls : counts_.failed_polls);
  record(std::move(work.feed), std::move(judgement));
}

// One of its requests ended, so that the next may begin.
void Poller::Impl::host_is_free(const std::string& host) {
  limits_.finished(host);
  waiting_feeds_.move(host, turn_of(host));
}

void Poller::Impl::pause_host(const std::string& host, milliseconds wait) {
  if (limits_.pause(host, tick(), wait)) {
    waiting_feeds_.move(host, turn_of(host));
    const std::int64_t left = limits_.paused_until(host).ms - tick().ms;
    (void)stored(frontier_.pause_host({host, {now().ms + left}}));
  }
}

void Poller::Impl::record(FeedRecord feed, PollJudgement judgement) {
  if (polled_.empty()) polled_since_ = tick();
  polled_.push_back({std::move(feed), std::move(judgement)});
}

void Poller::Impl::record_group() {
  if (polled_.empty()) return;
  std::vector<PollOutcome> outcomes;
  outcomes.reserve(polled_.size());
  for (Polled& one : polled_) outcomes.push_back(std::move(one.judgement.outcome));
  const Result<std::vector<std::size_t>> fresh = frontier_.record_polls(outcomes);
  const bool recorded = stored(fresh);
  if (recorded) store_works();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const PollOutcome& outcome = outcomes[i];
    busy_feeds_.erase(outcome.feed);
    // Not recorded, it is still due, and its items come with the next poll.
    if (!recorded) continue;
    next_due_ = next_due_ ? std::min(*next_due_, outcome.next_poll) : outcome.next_poll;
    if ((*fresh)[i] > 0) {
      counts_.new_items += (*fresh)[i];
      maybe_pending_ = true;
      if (!settle_from_) settle_from_ = tick();
    }
    log_poll(polled_[i].feed, outcome, (*fresh)[i]);
  }
  polled_.clear();
}

void Poller::Impl::record_pushes() {
  if (pushes_ == nullptr) return;
  for (const PushedContent& pushed : pushes_->take_all()) {
    const PushJudgement judgement = judge_push(pushed);
    const std::optional<std::int64_t> gap =
        judgement.poll_now ? std::optional(options_.push_gap.count()) : std::nullopt;
    const Result<std::size_t> fresh =
        frontier_.record_push(pushed.feed, judgement.items, now(), gap);
    if (!stored(fresh)) continue;  // the poll of the feed brings it
    ++counts_.pushes;
    if (*fresh > 0) {
      counts_.new_items += *fresh;
      maybe_pending_ = true;
      if (!settle_from_) settle_from_ = tick();
    }
    if (judgement.poll_now) woken_ = true;
    spdlog::info("feed {}: a hub pushed, {} new or edited{}{}", pushed.feed_url, *fresh,
                 judgement.poll_now ? "; asked itself: " : "", judgement.why);
  }
}

void Poller::Impl::log_poll(const FeedRecord& feed, const PollOutcome& outcome, std::size_t fresh) {
  if (outcome.gone) {
    spdlog::warn("feed {}: {}; it is not asked again", feed.url, outcome.error);
  } else if (!outcome.error.empty()) {
    // Told once; the same again is in `pactwatch feeds`.
    const auto level =
        feed.last_error == outcome.error ? spdlog::level::debug : spdlog::level::warn;
    spdlog::log(level, "feed {}: {}; asked again in {} s", feed.url, outcome.error,
                outcome.interval_s);
  } else if (feed.errors > 0) {
    spdlog::info("feed {}: works again after {} errors", feed.url, feed.errors);
  }
  if (!outcome.repairs.empty() && outcome.repairs != feed.repairs)
    spdlog::info("feed {}: mended: {}", feed.url, outcome.repairs);
  if (!outcome.redirect_to.empty() && outcome.redirect_to != feed.redirect_to)
    spdlog::info("feed {}: moved to {}", feed.url, outcome.redirect_to);
  if (fresh > 0) spdlog::info("feed {}: {} new or edited", feed.url, fresh);
}

// ---- items ----

// Whether the items found last may be taken in hand: see PollerOptions::settle.
bool Poller::Impl::settled() const {
  if (!settle_from_) return true;
  const std::int64_t waited = tick().ms - settle_from_->ms;
  const bool more_to_come = !busy_feeds_.empty();
  return waited >= options_.settle.count() * (more_to_come ? 4 : 1);
}

Status Poller::Impl::lease() {
  if (!maybe_pending_) return {};
  if (!settled()) {
    const std::int64_t settle = options_.settle.count();
    const std::int64_t waited = tick().ms - settle_from_->ms;
    wake_at({settle_from_->ms + (waited < settle ? settle : 4 * settle)});
    return {};
  }
  settle_from_.reset();
  const int free = options_.window - static_cast<int>(window_.size());
  if (free <= 0) return {};
  if (lease_from() > tick()) {
    wake_at(lease_from());
    return {};
  }
  leased_at_ = tick();
  Result<std::vector<PendingItem>> items =
      frontier_.lease_items(now(), {now().ms + kLeaseMs}, free);
  if (!stored(items)) return {};
  if (!items->empty()) store_works();
  maybe_pending_ = static_cast<int>(items->size()) == free;
  for (PendingItem& item : *items) {
    const WorkKey key(item);
    // An entry that was edited while its first version is in hand starts anew, after the request
    // under way.
    Work& work = window_[key];
    if (work.state == Work::State::fetching)
      work.outdated = true;
    else
      work.state = Work::State::waiting;
    work.item = std::move(item);
  }
  return {};
}

void Poller::Impl::start_items() {
  for (auto entry = window_.begin(); entry != window_.end();) {
    const auto current = entry++;  // the item may be given back
    if (!room()) return;
    if (current->second.state == Work::State::waiting)
      start_item(WorkKey(current->first), current->second);
  }
}

void Poller::Impl::start_item(const WorkKey& key, Work& work) {
  const PendingItem& item = work.item;
  if (!has_page(item.url)) {
    settle_item(key, judge_pageless(item));
    return;
  }
  const std::string host = host_of(item.url);
  const UtcTime paused = limits_.paused_until(host);
  if (paused > tick()) {
    give_back(key, host + " asked to be left alone", UtcTime{now().ms + paused.ms - tick().ms});
    return;
  }
  const RobotsCache::Verdict verdict = robots_.ask(item.url, tick());
  if (verdict == RobotsCache::Verdict::denied) {
    settle_item(key, judge_denied(item, "the robots.txt of " + host + " does not allow the page"));
    return;
  }
  if (verdict == RobotsCache::Verdict::unreachable) {
    settle_item(key, judge_unreachable(item, "the robots.txt of " + host + " cannot be read"));
    return;
  }
  const UtcTime at = limits_.may_start(host, tick());
  if (at > tick()) {
    wake_at(at);
    return;
  }
  if (verdict == RobotsCache::Verdict::unknown) {
    fetch_robots(item.url);
    return;
  }
  work.state = Work::State::fetching;
  limits_.started(host, tick());
  HttpRequest request = page_request(item, options_.max_page_bytes);
  http_->get(std::move(request), [this, key, host](const Result<HttpResponse>& answer) {
    finish_page(key, host, answer);
  });
}

void Poller::Impl::fetch_robots(const std::string& page_url) {
  const std::string url = RobotsCache::robots_url(page_url);
  if (!fetching_robots_.insert(url).second) return;
  const std::string host = host_of(url);
  limits_.started(host, tick());
  HttpRequest request;
  request.url = url;
  request.accept = "text/plain, */*;q=0.1";
  request.max_bytes = kMaxRobotsBytes;
  http_->get(std::move(request), [this, url, host](const Result<HttpResponse>& answer) {
    host_is_free(host);
    fetching_robots_.erase(url);
    if (answer)
      if (const auto pause = pause_of(*answer, now())) pause_host(host, *pause);
    robots_.store(url, answer, tick());
  });
}

void Poller::Impl::finish_page(const WorkKey& key, const std::string& host,
                               const Result<HttpResponse>& answer) {
  fault_point("page.answered");
  host_is_free(host);
  const auto found = window_.find(key);
  if (found == window_.end()) return;
  if (answer)
    if (const auto pause = pause_of(*answer, now())) pause_host(host, *pause);
  Work& work = found->second;
  if (std::exchange(work.outdated, false)) {
    work.state = Work::State::waiting;
    return;
  }
  settle_item(key, judge_page(work.item, answer, now()));
}

void Poller::Impl::settle_item(const WorkKey& key, PageJudgement judgement) {
  Work& work = window_.at(key);
  switch (judgement.kind) {
    case PageJudgement::Kind::article:
      work.article = std::move(judgement.article);
      work.state = Work::State::ready;
      fault_point("page.ready");
      work.ready_at = tick();
      if (work.article.from_feed)
        spdlog::info("{}: read from its feed, for {}", work.item.url, work.article.why);
      return;
    case PageJudgement::Kind::retry:
      spdlog::log(work.item.attempts == 0 ? spdlog::level::info : spdlog::level::debug,
                  "{}: {}; tried again in {} s", work.item.url, judgement.why,
                  judgement.retry_after.count() / 1000);
      give_back(key, judgement.why, UtcTime{now().ms + judgement.retry_after.count()});
      return;
    case PageJudgement::Kind::give_up:
      ++counts_.failed_items;
      spdlog::warn("{}: given up: {}", work.item.url, judgement.why);
      give_back(key, judgement.why, std::nullopt);
      return;
  }
}

void Poller::Impl::give_back(const WorkKey& key, const std::string& reason,
                             std::optional<UtcTime> retry_at) {
  const std::int64_t item = window_.at(key).item.id;
  window_.erase(key);
  // Should the store not take it, the lease runs out and the item comes back by itself.
  if (!stored(frontier_.fail_item(item, reason, retry_at))) return;
  store_works();
  if (retry_at) next_item_ = next_item_ ? std::min(*next_item_, *retry_at) : *retry_at;
}

// Hands on what is ready, oldest first. Something slow holds those behind it up only so long.
Status Poller::Impl::release() {
  bool older_missing = false;
  for (auto entry = window_.begin(); entry != window_.end();) {
    Work& work = entry->second;
    const UtcTime waits_until{work.ready_at.ms + options_.order_wait.count()};
    if (work.state != Work::State::ready || (older_missing && waits_until > tick())) {
      if (work.state == Work::State::ready) wake_at(waits_until);
      older_missing = true;
      ++entry;
      continue;
    }
    const Result<bool> taken = sink_(work.article);
    if (!taken) return tl::unexpected(taken.error());
    if (!*taken) {
      wake_at({tick().ms + kBlockedMs});
      return {};
    }
    ++counts_.articles;
    if (work.article.from_feed) ++counts_.from_feed;
    entry = window_.erase(entry);
  }
  const bool room_in_hand = window_.size() < static_cast<std::size_t>(options_.window);
  if (maybe_pending_ && room_in_hand && settled() && store_pause_until_ <= tick())
    wake_at(std::max(tick(), lease_from()));
  return {};
}

// ---- the outside ----

Poller::Poller(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Poller::~Poller() = default;

Result<std::unique_ptr<Poller>> Poller::create(PollerOptions options, Frontier& frontier, Sink sink,
                                               const Clock& clock, PushQueue* pushes) {
  Result<std::unique_ptr<HttpClient>> http = HttpClient::create(options.http);
  if (!http) return tl::unexpected(http.error());
  if (Status released = frontier.release_leases(); !released)
    return tl::unexpected(released.error());
  const Result<std::vector<HostPause>> pauses = frontier.host_pauses(clock.now());
  if (!pauses) return tl::unexpected(pauses.error());
  auto impl = std::make_unique<Impl>(std::move(options), frontier, std::move(sink), clock,
                                     std::move(*http), *pauses, pushes);
  return std::unique_ptr<Poller>(new Poller(std::move(impl)));
}

Status Poller::step(milliseconds timeout) { return impl_->step(timeout); }
void Poller::wake() { impl_->wake(); }

Status Poller::drain() { return impl_->drain(); }

bool Poller::idle() const { return impl_->idle(); }
const PollerCounts& Poller::counts() const { return impl_->counts(); }

}  // namespace pactwatch
