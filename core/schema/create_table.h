// create_table.h: a schema as text: for people, and as the statements that would create it.
// It refuses to hide what is not known: it stands there as a comment.
#pragma once

#include <string>
#include <vector>

#include "schema/schema.h"

namespace limbeck::schema {

/// What stands behind the name of a column: "VARCHAR(120) not null DEFAULT 'x'".
[[nodiscard]] std::string definitionOf(const Column& column, Dialect dialect);
// What stands behind the kind of a constraint or an index: "uq_users_email (email)"; a name that is not known is "?".
[[nodiscard]] std::string definitionOf(const PrimaryKey& key);
[[nodiscard]] std::string definitionOf(const Unique& unique);
[[nodiscard]] std::string definitionOf(const ForeignKey& key);
[[nodiscard]] std::string definitionOf(const Check& check);
[[nodiscard]] std::string definitionOf(const Index& index);
/// One paragraph per table, a line per column, constraint and index.
[[nodiscard]] std::string describe(const Schema& schema, Dialect dialect);
/// Tables behind those they refer to. A cycle is broken in the order of names, and told.
struct CreationOrder {
  std::vector<const Table*> tables;  ///< of the schema
  bool cyclic = false;
};
[[nodiscard]] CreationOrder creationOrder(const Schema& schema);
/// CREATE TYPE, CREATE TABLE and CREATE INDEX, referenced tables first where that is possible.
[[nodiscard]] std::string createStatements(const Schema& schema, Dialect dialect);

}  // namespace limbeck::schema
