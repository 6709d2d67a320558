// ddl.h: what an SQL text does to tables, from its leading words alone.
// It refuses to parse SQL: columns, types and everything behind the table's name are not read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace limbeck::project {

/// One CREATE TABLE, ALTER TABLE or DROP TABLE.
struct TableStatement {
  std::string words;       ///< "CREATE TABLE", "CREATE VIRTUAL TABLE", in capitals
  std::string table;       ///< as written, without quotes; empty when it is not in the text
  bool temporary = false;  ///< TEMP, TEMPORARY, `#name`, or in a temporary schema
  bool isVirtual = false;  ///< CREATE VIRTUAL TABLE: full-text search and its kin
};

/// All of them in a text of one or more statements. A hole in the text is a `?`.
[[nodiscard]] std::vector<TableStatement> tableStatements(std::string_view sql);

}  // namespace limbeck::project
