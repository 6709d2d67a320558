// Columns and foreign keys: from Column(...) and mapped_column(...) to schema::Column.

#include <algorithm>

#include "project/definitions/definitions.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;

namespace {

bool isColumnCall(const Construct& call) {
  static constexpr std::string_view names[] = {"Column", "mapped_column", "MappedColumn"};
  return oneOf(call.name(), names) && call.top() != "rich" && call.top() != "pandas";
}

/// deferred(Column(...)), column_property(Column(...)): the column inside.
bool wrapsColumn(const Construct& call) {
  static constexpr std::string_view names[] = {"deferred", "column_property"};
  return oneOf(call.name(), names);
}

/// No database has a longer one: whoever computes it did not mean it, and it would stand in every message.
constexpr std::size_t longestName = 1024;

}  // namespace

schema::Name Definitions::name(const Value* value) const {
  if (isNone(value)) return {};
  if (value->isString() && value->size() <= longestName) return schema::Name::written(value->text());
  if (const auto call = Construct::of(*value)) {
    const auto text = plainText(call->positional(0));
    const bool literal = call->name() == "conv" || call->name() == "f";
    if (text && (literal || call->name() == "quoted_name")) return schema::Name::written(*text, literal);
  }
  return schema::Name::unknown();
}

/// ForeignKey("schema.table.column"), ForeignKey("table"), ForeignKey(User.id)
schema::ForeignKey Definitions::foreignKey(const Construct& call) const {
  schema::ForeignKey key;
  key.place = placeOf(call);
  const Value* const target = call.argument(0, "column");
  if (const auto text = plainText(target)) {
    const std::size_t dot = text->rfind('.');
    if (dot == std::string::npos) {
      key.table = *text;
      key.sameNamed = true;
    } else {
      key.targets.push_back(text->substr(dot + 1));
      const std::string table = text->substr(0, dot);
      const std::size_t schema = table.rfind('.');
      key.table = schema == std::string::npos ? table : table.substr(schema + 1);
      if (schema != std::string::npos) key.schema = table.substr(0, schema);
    }
  } else if (target != nullptr && columnOf_) {
    const Expr written = call.node().positional(0) ? call.node().positional(0) : call.node().keyword("column");
    if (const auto column = columnOf_(call.file(), written)) {
      key.schema = column->first.first;
      key.table = column->first.second;
      key.targets.push_back(column->second);
    }
  }
  key.name = name(call.keyword("name"));
  key.onDelete = uppered(plainText(call.keyword("ondelete")).value_or(""));
  key.onUpdate = uppered(plainText(call.keyword("onupdate")).value_or(""));
  const Value* const alter = call.keyword("use_alter");
  key.useAlter = alter != nullptr && alter->truth() == true;
  return key;
}

/// Column = mapped_column of one version or Column of another: what all of them say alike.
std::optional<ColumnDefinition> Definitions::alike(const Value& alternatives) const {
  std::optional<ColumnDefinition> first;
  for (const Value& one : alternatives.sequence().items) {
    auto read = column(one);
    if (!read) return std::nullopt;
    if (!first) {
      first = std::move(read);
      continue;
    }
    const bool same =
        first->named == read->named && first->column.name == read->column.name &&
        show(first->column.type) == show(read->column.type) && first->column.nullable == read->column.nullable &&
        first->column.primaryKey == read->column.primaryKey && first->column.unique == read->column.unique &&
        first->column.indexed == read->column.indexed && first->foreignKeys.size() == read->foreignKeys.size();
    first->open = first->open || read->open || !same;
  }
  return first;
}

std::optional<ColumnDefinition> Definitions::column(const Value& value) const {
  if (value.is(Value::Kind::OneOf)) return alike(value);
  auto call = Construct::of(value);
  if (call && wrapsColumn(*call) && call->positional(0) != nullptr) {
    const auto inner = Construct::of(*call->positional(0));
    if (!inner || !isColumnCall(*inner)) return std::nullopt;
    return column(*call->positional(0));
  }
  if (!call || !isColumnCall(*call)) return std::nullopt;
  ColumnDefinition made;
  schema::Column& column = made.column;
  column.place = placeOf(*call);
  made.open = call->open();
  made.order = call->order();
  if (const Value* const key = call->keyword("key"); !isNone(key)) {
    made.key = plainText(key).value_or("");
    made.open = made.open || made.key.empty();
  }
  std::size_t next = 0;
  const std::vector<Value>& positional = call->positional();
  const auto takeName = [&](const Value& from) {
    const schema::Name name = this->name(&from);
    if (!name.isThere()) return false;
    column.name = name.text;
    made.named = true;
    return true;
  };
  if (next < positional.size() &&
      (positional[next].is(Value::Kind::String) || positional[next].is(Value::Kind::None))) {
    if (!takeName(positional[next]) && !positional[next].is(Value::Kind::None)) made.open = true;
    ++next;
  } else if (next < positional.size()) {
    const auto first = Construct::of(positional[next]);
    if (first && (first->name() == "quoted_name" || first->name() == "conv") && takeName(positional[next])) ++next;
  }
  if (const Value* const name = call->keyword("name"); !isNone(name)) takeName(*name);
  bool typed = false;
  bool computed = false;
  for (; next < positional.size(); ++next) {
    const Value& item = positional[next];
    const auto inner = Construct::of(item);
    const std::string_view kind = inner ? inner->name() : std::string_view();
    if (kind == "ForeignKey") {
      made.foreignKeys.push_back(foreignKey(*inner));
    } else if (kind == "CheckConstraint") {
      schema::Check check;
      check.place = placeOf(*inner);
      if (const Value* const text = inner->argument(0, "sqltext")) check.sql = sql(*text).value_or("");
      check.name = name(inner->argument(1, "name"));
      made.checks.push_back(std::move(check));
    } else if (kind == "Identity" || kind == "Computed") {
      column.serverDefault = serverDefault(item);
      computed = true;
    } else if (kind == "Sequence" || kind == "FetchedValue" || kind == "ColumnDefault" || kind == "DefaultClause" ||
               kind == "UniqueConstraint") {
      continue;
    } else if (!typed && (inner || item.is(Value::Kind::External) || item.is(Value::Kind::Class) ||
                          item.is(Value::Kind::Object) || item.isUnknown() || item.is(Value::Kind::OneOf) ||
                          item.is(Value::Kind::None))) {
      column.type = type(item);
      typed = true;
    } else if (item.isUnknown()) {
      made.open = true;
    }
  }
  if (const Value* const written = call->argument(99, "type_"); written != nullptr && !typed) {
    column.type = type(*written);
    typed = true;
  }
  const auto flag = [&](std::string_view keyword, bool& into) {
    const Value* const given = call->keyword(keyword);
    if (given == nullptr) return;
    const auto truth = given->truth();
    if (truth) into = *truth;
    else if (!given->is(Value::Kind::None)) made.open = true;
  };
  flag("primary_key", column.primaryKey);
  flag("unique", column.unique);
  flag("index", column.indexed);
  column.nullable = !column.primaryKey && column.serverDefault.kind != schema::Default::Kind::Identity;
  if (const Value* const nullable = call->keyword("nullable"); !isNone(nullable)) {
    column.nullable = nullable->truth();
    column.nullableWritten = true;
  }
  if (const Value* const given = call->keyword("server_default"); given != nullptr && !computed)
    column.serverDefault = serverDefault(*given);
  for (const std::string_view keyword : {"default", "insert_default", "default_factory"})
    column.pythonDefault = column.pythonDefault || !isNone(call->keyword(keyword));
  if (const Value* const comment = call->keyword("comment"); !isNone(comment)) column.comment = plainText(comment);
  column.autoincrement = call->keyword("autoincrement") != nullptr && call->keyword("autoincrement")->truth() == true;
  column.typeFromTarget = !typed && !made.foreignKeys.empty();
  if (!typed && made.foreignKeys.empty()) column.type = computed ? schema::Type{} : type(Value::none());
  for (schema::ForeignKey& key : made.foreignKeys) {
    key.columns = {column.name};
    if (key.sameNamed && key.targets.empty()) key.targets = {column.name};
  }
  for (schema::Check& check : made.checks) check.columns = schema::columnsIn(check.sql, schema::Dialect::Generic);
  return made;
}

std::optional<std::string> Definitions::nameOfColumn(const Value& value) const {
  const auto definition = column(value);
  if (!definition) return std::nullopt;
  if (definition->named) return definition->column.name;
  const auto known = names_.find({definition->column.place.file, definition->column.place.span.begin});
  return known == names_.end() ? std::nullopt : std::optional(known->second);
}

}  // namespace limbeck::project
