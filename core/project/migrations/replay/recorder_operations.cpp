// The table of Alembic's operations (engine 7.3).

#include <algorithm>

#include "project/migrations/operations.h"
#include "project/migrations/replay/recorder.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;
using schema::TableName;

namespace {

bool isFalse(const Value* value) { return value == nullptr || (value->is(Value::Kind::Bool) && value->number() == 0); }

/// Operations of cookbooks and companions that change no table: views, functions, triggers.
bool changesNoTable(std::string_view name) {
  static constexpr std::string_view words[] = {"view",   "function", "trigger",   "_sp",   "procedure",
                                               "entity", "policy",   "extension", "grant", "sequence"};
  return mentions(name, words);
}

}  // namespace

/// The arguments of one operation; in a batch the table is not among them.
struct Recorder::Arguments {
  const evaluate::Call& call;
  std::size_t skipped;  ///< how many leading places the block fills in

  [[nodiscard]] const Value* at(std::size_t place, std::string_view name) const {
    for (const auto& [key, value] : call.keywords) {
      if (key == name) return &value;
    }
    return place >= skipped && place - skipped < call.positional.size() ? &call.positional[place - skipped] : nullptr;
  }
  [[nodiscard]] const Value* named(std::string_view name) const { return at(std::size_t{1} << 20, name); }
  [[nodiscard]] std::optional<std::string> text(std::size_t place, std::string_view name,
                                                const Definitions& definitions) const {
    const Value* const value = at(place, name);
    if (value == nullptr) return std::nullopt;
    const schema::Name made = definitions.name(value);
    return made.isThere() ? std::optional(made.text) : std::nullopt;
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const Value* const value = named(name);
    return value != nullptr && value->truth() == true;
  }
};

void Recorder::finish(Executed made, schema::Effect effect, Block* block) {
  const schema::Place place = made.place;
  if (block == nullptr) {
    made.changes.push_back({std::move(effect), place});
    emit(std::move(made));
    return;
  }
  block->batch.changes.push_back({effect, place});
  made.changes.push_back({std::move(effect), place});
  if (!made.certain || made.maybe) block->operation.maybe = true;
  block->inside.push_back(std::move(made));
}

std::optional<schema::Table> Recorder::tableOf(const Construct& call) const {
  const auto name = definitions_->name(call.argument(0, "name"));
  if (!name.isThere()) return std::nullopt;
  schema::Table table;
  table.name = name.text;
  table.schema = plainText(call.keyword("schema")).value_or("");
  table.comment = plainText(call.keyword("comment"));
  table.place = Definitions::placeOf(call);
  return table;
}

void Recorder::createTable(Executed made, const Arguments& arguments) {
  const auto name = arguments.text(0, "table_name", *definitions_);
  if (!name) {
    unread(std::move(made), "the name of the table that is created is not known", schema::Unread::Reach::NewTable);
    return;
  }
  schema::CreateTable create;
  create.table.name = *name;
  create.table.schema = plainText(arguments.named("schema")).value_or("");
  create.table.comment = plainText(arguments.named("comment"));
  create.ifNotExists = arguments.flag("if_not_exists");
  Items items;
  definitions_->items(arguments.call.positional, 1, items);
  const std::vector<schema::Doubt> doubts = items.doubts;
  placeItems(std::move(items), create.table);
  if (arguments.call.openArguments) create.table.certainty = schema::Certainty::Partial;
  made.table = TableName{create.table.schema, *name};
  for (const schema::Doubt& doubt : doubts)
    execution_->state().doubts.push_back(
        {doubt.reason, doubt.place.isKnown() ? doubt.place : made.place, schema::show(*made.table)});
  if (doubts.empty() && create.table.certainty != schema::Certainty::Known) {
    execution_->state().doubts.push_back(
        {"some of the table's items are only known when the program runs", made.place, schema::show(*made.table)});
  }
  finish(std::move(made), std::move(create), nullptr);
}

/// op.sync_enum_values(enum_schema="public", enum_name="state", new_values=["new", "done"], affected_columns=[...])
void Recorder::syncEnum(Executed made, const Arguments& arguments) {
  const auto name = arguments.text(1, "enum_name", *definitions_);
  const Value* const values = arguments.at(2, "new_values");
  schema::AlterEnum alter;
  alter.values.emplace();
  bool read = name && values != nullptr && values->isSequence() && !values->sequence().open;
  for (const Value& value : read ? values->sequence().items : std::vector<Value>()) {
    const auto text = plainText(&value);
    read = read && text;
    if (text) alter.values->push_back(*text);
  }
  if (!read) {
    unread(std::move(made), "the values of an enumeration are only known when the program runs",
           schema::Unread::Reach::AnyTable);
    return;
  }
  alter.type = {arguments.text(0, "enum_schema", *definitions_).value_or(""), *name};
  made.object = *name;
  finish(std::move(made), std::move(alter), nullptr);
}

void Recorder::alterColumn(Executed made, const Arguments& arguments, const TableName& table, Block* block) {
  const auto column = arguments.text(1, "column_name", *definitions_);
  schema::AlterColumn alter;
  alter.table = table;
  if (!column) {
    unread(std::move(made), "the column that is altered is not known", schema::Unread::Reach::Table, table);
    return;
  }
  alter.column = *column;
  made.object = *column;
  if (const Value* const nullable = arguments.named("nullable"); !isNone(nullable)) {
    alter.nullable = nullable->truth();
    alter.nullableUnknown = !alter.nullable;
  }
  if (const Value* const type = arguments.named("type_"); !isNone(type)) alter.type = definitions_->type(*type);
  if (const Value* const value = arguments.named("server_default"); value != nullptr && !isFalse(value))
    alter.serverDefault = definitions_->serverDefault(*value);
  if (const Value* const comment = arguments.named("comment"); comment != nullptr && !isFalse(comment))
    alter.comment = plainText(comment).value_or("");
  alter.newName = plainText(arguments.named("new_column_name"));
  if (const Value* const name = arguments.named("new_column_name"); name == nullptr)
    alter.newName = plainText(arguments.named("name"));
  alter.rewritesAll = alter.type || alter.nullable || alter.newName || alter.comment;
  if (const Value* const type = arguments.named("existing_type"); !isNone(type))
    alter.repeatedType = definitions_->type(*type);
  if (const Value* const nullable = arguments.named("existing_nullable"); nullable != nullptr)
    alter.repeatedNullable = nullable->truth();
  if (const Value* const value = arguments.named("existing_server_default"); value != nullptr && !isFalse(value))
    alter.repeatedDefault = definitions_->serverDefault(*value);
  finish(std::move(made), std::move(alter), block);
}

Value Recorder::batch(Evaluator& evaluator, const Call& call) {
  const Arguments arguments{call, 0};
  auto block = std::make_unique<Block>();
  block->operation = start(evaluator, call, "batch_alter_table");
  const auto table = arguments.text(0, "table_name", *definitions_);
  block->batch.table = {plainText(arguments.at(1, "schema")).value_or(""), table.value_or("")};
  block->batch.place = block->operation.place;
  if (table) block->operation.table = block->batch.table;
  if (const auto recreate = plainText(arguments.at(2, "recreate"))) {
    block->batch.recreate = *recreate == "always"  ? Recreate::Always
                            : *recreate == "never" ? Recreate::Never
                                                   : Recreate::Auto;
  }
  if (const Value* const naming = arguments.named("naming_convention");
      naming != nullptr && naming->is(Value::Kind::Dict)) {
    schema::NamingConvention convention;
    for (const auto& [key, value] : naming->mapping().items) {
      if (key.isString() && value.isString()) convention.templates.emplace(key.text(), value.text());
    }
    block->batch.naming = std::move(convention);
  }
  if (const Value* const given = arguments.at(5, "table_args"); !isNone(given)) {
    schema::Table additions;
    if (given->isSequence()) {
      Items items;
      definitions_->items(given->sequence().items, 0, items);
      placeItems(std::move(items), additions);
    }
    if (!given->isSequence() || given->sequence().open) additions.certainty = schema::Certainty::Partial;
    block->batch.additions = std::move(additions);
  }
  if (const Value* const copy = arguments.at(4, "copy_from"); !isNone(copy)) {
    if (const auto made = Construct::of(*copy)) {
      const Value* const metadata = made->argument(1, "metadata");
      const auto kept = metadata == nullptr ? std::nullopt : Construct::of(*metadata);
      const bool nobody = kept && kept->name() == "MetaData" && kept->keyword("naming_convention") == nullptr;
      // What op.create_table returns stands on a MetaData with the convention of the target.
      const bool history = metadata != nullptr && metadata->is(Value::Kind::None);
      block->batch.copyNaming = nobody    ? BatchBlock::Naming::Nobody
                                : history ? BatchBlock::Naming::History
                                          : BatchBlock::Naming::Unknown;
      if (auto from = tableOf(*made)) {
        Items items;
        definitions_->items(made->positional(), 2, items);
        placeItems(std::move(items), *from);
        block->batch.copyFrom = std::move(from);
      }
    }
  }
  Object handle;
  handle.type = std::string(batchType);
  handle.open = true;
  const Value value = Value::object(std::move(handle));
  block->object = &value.object();
  batches_.push_back(std::move(block));
  return value;
}

std::optional<Value> Recorder::operation(Evaluator& evaluator, const Call& call, std::string_view name, Block* block) {
  if (name.starts_with("batch_op.")) name.remove_prefix(9);
  if (name == "f") return construct("alembic.op.f", call);
  if (name == "inline_literal") return construct("sqlalchemy.inline_literal", call);
  if (name == "get_bind") return handleOf(bindType);
  if (name == "get_context") return handleOf(contextType);
  if (name == "batch_alter_table") return batch(evaluator, call);
  if (name == "run_async") return std::nullopt;
  const Arguments arguments{call, block == nullptr ? 0u : 1u};
  const Definitions& read = *definitions_;
  Executed made = start(evaluator, call, std::string(name));
  if (name == "create_table") {
    createTable(std::move(made), arguments);
    Call table = call;  // Table("users", MetaData(), Column(...)), of a MetaData that Alembic makes
    if (!table.positional.empty()) table.positional.insert(table.positional.begin() + 1, Value::none());
    return construct("sqlalchemy.Table", table);
  }
  if (name == "execute") {
    const Value* const statement = arguments.at(block == nullptr ? 0 : 1, "sqltext");
    if (statement != nullptr) execute(evaluator, call, *statement, true);
    return Value::none();
  }
  if (name == "bulk_insert") {
    const Value* const into = arguments.at(0, "table");
    const auto table = into == nullptr ? std::nullopt : Construct::of(*into);
    const auto target = table ? read.name(table->argument(0, "name")) : schema::Name{};
    made.table = target.isThere()
                     ? std::optional(TableName{plainText(table->keyword("schema")).value_or(""), target.text})
                     : std::nullopt;
    const Value* const rows = arguments.at(1, "rows");
    const bool empty =
        rows != nullptr && rows->isSequence() && rows->sequence().items.empty() && !rows->sequence().open;
    if (made.table && !empty) {
      schema::TouchRows touch{*made.table};
      finish(std::move(made), std::move(touch), nullptr);
    } else {
      emit(std::move(made));
    }
    return Value::none();
  }
  if (name == "sync_enum_values") {  // alembic-postgresql-enum: the values of a type, told anew
    syncEnum(std::move(made), arguments);
    return Value::none();
  }
  if (changesNoTable(name)) {
    emit(std::move(made));
    return Value::unknown("an operation of a companion", call.file, call.node.span());
  }
  if (name == "drop_index") {
    schema::DropIndex drop;
    drop.name = arguments.text(0, "index_name", read).value_or("");
    if (block != nullptr) {
      drop.name = call.positional.empty() ? drop.name : read.name(&call.positional[0]).text;
      drop.table = block->batch.table;
    } else if (const auto table = arguments.text(1, "table_name", read)) {
      drop.table = TableName{plainText(arguments.named("schema")).value_or(""), *table};
    }
    drop.schema = drop.table ? drop.table->first : plainText(arguments.named("schema")).value_or("");
    drop.ifExists = arguments.flag("if_exists");
    made.table = drop.table;
    made.object = drop.name;
    finish(std::move(made), std::move(drop), block);
    return Value::none();
  }

  // Where the table and the name of what is made stand among the arguments outside of a batch.
  const bool nameFirst = name.starts_with("create_") || name == "drop_constraint";
  const bool tableless =
      name == "create_table_comment" || name == "drop_table_comment" || name == "create_geospatial_table";
  const std::size_t tablePlace = nameFirst && !tableless ? 1 : 0;
  TableName table;
  if (block != nullptr) {
    table = block->batch.table;
  } else {
    const Value* written = nullptr;
    for (const std::string_view keyword : {"table_name", "source_table", "old_table_name", "source"}) {
      if (written == nullptr) written = arguments.at(tablePlace, keyword);
    }
    const schema::Name found = read.name(written);
    std::string schemaName = plainText(arguments.named("schema")).value_or("");
    if (name == "create_foreign_key") schemaName = plainText(arguments.named("source_schema")).value_or(schemaName);
    table = {schemaName, found.text};
  }
  if (table.second.empty()) {
    const auto reach = name == "drop_table" || name == "rename_table" ? schema::Unread::Reach::Anything
                                                                      : schema::Unread::Reach::AnyTable;
    const Signature* const signature = signatureOf(name, false);
    if (signature != nullptr && signature->table())
      unread(std::move(made), concat("the table of `", name, "` is only known when the program runs"), reach);
    else unread(std::move(made), concat("the operation `", name, "` is not known"), schema::Unread::Reach::Anything);
    return Value::unknown("an operation", call.file, call.node.span());
  }
  made.table = table;
  // In a batch the name of what is made comes first, and nothing is skipped before it.
  const Arguments after{call, block == nullptr ? 0u : nameFirst ? 0u : 1u};
  const auto place = [&](std::size_t outside) {
    return block == nullptr ? outside : nameFirst ? (outside == 0 ? 0 : outside - 1) : outside;
  };
  const auto columnsAt = [&](std::size_t outside, std::string_view keyword) -> std::optional<std::vector<std::string>> {
    const Value* const given = after.at(place(outside), keyword);
    return given == nullptr ? std::nullopt : read.columnNames(*given);
  };
  const auto cannotRead = [&](std::string reason) {
    unread(std::move(made), std::move(reason), schema::Unread::Reach::Table, table);
    return Value::none();
  };
  if (name == "drop_table" || name == "drop_geospatial_table") {
    finish(std::move(made), schema::DropTable{table, arguments.flag("if_exists"), false}, block);
  } else if (name == "rename_table") {
    const auto to = arguments.text(1, "new_table_name", read);
    if (!to) return cannotRead("the new name of the table is not known");
    made.object = *to;
    finish(std::move(made), schema::RenameTable{table, *to, {}, false}, block);
  } else if (name == "add_column" || name == "add_geospatial_column") {
    const Value* const written = after.at(1, "column");
    auto column = written == nullptr ? std::nullopt : read.column(*written);
    if (!column || !column->named) return cannotRead("the column that is added could not be read");
    openColumn(*column);
    const bool open = column->open;
    made.object = column->column.name;
    const Executed told = made;
    if (block != nullptr && (after.named("insert_before") != nullptr || after.named("insert_after") != nullptr))
      block->batch.placesColumns = true;
    finish(std::move(made),
           schema::AddColumn{table, std::move(column->column), std::move(column->foreignKeys),
                             std::move(column->checks), arguments.flag("if_not_exists")},
           block);
    if (open)
      finish(told,
             schema::Unread{table, "some of the column's arguments are only known when the program runs",
                            schema::Unread::Reach::Table},
             block);
  } else if (name == "drop_column" || name == "drop_geospatial_column") {
    const auto column = after.text(1, "column_name", read);
    if (!column) return cannotRead("the column that is dropped is not known");
    made.object = *column;
    schema::DropColumn drop{table, *column, arguments.flag("if_exists"), false};
    if (const Value* const type = arguments.named("existing_type"); !isNone(type))
      drop.repeatedType = definitions_->type(*type);
    finish(std::move(made), std::move(drop), block);
  } else if (name == "alter_column") {
    alterColumn(std::move(made), after, table, block);
  } else if (name == "create_index" || name == "create_geospatial_index") {
    const Value* const parts = after.at(place(2), "columns");
    if (parts == nullptr || !parts->isSequence() || parts->sequence().open)
      return cannotRead("the columns of the index could not be read");
    const Value options = construct("index", call);
    const auto kept = Construct::of(options);
    schema::Index index = read.index(after.at(0, "index_name"), parts->sequence().items, &*kept);
    index.place = made.place;
    made.object = index.name.text;
    finish(std::move(made), schema::CreateIndex{table, std::move(index), arguments.flag("if_not_exists")}, block);
  } else if (name == "create_unique_constraint") {
    const auto columns = columnsAt(2, "columns");
    if (!columns) return cannotRead("the columns of the constraint could not be read");
    schema::Unique unique{read.name(after.at(0, "constraint_name")), *columns, schema::Presence::There, made.place};
    made.object = unique.name.text;
    finish(std::move(made), schema::AddUnique{table, std::move(unique), {}}, block);
  } else if (name == "create_primary_key") {
    const auto columns = columnsAt(2, "columns");
    if (!columns) return cannotRead("the columns of the primary key could not be read");
    schema::PrimaryKey key{read.name(after.at(0, "constraint_name")), *columns, made.place};
    made.object = key.name.text;
    finish(std::move(made), schema::AddPrimaryKey{table, std::move(key), {}}, block);
  } else if (name == "create_check_constraint") {
    const Value* const condition = after.at(place(2), "condition");
    schema::Check check;
    check.place = made.place;
    check.name = read.name(after.at(0, "constraint_name"));
    check.sql = condition == nullptr ? std::string() : read.sql(*condition).value_or("");
    check.columns = schema::columnsIn(check.sql, schema::Dialect::Generic);
    made.object = check.name.text;
    const auto construct = condition == nullptr ? std::nullopt : Construct::of(*condition);
    const bool expression = construct && construct->name() != "text";
    finish(std::move(made), schema::AddCheck{table, std::move(check), expression}, block);
  } else if (name == "create_exclude_constraint") {
    finish(std::move(made), schema::AddOther{table, {read.name(after.at(0, "constraint_name")), made.place}}, block);
  } else if (name == "create_foreign_key") {
    schema::ForeignKey key;
    key.place = made.place;
    key.name = read.name(after.at(0, "constraint_name"));
    const Value* const referent =
        after.named("referent") != nullptr ? after.named("referent") : after.at(place(2), "referent_table");
    key.table = read.name(referent).text;
    key.schema = plainText(after.named("referent_schema")).value_or("");
    const auto local = columnsAt(3, "local_cols");
    const auto remote = columnsAt(4, "remote_cols");
    if (!local) return cannotRead("the columns of the foreign key could not be read");
    key.columns = *local;
    key.targets = remote.value_or(std::vector<std::string>());
    key.onDelete = uppered(plainText(after.named("ondelete")).value_or(""));
    key.onUpdate = uppered(plainText(after.named("onupdate")).value_or(""));
    made.object = key.name.text;
    finish(std::move(made), schema::AddForeignKey{table, std::move(key)}, block);
  } else if (name == "drop_constraint") {
    schema::DropConstraint drop;
    drop.table = table;
    const Value* const written = after.at(0, "constraint_name");
    drop.name = read.name(written);
    const auto kind = plainText(after.at(place(2), "type_"));
    if (kind)
      drop.kind = *kind == "unique"       ? schema::ConstraintKind::Unique
                  : *kind == "foreignkey" ? schema::ConstraintKind::ForeignKey
                  : *kind == "check"      ? schema::ConstraintKind::Check
                  : *kind == "primary"    ? schema::ConstraintKind::PrimaryKey
                                          : schema::ConstraintKind::Any;
    drop.ifExists = arguments.flag("if_exists");
    made.object = drop.name.text;
    finish(std::move(made), std::move(drop), block);
  } else if (name == "create_table_comment" || name == "drop_table_comment") {
    const Value* const comment = arguments.at(1, "comment");
    finish(std::move(made),
           schema::CommentTable{table, name == "drop_table_comment" ? std::nullopt : plainText(comment)}, block);
  } else {
    unread(std::move(made), concat("the operation `", name, "` is not known"), schema::Unread::Reach::Anything);
  }
  return Value::none();
}

}  // namespace limbeck::project
