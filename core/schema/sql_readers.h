// sql_readers.h: the readers of single statements, and what they share.
// It refuses to be known outside of this room; sql.h is the door.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/sql.h"
#include "schema/sql_cursor.h"

namespace limbeck::schema::sql {

/// Something happens to the table, or anywhere, that was not read. One statement says so once for each table.
void addUnread(Statement& out, std::optional<TableName> table, std::string reason,
               Unread::Reach reach = Unread::Reach::Anything);
template <typename Kind>
void add(Statement& out, Kind effect) {
  out.effects.emplace_back(std::move(effect));
}

/// Says what it does, once it is read; `cut`: not all of its tokens are there.
void judge(Cursor at, bool cut, Statement& read);

/// The name of a constraint or an index: written, or not known.
[[nodiscard]] Name nameFrom(const std::optional<Part>& part);

// Parts of a table (sql_columns.cpp, sql_constraints.cpp). What they find goes into a table, which may be a mere sink.

/// Behind a column's name: its type and all that follows, up to the comma. False when there was something else, too.
bool readColumn(Cursor& at, std::string name, Table& into);
/// The expression behind DEFAULT.
[[nodiscard]] Default readDefault(Cursor& at);
/// The type, up to the first word that belongs to the column.
struct ReadType {
  Type type;
  bool serial = false;
  bool holed = false;  ///< a hole stands in it where anything may
};
[[nodiscard]] ReadType readType(Cursor& at);
/// GENERATED ... AS IDENTITY, GENERATED ALWAYS AS (...) STORED, and AS (...), at that word.
[[nodiscard]] std::optional<Default> readGenerated(Cursor& at);

/// A constraint or an index of the table begins here, no column.
[[nodiscard]] bool atConstraint(const Cursor& at);
/// One of them, up to the comma. False when it was not read, or not all of it.
bool readConstraint(Cursor& at, Table& into);
/// Behind REFERENCES.
bool readReferences(Cursor& at, ForeignKey& key);
/// At the parenthesis of CHECK.
bool readCheck(Cursor& at, Name name, Table& into);
/// Behind (...) of an index: its parts.
[[nodiscard]] std::vector<IndexPart> readIndexParts(Cursor& at, bool& known);
/// The columns of checks, and those that have a hole become unknown: when the whole table is read.
void decideChecks(std::vector<Check>& checks, Dialect dialect, const Table* table);

// Statements, each from behind its leading words. They fill in the effects.

void readCreateTable(Cursor& at, Statement& out, bool replace);
void readAlterTable(Cursor& at, Statement& out);
void readDropTable(Cursor& at, Statement& out);
void readRenameTable(Cursor& at, Statement& out);
void readCreateIndex(Cursor& at, Statement& out, bool unique);
void readDropIndex(Cursor& at, Statement& out);
void readAlterIndex(Cursor& at, Statement& out);
void readCreateType(Cursor& at, Statement& out);
void readAlterType(Cursor& at, Statement& out);
void readDropType(Cursor& at, Statement& out);
void readComment(Cursor& at, Statement& out);
/// SQL Server's procedure.
void readSpRename(Cursor& at, Statement& out);
/// DO $$ ... $$ of PostgreSQL: the conditional CREATE TYPE that everybody writes; of anything else, the tables it
/// names.
void readDo(Cursor& at, Statement& out);

/// INSERT, DELETE, TRUNCATE and all that moves rows, from the first word; false when it is none of them.
bool readRows(Cursor& at, Statement& out);

/// One statement, whatever it is (sql.cpp).
void readStatement(Cursor& at, Statement& out);

}  // namespace limbeck::schema::sql
