// schema_query.h: which schema somebody asks for: of the models, of the migrations or of both, when, and on which
// database. It refuses to answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "schema/dialect.h"

namespace limbeck::formats {

struct SchemaQuery {
  enum class Of : std::uint8_t {
    Migrations,  ///< what the migrations build
    Models,      ///< what the models say
    Both,        ///< side by side
  };
  Of of = Of::Migrations;
  std::string at;                          ///< a revision, or the beginning of its id; empty: the heads
  bool before = false;                     ///< as that revision meets the schema, not as it leaves it
  std::optional<schema::Dialect> dialect;  ///< else the first that the project names
};

}  // namespace limbeck::formats
