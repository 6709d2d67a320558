#include "rules/revision_places.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "project/given/places.h"
#include "rules/revising.h"
#include "text/concat.h"

namespace limbeck::rules {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;
using project::RevisionNames;

namespace {

bool isHere(const Project& project, const Revision& revision, facts::Expr at) {
  return at && at.code() == project.file(revision.file).code.get();
}

Place startOf(const Project& project, const Revision& revision) {
  const facts::ModuleFacts& facts = project.file(revision.file);
  const facts::Expr first = facts.module()[0];
  return {facts.path(), first ? first.span() : Span{}};
}

}  // namespace

Place placeOf(const Project& project, const Revision& revision) {
  if (isHere(project, revision, revision.idAt)) return {project.file(revision.file).path(), revision.idAt.span()};
  return startOf(project, revision);
}

Place placeOf(const Project& project, const Revision& revision, const RevisionNames& names) {
  if (isHere(project, revision, names.at)) return {project.file(revision.file).path(), names.at.span()};
  return placeOf(project, revision);
}

Place placeOf(const Project& project, const Revision& revision, const RevisionNames& names, std::size_t position) {
  const project::RevisionName& name = names.names[position];
  if (name.file == revision.file && name.at) return {project.file(revision.file).path(), name.at.span()};
  return placeOf(project, revision, names);
}

std::string locationOf(const Project& project, const Revision& revision) {
  return std::string(project::folderOf(project.file(revision.file).path()));
}

std::vector<RevisionGraph::Indices> byBranch(const Project& project, const History& history,
                                             const RevisionGraph::Indices& revisions) {
  std::map<std::pair<std::string, std::set<std::string>>, RevisionGraph::Indices> groups;
  const auto isUnclear = [&](RevisionGraph::Index one) { return !history.at(one).labels.known; };
  for (const RevisionGraph::Index one : revisions) {
    // A label that cannot be read may be what keeps it apart.
    const RevisionGraph::Indices before = history.graph.ancestors(one, false);
    if (isUnclear(one) || std::any_of(before.begin(), before.end(), isUnclear)) continue;
    groups[{locationOf(project, history.at(one)), history.graph.labels(one)}].push_back(one);
  }
  std::vector<RevisionGraph::Indices> found;
  for (auto& [key, group] : groups) found.push_back(std::move(group));
  return found;
}

}  // namespace limbeck::rules
