#pragma once
// The fetcher's end of the queue of articles.

#include <string>

#include "bus/socket.h"
#include "core/article.h"
#include "core/result.h"

namespace pactwatch {

// Belongs to the thread that fetches.
class ArticleQueue {
 public:
  // Binds the queue. Call it before any extract worker connects.
  static Result<ArticleQueue> bind(const bus::Context& context, const std::string& endpoint,
                                   const std::optional<bus::CurveKeys>& curve = std::nullopt);

  // Hands an article on. False when the queue stayed full for `timeout_ms`: try again, for the
  // readers are slower than the web.
  Result<bool> send(const std::string& item, const Article& article, int timeout_ms);

 private:
  explicit ArticleQueue(bus::Socket socket) : socket_(std::move(socket)) {}
  bus::Socket socket_;
};

}  // namespace pactwatch
