#include "daemon/article_queue.h"

#include "bus/stage.h"

namespace pactwatch {

Result<ArticleQueue> ArticleQueue::bind(const bus::Context& context, const std::string& endpoint,
                                        const std::optional<bus::CurveKeys>& curve) {
  bus::SocketOptions options;
  options.curve = curve;
  options.send_queue = bus::kStageQueue;
  options.max_frame_bytes = 2 * bus::kMaxArticleBytes;
  options.linger_ms = 1000;  // what the queue took still reaches a reader in another process
  Result<bus::Socket> socket = bus::Socket::open(context, bus::SocketKind::push, options);
  if (!socket) return tl::unexpected(socket.error());
  if (Status bound = socket->bind(endpoint); !bound) return tl::unexpected(bound.error());
  return ArticleQueue(std::move(*socket));
}

Result<bool> ArticleQueue::send(const std::string& item, const Article& article, int timeout_ms) {
  return socket_.send(bus::encode(bus::ArticleTask{item, article}), timeout_ms);
}

}  // namespace pactwatch
