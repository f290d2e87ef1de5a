#include "daemon/ledger_worker.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include <spdlog/spdlog.h>

#include "core/complaint.h"
#include "core/fault.h"

namespace pactwatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kWaitMs = 100;  // also the grace for messages on their way while draining
// An fsync costs about as much as a few milliseconds of extraction; waiting longer would only delay
// the alert, and more than this many articles a commit no longer make it cheaper.
constexpr milliseconds kGroupWait{5};
constexpr std::size_t kGroupSize = 64;
constexpr milliseconds kFirstRetry{100};
constexpr milliseconds kLongestRetry{5000};
// How long a stop waits for a store that does not take what was read.
constexpr milliseconds kStopPatience{3000};

// The next extraction, or nullopt when none came in time. Malformed ones are named and skipped.
Result<std::optional<bus::Extraction>> next(bus::Socket& queue, milliseconds timeout) {
  Result<std::optional<bus::Frames>> frames = queue.receive(static_cast<int>(timeout.count()));
  if (!frames) {
    if (frames.error().code != ErrorCode::invalid_input) return tl::unexpected(frames.error());
    spdlog::warn("a message to the ledger was dropped: {}", to_string(frames.error()));
    return std::nullopt;
  }
  if (!*frames) return std::nullopt;
  Result<bus::Extraction> extraction = bus::decode_extraction(**frames);
  if (!extraction) {
    spdlog::warn("a message to the ledger was dropped: {}", to_string(extraction.error()));
    return std::nullopt;
  }
  return std::move(*extraction);
}

bool worth_retrying(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::conflict;
}

// Records `batch`, trying again while the store is unavailable. Success also when an extraction
// that can never be recorded was given up.
Status record(const LedgerPort& ledger, const std::vector<bus::Extraction>& batch, Worker& worker) {
  milliseconds pause = kFirstRetry;
  std::optional<steady_clock::time_point> give_up_at;
  Complaint trouble;
  fault_point("record.begin");
  while (true) {
    worker.beat();
    Status recorded = ledger.record(batch);
    if (recorded) {
      fault_point("record.committed");
      if (const auto over = trouble.clear())
        spdlog::info("the ledger takes articles again, {}", *over);
      ledger.committed(batch);
      return {};
    }
    if (!worth_retrying(recorded.error())) {
      // One of them is at fault. Alone, the others go through.
      if (batch.size() > 1) {
        for (const bus::Extraction& one : batch) {
          if (Status done = record(ledger, {one}, worker); !done) return done;
        }
        return {};
      }
      spdlog::error("{}: cannot be recorded: {}", batch.front().article.url,
                    to_string(recorded.error()));
      return ledger.give_up(batch.front(), recorded.error());
    }
    if (trouble.raise(to_string(recorded.error())))
      spdlog::error(
          "the ledger does not take {} articles, tried again every {} s at the latest: {}",
          batch.size(), kLongestRetry.count() / 1000, to_string(recorded.error()));
    const steady_clock::time_point now = steady_clock::now();
    if (worker.draining() && !give_up_at) give_up_at = now + kStopPatience;
    if (worker.abandoned() || (give_up_at && now >= *give_up_at)) return recorded;
    const steady_clock::time_point until = now + pause;
    while (steady_clock::now() < until && !worker.abandoned() &&
           !(worker.draining() && !give_up_at)) {
      worker.beat();
      std::this_thread::sleep_for(std::min(milliseconds(kWaitMs), pause));
    }
    pause = std::min(pause * 2, kLongestRetry);
  }
}

}  // namespace

Result<bus::Socket> bind_extractions(const bus::Context& context, const std::string& endpoint,
                                     const std::optional<bus::CurveKeys>& curve) {
  bus::SocketOptions options;
  options.curve = curve;
  options.receive_queue = bus::kStageQueue;
  options.max_frame_bytes = 2 * bus::kMaxArticleBytes;
  Result<bus::Socket> queue = bus::Socket::open(context, bus::SocketKind::pull, options);
  if (!queue) return queue;
  if (Status bound = queue->bind(endpoint); !bound) return tl::unexpected(bound.error());
  return queue;
}

Status run_ledger_worker(bus::Socket queue, const LedgerPort& ledger, Worker& worker) {
  while (true) {
    worker.beat();
    Result<std::optional<bus::Extraction>> first = next(queue, milliseconds(kWaitMs));
    if (!first) return tl::unexpected(first.error());
    if (!*first) {
      if (worker.draining()) return {};
      continue;
    }
    std::vector<bus::Extraction> batch;
    batch.push_back(std::move(**first));
    const steady_clock::time_point end = steady_clock::now() + kGroupWait;
    while (batch.size() < kGroupSize) {
      const milliseconds rest = std::chrono::ceil<milliseconds>(end - steady_clock::now());
      Result<std::optional<bus::Extraction>> more = next(queue, std::max(rest, milliseconds(0)));
      if (!more) return tl::unexpected(more.error());
      if (!*more) break;
      batch.push_back(std::move(**more));
    }
    if (Status recorded = record(ledger, batch, worker); !recorded) {
      return fail(
          recorded.error().code,
          std::to_string(batch.size()) +
              " articles read were not recorded and stay pending: " + recorded.error().message,
          recorded.error().where, recorded.error().hint);
    }
  }
}

}  // namespace pactwatch
