// side_by_side.h: what the models say beside what the migrations build, for each history of a project.
// It refuses to judge: rules say which of the differences is a mistake.
#pragma once

#include <string>
#include <vector>

#include "project/comparison/autogenerate.h"
#include "project/migrations/replay/replay.h"
#include "project/project.h"
#include "schema/compare.h"

namespace limbeck::project {

/// The left side of the comparison is the models, the right one the migrations.
struct SideBySide {
  const History* history = nullptr;          ///< null: there are no migrations
  const Environment* environment = nullptr;  ///< null: no env.py belongs to them
  std::vector<std::string> metadata;         ///< "Base.metadata": what the models stand on
  std::vector<std::string> at;               ///< ids of revisions
  schema::Dialect dialect = schema::Dialect::Generic;
  schema::Schema models;
  schema::Schema migrations;
  std::vector<schema::TableRows> tables;

  struct Notes {
    Noticed table;
    std::vector<Noticed> rows;  ///< of each row
  };
  std::vector<Notes> notes;  ///< of each table
};

/// Histories without the revision are left out; where there are none at all, the models stand alone.
[[nodiscard]] std::vector<SideBySide> sideBySide(const Project& project, schema::Dialect dialect, const Moment& moment);

}  // namespace limbeck::project
