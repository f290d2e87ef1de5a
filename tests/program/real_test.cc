// Real input, served from this machine: every saved feed and real news pages, to the end. Every
// item is read or is on record with its reason; the figures are printed.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "fetcher/feed.h"
#include "fetcher/poller_item.h"
#include "tests/program/story.h"

using namespace harness;
using ::pactwatch::DiscoveredItem;
using ::pactwatch::Feed;

namespace {

bool shared_is_missing() {
  if (!shared_directory().empty()) return false;
  WARN("SKIPPED: the shared collection is not there (PACTWATCH_SHARED); nothing was tested");
  std::cerr << "SKIPPED: real input, for want of the shared collection\n";
  return true;
}

// Links of the feed led to this machine: "https://x.example/a" -> SERVER/h/x.example/a, wherever a
// link or guid stands. Name spaces stay as they are.
std::string bring_home(const std::string& feed, const std::string& server) {
  static const std::vector<std::string> kBefore = {"<link>",
                                                   "href=\"",
                                                   "href='",
                                                   "isPermaLink=\"true\">",
                                                   "<guid>",
                                                   "<id>",
                                                   "\"url\":\"",
                                                   "\"url\": \"",
                                                   "<loc>",
                                                   "<link><![CDATA[",
                                                   "rdf:about=\"",
                                                   "<origLink>",
                                                   "<feedburner:origLink>",
                                                   "xml:base=\"",
                                                   "isPermaLink=\"false\">",
                                                   "\"id\":\"",
                                                   "\"id\": \""};
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = feed.find("http"); at != std::string::npos;
       at = feed.find("http", at + 1)) {
    std::size_t rest = 0;
    if (feed.compare(at, 7, "http://") == 0) rest = at + 7;
    if (feed.compare(at, 8, "https://") == 0) rest = at + 8;
    if (rest == 0) continue;
    std::size_t before = at;
    while (before > 0 && (feed[before - 1] == ' ' || feed[before - 1] == '\n' ||
                          feed[before - 1] == '\r' || feed[before - 1] == '\t'))
      --before;
    bool is_link = false;
    for (const std::string& mark : kBefore)
      is_link |=
          before >= mark.size() && feed.compare(before - mark.size(), mark.size(), mark) == 0;
    if (!is_link) continue;
    out.append(feed, done, at - done);
    out += server;
    done = rest;
  }
  return out.append(feed, done, std::string::npos);
}

// Do all links lead to this machine? A test must ask nothing of the world.
bool stays_home(const std::string& bytes, const std::string& url) {
  const ::pactwatch::Result<Feed> feed = ::pactwatch::parse_feed(bytes, {url, "", ""});
  if (!feed) return true;
  for (const DiscoveredItem& item : ::pactwatch::identify_items(*feed, url)) {
    if (::pactwatch::has_page(item.url) && !item.url.starts_with("http://127.0.0.1:")) return false;
  }
  return true;
}

struct Totals {
  std::size_t feeds = 0, feeds_read = 0, feeds_refused = 0;
  std::int64_t done = 0, failed = 0, pending = 0;
};

Totals totals_of(const std::string& data) {
  Totals totals;
  const Outcome listed = harness::pactwatch({"feeds", "list", "--json", "--data", data});
  std::istringstream lines(listed.out);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json feed = nlohmann::json::parse(line);
    ++totals.feeds;
    totals.feeds_read += feed["last_ok"].is_null() ? 0 : 1;
    totals.feeds_refused += feed["last_error"] == "" ? 0 : 1;
    totals.done += feed["items"]["done"].get<std::int64_t>();
    totals.failed += feed["items"]["failed"].get<std::int64_t>();
    totals.pending += feed["items"]["pending"].get<std::int64_t>();
  }
  return totals;
}

// Runs the daemon over `feeds` until nothing is left to do, and prints what that took.
Totals run_over(const Scratch& scratch, const std::vector<std::string>& feeds, const char* what) {
  std::string text = "[daemon]\ndata = \"d\"\n[fetch]\nallow_loopback = true\n";
  for (const std::string& feed : feeds) text += "[[feed]]\nurl = \"" + feed + "\"\n";
  write_file(scratch / "p.toml", text);
  const auto start = std::chrono::steady_clock::now();
  Process run({binary(), "run", "--config", scratch / "p.toml", "--until-idle", "--log", "error"});
  CHECK(run.exit_code(540s) == 0);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const Totals totals = totals_of(scratch / "d");
  std::cout << what << ": " << totals.feeds << " feeds (" << totals.feeds_refused
            << " refused with a reason), " << totals.done << " items read, " << totals.failed
            << " failed, " << totals.pending << " to try again, "
            << changes_of(scratch / "d").size() << " changes, " << took.count() << " s, peak "
            << run.peak_kib() / 1024 << " MiB" << std::endl;
  return totals;
}

}  // namespace

TEST_CASE("real news pages are read to the end", "[real]") {
  if (shared_is_missing()) return;
  const Scratch scratch;
  Server server;
  const fs::path articles = shared_directory() / "articles";
  std::ifstream lines(articles / "expect.jsonl");
  std::vector<std::pair<std::string, std::string>> items;
  std::vector<std::string> files;
  std::vector<std::string> types;
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json page = nlohmann::json::parse(line);
    if (page["suite"] != "naeb" && page["suite"] != "fundus") continue;
    items.emplace_back("Page " + std::to_string(files.size()),
                       server.url("/page/" + std::to_string(files.size())));
    files.push_back((articles / page["file"].get<std::string>()).string());
    types.push_back(page.contains("charset")
                        ? "text/html; charset=" + page["charset"].get<std::string>()
                        : "text/html");
  }
  REQUIRE(items.size() > 200);
  // Unpacked beforehand, so that the time printed is the daemon's.
  std::vector<std::string> unpack = {"sh", "-c",
                                     "n=0; for f in \"$@\"; do gzip -dc \"$f\" > $0/$n; "
                                     "n=$((n+1)); done",
                                     scratch.path().string()};
  unpack.insert(unpack.end(), files.begin(), files.end());
  CHECK(Process(unpack).exit_code() == 0);
  server.fall_back([&](const std::string& path) -> std::optional<Page> {
    if (!path.starts_with("/page/")) return std::nullopt;
    const std::string number = path.substr(6);
    return Page{read_file(scratch / number), types[std::stoul(number)]};
  });
  server.put("/feed", {rss(items), "text/xml"});

  const Totals totals = run_over(scratch, {server.url("/feed")}, "real pages");
  CHECK(totals.done + totals.failed == static_cast<std::int64_t>(items.size()));
  CHECK(totals.done > static_cast<std::int64_t>(items.size() * 9 / 10));
}

TEST_CASE("every saved feed is read to the end", "[real]") {
  if (shared_is_missing()) return;
  const Scratch scratch;
  Server server;
  std::vector<std::string> urls;
  std::map<std::string, std::string> bytes;
  std::size_t strangers = 0;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(shared_directory() / "feeds/data")) {
    if (!entry.is_regular_file()) continue;
    // Single-date feeds in their hundreds say nothing about a daemon.
    const std::string suite = entry.path().parent_path().filename().string();
    if (suite.starts_with("dates-") || suite.starts_with("encodings-")) continue;
    const std::string path = "/f/" + std::to_string(bytes.size());
    std::string body = bring_home(read_file(entry.path()), server.url("/h/"));
    if (!stays_home(body, server.url(path))) {
      ++strangers;
      continue;
    }
    bytes[path] = std::move(body);
    urls.push_back(server.url(path));
  }
  REQUIRE(urls.size() > 500);
  std::cout << strangers << " of " << urls.size() + strangers
            << " saved feeds left out: their links cannot be led to this machine\n";
  server.fall_back([&](const std::string& path) -> std::optional<Page> {
    if (const auto feed = bytes.find(path); feed != bytes.end())
      return Page{feed->second, "application/xml"};
    if (!path.starts_with("/h/")) return std::nullopt;
    if (std::hash<std::string>{}(path) % 4 == 0) return Page{"gone", "text/html", 404};
    return Page{article_page("About " + path.substr(3, 40),
                             "Nothing much happened on that day, "
                             "and this page says so at the length that a page should have.")};
  });

  const Totals totals = run_over(scratch, urls, "saved feeds");
  CHECK(totals.feeds == urls.size());
  CHECK(totals.done > 1000);
  // Nothing is left without having been tried.
  const Outcome again = harness::pactwatch({"run", "--config", scratch / "p.toml", "--until-idle"});
  CHECK(again.code == 0);
  CHECK(totals_of(scratch / "d").done == totals.done);
}
