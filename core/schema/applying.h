// applying.h: one change on its way into a schema: what it may look at, and how it says that it fails.
// It refuses to be seen outside of this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schema/change.h"

namespace limbeck::schema {

class Applying {
 public:
  Applying(Schema& schema, FilePlace place, const Conditions& rules, std::vector<Failure>& failures)
      : schema_(schema), place_(place), rules_(rules), failures_(failures) {}

  // apply_tables.cpp
  void operator()(const CreateTable& change);
  void operator()(const DropTable& change);
  void operator()(const RenameTable& change);
  void operator()(const CommentTable& change);
  void operator()(const TouchRows& change);
  void operator()(const CreateEnum& change);
  void operator()(const AlterEnum& change);
  void operator()(const DropEnum& change);
  void operator()(const Unread& change);
  // apply_columns.cpp
  void operator()(const AddColumn& change);
  void operator()(const DropColumn& change);
  void operator()(const AlterColumn& change);
  // apply_constraints.cpp
  void operator()(const CreateIndex& change);
  void operator()(const DropIndex& change);
  void operator()(const RenameIndex& change);
  void operator()(const AddPrimaryKey& change);
  void operator()(const AddUnique& change);
  void operator()(const AddForeignKey& change);
  void operator()(const AddCheck& change);
  void operator()(const AddOther& change);
  void operator()(const DropConstraint& change);
  void operator()(const RenameConstraint& change);

 private:
  using Case = Failure::Case;
  /// Its place is that of the change.
  void fail(Failure failure);
  void failMissing(const TableName& name);
  void failMissing(Case what, const Table& table, const std::string& column);
  [[nodiscard]] bool on(Dialect dialect) const { return rules_.dialect == dialect; }
  /// SQLite outside of a batch that makes the table anew.
  [[nodiscard]] bool plainSqlite() const { return on(Dialect::Sqlite) && !rules_.rebuilding; }
  /// The table to change: it fails where it certainly is not there, and is there afterwards in any case (engine 3.5).
  Table& need(const TableName& name);
  /// The same for a column. Null when it is certain that there is none.
  Column* need(Table& table, const std::string& column);
  [[nodiscard]] bool isSpelledOtherwise(const TableName& name) const;
  void checkColumns(Table& table, const std::vector<std::string>& columns);
  void checkParts(const Table& table);
  void checkIndexName(const Name& name, const Table& table);
  void checkTemplates(const Table& table);
  /// The columns of an index that becomes a key.
  [[nodiscard]] std::vector<std::string> takeIndex(Table& table, const std::string& index);
  /// The target of a foreign key, where the database looks for it at once.
  void checkTarget(const ForeignKey& key, const TableName& from);
  void checkType(const Type& type, const TableName& table, const std::string& column);
  /// Where an index was made or, on PostgreSQL, anything that shares its namespace; null where the name is free.
  [[nodiscard]] const FilePlace* indexNamed(const Name& name, const TableName& table) const;
  void addIndex(Table& table, Index index);
  void dropMembersOf(Table& table, const std::string& column);
  void renameColumn(Table& table, const std::string& from, const std::string& to);

  Schema& schema_;
  FilePlace place_;
  const Conditions& rules_;
  std::vector<Failure>& failures_;
};

/// Without making a name of the two: every key of every table is asked when a column goes.
[[nodiscard]] inline bool pointsAt(const ForeignKey& key, const TableName& table) {
  return key.table == table.second && key.schema == table.first;
}
/// An index on a column, on an expression of it, or with a condition on it.
[[nodiscard]] bool names(const Index& index, const std::string& column, const Table& table, Dialect dialect);

template <typename Members, typename Predicate>
bool removeIf(Members& members, Predicate predicate) {
  const auto end = std::remove_if(members.begin(), members.end(), predicate);
  const bool some = end != members.end();
  members.erase(end, members.end());
  return some;
}

}  // namespace limbeck::schema
