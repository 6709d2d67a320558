// operation_table.h: every operation of Alembic: how it is called, what it changes, what undoes it, what a batch block
// makes of it. It refuses to know scripts and schemas: operations.h and the replay bind calls to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "project/given/versions.h"
#include "python/code.h"

namespace limbeck::project {

/// Which operation it is. Names that mean the same are one: `drop_geospatial_column` is a DropColumn.
enum class Op : std::uint8_t {
  AddColumn,
  AlterColumn,
  BatchAlterTable,
  BulkInsert,
  CreateCheck,
  CreateExclude,
  CreateForeignKey,
  CreateIndex,
  CreatePrimaryKey,
  CreateTable,
  CreateUnique,
  DropColumn,
  DropConstraint,
  DropIndex,
  DropTable,
  CommentTable,
  UncommentTable,
  Execute,
  F,
  GetBind,
  GetContext,
  InlineLiteral,
  Invoke,
  Registering,  ///< teaches Alembic an operation
  RenameTable,
  RunAsync,
  SyncEnum,
  OnObject,  ///< of a companion, on a view, a function, a policy
  OnType,    ///< of a companion, on an enumeration
};

/// What it changes.
enum class Changes : std::uint8_t { Nothing, Table, Column, Index, Constraint, Type, Object, Rows, Sql, Anything };

/// What a batch block makes of it on SQLite (facts F44, F57).
enum class InBatch : std::uint8_t {
  Absent,    ///< it has no such method
  AtOnce,    ///< it happens where it stands, before what the block collects
  InPlace,   ///< it is collected, and the table is altered
  Rebuilds,  ///< it is collected, and the table is made anew
  Depends,   ///< on what is added
};

/// What the name of a revision may promise, in the standard's forms (Standard B, lines 95 to 99; rule MS607).
enum class NameForm : std::uint8_t {
  AddTable,      ///< add_<table>_table, create_<table>_table
  DropTable,     ///< drop_<table>_table, remove_<table>_table
  MakeNullable,  ///< make_<column>_nullable_in_<table>
  AddIndex,      ///< add_index_to_<table>_<column>
  RemoveColumn,  ///< remove_<...>_column
  Rename,        ///< rename_<...>
  AddTo,         ///< add_<...>_to_<table>
};

/// One row of the table.
struct OperationKind {
  Op op;
  Changes changes;
  InBatch batch;
  std::uint8_t promises;       ///< bits by NameForm
  std::string_view name;       ///< "add_column"
  std::string_view arguments;  ///< as `signatureOf` reads them
  std::string_view inverse;    ///< the operation that takes it back, with this one's arguments; empty: none does
  std::string_view type;       ///< what drop_constraint calls the constraint it makes: "unique"
  bool companion = false;      ///< of alembic_utils, GeoAlchemy and their kin: its arguments are not judged

  /// SQLite does it in a batch block alone.
  [[nodiscard]] bool needsBatch() const { return batch == InBatch::Rebuilds && changes != Changes::Table; }
  /// A name of that form may mean this operation.
  [[nodiscard]] bool keeps(NameForm form) const { return (promises >> static_cast<unsigned>(form) & 1) != 0; }
};

/// Null when neither Alembic nor a companion has an operation of that name. Rows live as long as the program.
[[nodiscard]] const OperationKind* operationNamed(std::string_view name);

struct Argument {
  std::string_view name;
  std::string_view once;         ///< its name before Alembic 0.8, which some versions still translate; may be empty
  std::optional<Version> since;  ///< the release that brought it, where that is later than 1.8
};

/// How an operation of Alembic 1.11 and later is called (engine 7.3, facts F53, F57). In a batch the table is not
/// written, and the places behind it move up.
struct Signature {
  const OperationKind* kind = nullptr;
  std::vector<Argument> places;    ///< that may stand by place; the required ones first
  std::size_t required = 0;        ///< how many of them are
  std::vector<Argument> keywords;  ///< only by name
  bool anyPlace = false;           ///< takes any number of items: create_table
  bool anyName = false;            ///< takes options of dialects: postgresql_where
  std::string_view table;          ///< the argument that names the table; empty when there is none, or in a batch

  [[nodiscard]] const Argument* find(std::string_view name) const;
  [[nodiscard]] bool takes(std::string_view keyword) const { return anyName || find(keyword) != nullptr; }
  /// Some argument had that name before Alembic 0.8.
  [[nodiscard]] bool translates(std::string_view keyword) const;
  /// Where it stands; nothing when it is only given by name, or not at all.
  [[nodiscard]] std::optional<std::uint32_t> placeOf(std::string_view name) const;
};

/// Null when there is no such operation; of a batch object, when it has not.
[[nodiscard]] const Signature* signatureOf(std::string_view name, bool batched);
[[nodiscard]] const Signature* signatureOf(const OperationKind& kind, bool batched);

/// What a call writes for an argument, by name or by place; Missing when it is not there.
[[nodiscard]] python::Expr writtenFor(const OperationKind& kind, bool batched, python::Expr call,
                                      std::string_view argument);

/// Alembic's own, for what resembles them: of a batch object, those it has.
[[nodiscard]] std::vector<std::string_view> operationNames(bool batched);

/// The types that drop_constraint takes: "check", "foreignkey", "primary", "unique".
[[nodiscard]] std::vector<std::string> constraintTypes();

}  // namespace limbeck::project
