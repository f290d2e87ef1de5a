// From changes in a real ledger to deliveries at real receivers; time is moved by hand.

#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>

#include <unistd.h>

#include <nlohmann/json.hpp>

#include "alerts/dispatch.h"
#include "core/json.h"
#include "tests/store/scratch.h"
#include "tests/support/http_server.h"

using namespace pactwatch;
using namespace pactwatch::alerts;
using test_support::HttpServer;
using test_support::Request;

namespace {

constexpr std::int64_t kStart = 1'778'500'000'000;

// A ledger, a receiver, and a dispatcher between them.
class Desk {
 public:
  Desk()
      : server([this](const Request& request, test_support::Connection& c) {
          while (request.target == "/slow" && !released)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          c.reply(status);
        }) {
    restart();
  }
  // As after a kill: everything but the store is gone.
  void restart() {
    scratch.reopen();
    Result<std::unique_ptr<Deliveries>> opened = open_deliveries(scratch.file());
    if (!opened) FAIL(to_string(opened.error()));
    deliveries = std::move(*opened);
    ledger = std::shared_ptr<Ledger>(scratch.ledger.get(), [](Ledger*) {});
    dispatcher.emplace(ledger, deliveries, SinkSettings{});
    dispatcher->configure(subscriptions);
  }
  void subscribe(Subscription subscription) {
    subscription.target = {"webhook", server.url("/" + subscription.name), {}};
    subscriptions.push_back(std::move(subscription));
    dispatcher->configure(subscriptions);
    REQUIRE(dispatcher->collect(UtcTime{now}));
  }
  // One article that says `events`; `page` is revised when it was there before.
  void tell(const std::string& page, const std::string& outlet, std::vector<Event> events) {
    Reading reading;
    reading.article.url = "https://" + outlet + ".example/" + page;
    reading.article.id = article_id(reading.article.url);
    reading.article.outlet = outlet;
    reading.article.published = "2026-05-12";
    reading.article.text = page + std::to_string(++count);
    reading.article.content_hash = content_hash("", reading.article.text);
    reading.rules = "r";
    reading.events = std::move(events);
    REQUIRE(scratch.ledger->record({reading}, UtcTime{now += 1000}));
    REQUIRE(scratch.ledger->number_changes(1000));
  }
  void turn(std::int64_t later_ms = 0) {
    now += later_ms;
    REQUIRE(dispatcher->collect(UtcTime{now}));
    REQUIRE(dispatcher->deliver(UtcTime{now}));
  }
  // Headlines that arrived at one subscription.
  std::vector<std::string> arrived(const std::string& name) const {
    std::vector<std::string> out;
    for (const Request& request : server.requests())
      if (request.target == "/" + name)
        out.push_back(nlohmann::json::parse(request.body)["data"]["headline"]);
    return out;
  }

  // Numbers of the changes in them.
  std::vector<int> told(const std::string& name) const {
    std::vector<int> out;
    for (const Request& request : server.requests()) {
      if (request.target != "/" + name) continue;
      const nlohmann::json body = nlohmann::json::parse(request.body);
      for (const nlohmann::json& change : body["data"]["changes"])
        out.push_back(change["seq"].get<int>());
    }
    return out;
  }

  std::atomic<int> status{200};
  std::atomic<bool> released{false};  // the receiver that takes its time answers
  HttpServer server;
  pactwatch::testing::ScratchLedger scratch;
  std::shared_ptr<Ledger> ledger;
  std::shared_ptr<Deliveries> deliveries;
  std::optional<Dispatcher> dispatcher;
  std::vector<Subscription> subscriptions;
  std::int64_t now = kStart;
  int count = 0;
};

Event stake(double percent, Modality modality = Modality::reported) {
  Event event;
  event.type = "stake";
  event.roles = {{"holder", {"Norvane"}}, {"company", {"Calyra"}}};
  event.percent = percent;
  event.stage = "held";
  event.modality = modality;
  return event;
}

Event deal(double billions) {
  Event event;
  event.type = "purchase_commitment";
  event.roles = {{"buyer", {"Norvane"}}, {"seller", {"Calyra"}}};
  event.amount = Money{billions * 1e9, {}, "USD", Bound::exact};
  event.stage = "announced";
  return event;
}

Subscription named(const std::string& name) {
  Subscription out;
  out.name = name;
  return out;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("a new subscription hears of what comes, once, also over a restart") {
  Desk desk;
  desk.tell("old", "Herald", {deal(1)});
  desk.subscribe(named("all"));
  desk.tell("a", "Herald", {stake(8)});
  desk.turn();
  desk.turn();
  CHECK(desk.arrived("all") == Strings{"Norvane–Calyra: stake 8%"});
  desk.restart();
  desk.turn();
  CHECK(desk.arrived("all").size() == 1);
  desk.tell("b", "Post", {stake(8, Modality::confirmed)});
  desk.restart();
  desk.turn();
  CHECK(desk.arrived("all").size() == 2);
}

TEST_CASE("a failing receiver is tried again under the same id, and given up at last") {
  Desk desk;
  desk.subscribe(named("all"));
  desk.status = 500;
  desk.tell("a", "Herald", {stake(8)});
  desk.turn();
  desk.turn(4000);
  CHECK(desk.server.requests().size() == 1);  // not yet
  desk.turn(2000);
  CHECK(desk.server.requests().size() == 2);
  for (int i = 0; i < 20; ++i) desk.turn(30LL * 3600 * 1000);
  const std::vector<Request> requests = desk.server.requests();
  CHECK(requests.size() == 10);
  for (const Request& request : requests)
    CHECK(request.header("webhook-id") == requests[0].header("webhook-id"));
  Result<std::vector<Delivery>> dead = desk.deliveries->list("dead", 10);
  REQUIRE(dead->size() == 1);
  CHECK(dead->front().error == "the receiver answered 500");
  // A person lets it go once more.
  desk.status = 200;
  REQUIRE(desk.deliveries->revive(dead->front().id, UtcTime{desk.now}));
  CHECK_FALSE(desk.deliveries->revive(dead->front().id, UtcTime{desk.now}));
  desk.turn();
  CHECK(desk.deliveries->list("dead", 10)->empty());
  CHECK(desk.server.requests().back().header("webhook-id") == requests[0].header("webhook-id"));
}

TEST_CASE("a receiver that is not there rests, and holds up nobody else") {
  Desk desk;
  desk.subscribe(named("all"));
  Subscription away = named("away");
  away.target = {"webhook", "http://127.0.0.1:1/", {}};
  desk.subscriptions.push_back(away);
  desk.dispatcher->configure(desk.subscriptions);
  REQUIRE(desk.dispatcher->collect(UtcTime{desk.now}));
  desk.tell("a", "Herald", {stake(8), deal(1)});
  desk.tell("b", "Herald", {deal(7)});
  desk.turn();
  CHECK(desk.arrived("all").size() == 1);
  const auto attempts = [&] {
    int out = 0;
    Result<std::vector<Delivery>> waiting = desk.deliveries->list("waiting", 10);
    for (const Delivery& delivery : *waiting) out += delivery.attempts;
    return out;
  };
  CHECK(attempts() == 1);
  desk.turn(1000);
  CHECK(attempts() == 1);
  desk.tell("c", "Herald", {deal(20)});
  desk.turn();
  CHECK(desk.arrived("all").size() == 2);
  CHECK(attempts() == 1);
  desk.turn(10'000);
  CHECK(attempts() == 2);
}

TEST_CASE("a receiver that takes its time holds up nobody else, and is told everything once") {
  Desk desk;
  desk.subscribe(named("slow"));
  desk.subscribe(named("all"));
  std::atomic<int> finished = 0;
  desk.dispatcher->when_finished([&] { ++finished; });
  const auto look = [&] {
    REQUIRE(desk.dispatcher->collect(UtcTime{desk.now}));
    REQUIRE(desk.dispatcher->deliver(UtcTime{desk.now}, std::chrono::milliseconds(0)));
  };
  const auto until = [&](const std::function<bool()>& done) {
    for (int i = 0; i < 4000 && !done(); ++i) {
      look();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return done();
  };
  for (std::size_t told = 1; told <= 5; ++told) {
    Event event = stake(8);
    event.roles["company"] = {"Tessera " + std::to_string(told)};
    desk.tell("page" + std::to_string(told), "Herald", {event});
    CHECK(until([&] { return desk.arrived("all").size() == told; }));
  }
  CHECK(desk.arrived("slow").size() == 1);  // and that one has no answer yet
  desk.released = true;
  CHECK(until([&] { return desk.told("slow") == desk.told("all"); }));
  CHECK(until([&] { return desk.deliveries->list("waiting", 100)->empty(); }));
  CHECK(desk.told("slow") == std::vector<int>{1, 2, 3, 4, 5});
  CHECK(finished >= 6);
}

TEST_CASE("waits grow, a little differently for each message, and end") {
  std::chrono::milliseconds last{0};
  for (int i = 1; i <= 9; ++i) {
    const auto wait = retry_wait(i, "m");
    REQUIRE(wait);
    CHECK(*wait > last);
    last = *wait;
  }
  CHECK_FALSE(retry_wait(10, "m"));
  CHECK(retry_wait(1, "a") != retry_wait(1, "b"));
  CHECK(*retry_wait(1, "a") <= std::chrono::milliseconds(5500));
}

TEST_CASE("a receiver that is gone is asked no more until it is asked for anew") {
  Desk desk;
  desk.subscribe(named("all"));
  desk.status = 410;
  desk.tell("a", "Herald", {stake(8)});
  desk.turn();
  desk.status = 200;
  desk.tell("b", "Herald", {deal(1)});
  desk.turn(1000000);
  CHECK(desk.server.requests().size() == 1);
}

TEST_CASE("a retraction goes to exactly those who received the original") {
  Desk desk;
  desk.subscribe(named("all"));
  Subscription choosy = named("firm");
  choosy.least_status = "confirmed";
  desk.subscribe(choosy);
  Subscription deals = named("deals");
  deals.terms = {"purchase_commitment"};
  desk.subscribe(deals);
  desk.tell("scoop", "Herald", {stake(8), deal(1)});
  desk.turn();
  // A silence that hides news does not hide that old news was wrong.
  Silence silence;
  silence.party = "calyra";
  silence.starts = {desk.now};
  silence.ends = {desk.now + 1000000};
  REQUIRE(desk.deliveries->silence(silence, UtcTime{desk.now}));
  desk.tell("scoop", "Herald", {deal(1)});
  desk.turn();
  REQUIRE(desk.arrived("all").size() == 2);
  CHECK(desk.arrived("all")[1] == "Norvane–Calyra: stake 8% retracted");
  CHECK(desk.arrived("firm").size() == 1);
  CHECK(desk.arrived("deals").size() == 1);
}

TEST_CASE("a correction reaches those who were told the wrong value") {
  Desk desk;
  desk.subscribe(named("all"));
  desk.tell("scoop", "Herald", {stake(8)});
  desk.turn();
  desk.subscriptions[0].terms = {"lawsuit"};  // wants something else by now
  desk.dispatcher->configure(desk.subscriptions);
  desk.tell("scoop", "Herald", {stake(18)});
  desk.turn();
  REQUIRE(desk.arrived("all").size() == 2);
  CHECK(desk.arrived("all")[1] == "Norvane–Calyra: stake corrected to 18% (was 8%)");
}

TEST_CASE("a burst is one message, silences hide, digests wait") {
  Desk desk;
  Subscription grouped = named("grouped");
  grouped.group = std::chrono::seconds(30);
  desk.subscribe(grouped);
  Subscription hourly = named("hourly");
  hourly.digest = "hourly";
  desk.subscribe(hourly);
  desk.tell("a", "Herald", {stake(8)});
  desk.turn();
  desk.tell("b", "Post", {stake(8), deal(2)});
  desk.turn(10'000);
  CHECK(desk.server.requests().empty());
  desk.turn(25'000);
  REQUIRE(desk.arrived("grouped").size() == 1);
  CHECK(desk.arrived("grouped")[0].ends_with("(and 2 more)"));
  CHECK(desk.arrived("hourly").empty());

  Silence silence;
  silence.term = "purchase_commitment";
  silence.author = "me";
  silence.reason = "known";
  silence.starts = {desk.now};
  silence.ends = {desk.now + 60'000};
  const Result<std::int64_t> id = desk.deliveries->silence(silence, UtcTime{desk.now});
  REQUIRE(id);
  desk.tell("c", "Times", {deal(5)});
  desk.turn(40'000);
  CHECK(desk.arrived("grouped").size() == 1);
  REQUIRE(desk.deliveries->end_silence(*id, UtcTime{desk.now}));
  CHECK_FALSE(desk.deliveries->end_silence(*id, UtcTime{desk.now}));
  desk.tell("d", "Times", {deal(9)});
  desk.turn();
  desk.turn(40'000);
  CHECK(desk.arrived("grouped").size() == 2);
  desk.turn(3'600'000);
  CHECK(desk.arrived("hourly").size() == 1);
}

TEST_CASE("thresholds: kinds, terms, status, origins, and how far a figure moved") {
  ChangeView change;
  change.kind = "value_changed";
  change.term = "valuation";
  change.status = "reported";
  change.parties = {"OpenAI"};
  change.origins = 1;
  change.before = Value{};
  change.after = Value{};
  change.before->amount = Money{100e9, {}, "USD", Bound::exact};
  change.after->amount = Money{103e9, {}, "USD", Bound::exact};
  CHECK_FALSE(Subscription{}.wants(change));  // 3 % of a market value is noise
  Subscription every;
  every.least_change = 0.0;
  CHECK(every.wants(change));
  change.term = "revenue_share.cap";
  CHECK(Subscription{}.wants(change));  // of a contract it is not
  Subscription sure;
  sure.least_status = "confirmed";
  CHECK_FALSE(sure.wants(change));
  change.status = "denied";
  CHECK(sure.wants(change));
  change.status = "reported";
  Subscription many;
  many.least_origins = 2;
  CHECK_FALSE(many.wants(change));
  change.origins = 2;
  CHECK(many.wants(change));
  Subscription of_kind;
  of_kind.kinds = {"ended"};
  CHECK_FALSE(of_kind.wants(change));
  Subscription of_term;
  of_term.terms = {"revenue_share"};
  CHECK(of_term.wants(change));
}

TEST_CASE("nobody is woken in quiet hours") {
  setenv("TZ", "UTC", 1);
  tzset();
  Subscription subscription;
  subscription.quiet = parse_quiet("22:00-07:00");
  REQUIRE(subscription.quiet);
  const auto due = [&](const char* iso) {
    return to_iso(due_time(subscription, *parse_iso_time(iso)));
  };
  CHECK(due("2026-05-12T21:59:00Z") == "2026-05-12T21:59:00Z");
  CHECK(due("2026-05-12T23:30:00Z") == "2026-05-13T07:00:00Z");
  CHECK(due("2026-05-12T03:00:30Z") == "2026-05-12T07:00:00Z");
  subscription.quiet.reset();
  subscription.digest = "daily";
  CHECK(due("2026-05-12T07:10:00Z") == "2026-05-12T08:00:00Z");
  CHECK(due("2026-05-12T08:00:00Z") == "2026-05-13T08:00:00Z");
  CHECK_FALSE(parse_quiet("22-7"));
  CHECK_FALSE(parse_quiet("25:00-07:00"));
}

TEST_CASE("a subscription is the same after it was written down") {
  Subscription s = named("desk");
  s.parties = {"OpenAI", "Microsoft"};
  s.terms = {"lawsuit"};
  s.kinds = {"new", "ended"};
  s.least_status = "reported";
  s.least_origins = 2;
  s.least_change = 0.1;
  s.group = std::chrono::seconds(30);
  s.quiet = parse_quiet("22:00-07:00");
  s.target = {"webhook", "https://desk.example/hook", {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};
  const Result<Subscription> again = subscription_from_json(to_json(s));
  REQUIRE(again);
  CHECK(*again == s);
  s.kinds = {"news"};
  CHECK_FALSE(check(s));
  s.kinds.clear();
  s.target.to = "ftp://x";
  CHECK_FALSE(check(s));
  s.target = {"mail", "no address", {}};
  CHECK_FALSE(check(s));
}
