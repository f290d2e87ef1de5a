#include "daemon/newsroom.h"

#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <thread>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "core/hash.h"
#include "core/json.h"
#include "daemon/newsroom_page.h"
#include "daemon/newsroom_story.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;

constexpr const char* kAddress = "127.0.0.1";  // the demo is nobody else's business
constexpr std::size_t kEntriesPerFeed = 15;
constexpr std::size_t kRelated = 4;
constexpr const char* kRobots = "User-agent: *\nDisallow: /*/account/\n";

std::string http_date(std::time_t time) {
  std::tm parts{};
  gmtime_r(&time, &parts);
  char out[64];
  std::strftime(out, sizeof out, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return out;
}

}  // namespace

class Newsroom::Impl {
 public:
  Impl(NewsroomScript script, std::optional<milliseconds> tick)
      : script_(std::move(script)), tick_(tick) {}
  ~Impl() { stop(); }

  Status start(int port);
  bool advance();
  void stop();
  int port() const { return port_; }
  const NewsroomScript& script() const { return script_; }
  std::string root() const {
    return "http://" + std::string(kAddress) + ":" + std::to_string(port_);
  }
  std::size_t stories_out() const {
    const std::lock_guard lock(mutex_);
    return out_;
  }

 private:
  void route();
  // What `outlet` shows now, newest first. Call it with the lock held.
  std::vector<PublishedStory> published(const std::string& outlet) const;
  void serve_feed(const Outlet& outlet, const httplib::Request& request,
                  httplib::Response& response) const;
  void serve_story(const Outlet& outlet, const std::string& slug, const httplib::Request& request,
                   httplib::Response& response) const;
  void serve_status(httplib::Response& response) const;
  // Body with validators, or 304 where the request has them.
  static void send(const std::string& body, const char* type, std::time_t changed,
                   const httplib::Request& request, httplib::Response& response);
  void run_clock();

  const NewsroomScript script_;
  const std::optional<milliseconds> tick_;
  httplib::Server server_;
  int port_ = 0;
  std::thread serving_;
  std::thread clock_;
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;                     // guarded by mutex_
  std::size_t out_ = 0;                       // guarded by mutex_
  std::time_t changed_ = std::time(nullptr);  // guarded by mutex_: when the last story came out
};

Status Newsroom::Impl::start(int port) {
  // Only this process answers on the port (httplib would share it), and a restart gets it back.
  server_.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server_.new_task_queue = [] { return new httplib::ThreadPool(16); };  // httplib deletes it
  server_.set_keep_alive_timeout(1);  // seconds; also how long a stop may take
  route();
  if (port == 0) {
    port_ = server_.bind_to_any_port(kAddress);
  } else if (server_.bind_to_port(kAddress, port)) {
    port_ = port;
  } else {
    port_ = -1;
  }
  if (port_ <= 0)
    return fail(ErrorCode::unavailable, "the port is not free",
                std::string(kAddress) + ":" + std::to_string(port), "--port 0 takes a free one");
  serving_ = std::thread([this] { server_.listen_after_bind(); });
  // A stop before the server listens would be lost.
  while (!server_.is_running()) std::this_thread::sleep_for(milliseconds(1));
  if (tick_ == milliseconds(0)) {
    while (advance()) {
    }
  } else if (tick_) {
    clock_ = std::thread([this] { run_clock(); });
  }
  return {};
}

void Newsroom::Impl::route() {
  const auto root_page = [this](const httplib::Request&, httplib::Response& response) {
    response.set_content(front_page(root(), script_.outlets), "text/html; charset=utf-8");
  };
  server_.Get("/", root_page);
  server_.Get("/robots.txt", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(kRobots, "text/plain");
  });
  server_.Get("/status", [this](const httplib::Request&, httplib::Response& response) {
    serve_status(response);
  });
  for (const Outlet& outlet : script_.outlets) {
    server_.Get(feed_url("", outlet),
                [this, &outlet](const httplib::Request& request, httplib::Response& response) {
                  serve_feed(outlet, request, response);
                });
    server_.Get("/" + outlet.key + R"(/([a-z0-9-]+))",
                [this, &outlet](const httplib::Request& request, httplib::Response& response) {
                  serve_story(outlet, request.matches[1], request, response);
                });
  }
}

std::vector<PublishedStory> Newsroom::Impl::published(const std::string& outlet) const {
  std::vector<PublishedStory> out;
  for (std::size_t i = 0; i < out_; ++i) {
    const Story& story = script_.stories[i];
    if (story.outlet != outlet) continue;
    if (story.corrects.empty()) {
      out.push_back({&story, &story});
      continue;
    }
    for (PublishedStory& earlier : out)
      if (earlier.address->slug == story.corrects) earlier.story = &story;
  }
  std::reverse(out.begin(), out.end());
  return out;
}

void Newsroom::Impl::send(const std::string& body, const char* type, std::time_t changed,
                          const httplib::Request& request, httplib::Response& response) {
  const std::string etag = "\"" + content_id({body}) + "\"";
  const std::string modified = http_date(changed);
  response.set_header("ETag", etag);
  response.set_header("Last-Modified", modified);
  response.set_header("Cache-Control", "no-cache");
  const bool known = request.has_header("If-None-Match")
                         ? request.get_header_value("If-None-Match") == etag
                         : request.get_header_value("If-Modified-Since") == modified;
  if (known)
    response.status = 304;
  else
    response.set_content(body, type);  // httplib compresses what the client takes compressed
}

void Newsroom::Impl::serve_feed(const Outlet& outlet, const httplib::Request& request,
                                httplib::Response& response) const {
  const std::lock_guard lock(mutex_);
  std::vector<PublishedStory> stories = published(outlet.key);
  if (stories.size() > kEntriesPerFeed) stories.resize(kEntriesPerFeed);
  send(feed_document(root(), outlet, stories), feed_type(outlet.format), changed_, request,
       response);
}

void Newsroom::Impl::serve_story(const Outlet& outlet, const std::string& slug,
                                 const httplib::Request& request,
                                 httplib::Response& response) const {
  const std::lock_guard lock(mutex_);
  const std::vector<PublishedStory> stories = published(outlet.key);
  const auto found = std::find_if(stories.begin(), stories.end(), [&](const PublishedStory& one) {
    return one.address->slug == slug;
  });
  if (found == stories.end()) {
    response.status = 404;
    response.set_content("<!doctype html><title>Not found</title><h1>No such page</h1>",
                         "text/html; charset=utf-8");
    return;
  }
  std::vector<PublishedStory> related;
  for (auto other = stories.begin(); other != stories.end() && related.size() < kRelated; ++other)
    if (other != found) related.push_back(*other);
  send(article_page(root(), outlet, *found, related), "text/html; charset=utf-8", changed_, request,
       response);
}

void Newsroom::Impl::serve_status(httplib::Response& response) const {
  const std::lock_guard lock(mutex_);
  nlohmann::json status = {{"out", out_}, {"total", script_.stories.size()}, {"latest", nullptr}};
  if (out_ > 0) status["latest"] = script_.stories[out_ - 1].slug;
  response.set_content(dump_json(status) + "\n", "application/json");
}

bool Newsroom::Impl::advance() {
  const std::lock_guard lock(mutex_);
  if (out_ == script_.stories.size()) return false;
  ++out_;
  changed_ = std::time(nullptr);
  return true;
}

void Newsroom::Impl::run_clock() {
  std::unique_lock lock(mutex_);
  while (!stopped_.wait_for(lock, *tick_, [this] { return stopping_; })) {
    lock.unlock();
    const bool more = advance();
    lock.lock();
    if (!more) return;
  }
}

void Newsroom::Impl::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (clock_.joinable()) clock_.join();
  server_.stop();
  if (serving_.joinable()) serving_.join();
}

Newsroom::Newsroom(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Newsroom::~Newsroom() = default;

Result<std::unique_ptr<Newsroom>> Newsroom::start(const NewsroomOptions& options) {
  Result<NewsroomScript> script =
      load_newsroom(options.directory.empty() ? default_newsroom_directory() : options.directory);
  if (!script) return tl::unexpected(script.error());
  auto impl = std::make_unique<Impl>(std::move(*script), options.tick);
  if (Status started = impl->start(options.port); !started) return tl::unexpected(started.error());
  return std::unique_ptr<Newsroom>(new Newsroom(std::move(impl)));
}

int Newsroom::port() const { return impl_->port(); }
std::size_t Newsroom::total() const { return impl_->script().stories.size(); }
std::size_t Newsroom::stories_out() const { return impl_->stories_out(); }
bool Newsroom::advance() { return impl_->advance(); }
void Newsroom::stop() { impl_->stop(); }

std::vector<std::string> Newsroom::feed_urls() const {
  std::vector<std::string> out;
  for (const Outlet& outlet : impl_->script().outlets)
    out.push_back(feed_url(impl_->root(), outlet));
  return out;
}

}  // namespace pactwatch
