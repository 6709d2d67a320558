// What scripts do beside `op`: statements on a connection, types and tables that create themselves, inspectors.

#include <algorithm>

#include "project/migrations/replay/recorder.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;
using schema::Presence;
using schema::TableName;

namespace {

/// A statement of SQLAlchemy's Core that reads or changes rows: table.update(), sa.select(...).
std::optional<schema::Does> rowsOf(const Value& value, unsigned depth = 0) {
  const auto call = Construct::of(value);
  if (!call || depth > 12) return std::nullopt;
  static constexpr std::string_view reading[] = {"select", "exists", "union", "values", "lambda_stmt"};
  static constexpr std::string_view writing[] = {"insert", "update", "delete"};
  // users.update().values(id=2): what a chain begins with says what it is.
  const auto of = call->object().own.find("of");
  const auto begun = of == call->object().own.end() ? std::nullopt : rowsOf(of->second, depth + 1);
  if (begun) return begun;
  if (oneOf(call->name(), writing)) return schema::Does::Rows;
  return oneOf(call->name(), reading) ? std::optional(schema::Does::Other) : std::nullopt;
}

/// sa.text("..."), text("...").bindparams(...), DDL("..."), and plain texts; holes are kept as schema::hole.
std::optional<std::string> sqlOf(const Value& value, unsigned depth = 0) {
  if (value.is(Value::Kind::String)) {
    if (!value.hasHole()) return value.text();
    return concat(value.prefix(), std::string(1, schema::hole), value.suffix());
  }
  const auto call = Construct::of(value);
  if (!call || depth > 8) return std::nullopt;
  if (call->name() == "text" || call->name() == "DDL")
    return call->positional().empty() ? std::nullopt : sqlOf(call->positional()[0], depth + 1);
  const auto of = call->object().own.find("of");
  return of == call->object().own.end() ? std::nullopt : sqlOf(of->second, depth + 1);
}

}  // namespace

void Recorder::execute(Executed made, const Value& statement) {
  if (!judge(made, statement)) {
    unread(std::move(made), "the SQL that is executed is only known when the program runs",
           schema::Unread::Reach::Anything);
    return;
  }
  // How SQL is read hangs on the database it is written for.
  if (!made.changes.empty()) asked_ = true;
  emit(std::move(made));
}

namespace {

/// The schema weighs most, then what is not known, then rows.
int weightOf(schema::Does does) {
  return does == schema::Does::Schema ? 5 : does == schema::Does::Unknown ? 4 : static_cast<int>(does);
}

void addStatement(Executed& made, const schema::Statement& part) {
  using schema::Does;
  const bool first = made.words.empty() && made.does == Does::Nothing;
  if (part.does == Does::Schema) made.stays = made.does == Does::Schema ? made.stays && part.stays : part.stays;
  if (!first && weightOf(part.does) <= weightOf(made.does)) return;
  made.does = part.does;
  made.words = part.words;
}

}  // namespace

bool Recorder::judge(Executed& made, const Value& statement) {
  if (const auto rows = rowsOf(statement)) {
    made.does = *rows;
    return true;
  }
  if (const auto self = Construct::of(statement);
      self && (self->name().starts_with("Create") || self->name().starts_with("Drop"))) {
    made.does = schema::Does::Schema;
    return self->name() == "CreateTable" || self->name().ends_with("Sequence");
  }
  std::vector<Value> alternatives{statement};
  if (statement.is(Value::Kind::OneOf)) alternatives = statement.sequence().items;
  made.does = schema::Does::Nothing;
  for (const Value& one : alternatives) {
    const auto text = sqlOf(one);
    if (!text) {
      made.does = schema::Does::Unknown;
      return false;
    }
    for (schema::Statement& part :
         schema::readSql(*text, dialect_ == schema::Dialect::Generic ? schema::Dialect::PostgreSql : dialect_)) {
      // CREATE INDEX ... ON temporary: it goes with its table
      const auto ofTemporary = [&](const schema::Effect& effect) {
        const auto table = schema::tableOf(effect);
        return table && temporary_.count(*table) > 0;
      };
      const bool passes = !part.effects.empty() && std::all_of(part.effects.begin(), part.effects.end(), ofTemporary);
      if (passes && part.does == schema::Does::Schema) part.does = schema::Does::Other;
      addStatement(made, part);
      for (schema::Effect& effect : part.effects) {
        if (auto* unknown = std::get_if<schema::Unread>(&effect); unknown != nullptr && unknown->table)
          unknown->reach = schema::Unread::Reach::Table;
        made.changes.push_back({std::move(effect), made.place, true, part.ifExists});
      }
      if (part.temporary) temporary_.insert(*part.temporary);
    }
  }
  if (made.does == schema::Does::Nothing) made.does = schema::Does::Other;  // no statement at all
  if (alternatives.size() > 1) made.maybe = true;
  return true;
}

std::optional<Value> Recorder::onBound(Evaluator& evaluator, const Call& call) {
  const Object& callee = call.callee.object();
  if (callee.type != boundType) return std::nullopt;
  const Value& of = callee.kept("of");
  const std::string method = callee.kept("name").text();
  if (!of.is(Value::Kind::Object)) return std::nullopt;
  const std::string& type = of.object().type;
  if (type == batchType) {
    const auto found = std::find_if(batches_.begin(), batches_.end(),
                                    [&](const auto& block) { return block->object == &of.object(); });
    if (found == batches_.end()) return Value::none();
    return operation(evaluator, call, method, found->get());
  }
  if (type == modelTableType) return onTableOfModel(evaluator, call, of, method);
  if (type == inspectorType) return onInspector(call, of, method);
  if (type == dialectType) {
    if (method != "has_table" || call.positional.size() < 2) return std::nullopt;
    Call asked = call;
    asked.positional.erase(asked.positional.begin());
    return onInspector(asked, handleOf(inspectorType), "has_table");
  }
  if (type == contextType && method == "autocommit_block") return handleOf("alembic.autocommit");
  if (type == bindType || type == contextType) {
    static constexpr std::string_view executing[] = {"execute", "exec_driver_sql", "scalar",
                                                     "scalars", "executemany",     "executescript"};
    if (oneOf(method, executing)) {
      const Value* const statement = call.argument(0, "statement");
      if (statement != nullptr) execute(start(evaluator, call, "Connection.execute"), *statement);
      return Value::unknown("the answer of a database", call.file, call.node.span());
    }
    static constexpr std::string_view same[] = {"connect",  "begin",         "begin_nested", "execution_options",
                                                "get_bind", "connection",    "engine",       "__enter__",
                                                "cursor",   "raw_connection"};
    if (oneOf(method, same)) return handleOf(bindType);
    onSession(evaluator, call, method);
    return Value::unknown("the answer of a database", call.file, call.node.span());
  }
  const auto self = Construct::of(of);
  if (!self || (method != "create" && method != "drop")) return std::nullopt;
  const Value* const check = call.argument(1, "checkfirst");
  if (self->name() == "Enum" || self->name() == "ENUM") {
    const schema::Type made = definitions_->type(of);
    Executed done = start(evaluator, call, concat("Enum.", method), schema::Does::Schema);
    done.object = made.typeName;
    // SQLAlchemy's default is to look first; checkfirst=False does not.
    const bool looks = check == nullptr || check->truth() != false;
    if (made.typeName.empty()) return Value::none();
    if (method == "create")
      finish(std::move(done),
             schema::CreateEnum{{made.typeSchema, made.typeName, made.values, made.valuesKnown, Presence::There, {}},
                                looks},
             nullptr);
    else finish(std::move(done), schema::DropEnum{{made.typeSchema, made.typeName}, looks, false}, nullptr);
    return Value::none();
  }
  if (self->name() == "Table") {
    auto table = tableOf(*self);
    Executed done = start(evaluator, call, concat("Table.", method), schema::Does::Schema);
    if (!table) {
      unread(std::move(done), "the table is not known", schema::Unread::Reach::Anything);
      return Value::none();
    }
    const TableName name{table->schema, table->name};
    done.table = name;
    const bool looks = check != nullptr && check->truth() != false;
    if (method == "drop") {
      finish(std::move(done), schema::DropTable{name, looks, false}, nullptr);
      return Value::none();
    }
    Items items;
    definitions_->items(self->positional(), 2, items);
    placeItems(std::move(items), *table);
    finish(std::move(done), schema::CreateTable{std::move(*table), looks}, nullptr);
    return Value::none();
  }
  return std::nullopt;
}

/// Answers from the symbolic schema (engine 2.8). One handle repeats its first answers (facts F58).
std::optional<Value> Recorder::onInspector(const Call& call, const Value& inspector, std::string_view method) {
  ask();
  const Value unknown = Value::unknown("what a database holds", call.file, call.node.span());
  std::string key = concat("answer ", method);
  for (const Value& argument : call.positional) key += concat(" ", argument.isString() ? argument.text() : "?");
  for (const auto& [name, argument] : call.keywords)
    key += concat(" ", name, "=", argument.isString() ? argument.text() : "?");
  auto& memory = inspector.object().own;
  if (const auto known = memory.find(key); known != memory.end() && (method != "has_table" || !definitions_->legacy()))
    return known->second;
  const auto answer = [&](Value value) {
    memory[key] = value;
    return value;
  };
  const schema::Schema& state = execution_->state();
  const Value* const schemaArgument = call.argument(method == "get_table_names" ? 0 : 1, "schema");
  std::string schemaName = plainText(schemaArgument).value_or("");
  if (schemaName == state.defaultSchema) schemaName.clear();
  if (method == "get_table_names") {
    std::vector<Value> names;
    bool open = state.open || state.baseline;
    for (const auto& [name, table] : state.tables()) {
      if (name.first != schemaName) continue;
      if (table->certainty == schema::Certainty::Unknown) open = true;
      else names.push_back(Value::string(name.second));
    }
    if (schemaName.empty()) names.push_back(Value::string("alembic_version"));
    return answer(Value::list(std::move(names), open));
  }
  const auto tableName = plainText(call.argument(0, "table_name"));
  if (!tableName) return unknown;
  const TableName name{schemaName, *tableName};
  const schema::Table* const table = state.find(name);
  if (method == "has_table") {
    if (table == nullptr && state.lacks(name)) return answer(Value::boolean(false));
    if (table != nullptr && table->certainty != schema::Certainty::Unknown) return answer(Value::boolean(true));
    return answer(unknown);
  }
  if (table == nullptr || table->certainty == schema::Certainty::Unknown) return answer(Value::list({}, true));
  const bool open = !table->isWhole();
  const auto row = [](std::vector<std::pair<std::string, Value>> fields) {
    std::vector<std::pair<Value, Value>> items;
    for (auto& [field, value] : fields) items.emplace_back(Value::string(std::move(field)), std::move(value));
    return Value::dict(std::move(items), true);
  };
  const auto texts = [](const std::vector<std::string>& columns) {
    std::vector<Value> values;
    for (const std::string& column : columns) values.push_back(Value::string(column));
    return Value::list(std::move(values));
  };
  const auto nameOf = [&](const schema::Name& written) {
    return written.isThere() ? Value::string(written.text) : written.isKnown() ? Value::none() : unknown;
  };
  std::vector<Value> rows;
  bool more = open;
  if (method == "get_columns") {
    for (const schema::Column& column : table->columns) {
      if (column.presence == Presence::Maybe) more = true;
      else
        rows.push_back(row({{"name", Value::string(column.name)},
                            {"nullable", column.nullable ? Value::boolean(*column.nullable) : unknown}}));
    }
  } else if (method == "get_indexes") {
    for (const schema::Index& index : table->indexes) {
      if (index.presence == Presence::Maybe || !index.name.isKnown()) {
        more = true;
        continue;
      }
      std::vector<std::string> columns;
      for (const schema::IndexPart& part : index.parts) columns.push_back(part.text);
      rows.push_back(row(
          {{"name", nameOf(index.name)}, {"column_names", texts(columns)}, {"unique", Value::boolean(index.unique)}}));
    }
    // PostgreSQL and MySQL list the index of a unique constraint among them.
    more = more || (dialect_ != schema::Dialect::Sqlite && !table->uniques.empty());
  } else if (method == "get_unique_constraints") {
    for (const schema::Unique& unique : table->uniques) {
      if (unique.presence == Presence::Maybe || !unique.name.isKnown()) more = true;
      else rows.push_back(row({{"name", nameOf(unique.name)}, {"column_names", texts(unique.columns)}}));
    }
  } else if (method == "get_foreign_keys") {
    for (const schema::ForeignKey& foreign : table->foreignKeys) {
      if (foreign.presence == Presence::Maybe || !foreign.name.isKnown()) {
        more = true;
        continue;
      }
      rows.push_back(row({{"name", nameOf(foreign.name)},
                          {"constrained_columns", texts(foreign.columns)},
                          {"referred_table", Value::string(foreign.table)},
                          {"referred_columns", texts(foreign.targets)}}));
    }
  } else if (method == "get_check_constraints") {
    for (const schema::Check& check : table->checks) {
      if (check.presence == Presence::Maybe || !check.name.isKnown()) more = true;
      else rows.push_back(row({{"name", nameOf(check.name)}}));
    }
  } else if (method == "get_pk_constraint") {
    return answer(
        row({{"name", nameOf(table->primaryKey.name)}, {"constrained_columns", texts(table->primaryKey.columns)}}));
  } else {
    return unknown;
  }
  return answer(Value::list(std::move(rows), more));
}

}  // namespace limbeck::project
