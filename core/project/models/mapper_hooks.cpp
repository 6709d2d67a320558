#include "project/models/mapper_hooks.h"

#include <utility>

#include "project/definitions/definitions.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::project {

using evaluate::Call;
using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;

namespace {

constexpr std::string_view mapperType = "mapper of a class";
constexpr std::string_view tableType = "table of a mapper";
constexpr std::string_view columnType = "column of a mapper";
constexpr std::string_view methodType = "method of a mapper";
constexpr std::string_view listenerType = "listener of a mapper";

bool isObject(const Value& value, std::string_view type) { return value.is(Value::Kind::Object) && value.object().type == type; }

Value objectOf(std::string_view type) {
  Object object;
  object.type = std::string(type);
  object.open = true;
  return Value::object(std::move(object));
}

void put(const Value& into, std::string_view name, const Value& value) { into.object().attributes.insert_or_assign(std::string(name), value); }

Value tableOf(const Value& name, const Value& schema, std::vector<Value> columns) {
  Value table = objectOf(tableType);
  put(table, "name", name);
  put(table, "schema", schema);
  put(table, "metadata", Value::unknown("the MetaData of the class"));
  put(table, "c", Value::list(std::move(columns)));
  put(table, "columns", table.object().attributes.at("c"));
  put(table, "perhaps", Value::list({}));
  return table;
}

std::vector<Value>& columnsOf(const Value& table) { return table.object().attributes.at("c").sequence().items; }

/// A table makes constraints of the columns it is made with; what becomes of their `unique` later does not count.
void settleFlags(const Value& table) {
  for (const Value& column : columnsOf(table)) {
    if (!isObject(column, columnType)) continue;
    put(column, "constrained", column.object().attributes.at("unique"));
  }
}

/// Code may give it other attributes: the copy has those of its own.
Value copyOf(const Value& column) {
  Value copy = Value::object(Object(column.object()));
  put(copy, "info", Value::dict(column.object().attributes.at("info").mapping().items));
  return copy;
}

}  // namespace

Value MapperHooks::mapperOf(const Value& ofClass, const DeclaredTable& table) const {
  std::vector<Value> columns;
  for (std::size_t i = 0; i < table.table.columns.size(); ++i) {
    const schema::Column& column = table.table.columns[i];
    const Value one = objectOf(columnType);
    put(one, "index", Value::integer(static_cast<std::int64_t>(i)));
    put(one, "name", Value::string(column.name));
    put(one, "key", Value::string(column.key.empty() ? column.name : column.key));
    put(one, "nullable", column.nullable ? Value::boolean(*column.nullable) : Value());
    put(one, "primary_key", Value::boolean(column.primaryKey));
    put(one, "unique", Value::boolean(column.unique));
    put(one, "default", Value());
    put(one, "server_default", Value());
    put(one, "info", Value::dict());
    columns.push_back(one);
  }
  const Value schema = table.table.schema.empty() ? Value::none() : Value::string(table.table.schema);
  Value mapper = objectOf(mapperType);
  put(mapper, "class_", ofClass);
  put(mapper, "local_table", tableOf(Value::string(table.table.name), schema, std::move(columns)));
  put(mapper, "inherits", Value::none());
  return mapper;
}

std::vector<DeclaredTable> MapperHooks::run(Evaluator& evaluator, const Value& hook, const Value& ofClass, DeclaredTable& table) {
  if (table_ != nullptr) return {};
  table_ = &table;
  mapper_ = mapperOf(ofClass, table);
  made_.clear();
  (void)evaluator.call({table.file, table.at, hook, {ofClass}, {}, false, true});
  std::vector<DeclaredTable> tables;
  for (const Value& made : made_) {
    const auto& attributes = made.object().attributes;
    DeclaredTable one;
    one.file = table.file;
    one.at = table.at;
    one.table.place = table.table.place;
    one.nameKnown = attributes.at("name").isString();
    if (one.nameKnown) one.table.name = attributes.at("name").text();
    if (attributes.at("schema").isString()) one.table.schema = attributes.at("schema").text();
    place(made, 0, one);
    if (attributes.count("whole") > 0) placeRest(one.table);
    tables.push_back(std::move(one));
  }
  const Value local = mapper_.object().attributes.at("local_table");
  place(local, table.table.columns.size(), table);
  // A column whose default is a function from in there holds the frame it stands in, and with it the mapper and the column itself.
  for (const Value& made : made_) made.object().attributes.clear();
  local.object().attributes.clear();
  mapper_.object().attributes.clear();
  made_.clear();
  table_ = nullptr;
  mapper_ = {};
  return tables;
}

/// What stands in the table from there on: copies of columns of the class, and columns that were written.
void MapperHooks::place(const Value& made, std::size_t from, DeclaredTable& into) const {
  const evaluate::Sequence& columns = made.object().attributes.at("c").sequence();
  Items items;
  for (std::size_t i = from; i < columns.items.size(); ++i) {
    if (isObject(columns.items[i], columnType)) {
      placeItems(std::exchange(items, {}), into.table);
      placeCopy(columns.items[i].object(), into);
    } else if (!definitions_->item(columns.items[i], items)) {
      into.doubts.push_back({"an item of the table could not be read", into.table.place});
    }
  }
  placeItems(std::move(items), into.table);
  for (const Value& one : made.object().attributes.at("perhaps").sequence().items) {
    auto definition = definitions_->column(one);
    if (definition && definition->named && into.table.column(definition->column.name) == nullptr) {
      definition->column.presence = schema::Presence::Maybe;
      into.table.columns.push_back(std::move(definition->column));
    }
    into.doubts.push_back({"code that runs when the class is mapped may add a column", into.table.place});
  }
  if (columns.open) into.doubts.push_back({"its items could not be read whole", into.table.place});
  if (!into.doubts.empty()) into.table.certainty = schema::Certainty::Partial;
}

/// The column, as code has changed it since it was copied. A copy leaves its foreign keys behind.
void MapperHooks::placeCopy(const Object& copy, DeclaredTable& into) const {
  const schema::Column& of = table_->table.columns[static_cast<std::size_t>(copy.attributes.at("index").number())];
  schema::Column column = of;
  const auto flag = [&](std::string_view name, bool& value) {
    const auto found = copy.attributes.find(name);
    if (found != copy.attributes.end() && found->second.truth()) value = *found->second.truth();
  };
  const auto isGone = [&](std::string_view name) {
    const auto found = copy.attributes.find(name);
    return found != copy.attributes.end() && found->second.is(Value::Kind::None);
  };
  flag("constrained", column.unique);
  flag("primary_key", column.primaryKey);
  column.nullable = copy.attributes.at("nullable").truth();
  if (isGone("default")) column.pythonDefault = false;
  if (isGone("server_default")) column.serverDefault = {};
  if (copy.attributes.at("name").isString()) column.name = copy.attributes.at("name").text();
  into.table.columns.push_back(std::move(column));
}

/// table.to_metadata(...) copies what stands beside the columns as well. Names of indexes are changed afterwards, by and large.
void MapperHooks::placeRest(schema::Table& into) const {
  const schema::Table& of = table_->table;
  into.primaryKey = of.primaryKey;
  into.uniques = of.uniques;
  into.foreignKeys = of.foreignKeys;
  into.checks = of.checks;
  into.indexes = of.indexes;
  for (schema::Column& column : into.columns) {
    if (!column.indexed) continue;
    into.indexes.push_back({{}, {{column.name, false}}, column.unique, {}, false, column.presence, column.place});
    column.indexed = column.unique = false;
  }
  for (schema::Index& index : into.indexes) index.name = schema::Name::unknown();
}

std::optional<Value> MapperHooks::attribute(Evaluator&, const Value& object, std::string_view name) {
  if (table_ == nullptr) return std::nullopt;
  const bool column = isObject(object, columnType) && (name == "copy" || name == "_copy");
  const bool table = isObject(object, tableType) && (name == "append_column" || name == "to_metadata" || name == "tometadata");
  if (!column && !table) return std::nullopt;
  Value method = objectOf(methodType);
  put(method, "of", object);
  put(method, "name", Value::string(std::string(name)));
  return method;
}

std::optional<Value> MapperHooks::method(Evaluator&, const Call& call) {
  const Value of = call.callee.object().attributes.at("of");
  if (isObject(of, columnType)) return copyOf(of);
  if (call.callee.object().attributes.at("name").text() == "append_column") {
    const Value* const column = call.argument(0, "column");
    auto& attributes = of.object().attributes;
    if (column == nullptr) attributes.at("c").sequence().open = true;
    else attributes.at(call.certain ? "c" : "perhaps").sequence().items.push_back(*column);
    return Value::none();
  }
  std::vector<Value> copies;
  for (const Value& column : columnsOf(of)) copies.push_back(isObject(column, columnType) ? copyOf(column) : column);
  const Value* const name = call.argument(99, "name");
  Value made = tableOf(name != nullptr ? *name : of.object().attributes.at("name"), of.object().attributes.at("schema"), std::move(copies));
  put(made, "whole", Value::boolean(true));
  settleFlags(made);
  if (call.certain) made_.push_back(made);
  return made;
}

std::optional<Value> MapperHooks::call(Evaluator& evaluator, const Call& call) {
  if (table_ == nullptr) return std::nullopt;
  if (isObject(call.callee, methodType)) return method(evaluator, call);
  if (isObject(call.callee, listenerType)) {  // @event.listens_for(cls, "after_mapper_constructed")
    const Value* const function = call.argument(0);
    if (function == nullptr) return std::nullopt;
    (void)evaluator.call({call.file, call.node, *function, {mapper_, mapper_.object().attributes.at("class_")}, {}, false, call.certain});
    return *function;
  }
  if (!call.callee.is(Value::Kind::External) || topOf(call.callee.text()) != "sqlalchemy") return std::nullopt;
  const std::string_view name = lastOf(call.callee.text());
  if (name == "Mapper" || name == "mapper") return mapper_;
  if (name == "inspect") return Value::none();  // the class is not mapped yet
  if (name == "listens_for") {
    const Value* const event = call.argument(1, "identifier");
    const bool mapped = event != nullptr && event->isString() && event->text() == "after_mapper_constructed";
    return mapped ? std::optional(objectOf(listenerType)) : std::nullopt;
  }
  if (name != "Table" || call.positional.size() < 2) return std::nullopt;
  const Value* const schema = call.argument(99, "schema");
  Value made = tableOf(call.positional[0], schema == nullptr ? Value::none() : *schema, {call.positional.begin() + 2, call.positional.end()});
  made.object().attributes.at("c").sequence().open = call.openArguments;
  settleFlags(made);
  if (call.certain) made_.push_back(made);
  return made;
}

}  // namespace limbeck::project
