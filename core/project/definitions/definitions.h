// definitions.h: what Column, String(50), UniqueConstraint and their kin define, as values of core/schema.
// It refuses to know where they stand: in a model, in a Table, or in a migration.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "project/definitions/constructs.h"
#include "project/evaluate/evaluator.h"
#include "schema/schema.h"

namespace limbeck::project {

/// A column with what is written inside of it.
struct ColumnDefinition {
  schema::Column column;
  std::vector<schema::ForeignKey> foreignKeys;
  std::vector<schema::Check> checks;
  bool named = false;       ///< its name is written; otherwise the attribute lends one
  bool open = false;        ///< arguments that could not be read may change anything about it
  std::string key;          ///< `key=`: what constraints and foreign keys call it; empty when that is its name
  std::int64_t order = -1;  ///< columns that were made later have higher numbers; negative when that is not known
};

/// Table items: columns, constraints, indexes.
struct Items {
  std::vector<ColumnDefinition> columns;
  schema::PrimaryKey primaryKey;
  std::vector<schema::Unique> uniques;
  std::vector<schema::ForeignKey> foreignKeys;
  std::vector<schema::Check> checks;
  std::vector<schema::Index> indexes;
  std::vector<schema::OtherConstraint> others;
  std::vector<schema::Doubt> doubts;  ///< an item that could not be read: there may be more
};

/// What could not be read of a column may be anything.
void openColumn(ColumnDefinition& definition);
/// Moves what was read among the items of a table into it; what is missing or doubtful leaves the table Partial.
void placeItems(Items items, schema::Table& table);

class Definitions {
 public:
  /// The column a model's attribute is: User.id in ForeignKey(User.id).
  using ColumnOf = std::function<std::optional<std::pair<schema::TableName, std::string>>(FileId, Expr)>;

  explicit Definitions(evaluate::Evaluator& evaluator, bool legacy = false, ColumnOf columnOf = {})
      : evaluator_(evaluator), legacy_(legacy), columnOf_(std::move(columnOf)) {}

  [[nodiscard]] schema::Type type(const evaluate::Value& value, unsigned depth = 0) const;
  /// Of Column, mapped_column, and deferred or column_property around one; nothing for anything else.
  [[nodiscard]] std::optional<ColumnDefinition> column(const evaluate::Value& value) const;
  /// A constraint, an index or a column among the items of a table. False: it is something else, or unknown.
  bool item(const evaluate::Value& value, Items& into) const;
  /// All of them; what cannot be read becomes a doubt.
  void items(const std::vector<evaluate::Value>& values, std::size_t from, Items& into) const;
  [[nodiscard]] schema::ForeignKey foreignKey(const Construct& call) const;
  [[nodiscard]] schema::Default serverDefault(const evaluate::Value& value) const;
  [[nodiscard]] schema::Index index(const evaluate::Value* name, const std::vector<evaluate::Value>& parts,
                                    const Construct* options) const;
  /// conv("x"), op.f("x"), quoted_name("x", ...) and plain texts.
  [[nodiscard]] schema::Name name(const evaluate::Value* value) const;
  /// SQL as SQLAlchemy would write it; nothing when that cannot be told.
  [[nodiscard]] std::optional<std::string> sql(const evaluate::Value& value, unsigned depth = 0) const;
  /// A list of column names: texts, or columns.
  [[nodiscard]] std::optional<std::vector<std::string>> columnNames(const evaluate::Value& value) const;
  [[nodiscard]] static schema::FilePlace placeOf(const Construct& call) { return {call.file(), call.node().span()}; }
  /// The column written there has that name: an attribute lends it, and constraints refer to the attribute.
  void know(schema::FilePlace column, const std::string& name) { names_[{column.file, column.span.begin}] = name; }
  [[nodiscard]] evaluate::Evaluator& evaluator() const { return evaluator_; }
  [[nodiscard]] bool legacy() const { return legacy_; }

 private:
  [[nodiscard]] std::optional<std::string> comparison(const evaluate::Value& left, std::string_view op,
                                                      const evaluate::Value& right, unsigned depth) const;
  [[nodiscard]] std::optional<ColumnDefinition> alike(const evaluate::Value& alternatives) const;
  [[nodiscard]] schema::Type typeOf(const Construct& call, unsigned depth) const;
  [[nodiscard]] schema::Type decorated(const evaluate::Value& typeClass, const Construct* call, unsigned depth) const;
  /// The name of a column among the items of a constraint; nothing when the value is no column, or it has none.
  [[nodiscard]] std::optional<std::string> nameOfColumn(const evaluate::Value& value) const;
  [[nodiscard]] evaluate::Value builtBy(const evaluate::Value& typeClass, const Construct* call) const;
  void askDialects(const evaluate::Value& typeClass, const evaluate::Value& built, schema::Type& type,
                   unsigned depth) const;
  void enumArguments(schema::Type& type, const Construct& call) const;

  evaluate::Evaluator& evaluator_;
  bool legacy_;
  ColumnOf columnOf_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> names_;  ///< of columns, by place
};

/// None, or not given at all: most arguments of SQLAlchemy mean the same by both.
[[nodiscard]] inline bool isNone(const evaluate::Value* value) {
  return value == nullptr || value->is(evaluate::Value::Kind::None);
}
/// A plain text; nothing for anything else, strings with holes included.
[[nodiscard]] std::optional<std::string> plainText(const evaluate::Value* value);

}  // namespace limbeck::project
