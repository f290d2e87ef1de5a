#include "core/complaint.h"

namespace pactwatch {
namespace {

constexpr std::chrono::hours kTellAgain{1};

}  // namespace

bool Complaint::raise(const std::string& trouble) {
  const std::chrono::steady_clock::time_point now = std::chrono::steady_clock::now();
  if (count_++ == 0) since_ = now;
  if (count_ > 1 && trouble == trouble_ && now - told_ < kTellAgain) return false;
  trouble_ = trouble;
  told_ = now;
  return true;
}

std::optional<std::string> Complaint::clear() {
  if (count_ == 0) return std::nullopt;
  const auto lasted =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - since_);
  std::string out = "after " + std::to_string(count_) + (count_ == 1 ? " time" : " times") +
                    " in " + std::to_string(lasted.count()) + " s";
  count_ = 0;
  trouble_.clear();
  return out;
}

}  // namespace pactwatch
