#include "fetcher/poller_page.h"

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "fetcher/language.h"
#include "fetcher/page.h"
#include "fetcher/poller_feed.h"
#include "fetcher/poller_item.h"
#include "fetcher/schedule.h"
#include "fetcher/url.h"

namespace pactwatch {
namespace {

// An article that tells anything; a headline alone is shorter.
constexpr std::size_t kShortestText = 40;

std::string outlet_of(const std::string& url) {
  std::string host = host_of(url);
  host = host.substr(0, host.find(':'));
  return host.starts_with("www.") ? host.substr(4) : host;
}

// "2026-05-12" or "2026-05-12T06:30:00Z"; empty when `text` is neither.
std::string utc_date(const std::string& text) {
  if (text.size() > 10)
    if (const std::optional<UtcTime> time = parse_iso_time(text))
      return to_iso(UtcTime{time->ms / 1000 * 1000});
  const std::optional<Day> day = parse_iso_day(text);
  return day ? to_iso(*day) : std::string();
}

// The page's date, unless the feed tells the same day more exactly.
std::string published_of(const std::string& page, const std::string& feed) {
  std::string from_page = utc_date(page);
  std::string from_feed = utc_date(feed);
  if (from_page.empty()) return from_feed;
  return from_page.size() == 10 && from_feed.starts_with(from_page) ? from_feed : from_page;
}

// A page may say which of its addresses is the right one, but not that it is another outlet's
// page: a copy keeps its own address, and nobody can write over a stranger's article.
std::string canonical_of(const std::string& named, const std::string& actual) {
  const std::string here = outlet_of(actual);
  const std::string there = outlet_of(named);
  const bool same_site =
      there == here || there.ends_with("." + here) || here.ends_with("." + there);
  // Some sites name their front page as the canonical address of everything.
  if (there.empty() || !same_site || path_of(named) == "/") return canonical_url(actual);
  return canonical_url(named);
}

PageJudgement made(FetchedArticle article) {
  article.article.id = article_id(article.article.url);
  article.article.content_hash = content_hash(article.article.title, article.article.text);
  PageJudgement out;
  out.kind = PageJudgement::Kind::article;
  out.article = std::move(article);
  return out;
}

// The article as the feed itself tells it, or the end when it tells nothing.
PageJudgement from_feed(const PendingItem& item, const std::string& why) {
  PageJudgement out;
  out.why = why;
  const std::string& text = item.text.size() >= item.title.size() ? item.text : item.title;
  if (text.empty()) return out;
  FetchedArticle article;
  article.item = item.id;
  article.from_feed = true;
  article.why = why;
  // An entry without a page keeps the mark that tells it from its feed.
  article.article.url = has_page(item.url) ? canonical_url(item.url) : item.url;
  article.article.outlet = outlet_of(item.url);
  if (!item.author.empty()) article.article.authors.push_back(item.author);
  article.article.title = item.title;
  article.article.published = utc_date(item.published);
  article.article.text = text;
  article.article.language = language_of(text, {});
  return made(std::move(article));
}

PageJudgement later(const PendingItem& item, const std::string& why,
                    std::chrono::milliseconds at_least = {}) {
  const auto wait = retry_page_after(item.attempts + 1);
  if (!wait)
    return from_feed(item, why + ", tried " + std::to_string(item.attempts + 1) + " times");
  PageJudgement out;
  out.kind = PageJudgement::Kind::retry;
  out.why = why;
  out.retry_after = std::max(*wait, at_least);
  return out;
}

PageJudgement from_page(const PendingItem& item, const HttpResponse& response) {
  PageSource source;
  source.url = response.url;
  source.content_type = response.header("content-type");
  Result<Page> page = read_page(response.body, source);
  if (!page) return from_feed(item, page.error().message);
  if (page->text.size() < kShortestText || page->text.size() < item.text.size()) {
    PageJudgement out = from_feed(item, page->paywalled ? "the page is behind a wall"
                                                        : "the page has less text than the feed");
    if (out.kind == PageJudgement::Kind::article) return out;
    if (page->text.empty()) return out;
  }
  FetchedArticle out;
  out.item = item.id;
  Article& article = out.article;
  article.url = canonical_of(page->canonical_url, response.url);
  article.outlet = page->outlet.empty() ? outlet_of(response.url) : page->outlet;
  article.authors = std::move(page->authors);
  if (article.authors.empty() && !item.author.empty()) article.authors.push_back(item.author);
  article.title = page->title.empty() ? item.title : page->title;
  article.published = published_of(page->published, item.published);
  article.modified = utc_date(page->modified);
  article.language = page->language;
  article.text = std::move(page->text);
  return made(std::move(out));
}

}  // namespace

HttpRequest page_request(const PendingItem& item, std::size_t max_bytes) {
  HttpRequest request;
  request.url = item.url;
  request.accept = "text/html, application/xhtml+xml, */*;q=0.1";
  request.max_bytes = std::min(max_bytes, kMaxPageBytes);
  return request;
}

PageJudgement judge_page(const PendingItem& item, const Result<HttpResponse>& answer, UtcTime now) {
  if (!answer) {
    const Error& error = answer.error();
    if (error.code == ErrorCode::unavailable) return later(item, error.message);
    return from_feed(item, error.message);
  }
  if (answer->status == 200) return from_page(item, *answer);
  const std::string why = "the page answers " + words_for_status(answer->status);
  if (const auto pause = pause_of(*answer, now)) return later(item, why, *pause);
  if (answer->status >= 500 || answer->status == 408) return later(item, why);
  return from_feed(item, why);
}

PageJudgement judge_pageless(const PendingItem& item) {
  return from_feed(item, "the entry has no page of its own");
}

PageJudgement judge_denied(const PendingItem& item, const std::string& why) {
  return from_feed(item, why);
}

PageJudgement judge_unreachable(const PendingItem& item, const std::string& why) {
  return later(item, why);
}

}  // namespace pactwatch
