#include "project/models/circles.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

namespace limbeck::project {
namespace {

struct Reference {
  std::size_t target = 0;
  const schema::ForeignKey* key = nullptr;
};

using References = std::vector<std::vector<Reference>>;

/// Every table after all that it leads to and that does not lead back to it.
std::vector<std::size_t> deepestFirst(const References& references) {
  std::vector<std::size_t> order;
  std::vector<bool> seen(references.size());
  for (std::size_t start = 0; start < references.size(); ++start) {
    if (seen[start]) continue;
    seen[start] = true;
    std::vector<std::pair<std::size_t, std::size_t>> path{{start, 0}};  // a table, and the next of its references
    while (!path.empty()) {
      auto& [at, next] = path.back();
      if (next == references[at].size()) {
        order.push_back(at);
        path.pop_back();
        continue;
      }
      const std::size_t target = references[at][next++].target;
      if (seen[target]) continue;
      seen[target] = true;
      path.emplace_back(target, 0);
    }
  }
  return order;
}

/// For each table the first one of those that it leads to and that lead to it, which may be itself (Kosaraju).
std::vector<std::size_t> firstOfCircles(const References& references) {
  std::vector<std::vector<std::size_t>> back(references.size());
  for (std::size_t i = 0; i < references.size(); ++i) {
    for (const Reference& one : references[i]) back[one.target].push_back(i);
  }
  std::vector<std::size_t> first(references.size());
  std::vector<bool> told(references.size());
  const std::vector<std::size_t> order = deepestFirst(references);
  for (std::size_t last = order.size(); last-- > 0;) {
    if (told[order[last]]) continue;
    std::vector<std::size_t> circle{order[last]};
    told[order[last]] = true;
    for (std::size_t i = 0; i < circle.size(); ++i) {
      for (const std::size_t from : back[circle[i]]) {
        if (told[from]) continue;
        told[from] = true;
        circle.push_back(from);
      }
    }
    const std::size_t least = *std::min_element(circle.begin(), circle.end());
    for (const std::size_t one : circle) first[one] = least;
  }
  return first;
}

}  // namespace

std::vector<Circle> circlesOf(const DeclaredMetaData& metadata) {
  const std::size_t count = metadata.tables.size();
  References references(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (const schema::ForeignKey& key : metadata.tables[i].table.foreignKeys) {
      const DeclaredTable* const found = metadata.only({key.schema, key.table});
      if (found == nullptr) continue;
      const auto target = static_cast<std::size_t>(found - metadata.tables.data());
      const bool certain = !key.useAlter && key.presence == schema::Presence::There && key.place.isKnown();
      if (certain && target != i) references[i].push_back({target, &key});
    }
  }
  const std::vector<std::size_t> first = firstOfCircles(references);
  std::map<std::size_t, Circle> circles;
  for (std::size_t i = 0; i < count; ++i) {
    Circle& circle = circles[first[i]];
    circle.tables.push_back(&metadata.tables[i]);
    for (const Reference& one : references[i]) {
      if (first[one.target] == first[i]) circle.keys.push_back(one.key);
    }
  }
  std::vector<Circle> found;
  for (auto& [least, circle] : circles) {
    if (circle.tables.size() > 1) found.push_back(std::move(circle));
  }
  return found;
}

}  // namespace limbeck::project
