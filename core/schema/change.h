// change.h: what a migration or a statement of SQL does to a schema, and what goes wrong when it meets one.
// It refuses to know how a change was written: operations of Alembic and SQL end in the same few changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schema/failure.h"
#include "schema/naming.h"
#include "schema/schema.h"

namespace limbeck::schema {

enum class ConstraintKind : std::uint8_t { Any, PrimaryKey, Unique, ForeignKey, Check, Other };
/// "unique", "foreignkey", as Alembic's type_ spells them.
[[nodiscard]] std::string_view nameOf(ConstraintKind kind);

struct CreateTable {
  Table table;
  bool ifNotExists = false;
};
struct DropTable {
  TableName table;
  bool ifExists = false;
  bool cascade = false;
};
struct RenameTable {
  TableName table;
  std::string to;
  std::string toSchema;  ///< empty: the schema stays
  bool ifExists = false;
};
struct AddColumn {
  TableName table;
  Column column;
  std::vector<ForeignKey> foreignKeys;  ///< column-level items
  std::vector<Check> checks;
  bool ifNotExists = false;
};
struct DropColumn {
  TableName table;
  std::string column;
  bool ifExists = false;
  bool cascade = false;
  std::optional<Type> repeatedType{};  ///< existing_type
};
/// Nothing in a field: that stays as it is.
struct AlterColumn {
  TableName table;
  std::string column;
  std::optional<std::string> newName;
  std::optional<Type> type;
  std::optional<bool> nullable;
  std::optional<Default> serverDefault;
  std::optional<std::string> comment;  ///< empty: dropped
  /// An argument could not be read: these attributes are unknown afterwards.
  bool nullableUnknown = false;
  /// MySQL's CHANGE and MODIFY write the whole column: what is not repeated is lost (facts F23).
  bool rewritesAll = false;
  std::optional<Type> repeatedType;        ///< existing_type
  std::optional<bool> repeatedNullable;    ///< existing_nullable
  std::optional<Default> repeatedDefault;  ///< existing_server_default
};
struct CreateIndex {
  TableName table;
  Index index;
  bool ifNotExists = false;
};
struct DropIndex {
  std::string name;  ///< empty: not known
  std::optional<TableName> table;
  std::string schema;
  bool ifExists = false;
};
struct RenameIndex {
  std::string name;
  std::string to;
  std::string schema;
};
struct AddPrimaryKey {
  TableName table;
  PrimaryKey key;
  std::string usingIndex;  ///< USING INDEX: that one becomes the key, and takes its name
};
struct AddUnique {
  TableName table;
  Unique unique;
  std::string usingIndex;
};
struct AddForeignKey {
  TableName table;
  ForeignKey key;
};
struct AddCheck {
  TableName table;
  Check check;
  bool expression = false;  ///< made of columns in Python: one that is not there takes the check along
};
struct AddOther {
  TableName table;
  OtherConstraint constraint;
};
struct DropConstraint {
  TableName table;
  Name name;  ///< Nothing: drop_constraint(None)
  ConstraintKind kind = ConstraintKind::Any;
  bool ifExists = false;
};
struct RenameConstraint {
  TableName table;
  std::string name;
  std::string to;
};
struct CommentTable {
  TableName table;
  std::optional<std::string> comment;
};
/// No change of the schema, but the table must be there, and what comes later may meet its rows.
struct TouchRows {
  enum class What : std::uint8_t {
    Come,    ///< rows arrive
    Go,      ///< all of them leave
    Change,  ///< of some of them
    View,    ///< a view is made under that name, through which there may be rows
  };
  TableName table;
  What what = What::Come;
};
struct CreateEnum {
  EnumType type;
  bool ifNotExists = false;
};
/// New values come, a value or the type itself gets another name.
struct AlterEnum {
  TableName type;
  std::vector<std::string> added;
  std::optional<std::vector<std::string>> values;  ///< all of them, where they are told anew
  std::optional<std::pair<std::string, std::string>> renamedValue;
  std::optional<std::string> newName;
  bool ifNotExists = false;
};
struct DropEnum {
  TableName type;
  bool ifExists = false;
  bool cascade = false;
};
/// Something happens that is not understood.
struct Unread {
  enum class Reach : std::uint8_t {
    Anything,  ///< tables may have come, gone and changed
    AnyTable,  ///< some table has changed
    NewTable,  ///< there may be another table
    Table,     ///< `table` has changed, or has come or gone
  };
  std::optional<TableName> table;
  std::string reason;
  Reach reach = Reach::Anything;
};

using Effect =
    std::variant<CreateTable, DropTable, RenameTable, AddColumn, DropColumn, AlterColumn, CreateIndex, DropIndex,
                 RenameIndex, AddPrimaryKey, AddUnique, AddForeignKey, AddCheck, AddOther, DropConstraint,
                 RenameConstraint, CommentTable, TouchRows, CreateEnum, AlterEnum, DropEnum, Unread>;

struct Change {
  Effect effect;
  FilePlace place;
  /// Written as SQL: no naming convention meets it, and Alembic refuses nothing.
  bool raw = false;
  /// Where its table is missing nothing happens, and nothing fails.
  bool ifExists = false;
};

/// The table that it happens to; nothing where there is none, or it has another field for it.
[[nodiscard]] std::optional<TableName> tableOf(const Effect& effect);

/// How names come about while changes are applied.
struct Conditions {
  Dialect dialect = Dialect::Generic;
  const NamingConvention* naming = nullptr;  ///< of the target metadata; null: none, or not known
  bool namingKnown = true;                   ///< false: names of unnamed constraints are unknown
  bool legacy = false;                       ///< SQLAlchemy 1.4 and before
  /// SQLite, where Alembic makes the table anew: constraints and columns may change (facts F44).
  bool rebuilding = false;
  /// A MetaData is asked, not a database: a column of a key that says nullable=True keeps that, whatever CREATE TABLE
  /// makes of it.
  bool promised = false;
  /// The change is written as SQL.
  bool raw = false;
  /// Alembic 1.13 and before (run on 1.8 and 1.13): a batch block copies generated columns as well.
  bool copiesComputed = false;
};

/// What CREATE TABLE makes of a definition: flags of columns become uniques and indexes, types with a CHECK bring one,
/// foreign keys lend their target's type, and everything is named that SQLAlchemy or the database names.
void complete(Table& table, const Schema& schema, const Conditions& rules);
/// The part of it that types need: what a foreign key's column is, where it names no type (facts F09). True: some came.
bool lendTypes(Table& table, const Schema& schema);
/// The check that a Boolean or an Enum brings there, under the name that is written; nothing for other types.
[[nodiscard]] std::optional<Check> checkOfType(const Column& column, Dialect dialect, const FilePlace& place);
/// The name a constraint or index ends up with; `kind` is "pk", "uq", "fk", "ck" or "ix".
[[nodiscard]] Name nameFor(std::string_view kind, const Name& written, const Table& table,
                           const std::vector<std::string>& columns, const ForeignKey* key, const Schema& schema,
                           const Conditions& rules);

/// Changes the schema; afterwards it is as if the change had succeeded (engine 3.5, 3.6). What certainly fails is told;
/// nothing is told about what is uncertain.
void apply(Schema& schema, const Change& change, const Conditions& rules, std::vector<Failure>& failures);

}  // namespace limbeck::schema
