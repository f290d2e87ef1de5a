#pragma once
// What a page's answer means for its item: an article from the page, an article from what the feed
// itself holds, another try later, or the end. Pure functions.

#include <chrono>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "fetcher/http.h"
#include "fetcher/poller.h"
#include "store/frontier.h"

namespace pactwatch {

struct PageJudgement {
  enum class Kind { article, retry, give_up };
  Kind kind = Kind::give_up;
  FetchedArticle article;                    // article
  std::string why;                           // retry, give_up
  std::chrono::milliseconds retry_after{0};  // retry
};

HttpRequest page_request(const PendingItem& item, std::size_t max_bytes);

// Reads the page. Where it has less text than the feed, or cannot be had at all (forbidden, gone,
// behind a wall, no page of text), the feed's own text makes the article. What may pass (5xx, a
// connection that breaks, 429) is tried again a few times first.
PageJudgement judge_page(const PendingItem& item, const Result<HttpResponse>& answer, UtcTime now);

// For an entry that has no page of its own.
PageJudgement judge_pageless(const PendingItem& item);
// For a page that we may not read, for the reason given.
PageJudgement judge_denied(const PendingItem& item, const std::string& why);
// For a page that cannot be asked for now: tried again, from the feed's text in the end.
PageJudgement judge_unreachable(const PendingItem& item, const std::string& why);

}  // namespace pactwatch
