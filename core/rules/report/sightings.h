// sightings.h: in words, whether Alembic sees a model, and the chain of imports that says so.
// It refuses to judge: the project knows what is seen.
#pragma once

#include <cstdint>

#include "project/names/ids.h"
#include "rules/report/report.h"

namespace limbeck::project {
class Project;
}

namespace limbeck::rules {

/// `model` indexes Classes::all(). NotApplicable without an environment that compares with its MetaData.
[[nodiscard]] Sighting sightingOf(const project::Project& project, project::ClassId model);

}  // namespace limbeck::rules
