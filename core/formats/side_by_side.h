// side_by_side.h: both schemas of a project in one answer, as JSON and as text; private to this room.
// It refuses to compare: the project has.
#pragma once

#include <string>

#include "formats/schema_query.h"
#include "project/project.h"

namespace limbeck::formats {

/// SideBySide of report.ts; the form is documented in docs-site/guide/schema.md.
[[nodiscard]] std::string sideBySideJson(const project::Project& project, const SchemaQuery& query);
[[nodiscard]] std::string sideBySideText(const project::Project& project, const SchemaQuery& query);

}  // namespace limbeck::formats
