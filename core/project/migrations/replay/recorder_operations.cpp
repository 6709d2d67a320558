// A call of `op` or of a batch object meets the table of operations: its arguments are bound, its table is found, and
// one small function for each kind of change does the rest (recorder_changes.cpp has those below a table).

#include "project/migrations/replay/bound.h"
#include "schema/sql.h"
#include "text/concat.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;
using schema::TableName;
using schema::Unread;

const Value* Recorder::Bound::at(std::string_view name) const {
  const Argument* const argument = signature.find(name);
  for (const auto& [key, value] : call.keywords) {
    if (key == name || (argument != nullptr && !argument->once.empty() && key == argument->once)) return &value;
  }
  const auto place = signature.placeOf(name);
  return place && *place < call.positional.size() ? &call.positional[*place] : nullptr;
}

std::optional<std::string> Recorder::Bound::text(std::string_view name) const {
  const Value* const value = at(name);
  const schema::Name written = value == nullptr ? schema::Name{} : read.name(value);
  return value != nullptr && written.isThere() ? std::optional(written.text) : std::nullopt;
}

std::string Recorder::Bound::plain(std::string_view name) const { return plainText(at(name)).value_or(""); }

bool Recorder::Bound::flag(std::string_view name) const {
  const Value* const value = at(name);
  return value != nullptr && value->truth() == true;
}

void Recorder::finish(Executed made, schema::Effect effect, Block* block) {
  const schema::FilePlace place = made.place;
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

void Recorder::cannotRead(Bound& bound, std::string reason) {
  unread(std::move(bound.made), std::move(reason), Unread::Reach::Table, bound.table);
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

namespace {

schema::Does doesOf(const OperationKind* kind) {
  if (kind == nullptr || kind->changes == Changes::Anything) return schema::Does::Unknown;
  if (kind->changes == Changes::Nothing) return schema::Does::Nothing;
  return kind->changes == Changes::Rows ? schema::Does::Rows : schema::Does::Schema;
}

}  // namespace

std::optional<Value> Recorder::operation(Evaluator& evaluator, const Call& call, std::string_view name, Block* block) {
  if (name.starts_with("batch_op.")) name.remove_prefix(9);
  const OperationKind* const kind = operationNamed(name);
  const Value unknown = Value::unknown("an operation", call.file, call.node.span());
  Executed made = start(evaluator, call, std::string(name), doesOf(kind));
  made.kind = kind;
  made.ofAlembic = true;
  made.batched = block != nullptr;
  if (block != nullptr) made.within = block->operation.call;
  if (kind == nullptr) {
    pluginOperation(std::move(made), call);
    return unknown;
  }
  Bound bound{std::move(made), call, *signatureOf(*kind, block != nullptr), *definitions_, block, {}};
  switch (kind->op) {
    case Op::F: return construct("alembic.op.f", call);
    case Op::InlineLiteral: return construct("sqlalchemy.inline_literal", call);
    case Op::GetBind: return handleOf(bindType);
    case Op::GetContext: return handleOf(contextType);
    case Op::RunAsync: runAsync(evaluator, call); return unknown;
    case Op::Registering: return unknown;
    case Op::BatchAlterTable: return batch(bound);
    case Op::CreateTable: return createTable(bound);
    case Op::BulkInsert: bulkInsert(bound); return Value::none();
    case Op::SyncEnum: syncEnum(bound); return Value::none();
    case Op::DropIndex: dropIndex(bound); return Value::none();
    case Op::OnObject: emit(std::move(bound.made)); return unknown;
    case Op::Execute:
      if (const Value* const statement = bound.at("sqltext")) execute(std::move(bound.made), *statement);
      return Value::none();
    case Op::Invoke:
    case Op::OnType: pluginOperation(std::move(bound.made), call); return unknown;
    default: break;
  }
  if (!findTable(bound)) return unknown;
  switch (kind->op) {
    case Op::DropTable: finish(std::move(bound), schema::DropTable{bound.table, bound.flag("if_exists"), false}); break;
    case Op::RenameTable: renameTable(bound); break;
    case Op::CommentTable:
      finish(std::move(bound), schema::CommentTable{bound.table, plainText(bound.at("comment"))});
      break;
    case Op::UncommentTable: finish(std::move(bound), schema::CommentTable{bound.table, std::nullopt}); break;
    default: changeTable(bound); break;
  }
  return Value::none();
}

/// op.sync_triggers("users"): of what its arguments name nothing is known any more, or of everything.
void Recorder::pluginOperation(Executed made, const Call& call) {
  const std::string reason = concat("the operation `", made.name, "` is not known");
  const std::vector<TableName> tables = tablesIn(call);
  if (tables.empty()) return unread(std::move(made), reason, Unread::Reach::Anything);
  made.table = tables.front();
  for (const TableName& table : tables)
    made.changes.push_back({Unread{table, reason, Unread::Reach::Table}, made.place});
  emit(std::move(made));
}

/// op.run_async(change, "users"), where `change` takes the connection first.
void Recorder::runAsync(Evaluator& evaluator, const Call& call) {
  if (call.positional.empty() || !call.positional[0].is(Value::Kind::Function))
    return unfollowed(evaluator, call, true);
  Call inner = call;
  inner.callee = call.positional[0];
  inner.positional[0] = handleOf(bindType);
  (void)evaluator.call(std::move(inner));
}

/// In a batch the table is that of the block; else it is among the arguments.
bool Recorder::findTable(Bound& bound) {
  const Op op = bound.signature.kind->op;
  if (bound.block != nullptr) {
    bound.table = bound.block->batch.table;
  } else {
    std::string schemaName = bound.plain("schema");
    if (op == Op::CreateForeignKey) schemaName = plainText(bound.at("source_schema")).value_or(schemaName);
    bound.table = {std::move(schemaName), bound.read.name(bound.at(bound.signature.table)).text};
  }
  if (bound.table.second.empty()) {
    const std::string reason = concat("the table of `", bound.made.name, "` is only known when the program runs");
    unread(std::move(bound.made), reason,
           op == Op::DropTable || op == Op::RenameTable ? Unread::Reach::Anything : Unread::Reach::AnyTable);
    return false;
  }
  bound.made.table = bound.table;
  return true;
}

std::optional<Value> Recorder::createTable(Bound& bound) {
  Call table = bound.call;  // Table("users", MetaData(), Column(...)), of a MetaData that Alembic makes
  if (!table.positional.empty()) table.positional.insert(table.positional.begin() + 1, Value::none());
  Value made = construct("sqlalchemy.Table", table);
  const auto name = bound.text("table_name");
  if (!name) {
    unread(std::move(bound.made), "the name of the table that is created is not known", Unread::Reach::NewTable);
    return made;
  }
  schema::CreateTable create;
  create.table.name = *name;
  create.table.schema = bound.plain("schema");
  create.table.comment = plainText(bound.at("comment"));
  create.ifNotExists = bound.flag("if_not_exists");
  Items items;
  definitions_->items(bound.call.positional, 1, items);
  const std::vector<schema::Doubt> doubts = items.doubts;
  placeItems(std::move(items), create.table);
  if (bound.call.openArguments) create.table.certainty = schema::Certainty::Partial;
  bound.made.table = TableName{create.table.schema, *name};
  std::vector<schema::Doubt>& told = execution_->state().doubts;
  const std::string shown = schema::show(*bound.made.table);
  for (const schema::Doubt& doubt : doubts)
    told.push_back({doubt.reason, doubt.place.isKnown() ? doubt.place : bound.made.place, shown});
  if (doubts.empty() && create.table.certainty != schema::Certainty::Known)
    told.push_back({"some of the table's items are only known when the program runs", bound.made.place, shown});
  finish(std::move(bound.made), std::move(create), nullptr);
  return made;
}

void Recorder::renameTable(Bound& bound) {
  const auto to = bound.text("new_table_name");
  if (!to) return cannotRead(bound, "the new name of the table is not known");
  bound.made.object = *to;
  finish(std::move(bound), schema::RenameTable{bound.table, *to, {}, false});
}

void Recorder::bulkInsert(Bound& bound) {
  const Value* const into = bound.at("table");
  const auto table = into == nullptr ? std::nullopt : Construct::of(*into);
  const auto target = table ? definitions_->name(table->argument(0, "name")) : schema::Name{};
  if (target.isThere()) bound.made.table = TableName{plainText(table->keyword("schema")).value_or(""), target.text};
  const Value* const rows = bound.at("rows");
  const bool empty = rows != nullptr && rows->isSequence() && rows->sequence().items.empty() && !rows->sequence().open;
  if (!bound.made.table || empty) return emit(std::move(bound.made));
  schema::TouchRows touch{*bound.made.table};
  finish(std::move(bound.made), std::move(touch), nullptr);
}

/// op.sync_enum_values(enum_schema="public", enum_name="state", new_values=["new", "done"], affected_columns=[...])
void Recorder::syncEnum(Bound& bound) {
  const auto name = bound.text("enum_name");
  const Value* const values = bound.at("new_values");
  schema::AlterEnum alter;
  alter.values.emplace();
  bool read = name && values != nullptr && values->isSequence() && !values->sequence().open;
  for (const Value& value : read ? values->sequence().items : std::vector<Value>()) {
    const auto text = plainText(&value);
    read = read && text;
    if (text) alter.values->push_back(*text);
  }
  if (!read) {
    unread(std::move(bound.made), "the values of an enumeration are only known when the program runs",
           Unread::Reach::AnyTable);
    return;
  }
  alter.type = {bound.text("enum_schema").value_or(""), *name};
  bound.made.object = *name;
  finish(std::move(bound.made), std::move(alter), nullptr);
}

namespace {

Recreate recreateOf(const std::string& written) {
  return written == "always" ? Recreate::Always : written == "never" ? Recreate::Never : Recreate::Auto;
}

schema::NamingConvention conventionOf(const Value& given) {
  schema::NamingConvention convention;
  for (const auto& [key, value] : given.mapping().items) {
    if (key.isString() && value.isString()) convention.templates.emplace(key.text(), value.text());
  }
  return convention;
}

schema::Table additionsOf(const Value& given, const Definitions& read) {
  schema::Table additions;
  if (given.isSequence()) {
    Items items;
    read.items(given.sequence().items, 0, items);
    placeItems(std::move(items), additions);
  }
  if (!given.isSequence() || given.sequence().open) additions.certainty = schema::Certainty::Partial;
  return additions;
}

}  // namespace

void Recorder::copyFrom(BatchBlock& block, const Construct& made) const {
  const Value* const metadata = made.argument(1, "metadata");
  const auto kept = metadata == nullptr ? std::nullopt : Construct::of(*metadata);
  const bool nobody = kept && kept->name() == "MetaData" && kept->keyword("naming_convention") == nullptr;
  // What op.create_table returns stands on a MetaData with the convention of the target.
  const bool history = metadata != nullptr && metadata->is(Value::Kind::None);
  block.copyNaming = nobody    ? BatchBlock::Naming::Nobody
                     : history ? BatchBlock::Naming::History
                               : BatchBlock::Naming::Unknown;
  auto from = tableOf(made);
  if (!from) return;
  Items items;
  definitions_->items(made.positional(), 2, items);
  placeItems(std::move(items), *from);
  block.copyFrom = std::move(from);
}

Value Recorder::batch(Bound& bound) {
  auto block = std::make_unique<Block>();
  block->operation = std::move(bound.made);
  const auto table = bound.text("table_name");
  block->batch.table = {bound.plain("schema"), table.value_or("")};
  block->batch.place = block->operation.place;
  if (table) block->operation.table = block->batch.table;
  block->batch.recreate = recreateOf(bound.plain("recreate"));
  if (const Value* const naming = bound.at("naming_convention"); naming != nullptr && naming->is(Value::Kind::Dict))
    block->batch.naming = conventionOf(*naming);
  if (const Value* const given = bound.at("table_args"); !isNone(given))
    block->batch.additions = additionsOf(*given, *definitions_);
  if (const Value* const copy = bound.at("copy_from"); !isNone(copy)) {
    if (const auto made = Construct::of(*copy)) copyFrom(block->batch, *made);
  }
  Object handle;
  handle.type = std::string(batchType);
  handle.open = true;
  const Value value = Value::object(std::move(handle));
  block->object = &value.object();
  batches_.push_back(std::move(block));
  return value;
}

}  // namespace limbeck::project
