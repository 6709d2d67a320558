// moving.h: the models of a module in a file of their own, with the imports they need.
// It refuses classes that need more than imports and each other.
#pragma once

#include <cstdint>
#include <vector>

#include "project/names/ids.h"
#include "project/project.h"
#include "rules/finding.h"

namespace limbeck::rules {

/// Creates `models.py` with these classes (indices of Classes::all()) and takes them out of where they are. No edits
/// when they stand in several files, or need something else of theirs.
[[nodiscard]] Fix moveToModelsFile(const project::Project& project, project::ModuleId module,
                                   const std::vector<project::ClassId>& models);

}  // namespace limbeck::rules
