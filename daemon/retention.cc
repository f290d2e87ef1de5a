#include "daemon/retention.h"

#include <spdlog/spdlog.h>

#include "store/life.h"

namespace pactwatch {

void Retention::step(UtcTime now) {
  if (keep_.count() == 0 || now < next_) return;
  const Result<Dropped> some = drop_empty_texts(file_, {now.ms - keep_.count()}, after_);
  if (!some) spdlog::warn("texts past their time stay a day longer: {}", to_string(some.error()));
  if (some) dropped_ += some->texts;
  after_ = some ? some->next : 0;
  if (after_ != 0) return;
  if (dropped_ > 0) spdlog::info("{} texts of articles that told nothing dropped", dropped_);
  dropped_ = 0;
  constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
  next_ = {now.ms + kDayMs};
}

}  // namespace pactwatch
