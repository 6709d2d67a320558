// schema.h: tables, columns, constraints, indexes and enum types, each with what is not known about it.
// It refuses to know where a schema comes from: models, migrations and SQL all end here.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/certainty.h"
#include "schema/type.h"

namespace limbeck::schema {

/// The name of a constraint or an index.
struct Name {
  enum class From : std::uint8_t {
    Nothing,     ///< it has none: unnamed
    Written,     ///< by the project
    Convention,  ///< the naming convention of the MetaData
    Database,    ///< PostgreSQL and MySQL name what nobody named (facts F33)
    Unknown,     ///< it may have one; `text` is empty
  };
  From from = From::Nothing;
  std::string text;
  bool literal = false;  ///< conv(...), op.f(...): no convention touches it
  bool cut = false;      ///< SQLAlchemy made it fit the database (facts F15)

  static Name written(std::string text, bool literal = false) { return {From::Written, std::move(text), literal}; }
  static Name unknown() { return {From::Unknown, {}, false}; }
  [[nodiscard]] bool isKnown() const { return from != From::Unknown; }
  /// Written, by convention, or by the database: something that can be dropped by its name.
  [[nodiscard]] bool isThere() const { return !text.empty(); }
};

/// DEFAULT, GENERATED or IDENTITY.
struct Default {
  enum class Kind : std::uint8_t { None, Sql, Identity, Computed, Unknown };
  Kind kind = Kind::None;
  std::string text;     ///< SQL as it stands behind DEFAULT, quotes included: "'x'", "now()"
  bool isText = false;  ///< written as a plain string: SQLAlchemy puts it in quotes
  bool stored = false;  ///< Computed(persisted=True)
  /// sa.true(), sa.false(), func.now(): each database has its own text for it.
  enum class Portable : std::uint8_t { No, True, False, Now };
  Portable portable = Portable::No;

  [[nodiscard]] bool isThere() const { return kind != Kind::None; }
  /// What stands behind DEFAULT on that database.
  [[nodiscard]] std::string textOn(Dialect dialect) const;
};

/// What may hide behind "is it there".
enum class Presence : std::uint8_t { There, Maybe };

struct Column {
  std::string name;
  Type type;
  std::optional<bool> nullable;  ///< nothing: not known
  Default serverDefault;
  bool pythonDefault = false;  ///< default=, insert_default=: the database never sees it
  bool primaryKey = false;
  std::optional<std::string> comment;
  Presence presence = Presence::There;
  std::string key;  ///< the attribute of a model; empty when it is the name
  FilePlace place;

  /// Flags that a definition carries and CREATE TABLE turns into objects of their own; empty in a table.
  bool unique = false;
  bool indexed = false;
  bool nullableWritten = false;  ///< nullable=True stays so in a primary key, where the database lets it
  /// The type comes from the column a foreign key points to (facts F09): none is written.
  bool typeFromTarget = false;
  bool autoincrement = false;
};

/// Of what SQL made on SQLite: whether SQLAlchemy sees it there, which reads the text of CREATE TABLE with patterns.
/// What it does not see is lost when a batch block makes the table anew (facts F44).
enum class Reflected : std::uint8_t { Yes, No, Unsure };

struct PrimaryKey {
  Name name;
  std::vector<std::string> columns;
  FilePlace place;
};

struct Unique {
  Name name;
  std::vector<std::string> columns;
  Presence presence = Presence::There;
  FilePlace place;
  Reflected reflected = Reflected::Yes;
  bool inlineSql = false;  ///< stands behind its column in SQL: SQLAlchemy does not see its name
};

struct ForeignKey {
  Name name;
  std::vector<std::string> columns;
  std::string schema;                ///< of the target; empty for the default one
  std::string table;                 ///< empty when it could not be read
  std::vector<std::string> targets;  ///< columns of the target; empty: not known
  std::string onDelete;              ///< upper case; empty for none
  std::string onUpdate;
  bool useAlter = false;
  bool sameNamed = false;  ///< ForeignKey("t"): the column of the same name (facts F13)
  Presence presence = Presence::There;
  FilePlace place;
  bool inlineSql = false;  ///< stands behind its column in SQL: SQLAlchemy sees neither its name nor its actions
};

struct Check {
  Name name;
  std::string sql;                   ///< empty when it could not be read
  std::vector<std::string> columns;  ///< those the text names, as far as it could be read
  bool ofType = false;               ///< of a Boolean or an Enum: `create_constraint=True`
  Presence presence = Presence::There;
  FilePlace place;
  Reflected reflected = Reflected::Yes;
};

/// A part of an index: a column, or an expression.
struct IndexPart {
  std::string text;  ///< a column's name, or SQL
  bool expression = false;
  std::string order{};  ///< "DESC", of a column

  /// As CREATE INDEX has it.
  [[nodiscard]] std::string sql() const { return order.empty() ? text : text + " " + order; }
};

struct Index {
  Name name;
  std::vector<IndexPart> parts;
  bool unique = false;
  std::string where;           ///< of a partial index, on the databases that have them
  bool whereOnSqlite = false;  ///< sqlite_where as well
  Presence presence = Presence::There;
  FilePlace place;
  [[nodiscard]] bool covers(std::string_view column) const;
  /// Those it has plainly: what expressions are made of is left out.
  [[nodiscard]] std::vector<std::string> columns() const;
};

/// EXCLUDE and its kin: there, named, and otherwise nobody's business.
struct OtherConstraint {
  Name name;
  FilePlace place;
};

struct Table {
  std::string schema;  ///< empty for the default one
  std::string name;
  Certainty certainty = Certainty::Known;
  std::vector<Column> columns;  ///< in the order of CREATE TABLE
  PrimaryKey primaryKey;        ///< without columns: none
  std::vector<Unique> uniques;
  std::vector<ForeignKey> foreignKeys;
  std::vector<Check> checks;
  std::vector<Index> indexes;
  std::vector<OtherConstraint> others;
  std::optional<std::string> comment;
  /// Made before the first revision: nobody here created it (engine 7.8).
  bool baseline = false;
  /// Something changed it where it was not: that has failed, and it counts as there, so that it fails once.
  bool missed = false;
  /// Rows were put into it by a migration.
  bool filled = false;
  FilePlace place;

  [[nodiscard]] Column* column(std::string_view wanted);
  [[nodiscard]] const Column* column(std::string_view wanted) const;
  [[nodiscard]] bool isWhole() const { return certainty == Certainty::Known; }
  /// It is certain that such a column is not there.
  [[nodiscard]] bool lacks(std::string_view wanted) const { return isWhole() && column(wanted) == nullptr; }
};

using TablePtr = std::shared_ptr<const Table>;

/// A type of its own in the database: PostgreSQL's CREATE TYPE ... AS ENUM.
struct EnumType {
  std::string schema;
  std::string name;
  std::vector<std::string> values;
  bool valuesKnown = true;
  Presence presence = Presence::There;
  FilePlace place;
};

/// Schema and name; the default schema is empty.
using TableName = std::pair<std::string, std::string>;
/// "billing.invoices", or "invoices" in the default schema.
[[nodiscard]] std::string show(const TableName& name);

/// A value. Tables are shared between states; who changes one makes a copy first (`edit`).
class Schema {
 public:
  [[nodiscard]] const std::map<TableName, TablePtr>& tables() const { return tables_; }
  [[nodiscard]] const Table* find(const TableName& name) const;
  /// One that belongs to this state alone, a copy where others share it; null when there is no such table.
  [[nodiscard]] Table* edit(const TableName& name);
  void put(Table table);
  void remove(const TableName& name);
  /// It is certain that there is no such table.
  [[nodiscard]] bool lacks(const TableName& name) const { return !open && !baseline && find(name) == nullptr; }

  /// What the default schema is called by those who name it: tables that are put there or looked for stand without it.
  std::string defaultSchema;
  std::map<TableName, EnumType> enums;
  /// SQL that nobody understood ran: there may be other tables, and those listed may have changed.
  bool open = false;
  /// The database had tables before the first revision: one that is not listed may be among them (engine 7.8).
  bool baseline = false;
  std::vector<Doubt> doubts;  ///< what left something unknown, in the order it happened
  /// Tables that were dropped or renamed, and whose names nothing has taken since; and where that happened.
  std::map<TableName, FilePlace> gone;

  friend bool operator==(const Schema& a, const Schema& b);

 private:
  [[nodiscard]] TableName usual(TableName name) const;
  [[nodiscard]] std::map<TableName, TablePtr>::const_iterator at(const TableName& wanted) const;
  std::map<TableName, TablePtr> tables_;
};

/// What two paths leave behind (engine 3.3): what only one of them has may be there.
[[nodiscard]] Schema join(const Schema& a, const Schema& b);

/// Nothing listed is certain any more, and there may be more.
void taint(Schema& schema, const Doubt& doubt);
/// The table may have more or less than is listed; a table that is not there may be there now.
void taint(Schema& schema, const TableName& table, const Doubt& doubt);

}  // namespace limbeck::schema
