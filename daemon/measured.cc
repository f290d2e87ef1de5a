#include "daemon/measured.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/time.h"

namespace pactwatch {
namespace {

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

 private:
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

Reader measured(Reader reader, Metrics& metrics, std::atomic<std::uint64_t>& extracted) {
  return [reader = std::move(reader), &metrics, &extracted](const Article& article) {
    const Stopwatch watch;
    Extracted found = reader(article);
    metrics.observe(Metric::extract_seconds, watch.seconds());
    metrics.add(Metric::articles_extracted);
    metrics.add(Metric::events_extracted, static_cast<double>(found.events.size()));
    ++extracted;
    return found;
  };
}

LedgerPort measured(LedgerPort port, Metrics& metrics, std::atomic<std::uint64_t>& extracted) {
  LedgerPort out = port;
  out.record = [record = std::move(port.record),
                &metrics](const std::vector<bus::Extraction>& batch) {
    const Stopwatch watch;
    Status recorded = record(batch);
    if (recorded)
      metrics.observe(Metric::record_seconds, watch.seconds());
    else
      metrics.add(Metric::record_failures);
    return recorded;
  };
  out.committed = [committed = std::move(port.committed), &metrics,
                   &extracted](const std::vector<bus::Extraction>& batch) {
    metrics.add(Metric::articles_recorded, static_cast<double>(batch.size()));
    const auto passed_over = std::count_if(
        batch.begin(), batch.end(), [](const bus::Extraction& one) { return !one.error.empty(); });
    metrics.add(Metric::articles_passed_over, static_cast<double>(passed_over));
    extracted += static_cast<std::uint64_t>(passed_over);
    committed(batch);
  };
  return out;
}

OutboxPort measured(OutboxPort port, Metrics& metrics) {
  return {[number = std::move(port.number), &metrics](std::size_t limit) {
    Result<std::vector<bus::Message>> numbered = number(limit);
    if (numbered)
      metrics.add(Metric::changes_published, static_cast<double>(numbered->size()));
    else
      metrics.add(Metric::number_failures);
    return numbered;
  }};
}

std::function<void(const Change&)> numbered_by(Metrics& metrics) {
  return [&metrics](const Change& change) {
    const std::int64_t waited = system_clock().now().ms - change.recorded.ms;
    metrics.observe(Metric::publish_seconds,
                    static_cast<double>(std::max<std::int64_t>(waited, 0)) / 1000);
  };
}

}  // namespace pactwatch
