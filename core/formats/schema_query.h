// schema_query.h: which schema somebody asks for: of the models or of the migrations, when, and on which database.
// It refuses to answer.
#pragma once

#include <optional>
#include <string>

#include "schema/dialect.h"

namespace limbeck::formats {

struct SchemaQuery {
  bool models = false;                       ///< what the models say; else what the migrations build
  std::string at;                            ///< a revision, or the beginning of its id; empty: the heads
  std::optional<schema::Dialect> dialect;    ///< else the first that the project names
};

}  // namespace limbeck::formats
