// json_schema.h: tables as JSON; private to this room.
// It refuses to choose which.
#pragma once

#include "formats/json_parts.h"
#include "project/project.h"
#include "schema/schema.h"

namespace limbeck::formats {

/// {"tables": {...}, "enums": {...}, "certainty": "known" | "partial", "doubts": [...]}
void addSchema(Json& into, const project::Project& project, const schema::Schema& schema, schema::Dialect dialect);
[[nodiscard]] Json columnJson(const schema::Column& column, schema::Dialect dialect);
[[nodiscard]] std::string_view certaintyName(schema::Certainty certainty);

}  // namespace limbeck::formats
