#include "project/migrations/graph.h"

#include <algorithm>
#include <functional>

#include "text/expect.h"

namespace limbeck::project {
namespace {

using Index = RevisionGraph::Index;
using Indices = RevisionGraph::Indices;

bool contains(const Indices& list, Index one) { return std::find(list.begin(), list.end(), one) != list.end(); }

void include(Indices& list, Index one) {
  if (!contains(list, one)) list.push_back(one);
}

/// Everything that can be reached from `start`, itself left out unless a cycle leads back. Sorted.
template <typename Edges>
Indices reached(std::size_t size, const Indices& start, Edges edges) {
  std::vector<bool> seen(size, false);
  Indices todo;
  const auto push = [&](Index one) {
    if (seen[one]) return;
    seen[one] = true;
    todo.push_back(one);
  };
  for (const Index one : start) {
    for (const Index next : edges(one)) push(next);
  }
  for (std::size_t done = 0; done < todo.size(); ++done) {
    const Index one = todo[done];
    for (const Index next : edges(one)) push(next);
  }
  std::sort(todo.begin(), todo.end());
  return todo;
}

/// Strongly connected components with more than one node, or one that leads to itself. Tarjan's algorithm, without
/// recursion.
template <typename Edges>
std::vector<Indices> circles(std::size_t size, Edges edges) {
  struct Step {
    Index node;
    Indices next;
    std::size_t at = 0;
  };
  constexpr std::uint32_t unseen = 0xFFFFFFFF;
  std::vector<std::uint32_t> number(size, unseen);
  std::vector<std::uint32_t> low(size, 0);
  std::vector<bool> open(size, false);
  Indices stack;
  std::vector<Step> path;
  std::vector<Indices> found;
  std::uint32_t count = 0;
  const auto enter = [&](Index node) {
    number[node] = low[node] = count++;
    open[node] = true;
    stack.push_back(node);
    path.push_back({node, edges(node), 0});
  };
  for (Index root{0}; root < size; ++root) {
    if (number[root] != unseen) continue;
    enter(root);
    while (!path.empty()) {
      Step& step = path.back();
      const Index node = step.node;
      if (step.at < step.next.size()) {
        const Index to = step.next[step.at++];
        if (number[to] == unseen) enter(to);
        else if (open[to]) low[node] = std::min(low[node], number[to]);
        continue;
      }
      path.pop_back();
      if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
      if (low[node] != number[node]) continue;
      Indices component;
      for (bool more = true; more;) {
        const Index one = stack.back();
        stack.pop_back();
        open[one] = false;
        component.push_back(one);
        more = one != node;
      }
      if (component.size() > 1 || contains(edges(node), node)) found.push_back(std::move(component));
    }
  }
  return found;
}

/// The component as a walk along its edges, from its first node in load order, as far as one walk goes.
template <typename Edges>
Indices walkOf(Indices component, Edges edges) {
  std::sort(component.begin(), component.end());
  Indices walk = {component[0]};
  while (walk.size() < component.size()) {
    const Indices next = edges(walk.back());
    const auto on = std::find_if(next.begin(), next.end(),
                                 [&](Index one) { return contains(component, one) && !contains(walk, one); });
    if (on == next.end()) break;
    walk.push_back(*on);
  }
  return walk;
}

/// Which revisions each one comes after, one bit per pair: the order asks it once per step and head.
class Ancestry {
 public:
  Ancestry(const std::vector<Indices>& edges)
      : words_((edges.size() + 63) / 64), bits_(words_ * edges.size(), 0), done_(edges.size(), false) {
    Indices path;
    for (Index root{0}; root < edges.size(); ++root) {
      path.push_back(root);
      while (!path.empty()) {
        const Index node = path.back();
        const auto open = std::find_if(edges[node].begin(), edges[node].end(), [&](Index one) { return !done_[one]; });
        if (!done_[node] && open != edges[node].end()) {
          path.push_back(*open);
          continue;
        }
        path.pop_back();
        if (!done_[node]) close(node, edges[node]);
      }
    }
  }

  /// `one` is `node` or comes before it.
  [[nodiscard]] bool has(Index node, Index one) const {
    return (bits_[node * words_ + one / 64] >> (one % 64) & 1U) != 0;
  }

 private:
  void close(Index node, const Indices& edges) {
    done_[node] = true;
    bits_[node * words_ + node / 64] |= std::uint64_t{1} << (node % 64);
    for (const Index parent : edges) {
      for (std::size_t word = 0; word < words_; ++word) bits_[node * words_ + word] |= bits_[parent * words_ + word];
    }
  }

  std::size_t words_;
  std::vector<std::uint64_t> bits_;
  std::vector<bool> done_;
};

}  // namespace

RevisionGraph::RevisionGraph(std::vector<RevisionNode> nodes)
    : nodes_(std::move(nodes)),
      parents_(nodes_.size()),
      children_(nodes_.size()),
      dependencies_(nodes_.size()),
      normalised_(nodes_.size()),
      labels_(nodes_.size()) {
  readNames();
  link();
  findCycles(false);
  findCycles(true);
  spreadLabels();
  if (!broken()) {
    normalise();
    sort();
    LIMBECK_EXPECT(order_.size() == nodes_.size());
  }
}

void RevisionGraph::readNames() {
  std::map<std::string, Indices> groups;
  for (Index i{0}; i < nodes_.size(); ++i) {
    byId_[nodes_[i].id] = i;
    groups[nodes_[i].id].push_back(i);
  }
  for (auto& [id, group] : groups) {
    if (group.size() > 1) duplicates_.push_back(std::move(group));
  }
  std::sort(duplicates_.begin(), duplicates_.end());
  for (Index i{0}; i < nodes_.size(); ++i) {
    for (const std::string& label : nodes_[i].labels) {
      const auto id = byId_.find(label);
      const auto [at, first] = byLabel_.emplace(label, i);
      if (id != byId_.end()) labelConflicts_.push_back({label, id->second, i});
      else if (!first) labelConflicts_.push_back({label, at->second, i});
      labels_[i].insert(label);
    }
  }
}

void RevisionGraph::link() {
  std::vector<bool> isParent(nodes_.size(), false);
  for (Index i{0}; i < nodes_.size(); ++i) {
    const RevisionNode& node = nodes_[i];
    for (std::uint32_t at = 0; at < node.down.size(); ++at) {
      // Alembic looks parents up in the map that holds the labels too, and then finds the map broken.
      const auto parent = find(node.down[at]);
      if (!parent) {
        missing_.push_back({i, at, false});
        continue;
      }
      include(parents_[i], *parent);
      include(children_[*parent], i);
      isParent[*parent] = true;
    }
    for (std::uint32_t at = 0; at < node.depends.size(); ++at) {
      const auto dependency = findNamed(node.depends[at]);
      if (dependency) include(dependencies_[i], *dependency);
      else missing_.push_back({i, at, true});
    }
  }
  for (Index i{0}; i < nodes_.size(); ++i) {
    if (!isParent[i]) heads_.push_back(i);
    if (nodes_[i].down.empty()) bases_.push_back(i);
    if (children_[i].size() > 1) branchPoints_.push_back(i);
    if (nodes_[i].down.size() > 1) mergePoints_.push_back(i);
  }
}

Indices RevisionGraph::edgesOf(Index index) const {
  Indices edges = parents_[index];
  for (const Index one : dependencies_[index]) include(edges, one);
  return edges;
}

void RevisionGraph::findCycles(bool dependencies) {
  const auto edges = [&](Index index) { return dependencies ? edgesOf(index) : parents_[index]; };
  // Its own id, also where another revision has the same one and would be taken for the parent.
  for (Index i{0}; i < nodes_.size(); ++i) {
    const std::vector<std::string>& names = dependencies ? nodes_[i].depends : nodes_[i].down;
    if (std::find(names.begin(), names.end(), nodes_[i].id) != names.end() && !contains(edges(i), i))
      cycles_.push_back({{i}, dependencies});
  }
  for (Indices& component : circles(nodes_.size(), edges)) {
    // A cycle of parents is told once, and not again as one of parents and dependencies.
    const bool told = std::any_of(cycles_.begin(), cycles_.end(),
                                  [&](const RevisionCycle& known) { return contains(component, known.nodes[0]); });
    if (told) continue;
    cycles_.push_back({walkOf(std::move(component), edges), dependencies});
  }
  std::sort(cycles_.begin(), cycles_.end(),
            [](const RevisionCycle& a, const RevisionCycle& b) { return a.nodes < b.nodes; });
}

/// A label holds for everything above it, and for the straight line it stands on, down to where something else follows
/// too.
void RevisionGraph::spreadLabels() {
  std::vector<std::set<Index>> followers(nodes_.size());
  for (Index i{0}; i < nodes_.size(); ++i) {
    for (const Index one : edgesOf(i)) followers[one].insert(i);
  }
  for (Index i{0}; i < nodes_.size(); ++i) {
    if (nodes_[i].labels.empty()) continue;
    const auto give = [&](Index to) { labels_[to].insert(nodes_[i].labels.begin(), nodes_[i].labels.end()); };
    const Indices above = reached(nodes_.size(), {i}, [&](Index one) { return children_[one]; });
    for (const Index one : above) give(one);
    const auto forks = [&](Index one) { return followers[one].size() > 1 || nodes_[one].down.size() > 1; };
    if (forks(i) || std::any_of(above.begin(), above.end(), forks)) continue;
    std::vector<bool> seen(nodes_.size(), false);
    for (Index one = i; !seen[one] && !forks(one); one = parents_[one][0]) {
      seen[one] = true;
      give(one);
      if (parents_[one].empty()) break;
    }
  }
}

void RevisionGraph::normalise() {
  for (Index i{0}; i < nodes_.size(); ++i) {
    normalised_[i] = parents_[i];
    if (dependencies_[i].empty()) continue;
    std::set<Index> known;
    for (const Index before : ancestors(i, false))
      known.insert(dependencies_[before].begin(), dependencies_[before].end());
    for (const Index one : dependencies_[i]) {
      if (known.count(one) == 0) include(normalised_[i], one);
    }
  }
}

/// Revision.iterate_revisions(heads, base) of Alembic, reversed (facts F54).
void RevisionGraph::sort() {
  std::vector<bool> todo(nodes_.size(), true);
  std::vector<bool> below(nodes_.size(), false);
  for (Index i{0}; i < nodes_.size(); ++i) {
    for (const Index one : edgesOf(i)) below[one] = true;
  }
  Indices tips;
  for (Index i{0}; i < nodes_.size(); ++i) {
    if (!below[i]) tips.push_back(i);
  }
  const Ancestry ancestry(normalised_);
  std::size_t at = 0;
  while (!tips.empty()) {
    const Index candidate = tips[at];
    std::size_t blocked = 0;
    while (blocked < tips.size() && (blocked == at || !ancestry.has(tips[blocked], candidate))) ++blocked;
    if (blocked < tips.size()) {
      at = blocked;
      continue;
    }
    if (todo[candidate]) order_.push_back(candidate);
    todo[candidate] = false;
    Indices next;
    for (const Index one : normalised_[candidate]) {
      if (todo[one] && !contains(tips, one)) next.push_back(one);
    }
    if (next.empty()) {
      tips.erase(tips.begin() + static_cast<std::ptrdiff_t>(at));
      at = at > 0 ? at - 1 : 0;
      continue;
    }
    tips[at] = next[0];
    tips.insert(tips.end(), next.begin() + 1, next.end());
  }
  std::reverse(order_.begin(), order_.end());
}

std::optional<Index> RevisionGraph::find(std::string_view id) const {
  const auto found = byId_.find(id);
  return found == byId_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Index> RevisionGraph::findNamed(std::string_view name) const {
  if (const auto found = find(name)) return found;
  const auto found = byLabel_.find(name);
  return found == byLabel_.end() ? std::nullopt : std::optional(found->second);
}

Indices RevisionGraph::ancestors(Index index, bool withDependencies) const {
  return reached(nodes_.size(), {index}, [&](Index one) { return withDependencies ? edgesOf(one) : parents_[one]; });
}

std::optional<Index> RevisionGraph::forkOf(const Indices& revisions) const {
  std::vector<std::size_t> count(nodes_.size(), 0);
  for (const Index one : revisions) {
    for (const Index before : ancestors(one, false)) ++count[before];
  }
  // The newest common one has no child that is common too.
  for (Index i{0}; i < nodes_.size(); ++i) {
    if (revisions.empty() || count[i] != revisions.size()) continue;
    const bool last = std::none_of(children_[i].begin(), children_[i].end(),
                                   [&](Index child) { return count[child] == revisions.size(); });
    if (last) return i;
  }
  return std::nullopt;
}

}  // namespace limbeck::project
