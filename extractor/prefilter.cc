#include <algorithm>
#include <deque>
#include <map>

#include <re2/filtered_re2.h>

#include "extractor/match.h"
#include "rules/atoms.h"

namespace pactwatch {
namespace {

// Aho and Corasick (1975): all atoms in one pass. Bytes are the alphabet; the tables are small
// because atoms are a few thousand at most.
class AtomMatcher {
 public:
  void build(const std::vector<std::string>& atoms) {
    nodes_.assign(1, Node());
    for (std::size_t a = 0; a < atoms.size(); ++a) {
      std::uint32_t at = 0;
      for (const char c : atoms[a]) {
        const auto byte = static_cast<unsigned char>(c);
        const auto it = nodes_[at].next.find(byte);
        if (it != nodes_[at].next.end()) {
          at = it->second;
          continue;
        }
        nodes_.emplace_back();
        const auto fresh = static_cast<std::uint32_t>(nodes_.size() - 1);
        nodes_[at].next.emplace(byte, fresh);
        at = fresh;
      }
      nodes_[at].atoms.push_back(static_cast<int>(a));
    }
    link();
  }

  void find(std::string_view text, std::vector<int>& found, std::vector<bool>& seen) const {
    std::uint32_t at = 0;
    for (const char c : text) {
      at = go_[at * 256 + static_cast<unsigned char>(c)];
      for (const int atom : nodes_[at].atoms)
        if (!seen[static_cast<std::size_t>(atom)]) {
          seen[static_cast<std::size_t>(atom)] = true;
          found.push_back(atom);
        }
    }
  }

 private:
  struct Node {
    std::map<unsigned char, std::uint32_t> next;
    std::vector<int> atoms;
    std::uint32_t fail = 0;
  };

  void link() {
    go_.assign(nodes_.size() * 256, 0);
    std::deque<std::uint32_t> queue;
    for (const auto& [byte, node] : nodes_[0].next) {
      go_[byte] = node;
      queue.push_back(node);
    }
    while (!queue.empty()) {
      const std::uint32_t at = queue.front();
      queue.pop_front();
      const std::uint32_t back = nodes_[at].fail;
      const auto& inherited = nodes_[back].atoms;
      nodes_[at].atoms.insert(nodes_[at].atoms.end(), inherited.begin(), inherited.end());
      for (std::uint32_t byte = 0; byte < 256; ++byte)
        go_[at * 256 + byte] = go_[back * 256 + byte];
      for (const auto& [byte, node] : nodes_[at].next) {
        nodes_[node].fail = go_[back * 256 + byte];
        go_[at * 256 + byte] = node;
        queue.push_back(node);
      }
    }
  }

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> go_;
};

}  // namespace

struct RulePrefilter::Impl {
  re2::FilteredRE2 filter{kMinAtomLength};
  AtomMatcher atoms;
  std::size_t atom_count = 0;
  std::vector<Candidate> by_id;
};

RulePrefilter::RulePrefilter(const RuleSet& rules) : impl_(std::make_unique<Impl>()) {
  for (std::uint32_t r = 0; r < rules.rules().size(); ++r) {
    const Rule& rule = rules.rules()[r];
    for (std::uint32_t t = 0; t < rule.triggers.size(); ++t) {
      re2::RE2::Options options;
      options.set_log_errors(false);
      int id = 0;
      const auto code = impl_->filter.Add(rule.triggers[t].regex->pattern(), options, &id);
      if (code == re2::RE2::NoError) impl_->by_id.push_back({r, t});
    }
  }
  std::vector<std::string> atoms;
  impl_->filter.Compile(&atoms);
  impl_->atom_count = atoms.size();
  impl_->atoms.build(atoms);
}

RulePrefilter::~RulePrefilter() = default;

std::vector<RulePrefilter::Candidate> RulePrefilter::candidates(std::string_view skeleton) const {
  std::vector<int> found;
  std::vector<bool> seen(impl_->atom_count, false);
  impl_->atoms.find(skeleton, found, seen);
  std::vector<int> ids;
  // Which triggers have all their atoms: their own match is tried by the caller, once.
  impl_->filter.AllPotentials(found, &ids);
  std::sort(ids.begin(), ids.end());
  std::vector<Candidate> out;
  out.reserve(ids.size());
  for (const int id : ids) out.push_back(impl_->by_id[static_cast<std::size_t>(id)]);
  return out;
}

std::vector<RulePrefilter::Candidate> RulePrefilter::all() const { return impl_->by_id; }

}  // namespace pactwatch
