// drawing.h: where each revision of a graph stands when it is drawn: rows from the newest down, lanes for branches.
// It refuses pixels and characters; the page and the terminal draw the same rows and lanes.
#pragma once

#include <cstdint>
#include <vector>

#include "project/migrations/graph.h"

namespace limbeck::project {

/// A line from a revision down to one it comes after, in `lane` between the two rows.
struct DrawnEdge {
  std::uint32_t row = 0;  ///< of the older revision
  std::uint32_t lane = 0;
  bool dependency = false;
};

struct DrawnRow {
  RevisionGraph::Index node;
  std::uint32_t lane = 0;
  std::vector<DrawnEdge> edges;  ///< parents in the order of `down_revision`, then dependencies
};

/// Every revision once. Position follows topology, never dates: a revision stands above all that it comes after, except
/// where a cycle forbids it; then rows follow the load order and an edge may lead upwards.
[[nodiscard]] std::vector<DrawnRow> drawingOf(const RevisionGraph& graph);

}  // namespace limbeck::project
