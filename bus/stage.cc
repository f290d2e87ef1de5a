#include "bus/stage.h"

#include <nlohmann/json.hpp>

#include "core/json.h"

namespace pactwatch::bus {
namespace {

constexpr std::string_view kArticle = "article/1";
constexpr std::string_view kExtraction = "extraction/1";
constexpr std::size_t kMaxItemBytes = 4096;

Result<Article> article_of(const std::string& frame) {
  if (frame.size() > 2 * kMaxArticleBytes)  // JSON escapes make it longer than the text
    return fail(ErrorCode::limit, "an article of " + std::to_string(frame.size()) + " bytes");
  const Result<nlohmann::json> json = parse_json(frame, "article message");
  if (!json) return tl::unexpected(json.error());
  return article_from_json(*json);
}

}  // namespace

Frames encode(const ArticleTask& task) {
  return {std::string(kArticle), task.item, dump_json(to_json(task.article))};
}

Result<ArticleTask> decode_article_task(const Frames& frames) {
  if (frames.size() != 3 || frames[0] != kArticle || frames[1].size() > kMaxItemBytes)
    return fail(ErrorCode::invalid_input, "not an article message");
  Result<Article> article = article_of(frames[2]);
  if (!article) return tl::unexpected(article.error());
  return ArticleTask{frames[1], std::move(*article)};
}

Frames encode_extraction(const Frames& task_frames, const std::string& rule_set,
                         const std::string& error, const std::vector<Event>& events) {
  nlohmann::json list = nlohmann::json::array();
  for (const Event& event : events) list.push_back(to_json(event));
  return {std::string(kExtraction), task_frames[1], task_frames[2], rule_set, error,
          dump_json(list)};
}

Result<Extraction> decode_extraction(const Frames& frames) {
  if (frames.size() != 6 || frames[0] != kExtraction || frames[1].size() > kMaxItemBytes)
    return fail(ErrorCode::invalid_input, "not an extraction message");
  Extraction out;
  out.item = frames[1];
  Result<Article> article = article_of(frames[2]);
  if (!article) return tl::unexpected(article.error());
  out.article = std::move(*article);
  out.rule_set = frames[3];
  out.error = frames[4];
  const Result<nlohmann::json> list = parse_json(frames[5], "extraction message");
  if (!list) return tl::unexpected(list.error());
  if (!list->is_array()) return fail(ErrorCode::invalid_input, "events must be a list");
  for (const nlohmann::json& entry : *list) {
    Result<Event> event = event_from_json(entry);
    if (!event) return tl::unexpected(event.error());
    out.events.push_back(std::move(*event));
  }
  return out;
}

}  // namespace pactwatch::bus
