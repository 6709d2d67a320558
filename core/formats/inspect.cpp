// Everything that was understood of a project, as JSON: what `limbeck inspect` prints.

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "project/dialects.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/modules.h"

namespace limbeck::formats {
namespace {

using project::History;
using project::Project;
using project::Revision;
using project::RevisionGraph;

Json idsJson(const RevisionGraph& graph, const RevisionGraph::Indices& nodes) {
  Json list = Json::array();
  for (const RevisionGraph::Index node : nodes) list.push_back(graph.node(node).id);
  return list;
}

Json revisionJson(const Project& project, const History& history, RevisionGraph::Index index) {
  const Revision& revision = history.at(index);
  const project::RevisionNode& node = history.graph.node(index);
  const facts::ModuleFacts& facts = project.file(revision.file);
  Json json = {{"id", node.id},           {"down", node.down}, {"depends_on", node.depends},
               {"labels", node.labels},   {"file", facts.path()}, {"message", revision.doc}};
  json["labels_in_force"] = history.graph.labels(index);
  if (revision.idAt) json["line"] = facts.file->positionAt(revision.idAt.span().begin).line + 1;
  if (!revision.labels.known) json["labels_known"] = false;
  const bool emptyUpgrade = revision.upgrade && project::doesNothing(revision.upgrade);
  const bool emptyDowngrade = revision.downgrade && project::doesNothing(revision.downgrade);
  json["empty_upgrade"] = emptyUpgrade;
  json["empty_downgrade"] = emptyDowngrade;
  json["empty"] = emptyUpgrade && (emptyDowngrade || (!revision.downgrade && !revision.downgradeElsewhere));
  if (revision.upgradeElsewhere) json["missing_upgrade"] = nullptr;
  else json["missing_upgrade"] = !revision.upgrade;
  if (revision.downgradeElsewhere) json["missing_downgrade"] = nullptr;
  else json["missing_downgrade"] = !revision.downgrade;
  return json;
}

Json historyJson(const Project& project, const History& history) {
  const RevisionGraph& graph = history.graph;
  Json json = {{"script_location", history.folder}, {"version_dirs", history.locations}, {"whole", history.whole}, {"chosen_at_run_time", history.chosenAtRunTime}};
  if (history.environment != project::noFile) json["env"] = project.file(history.environment).path();
  if (history.config != nullptr) json["config"] = history.config->path;
  json["revisions"] = Json::array();
  for (RevisionGraph::Index i = 0; i < history.revisions.size(); ++i) json["revisions"].push_back(revisionJson(project, history, i));
  json["not_loaded"] = Json::array();
  for (const Revision& other : history.others) json["not_loaded"].push_back(project.file(other.file).path());
  // Where the graph is broken Alembic has no heads and no order: neither have we.
  const RevisionGraph::Indices none;
  json["heads"] = idsJson(graph, graph.broken() ? none : graph.heads());
  json["bases"] = idsJson(graph, graph.broken() ? none : graph.bases());
  json["branch_points"] = idsJson(graph, graph.broken() ? none : graph.branchPoints());
  json["merge_points"] = idsJson(graph, graph.broken() ? none : graph.mergePoints());
  json["order"] = idsJson(graph, graph.order());
  json["missing_parents"] = Json::array();
  for (const project::MissingRevision& missing : graph.missing()) {
    const project::RevisionNode& node = graph.node(missing.node);
    json["missing_parents"].push_back({node.id, (missing.dependency ? node.depends : node.down)[missing.position]});
  }
  json["duplicate_ids"] = Json::array();
  for (const RevisionGraph::Indices& group : graph.duplicates()) json["duplicate_ids"].push_back(graph.node(group[0]).id);
  json["cycle"] = !graph.cycles().empty();
  json["cycles"] = Json::array();
  for (const project::RevisionCycle& cycle : graph.cycles()) json["cycles"].push_back(idsJson(graph, cycle.nodes));
  json["label_conflicts"] = Json::array();
  for (const project::LabelConflict& conflict : graph.labelConflicts()) json["label_conflicts"].push_back(conflict.label);
  return json;
}

}  // namespace

std::string inspect(const Project& project) {
  Json json = {{"limbeck", LIMBECK_VERSION}, {"schema", 1}, {"profile", project::profileName(project.modules().profile())}};
  json["files"] = project.files().size();
  json["environments"] = Json::array();
  for (const History& history : project.histories().all()) json["environments"].push_back(historyJson(project, history));
  return dumped(json);
}

}  // namespace limbeck::formats
