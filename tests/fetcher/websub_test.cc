// WebSub, in pure functions and against a real hub on loopback.

#include "fetcher/websub.h"

#include <functional>
#include <thread>

#include "fetcher/hub_subscriber.h"
#include "fetcher/poller.h"
#include "fetcher/websub_listener.h"
#include "tests/catch.h"
#include "tests/support/hub.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;
using namespace std::chrono_literals;
using test_support::Connection;
using test_support::HttpServer;
using test_support::Hub;
using test_support::Request;

namespace {

class HandClock : public Clock {
 public:
  UtcTime now() const override { return {ms_}; }
  void advance(std::chrono::milliseconds by) { ms_ += by.count(); }

 private:
  std::atomic<std::int64_t> ms_ = 1'700'000'000'000;
};

// A feed that names a hub, the door, who asks, and who polls, on one store.
struct Rig {
  explicit Rig(std::string topic_path = "/feed") : self(std::move(topic_path)) {
    Result<std::unique_ptr<Frontier>> opened = open_frontier(file());
    REQUIRE(opened);
    frontier = std::move(*opened);
    Result<std::unique_ptr<Hubs>> asking = open_hubs(file());
    REQUIRE(asking);
    hubs = std::move(*asking);
    start_door();
    HttpOptions http;
    http.addresses.allow_loopback = true;
    client = std::move(*HttpClient::create(http));
    WebSubOptions options;
    options.callback = "http://127.0.0.1:" + std::to_string(door->port()) + "/websub";
    options.patience = 10min;
    subscriber = std::make_unique<HubSubscriber>(options, *hubs, *client, clock);
    PollerOptions polling;
    polling.http = http;
    polling.settle = 1ms;
    polling.hosts.gap = 0ms;
    Result<std::unique_ptr<Poller>> made = Poller::create(
        polling, *frontier,
        [this](const FetchedArticle& article) -> Result<bool> {
          titles.push_back(article.article.title);
          return true;
        },
        clock, &queue);
    REQUIRE(made);
    poller = std::move(*made);
    id = *frontier->add_feed(server.url("/feed"), clock.now());
  }
  void start_door() {
    WebSubListenerOptions options;
    options.max_body = 64 << 10;
    Result<std::unique_ptr<WebSubListener>> opened =
        WebSubListener::start(options, std::move(*open_hubs(file())), queue, clock);
    if (!opened) FAIL(to_string(opened.error()));
    door = std::move(*opened);
  }
  std::string file() const { return directory / "test.db"; }
  HubRecord record() { return hubs->of_feed(id)->value(); }
  FeedRecord feed() { return frontier->feeds()->at(0); }

  // Moves everybody on until `done` or 20 s are over.
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (std::chrono::steady_clock::now() < end) {
      if (done()) return true;
      REQUIRE(poller->step(5ms));
      REQUIRE(subscriber->step(5ms));
      clock.advance(20ms);
    }
    return done();
  }
  bool subscribed() {
    return until([&] {
      const Result<std::optional<HubRecord>> found = hubs->of_feed(id);
      return found && *found && (*found)->state == HubState::active;
    });
  }
  std::string rss(const std::string& entries) const {
    return "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">"
           "<channel><title>F</title><atom:link rel=\"hub\" href=\"" +
           hub.url() + "\"/><atom:link rel=\"self\" href=\"" + server.url(self) + "\"/>" + entries +
           "</channel></rss>";
  }
  std::string entry(const std::string& path, const std::string& title) const {
    return "<item><title>" + title + "</title><link>" + server.url(path) + "</link></item>";
  }
  std::string page(const std::string& title) const {
    std::string out =
        "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1>";
    for (int i = 0; i < 3; ++i)
      out +=
          "<p>This is a paragraph of the story, long enough to be taken for the text of an "
          "article by whoever reads it, and it goes on for a second clause.</p>";
    return out + "</article></body></html>";
  }

  std::string self;
  HandClock clock;
  test_support::ScratchDirectory directory;
  Hub hub;
  std::atomic<bool> named = true;  // whether the feed names the hub
  HttpServer server{[this](const Request& request, Connection& out) {
    if (request.target == "/feed")
      return out.reply(200, {}, named ? rss(entry("/old", "Old")) : "<rss><channel/></rss>");
    if (request.target == "/robots.txt") return out.reply(404);
    out.reply(200, {{"Content-Type", "text/html"}}, page("Page " + request.target));
  }};
  PushQueue queue;
  std::unique_ptr<Frontier> frontier;
  std::unique_ptr<Hubs> hubs;
  std::unique_ptr<HttpClient> client;
  std::unique_ptr<WebSubListener> door;
  std::unique_ptr<HubSubscriber> subscriber;
  std::unique_ptr<Poller> poller;
  std::vector<std::string> titles;
  std::int64_t id = 0;
};

}  // namespace

TEST_CASE("Link header fields are read as they are written", "[websub]") {
  const auto links = parse_link_header(
      "<https://hub.example/>; rel=\"hub\", </feed>;title=\"a, \\\"b\\\"; c\"; rel=\"SELF next\" , "
      "<https://x.example/?a=1,2>;rel=alternate;rel=hub, <u>, <unended; rel=hub");
  REQUIRE(links.size() == 3);
  CHECK(links[0].target == "https://hub.example/");
  CHECK(links[0].rels == std::vector<std::string>{"hub"});
  CHECK(links[1].target == "/feed");
  CHECK(links[1].rels == std::vector<std::string>{"self", "next"});
  CHECK(links[2].target == "https://x.example/?a=1,2");
  CHECK(links[2].rels == std::vector<std::string>{"alternate"});
  CHECK(parse_link_header("").empty());
  CHECK(parse_link_header("<a>;rel=\"hub").size() == 1);
}

TEST_CASE("a hub is found in the header, then in the feed", "[websub]") {
  HttpResponse response;
  response.url = "https://o.example/feeds/all";
  Feed feed;
  CHECK_FALSE(discover_hub(response, feed));
  feed.hub = "/hub";
  std::optional<HubOffer> offer = discover_hub(response, feed);
  REQUIRE(offer);
  CHECK(offer->hub == "https://o.example/hub");
  CHECK(offer->topic == "https://o.example/feeds/all");  // it names no self
  feed.self = "https://o.example/all.xml";
  CHECK(discover_hub(response, feed)->topic == "https://o.example/all.xml");
  response.headers["link"] = "<https://h.example/>; rel=hub, <canonical>; rel=self";
  offer = discover_hub(response, feed);
  CHECK(offer->hub == "https://h.example/");
  CHECK(offer->topic == "https://o.example/feeds/canonical");
  response.headers["link"] = "<javascript:1>; rel=hub";
  CHECK(discover_hub(response, feed)->hub == "https://o.example/hub");

  const Result<Feed> json = parse_feed(
      R"({"version":"https://jsonfeed.org/version/1.1","title":"T","feed_url":"https://j.example/f",
          "hubs":[{"type":"rssCloud","url":"https://a/"},{"type":"WebSub","url":"https://b.example/"}],
          "items":[]})",
      {"https://j.example/f", "application/feed+json", ""});
  REQUIRE(json);
  CHECK(json->hub == "https://b.example/");
}

TEST_CASE("a signature is that of the body by the secret, in each of the four ways", "[websub]") {
  // RFC 2202 (sha1) and RFC 4231 (the others), test case 2.
  const std::string body = "what do ya want for nothing?";
  CHECK(signature_matches("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", body, "Jefe"));
  CHECK(signature_matches("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                          body, "Jefe"));
  CHECK(signature_matches("SHA256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843",
                          body, "Jefe"));
  CHECK(
      signature_matches("sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
                        "8e2240ca5e69e2c78b3239ecfab21649",
                        body, "Jefe"));
  CHECK(
      signature_matches("sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
                        body, "Jefe"));
  for (const char* wrong :
       {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c78", "sha1=effcdf6a", "sha1=", "sha1", "",
        "md5=750c783e6ab0b503eaa86e310a5db738", "sha256=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"})
    CHECK_FALSE(signature_matches(wrong, body, "Jefe"));
  CHECK_FALSE(signature_matches("sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", body, ""));
  CHECK(*random_token() != *random_token());
  CHECK(random_token()->size() == 64);
}

TEST_CASE("a secret is told over https and on this machine alone", "[websub]") {
  CHECK(keeps_secrets("https://hub.example/"));
  CHECK(keeps_secrets("http://127.0.0.1:80/hub"));
  CHECK_FALSE(keeps_secrets("http://hub.example/"));
  const std::string form = subscription_form({"https://us/w/1", "https://o/?a=b&c", 600s, "s+1"});
  CHECK(form ==
        "hub.mode=subscribe&hub.topic=https%3A%2F%2Fo%2F%3Fa%3Db%26c&hub.callback="
        "https%3A%2F%2Fus%2Fw%2F1&hub.lease_seconds=600&hub.secret=s%2B1");
  CHECK(subscription_form({"c", "t", 1s, ""}).find("secret") == std::string::npos);
}

TEST_CASE("discovery, subscription, verification, a signed push, and polling beside it",
          "[websub]") {
  Rig rig;
  REQUIRE(rig.subscribed());
  const std::vector<Hub::Form> asked = rig.hub.asked();
  REQUIRE(asked.size() == 1);
  CHECK(asked[0].at("hub.mode") == "subscribe");
  CHECK(asked[0].at("hub.topic") == rig.server.url("/feed"));
  CHECK(asked[0].at("hub.secret").size() == 64);
  CHECK(asked[0].at("hub.lease_seconds") == "864000");
  CHECK(rig.hub.verified().at(0).status == 200);
  CHECK(rig.record().lease_until->ms - rig.clock.now().ms > 863'000'000);

  REQUIRE(rig.until([&] { return rig.titles.size() == 1; }));
  const std::size_t polls = rig.server.count("/feed");
  CHECK(rig.hub.push(rig.rss(rig.entry("/new", "New"))) == 202);
  REQUIRE(rig.until([&] { return rig.titles.size() == 2; }));
  CHECK(rig.titles[1] == "Page /new");
  CHECK(rig.record().pushes == 1);
  CHECK(rig.record().last_push);
  // The content was taken from the push: nobody had to ask the feed.
  CHECK(rig.server.count("/feed") == polls);
  // The same again is no news, and the feed itself is polled as before.
  CHECK(rig.hub.push(rig.rss(rig.entry("/new", "New")), "sha512") == 202);
  REQUIRE(rig.until([&] { return rig.record().pushes == 2; }));
  rig.clock.advance(24h);
  REQUIRE(rig.until([&] { return rig.server.count("/feed") > polls; }));
  CHECK(rig.titles.size() == 2);
}

TEST_CASE("a push that is not the hub's is ignored, whatever is wrong with it", "[websub]") {
  Rig rig;
  REQUIRE(rig.subscribed());
  REQUIRE(rig.until([&] { return rig.titles.size() == 1; }));
  const std::string body = rig.rss(rig.entry("/forged", "Forged"));
  const std::string callback = rig.hub.asked()[0].at("hub.callback");
  // Acknowledged, so that nobody can tell how near he was, and dropped.
  CHECK(rig.hub.push(body, "sha256", "another secret") == 202);
  CHECK(test_support::ask("POST", callback, {}, body).status == 202);
  CHECK(test_support::ask("POST", callback, {{"X-Hub-Signature", "md5=00"}}, body).status == 202);
  // Nobody's callback, and what the door does not speak.
  const std::string nobody = callback.substr(0, callback.rfind('/') + 1);
  CHECK(test_support::ask("POST", nobody + std::string(64, 'a'), {}, body).status == 410);
  CHECK(test_support::ask("POST", nobody, {}, body).status == 410);
  CHECK(test_support::ask("PUT", callback).status == 405);
  CHECK(test_support::ask("POST", callback, {}, std::string(100 << 10, 'x')).status == 413);
  CHECK(
      test_support::ask("POST", callback, {{"X-Long", std::string(64 << 10, 'x')}}, body).status >=
      400);
  const std::string topic = test_support::percent_encoded(rig.server.url("/feed"));
  for (const std::string& query :
       {"?hub.mode=subscribe&hub.challenge=c&hub.topic=" + topic + "x",
        "?hub.mode=unsubscribe&hub.challenge=c&hub.topic=" + topic,
        "?hub.mode=subscribe&hub.topic=" + topic, std::string("?hub.mode=x"), std::string()})
    CHECK(test_support::ask("GET", callback + query).status == 404);
  CHECK(test_support::ask("GET", nobody + std::string(64, 'a') +
                                     "?hub.mode=subscribe&hub.challenge=c&hub.topic=" + topic)
            .status == 404);
  // A right one still comes through, after all of those.
  CHECK(rig.hub.push(rig.rss(rig.entry("/right", "Right")), "sha1") == 202);
  REQUIRE(rig.until([&] { return rig.titles.size() == 2; }));
  CHECK(rig.titles[1] == "Page /right");
  CHECK(rig.record().pushes == 1);
}

TEST_CASE("a lease is renewed before it ends, with the same callback and secret", "[websub]") {
  Rig rig;
  rig.hub.lease = 1000;
  REQUIRE(rig.subscribed());
  const Hub::Form first = rig.hub.asked()[0];
  rig.clock.advance(790s);
  REQUIRE(rig.until([&] { return rig.server.count("/robots.txt") == 1; }));
  CHECK(rig.hub.asked().size() == 1);
  rig.clock.advance(20s);
  REQUIRE(rig.until([&] { return rig.hub.verified().size() == 2; }));
  const Hub::Form second = rig.hub.asked()[1];
  CHECK(second.at("hub.callback") == first.at("hub.callback"));
  CHECK(second.at("hub.secret") == first.at("hub.secret"));
  CHECK(rig.record().lease_until->ms > rig.clock.now().ms + 900'000);
  // A hub that does not say for how long is taken at what was asked for.
  rig.hub.lease = 0;
  rig.clock.advance(900s);
  REQUIRE(rig.until([&] { return rig.hub.verified().size() == 3; }));
  CHECK(rig.record().lease_until->ms > rig.clock.now().ms + 863'000'000);
}

TEST_CASE("a hub that confirms before it answers is believed", "[websub]") {
  Rig rig;
  rig.hub.verifies_first = true;
  rig.hub.status = 500;  // and its answer, which comes later, undoes nothing
  REQUIRE(rig.subscribed());
  REQUIRE(rig.until([&] { return rig.titles.size() == 1 && rig.client->running() == 0; }));
  CHECK(rig.record().state == HubState::active);
  CHECK(rig.record().error.empty());
}

TEST_CASE("hubs that fail, deny or never confirm are asked again, later each time", "[websub]") {
  Rig rig;
  SECTION("an error, then silence, then a yes") {
    rig.hub.status = 503;
    REQUIRE(rig.until([&] { return rig.hub.asked().size() == 1 && !rig.record().error.empty(); }));
    CHECK(rig.record().error == "the hub answered 503 Service Unavailable: not today");
    rig.hub.status = 202;
    rig.hub.verifies = false;
    rig.clock.advance(11min);
    REQUIRE(rig.until([&] { return rig.hub.asked().size() == 2; }));
    rig.hub.verifies = true;
    rig.clock.advance(11min);  // the wait has doubled
    REQUIRE(rig.until([&] { return rig.titles.size() == 1 && rig.client->running() == 0; }));
    CHECK(rig.hub.asked().size() == 2);
    rig.clock.advance(10min);
    REQUIRE(rig.subscribed());
    CHECK(rig.hub.asked().size() == 3);
    CHECK(rig.record().error.empty());
  }
  SECTION("a denial, with its reason") {
    rig.hub.denies = true;
    REQUIRE(rig.until([&] { return rig.hub.verified().size() == 1; }));
    CHECK(rig.record().state == HubState::denied);
    CHECK(rig.record().error == "the hub denies it: closed");
    rig.hub.denies = false;
    rig.clock.advance(25h);
    REQUIRE(rig.subscribed());
  }
  SECTION("whatever the hub does, the feed is polled") {
    rig.hub.status = 500;
    REQUIRE(rig.until([&] { return rig.titles.size() == 1; }));
    CHECK(rig.server.count("/feed") == 1);
    rig.clock.advance(24h);
    REQUIRE(rig.until([&] { return rig.server.count("/feed") == 2; }));
  }
}

TEST_CASE("a feed that names no hub any more is let go", "[websub]") {
  Rig rig;
  REQUIRE(rig.subscribed());
  rig.named = false;
  rig.clock.advance(24h);
  REQUIRE(rig.until([&] { return !rig.hubs->of_feed(rig.id)->has_value(); }));
  CHECK(rig.hub.push(rig.rss("")) == 410);
}

TEST_CASE("what a push cannot tell alone makes the feed be asked", "[websub]") {
  Rig rig;
  REQUIRE(rig.subscribed());
  REQUIRE(rig.until([&] { return rig.titles.size() == 1; }));
  rig.clock.advance(2min);  // beyond the shortest time between two polls for a push
  const std::size_t polls = rig.server.count("/feed");
  const std::vector<std::string> bodies = {
      rig.rss(""), "no feed at all",
      rig.rss("<item><title>T</title><guid isPermaLink=\"false\">1</guid><link>" +
              rig.server.url("/page?token=1") + "</link></item>")};
  std::size_t n = 0;
  for (const std::string& body : bodies) {
    CHECK(rig.hub.push(body) == 202);
    ++n;
    REQUIRE(rig.until([&] { return rig.server.count("/feed") == polls + n; }));
    REQUIRE(rig.until([&] { return rig.poller->idle(); }));
    rig.clock.advance(2min);
  }
  CHECK(rig.titles.size() == 1);
}
