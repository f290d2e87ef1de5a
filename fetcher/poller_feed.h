#pragma once
// What a feed's answer means: pure functions between the HTTP client and the frontier.

#include <chrono>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "fetcher/http.h"
#include "fetcher/schedule.h"
#include "store/frontier.h"

namespace pactwatch {

// How a feed was asked.
struct PollQuestion {
  std::string url;           // feed.url, or where a trusted redirect leads
  bool conditional = false;  // with validators
  // What the feed stated about its pace when it was last read; a 304 does not repeat it.
  std::optional<std::chrono::milliseconds> stated;
};

// What follows from the answer.
struct PollJudgement {
  PollOutcome outcome;                                  // ready for the frontier
  std::optional<std::chrono::milliseconds> stated;      // to hand in with the next question
  std::optional<std::chrono::milliseconds> pause_host;  // the host asked for patience
};

// The question to ask `feed` now.
PollQuestion question_for(const FeedRecord& feed, UtcTime now);
HttpRequest request_for(const FeedRecord& feed, const PollQuestion& question,
                        std::size_t max_bytes);

// Validators are taken from a 200 that parsed and from a 304 that brings new ones; never from
// anything else. 429 and 503 pause the host. 410 ends the feed. Everything else that went wrong
// is an error in words, and the feed is asked again later.
PollJudgement judge_poll(const FeedRecord& feed, const PollQuestion& question,
                         const Result<HttpResponse>& answer, const ScheduleOptions& schedule,
                         UtcTime now);

// The judgement of a poll that was not made, because its host is paused until `until`.
PollJudgement postpone(const FeedRecord& feed, const std::string& host, UtcTime until, UtcTime now);

// "403 Forbidden", or the number alone for a status without a common name.
std::string words_for_status(int status);
// How long a 429, a 503, or a 403 with Retry-After pauses its host; nullopt for other answers.
std::optional<std::chrono::milliseconds> pause_of(const HttpResponse& response, UtcTime now);

}  // namespace pactwatch
