#pragma once
// What travels between the stages, over PUSH/PULL: articles to the extractors, extractions to the
// ledger. PUSH waits when the queue is full, so a slow stage slows the one before it and nothing
// is dropped. Losing a message is harmless all the same: its item stays pending in the store.
//
//   article     "article/1"    | item | ARTICLE
//   extraction  "extraction/1" | item | ARTICLE | rule set | error | EVENTS
//
// ARTICLE and EVENTS are the JSON of core/json.h. `item` is the frontier's own handle, opaque here.
// An extractor passes the ARTICLE frame on as it came.

#include <string>
#include <vector>

#include "bus/socket.h"
#include "core/article.h"
#include "core/event.h"
#include "core/result.h"

namespace pactwatch::bus {

// Longest article text a stage takes; the fetcher's own limit is lower.
constexpr std::size_t kMaxArticleBytes = 8 << 20;
// Messages in flight between two stages. Small: what waits here is read already and would be read
// again after a crash.
constexpr int kStageQueue = 32;

struct ArticleTask {
  std::string item;
  Article article;
};

struct Extraction {
  std::string item;
  Article article;
  std::string rule_set;  // version of the rules that read it
  std::string error;     // why it could not be read; empty when it could
  std::vector<Event> events;
};

Frames encode(const ArticleTask& task);
Result<ArticleTask> decode_article_task(const Frames& frames);

// `task_frames` are those of the article task the extraction answers.
Frames encode_extraction(const Frames& task_frames, const std::string& rule_set,
                         const std::string& error, const std::vector<Event>& events);
Result<Extraction> decode_extraction(const Frames& frames);

}  // namespace pactwatch::bus
