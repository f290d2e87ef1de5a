#pragma once
// Takes articles from their queue, reads them, hands on what it found.

#include <functional>
#include <string>
#include <vector>

#include "bus/socket.h"
#include "core/article.h"
#include "core/event.h"
#include "core/result.h"
#include "daemon/worker.h"

namespace pactwatch {

// What reading one article gave. `error` is set when it could not be read; the item then fails with
// it, and the next article has its turn.
struct Extracted {
  std::string rule_set;
  std::string error;
  std::vector<Event> events;
};
using Reader = std::function<Extracted(const Article&)>;

struct StageEndpoints {
  std::string articles;
  std::string extractions;
  std::optional<bus::CurveKeys> curve = {};  // for tcp endpoints
};

// Why an article is not for the reader: it is in another language than English. Empty when it is,
// or when nobody can tell.
std::string passed_over(const Article& article);

// The body of an extract worker. What is passed over is not read and goes on with its reason.
// Connects to both queues; several may run at once, in this process or in others. Waits when the
// ledger is slower, and so makes the fetcher wait.
Status run_extract_worker(const bus::Context& context, const StageEndpoints& endpoints,
                          const Reader& reader, Worker& worker);

}  // namespace pactwatch
