// How long news take: from the last byte of an article's page, or from an event on the bus, to the
// alert. A real daemon, real servers on loopback, a real subscriber, one story after another.

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>
#include <httplib.h>

#include "bus/socket.h"
#include "bus/stage.h"
#include "bus/subscriber.h"

namespace pactwatch::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kStories = 60;
constexpr milliseconds kPatience{20'000};  // for one story

constexpr std::array<const char*, 20> kNames = {
    "Microsoft", "OpenAI",     "Oracle",  "Nvidia",   "Intel",     "Salesforce", "Adobe",
    "Anthropic", "Databricks", "Cisco",   "IBM",      "Qualcomm",  "Broadcom",   "Tesla",
    "Uber",      "Netflix",    "Spotify", "Palantir", "Snowflake", "CoreWeave"};

std::string page(int i) {
  const std::size_t n = static_cast<std::size_t>(i);
  const std::string investor = kNames[n % kNames.size()];
  const std::string investee = kNames[(n + 1 + n / kNames.size()) % kNames.size()];
  const std::string title = investor + " invests in " + investee;
  return "<!doctype html><html lang=\"en\"><head><title>" + title +
         "</title><meta property=\"article:published_time\" "
         "content=\"2026-05-12T08:00:00Z\"></head>"
         "<body><article><h1>" +
         title + "</h1><p>" + investor + " has invested $" + std::to_string(i + 1) +
         " billion in " + investee +
         ", the companies said.</p><p>This is a second paragraph of no news at all, which is here "
         "because articles have more than one, and because a page of one line is rightly taken for "
         "no article by those who read it.</p></article></body></html>";
}

// Serves a feed that grows by a story at a time, and notes when a page's last byte was written.
class Outlet {
 public:
  Outlet() {
    server_.Get("/feed", [this](const httplib::Request&, httplib::Response& response) {
      std::string body =
          "<rss version=\"2.0\"><channel><title>Bench</title><link>http://127.0.0.1/</link>";
      for (int i = 0; i < out_; ++i) {
        const std::string link = url("/a/" + std::to_string(i));
        body += "<item><title>Story " + std::to_string(i) + "</title><link>" + link +
                "</link><guid>" + link + "</guid></item>";
      }
      response.set_content(body + "</channel></rss>", "application/rss+xml");
    });
    server_.Get(
        R"(/a/(\d+))", [this](const httplib::Request& request, httplib::Response& response) {
          const std::size_t story = std::stoul(request.matches[1]);
          const std::string body = page(static_cast<int>(story));
          response.set_content_provider(
              body.size(), "text/html; charset=utf-8",
              [this, body, story](std::size_t from, std::size_t length, httplib::DataSink& sink) {
                sink.write(body.data() + from, length);
                if (story < served_.size())
                  served_[story] = steady_clock::now().time_since_epoch().count();
                return true;
              });
        });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
  }
  ~Outlet() {
    server_.stop();
    thread_.join();
  }
  std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  void publish_next() { ++out_; }
  steady_clock::time_point served(int story) const {
    return steady_clock::time_point(
        steady_clock::duration(served_[static_cast<std::size_t>(story)]));
  }

 private:
  httplib::Server server_;
  int port_ = 0;
  std::atomic<int> out_ = 0;
  std::array<std::atomic<std::int64_t>, kStories> served_{};
  std::thread thread_;
};

// The daemon as a child, ended with its directory.
class Daemon {
 public:
  // `configuration` besides [daemon]; DIR in it is the daemon's directory.
  explicit Daemon(std::string configuration) {
    char name[] = "/tmp/pactwatch-bench.XXXXXX";
    directory_ = mkdtemp(name);
    for (std::size_t at = 0; (at = configuration.find("DIR", at)) != std::string::npos;)
      configuration.replace(at, 3, directory_);
    const std::string file = directory_ + "/pactwatch.toml";
    std::ofstream(file) << "[daemon]\ndata = \"data\"\nlog = \"error\"\n" << configuration;
    child_ = fork();
    if (child_ == 0) {
      const int silent = ::open("/dev/null", 1);
      dup2(silent, 1);
      execl(PACTWATCH_BENCH_BINARY, "pactwatch", "run", "--config", file.c_str(), nullptr);
      _exit(127);
    }
  }
  ~Daemon() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
    std::filesystem::remove_all(directory_);
  }
  std::string endpoint(const char* socket) const {
    return "ipc://" + directory_ + "/data/" + socket;
  }
  std::string extractions() const { return "ipc://" + directory_ + "/extractions.sock"; }

 private:
  std::string directory_;
  pid_t child_ = -1;
};

double percentile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void page_to_alert(benchmark::State& state) {
  for (auto _ : state) {
    Outlet outlet;
    const Daemon daemon("[fetch]\nevery = \"50ms\"\nallow_loopback = true\n[[feed]]\nurl = \"" +
                        outlet.url("/feed") + "\"\n");
    const bus::Context context;
    bus::SubscriberOptions options;
    options.publish_endpoint = daemon.endpoint("changes.sock");
    options.replay_endpoint = daemon.endpoint("replay.sock");
    Result<bus::Subscriber> subscriber = bus::Subscriber::connect(context, options);
    if (!subscriber) {
      state.SkipWithError("no subscriber");
      return;
    }
    std::vector<double> milliseconds_taken;
    for (int story = 0; story < kStories; ++story) {
      outlet.publish_next();
      const std::string mark = outlet.url("/a/" + std::to_string(story)) + "\"";
      const auto end = steady_clock::now() + kPatience;
      bool arrived = false;
      while (!arrived && steady_clock::now() < end) {
        const Result<std::optional<bus::Delivery>> delivery = subscriber->next(milliseconds(100));
        arrived =
            delivery && *delivery && (*delivery)->message.payload.find(mark) != std::string::npos;
      }
      if (!arrived) {
        state.SkipWithError("a story never arrived at the subscriber");
        return;
      }
      const std::chrono::duration<double, std::milli> taken =
          steady_clock::now() - outlet.served(story);
      milliseconds_taken.push_back(taken.count());
    }
    std::sort(milliseconds_taken.begin(), milliseconds_taken.end());
    state.counters["p50_ms"] = percentile(milliseconds_taken, 0.5);
    state.counters["p99_ms"] = percentile(milliseconds_taken, 0.99);
  }
}
BENCHMARK(page_to_alert)->Iterations(1)->Unit(benchmark::kSecond);

// From an event handed to the ledger over the bus to the alert: at a subscriber, and at the
// receiver of a webhook.
void event_to_alert(benchmark::State& state) {
  constexpr int kEvents = 300;
  for (auto _ : state) {
    std::array<std::atomic<std::int64_t>, kEvents> posted{};
    httplib::Server receiver;
    receiver.Post("/hook", [&](const httplib::Request& request, httplib::Response&) {
      const std::int64_t now = steady_clock::now().time_since_epoch().count();
      static const std::string mark = "https://bench.example/";
      for (std::size_t at = 0; (at = request.body.find(mark, at)) != std::string::npos;) {
        at += mark.size();
        posted[std::strtoul(request.body.c_str() + at, nullptr, 10) % kEvents] = now;
      }
    });
    const int port = receiver.bind_to_any_port("127.0.0.1");
    std::thread serving([&] { receiver.listen_after_bind(); });
    const auto stop = [&] {
      receiver.stop();
      serving.join();
    };
    std::vector<double> subscriber_ms, webhook_ms;
    {
      const Daemon daemon(
          "[bus]\nextractions = \"ipc://DIR/extractions.sock\"\n[alerts]\n"
          "allow_private = true\n[[alert]]\nname = \"hook\"\nwebhook = \"http://127.0.0.1:" +
          std::to_string(port) + "/hook\"\n");
      const bus::Context context;
      bus::SubscriberOptions options;
      options.publish_endpoint = daemon.endpoint("changes.sock");
      options.replay_endpoint = daemon.endpoint("replay.sock");
      Result<bus::Subscriber> subscriber = bus::Subscriber::connect(context, options);
      Result<bus::Socket> push = bus::Socket::open(context, bus::SocketKind::push, {});
      if (!subscriber || !push || !push->connect(daemon.extractions())) {
        stop();
        state.SkipWithError("no sockets");
        return;
      }
      for (int i = 0; i < kEvents; ++i) {
        Article article;
        article.url = "https://bench.example/" + std::to_string(i);
        article.id = article_id(article.url);
        article.outlet = "Bench";
        article.published = "2026-05-12";
        article.text = "Story " + std::to_string(i) + " says that one company invests in another.";
        article.content_hash = content_hash("", article.text);
        Event event;
        event.type = "investment";
        event.roles = {{"investor", {"Investor " + std::to_string(i)}},
                       {"investee", {"Investee " + std::to_string(i)}}};
        event.amount = Money{1e9 * (i + 1), std::nullopt, "USD", Bound::exact};
        event.stage = "completed";
        event.span = {0, 20};
        event.rule = "bench";
        const steady_clock::time_point start = steady_clock::now();
        const Result<bool> sent =
            push->send(bus::encode_extraction(bus::encode(bus::ArticleTask{"0", article}), "bench",
                                              "", {event}),
                       static_cast<int>(kPatience.count()));
        bool arrived = false;
        while (sent && *sent && !arrived && steady_clock::now() < start + kPatience) {
          const Result<std::optional<bus::Delivery>> delivery = subscriber->next(milliseconds(100));
          arrived = delivery && *delivery &&
                    (*delivery)->message.payload.find(article.url + "\"") != std::string::npos;
        }
        const std::chrono::duration<double, std::milli> taken = steady_clock::now() - start;
        const std::size_t n = static_cast<std::size_t>(i);
        while (posted[n] == 0 && steady_clock::now() < start + kPatience)
          std::this_thread::sleep_for(std::chrono::microseconds(200));
        if (!arrived || posted[n] == 0) {
          stop();
          state.SkipWithError("an alert never arrived");
          return;
        }
        subscriber_ms.push_back(taken.count());
        webhook_ms.push_back(std::chrono::duration<double, std::milli>(
                                 steady_clock::duration(posted[n]) - start.time_since_epoch())
                                 .count());
      }
    }
    stop();
    std::sort(subscriber_ms.begin(), subscriber_ms.end());
    std::sort(webhook_ms.begin(), webhook_ms.end());
    state.counters["p50_ms"] = percentile(subscriber_ms, 0.5);
    state.counters["p99_ms"] = percentile(subscriber_ms, 0.99);
    state.counters["webhook_p50_ms"] = percentile(webhook_ms, 0.5);
    state.counters["webhook_p99_ms"] = percentile(webhook_ms, 0.99);
  }
}
BENCHMARK(event_to_alert)->Iterations(1)->Unit(benchmark::kSecond);

}  // namespace
}  // namespace pactwatch::bench
