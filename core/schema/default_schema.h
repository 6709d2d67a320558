// default_schema.h: one table under two names: on PostgreSQL `public.users` is what `users` is.
// It refuses search paths that a server was told of: nothing in a project says them.
#pragma once

#include <optional>
#include <string_view>

#include "schema/change.h"

namespace limbeck::schema {

/// What the schema without a name is called there; empty where it has no name of its own.
[[nodiscard]] constexpr std::string_view usualSchema(Dialect dialect) {
  return dialect == Dialect::PostgreSql ? "public" : "";
}

/// The change with that name left out; nothing when it does not stand in it.
[[nodiscard]] std::optional<Change> inDefaultSchema(const Change& change, std::string_view usual);

}  // namespace limbeck::schema
