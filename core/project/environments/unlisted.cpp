#include <algorithm>
#include <map>
#include <set>

#include "project/classes/classes.h"
#include "project/environments/unseen.h"

namespace limbeck::project {
namespace {

/// Files that running one file leads to, be it by a function of it that env.py calls.
std::set<FileId> reachedFrom(const Environment& environment, FileId start) {
  std::set<FileId> reached{start};
  for (bool grown = true; grown;) {
    grown = false;
    for (const ImportEdge& edge : environment.edges) {
      const bool from = reached.count(edge.running) > 0 || reached.count(edge.file) > 0;
      if (from && reached.insert(edge.to).second) grown = true;
    }
  }
  return reached;
}

}  // namespace

std::vector<UnseenTables> findUnseenTables(const Project& project) {
  std::vector<UnseenTables> found;
  const Environments& environments = project.environments();
  if (environments.all().empty()) return found;
  std::set<FileId> holding;
  for (const ClassId model : environments.asked()) holding.insert(project.classes().at(model).file);
  for (const MetaDataUse& use : project.metadataUses().all()) {
    std::map<FileId, std::vector<CoreTable>> files;
    for (const CoreTable& table : use.tables) files[table.file].push_back(table);
    for (auto& [file, tables] : files) {
      const Visibility visibility = environments.sightOf(file, tables.front().call, use.id);
      if (visibility.sight != Sight::NotSeen || holding.count(file) > 0) continue;
      found.push_back({file, visibility.environment, std::move(tables)});
    }
  }
  return found;
}

std::vector<Omission> findOmissions(const Project& project) {
  std::vector<Omission> found;
  const Environments& environments = project.environments();
  const std::vector<Environment>& all = environments.all();
  for (const CentralFile& central : environments.central()) {
    const auto environment = std::find_if(
        all.begin(), all.end(), [&](const Environment& one) { return one.reach[central.file] == Reach::Yes; });
    if (!central.named || environment == all.end()) continue;
    const auto index = static_cast<std::uint32_t>(environment - all.begin());
    const std::set<FileId> reached = reachedFrom(*environment, central.file);
    std::map<FileId, std::vector<ClassId>> files;
    for (const ClassId model : environments.asked()) {
      const FileId file = project.classes().at(model).file;
      const Visibility& visibility = environments.of(model);
      if (visibility.sight != Sight::Seen || visibility.environment != index || reached.count(file) > 0) continue;
      const std::vector<ImportEdge> way = environments.wayTo(visibility);
      if (std::none_of(way.begin(), way.end(), [](const ImportEdge& edge) { return edge.computed; }))
        files[file].push_back(model);
    }
    for (auto& [file, models] : files) found.push_back({central.file, file, index, std::move(models)});
  }
  return found;
}

}  // namespace limbeck::project
