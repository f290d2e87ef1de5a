#pragma once
// Near copies of a story: MinHash with one permutation (Broder 1997; bottom-k sketches, Cohen and
// Kaplan 2007) over shingles of words. SimHash was measured beside it and loses copies that an
// outlet shortened (docs/QUALITY.md, Ledger).

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pactwatch {

// The smallest hashes of a text's word shingles, rising; at most kSketchSize, fewer for a short
// text.
using Sketch = std::vector<std::uint32_t>;

inline constexpr std::size_t kSketchSize = 64;
inline constexpr std::size_t kShingleWords = 4;
// Texts that share at least this part of their shingles are copies. Measured: docs/QUALITY.md.
inline constexpr double kCopyResemblance = 0.25;
// A text of fewer words says too little to tell a copy from a coincidence.
inline constexpr std::size_t kLeastWords = 40;

// Empty for a text of fewer than kLeastWords words.
Sketch sketch(std::string_view text);
// Estimated part of shingles that two texts share (Jaccard), 0..1; 0 when one of them is empty.
double resemblance(const Sketch& x, const Sketch& y);

// At rest: hashes of four bytes each, little-endian.
std::string to_bytes(const Sketch& sketch);
Sketch sketch_from_bytes(std::string_view bytes);

// Finds copies among the last articles. Copies of a story appear within days; beyond kWindow
// articles nobody looks for them. About 1 KiB an article.
class CopyIndex {
 public:
  static constexpr std::size_t kWindow = 20000;
  // Articles that are copies of `sketch`, `article` itself left out.
  std::vector<std::string> copies_of(const std::string& article, const Sketch& sketch) const;
  // Forgets the oldest beyond kWindow.
  void add(std::string article, Sketch sketch);
  void clear();

 private:
  struct Entry {
    std::string article;
    Sketch sketch;
  };
  // Few of the hashes are enough to meet a copy.
  static constexpr std::size_t kIndexed = 20;

  std::deque<Entry> entries_;
  std::uint64_t first_ = 0;  // number of entries_.front()
  std::unordered_map<std::uint32_t, std::vector<std::uint64_t>> by_hash_;
};

}  // namespace pactwatch
