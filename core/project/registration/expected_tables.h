// expected_tables.h: sets of table names that a program compares with the tables of a MetaData.
// It refuses to say what should be in them.
#pragma once

#include <string>
#include <vector>

#include "project/environments/metadata_use.h"
#include "project/project.h"

namespace limbeck::project {

struct ExpectedTables {
  FileId file = noFile;
  std::string name;            ///< the variable
  Expr list;                   ///< the Set, List or Tuple of texts
  MetaDataId metadata = none;  ///< what it is compared with; `none` when that cannot be told
  bool subset = false;         ///< said to be some of the tables only: "critical tables"
};

/// Outside tests and migrations; none that the program adds to.
[[nodiscard]] std::vector<ExpectedTables> expectedTables(const Project& project);

/// The name a model's table has when it is written out or follows from the library: SQLModel and Flask-SQLAlchemy make
/// one of the class name. Empty when it cannot be told, or the model has no table of its own.
[[nodiscard]] std::string tableNameOf(const Project& project, ClassId model);
/// The model shares its parent's table.
[[nodiscard]] bool sharesTable(const Project& project, ClassId model);

}  // namespace limbeck::project
