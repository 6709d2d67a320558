// compare.h: two schemas side by side: table by table, column by column, constraint by constraint, and where they
// differ. It refuses to know which of them is right, and who would notice; what is not known is neither the same nor
// different.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace limbeck::schema {

enum class Mark : std::uint8_t {
  Same,
  OnlyLeft,
  OnlyRight,
  Differs,
  Unknown,  ///< it may be any of these
};
/// "same", "only-left", "only-right", "differs", "unknown"
[[nodiscard]] std::string_view nameOf(Mark mark);
/// "=", "+", "−", "≠", "?"
[[nodiscard]] std::string_view signOf(Mark mark);

/// What a row is about. Comment is that of the table; Table is all of it.
enum class Part : std::uint8_t { Column, PrimaryKey, Unique, ForeignKey, Check, Index, Other, Comment, Table };
/// "column", "primary key", "foreign key"
[[nodiscard]] std::string_view nameOf(Part part);

/// In what two versions of one thing differ.
enum class Aspect : std::uint8_t {
  Type,
  Values,
  Nullable,
  Default,
  Comment,
  Columns,     ///< of a constraint or an index, or what the index orders by
  Uniqueness,  ///< of an index
  Condition,   ///< of a partial index
  Target,      ///< of a foreign key
  Actions,     ///< ON DELETE, ON UPDATE
  Name,
};
/// "type", "server default"
[[nodiscard]] std::string_view nameOf(Aspect aspect);

/// One side of a row.
struct Cell {
  std::string text;  ///< behind the name or the kind: "VARCHAR(120) not null"
  FilePlace place;
  std::string type;  ///< of a column, as DDL; empty when not known
};

struct Row {
  Part part = Part::Column;
  std::string name;  ///< of a column; of another part as far as it has one
  Mark mark = Mark::Same;
  std::optional<Cell> left;
  std::optional<Cell> right;
  std::vector<Aspect> differs;  ///< of Differs, at least one
  Doubt why;                    ///< of Unknown; the reason is a clause
  TableName target;             ///< of a foreign key
  /// Of a check of a Boolean or an Enum.
  bool ofType = false;
  /// Of an index on expressions.
  bool expressions = false;
  Reflected reflected = Reflected::Yes;  ///< of the right side
};

struct TableRows {
  TableName name;
  Mark mark = Mark::Same;  ///< Differs when some row certainly does
  std::optional<FilePlace> left;
  std::optional<FilePlace> right;
  Doubt why;              ///< of a table that is not known whole, and of Unknown
  std::vector<Row> rows;  ///< columns in the order of the left side, then the other parts
};

/// In the order of names. `legacy` is SQLAlchemy 1.4 and before.
[[nodiscard]] std::vector<TableRows> compare(const Schema& left, const Schema& right, Dialect dialect,
                                             bool legacy = false);

/// The two defaults mean the same to the database; nothing where that cannot be told.
[[nodiscard]] std::optional<bool> sameDefault(const Default& a, const Default& b, Dialect dialect);

}  // namespace limbeck::schema
