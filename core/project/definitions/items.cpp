// The items of a table: constraints and indexes.

#include <algorithm>

#include "project/definitions/definitions.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

schema::Doubt doubtOf(const Value& value, std::string_view what) {
  if (value.isUnknown()) return {concat(what, ": ", value.reason().text), {value.reason().file, value.reason().span}};
  if (const auto call = Construct::of(value)) return {std::string(what), {call->file(), call->node().span()}};
  return {std::string(what), {}};
}

}  // namespace

std::optional<std::vector<std::string>> Definitions::columnNames(const Value& value) const {
  if (!value.isSequence() || value.sequence().open) return std::nullopt;
  std::vector<std::string> names;
  for (const Value& item : value.sequence().items) {
    if (const auto text = plainText(&item)) {
      names.push_back(*text);
      continue;
    }
    if (const auto name = nameOfColumn(item)) {
      names.push_back(*name);
      continue;
    }
    const auto text = sql(item);
    if (!text) return std::nullopt;
    names.push_back(*text);
  }
  return names;
}

schema::Index Definitions::index(const Value* name, const std::vector<Value>& parts, const Construct* options) const {
  schema::Index made;
  made.name = this->name(name);
  for (const Value& part : parts) {
    if (const auto text = plainText(&part)) {
      made.parts.push_back({*text, false});
      continue;
    }
    if (const auto column = nameOfColumn(part)) {
      made.parts.push_back({*column, false});
      continue;
    }
    const auto text = sql(part);
    // `column.desc()` covers the column; its order is the database's business.
    const auto call = Construct::of(part);
    const bool ordered = call && (call->name() == "desc" || call->name() == "asc");
    if (text && ordered) made.parts.push_back({text->substr(0, text->rfind(' ')), false, uppered(call->name())});
    else made.parts.push_back({text.value_or("?"), true});
  }
  if (options == nullptr) return made;
  if (const Value* const unique = options->keyword("unique")) made.unique = unique->truth() == true;
  for (const std::string_view keyword : {"postgresql_where", "mssql_where"}) {
    if (const Value* const where = options->keyword(keyword); !isNone(where)) made.where = sql(*where).value_or("?");
  }
  if (const Value* const where = options->keyword("sqlite_where"); !isNone(where)) {
    made.whereOnSqlite = true;
    if (made.where.empty()) made.where = sql(*where).value_or("?");
  }
  return made;
}

bool Definitions::item(const Value& value, Items& into) const {
  if (auto definition = column(value)) {
    into.columns.push_back(std::move(*definition));
    return true;
  }
  const auto call = Construct::of(value);
  if (!call) return value.is(Value::Kind::None);
  const std::string_view kind = call->name();
  const schema::FilePlace place = placeOf(*call);
  const auto columns = [&]() -> std::optional<std::vector<std::string>> {
    const Value* const given = call->keyword("columns");
    return columnNames(given != nullptr ? *given : Value::tuple(call->positional(), call->open()));
  };
  if (kind == "PrimaryKeyConstraint") {
    const auto names = columns();
    into.primaryKey = {name(call->keyword("name")), names.value_or(std::vector<std::string>()), place};
    return names.has_value();
  }
  if (kind == "UniqueConstraint") {
    const auto names = columns();
    if (!names) return false;
    into.uniques.push_back({name(call->keyword("name")), *names, schema::Presence::There, place});
    return true;
  }
  if (kind == "ForeignKeyConstraint") {
    schema::ForeignKey key;
    key.place = place;
    const Value* const local = call->argument(0, "columns");
    const Value* const remote = call->argument(1, "refcolumns");
    if (local == nullptr || remote == nullptr) return false;
    const auto names = columnNames(*local);
    if (!names || !remote->isSequence()) return false;
    key.columns = *names;
    for (const Value& target : remote->sequence().items) {
      evaluate::Call one;
      one.file = call->file();
      one.node = call->node();
      one.positional = {target};
      const schema::ForeignKey part = foreignKey(*Construct::of(construct("sqlalchemy.ForeignKey", one)));
      if (part.targets.empty()) {
        key.targets.clear();
        break;
      }
      key.schema = part.schema;
      key.table = part.table;
      key.targets.push_back(part.targets.front());
    }
    key.name = name(call->argument(2, "name"));
    key.onDelete = uppered(plainText(call->keyword("ondelete")).value_or(""));
    key.onUpdate = uppered(plainText(call->keyword("onupdate")).value_or(""));
    const Value* const alter = call->keyword("use_alter");
    key.useAlter = alter != nullptr && alter->truth() == true;
    into.foreignKeys.push_back(std::move(key));
    return true;
  }
  if (kind == "CheckConstraint") {
    schema::Check check;
    check.place = place;
    if (const Value* const text = call->argument(0, "sqltext")) check.sql = sql(*text).value_or("");
    check.name = name(call->argument(1, "name"));
    check.columns = schema::columnsIn(check.sql, schema::Dialect::Generic);
    into.checks.push_back(std::move(check));
    return true;
  }
  if (kind == "Index") {
    if (call->positional().empty()) return false;
    const std::vector<Value> parts(call->positional().begin() + 1, call->positional().end());
    schema::Index made = index(call->positional(0), parts, &*call);
    made.place = place;
    into.indexes.push_back(std::move(made));
    return !call->open();
  }
  if (kind == "ExcludeConstraint") {
    into.others.push_back({name(call->keyword("name")), place});
    return true;
  }
  // Items without an effect on the schema: Sequence, a comment, listeners.
  return kind == "Sequence" || kind == "FetchedValue";
}

void Definitions::items(const std::vector<Value>& values, std::size_t from, Items& into) const {
  for (std::size_t i = from; i < values.size(); ++i) {
    if (!item(values[i], into)) into.doubts.push_back(doubtOf(values[i], "an item of the table could not be read"));
  }
}

void openColumn(ColumnDefinition& definition) {
  if (!definition.open) return;
  if (!definition.column.nullableWritten) definition.column.nullable.reset();
  if (!definition.column.serverDefault.isThere()) definition.column.serverDefault.kind = schema::Default::Kind::Unknown;
  if (!definition.column.type.isKnown()) definition.column.typeFromTarget = false;
}

void placeItems(Items items, schema::Table& table) {
  for (ColumnDefinition& definition : items.columns) {
    openColumn(definition);
    for (schema::ForeignKey& key : definition.foreignKeys) table.foreignKeys.push_back(std::move(key));
    for (schema::Check& check : definition.checks) table.checks.push_back(std::move(check));
    if (definition.open || !definition.named) table.certainty = schema::Certainty::Partial;
    if (definition.named) table.columns.push_back(std::move(definition.column));
  }
  if (!items.primaryKey.columns.empty()) table.primaryKey = std::move(items.primaryKey);
  for (schema::Unique& unique : items.uniques) table.uniques.push_back(std::move(unique));
  for (schema::ForeignKey& key : items.foreignKeys) table.foreignKeys.push_back(std::move(key));
  for (schema::Check& check : items.checks) table.checks.push_back(std::move(check));
  for (schema::Index& index : items.indexes) table.indexes.push_back(std::move(index));
  for (schema::OtherConstraint& other : items.others) table.others.push_back(std::move(other));
  if (!items.doubts.empty()) table.certainty = schema::Certainty::Partial;
}

}  // namespace limbeck::project
