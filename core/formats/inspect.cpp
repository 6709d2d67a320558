// Everything that was understood of a project, as JSON: what `limbeck inspect` prints.

#include <algorithm>

#include "formats/formats.h"
#include "formats/json_parts.h"
#include "formats/json_schema.h"
#include "project/dialects.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "project/names/modules.h"
#include "text/concat.h"

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
  Json json = {{"id", node.id},         {"down", node.down},    {"depends_on", node.depends},
               {"labels", node.labels}, {"file", facts.path()}, {"message", revision.doc}};
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
  Json json = {{"script_location", history.folder},
               {"version_dirs", history.locations},
               {"whole", history.whole},
               {"chosen_at_run_time", history.chosenAtRunTime}};
  if (history.environment != project::noFile) json["env"] = project.file(history.environment).path();
  if (history.config != nullptr) json["config"] = history.config->path;
  json["revisions"] = Json::array();
  for (RevisionGraph::Index i{0}; i < history.revisions.size(); ++i)
    json["revisions"].push_back(revisionJson(project, history, i));
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
  for (const RevisionGraph::Indices& group : graph.duplicates())
    json["duplicate_ids"].push_back(graph.node(group[0]).id);
  json["cycle"] = !graph.cycles().empty();
  json["cycles"] = Json::array();
  for (const project::RevisionCycle& cycle : graph.cycles()) json["cycles"].push_back(idsJson(graph, cycle.nodes));
  json["label_conflicts"] = Json::array();
  for (const project::LabelConflict& conflict : graph.labelConflicts())
    json["label_conflicts"].push_back(conflict.label);
  return json;
}

/// One operation as it would run; of a batch block, what stands inside of it.
Json operationJson(const Project& project, const std::string& revision, const project::Executed& operation,
                   schema::Dialect dialect) {
  const facts::ModuleFacts& file = project.file(operation.place.file);
  Json json = {{"rev", revision}, {"op", operation.name}};
  json["table"] = operation.table ? Json(operation.table->second) : Json(nullptr);
  if (operation.table && !operation.table->first.empty()) json["schema"] = operation.table->first;
  json["name"] = operation.object.empty() ? Json(nullptr) : Json(operation.object);
  for (const schema::Change& change : operation.changes) {
    if (const auto* create = std::get_if<schema::CreateTable>(&change.effect)) {
      json["columns"] = Json::array();
      for (const schema::Column& column : create->table.columns) json["columns"].push_back(columnJson(column, dialect));
    } else if (const auto* add = std::get_if<schema::AddColumn>(&change.effect)) {
      json["columns"] = Json::array({columnJson(add->column, dialect)});
    }
  }
  json["file"] = file.path();
  json["line"] = file.file->positionAt(operation.place.span.begin).line + 1;
  json["status"] = operation.isSure() ? "sure" : "maybe";
  return json;
}

/// Calls of `op` and of batch objects; what scripts do beside them is in the schema alone.
bool isAlembics(const project::Executed& operation) { return operation.ofAlembic && !operation.batch; }

bool isUnread(const project::ScriptRun& run) {
  if (run.unread) return true;
  for (const project::Executed* operation : run.operations()) {
    if (!operation->isSure() && isAlembics(*operation)) return true;
    for (const schema::Change& change : operation->changes) {
      if (std::holds_alternative<schema::Unread>(change.effect)) return true;
    }
  }
  return false;
}

void addReplay(Json& json, const Project& project, const History& history, const project::Replay& replay) {
  json["dialect"] = schema::nameOf(replay.dialect());
  json["ops"] = Json::array();
  json["unknown_revisions"] = Json::array();
  RevisionGraph::Indices order = history.graph.order();
  for (RevisionGraph::Index i{0}; order.size() < history.revisions.size() && history.graph.order().empty(); ++i)
    order.push_back(i);
  for (const RevisionGraph::Index index : order) {
    const std::string& id = history.graph.node(index).id;
    for (const project::Executed* operation : replay.upgrades[index].operations()) {
      if (isAlembics(*operation)) json["ops"].push_back(operationJson(project, id, *operation, replay.dialect()));
    }
    if (isUnread(replay.upgrades[index])) json["unknown_revisions"].push_back(id);
  }
  Json built;
  addSchema(built, project, replay.final, replay.dialect());
  json["baseline"] = replay.baseline();
  json["doubts"] = std::move(built["doubts"]);
  json["schema"] = Json::object();
  for (const auto& [name, table] : replay.final.tables()) {
    Json one = {{"columns", Json::object()}};
    bool sure = table->isWhole() && !replay.final.open;
    for (const schema::Column& column : table->columns) {
      one["columns"][column.name] = columnJson(column, replay.dialect());
      sure = sure && column.presence == schema::Presence::There;
    }
    one["status"] = sure ? "sure" : "maybe";
    json["schema"][schema::show(name)] = std::move(one);
  }
}

/// The tables of every MetaData that the environment compares with; of all, where it cannot be told.
void addModels(Json& json, const Project& project, const History& history, schema::Dialect dialect) {
  const project::Environments& environments = project.environments();
  const project::Environment* const environment = environments.at(history.environment);
  json["models"] = Json::object();
  const bool told = environment != nullptr && environment->target == project::Target::Known &&
                    !project.declared().comparedBy(*environment).empty();
  for (const project::DeclaredMetaData& metadata : project.declared().all()) {
    if (told && !metadata.isComparedBy(*environment)) continue;
    const schema::Schema& schema = project.declared().schemaOf(metadata, dialect);
    for (const project::DeclaredTable& declared : metadata.tables) {
      const schema::Table* const table = declared.nameKnown ? schema.find(declared.name()) : nullptr;
      if (table == nullptr) continue;
      const facts::ModuleFacts& file = project.file(declared.file);
      Json one = {{"file", file.path()}, {"line", file.file->positionAt(declared.table.place.span.begin).line + 1}};
      const project::Sight sight = declared.model != project::none
                                       ? environments.of(declared.model).sight
                                       : environments.sightOf(declared.file, declared.at, metadata.id).sight;
      // Of another program in the same repository.
      const bool elsewhere = environment != nullptr && sight == project::Sight::Seen &&
                             declared.file < environment->reach.size() &&
                             environment->reach[declared.file] == project::Reach::No;
      if (told && (sight == project::Sight::NotAsked || elsewhere)) continue;
      one["registered"] = sight == project::Sight::Seen      ? Json(true)
                          : sight == project::Sight::NotSeen ? Json(false)
                                                             : Json(nullptr);
      one["certainty"] = certaintyName(table->certainty);
      one["columns"] = Json::object();
      for (const schema::Column& column : table->columns) {
        Json written = columnJson(column, dialect);
        written["pk"] = column.primaryKey;
        written["fks"] = Json::array();
        for (const schema::ForeignKey& key : table->foreignKeys) {
          if (key.columns.size() == 1 && key.columns.front() == column.name && key.targets.size() == 1) {
            written["fks"].push_back(
                concat(schema::show(schema::TableName{key.schema, key.table}), ".", key.targets.front()));
          }
        }
        one["columns"][column.name] = std::move(written);
      }
      json["models"][schema::show(declared.name())] = std::move(one);
    }
  }
}

}  // namespace

std::string inspect(const Project& project, std::optional<schema::Dialect> asked) {
  Json json = {
      {"limbeck", LIMBECK_VERSION}, {"schema", 1}, {"profile", project::profileName(project.modules().profile())}};
  json["files"] = project.files().size();
  json["environments"] = Json::array();
  const std::vector<History>& histories = project.histories().all();
  const schema::Dialect dialect = asked.value_or(project::replayDialects(project).front());
  const project::Replays replays(project, project.declared(), {dialect});
  for (std::uint32_t i = 0; i < histories.size(); ++i) {
    Json one = historyJson(project, histories[i]);
    if (const project::HistoryReplays* const entry = replays.of(i))
      addReplay(one, project, histories[i], entry->replays.front());
    addModels(one, project, histories[i], dialect);
    json["environments"].push_back(std::move(one));
  }
  return dumped(json);
}

}  // namespace limbeck::formats
