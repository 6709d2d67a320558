// declaring.h: what rules ask about declared tables: which of them count, and on which databases they are meant to
// stand. It refuses to judge them.
#pragma once

#include <vector>

#include "project/dialects.h"
#include "project/models/declared.h"
#include "project/models/written.h"
#include "rules/finding.h"

namespace limbeck::rules {

using project::CompleteTable;
using project::DeclaredAt;
using project::DeclaredColumn;

/// All but those of tests and migrations, in order.
[[nodiscard]] inline const std::vector<DeclaredAt>& declaredTables(const project::Project& project) {
  return project.declared().tables();
}
/// Those whose names are certain and used once, in order.
[[nodiscard]] inline const std::vector<CompleteTable>& completeTables(const project::Project& project,
                                                                      schema::Dialect dialect) {
  return project.declared().settledOn(dialect);
}
/// Their columns, one of a mixin once.
[[nodiscard]] inline const std::vector<DeclaredColumn>& declaredColumns(const project::Project& project) {
  return project.declared().columns();
}

/// By a constraint, or by flags of its columns.
[[nodiscard]] std::vector<std::string> primaryKeyOf(const schema::Table& table);

[[nodiscard]] Place placeOf(const project::Project& project, schema::FilePlace place);
/// The place of a node in the file of the other place.
[[nodiscard]] Place placeOf(const project::Project& project, schema::FilePlace file, facts::Expr node);
/// "users.name", for people.
[[nodiscard]] std::string show(const project::DeclaredTable& table, std::string_view column);

/// The project is certainly meant for that database: PostgreSQL on any trace; SQLite and MySQL when they are told,
/// alone, named by Alembic's address, or, as for SQLite, what the module framework develops on: a database for tests
/// beside another says nothing.
[[nodiscard]] bool runsOn(const project::Project& project, schema::Dialect dialect);
/// There is a trace of it, or of no database at all.
[[nodiscard]] bool mayRunOn(const project::Project& project, schema::Dialect dialect);

}  // namespace limbeck::rules
