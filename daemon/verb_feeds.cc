// pactwatch feeds: what is polled, how it fares, and what else should be.

#include <algorithm>
#include <filesystem>
#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "core/text.h"
#include "daemon/config.h"
#include "daemon/feed_health.h"
#include "daemon/input.h"
#include "daemon/lock.h"
#include "daemon/options.h"
#include "daemon/verb.h"
#include "fetcher/feed_probe.h"
#include "fetcher/opml.h"
#include "fetcher/url.h"
#include "store/data_dir.h"
#include "store/frontier.h"
#include "store/hubs.h"

namespace pactwatch {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* kUsage =
    "usage: pactwatch feeds list                what is polled, a line each\n"
    "       pactwatch feeds show URL            how one fares: last good answer, next poll and "
    "why\n"
    "       pactwatch feeds check URL           look at an address without adding it\n"
    "       pactwatch feeds add URL...          a feed, or a page that names its feed; "
    "--unchecked\n"
    "       pactwatch feeds pause|resume URL    stop polling it for a while, and go on\n"
    "       pactwatch feeds remove URL          forget it and its entries\n"
    "       pactwatch feeds import FILE.opml    add the feeds of a list (- is standard input)\n"
    "       pactwatch feeds export              all of them as OPML, on standard output\n"
    "all take [--data DIR] [--config FILE]; list, show and check take --json\n";

int failed(const Error& error) {
  std::cerr << "pactwatch feeds: " << to_string(error) << '\n';
  return kExitFailed;
}

json time_or_null(const std::optional<UtcTime>& time) {
  return time ? json(to_iso(*time)) : json(nullptr);
}

json to_json(const FeedRecord& feed) {
  return {{"url", feed.url},
          {"title", feed.title},
          {"last_ok", time_or_null(feed.last_ok)},
          {"last_new", time_or_null(feed.last_new)},
          {"next_poll", feed.gone || feed.paused ? json(nullptr) : json(to_iso(feed.next_poll))},
          {"interval_s", feed.interval_s},
          {"errors", feed.errors},
          {"last_error", feed.last_error},
          {"gone", feed.gone},
          {"paused", feed.paused},
          {"added", feed.added},
          {"followed", feed.followed},
          {"redirect_to", feed.redirect_to},
          {"repairs", feed.repairs},
          {"items", {{"pending", feed.pending}, {"done", feed.done}, {"failed", feed.failed}}}};
}

std::string named(const FeedRecord& feed) {
  return feed.title.empty() ? feed.url : feed.url + "  (" + feed.title + ")";
}

void print_line(const FeedRecord& feed) {
  std::cout << named(feed) << "\n  " << feed.done << " read, " << feed.pending << " to read, "
            << feed.failed << " failed; ";
  if (feed.gone)
    std::cout << "gone for good (410)";
  else if (feed.paused)
    std::cout << "paused";
  else
    std::cout << "next poll " << to_iso(feed.next_poll);
  std::cout << "; last good " << (feed.last_ok ? to_iso(*feed.last_ok) : std::string("never"))
            << '\n';
  if (feed.errors > 0)
    std::cout << "  " << feed.errors << " errors in a row: " << feed.last_error << '\n';
  if (!feed.repairs.empty()) std::cout << "  repaired: " << feed.repairs << '\n';
}

// One call of the verb: its options, and what they name.
class Feeds {
 public:
  Feeds(Options options, Config config)
      : options_(std::move(options)), config_(std::move(config)) {}

  int run() {
    const std::vector<std::string>& words = options_.positional();
    const std::string what = words.empty() ? "" : words[0];
    const std::size_t given = words.size() - (words.empty() ? 0 : 1);
    if (what == "list" && given == 0) return list();
    if (what == "show" && given == 1) return show(words[1]);
    if (what == "check" && given == 1) return check(words[1]);
    if (what == "add" && given >= 1) return add({words.begin() + 1, words.end()});
    if ((what == "pause" || what == "resume") && given == 1)
      return pause(words[1], what == "pause");
    if (what == "remove" && given == 1) return remove(words[1]);
    if (what == "import" && given == 1) return import(words[1]);
    if (what == "export" && given == 0) return export_all();
    const std::string near = nearest_name(
        what, {"list", "show", "check", "add", "pause", "resume", "remove", "import", "export"});
    std::string message = what.empty() ? "say what to do" : "\"feeds " + what + "\" with ";
    if (!what.empty())
      message += std::to_string(given) + " more words is nothing I can do" +
                 (near.empty() || near == what ? "" : "; did you mean \"" + near + "\"?");
    return usage_error("feeds", {ErrorCode::invalid_input, message, "", ""}, kUsage);
  }

 private:
  Result<std::unique_ptr<Frontier>> for_reading() const {
    const fs::path file = database_file(config_.data);
    std::error_code error;
    if (!fs::exists(file, error))
      return fail(ErrorCode::not_found, "no feeds are known here yet", file.string(),
                  "pactwatch feeds add URL, or name the directory with --data");
    return open_frontier_read_only(file.string());
  }

  Result<std::unique_ptr<Frontier>> for_writing() const {
    if (Status prepared = prepare_directory(config_.data); !prepared)
      return tl::unexpected(prepared.error());
    return open_frontier(database_file(config_.data).string());
  }

  Result<std::unique_ptr<HttpClient>> client() const {
    HttpOptions http;
    if (!config_.user_agent.empty()) http.user_agent = config_.user_agent;
    http.addresses.allow_loopback = config_.allow_loopback;
    http.addresses.allow_private = config_.allow_private;
    http.total_timeout = config_.timeout;
    return HttpClient::create(http);
  }

  ScheduleOptions schedule_of(const FeedRecord& record) const {
    ScheduleOptions schedule;
    schedule.every = config_.every;
    if (record.every_ms > 0) schedule.every = std::chrono::milliseconds(record.every_ms);
    for (const FeedConfig& feed : config_.feeds)
      if (feed.url == record.url && feed.every) schedule.every = *feed.every;
    return schedule;
  }

  bool is_configured(const std::string& url) const {
    return std::any_of(config_.feeds.begin(), config_.feeds.end(),
                       [&](const FeedConfig& feed) { return feed.url == url; });
  }

  int list() {
    Result<std::unique_ptr<Frontier>> frontier = for_reading();
    if (!frontier) return failed(frontier.error());
    const Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
    if (!feeds) return failed(feeds.error());
    for (const FeedRecord& feed : *feeds) {
      if (options_.has("--json"))
        std::cout << dump_json(to_json(feed)) << '\n';
      else
        print_line(feed);
    }
    return kExitOk;
  }

  int show(const std::string& url) {
    Result<std::unique_ptr<Frontier>> frontier = for_reading();
    if (!frontier) return failed(frontier.error());
    const Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
    if (!feeds) return failed(feeds.error());
    std::vector<std::string> known;
    for (const FeedRecord& feed : *feeds) {
      known.push_back(feed.url);
      if (feed.url != url) continue;
      const UtcTime now = system_clock().now();
      std::vector<std::string> health = tell_health(feed, schedule_of(feed), now);
      const Result<std::unique_ptr<Hubs>> hubs =
          open_hubs_read_only(database_file(config_.data).string());
      if (hubs)
        if (const Result<std::optional<HubRecord>> hub = (*hubs)->of_feed(feed.id); hub && *hub)
          health.push_back(tell_hub(**hub, !config_.websub_callback.empty(), now));
      if (options_.has("--json")) {
        json out = to_json(feed);
        out["health"] = health;
        std::cout << dump_json(out) << '\n';
        return kExitOk;
      }
      std::cout << named(feed) << '\n';
      for (const std::string& sentence : health) std::cout << "  " << sentence << '\n';
      return kExitOk;
    }
    const std::string near = nearest_name(url, known);
    return failed({ErrorCode::not_found, "no feed has this URL", url,
                   near.empty() ? "pactwatch feeds list" : "did you mean " + near + "?"});
  }

  int check(const std::string& url) {
    const Result<std::unique_ptr<HttpClient>> http = client();
    if (!http) return failed(http.error());
    const Result<FeedProbe> probe = probe_feed(**http, url);
    if (!probe) return failed(probe.error());
    const std::vector<std::string> lines = describe_probe(*probe, url, system_clock().now());
    if (options_.has("--json")) {
      std::cout << dump_json({{"url", url},
                              {"feed", probe->is_feed},
                              {"status", probe->response.status},
                              {"version", probe->feed.version},
                              {"entries", probe->feed.entries.size()},
                              {"feeds", probe->feeds},
                              {"told", lines}})
                << '\n';
    } else {
      std::cout << url << '\n';
      for (const std::string& line : lines) std::cout << "  " << line << '\n';
    }
    return probe->is_feed ? kExitOk : kExitFailed;
  }

  // The feed that `url` is or names. A person may have the address of the page at hand.
  Result<std::string> discover(HttpClient& http, const std::string& url) {
    const std::string hint = "pactwatch feeds add --unchecked " + url + " adds it all the same";
    Result<FeedProbe> probe = probe_feed(http, url);
    if (!probe) {
      Error error = probe.error();
      if (error.hint.empty()) error.hint = hint;
      return tl::unexpected(error);
    }
    if (probe->is_feed) return url;
    if (probe->feeds.empty()) return fail(ErrorCode::invalid_input, probe->problem, url, hint);
    if (probe->feeds.size() > 1) {
      std::string all;
      for (const std::string& feed : probe->feeds) all += "\n    " + feed;
      return fail(ErrorCode::invalid_input, "the page names several feeds:" + all, url,
                  "pactwatch feeds add with the one you mean");
    }
    const std::string feed = probe->feeds.front();
    const Result<FeedProbe> named = probe_feed(http, feed);
    if (!named) return tl::unexpected(named.error());
    if (!named->is_feed)
      return fail(ErrorCode::invalid_input, "the page names a feed that is none: " + named->problem,
                  feed);
    std::cerr << "pactwatch feeds: " << url << " is a page; its feed is " << feed << '\n';
    return feed;
  }

  Status keep(Frontier& frontier, const std::string& url) {
    const Result<std::int64_t> id = frontier.add_feed(url, system_clock().now());
    if (!id) return tl::unexpected(id.error());
    return frontier.keep_feed(url);
  }

  int add(const std::vector<std::string>& urls) {
    Result<std::unique_ptr<Frontier>> frontier = for_writing();
    if (!frontier) return failed(frontier.error());
    const Result<std::unique_ptr<HttpClient>> http = client();
    if (!http) return failed(http.error());
    int code = kExitOk;
    for (const std::string& given : urls) {
      Result<std::string> url = resolve_url({}, given);
      if (url)
        url = options_.has("--unchecked") ? Result<std::string>(given) : discover(**http, given);
      if (!url) {
        code = failed(url.error());
        continue;
      }
      if (Status kept = keep(**frontier, *url); !kept) return failed(kept.error());
      std::cout << "added " << *url << '\n';
    }
    return code;
  }

  int pause(const std::string& url, bool paused) {
    Result<std::unique_ptr<Frontier>> frontier = for_writing();
    if (!frontier) return failed(frontier.error());
    if (Status done = (*frontier)->pause_feed(url, paused, system_clock().now()); !done)
      return failed(done.error());
    std::cout << (paused ? "paused " : "resumed ") << url << '\n';
    return kExitOk;
  }

  int remove(const std::string& url) {
    // It would be back with the next start.
    if (is_configured(url))
      return failed({ErrorCode::conflict, "this feed stands in the configuration",
                     config_.file.string(),
                     "remove it there and send the daemon SIGHUP, or pactwatch feeds pause"});
    Result<std::unique_ptr<Frontier>> frontier = for_writing();
    if (!frontier) return failed(frontier.error());
    if (Status removed = (*frontier)->remove_feed(url); !removed) return failed(removed.error());
    std::cout << "removed " << url << '\n';
    return kExitOk;
  }

  int import(const std::string& name) {
    const Result<std::string> bytes = read_input(name);
    if (!bytes) return failed(bytes.error());
    Result<std::vector<OpmlFeed>> feeds = read_opml(*bytes);
    if (!feeds) {
      Error error = feeds.error();
      error.where = name;
      return failed(error);
    }
    Result<std::unique_ptr<Frontier>> frontier = for_writing();
    if (!frontier) return failed(frontier.error());
    std::size_t added = 0;
    int code = kExitOk;
    for (const OpmlFeed& feed : *feeds) {
      if (const Result<std::string> url = resolve_url({}, feed.url); !url) {
        code = failed(url.error());
        continue;
      }
      if (Status kept = keep(**frontier, feed.url); !kept) return failed(kept.error());
      ++added;
    }
    std::cout << "added " << added << " of " << feeds->size()
              << " feeds; the daemon asks them at its next look\n";
    return code;
  }

  int export_all() {
    Result<std::unique_ptr<Frontier>> frontier = for_reading();
    if (!frontier) return failed(frontier.error());
    const Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
    if (!feeds) return failed(feeds.error());
    std::vector<OpmlFeed> out;
    for (const FeedRecord& feed : *feeds) out.push_back({feed.url, feed.title, ""});
    std::cout << write_opml(out, "Feeds of pactwatch", system_clock().now());
    return kExitOk;
  }

  Options options_;
  Config config_;
};

}  // namespace

int verb_feeds(const Arguments& arguments) {
  Result<Options> options = Options::parse(
      arguments, {{"--data", 1}, {"--config", 1}, {"--json", 0}, {"--unchecked", 0}});
  if (!options) return usage_error("feeds", options.error(), kUsage);
  Config config;
  const fs::path file =
      options->has("--config") ? fs::path(*options->value("--config")) : find_config();
  if (!file.empty()) {
    Result<Config> read = load_config(file);
    if (!read) {
      std::cerr << "pactwatch feeds: " << to_string(read.error()) << '\n';
      return kExitUsage;
    }
    config = std::move(*read);
  }
  if (options->has("--data")) config.data = fs::absolute(*options->value("--data"));
  return Feeds(std::move(*options), std::move(config)).run();
}

}  // namespace pactwatch
