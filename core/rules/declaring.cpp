#include "rules/declaring.h"

#include <algorithm>

#include "project/names/modules.h"
#include "text/concat.h"

namespace limbeck::rules {

std::vector<std::string> primaryKeyOf(const schema::Table& table) {
  std::vector<std::string> names = table.primaryKey.columns;
  for (const schema::Column& column : table.columns) {
    if (column.primaryKey && std::find(names.begin(), names.end(), column.name) == names.end())
      names.push_back(column.name);
  }
  return names;
}

Place placeOf(const project::Project& project, schema::FilePlace place) {
  return {project.file(place.file).path(), place.span};
}
Place placeOf(const project::Project& project, schema::FilePlace file, facts::Expr node) {
  return {project.file(file.file).path(), node.span()};
}

std::string show(const project::DeclaredTable& table, std::string_view column) {
  return concat(schema::show(table.name()), ".", column);
}

bool mayRunOn(const project::Project& project, schema::Dialect dialect) {
  const project::Dialects& known = project.dialects();
  return runsOn(project, dialect) || (!known.told && (known.names.empty() || known.has(nameOf(dialect))));
}

bool runsOn(const project::Project& project, schema::Dialect dialect) {
  const project::Dialects& known = project.dialects();
  const std::string_view name = nameOf(dialect);
  if (known.told) return known.has(name);
  if (dialect == schema::Dialect::Sqlite && project.modules().framework()) return true;
  if (!known.has(name)) return false;
  if (dialect == schema::Dialect::PostgreSql || known.names.size() == 1) return true;
  const auto& configs = project.inputs().alembic;
  return std::any_of(configs.begin(), configs.end(),
                     [&](const project::AlembicConfig& config) { return config.url.starts_with(name); });
}

}  // namespace limbeck::rules
