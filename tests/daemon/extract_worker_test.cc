#include "daemon/extract_worker.h"

#include <memory>
#include <stdexcept>

#include "bus/stage.h"
#include "tests/catch.h"

using namespace pactwatch;

namespace {

bus::Socket stage_socket(const bus::Context& context, bus::SocketKind kind, const char* endpoint,
                         int queue) {
  bus::SocketOptions options;
  options.send_queue = options.receive_queue = queue;
  Result<bus::Socket> socket = bus::Socket::open(context, kind, options);
  REQUIRE(socket);
  REQUIRE(socket->bind(endpoint));
  return std::move(*socket);
}

bus::Frames task(int number) {
  bus::ArticleTask task;
  task.item = std::to_string(number);
  task.article.id = "a" + task.item;
  task.article.text = number == 3 ? "throw" : "Acme bought Umbrella.";
  return bus::encode(task);
}

Extracted read_article(const Article& article) {
  if (article.text == "throw") throw std::runtime_error("a bad day");
  Event event;
  event.type = "acquisition";
  event.roles["target"] = {"Umbrella"};
  return {"rules-1", "", {event}};
}

}  // namespace

TEST_CASE("articles go in, extractions come out, a failing one fails alone") {
  const bus::Context context;
  bus::Socket articles = stage_socket(context, bus::SocketKind::push, "inproc://a1", 64);
  bus::Socket extractions = stage_socket(context, bus::SocketKind::pull, "inproc://e1", 64);
  Worker worker("extract", [&](Worker& self) {
    return run_extract_worker(context, {"inproc://a1", "inproc://e1"}, read_article, self);
  });
  REQUIRE(articles.send({"junk"}, 5000));
  for (int i = 0; i < 10; ++i) REQUIRE(*articles.send(task(i), 5000));
  for (int i = 0; i < 10; ++i) {
    Result<std::optional<bus::Frames>> frames = extractions.receive(5000);
    REQUIRE(frames);
    REQUIRE(*frames);
    const Result<bus::Extraction> extraction = bus::decode_extraction(**frames);
    REQUIRE(extraction);
    CHECK(extraction->item == std::to_string(i));
    CHECK(extraction->events.size() == (i == 3 ? 0u : 1u));
    CHECK((extraction->error.find("a bad day") != std::string::npos) == (i == 3));
  }
  worker.drain();
  worker.join();
  CHECK_FALSE(worker.failure());
  CHECK(worker.beats() > 10);
}

TEST_CASE("an article in another language goes on unread, with the reason") {
  const bus::Context context;
  bus::Socket articles = stage_socket(context, bus::SocketKind::push, "inproc://a4", 64);
  bus::Socket extractions = stage_socket(context, bus::SocketKind::pull, "inproc://e4", 64);
  Worker worker("extract", [&](Worker& self) {
    return run_extract_worker(context, {"inproc://a4", "inproc://e4"}, read_article, self);
  });
  // An empty language is one that nobody could tell.
  for (const char* language : {"de", "en", ""}) {
    bus::ArticleTask task;
    task.item = "1";
    task.article.id = "a1";
    task.article.text = "Acme bought Umbrella.";
    task.article.language = language;
    REQUIRE(*articles.send(bus::encode(task), 5000));
    Result<std::optional<bus::Frames>> frames = extractions.receive(5000);
    REQUIRE(frames);
    REQUIRE(*frames);
    const Result<bus::Extraction> extraction = bus::decode_extraction(**frames);
    REQUIRE(extraction);
    const bool german = std::string(language) == "de";
    CHECK(extraction->events.empty() == german);
    CHECK((extraction->error.find("another language (de)") != std::string::npos) == german);
  }
  worker.drain();
  worker.join();
}

TEST_CASE("draining finishes what is queued, however slow the next stage") {
  const bus::Context context;
  bus::Socket articles = stage_socket(context, bus::SocketKind::push, "inproc://a2", 64);
  bus::Socket extractions = stage_socket(context, bus::SocketKind::pull, "inproc://e2", 1);
  Worker worker("extract", [&](Worker& self) {
    return run_extract_worker(context, {"inproc://a2", "inproc://e2"}, read_article, self);
  });
  for (int i = 0; i < 50; ++i) REQUIRE(*articles.send(task(0), 5000));
  worker.drain();
  int got = 0;
  for (; got < 50; ++got) {
    Result<std::optional<bus::Frames>> frames = extractions.receive(5000);
    REQUIRE(frames);
    REQUIRE(*frames);
  }
  worker.join();
  CHECK(got == 50);
}

TEST_CASE("a worker whose successor is gone can be abandoned") {
  const bus::Context context;
  bus::Socket articles = stage_socket(context, bus::SocketKind::push, "inproc://a3", 1000);
  bus::Socket extractions = stage_socket(context, bus::SocketKind::pull, "inproc://e3", 1);
  Worker worker("extract", [&](Worker& self) {
    return run_extract_worker(context, {"inproc://a3", "inproc://e3"}, read_article, self);
  });
  for (int i = 0; i < 200; ++i) REQUIRE(*articles.send(task(0), 5000));
  worker.abandon();
  worker.join();
  CHECK(worker.finished());
}
