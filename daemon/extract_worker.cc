#include "daemon/extract_worker.h"

#include <exception>

#include <spdlog/spdlog.h>

#include "bus/stage.h"
#include "core/fault.h"

namespace pactwatch {
namespace {

// How long one wait lasts before the worker shows that it lives. Also the grace in which a message
// on its way over ipc or tcp still arrives while draining.
constexpr int kWaitMs = 100;

}  // namespace

std::string passed_over(const Article& article) {
  if (article.language.empty() || article.language == "en") return {};
  return "not read: the article is in another language (" + article.language + "), not in English";
}

Status run_extract_worker(const bus::Context& context, const StageEndpoints& endpoints,
                          const Reader& reader, Worker& worker) {
  bus::SocketOptions options;
  options.curve = endpoints.curve;
  options.send_queue = bus::kStageQueue;
  // One article waits for each worker; the others stay where another worker can take them.
  options.receive_queue = 1;
  options.max_frame_bytes = 2 * bus::kMaxArticleBytes;
  Result<bus::Socket> in = bus::Socket::open(context, bus::SocketKind::pull, options);
  if (!in) return tl::unexpected(in.error());
  if (Status connected = in->connect(endpoints.articles); !connected) return connected;
  options.linger_ms = 1000;  // what was read leaves before the end
  Result<bus::Socket> out = bus::Socket::open(context, bus::SocketKind::push, options);
  if (!out) return tl::unexpected(out.error());
  if (Status connected = out->connect(endpoints.extractions); !connected) return connected;

  while (true) {
    worker.beat();
    Result<std::optional<bus::Frames>> frames = in->receive(kWaitMs);
    if (!frames) {
      if (frames.error().code != ErrorCode::invalid_input) return tl::unexpected(frames.error());
      spdlog::warn("a message to the extractor was dropped: {}", to_string(frames.error()));
      continue;
    }
    if (!*frames) {
      if (worker.draining()) return {};
      continue;
    }
    const Result<bus::ArticleTask> task = bus::decode_article_task(**frames);
    if (!task) {
      // Only a foreign process can send one. Its item, if there is one, stays pending.
      spdlog::warn("a message to the extractor was dropped: {}", to_string(task.error()));
      continue;
    }
    fault_point("extract.begin");
    Extracted reading;
    reading.error = passed_over(task->article);
    try {
      if (reading.error.empty()) reading = reader(task->article);
    } catch (const std::exception& error) {  // one article must not end the daemon
      reading.error = std::string("the extractor failed: ") + error.what();
      spdlog::error("{}: {}", task->article.url, reading.error);
    }
    fault_point("extract.done");
    const bus::Frames answer =
        bus::encode_extraction(**frames, reading.rule_set, reading.error, reading.events);
    for (bool sent = false; !sent;) {
      if (worker.abandoned()) return {};
      worker.beat();
      const Result<bool> taken = out->send(answer, kWaitMs);
      if (!taken) return tl::unexpected(taken.error());
      sent = *taken;
    }
    fault_point("extract.sent");
  }
}

}  // namespace pactwatch
