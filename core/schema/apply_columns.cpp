#include <algorithm>

#include "schema/applying.h"
#include "schema/sql.h"

namespace limbeck::schema {
namespace {

bool has(const std::vector<std::string>& columns, const std::string& name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// -1, + 0.5, 1e-3, 0xFF
bool isNumber(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty() || text.front() < '.' || text.front() > '9' || text.front() == '/') return false;
  const auto fits = [&](std::size_t i) {
    const char c = text[i];
    return (c >= '0' && c <= '9') || c == '.' || c == 'x' || c == 'X' || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F') || ((c == '-' || c == '+') && i > 0 && (text[i - 1] == 'e' || text[i - 1] == 'E'));
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!fits(i)) return false;
  }
  return true;
}

/// 'it''s', "x", x'00'
bool isLiteral(std::string_view text) {
  if (text.starts_with("x'") || text.starts_with("X'")) text.remove_prefix(1);
  const char quote = text.front();
  if (text.size() < 2 || (quote != '\'' && quote != '"') || text.back() != quote) return false;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] != quote) continue;
    if (i + 2 >= text.size() || text[i + 1] != quote) return false;
    ++i;
  }
  return true;
}

/// now(), CURRENT_TIMESTAMP, (1 + 1): SQLite adds no column with such a default to a table with rows (facts F42).
bool isExpression(const Default& value) {
  if (value.kind != Default::Kind::Sql || value.isText) return false;
  std::string_view text = value.text;
  while (text.starts_with('(') && text.ends_with(')')) text = text.substr(1, text.size() - 2);
  if (text.empty() || isLiteral(text) || isNumber(text)) return false;
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small != "null" && small != "true" && small != "false";
}

}  // namespace

bool names(const Index& index, const std::string& column, const Table& table, Dialect dialect) {
  if (index.covers(column)) return true;
  const auto in = [&](const std::string& sql) { return has(columnsIn(sql, dialect, &table), column); };
  return in(index.where) || std::any_of(index.parts.begin(), index.parts.end(),
                                        [&](const IndexPart& part) { return part.expression && in(part.text); });
}

void Applying::operator()(const AddColumn& change) {
  Table& table = need(change.table);
  if (change.ifNotExists && plainSqlite()) {
    fail({Case::SqliteColumnIfExists, change.table, change.column.name, {}, {}, "IF NOT EXISTS"});
  }
  if (const Column* const there = table.column(change.column.name);
      there != nullptr && there->presence == Presence::There) {
    if (!change.ifNotExists) fail({Case::ColumnExists, change.table, there->name, {}, {}, {}, {}, there->place});
    return;
  }
  removeIf(table.columns, [&](const Column& c) { return c.name == change.column.name; });
  Column column = change.column;
  column.place = place_;
  if (column.primaryKey) {  // it becomes NOT NULL and no key (facts F20)
    column.primaryKey = false;
    column.nullable = false;
  }
  const bool withoutDefault = !column.serverDefault.isThere() ||
                              (column.serverDefault.kind == Default::Kind::Sql && !column.serverDefault.isText &&
                               (column.serverDefault.text == "NULL" || column.serverDefault.text == "null"));
  // A batch block that makes the table anew copies the rows with SQLAlchemy, which fills in its own defaults.
  const bool filledIn = rules_.rebuilding && on(Dialect::Sqlite) && column.pythonDefault;
  if (table.filled && column.nullable == false && withoutDefault && !filledIn && !on(Dialect::MySql)) {
    fail({Case::NotNullOnRows, change.table, column.name});
  }
  if (table.filled && plainSqlite() && isExpression(column.serverDefault)) {
    fail({Case::ExpressionOnRows, change.table, column.name, {}, {}, column.serverDefault.text});
  }
  checkType(column.type, change.table, column.name);
  const Type& type = column.type.on(rules_.dialect);
  if (on(Dialect::PostgreSql) && type.isNamedType(rules_.dialect) && !type.typeName.empty() && !schema_.open &&
      !schema_.baseline && schema_.enums.count({type.typeSchema, type.typeName}) == 0) {
    fail({Case::TypeNotMade, change.table, column.name, type.typeName});
  }
  const bool unique = column.unique && !column.indexed;
  if (plainSqlite() && !rules_.raw && (unique || !change.foreignKeys.empty())) {
    // The column is there before the constraint fails (facts F41).
    fail({unique ? Case::SqliteAddsUniqueColumn : Case::SqliteAddsKeyColumn, change.table, column.name});
  }
  const bool unnamed = rules_.rebuilding && on(Dialect::Sqlite);
  if (column.typeFromTarget && !column.type.isKnown() && !change.foreignKeys.empty()) {
    const ForeignKey& key = change.foreignKeys.front();
    const TableName target{key.schema, key.table};
    const Table* const other = target == change.table ? &table : schema_.find(target);
    const Column* const source = other == nullptr || key.targets.empty() ? nullptr : other->column(key.targets.front());
    if (source != nullptr) column.type = source->type;
  }
  const bool indexed = column.indexed;
  const bool uniqueIndex = column.indexed && column.unique;
  std::optional<Check> typeCheck = plainSqlite() ? std::nullopt : checkOfType(column, rules_.dialect, place_);
  column.unique = column.indexed = false;
  const std::string name = column.name;
  table.columns.push_back(std::move(column));
  if (unique) {
    Unique made{nameFor("uq", {}, table, {name}, nullptr, schema_, rules_), {name}, Presence::There, place_};
    if (unnamed && made.name.from == Name::From::Nothing) fail({Case::UnnamedInBatch, change.table, name});
    table.uniques.push_back(std::move(made));
  }
  for (ForeignKey key : change.foreignKeys) {
    checkTarget(key, change.table);
    key.name = nameFor("fk", key.name, table, key.columns, &key, schema_, rules_);
    if (unnamed && key.name.from == Name::From::Nothing) fail({Case::UnnamedInBatch, change.table, name});
    if (!plainSqlite() || rules_.raw) table.foreignKeys.push_back(std::move(key));
  }
  for (Check check : change.checks) {
    check.name = nameFor("ck", check.name, table, check.columns, nullptr, schema_, rules_);
    table.checks.push_back(std::move(check));
  }
  if (typeCheck) {
    typeCheck->name = nameFor("ck", typeCheck->name, table, {name}, nullptr, schema_, rules_);
    table.checks.push_back(std::move(*typeCheck));
  }
  if (indexed) addIndex(table, {{}, {{name, false}}, uniqueIndex, {}, false, Presence::There, place_});
}

/// What goes with a column, or shrinks (facts F32, F35).
void Applying::dropMembersOf(Table& table, const std::string& column) {
  if (on(Dialect::MySql)) {
    for (Index& index : table.indexes)
      removeIf(index.parts, [&](const IndexPart& part) { return !part.expression && part.text == column; });
    removeIf(table.indexes, [](const Index& index) { return index.parts.empty(); });
    removeIf(table.primaryKey.columns, [&](const std::string& c) { return c == column; });
  } else {
    removeIf(table.indexes, [&](const Index& index) { return names(index, column, table, rules_.dialect); });
    if (has(table.primaryKey.columns, column)) {
      for (Column& c : table.columns) c.primaryKey = false;
      table.primaryKey = {};
    }
  }
  removeIf(table.uniques, [&](const Unique& unique) { return has(unique.columns, column); });
  removeIf(table.foreignKeys, [&](const ForeignKey& key) { return has(key.columns, column); });
  removeIf(table.checks, [&](const Check& check) { return has(check.columns, column); });
}

void Applying::operator()(const DropColumn& change) {
  Table& table = need(change.table);
  if (change.ifExists && plainSqlite())
    fail({Case::SqliteColumnIfExists, change.table, change.column, {}, {}, "IF EXISTS"});
  const Column* const column = table.column(change.column);
  if (column == nullptr) {
    if (table.isWhole() && !change.ifExists) failMissing(Case::ColumnMissing, table, change.column);
    return;
  }
  if (plainSqlite()) {  // facts F43
    const auto refuses = [&](Case what, const std::string& name, const FilePlace& since) {
      fail({what, change.table, change.column, name, {}, {}, {}, since});
    };
    if (has(table.primaryKey.columns, change.column))
      refuses(Case::SqliteDropsOfPrimaryKey, table.primaryKey.name.text, table.primaryKey.place);
    for (const Unique& unique : table.uniques) {
      if (has(unique.columns, change.column) && unique.presence == Presence::There)
        refuses(Case::SqliteDropsOfUnique, unique.name.text, unique.place);
    }
    for (const Index& index : table.indexes) {
      if (names(index, change.column, table, rules_.dialect) && index.presence == Presence::There)
        refuses(Case::SqliteDropsOfIndex, index.name.text, index.place);
    }
    for (const Check& check : table.checks) {
      if (has(check.columns, change.column) && check.presence == Presence::There)
        refuses(Case::SqliteDropsOfCheck, check.name.text, check.place);
    }
    for (const ForeignKey& key : table.foreignKeys) {  // one behind the column goes with it (run on SQLite 3.40)
      if (has(key.columns, change.column) && key.presence == Presence::There && !key.inlineSql)
        refuses(Case::SqliteDropsOfForeignKey, key.name.text, key.place);
    }
  }
  std::vector<TableName> referring;
  for (const auto& [name, other] : schema_.tables()) {
    for (const ForeignKey& key : other->foreignKeys) {
      if (!pointsAt(key, change.table) || !has(key.targets, change.column)) continue;
      const bool own = name == change.table && has(key.columns, change.column);
      if ((on(Dialect::PostgreSql) || on(Dialect::MySql)) && !change.cascade && !own &&
          key.presence == Presence::There && other->isWhole()) {
        fail({Case::ColumnReferenced, change.table, change.column, key.name.text, name, {}, {}, key.place});
      }
      referring.push_back(name);
      break;
    }
  }
  dropMembersOf(table, change.column);
  removeIf(table.columns, [&](const Column& c) { return c.name == change.column; });
  if (on(Dialect::Sqlite) || change.cascade == false) return;
  for (const TableName& name : referring) {
    removeIf(schema_.edit(name)->foreignKeys,
             [&](const ForeignKey& key) { return pointsAt(key, change.table) && has(key.targets, change.column); });
  }
}

void Applying::renameColumn(Table& table, const std::string& from, const std::string& to) {
  const auto follow = [&](std::vector<std::string>& columns) {
    std::replace(columns.begin(), columns.end(), from, to);
  };
  const TableName name{table.schema, table.name};
  follow(table.primaryKey.columns);
  for (Unique& unique : table.uniques) follow(unique.columns);
  for (ForeignKey& key : table.foreignKeys) follow(key.columns);
  for (Check& check : table.checks) {
    if (!has(check.columns, from)) continue;
    follow(check.columns);
    check.sql.clear();
  }
  for (Index& index : table.indexes) {
    for (IndexPart& part : index.parts) {
      if (!part.expression && part.text == from) part.text = to;
    }
  }
  // A table that is made anew leaves the foreign keys of others behind (facts F39).
  std::vector<TableName> referring;
  for (const auto& [other, there] : schema_.tables()) {
    const bool refers = std::any_of(there->foreignKeys.begin(), there->foreignKeys.end(), [&](const ForeignKey& key) {
      return pointsAt(key, name) && has(key.targets, from);
    });
    if (refers) referring.push_back(other);
  }
  for (const TableName& other : referring) {
    if (rules_.rebuilding && other != name) continue;
    Table& there = other == name ? table : *schema_.edit(other);
    for (ForeignKey& key : there.foreignKeys) {
      if (pointsAt(key, name)) follow(key.targets);
    }
  }
}

void Applying::operator()(const AlterColumn& change) {
  Table& table = need(change.table);
  Column* const column = need(table, change.column);
  const bool attributes = change.type || change.nullable || change.serverDefault || change.nullableUnknown;
  if (plainSqlite() && (attributes || change.comment)) {
    fail({Case::SqliteAltersColumn, change.table, change.column});
  }
  if (column == nullptr) return;
  if (change.rewritesAll && on(Dialect::MySql)) {
    if (!change.nullable && !change.nullableUnknown) column->nullable = change.repeatedNullable.value_or(true);
    if (!change.serverDefault) column->serverDefault = change.repeatedDefault.value_or(Default{});
  }
  if (change.type) {
    checkType(*change.type, change.table, change.column);
    column->type = *change.type;
  }
  if (change.nullable) column->nullable = change.nullable;
  if (change.nullableUnknown) column->nullable.reset();
  if (change.serverDefault) column->serverDefault = *change.serverDefault;
  if (change.comment && !on(Dialect::Sqlite)) {
    if (change.comment->empty()) column->comment.reset();
    else column->comment = change.comment;
  }
  if (!change.newName || *change.newName == change.column) return;
  if (const Column* const there = table.column(*change.newName);
      there != nullptr && there->presence == Presence::There) {
    fail({Case::ColumnExists, change.table, *change.newName, {}, {}, {}, {}, there->place});
    return;
  }
  column->name = *change.newName;
  renameColumn(table, change.column, *change.newName);
}

}  // namespace limbeck::schema
