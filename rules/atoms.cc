#include "rules/atoms.h"

#include <re2/filtered_re2.h>

namespace pactwatch {

struct PatternAtoms::Impl {
  re2::FilteredRE2 filter{kMinAtomLength};
  std::vector<std::string> atoms;

  bool passes(const std::vector<int>& found) const {
    std::vector<int> ids;
    filter.AllPotentials(found, &ids);
    return !ids.empty();
  }
};

PatternAtoms::PatternAtoms(const re2::RE2& pattern) : impl_(std::make_unique<Impl>()) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  int id = 0;
  impl_->filter.Add(pattern.pattern(), options, &id);
  impl_->filter.Compile(&impl_->atoms);
}

PatternAtoms::~PatternAtoms() = default;

bool PatternAtoms::unfiltered() const { return impl_->passes({}); }

std::vector<std::string> PatternAtoms::missing(std::string_view skeleton) const {
  std::vector<int> found;
  std::vector<int> absent;
  for (std::size_t a = 0; a < impl_->atoms.size(); ++a) {
    const bool there = skeleton.find(impl_->atoms[a]) != std::string_view::npos;
    (there ? found : absent).push_back(static_cast<int>(a));
  }
  if (impl_->passes(found)) return {};
  std::vector<std::string> out;
  std::vector<std::string> all;
  for (const int a : absent) {
    all.push_back(impl_->atoms[static_cast<std::size_t>(a)]);
    found.push_back(a);
    if (impl_->passes(found)) out.push_back(all.back());
    found.pop_back();
  }
  return out.empty() ? all : out;
}

}  // namespace pactwatch
