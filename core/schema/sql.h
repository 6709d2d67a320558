// sql.h: what statements of SQL do to a schema, as far as they are the DDL that migrations are written in.
// It refuses to guess: what it does not model is Unread, with the table it happens to where that much is certain.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/change.h"
#include "schema/dialect.h"
#include "schema/does.h"
#include "schema/schema.h"
#include "text/span.h"

namespace limbeck::schema {

/// Stands for a part of the text that is only known when the program runs.
inline constexpr char hole = '\x1A';

struct Statement {
  /// The words that decide, in capitals: "ALTER TABLE", "INSERT INTO", "CREATE INDEX", "CREATE MATERIALIZED VIEW",
  /// "PRAGMA FOREIGN_KEYS"; empty when the first word is not constant.
  std::string words;
  std::vector<Effect> effects;  ///< in order; without places
  Does does = Does::Unknown;
  /// What it changes nobody takes back: an extension, a value of an enum, a constraint that was validated.
  bool stays = false;
  bool touchesSchema = false;  ///< DDL, of whatever object; temporary tables are none of the schema
  /// Of CREATE, ALTER and DROP TABLE: the first they name, as written but for quotes; a hole in it stays.
  std::string table;
  bool understood = true;     ///< false: some of the effects are Unread, or a table has parts that were not read
  bool concurrently = false;  ///< CREATE or DROP INDEX CONCURRENTLY
  /// ALTER TABLE IF EXISTS, ALTER INDEX IF EXISTS: where it is missing nothing happens, and nothing fails.
  bool ifExists = false;
  /// CREATE TEMP TABLE: nothing that later happens to this name, while the connection lasts, happens to the schema.
  std::optional<TableName> temporary;
  Span span;  ///< within the text, from the first word to the last character before the `;`
};

/// Statements end at `;` outside of quotes, comments, bodies of routines and PostgreSQL's dollar quoting. Empty ones
/// are left out. Linear; a text beyond all measure ends in one statement that is Unread.
[[nodiscard]] std::vector<Statement> readSql(std::string_view text, Dialect dialect);

/// A text as SQL writes it: 'it''s'.
[[nodiscard]] std::string literalOf(std::string_view text);

/// Names in a condition that stand for columns: with a table its columns, without one every plain name that is neither
/// a word of SQL nor a function. Each once, in order. On PostgreSQL unquoted names come in lower case.
[[nodiscard]] std::vector<std::string> columnsIn(std::string_view condition, Dialect dialect,
                                                 const Table* table = nullptr);

}  // namespace limbeck::schema
