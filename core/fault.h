#pragma once
// Named points on the way of an article at which a test can end or hang the real program, to see
// that nothing is lost there. They do nothing unless the environment asks for one:
//
//   PACTWATCH_FAULT=NAME[:N]        kill -9 at the N-th time (1) that the point is passed
//   PACTWATCH_FAULT=NAME:N:hang     its thread stays there for ever
//
// docs/RELIABILITY.md lists the points with what holds at each.

#include <string_view>
#include <vector>

namespace pactwatch {

// Every name there is, in the order of an article's way.
const std::vector<std::string_view>& fault_points();

// Any thread. `name` is one of fault_points(). Costs a load and a branch when nothing is asked for.
void fault_point(std::string_view name);

}  // namespace pactwatch
