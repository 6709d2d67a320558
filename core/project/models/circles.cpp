#include "project/models/circles.h"

#include <algorithm>
#include <cstddef>
#include <map>

namespace limbeck::project {
namespace {

struct Reference {
  std::size_t target = 0;
  const schema::ForeignKey* key = nullptr;
};

std::vector<bool> reachedFrom(const std::vector<std::vector<Reference>>& references, std::size_t start) {
  std::vector<bool> seen(references.size());
  std::vector<std::size_t> open{start};
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const Reference& one : references[open[i]]) {
      if (seen[one.target]) continue;
      seen[one.target] = true;
      open.push_back(one.target);
    }
  }
  return seen;
}

}  // namespace

std::vector<Circle> circlesOf(const DeclaredMetaData& metadata) {
  const std::size_t count = metadata.tables.size();
  std::vector<std::vector<Reference>> references(count);
  for (std::size_t i = 0; i < count; ++i) {
    for (const schema::ForeignKey& key : metadata.tables[i].table.foreignKeys) {
      const DeclaredTable* const found = metadata.only({key.schema, key.table});
      if (found == nullptr) continue;
      const auto target = static_cast<std::size_t>(found - metadata.tables.data());
      const bool certain = !key.useAlter && key.presence == schema::Presence::There && key.place.isKnown();
      if (certain && target != i) references[i].push_back({target, &key});
    }
  }
  std::vector<std::vector<bool>> reached;
  for (std::size_t i = 0; i < count; ++i) reached.push_back(reachedFrom(references, i));
  std::vector<Circle> circles;
  std::vector<bool> told(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!reached[i][i] || told[i]) continue;
    const auto inside = [&](std::size_t other) { return reached[i][other] && reached[other][i]; };
    Circle circle;
    for (std::size_t other = i; other < count; ++other) {
      if (!inside(other)) continue;
      told[other] = true;
      circle.tables.push_back(&metadata.tables[other]);
      for (const Reference& one : references[other]) {
        if (inside(one.target)) circle.keys.push_back(one.key);
      }
    }
    circles.push_back(std::move(circle));
  }
  return circles;
}

}  // namespace limbeck::project
