// graph.h: the revision graph, computed as Alembic's RevisionMap computes it: heads, bases, order, and what breaks it.
// It refuses to know files: its nodes are ids with parents, dependencies and labels, in the order they are loaded.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "project/names/ids.h"

namespace limbeck::project {

/// A revision as the graph sees it. Lists are in the order they are written.
struct RevisionNode {
  std::string id;
  std::vector<std::string> down;
  std::vector<std::string> depends;  ///< ids or branch labels
  std::vector<std::string> labels;
};

/// A name that no revision has (facts F50).
struct MissingRevision {
  RevisionIndex node;
  std::uint32_t position = 0;  ///< in `down` or `depends`
  bool dependency = false;
};

struct RevisionCycle {
  std::vector<RevisionIndex> nodes;  ///< in the order of the walk; one for a self-loop
  bool dependencies = false;         ///< some edge of it is a `depends_on`
};

/// The same `branch_labels` value on two revisions.
struct LabelConflict {
  std::string label;
  RevisionIndex first;
  RevisionIndex second;
};

/// Nodes are named by their index. Immutable once made. Where the graph is broken, Alembic stops; this one goes on with
/// the edges that lead somewhere.
class RevisionGraph {
 public:
  using Index = RevisionIndex;
  using Indices = std::vector<Index>;

  RevisionGraph() = default;
  explicit RevisionGraph(std::vector<RevisionNode> nodes);

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] const RevisionNode& node(Index index) const { return nodes_[index]; }
  /// The one that has the id; the last of several, as in Alembic.
  [[nodiscard]] std::optional<Index> find(std::string_view id) const;
  /// The one that has the id, else the one that declares the label.
  [[nodiscard]] std::optional<Index> findNamed(std::string_view name) const;

  /// No child through `down_revision`; dependencies do not count (facts F50). In load order.
  [[nodiscard]] const Indices& heads() const { return heads_; }
  /// Without `down_revision`. In load order.
  [[nodiscard]] const Indices& bases() const { return bases_; }
  /// More than one child, more than one parent.
  [[nodiscard]] const Indices& branchPoints() const { return branchPoints_; }
  [[nodiscard]] const Indices& mergePoints() const { return mergePoints_; }
  /// Parents that exist, in the order of `down_revision`.
  [[nodiscard]] const Indices& parents(Index index) const { return parents_[index]; }
  [[nodiscard]] const Indices& children(Index index) const { return children_[index]; }
  /// Revisions that `depends_on` names and that exist.
  [[nodiscard]] const Indices& dependencies(Index index) const { return dependencies_[index]; }
  /// Labels that hold for the revision: its own and those of its branch.
  [[nodiscard]] const std::set<std::string>& labels(Index index) const { return labels_[index]; }

  /// From the bases to the heads, exactly as `alembic upgrade heads` runs them (facts F54); empty when the graph is
  /// broken.
  [[nodiscard]] const Indices& order() const { return order_; }

  /// Groups of revisions with one id.
  [[nodiscard]] const std::vector<Indices>& duplicates() const { return duplicates_; }
  [[nodiscard]] const std::vector<MissingRevision>& missing() const { return missing_; }
  [[nodiscard]] const std::vector<RevisionCycle>& cycles() const { return cycles_; }
  [[nodiscard]] const std::vector<LabelConflict>& labelConflicts() const { return labelConflicts_; }
  /// Alembic could not make its map.
  [[nodiscard]] bool broken() const { return !missing_.empty() || !cycles_.empty() || !labelConflicts_.empty(); }

  /// All that the revision comes after, through parents and, if asked, dependencies; itself not among them. Sorted.
  [[nodiscard]] Indices ancestors(Index index, bool withDependencies) const;
  /// The newest revision that all of them come after, by `down_revision`; nothing when there is none.
  [[nodiscard]] std::optional<Index> forkOf(const Indices& revisions) const;

 private:
  void readNames();
  void link();
  void findCycles(bool dependencies);
  void spreadLabels();
  void normalise();
  void sort();
  [[nodiscard]] Indices edgesOf(Index index) const;

  std::vector<RevisionNode> nodes_;
  std::map<std::string, Index, std::less<>> byId_;
  std::map<std::string, Index, std::less<>> byLabel_;
  std::vector<Indices> parents_;
  std::vector<Indices> children_;
  std::vector<Indices> dependencies_;
  std::vector<Indices> normalised_;  ///< parents, then dependencies that no ancestor has already
  std::vector<std::set<std::string>> labels_;
  Indices heads_;
  Indices bases_;
  Indices branchPoints_;
  Indices mergePoints_;
  Indices order_;
  std::vector<Indices> duplicates_;
  std::vector<MissingRevision> missing_;
  std::vector<RevisionCycle> cycles_;
  std::vector<LabelConflict> labelConflicts_;
};

}  // namespace limbeck::project
