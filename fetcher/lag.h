#pragma once
// How late something was, over many times: a histogram in steps of an eighth, so that it costs a
// few kilobytes whatever it counts. Belongs to one thread.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace pactwatch {

class LagHistogram {
 public:
  // `ms` late; what came early counts as 0.
  void add(std::int64_t ms) {
    ++counts_[bucket_of(ms < 0 ? 0 : static_cast<std::uint64_t>(ms))];
    ++total_;
  }
  // Takes out what `earlier`, a copy of this one from before, had counted.
  void remove(const LagHistogram& earlier) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] -= earlier.counts_[i];
    total_ -= earlier.total_;
  }
  std::uint64_t total() const { return total_; }
  // The upper end, in ms, of the bucket in which the share `part` (0 to 1) of all lies: at most an
  // eighth more than the truth. 0 when nothing was added.
  std::int64_t at(double part) const {
    const auto wanted = static_cast<std::uint64_t>(part * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > wanted || (seen == total_ && seen > 0)) return end_of(i);
    }
    return 0;
  }

 private:
  static constexpr std::size_t kSteps = 8;       // to a doubling
  static constexpr std::size_t kDoublings = 40;  // thirty years

  static std::size_t bucket_of(std::uint64_t ms) {
    if (ms < kSteps) return static_cast<std::size_t>(ms);
    const auto log = static_cast<std::size_t>(std::bit_width(ms)) - 1;  // 3 at least
    const std::size_t step = static_cast<std::size_t>(ms >> (log - 3)) & (kSteps - 1);
    const std::size_t bucket = (log - 2) * kSteps + step;
    return bucket < kSteps * kDoublings ? bucket : kSteps * kDoublings - 1;
  }
  static std::int64_t end_of(std::size_t bucket) {
    if (bucket < kSteps) return static_cast<std::int64_t>(bucket);
    const std::size_t log = bucket / kSteps + 2;
    const std::uint64_t step = bucket % kSteps;
    return static_cast<std::int64_t>(((kSteps + step + 1) << (log - 3)) - 1);
  }

  std::array<std::uint64_t, kSteps * kDoublings> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace pactwatch
