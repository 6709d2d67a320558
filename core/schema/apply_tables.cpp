#include <algorithm>
#include <concepts>

#include "schema/applying.h"
#include "schema/default_schema.h"
#include "text/words.h"

namespace limbeck::schema {

std::string_view nameOf(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::PrimaryKey: return "primary";
    case ConstraintKind::Unique: return "unique";
    case ConstraintKind::ForeignKey: return "foreignkey";
    case ConstraintKind::Check: return "check";
    default: return "";
  }
}

std::optional<TableName> tableOf(const Effect& effect) {
  return std::visit(
      [](const auto& change) -> std::optional<TableName> {
        if constexpr (requires {
                        { change.table } -> std::convertible_to<TableName>;
                      })
          return change.table;
        else if constexpr (requires {
                             { change.table } -> std::convertible_to<std::optional<TableName>>;
                           })
          return change.table;
        else if constexpr (requires {
                             { change.table } -> std::convertible_to<Table>;
                           })
          return TableName{change.table.schema, change.table.name};
        else return std::nullopt;
      },
      effect);
}

void apply(Schema& schema, const Change& change, const Conditions& rules, std::vector<Failure>& failures) {
  if (const auto plain = inDefaultSchema(change, schema.defaultSchema)) {
    apply(schema, *plain, rules, failures);
    return;
  }
  Conditions own = rules;
  if (change.raw) {
    own.naming = nullptr;
    own.namingKnown = true;
    own.raw = true;
  }
  bool maybe = false;
  const std::optional<TableName> table = change.ifExists ? tableOf(change.effect) : std::nullopt;
  if (table) {
    const Table* const there = schema.find(*table);
    if (there == nullptr) return;
    maybe = there->certainty == Certainty::Unknown;
  }
  std::visit(Applying(schema, change.place, own, failures), change.effect);
  if (!maybe || schema.find(*table) == nullptr) return;
  schema.edit(*table)->certainty = Certainty::Unknown;
}

void Applying::fail(Failure failure) {
  failure.place = place_;
  failures_.push_back(std::move(failure));
}

void Applying::failMissing(const TableName& name) { fail(missing(name, schema_)); }

void Applying::failMissing(Case what, const Table& table, const std::string& column) {
  fail({what, {table.schema, table.name}, column, {}, {}, {}, columnsLike(column, table)});
}

Table& Applying::need(const TableName& name) {
  Table* table = schema_.edit(name);
  if (table == nullptr) {
    Table fresh;
    fresh.missed = schema_.lacks(name);
    if (fresh.missed) failMissing(name);
    fresh.schema = name.first;
    fresh.name = name.second;
    fresh.certainty = Certainty::Partial;
    fresh.baseline = schema_.baseline;
    fresh.place = place_;
    schema_.put(std::move(fresh));
    table = schema_.edit(name);
  }
  if (table->certainty == Certainty::Unknown) table->certainty = Certainty::Partial;
  return *table;
}

Column* Applying::need(Table& table, const std::string& name) {
  if (Column* const column = table.column(name)) {
    column->presence = Presence::There;
    return column;
  }
  if (table.isWhole()) {
    failMissing(Case::ColumnMissing, table, name);
    return nullptr;
  }
  Column column;
  column.name = name;
  column.place = place_;
  column.serverDefault.kind = Default::Kind::Unknown;
  table.columns.push_back(std::move(column));
  return &table.columns.back();
}

void Applying::checkColumns(Table& table, const std::vector<std::string>& columns) {
  for (const std::string& column : columns) (void)need(table, column);
}

void Applying::checkType(const Type& type, const TableName& table, const std::string& column) {
  const TypeText text = ddlOf(type, rules_.dialect, rules_.legacy);
  if (text.failure.empty() || on(Dialect::Generic)) return;
  fail({Case::TypeDoesNotCompile, table, column, {}, {}, text.failure});
}

void Applying::checkTarget(const ForeignKey& key, const TableName& from) {
  if (on(Dialect::Sqlite) || on(Dialect::Generic) || key.table.empty()) return;
  const TableName target{key.schema, key.table};
  if (target == from) return;
  if (schema_.lacks(target)) {
    fail({Case::TargetMissing,
          from,
          {},
          key.name.text,
          target,
          {},
          tablesLike(target, schema_),
          dropped(target, schema_)});
    return;
  }
  const Table* const table = schema_.find(target);
  if (table == nullptr) return;
  for (const std::string& column : key.targets) {
    if (table->lacks(column))
      fail({Case::TargetColumnMissing, from, column, key.name.text, target, {}, columnsLike(column, *table)});
  }
}

/// Keys and constraints name columns of their own table, whatever makes it.
void Applying::checkParts(const Table& table) {
  const auto check = [&](Case what, const std::vector<std::string>& columns) {
    for (const std::string& name : columns) {
      const bool there = std::any_of(table.columns.begin(), table.columns.end(),
                                     [&](const Column& c) { return c.name == name || c.key == name; });
      if (!there && table.isWhole()) failMissing(what, table, name);
    }
  };
  check(Case::NamedByPrimaryKey, table.primaryKey.columns);
  for (const Unique& unique : table.uniques) check(Case::NamedByUnique, unique.columns);
  for (const ForeignKey& key : table.foreignKeys) check(Case::NamedByForeignKey, key.columns);
  for (const Index& index : table.indexes) {
    checkIndexName(index.name, table);
    for (const IndexPart& part : index.parts) {
      if (!part.expression) check(Case::NamedByIndex, {part.text});
    }
  }
}

/// A convention without "ix" takes the name that SQLAlchemy gives otherwise, and gives none (facts F15).
void Applying::checkIndexName(const Name& name, const Table& table) {
  if (name.from == Name::From::Nothing && !rules_.raw) fail({Case::UnnamedIndex, {table.schema, table.name}});
}

/// Alembic makes a table without its neighbours: a template cannot ask for a column of theirs.
void Applying::checkTemplates(const Table& table) {
  if (rules_.naming == nullptr || rules_.raw) return;
  const auto found = rules_.naming->templates.find("fk");
  if (found == rules_.naming->templates.end() || found->second.find("%(referred_column_") == std::string::npos) return;
  for (const ForeignKey& key : table.foreignKeys) {
    if (key.name.from != Name::From::Nothing || (key.table == table.name && key.schema == table.schema)) continue;
    fail({Case::TemplateAsksTarget, {table.schema, table.name}, {}, {}, {key.schema, key.table}});
    return;
  }
}

void Applying::operator()(const CreateTable& change) {
  Table table = change.table;
  table.place = place_;
  const TableName name{table.schema, table.name};
  const Table* const there = schema_.find(name);
  const bool certain = there != nullptr && there->certainty != Certainty::Unknown && !there->missed;
  if (certain && change.ifNotExists) {
    // The table stays as it is; indexes of its columns are created all the same (facts F37).
    for (const Column& column : table.columns) {
      if (column.indexed) fail({Case::IndexMadeAgain, name, column.name, {}, {}, {}, {}, there->place});
    }
    return;
  }
  if (certain) {
    fail({Case::TableExists, name, {}, {}, {}, {}, {}, there->place});
    Table* const failed = schema_.edit(name);
    failed->certainty = least(failed->certainty, Certainty::Partial);
    return;
  }
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    for (std::size_t j = i + 1; j < table.columns.size(); ++j) {
      if (table.columns[i].name != table.columns[j].name) continue;
      fail({Case::ColumnTwice, name, table.columns[i].name});
      table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(i--));
      break;
    }
  }
  if (on(Dialect::PostgreSql) || on(Dialect::MySql)) {
    // use_alter leaves the foreign key out of CREATE TABLE, and nothing adds it (facts F29).
    removeIf(table.foreignKeys, [](const ForeignKey& key) { return key.useAlter; });
  }
  if (on(Dialect::Sqlite)) table.comment.reset();
  checkTemplates(table);
  complete(table, schema_, rules_);
  checkParts(table);
  for (const Column& column : table.columns) checkType(column.type, name, column.name);
  for (const ForeignKey& key : table.foreignKeys) checkTarget(key, name);
  for (const Index& index : table.indexes) {
    if (const FilePlace* const taken = indexNamed(index.name, name))
      fail({Case::IndexExists, name, {}, index.name.text, {}, {}, {}, *taken});
  }
  if (on(Dialect::PostgreSql)) {
    for (const Column& column : table.columns) {
      const Type& type = column.type.on(rules_.dialect);
      if (!type.isNamedType(rules_.dialect) || type.typeName.empty() || !type.createsType) continue;
      schema_.enums.emplace(
          TableName{type.typeSchema, type.typeName},
          EnumType{type.typeSchema, type.typeName, type.values, type.valuesKnown, Presence::There, place_});
    }
  }
  if (there != nullptr && change.ifNotExists) table.certainty = Certainty::Partial;
  schema_.put(std::move(table));
}

void Applying::operator()(const DropTable& change) {
  const Table* const table = schema_.find(change.table);
  if (table == nullptr && schema_.lacks(change.table) && !change.ifExists) {
    failMissing(change.table);
    return;
  }
  const bool refuses = (on(Dialect::PostgreSql) && !change.cascade) || on(Dialect::MySql);
  std::vector<TableName> referring;
  for (const auto& [name, other] : schema_.tables()) {
    if (name == change.table) continue;
    for (const ForeignKey& key : other->foreignKeys) {
      if (!pointsAt(key, change.table)) continue;
      if (refuses && key.presence == Presence::There && other->certainty != Certainty::Unknown && table != nullptr &&
          table->certainty != Certainty::Unknown) {
        fail({Case::TableReferenced, change.table, {}, key.name.text, name, {}, {}, key.place});
      }
      referring.push_back(name);
      break;
    }
  }
  if (change.cascade) {
    for (const TableName& name : referring) {
      removeIf(schema_.edit(name)->foreignKeys, [&](const ForeignKey& key) { return pointsAt(key, change.table); });
    }
  }
  if (table != nullptr) schema_.gone[change.table] = place_;
  schema_.remove(change.table);
}

void Applying::operator()(const RenameTable& change) {
  if (change.ifExists && schema_.lacks(change.table)) return;
  Table table = need(change.table);
  const TableName to{change.toSchema.empty() ? table.schema : change.toSchema,
                     change.to.empty() ? table.name : change.to};
  const Table* const there = schema_.find(to);
  if (there != nullptr && to != change.table && there->certainty != Certainty::Unknown && !there->missed) {
    fail({Case::NewNameTaken, change.table, {}, {}, to, {}, {}, there->place});
  }
  if (schema_.find(change.table) != nullptr) schema_.gone[change.table] = place_;
  schema_.remove(change.table);
  table.schema = to.first;
  table.name = to.second;
  std::vector<TableName> referring;
  for (const auto& [name, other] : schema_.tables()) {
    const bool refers = std::any_of(other->foreignKeys.begin(), other->foreignKeys.end(),
                                    [&](const ForeignKey& key) { return pointsAt(key, change.table); });
    if (refers) referring.push_back(name);
  }
  const auto follow = [&](Table& in) {  // foreign keys of all follow (facts F32, F39)
    for (ForeignKey& key : in.foreignKeys) {
      if (!pointsAt(key, change.table)) continue;
      key.schema = to.first;
      key.table = to.second;
    }
  };
  for (const TableName& name : referring) follow(*schema_.edit(name));
  follow(table);
  schema_.put(std::move(table));
}

void Applying::operator()(const CommentTable& change) {
  Table& table = need(change.table);
  if (on(Dialect::Sqlite)) {
    if (!rules_.rebuilding) fail({Case::SqliteTableComment, change.table});
    return;
  }
  table.comment = change.comment;
}

/// Outside of PostgreSQL "Users" may be the table that `users` means.
bool Applying::isSpelledOtherwise(const TableName& name) const {
  if (on(Dialect::PostgreSql)) return false;
  const std::string small = lowered(name.second);
  return std::any_of(schema_.tables().begin(), schema_.tables().end(),
                     [&](const auto& one) { return lowered(one.first.second) == small; });
}

void Applying::operator()(const TouchRows& change) {
  using What = TouchRows::What;
  if (change.what == What::View) {
    schema_.gone.erase(change.table);
    return;
  }
  // One that nobody has made here may be a view, or a table of the database itself.
  if (schema_.gone.count(change.table) > 0 && !isSpelledOtherwise(change.table)) failMissing(change.table);
  if (change.what != What::Change && schema_.find(change.table) != nullptr)
    schema_.edit(change.table)->filled = change.what == What::Come;
}

void Applying::operator()(const CreateEnum& change) {
  if (!on(Dialect::PostgreSql)) return;
  const TableName name{change.type.schema, change.type.name};
  const auto [it, fresh] = schema_.enums.emplace(name, change.type);
  if (!fresh && it->second.presence == Presence::There && !change.ifNotExists) {
    fail({Case::TypeExists, {}, {}, show(name), {}, {}, {}, it->second.place});
  }
  it->second.presence = Presence::There;
}

void Applying::operator()(const AlterEnum& change) {
  const auto found = schema_.enums.find(change.type);
  if (found == schema_.enums.end()) {
    if (!schema_.open && !schema_.baseline && on(Dialect::PostgreSql)) {
      fail({Case::TypeMissing, {}, {}, show(change.type)});
    }
    return;
  }
  EnumType type = found->second;
  if (change.values) type.values = *change.values;
  for (const std::string& value : change.added) {
    if (std::find(type.values.begin(), type.values.end(), value) == type.values.end()) type.values.push_back(value);
  }
  if (change.renamedValue)
    std::replace(type.values.begin(), type.values.end(), change.renamedValue->first, change.renamedValue->second);
  schema_.enums.erase(found);
  const TableName name{type.schema, change.newName.value_or(type.name)};
  for (const auto& [tableName, table] : std::map(schema_.tables())) {  // columns of the type follow
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      const Type& used = table->columns[i].type;
      if (!used.isEnum() || used.typeName != change.type.second) continue;
      Type& changed = schema_.edit(tableName)->columns[i].type;
      changed.values = type.values;
      changed.typeName = name.second;
    }
  }
  type.name = name.second;
  schema_.enums.emplace(name, std::move(type));
}

void Applying::operator()(const DropEnum& change) {
  if (!on(Dialect::PostgreSql)) return;
  if (schema_.enums.erase(change.type) == 0 && !change.ifExists && !schema_.open && !schema_.baseline) {
    fail({Case::TypeMissing, {}, {}, show(change.type)});
  }
}

void Applying::operator()(const Unread& change) {
  const Doubt doubt{change.reason, place_};
  if (change.table) {
    taint(schema_, *change.table, doubt);
  } else if (change.reach == Unread::Reach::Anything) {
    taint(schema_, doubt);
  } else {
    if (change.reach == Unread::Reach::NewTable) schema_.open = true;
    for (const auto& [name, table] : std::map(schema_.tables())) {
      if (change.reach == Unread::Reach::AnyTable && table->isWhole())
        schema_.edit(name)->certainty = Certainty::Partial;
    }
    const bool again = !schema_.doubts.empty() && schema_.doubts.back().reason == doubt.reason &&
                       schema_.doubts.back().place.file == doubt.place.file &&
                       schema_.doubts.back().place.span.begin == doubt.place.span.begin;
    if (!again) schema_.doubts.push_back(doubt);
  }
}

}  // namespace limbeck::schema
