#include "store/follows.h"

#include <algorithm>

#include "store/frontier.h"
#include "store/hubs.h"
#include "tests/catch.h"
#include "tests/support/scratch_directory.h"

using namespace pactwatch;

namespace {

struct Store {
  Store() {
    frontier = std::move(*open_frontier(file()));
    follows = std::move(*open_follows(file()));
  }
  std::string file() const { return directory / "test.db"; }
  std::vector<std::string> feeds() {
    std::vector<std::string> out;
    const Result<std::vector<FeedRecord>> records = frontier->feeds();
    for (const FeedRecord& feed : *records) out.push_back(feed.url);
    std::sort(out.begin(), out.end());
    return out;
  }
  test_support::ScratchDirectory directory;
  std::unique_ptr<Frontier> frontier;
  std::unique_ptr<Follows> follows;
};

using Urls = std::vector<std::string>;

}  // namespace

TEST_CASE("a pair is followed through its feeds, and let go with those that are its own") {
  Store store;
  const UtcTime now{1'700'000'000'000};
  REQUIRE(store.frontier->add_feed("http://old", now));
  REQUIRE(store.frontier->add_feed("http://hand", now));
  REQUIRE(store.frontier->keep_feed("http://hand"));
  const Result<Urls> fresh = store.follows->follow(
      {"OpenAI", "Microsoft"},
      {{"http://old", "Old", 0}, {"http://own", "Own", 60000}, {"http://both", "", 0}}, now);
  REQUIRE(fresh);
  CHECK(*fresh == Urls{"http://own", "http://both"});
  REQUIRE(store.follows->follow({"Oracle", "OpenAI"}, {{"http://both", "", 0}}, now));
  CHECK(store.feeds() == Urls{"http://both", "http://hand", "http://old", "http://own"});
  const auto feeds = store.frontier->feeds();
  for (const FeedRecord& feed : *feeds) {
    CHECK(feed.followed == (feed.url != "http://hand"));
    if (feed.url != "http://own") continue;
    CHECK(feed.title == "Own");
    CHECK(feed.every_ms == 60000);
    CHECK(feed.next_poll == now);
  }
  CHECK(store.follows->all()->at(0).parties == Urls{"OpenAI", "Microsoft"});

  // Again, by other spellings, with other templates: one follow, its list replaced.
  REQUIRE(store.follows->follow({"microsoft", " openai "},
                                {{"http://old", "", 0}, {"http://newer", "", 0}}, now));
  REQUIRE(store.follows->all()->size() == 2);
  CHECK(store.follows->all()->at(0).feeds == Urls{"http://old", "http://newer"});
  CHECK(store.feeds() == Urls{"http://both", "http://hand", "http://newer", "http://old"});

  CHECK(store.follows->unfollow({"OpenAI"}, {}).error().code == ErrorCode::not_found);
  const Result<Unfollowed> would =
      store.follows->would_unfollow({"Microsoft", "OpenAI"}, {"http://newer"});
  REQUIRE(would);
  CHECK(would->kept == Urls{"http://old", "http://newer"});
  CHECK(store.follows->all()->size() == 2);
  const Result<Unfollowed> gone = store.follows->unfollow({"Microsoft", "OpenAI"}, {});
  REQUIRE(gone);
  CHECK(gone->removed == Urls{"http://newer"});
  CHECK(gone->kept == Urls{"http://old"});  // it stood there before
  CHECK(store.feeds() == Urls{"http://both", "http://hand", "http://old"});
  // Somebody keeps what came with a follow by hand: it outlives the follow.
  REQUIRE(store.frontier->keep_feed("http://both"));
  CHECK(store.follows->unfollow({"OpenAI", "Oracle"}, {})->kept == Urls{"http://both"});
  CHECK(store.follows->all()->empty());
}

TEST_CASE("hubs are remembered with their feed, and a late answer undoes no confirmation") {
  Store store;
  const std::unique_ptr<Hubs> hubs = std::move(*open_hubs(store.file()));
  const UtcTime now{1'700'000'000'000};
  const std::int64_t id = *store.frontier->add_feed("http://feed", now);
  PollOutcome outcome;
  outcome.feed = id;
  outcome.at = outcome.next_poll = now;
  outcome.hub = "http://hub";
  outcome.topic = "http://topic";
  REQUIRE(store.frontier->record_poll(outcome));
  REQUIRE(hubs->due(now, 10)->size() == 1);
  CHECK_FALSE(hubs->of_token("")->has_value());
  REQUIRE(hubs->asking(id, "token", "secret", {now.ms + 1000}));
  CHECK(hubs->due(now, 10)->empty());
  REQUIRE(hubs->confirmed("token", {now.ms + 5000}, {now.ms + 4000}));
  REQUIRE(hubs->failed("token", false, "late", {now.ms + 1}));
  const HubRecord active = hubs->of_token("token")->value();
  CHECK(active.state == HubState::active);
  CHECK(active.error.empty());
  CHECK(active.next_try.ms == now.ms + 4000);
  CHECK(active.feed_url == "http://feed");
  // The same again changes nothing; another topic begins anew, without the old token.
  REQUIRE(store.frontier->record_poll(outcome));
  CHECK(hubs->of_feed(id)->value().state == HubState::active);
  outcome.topic = "http://other";
  REQUIRE(store.frontier->record_poll(outcome));
  CHECK(hubs->of_feed(id)->value().state == HubState::offered);
  CHECK_FALSE(hubs->of_token("token")->has_value());
  // A paused feed's hub is left alone, a removed one's forgotten.
  REQUIRE(store.frontier->pause_feed("http://feed", true, now));
  CHECK(hubs->due({now.ms + 9999}, 10)->empty());
  REQUIRE(store.frontier->remove_feed("http://feed"));
  CHECK_FALSE(hubs->of_feed(id)->has_value());
}

TEST_CASE("due feeds are read on from a place, and pauses of hosts outlive the process") {
  Store store;
  for (int i = 0; i < 5; ++i)
    REQUIRE(store.frontier->add_feed("http://f" + std::to_string(i), UtcTime{1000 + 10 * (i / 2)}));
  DuePlace place;
  Urls seen;
  for (int round = 0; round < 3; ++round) {
    const Result<std::vector<FeedRecord>> due = store.frontier->due_feeds({1015}, 3, place);
    REQUIRE(due);
    for (const FeedRecord& feed : *due) {
      seen.push_back(feed.url);
      place = {feed.next_poll, feed.id};
    }
  }
  CHECK(seen == Urls{"http://f0", "http://f1", "http://f2", "http://f3"});
  CHECK(store.frontier->next_due(place)->feed == UtcTime{1020});
  CHECK(store.frontier->next_due()->feed == UtcTime{1000});
  CHECK_FALSE(store.frontier->next_due()->item);
  REQUIRE(store.frontier->defer({{1, {5000}}, {2, {6000}}}));
  CHECK(store.frontier->due_feeds({1015}, 9)->size() == 2);
  CHECK(*store.frontier->count_feeds() == 5);
  CHECK_FALSE(*store.frontier->all_asked());

  REQUIRE(store.frontier->pause_host({"h.example", {9000}}));
  REQUIRE(store.frontier->pause_host({"h.example", {8000}}));  // ends no longer one
  REQUIRE(store.frontier->pause_host({"i.example", {2000}}));
  const std::unique_ptr<Frontier> again = std::move(*open_frontier(store.file()));
  const Result<std::vector<HostPause>> pauses = again->host_pauses({3000});
  REQUIRE(pauses);
  REQUIRE(pauses->size() == 1);
  CHECK(pauses->front().host == "h.example");
  CHECK(pauses->front().until == UtcTime{9000});
}
