// sqlmodel.h: classes of SQLModel that describe a table and are none.
// It refuses to suspect schemas: what repeats a table's fields, or is a parent of other classes, is left out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "project/classes/classes.h"
#include "project/project.h"

namespace limbeck::project {

struct Tableless {
  ClassId index;       ///< into Classes::all()
  std::string marker;  ///< what only a table has use for, as written: "primary_key"
  bool keyed = false;  ///< it has a primary key, its own or a parent's, so that `table=True` would map it
};

[[nodiscard]] std::vector<Tableless> tablelessModels(const Project& project);

}  // namespace limbeck::project
