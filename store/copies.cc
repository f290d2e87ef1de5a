#include "store/copies.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace pactwatch {
namespace {

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The hash of the word at `at`, and steps over it. FNV-1a, 64 bits: deterministic over machines,
// unlike std::hash.
std::uint64_t hash_word(std::string_view text, std::size_t& at) {
  std::uint64_t h = 14695981039346656037ULL;
  for (; at < text.size() && is_word_byte(text[at]); ++at) {
    const char c = text[at];
    h ^= static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    h *= 1099511628211ULL;
  }
  return h;
}

// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): spreads every bit.
std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

}  // namespace

Sketch sketch(std::string_view text) {
  Sketch out;
  std::array<std::uint64_t, kShingleWords> last{};
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_word_byte(text[i])) {
      ++i;
      continue;
    }
    last[words++ % kShingleWords] = hash_word(text, i);
    if (words < kShingleWords) continue;
    std::uint64_t shingle = 0;
    for (std::size_t k = 0; k < kShingleWords; ++k)
      shingle = mix(shingle + last[(words + k) % kShingleWords]);
    out.push_back(static_cast<std::uint32_t>(shingle >> 32U));
  }
  if (words < kLeastWords) return {};
  // The smallest are wanted, in order and once each; among twice as many there are nearly always
  // enough.
  for (std::size_t look = 2 * kSketchSize;; look *= 4) {
    const bool all = look >= out.size();
    const auto end = all ? out.end() : out.begin() + static_cast<std::ptrdiff_t>(look);
    if (!all) std::nth_element(out.begin(), end, out.end());
    std::sort(out.begin(), end);
    Sketch least;
    std::unique_copy(out.begin(), end, std::back_inserter(least));
    if (!all && least.size() < kSketchSize) continue;
    if (least.size() > kSketchSize) least.resize(kSketchSize);
    return least;
  }
}

double resemblance(const Sketch& x, const Sketch& y) {
  if (x.empty() || y.empty()) return 0;
  // The smallest of the union are a sample of it; those in both estimate what is shared.
  const std::size_t want = std::min({kSketchSize, std::max(x.size(), y.size())});
  std::size_t seen = 0;
  std::size_t shared = 0;
  for (std::size_t i = 0, k = 0; seen < want && (i < x.size() || k < y.size()); ++seen) {
    if (k == y.size() || (i < x.size() && x[i] < y[k])) {
      ++i;
    } else if (i == x.size() || y[k] < x[i]) {
      ++k;
    } else {
      ++shared;
      ++i;
      ++k;
    }
  }
  return static_cast<double>(shared) / static_cast<double>(seen);
}

std::string to_bytes(const Sketch& sketch) {
  std::string out;
  out.reserve(sketch.size() * 4);
  for (const std::uint32_t hash : sketch)
    for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(hash >> shift);
  return out;
}

Sketch sketch_from_bytes(std::string_view bytes) {
  Sketch out;
  for (std::size_t i = 0; i + 4 <= bytes.size(); i += 4) {
    std::uint32_t hash = 0;
    for (unsigned k = 0; k < 4; ++k)
      hash |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + k])) << (8 * k);
    out.push_back(hash);
  }
  return out;
}

std::vector<std::string> CopyIndex::copies_of(const std::string& article,
                                              const Sketch& sketch) const {
  std::vector<std::uint64_t> candidates;
  for (std::size_t i = 0; i < std::min(sketch.size(), kIndexed); ++i) {
    const auto found = by_hash_.find(sketch[i]);
    if (found != by_hash_.end())
      candidates.insert(candidates.end(), found->second.begin(), found->second.end());
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  std::vector<std::string> out;
  for (const std::uint64_t number : candidates) {
    const Entry& entry = entries_[static_cast<std::size_t>(number - first_)];
    if (entry.article != article && resemblance(entry.sketch, sketch) >= kCopyResemblance)
      out.push_back(entry.article);
  }
  return out;
}

void CopyIndex::add(std::string article, Sketch sketch) {
  const std::uint64_t number = first_ + entries_.size();
  for (std::size_t i = 0; i < std::min(sketch.size(), kIndexed); ++i)
    by_hash_[sketch[i]].push_back(number);
  entries_.push_back({std::move(article), std::move(sketch)});
  if (entries_.size() <= kWindow) return;
  const Entry& oldest = entries_.front();
  for (std::size_t i = 0; i < std::min(oldest.sketch.size(), kIndexed); ++i) {
    const auto found = by_hash_.find(oldest.sketch[i]);
    std::erase(found->second, first_);
    if (found->second.empty()) by_hash_.erase(found);
  }
  entries_.pop_front();
  ++first_;
}

void CopyIndex::clear() { *this = {}; }

}  // namespace pactwatch
