#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <unordered_map>

#include "extractor/match.h"
#include "rules/atoms.h"

namespace pactwatch {
namespace {

// Aho and Corasick (1975): all atoms in one pass. The alphabet is the bytes that atoms use, and a
// step says by its lowest bit whether an atom ends there, so that the pass touches one table, which
// stays in the cache.
class AtomMatcher {
 public:
  void build(const std::vector<std::string>& atoms) {
    column_.fill(0);  // column 0: every byte that no atom has
    columns_ = 1;
    for (const std::string& atom : atoms)
      for (const char c : atom)
        if (std::uint8_t& column = column_[static_cast<unsigned char>(c)]; column == 0)
          column = static_cast<std::uint8_t>(columns_++);
    std::vector<Node> nodes(1);
    for (std::size_t a = 0; a < atoms.size(); ++a) {
      std::uint32_t at = 0;
      for (const char c : atoms[a]) {
        const std::uint8_t column = column_[static_cast<unsigned char>(c)];
        const auto it = nodes[at].next.find(column);
        if (it != nodes[at].next.end()) {
          at = it->second;
          continue;
        }
        const auto fresh = static_cast<std::uint32_t>(nodes.size());
        nodes[at].next.emplace(column, fresh);
        nodes.emplace_back();
        at = fresh;
      }
      nodes[at].atoms.push_back(static_cast<int>(a));
    }
    link(nodes);
  }

  // Adds to `found` the atoms of `text`, each once; `seen` has a place for every atom, all 0.
  void find(std::string_view text, std::vector<int>& found, std::vector<char>& seen) const {
    std::uint32_t at = 0;
    for (const char c : text) {
      at = go_[(at >> 1U) * columns_ + column_[static_cast<unsigned char>(c)]];
      if ((at & 1U) == 0) continue;
      for (const int atom : atoms_[at >> 1U])
        if (seen[static_cast<std::size_t>(atom)] == 0) {
          seen[static_cast<std::size_t>(atom)] = 1;
          found.push_back(atom);
        }
    }
  }

 private:
  struct Node {
    std::map<std::uint8_t, std::uint32_t> next;
    std::vector<int> atoms;
    std::uint32_t fail = 0;
  };

  void link(std::vector<Node>& nodes) {
    std::vector<std::uint32_t> go(nodes.size() * columns_, 0);
    std::vector<std::uint32_t> order = {0};  // by depth
    std::deque<std::uint32_t> queue;
    for (const auto& [column, node] : nodes[0].next) {
      go[column] = node;
      queue.push_back(node);
    }
    while (!queue.empty()) {
      const std::uint32_t at = queue.front();
      queue.pop_front();
      order.push_back(at);
      const std::uint32_t back = nodes[at].fail;
      const auto& inherited = nodes[back].atoms;
      nodes[at].atoms.insert(nodes[at].atoms.end(), inherited.begin(), inherited.end());
      for (std::uint32_t column = 0; column < columns_; ++column)
        go[at * columns_ + column] = go[back * columns_ + column];
      for (const auto& [column, node] : nodes[at].next) {
        nodes[node].fail = go[back * columns_ + column];
        go[at * columns_ + column] = node;
        queue.push_back(node);
      }
    }
    // Text moves among the first letters of atoms nearly all the time: number the nodes by depth,
    // so that those lie together.
    std::vector<std::uint32_t> number(nodes.size());
    for (std::uint32_t n = 0; n < order.size(); ++n) number[order[n]] = n;
    go_.reserve(go.size());
    for (const std::uint32_t node : order) {
      for (std::uint32_t column = 0; column < columns_; ++column) {
        const std::uint32_t step = go[node * columns_ + column];
        go_.push_back(number[step] * 2 + (nodes[step].atoms.empty() ? 0 : 1));
      }
      atoms_.push_back(nodes[node].atoms);
    }
  }

  std::array<std::uint8_t, 256> column_{};
  std::uint32_t columns_ = 1;
  std::vector<std::uint32_t> go_;        // node, column -> node * 2 + whether atoms end there
  std::vector<std::vector<int>> atoms_;  // by node
};

}  // namespace

// A trigger's need of one atom.
struct Need {
  std::uint32_t trigger = 0;
  std::uint32_t clause = 0;  // as a bit
};

struct RulePrefilter::Impl {
  AtomMatcher atoms;
  std::vector<std::vector<Need>> needs;    // by atom
  std::vector<std::uint32_t> all_clauses;  // by trigger; 0: always a candidate
  std::vector<std::uint32_t> always;       // triggers without any clause
  std::vector<Candidate> triggers;
};

RulePrefilter::RulePrefilter(const RuleSet& rules) : impl_(std::make_unique<Impl>()) {
  std::vector<std::string> atoms;
  std::unordered_map<std::string, std::size_t> index;
  for (std::uint32_t r = 0; r < rules.rules().size(); ++r) {
    const Rule& rule = rules.rules()[r];
    for (std::uint32_t t = 0; t < rule.triggers.size(); ++t) {
      const auto trigger = static_cast<std::uint32_t>(impl_->triggers.size());
      impl_->triggers.push_back({r, t});
      std::uint32_t clause = 1;
      std::uint32_t all = 0;
      constexpr std::uint32_t kLastClause = 1U << 31U;
      for (const std::vector<std::string>& any : PatternAtoms(*rule.triggers[t].regex).clauses()) {
        for (const std::string& atom : any) {
          const auto [it, fresh] = index.emplace(atom, atoms.size());
          if (fresh) {
            atoms.push_back(atom);
            impl_->needs.emplace_back();
          }
          impl_->needs[it->second].push_back({trigger, clause});
        }
        all |= clause;
        if (clause == kLastClause) break;  // more would only narrow further
        clause <<= 1U;
      }
      impl_->all_clauses.push_back(all);
      if (all == 0) impl_->always.push_back(trigger);
    }
  }
  impl_->atoms.build(atoms);
}

RulePrefilter::~RulePrefilter() = default;

void RulePrefilter::candidates(std::string_view skeleton, Scratch& scratch,
                               std::vector<Candidate>& out) const {
  out.clear();
  scratch.seen.resize(impl_->needs.size());
  scratch.met.resize(impl_->triggers.size());
  impl_->atoms.find(skeleton, scratch.found, scratch.seen);
  for (const int atom : scratch.found) {
    scratch.seen[static_cast<std::size_t>(atom)] = 0;
    for (const Need& need : impl_->needs[static_cast<std::size_t>(atom)]) {
      std::uint32_t& met = scratch.met[need.trigger];
      if (met == 0) scratch.touched.push_back(need.trigger);
      met |= need.clause;
    }
  }
  scratch.found.clear();
  for (const std::uint32_t t : scratch.touched) {
    if (scratch.met[t] == impl_->all_clauses[t]) scratch.passed.push_back(t);
    scratch.met[t] = 0;
  }
  scratch.touched.clear();
  scratch.passed.insert(scratch.passed.end(), impl_->always.begin(), impl_->always.end());
  std::sort(scratch.passed.begin(), scratch.passed.end());
  for (const std::uint32_t t : scratch.passed) out.push_back(impl_->triggers[t]);
  scratch.passed.clear();
}

std::vector<RulePrefilter::Candidate> RulePrefilter::all() const { return impl_->triggers; }

}  // namespace pactwatch
