// schema_text.h: the phrases that the schema and its side-by-side share in text; private to this room.
// It refuses to be a document: see schemas.cpp and side_by_side.cpp for those.
#pragma once

#include <string>
#include <vector>

#include "formats/schema_query.h"
#include "project/project.h"
#include "schema/certainty.h"

namespace limbeck::formats {

/// " (migrations/versions/0001.py:12)"; empty for a place that is not known.
[[nodiscard]] std::string placeText(const project::Project& project, const schema::FilePlace& place);

/// " at 0001, 0002", " before 0002"; empty without revisions.
[[nodiscard]] std::string momentText(const SchemaQuery& query, const std::vector<std::string>& ids);

}  // namespace limbeck::formats
