#include "bus/message.h"

#include "bus/cloud_event.h"
#include "bus/endpoint.h"
#include "bus/stage.h"
#include "tests/catch.h"

using namespace pactwatch;
using namespace pactwatch::bus;

TEST_CASE("a message survives the wire") {
  const Message message{"change.microsoft-openai.new", "e1", 7, 3, "{\"a\":1}"};
  const Result<Message> back = decode_message(encode(message));
  REQUIRE(back);
  CHECK(*back == message);
  CHECK(encode(message).size() == 5);
}

TEST_CASE("frames from outside are bounded and checked") {
  const Frames good = encode(Message{"change.a.new", "e1", 7, 3, "{}"});
  const auto with = [&](std::size_t index, std::string value) {
    Frames frames = good;
    frames[index] = std::move(value);
    return decode_message(frames);
  };
  CHECK(decode_message(good));
  CHECK_FALSE(with(0, ""));
  CHECK_FALSE(with(0, std::string(kMaxTopicBytes + 1, 'a')));
  CHECK_FALSE(with(1, std::string(kMaxEpochBytes + 1, 'a')));
  CHECK_FALSE(with(2, "seven"));
  CHECK_FALSE(with(2, "-7"));
  CHECK_FALSE(with(2, "99999999999999999999999"));
  CHECK_FALSE(with(3, "7"));  // the one before cannot be itself
  CHECK_FALSE(with(4, std::string(kMaxPayloadBytes + 1, 'a')));
  CHECK_FALSE(with(4, "\xff\xfe"));
  CHECK_FALSE(decode_message({}));
  CHECK_FALSE(decode_message({"a", "b", "1"}));
  Frames longer = good;
  longer.push_back("more");
  CHECK_FALSE(decode_message(longer));
}

TEST_CASE("requests and replies survive the wire") {
  const Result<ReplayRequest> request = decode_request(encode(ReplayRequest{"9", 42, "change."}));
  REQUIRE(request);
  CHECK(request->since == 42);
  CHECK(request->prefix == "change.");
  CHECK_FALSE(decode_request({"9", "reply", "42", "change."}));
  CHECK_FALSE(decode_request({"9", "replay", "x", "change."}));
  CHECK_FALSE(decode_request({}));

  ReplayReply reply;
  reply.id = "9";
  reply.kind = ReplayReply::Kind::item;
  reply.item = {"change.a.new", "e1", 7, 3, "{}"};
  CHECK(decode_reply(encode(reply))->item == reply.item);
  reply.kind = ReplayReply::Kind::done;
  reply.epoch = "e1";
  reply.complete_to = 8;
  reply.last_seq = 9;
  CHECK(decode_reply(encode(reply))->complete_to == 8);
  CHECK(decode_reply(encode(reply))->last_seq == 9);
  reply.kind = ReplayReply::Kind::error;
  reply.error = "disk is gone";
  CHECK(decode_reply(encode(reply))->error == "disk is gone");
  CHECK_FALSE(decode_reply({"9", "what", "x"}));
  CHECK_FALSE(decode_reply({"9", "done", "e1", "8"}));
}

TEST_CASE("topics cut between segments") {
  CHECK(topic_segment("OpenAI") == "openai");
  CHECK(topic_segment("Stability AI Ltd.") == "stability-ai-ltd");
  CHECK(change_topic("Microsoft+OpenAI", "new") == "change.microsoft+openai.new");
  CHECK(change_topic("Microsoft+OpenAI", "") == "change.microsoft+openai.");
}

TEST_CASE("CloudEvents carry what the specification requires") {
  CloudEvent event;
  event.id = "1";
  event.source = "pactwatch:e1";
  event.type = "pactwatch.change.new";
  event.data = {{"term", "valuation"}};
  const std::string text = encode(event);
  const Result<CloudEvent> back = decode_cloud_event(text);
  REQUIRE(back);
  CHECK(back->data["term"] == "valuation");
  CHECK(text.find("\"specversion\":\"1.0\"") != std::string::npos);
  CHECK_FALSE(decode_cloud_event("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\"}"));
  CHECK_FALSE(
      decode_cloud_event("{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}"));
  CHECK_FALSE(
      decode_cloud_event("{\"specversion\":1,\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}"));
  CHECK_FALSE(decode_cloud_event("[]"));
  CHECK_FALSE(decode_cloud_event("{"));
}

TEST_CASE("listening beyond this machine is refused") {
  for (const char* good : {"inproc://articles", "ipc:///tmp/x.sock", "tcp://127.0.0.1:7311",
                           "tcp://127.0.0.1:*", "tcp://[::1]:7311", "tcp://localhost:7311"}) {
    CAPTURE(good);
    CHECK(check_bind(good));
  }
  for (const char* bad : {"tcp://*:7311", "tcp://0.0.0.0:7311", "tcp://192.168.1.4:7311",
                          "tcp://[::]:7311", "tcp://eth0:7311", "tcp://127.0.0.1.evil.example:1"}) {
    CAPTURE(bad);
    const Status refused = check_bind(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("encryption") != std::string::npos);
  }
  for (const char* malformed :
       {"", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:0", "udp://x:1", "tcp://127.0.0.1:port",
        "tcp://127.0.0.1:70000", "ipc://", "/tmp/x.sock"}) {
    CAPTURE(malformed);
    CHECK_FALSE(check_bind(malformed));
  }
  const Status too_long = check_bind("ipc:///" + std::string(200, 'x'));
  REQUIRE_FALSE(too_long);
  CHECK(too_long.error().hint.find("shorter") != std::string::npos);
  CHECK(check_connect("tcp://10.0.0.1:7311"));
}

TEST_CASE("stage messages survive the wire and malformed ones are refused") {
  ArticleTask task;
  task.item = "17:3";
  task.article.id = "a1";
  task.article.url = "https://news.example/a";
  task.article.title = "A title";
  task.article.text = "Acme paid $3 billion to Umbrella.";
  const Frames frames = encode(task);
  const Result<ArticleTask> back = decode_article_task(frames);
  REQUIRE(back);
  CHECK(back->item == "17:3");
  CHECK(back->article.text == task.article.text);

  Event event;
  event.type = "investment";
  event.roles["investor"] = {"Acme"};
  event.amount = Money{3e9, std::nullopt, "USD", Bound::exact};
  const Frames answer = encode_extraction(frames, "rules-1", "", {event});
  const Result<Extraction> extraction = decode_extraction(answer);
  REQUIRE(extraction);
  CHECK(extraction->item == "17:3");
  CHECK(extraction->rule_set == "rules-1");
  REQUIRE(extraction->events.size() == 1);
  CHECK(extraction->events[0].amount == event.amount);

  CHECK_FALSE(decode_article_task({"article/2", "1", "{}"}));
  CHECK_FALSE(decode_article_task({"article/1", "1", "not json"}));
  CHECK_FALSE(decode_article_task({}));
  Frames broken = answer;
  broken[5] = "{}";
  CHECK_FALSE(decode_extraction(broken));
  broken.pop_back();
  CHECK_FALSE(decode_extraction(broken));
}
