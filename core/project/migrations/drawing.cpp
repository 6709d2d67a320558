#include "project/migrations/drawing.h"

#include <algorithm>
#include <optional>

#include "text/expect.h"

namespace limbeck::project {
namespace {

using Index = RevisionGraph::Index;
using Indices = RevisionGraph::Indices;

/// Newest first: the order of an upgrade, reversed; without one, children before parents as far as cycles let them.
Indices rowsOf(const RevisionGraph& graph) {
  if (!graph.order().empty()) return {graph.order().rbegin(), graph.order().rend()};
  std::vector<std::uint32_t> waiting(graph.size(), 0);
  const auto edges = [&](Index node) {
    Indices all = graph.parents(node);
    all.insert(all.end(), graph.dependencies(node).begin(), graph.dependencies(node).end());
    return all;
  };
  for (Index node{0}; node < graph.size(); ++node) {
    for (const Index parent : edges(node)) ++waiting[parent];
  }
  std::vector<bool> placed(graph.size(), false);
  Indices rows;
  Indices ready;
  const auto place = [&](Index node) {
    placed[node] = true;
    rows.push_back(node);
    const Indices parents = edges(node);
    for (auto parent = parents.rbegin(); parent != parents.rend(); ++parent) {
      if (--waiting[*parent] == 0 && !placed[*parent]) ready.push_back(*parent);
    }
  };
  const auto run = [&] {
    while (!ready.empty()) {
      const Index node = ready.back();
      ready.pop_back();
      if (!placed[node]) place(node);
    }
  };
  for (std::size_t left = graph.size(); left > 0; --left) {
    const Index node(static_cast<std::uint32_t>(left - 1));
    if (waiting[node] == 0) ready.push_back(node);
  }
  run();
  for (Index node{0}; node < graph.size(); ++node) {  // what is left hangs on a cycle
    if (placed[node]) continue;
    place(node);
    run();
  }
  return rows;
}

/// Which revision each lane leads down to.
class Lanes {
 public:
  /// The first lane that leads to the node; nothing when none does.
  [[nodiscard]] std::optional<std::uint32_t> to(Index node) const {
    const auto found = std::find(lanes_.begin(), lanes_.end(), std::optional(node));
    return found == lanes_.end() ? std::nullopt : std::optional(static_cast<std::uint32_t>(found - lanes_.begin()));
  }
  std::uint32_t open(Index node) {
    const auto free = std::find(lanes_.begin(), lanes_.end(), std::nullopt);
    const auto lane = static_cast<std::uint32_t>(free - lanes_.begin());
    if (free == lanes_.end()) lanes_.emplace_back();
    lanes_[lane] = node;
    return lane;
  }
  void set(std::uint32_t lane, Index node) { lanes_[lane] = node; }
  /// The node is drawn: whatever led to it ends.
  void close(Index node) { std::replace(lanes_.begin(), lanes_.end(), std::optional(node), std::optional<Index>()); }

 private:
  std::vector<std::optional<Index>> lanes_;
};

}  // namespace

std::vector<DrawnRow> drawingOf(const RevisionGraph& graph) {
  const Indices order = rowsOf(graph);
  std::vector<std::uint32_t> rowOf(graph.size(), 0);
  for (std::uint32_t row = 0; row < order.size(); ++row) rowOf[order[row]] = row;
  std::vector<DrawnRow> rows;
  Lanes lanes;
  for (std::uint32_t row = 0; row < order.size(); ++row) {
    const Index node = order[row];
    DrawnRow drawn{node, 0, {}};
    const auto waiting = lanes.to(node);
    drawn.lane = waiting ? *waiting : lanes.open(node);
    lanes.close(node);
    const auto lead = [&](Index older, bool dependency) {
      const auto known = lanes.to(older);
      std::uint32_t lane = drawn.lane;
      if (rowOf[older] <= row) lane = drawn.lane;            // part of a cycle: drawn as a loop
      else if (drawn.edges.empty()) lanes.set(lane, older);  // the first goes straight down
      else lane = known ? *known : lanes.open(older);
      drawn.edges.push_back({rowOf[older], lane, dependency});
    };
    for (const Index parent : graph.parents(node)) lead(parent, false);
    for (const Index dependency : graph.dependencies(node)) lead(dependency, true);
    rows.push_back(std::move(drawn));
  }
  LIMBECK_EXPECT(rows.size() == graph.size());
  return rows;
}

}  // namespace limbeck::project
