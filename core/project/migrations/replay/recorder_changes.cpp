// What operations do to columns, indexes and constraints of a table.

#include "project/migrations/replay/bound.h"
#include "schema/sql.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Value;
using schema::Unread;

namespace {

bool isFalse(const Value* value) { return value == nullptr || (value->is(Value::Kind::Bool) && value->number() == 0); }

schema::ConstraintKind constraintKindOf(std::string_view type) {
  using Kind = schema::ConstraintKind;
  for (const Kind kind : {Kind::PrimaryKey, Kind::Unique, Kind::ForeignKey, Kind::Check}) {
    if (schema::nameOf(kind) == type) return kind;
  }
  return Kind::Any;
}

}  // namespace

void Recorder::finish(Bound&& bound, schema::Effect effect) {
  finish(std::move(bound.made), std::move(effect), bound.block);
}

void Recorder::changeTable(Bound& bound) {
  switch (bound.signature.kind->op) {
    case Op::AddColumn: addColumn(bound); break;
    case Op::AlterColumn: alterColumn(bound); break;
    case Op::DropColumn: dropColumn(bound); break;
    case Op::CreateIndex: createIndex(bound); break;
    case Op::CreateForeignKey: createForeignKey(bound); break;
    case Op::DropConstraint: dropConstraint(bound); break;
    default: createConstraint(bound); break;
  }
}

void Recorder::addColumn(Bound& bound) {
  const Value* const written = bound.at("column");
  auto column = written == nullptr ? std::nullopt : definitions_->column(*written);
  if (!column || !column->named) return cannotRead(bound, "the column that is added could not be read");
  openColumn(*column);
  const bool open = column->open;
  bound.made.object = column->column.name;
  const Executed told = bound.made;
  if (bound.block != nullptr && (bound.at("insert_before") != nullptr || bound.at("insert_after") != nullptr))
    bound.block->batch.placesColumns = true;
  finish(std::move(bound), schema::AddColumn{bound.table, std::move(column->column), std::move(column->foreignKeys),
                                             std::move(column->checks), bound.flag("if_not_exists")});
  if (!open) return;
  finish(
      told,
      Unread{bound.table, "some of the column's arguments are only known when the program runs", Unread::Reach::Table},
      bound.block);
}

void Recorder::dropColumn(Bound& bound) {
  const auto column = bound.text("column_name");
  if (!column) return cannotRead(bound, "the column that is dropped is not known");
  bound.made.object = *column;
  schema::DropColumn drop{bound.table, *column, bound.flag("if_exists"), false};
  if (const Value* const type = bound.at("existing_type"); !isNone(type)) drop.repeatedType = definitions_->type(*type);
  finish(std::move(bound), std::move(drop));
}

void Recorder::alterColumn(Bound& bound) {
  const auto column = bound.text("column_name");
  if (!column) return cannotRead(bound, "the column that is altered is not known");
  schema::AlterColumn alter;
  alter.table = bound.table;
  alter.column = *column;
  bound.made.object = *column;
  if (const Value* const nullable = bound.at("nullable"); !isNone(nullable)) {
    alter.nullable = nullable->truth();
    alter.nullableUnknown = !alter.nullable;
  }
  if (const Value* const type = bound.at("type_"); !isNone(type)) alter.type = definitions_->type(*type);
  if (const Value* const value = bound.at("server_default"); !isFalse(value))
    alter.serverDefault = definitions_->serverDefault(*value);
  if (const Value* const comment = bound.at("comment"); !isFalse(comment))
    alter.comment = plainText(comment).value_or("");
  alter.newName = plainText(bound.at("new_column_name"));
  alter.rewritesAll = alter.type || alter.nullable || alter.newName || alter.comment;
  if (const Value* const type = bound.at("existing_type"); !isNone(type))
    alter.repeatedType = definitions_->type(*type);
  if (const Value* const nullable = bound.at("existing_nullable"); nullable != nullptr)
    alter.repeatedNullable = nullable->truth();
  if (const Value* const value = bound.at("existing_server_default"); !isFalse(value))
    alter.repeatedDefault = definitions_->serverDefault(*value);
  finish(std::move(bound), std::move(alter));
}

void Recorder::dropIndex(Bound& bound) {
  schema::DropIndex drop;
  drop.name = bound.text("index_name").value_or("");
  if (bound.block != nullptr) drop.table = bound.block->batch.table;
  else if (const auto table = bound.text("table_name")) drop.table = schema::TableName{bound.plain("schema"), *table};
  drop.schema = drop.table ? drop.table->first : bound.plain("schema");
  drop.ifExists = bound.flag("if_exists");
  bound.made.table = drop.table;
  bound.made.object = drop.name;
  finish(std::move(bound), std::move(drop));
}

void Recorder::createIndex(Bound& bound) {
  const Value* const parts = bound.at("columns");
  if (parts == nullptr || !parts->isSequence() || parts->sequence().open)
    return cannotRead(bound, "the columns of the index could not be read");
  const Value options = construct("index", bound.call);
  const auto kept = Construct::of(options);
  schema::Index index = definitions_->index(bound.at("index_name"), parts->sequence().items, &*kept);
  index.place = bound.made.place;
  bound.made.object = index.name.text;
  finish(std::move(bound), schema::CreateIndex{bound.table, std::move(index), bound.flag("if_not_exists")});
}

/// Of one table alone: what is unique, what is a key, what is checked.
void Recorder::createConstraint(Bound& bound) {
  const schema::Name name = definitions_->name(bound.at("constraint_name"));
  const schema::FilePlace place = bound.made.place;
  const Op op = bound.signature.kind->op;
  bound.made.object = name.text;
  if (op == Op::CreateExclude) return finish(std::move(bound), schema::AddOther{bound.table, {name, place}});
  if (op == Op::CreateCheck) {
    const Value* const condition = bound.at("condition");
    schema::Check check;
    check.place = place;
    check.name = name;
    check.sql = condition == nullptr ? std::string() : definitions_->sql(*condition).value_or("");
    check.columns = schema::columnsIn(check.sql, schema::Dialect::Generic);
    const auto construct = condition == nullptr ? std::nullopt : Construct::of(*condition);
    const bool expression = construct && construct->name() != "text";
    return finish(std::move(bound), schema::AddCheck{bound.table, std::move(check), expression});
  }
  const Value* const given = bound.at("columns");
  const auto columns = given == nullptr ? std::nullopt : definitions_->columnNames(*given);
  const bool unique = op == Op::CreateUnique;
  if (!columns)
    return cannotRead(bound, unique ? "the columns of the constraint could not be read"
                                    : "the columns of the primary key could not be read");
  if (unique)
    finish(std::move(bound), schema::AddUnique{bound.table, {name, *columns, schema::Presence::There, place}, {}});
  else finish(std::move(bound), schema::AddPrimaryKey{bound.table, {name, *columns, place}, {}});
}

void Recorder::createForeignKey(Bound& bound) {
  const Value* const local = bound.at("local_cols");
  const Value* const remote = bound.at("remote_cols");
  const auto columns = local == nullptr ? std::nullopt : definitions_->columnNames(*local);
  if (!columns) return cannotRead(bound, "the columns of the foreign key could not be read");
  schema::ForeignKey key;
  key.place = bound.made.place;
  key.name = definitions_->name(bound.at("constraint_name"));
  key.table = definitions_->name(bound.at("referent_table")).text;
  key.schema = bound.plain("referent_schema");
  key.columns = *columns;
  if (remote != nullptr) key.targets = definitions_->columnNames(*remote).value_or(std::vector<std::string>());
  key.onDelete = uppered(bound.plain("ondelete"));
  key.onUpdate = uppered(bound.plain("onupdate"));
  bound.made.object = key.name.text;
  finish(std::move(bound), schema::AddForeignKey{bound.table, std::move(key)});
}

void Recorder::dropConstraint(Bound& bound) {
  schema::DropConstraint drop;
  drop.table = bound.table;
  drop.name = definitions_->name(bound.at("constraint_name"));
  drop.kind = constraintKindOf(bound.plain("type_"));
  drop.ifExists = bound.flag("if_exists");
  bound.made.object = drop.name.text;
  finish(std::move(bound), std::move(drop));
}

}  // namespace limbeck::project
