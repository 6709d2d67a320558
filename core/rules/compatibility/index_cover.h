// index_cover.h: which columns of a table the database finds by an index, and by which one.
// It refuses indexes that are made for something else: of some rows, of expressions, of another method.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/project.h"
#include "rules/finding.h"
#include "schema/schema.h"

namespace limbeck::rules {

struct Cover {
  enum class Kind : std::uint8_t { PrimaryKey, Unique, Index };
  Kind kind = Kind::Index;
  std::vector<std::string> columns;      ///< as CREATE INDEX has them: "created DESC"
  const schema::Index* index = nullptr;  ///< null for constraints
  std::string name;
};

/// Of a settled table, in that order: its primary key, unique constraints and plain indexes, those that are certainly
/// there.
[[nodiscard]] std::vector<Cover> coversOf(const project::Project& project, const schema::Table& table);

/// The columns are the first ones of the other list, in this order.
[[nodiscard]] bool begins(const std::vector<std::string>& columns, const std::vector<std::string>& other);

/// "the primary key", "the unique constraint on `a` and `b`", "the index `ix_users_name`"
[[nodiscard]] std::string show(const Cover& cover);

}  // namespace limbeck::rules
