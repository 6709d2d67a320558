// What CREATE TABLE makes of a definition.

#include <algorithm>

#include "schema/change.h"
#include "schema/sql.h"
#include "text/concat.h"

namespace limbeck::schema {
namespace {

/// Names that a new one of the kind must not be (facts F33): PostgreSQL keeps indexes, uniques and primary keys
/// together.
std::vector<std::string> takenBy(const Table& table, const Schema& schema, std::string_view kind, Dialect dialect) {
  std::vector<std::string> taken;
  const auto add = [&](const Table& from, std::string_view begin) {
    const auto one = [&](const Name& name) {
      if (name.text.starts_with(begin)) taken.push_back(name.text);
    };
    if (kind == "fk" || kind == "ck") {
      for (const ForeignKey& key : from.foreignKeys) one(key.name);
      for (const Check& check : from.checks) one(check.name);
      return;
    }
    one(from.primaryKey.name);
    for (const Unique& unique : from.uniques) one(unique.name);
    for (const Index& index : from.indexes) one(index.name);
  };
  add(table, {});
  if (dialect == Dialect::PostgreSql && kind != "fk" && kind != "ck") {
    for (const auto& [name, other] : schema.tables()) {
      // Its names begin with the table's, of which much is left even where they are cut: others need not be copied.
      const bool same = name.second == table.name && name.first == table.schema;
      if (!same && name.first == table.schema) add(*other, std::string_view(table.name).substr(0, 8));
    }
  }
  return taken;
}

}  // namespace

Name nameFor(std::string_view kind, const Name& written, const Table& table, const std::vector<std::string>& columns,
             const ForeignKey* key, const Schema& schema, const Conditions& rules) {
  if (written.literal) return fitted(written, rules.dialect);
  if (!written.isKnown() || written.from == Name::From::Convention || written.from == Name::From::Database)
    return written;
  if (!rules.namingKnown) return written.isThere() ? written : Name::unknown();
  if (rules.naming != nullptr) {
    NameParts parts{kind, {table.schema, table.name}, columns, {}, {}, written.text};
    if (key != nullptr) {
      parts.referredTable = key->table;
      parts.referredColumns = key->targets;
    }
    Name name = conventional(*rules.naming, parts, rules.dialect);
    if (name.from != Name::From::Nothing) return name;
  }
  if (written.isThere()) return written;
  if (kind == "ix" && rules.raw) {  // PostgreSQL and MySQL name it by rules of their own
    return rules.dialect == Dialect::MySql && !columns.empty()
               ? automatic(rules.dialect, "uq", table.name, columns, takenBy(table, schema, kind, rules.dialect))
               : Name::unknown();
  }
  // A convention of the project's own replaces SQLAlchemy's, which knows indexes only.
  if (kind == "ix" && rules.naming != nullptr && !rules.naming->templates.empty()) return {};
  if (kind == "ix")
    return fitted({Name::From::Convention, defaultIndexName({table.schema, table.name}, columns), false},
                  rules.dialect);
  return automatic(rules.dialect, kind, table.name, columns, takenBy(table, schema, kind, rules.dialect));
}

/// Through chains, as far as they are there.
bool lendTypes(Table& table, const Schema& schema) {
  bool some = false;
  for (unsigned round = 0; round < 4; ++round) {
    for (Column& column : table.columns) {
      if (!column.typeFromTarget || column.type.isKnown()) continue;
      // The first of several foreign keys whose table is there lends it: which one that is, the order of imports
      // decides.
      const Type* lent = nullptr;
      bool told = true;
      for (const ForeignKey& key : table.foreignKeys) {
        const auto at = std::find(key.columns.begin(), key.columns.end(), column.name);
        const auto index = static_cast<std::size_t>(at - key.columns.begin());
        if (at == key.columns.end()) continue;
        const TableName target{key.schema, key.table};
        const Table* const other = target == TableName{table.schema, table.name} ? &table : schema.find(target);
        const Column* const source =
            other == nullptr || index >= key.targets.size() ? nullptr : other->column(key.targets[index]);
        if (source == nullptr || !source->type.isKnown()) {
          told = false;
          continue;
        }
        told = told && (lent == nullptr || show(*lent) == show(source->type));
        lent = &source->type;
      }
      if (lent == nullptr || !told) continue;
      column.type = Type(*lent);
      some = true;
    }
  }
  return some;
}

namespace {

/// "size IN (0, 1)"; empty when the values are not known.
std::string conditionOf(const std::string& column, const Type& type) {
  if (kindOf(type) == TypeKind::Boolean) return concat(column, " IN (0, 1)");
  if (!type.valuesKnown || type.values.empty()) return {};
  std::string list;
  for (const std::string& value : type.values) list += concat(list.empty() ? "" : ", ", literalOf(value));
  return concat(column, " IN (", list, ")");
}

}  // namespace

std::optional<Check> checkOfType(const Column& column, Dialect dialect, const FilePlace& place) {
  if (!bringsCheck(column.type, dialect)) return std::nullopt;
  const Type& type = column.type.on(dialect);
  return Check{type.typeName.empty() ? Name{} : Name::written(type.typeName),
               conditionOf(column.name, type),
               {column.name},
               true,
               column.presence,
               place};
}

void complete(Table& table, const Schema& schema, const Conditions& rules) {
  lendTypes(table, schema);
  for (Column& column : table.columns) {
    if (column.primaryKey && std::find(table.primaryKey.columns.begin(), table.primaryKey.columns.end(), column.name) ==
                                 table.primaryKey.columns.end()) {
      table.primaryKey.columns.push_back(column.name);
    }
    if (column.indexed) {
      table.indexes.push_back({{}, {{column.name, false}}, column.unique, {}, false, column.presence, column.place});
    } else if (column.unique) {
      table.uniques.push_back({{}, {column.name}, column.presence, column.place});
    }
    column.unique = column.indexed = false;
    if (auto check = checkOfType(column, rules.dialect, column.place)) table.checks.push_back(std::move(*check));
  }
  for (const std::string& name : table.primaryKey.columns) {
    if (Column* const column = table.column(name)) {
      column->primaryKey = true;
      // SQLite takes NULL in keys, unless the column says NOT NULL, which SQLAlchemy writes where nobody wrote
      // nullable=True.
      const bool takesNull = rules.promised || rules.dialect == Dialect::Sqlite || rules.dialect == Dialect::Generic;
      const bool kept = rules.raw ? rules.dialect == Dialect::Sqlite : takesNull && column->nullableWritten;
      if (!kept) column->nullable = false;
    }
  }
  for (Column& column : table.columns) column.nullableWritten = false;
  if (!table.primaryKey.columns.empty())
    table.primaryKey.name =
        nameFor("pk", table.primaryKey.name, table, table.primaryKey.columns, nullptr, schema, rules);
  for (Unique& unique : table.uniques)
    unique.name = nameFor("uq", unique.name, table, unique.columns, nullptr, schema, rules);
  for (ForeignKey& key : table.foreignKeys) key.name = nameFor("fk", key.name, table, key.columns, &key, schema, rules);
  for (Check& check : table.checks) {
    check.name = nameFor("ck", check.name, table, check.columns, nullptr, schema, rules);
    // The database counts columns: a word that is none of them leaves open how many there are.
    const bool counted = std::all_of(check.columns.begin(), check.columns.end(),
                                     [&](const std::string& name) { return table.column(name) != nullptr; });
    if (check.name.from == Name::From::Database && !counted) check.name = Name::unknown();
  }
  for (Index& index : table.indexes)
    index.name = nameFor("ix", index.name, table, index.columns(), nullptr, schema, rules);
}

}  // namespace limbeck::schema
