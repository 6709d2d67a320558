// table_names.h: the table a model declares by name, schema and MetaData, where all three are written down.
// It refuses derived names and computed table arguments: such a model has no entry here.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "project/environments/imports.h"
#include "project/environments/metadata.h"
#include "project/project.h"

namespace limbeck::project {

struct NamedTable {
  ClassId model = none;  ///< index into Classes::all()
  Expr at;                     ///< the value of __tablename__
  MetaDataId metadata = none;
  std::string schema;     ///< empty for the default one
  std::string bind;       ///< Flask-SQLAlchemy's __bind_key__, which has a MetaData of its own
  bool tolerant = false;  ///< extend_existing or keep_existing: a second definition is meant

  [[nodiscard]] auto key(const std::string& name) const { return std::make_tuple(metadata, bind, schema, name); }
};

/// Models at the top level of their files, outside tests and migrations, by path and place.
[[nodiscard]] std::vector<NamedTable> namedTables(const Project& project);

/// How two definitions of one table come together.
enum class Meeting : std::uint8_t {
  Never,    ///< or that cannot be told, or it is meant
  Waiting,  ///< files of one folder, of which nothing imports the one
  Certain,  ///< one run of the program loads both
};

[[nodiscard]] Meeting meetingOf(const Project& project, const ImportLines& imports, const NamedTable& a,
                                const NamedTable& b);

}  // namespace limbeck::project
