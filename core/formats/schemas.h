// schemas.h: `limbeck schema`: one schema or two as JSON, as text for people, or as CREATE TABLE statements; and the
// question for it. It refuses to compute one: the project has it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "formats/schema_query.h"
#include "project/project.h"

namespace limbeck::formats {

/// The form is documented in docs-site/guide/schema.md.
[[nodiscard]] std::string schemaJson(const project::Project& project, const SchemaQuery& query);
[[nodiscard]] std::string schemaText(const project::Project& project, const SchemaQuery& query);
[[nodiscard]] std::string schemaSql(const project::Project& project, const SchemaQuery& query);

/// What limbeck_schema is asked: SchemaQuery of report.ts. Nothing when the bytes are none.
struct SchemaQuestion {
  SchemaQuery query;
  std::string format = "json";
};
[[nodiscard]] std::optional<SchemaQuestion> readSchemaQuestion(std::string_view bytes);

}  // namespace limbeck::formats
