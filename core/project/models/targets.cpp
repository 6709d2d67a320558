#include "project/models/targets.h"

#include <string>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/metadata_use.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

bool isClosed(const Project& project, const DeclaredMetaData& metadata) {
  const MetaData& made = project.environments().metadatas().at(metadata.id);
  for (FileId file{0}; file < project.files().size(); ++file) {
    for (const Expr call : project.file(file).calls) {  // Base.metadata.reflect(engine)
      if (call.callee().text() == "reflect" && metadataAt(project, file, call.callee()[0]) == metadata.id) return false;
    }
  }
  return !metadata.open && (made.file != noFile || made.name.starts_with("SQLModel"));
}

namespace {

bool isNear(std::string_view written, std::string_view name) {
  const std::string a = lowered(written);
  const std::string b = lowered(name);
  return a == b || concat(a, "s") == b || a == concat(b, "s") || concat(a, "es") == b;
}

}  // namespace

const DeclaredTable* tableMeant(const Project& project, const DeclaredMetaData& metadata,
                                const schema::ForeignKey& key) {
  std::vector<const DeclaredTable*> candidates;
  for (const DeclaredTable& table : metadata.tables) {
    const bool byClass = table.model != none && project.classes().at(table.model).name == key.table;
    if (byClass || table.table.name == key.table ||
        (key.schema == table.table.schema && isNear(key.table, table.table.name)))
      candidates.push_back(&table);
  }
  return candidates.size() == 1 ? candidates.front() : nullptr;
}

const schema::Column* columnMeant(const schema::Table& table, std::string_view written) {
  const schema::Column* only = nullptr;
  for (const schema::Column& column : table.columns) {
    if (column.key != written && !isNear(written, column.name)) continue;
    if (only != nullptr) return nullptr;
    only = &column;
  }
  return only;
}

std::vector<Expr> targetsWritten(Expr call) {
  const Expr list = call.keyword("refcolumns") ? call.keyword("refcolumns") : call.positional(1);
  if (call.callee().text() == "ForeignKeyConstraint") return {list.begin(), list.end()};
  if (call.keyword("foreign_key")) return {call.keyword("foreign_key")};
  return {call.keyword("column") ? call.keyword("column") : call.positional(0)};
}

}  // namespace limbeck::project
