// pactwatch articles: what was read. pactwatch feeds list: what is polled, and how it fares.

#include <iostream>

#include <nlohmann/json.hpp>

#include "core/json.h"
#include "daemon/ledger_view.h"
#include "daemon/options.h"
#include "daemon/verb.h"
#include "store/frontier.h"

namespace pactwatch {
namespace {

using nlohmann::json;

constexpr const char* kArticlesUsage = "usage: pactwatch articles [--data DIR] [--json]\n";
constexpr const char* kFeedsUsage = "usage: pactwatch feeds list [--data DIR] [--json]\n";

int failed(const std::string& verb, const Error& error) {
  std::cerr << "pactwatch " << verb << ": " << to_string(error) << '\n';
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
          {"next_poll", feed.gone ? json(nullptr) : json(to_iso(feed.next_poll))},
          {"interval_s", feed.interval_s},
          {"errors", feed.errors},
          {"last_error", feed.last_error},
          {"gone", feed.gone},
          {"repairs", feed.repairs},
          {"items", {{"pending", feed.pending}, {"done", feed.done}, {"failed", feed.failed}}}};
}

void print(const FeedRecord& feed) {
  std::cout << feed.url;
  if (!feed.title.empty()) std::cout << "  (" << feed.title << ")";
  std::cout << "\n  " << feed.done << " read, " << feed.pending << " to read, " << feed.failed
            << " failed; ";
  if (feed.gone)
    std::cout << "gone for good (410)";
  else
    std::cout << "next poll " << to_iso(feed.next_poll);
  std::cout << "; last good " << (feed.last_ok ? to_iso(*feed.last_ok) : std::string("never"))
            << '\n';
  if (feed.errors > 0)
    std::cout << "  " << feed.errors << " errors in a row: " << feed.last_error << '\n';
  if (!feed.repairs.empty()) std::cout << "  repaired: " << feed.repairs << '\n';
}

}  // namespace

int verb_articles(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("articles", options.error(), kArticlesUsage);
  Result<std::unique_ptr<Ledger>> ledger = ledger_of(*options);
  if (!ledger) return failed("articles", ledger.error());
  Result<std::vector<ArticleRow>> articles = (*ledger)->articles();
  if (!articles) return failed("articles", articles.error());
  for (const ArticleRow& article : *articles) {
    if (options->has("--json")) {
      std::cout << dump_json(pactwatch::to_json(article)) << '\n';
      continue;
    }
    std::cout << (article.published.empty() ? "-" : article.published.substr(0, 10)) << "  "
              << article.outlet << "  " << article.title << "  (" << article.events
              << (article.events == 1 ? " event" : " events");
    if (article.revision > 1) std::cout << ", revision " << article.revision;
    if (!article.note.empty()) std::cout << "; " << article.note;
    std::cout << ")\n    " << article.url << '\n';
  }
  return kExitOk;
}

int verb_feeds(const Arguments& arguments) {
  const Result<Options> options = Options::parse(arguments, {{"--data", 1}, {"--json", 0}});
  if (!options) return usage_error("feeds", options.error(), kFeedsUsage);
  if (options->positional() != std::vector<std::string>{"list"})
    return usage_error("feeds", {ErrorCode::invalid_input, "say what to do: list", "", ""},
                       kFeedsUsage);
  Result<std::string> file = database_of(*options);
  if (!file) return failed("feeds", file.error());
  Result<std::unique_ptr<Frontier>> frontier = open_frontier_read_only(*file);
  if (!frontier) return failed("feeds", frontier.error());
  Result<std::vector<FeedRecord>> feeds = (*frontier)->feeds();
  if (!feeds) return failed("feeds", feeds.error());
  for (const FeedRecord& feed : *feeds) {
    if (options->has("--json"))
      std::cout << dump_json(to_json(feed)) << '\n';
    else
      print(feed);
  }
  return kExitOk;
}

}  // namespace pactwatch
