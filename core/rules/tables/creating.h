// creating.h: a table as the `op.create_table` call that makes it, in the layout of Alembic's autogenerate (facts J).
// It refuses a table that is not known whole: what nobody could read must not be written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/schema.h"

namespace limbeck::rules {

/// Lines without indentation; `imports` are what they need beside `op`: "import sqlalchemy as sa".
struct Creation {
  std::vector<std::string> lines;
  std::vector<std::string> imports;
};

/// The table and its indexes. Nothing when a type, a default or a column of it is not known.
[[nodiscard]] std::optional<Creation> createTable(const schema::Table& table);

}  // namespace limbeck::rules
