#pragma once
// The rules in force, and their exchange while the daemon runs.

#include <filesystem>
#include <memory>
#include <mutex>

#include "core/result.h"
#include "extractor/extractor.h"

namespace pactwatch {

// Any thread may read while another reloads. Readings under way finish on the rules they began
// with.
class RuleBook {
 public:
  static Result<std::unique_ptr<RuleBook>> open(std::filesystem::path directory);

  std::shared_ptr<const Extractor> current() const;
  // Reads the directory anew. On any fault the old rules stay in force and the error says where the
  // fault is. True when the rules are other ones now.
  Result<bool> reload();
  const std::filesystem::path& directory() const { return directory_; }

 private:
  RuleBook(std::filesystem::path directory, std::shared_ptr<const Extractor> extractor)
      : directory_(std::move(directory)), extractor_(std::move(extractor)) {}

  const std::filesystem::path directory_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Extractor> extractor_;  // guarded by mutex_
};

}  // namespace pactwatch
