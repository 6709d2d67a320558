// circles.h: declared tables that refer to each other in a circle, so that none of them can be created first.
// It refuses foreign keys that are added by themselves (`use_alter`), and tables whose names are not certain.
#pragma once

#include <vector>

#include "project/models/declared.h"

namespace limbeck::project {

struct Circle {
  std::vector<const DeclaredTable*> tables;     ///< two or more, in the order of declaration
  std::vector<const schema::ForeignKey*> keys;  ///< those that close it, in the same order
};

[[nodiscard]] std::vector<Circle> circlesOf(const DeclaredMetaData& metadata);

}  // namespace limbeck::project
