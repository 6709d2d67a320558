// Scripts that make tables as the models say: what they make changes whenever the models do.

#include <algorithm>

#include "project/migrations/replay/recorder.h"
#include "project/models/declared.h"
#include "text/concat.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;
using schema::TableName;
using schema::Unread;

namespace {

constexpr std::string_view asModelsAre =
    "a table is made as the models are now, not as they were when this was written";

/// There, perhaps with the columns that the model has today; or gone.
schema::Effect effectOn(const Declared& declared, const DeclaredMetaData& metadata, const TableName& name, bool drops) {
  if (drops) return schema::DropTable{name, true, true};
  schema::CreateTable create;
  create.table.schema = name.first;
  create.table.name = name.second;
  create.table.certainty = schema::Certainty::Partial;
  create.ifNotExists = true;
  if (const schema::Table* const today = declared.schemaOf(metadata, schema::Dialect::Generic).find(name)) {
    create.table.columns = today->columns;
    create.table.primaryKey.columns = today->primaryKey.columns;
    for (schema::Column& column : create.table.columns) column.presence = schema::Presence::Maybe;
  }
  return create;
}

}  // namespace

/// Base.metadata.create_all(op.get_bind())
bool Recorder::allTables(Evaluator& evaluator, const Call& call) {
  if (declared_ == nullptr || !call.node.is(Kind::Call) || !call.node.callee().is(Kind::Attribute)) return false;
  const Expr written = call.node.callee();
  const bool drops = written.text() == "drop_all";
  if (!drops && written.text() != "create_all") return false;
  Executed made = start(evaluator, call, concat("MetaData.", written.text()), schema::Does::Schema);
  const std::vector<DeclaredMetaData>& all = declared_->all();
  std::vector<const DeclaredMetaData*> meant;
  for (const DeclaredMetaData& one : all) {
    if (!targets_ || std::find(targets_->begin(), targets_->end(), &one) != targets_->end()) meant.push_back(&one);
  }
  const bool some = call.argument(1, "tables") != nullptr;
  const bool sure = meant.size() == 1 && all.size() == 1 && targets_ && !some;
  bool open = meant.empty();
  for (const DeclaredMetaData* metadata : meant) {
    open = open || metadata->open;
    for (const DeclaredTable& table : metadata->tables) {
      open = open || !table.nameKnown || table.anySchema;
      if (!table.nameKnown || table.anySchema) continue;
      if (sure) made.changes.push_back({effectOn(*declared_, *metadata, table.name(), drops), made.place});
      else made.changes.push_back({Unread{table.name(), std::string(asModelsAre), Unread::Reach::Table}, made.place});
    }
  }
  if (execution_ != nullptr && sure) execution_->state().doubts.push_back({std::string(asModelsAre), made.place});
  if (open)
    made.changes.push_back(
        {Unread{std::nullopt, std::string(asModelsAre), drops ? Unread::Reach::Anything : Unread::Reach::NewTable},
         made.place});
  emit(std::move(made));
  return true;
}

/// User.__table__
std::optional<Value> Recorder::tableOfModel(const Value& model) const {
  if (declared_ == nullptr) return std::nullopt;
  const std::vector<DeclaredMetaData>& all = declared_->all();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all[i].tables.size(); ++j) {
      const DeclaredTable& table = all[i].tables[j];
      if (!table.nameKnown || table.file != model.file() || table.at != model.node()) continue;
      Object made;
      made.type = std::string(modelTableType);
      made.open = true;
      made.attributes.emplace("schema", table.anySchema ? Value::unknown("the schema of the table is not known")
                                                        : Value::string(table.table.schema));
      made.attributes.emplace("name", Value::string(table.table.name));
      made.own.emplace("metadata", Value::integer(static_cast<std::int64_t>(i)));
      made.own.emplace("table", Value::integer(static_cast<std::int64_t>(j)));
      return Value::object(std::move(made));
    }
  }
  return std::nullopt;
}

std::optional<Value> Recorder::onTableOfModel(Evaluator& evaluator, const Call& call, const Value& table,
                                              std::string_view method) {
  if (method != "create" && method != "drop") return std::nullopt;
  Executed made = start(evaluator, call, concat("Table.", method), schema::Does::Schema);
  const auto at = [&](std::string_view key) { return static_cast<std::size_t>(table.object().kept(key).number()); };
  const DeclaredMetaData& metadata = declared_->all()[at("metadata")];
  const DeclaredTable& declared = metadata.tables[at("table")];
  const TableName name = declared.name();
  if (declared.anySchema) {
    unread(std::move(made), "the schema of the table is not known",
           method == "drop" ? Unread::Reach::Anything : Unread::Reach::NewTable);
    return Value::none();
  }
  made.table = name;
  schema::Effect effect = effectOn(*declared_, metadata, name, method == "drop");
  const Value* const check = call.argument(1, "checkfirst");
  const bool looks = check != nullptr && check->truth() != false;
  if (auto* create = std::get_if<schema::CreateTable>(&effect)) create->ifNotExists = looks;
  if (auto* drop = std::get_if<schema::DropTable>(&effect)) {
    drop->ifExists = looks;
    drop->cascade = false;
  }
  finish(std::move(made), std::move(effect), nullptr);
  return Value::none();
}

}  // namespace limbeck::project
