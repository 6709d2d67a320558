#include "rules/tables/writing_out.h"

#include <algorithm>
#include <optional>
#include <set>

#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "project/models/declared.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/importing.h"
#include "rules/tables/creating.h"
#include "schema/create_table.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::TableAction;
using What = TableAction::What;

/// The schema before the revision, where the file is a head of a history whose replay is certain up to there.
std::optional<schema::Schema> schemaBefore(const project::Project& project, project::FileId file) {
  const auto at = project.histories().of(file);
  if (!at) return std::nullopt;
  const project::RevisionGraph::Indices& heads = project.histories().all()[at->first].graph.heads();
  const project::HistoryReplays* const entry = project.replays().of(at->first);
  if (entry == nullptr || std::find(heads.begin(), heads.end(), at->second) == heads.end()) return std::nullopt;
  schema::Schema before = entry->replays.front().before(at->second);
  return before.open || before.baseline ? std::nullopt : std::optional(std::move(before));
}

/// The tables the action is about that are not there yet, referenced ones first; nothing when one of them is not known
/// whole.
std::optional<std::vector<schema::Table>> tablesOf(const project::Project& project, const TableAction& action,
                                                   const schema::Schema& before) {
  const bool all = action.what == What::CreateAll || action.what == What::DropAll;
  const project::DeclaredTable* const one = all ? nullptr : project.declared().ofModel(action.model);
  const project::DeclaredMetaData* metadata = nullptr;
  if (all)
    metadata =
        project.declared().of(project, project::metadataAt(project, action.file, action.node.callee()[0]), action.file);
  else if (one != nullptr)
    metadata = project.declared().of(project, project.environments().metadataOf(action.model),
                                     project.classes().at(action.model).file);
  if (metadata == nullptr || metadata->open || metadata->naming.open) return std::nullopt;
  if (std::any_of(metadata->tables.begin(), metadata->tables.end(),
                  [](const project::DeclaredTable& table) { return table.anySchema; }))
    return std::nullopt;
  // SQLite leaves unnamed what nobody named.
  const schema::Schema& declared = project.declared().schemaOf(*metadata, schema::Dialect::Sqlite);
  const schema::CreationOrder order = schema::creationOrder(declared);
  if (order.cyclic) return std::nullopt;
  std::vector<schema::Table> tables;
  for (const schema::Table* table : order.tables) {
    const schema::TableName name{table->schema, table->name};
    if (one != nullptr && one->name() != name) continue;
    if (before.find(name) == nullptr) tables.push_back(*table);
    else if (!before.find(name)->isWhole()) return std::nullopt;
  }
  return tables.empty() ? std::nullopt : std::optional(std::move(tables));
}

}  // namespace

void writeOut(const project::Project& project, const TableAction& action, Fix& fix) {
  const facts::ModuleFacts& facts = project.file(action.file);
  const Expr statement = action.node.parent();
  const bool alone = action.node.is(facts::Kind::Call) && !action.passed && !action.onlyTables &&
                     statement.is(facts::Kind::Expression);
  const auto& names = facts.names.module().names;
  const std::optional<schema::Schema> before =
      alone && names.count("op") > 0 ? schemaBefore(project, action.file) : std::nullopt;
  if (!before) return;
  const auto tables = tablesOf(project, action, *before);
  if (!tables) return;
  std::vector<std::string> lines;
  std::set<std::string> imports;
  for (const schema::Table& table : *tables) {
    const auto made = createTable(table);
    if (!made) return;
    if (action.what == What::CreateAll || action.what == What::TableCreate) {
      lines.insert(lines.end(), made->lines.begin(), made->lines.end());
      imports.insert(made->imports.begin(), made->imports.end());
    } else {
      const std::string schema = table.schema.empty() ? std::string() : concat(", schema='", table.schema, "'");
      lines.insert(lines.begin(), concat("op.drop_table('", table.name, "'", schema, ")"));
    }
  }
  fix.fixClass = FixClass::Generate;
  fix.edits.push_back(insertBefore(facts, statement, lines));
  for (FileEdit& edit : removeStatements(facts, {statement}, statement.parent())) fix.edits.push_back(std::move(edit));
  for (const std::string& import : imports) {
    const std::string name = import.substr(import.rfind(' ') + 1);
    if (names.count(name) == 0) fix.edits.push_back(addLine(facts, import));
  }
}

}  // namespace limbeck::rules
