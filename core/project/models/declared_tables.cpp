// Lists of declared tables and their columns, for those who ask about all of them.
#include <set>
#include <utility>

#include "project/environments/imports.h"
#include "project/models/declared.h"
#include "project/names/modules.h"

namespace limbeck::project {

void Declared::list(const Project& project) {
  std::set<std::pair<FileId, Span>> seen;
  for (const DeclaredMetaData& metadata : all_) {
    for (const DeclaredTable& table : metadata.tables) {
      if (table.file == noFile || project.modules().isTest(table.file) || project.modules().isMigration(table.file) ||
          project.modules().isExample(table.file) || project.importLines().isOfMigrations(table.file))
        continue;
      tables_.push_back({&metadata, &table});
      for (const schema::Column& column : table.table.columns) {
        if (column.place.isKnown() && seen.emplace(column.place.file, column.place.span).second)
          columns_.push_back({tables_.back(), &column});
      }
    }
  }
}

const std::vector<CompleteTable>& Declared::settledOn(schema::Dialect dialect) const {
  const auto [known, asked] = settled_.try_emplace(dialect);
  if (!asked) return known->second;
  for (const DeclaredAt& at : tables_) {
    const schema::Table* const found = schemaOf(*at.metadata, dialect).find(at.table->name());
    // "public.users" and "users" are one place on PostgreSQL: the later one took it.
    const bool own = found != nullptr && found->place.file == at.table->table.place.file &&
                     found->place.span == at.table->table.place.span;
    if (own && at.metadata->only(at.table->name()) == at.table) known->second.push_back({at, found});
  }
  return known->second;
}

}  // namespace limbeck::project
