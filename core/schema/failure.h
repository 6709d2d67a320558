// failure.h: what a database, or SQLAlchemy before it, refuses: what of which table, and what there is instead.
// It refuses to be a sentence before somebody asks for one: `messageOf` alone has words for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace limbeck::schema {

struct Failure {
  enum class Kind : std::uint8_t {
    TableExists,
    TableMissing,
    ColumnExists,
    ColumnMissing,
    IndexExists,
    IndexMissing,
    ConstraintExists,
    ConstraintMissing,
    Unnamed,        ///< a constraint is dropped that has no name
    NotSupported,   ///< SQLite changes no constraints and no columns outside of batch
    TargetMissing,  ///< of a foreign key
    TypeExists,
    TypeMissing,
    StillReferenced,  ///< a table or column that a foreign key points to
    DoesNotCompile,   ///< the type has no text on this database
    Arguments,        ///< the call itself is wrong: TypeError, KeyError, ValueError
    NeedsRowsGone,    ///< NOT NULL without a default on a table with rows
  };
  /// Each of them has a kind, a subject and a sentence in failures.def.
  enum class Case : std::uint8_t {
#define LIMBECK_FAILURE(name, kind, subject, sentence) name,
#include "schema/failures.def"
#undef LIMBECK_FAILURE
  };
  /// What of the change is at fault: the whole of it, or what names this.
  enum class Subject : std::uint8_t { Call, Table, Column, Name, Other };

  Case what = Case::TableMissing;
  TableName table{};
  std::string column{};
  std::string name{};  ///< of an index, a constraint or a type
  TableName other{};   ///< what a foreign key points to; who refers to the table; the new name of one
  std::string text{};  ///< an expression, or what is wrong with a type
  /// Names like the one that is missing which are there at that moment, the most alike first.
  std::vector<std::string> near{};
  /// Where that comes from: what is there already was made there, what is missing was dropped there.
  FilePlace since{};
  FilePlace place{};  ///< of the change

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] Subject subject() const;
};
/// "table missing"
[[nodiscard]] std::string_view nameOf(Failure::Kind kind);
/// One sentence, no period: "table `users` already exists here"
[[nodiscard]] std::string messageOf(const Failure& failure);

/// That the table is not there.
[[nodiscard]] Failure missing(const TableName& name, const Schema& schema);
/// Where it went; unknown where it never was.
[[nodiscard]] FilePlace dropped(const TableName& name, const Schema& schema);

/// What resembles the name and certainly is there.
[[nodiscard]] std::vector<std::string> tablesLike(const TableName& name, const Schema& schema);
[[nodiscard]] std::vector<std::string> columnsLike(const std::string& name, const Table& table);
[[nodiscard]] std::vector<std::string> indexesLike(const std::string& name, const Schema& schema);
[[nodiscard]] std::vector<std::string> constraintsLike(const std::string& name, const Table& table);

}  // namespace limbeck::schema
