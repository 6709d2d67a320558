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

// What is kept of them.
constexpr std::string_view indexKey = "index";
constexpr std::string_view constrainedKey = "constrained";
constexpr std::string_view itemsKey = "items";
constexpr std::string_view perhapsKey = "perhaps";
constexpr std::string_view wholeKey = "whole";

/// What Python sees of it.
void put(const Value& into, std::string_view name, const Value& value) {
  into.object().attributes.insert_or_assign(std::string(name), value);
}
const Value& attributeOf(const Value& of, std::string_view name) { return of.object().attributes.find(name)->second; }
void keep(const Value& into, std::string_view name, const Value& value) {
  into.object().own.insert_or_assign(std::string(name), value);
}

evaluate::Sequence& itemsOf(const Value& table, std::string_view key = itemsKey) {
  return table.object().kept(key).sequence();
}

/// A table makes constraints of the columns it is made with; what becomes of their `unique` later does not count.
void settleFlags(const Value& table) {
  for (const Value& column : itemsOf(table).items) {
    if (column.isObject(columnType)) keep(column, constrainedKey, attributeOf(column, "unique"));
  }
}

}  // namespace

Value MapperHooks::handed(Object object) {
  object.open = true;
  handed_.push_back(Value::object(std::move(object)));
  return handed_.back();
}

Value MapperHooks::objectOf(std::string_view type) {
  Object object;
  object.type = std::string(type);
  return handed(std::move(object));
}

Value MapperHooks::tableOf(const Value& name, const Value& schema, std::vector<Value> columns) {
  Value table = objectOf(tableType);
  put(table, "name", name);
  put(table, "schema", schema);
  put(table, "metadata", Value::unknown("the MetaData of the class"));
  const Value items = Value::list(std::move(columns));
  put(table, "c", items);
  put(table, "columns", items);
  keep(table, itemsKey, items);
  keep(table, perhapsKey, Value::list({}));
  return table;
}

/// Code may give it other attributes: the copy has those of its own.
Value MapperHooks::copyOf(const Value& column) {
  Value copy = handed(Object(column.object()));
  const Value& info = attributeOf(column, "info");
  if (info.is(Value::Kind::Dict)) put(copy, "info", Value::dict(info.mapping().items, info.mapping().open));
  return copy;
}

Value MapperHooks::mapperOf(const Value& ofClass, const DeclaredTable& table) {
  std::vector<Value> columns;
  for (std::size_t i = 0; i < table.table.columns.size(); ++i) {
    const schema::Column& column = table.table.columns[i];
    const Value one = objectOf(columnType);
    keep(one, indexKey, Value::integer(static_cast<std::int64_t>(i)));
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

std::vector<DeclaredTable> MapperHooks::run(Evaluator& evaluator, const Value& hook, const Value& ofClass,
                                            DeclaredTable& table) {
  if (table_ != nullptr) return {};
  table_ = &table;
  mapper_ = mapperOf(ofClass, table);
  const Value local = attributeOf(mapper_, "local_table");
  made_.clear();
  (void)evaluator.call({table.file, table.at, hook, {ofClass}, {}, false, true});
  std::vector<DeclaredTable> tables;
  for (const Value& made : made_) {
    const Value& name = attributeOf(made, "name");
    const Value& schema = attributeOf(made, "schema");
    DeclaredTable one;
    one.file = table.file;
    one.at = table.at;
    one.table.place = table.table.place;
    one.nameKnown = name.isString() && (schema.isString() || schema.is(Value::Kind::None));
    if (name.isString()) one.table.name = name.text();
    if (schema.isString()) one.table.schema = schema.text();
    place(made, 0, one);
    if (made.object().own.count(wholeKey) > 0) placeRest(one.table);
    tables.push_back(std::move(one));
  }
  place(local, table.table.columns.size(), table);
  // Code may have put some of them aside, where the hook of the next class finds them: they mean nothing there. And a
  // column whose default is a function from in there holds the frame it stands in, and with it the mapper and the
  // column itself.
  for (const Value& one : handed_) one.object() = {};
  handed_.clear();
  made_.clear();
  table_ = nullptr;
  mapper_ = {};
  return tables;
}

/// What stands in the table from there on: copies of columns of the class, and columns that were written.
void MapperHooks::place(const Value& made, std::size_t from, DeclaredTable& into) const {
  const evaluate::Sequence& columns = itemsOf(made);
  Items items;
  for (std::size_t i = from; i < columns.items.size(); ++i) {
    if (columns.items[i].isObject(columnType)) {
      placeItems(std::exchange(items, {}), into.table);
      placeCopy(columns.items[i], into);
    } else if (!definitions_->item(columns.items[i], items)) {
      into.doubts.push_back({"an item of the table could not be read", into.table.place});
    }
  }
  placeItems(std::move(items), into.table);
  for (const Value& one : itemsOf(made, perhapsKey).items) {
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
void MapperHooks::placeCopy(const Value& copy, DeclaredTable& into) const {
  schema::Column column = table_->table.columns[static_cast<std::size_t>(copy.object().kept(indexKey).number())];
  if (const auto constrained = copy.object().own.find(constrainedKey); constrained != copy.object().own.end()) {
    column.unique = constrained->second.truth().value_or(column.unique);
  }
  column.primaryKey = attributeOf(copy, "primary_key").truth().value_or(column.primaryKey);
  column.nullable = attributeOf(copy, "nullable").truth();
  if (attributeOf(copy, "default").is(Value::Kind::None)) column.pythonDefault = false;
  if (attributeOf(copy, "server_default").is(Value::Kind::None)) column.serverDefault = {};
  if (attributeOf(copy, "name").isString()) column.name = attributeOf(copy, "name").text();
  into.table.columns.push_back(std::move(column));
}

/// table.to_metadata(...) copies what stands beside the columns as well. Names of indexes are changed afterwards, by
/// and large.
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
  const bool column = object.isObject(columnType) && (name == "copy" || name == "_copy");
  const bool table =
      object.isObject(tableType) && (name == "append_column" || name == "to_metadata" || name == "tometadata");
  if (!column && !table) return std::nullopt;
  Value method = objectOf(methodType);
  keep(method, "of", object);
  keep(method, "name", Value::string(std::string(name)));
  return method;
}

std::optional<Value> MapperHooks::method(const Call& call) {
  const Value of = call.callee.object().kept("of");
  if (of.isObject(columnType)) return copyOf(of);
  if (call.callee.object().kept("name").text() == "append_column") {
    const Value* const column = call.argument(0, "column");
    if (column == nullptr) itemsOf(of).open = true;
    else itemsOf(of, call.certain ? itemsKey : perhapsKey).items.push_back(*column);
    return Value::none();
  }
  std::vector<Value> copies;
  for (const Value& column : itemsOf(of).items) copies.push_back(column.isObject(columnType) ? copyOf(column) : column);
  const Value* const name = call.argument(99, "name");
  Value made = tableOf(name != nullptr ? *name : attributeOf(of, "name"), attributeOf(of, "schema"), std::move(copies));
  keep(made, wholeKey, Value::boolean(true));
  settleFlags(made);
  if (call.certain) made_.push_back(made);
  return made;
}

std::optional<Value> MapperHooks::call(Evaluator& evaluator, const Call& call) {
  if (table_ == nullptr) return std::nullopt;
  if (call.callee.isObject(methodType)) return method(call);
  if (call.callee.isObject(listenerType)) {  // @event.listens_for(cls, "after_mapper_constructed")
    const Value* const function = call.argument(0);
    if (function == nullptr) return std::nullopt;
    (void)evaluator.call(
        {call.file, call.node, *function, {mapper_, attributeOf(mapper_, "class_")}, {}, false, call.certain});
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
  Value made = tableOf(call.positional[0], schema == nullptr ? Value::none() : *schema,
                       {call.positional.begin() + 2, call.positional.end()});
  itemsOf(made).open = call.openArguments;
  settleFlags(made);
  if (call.certain) made_.push_back(made);
  return made;
}

}  // namespace limbeck::project
