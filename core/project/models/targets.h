// targets.h: where foreign keys lead, and where they were meant to lead when they lead nowhere.
// It refuses to judge, and to read values: keys are as `declared` has them.
#pragma once

#include <string_view>
#include <vector>

#include "project/models/declared.h"
#include "project/project.h"

namespace limbeck::project {

/// Every table there is can be named: the MetaData is made here, or is SQLModel's, and nothing fills it from outside.
[[nodiscard]] bool isClosed(const Project& project, const DeclaredMetaData& metadata);

/// The table of a class called so, one of another schema, or one of nearly the same name; null when that is not clear.
[[nodiscard]] const DeclaredTable* tableMeant(const Project& project, const DeclaredMetaData& metadata,
                                              const schema::ForeignKey& key);
/// The column whose attribute is called so, or one of nearly the same name; null when that is not clear.
[[nodiscard]] const schema::Column* columnMeant(const schema::Table& table, std::string_view written);

/// What names the targets: "users.id" of ForeignKey("users.id"), the items of the second list of ForeignKeyConstraint.
[[nodiscard]] std::vector<Expr> targetsWritten(Expr call);

}  // namespace limbeck::project
