// repeats.h: tables that two models of one MetaData declare, where one program loads both, or soon may.
// It refuses to read a model: declared.h says what its table is called and where it stands.
#pragma once

#include <vector>

#include "project/models/declared.h"

namespace limbeck::project {

struct Repeat {
  const DeclaredTable* first = nullptr;
  const DeclaredTable* again = nullptr;
  bool waiting = false;  ///< files of one folder, of which nothing imports that of `again`; else one run loads both
};

/// Of models at the top level of their files; not where a second definition is meant, or where that cannot be told.
[[nodiscard]] std::vector<Repeat> repeatedTables(const Project& project);

}  // namespace limbeck::project
