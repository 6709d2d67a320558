// schemas.h: `limbeck schema`: one schema as JSON, as text for people, or as CREATE TABLE statements.
// It refuses to compute one: the project has it.
#pragma once

#include <string>

#include "formats/schema_query.h"
#include "project/project.h"

namespace limbeck::formats {

/// The form is documented in docs-site/guide/schema.md.
[[nodiscard]] std::string schemaJson(const project::Project& project, const SchemaQuery& query);
[[nodiscard]] std::string schemaText(const project::Project& project, const SchemaQuery& query);
[[nodiscard]] std::string schemaSql(const project::Project& project, const SchemaQuery& query);

}  // namespace limbeck::formats
