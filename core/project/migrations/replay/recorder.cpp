#include "project/migrations/replay/recorder.h"

#include <algorithm>

#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Object;
using evaluate::Value;

Value handleOf(std::string_view type) {
  Object object;
  object.type = std::string(type);
  object.open = true;
  return Value::object(std::move(object));
}

namespace {

/// A connection, a session, an engine: whoever has it can change the database.
bool reachesDatabase(const Value& value) {
  if (value.is(Value::Kind::External)) return value.text() == "alembic.op";
  return value.isObject(bindType) || value.isObject(contextType) || value.isObject(batchType);
}

/// A place that could not be followed: `print x` of Python 2 changes nothing, nor does code that knows no database.
bool mayChangeSchema(std::string_view file, Span place) {
  if (place.end > file.size() || place.begin > place.end) return true;
  static constexpr std::string_view library[] = {"alembic", "sqlalchemy"};
  const std::string_view written = file.substr(place.begin, place.end - place.begin);
  return mentions(file, library) && !written.starts_with("print ") && !written.starts_with("print\t");
}

/// Callees that take a connection and change no schema with it.
bool isHarmless(std::string_view dotted) {
  static constexpr std::string_view names[] = {"sessionmaker",
                                               "scoped_session",
                                               "print",
                                               "read_sql",
                                               "read_sql_query",
                                               "read_sql_table",
                                               "to_sql",
                                               "create_session",
                                               "getLogger",
                                               "info",
                                               "debug",
                                               "warning",
                                               "load_dialect_impl",
                                               "isinstance",
                                               "len",
                                               "str",
                                               "repr",
                                               "type",
                                               "bool",
                                               "getattr",
                                               "hasattr",
                                               "closing"};
  return oneOf(lastOf(dotted), names);
}

}  // namespace

void Recorder::path(Event::Kind kind, bool dead) {
  if (execution_ == nullptr) return;
  Event event;
  event.kind = kind;
  event.dead = dead;
  execution_->handle(event);
  events_.push_back(std::move(event));
}

void Recorder::emit(Executed operation) {
  if (execution_ == nullptr) return;
  if (++operations_ > operationLimit) {
    if (operations_ > operationLimit + 1) return;
    operation.batch.reset();
    operation.changes = {
        {schema::Unread{std::nullopt, "there are more operations than are read", schema::Unread::Reach::Anything},
         operation.place}};
  }
  for (const auto& block : batches_) {
    if (!operation.batched && operation.kind != nullptr && operation.table == block->operation.table && operation.table)
      operation.within = block->operation.call;
  }
  if (!temporary_.empty()) {
    std::erase_if(operation.changes, [&](const schema::Change& change) {
      const auto table = schema::tableOf(change.effect);
      if (!table || temporary_.count(*table) == 0) return false;
      if (std::holds_alternative<schema::DropTable>(change.effect)) temporary_.erase(*table);
      return true;
    });
  }
  Event event;
  event.operation = std::move(operation);
  execution_->handle(event);
  events_.push_back(std::move(event));
}

Executed Recorder::start(Evaluator& evaluator, const Call& call, std::string name, schema::Does does) const {
  Executed made;
  made.name = std::move(name);
  made.does = does;
  made.place = {call.file, call.node.span()};
  made.call = call.node;
  made.certain = evaluator.certain() && call.certain;
  made.maybe = evaluator.mayHaveReturned();
  made.attempted = attempts_ > 0;
  return made;
}

void Recorder::unread(Executed operation, std::string reason, schema::Unread::Reach reach,
                      std::optional<schema::TableName> table) {
  if (table) reach = schema::Unread::Reach::Table;
  operation.table = table;
  const schema::FilePlace place = operation.place;
  operation.changes.push_back({schema::Unread{std::move(table), std::move(reason), reach}, place});
  emit(std::move(operation));
}

void Recorder::unreadable(Evaluator& evaluator, FileId file, Expr node, const std::string& why) {
  if (execution_ == nullptr || !mayChangeSchema(evaluator.files()[file]->file->text(), node.span())) return;
  Call nothing;
  nothing.file = file;
  nothing.node = node;
  unread(start(evaluator, nothing, "?"), why, schema::Unread::Reach::Anything);
}

std::optional<Value> Recorder::call(Evaluator& evaluator, const Call& call) {
  if (execution_ == nullptr) return std::nullopt;
  if (allTables(evaluator, call)) return Value::none();
  const Value& callee = call.callee;
  if (callee.is(Value::Kind::External)) {
    const std::string& dotted = callee.text();
    if (dotted.starts_with("alembic.op."))
      return operation(evaluator, call, std::string_view(dotted).substr(11), nullptr);
    if (dotted == "alembic.context.is_offline_mode") {
      curious_ = true;
      return apart_ ? Value::unknown("how the migration runs", call.file, call.node.span()) : Value::boolean(false);
    }
    if (dotted == "alembic.context.get_context") return handleOf(contextType);
    if (dotted == "alembic.context.get_bind") return handleOf(bindType);
    const std::string_view last = lastOf(dotted);
    const bool sqlalchemy = dotted.starts_with("sqlalchemy.");
    if (sqlalchemy && (last == "inspect" || last == "from_engine" || last == "Inspector") && !call.positional.empty()) {
      const Value& of = call.positional[0];
      if (of.isObject(bindType) || of.isUnknown()) return handleOf(inspectorType);
    }
    if (sqlalchemy && (last == "create_engine" || last == "engine_from_config" || last == "create_async_engine"))
      return handleOf(bindType);
    if (sqlalchemy && (last == "Session" || last == "AsyncSession")) return handleOf(bindType);
    if (sqlalchemy && (last == "sessionmaker" || last == "scoped_session"))
      return Value::external("sqlalchemy.orm.Session");
    if (last == "attach" || isHarmless(dotted)) return std::nullopt;
  }
  if (callee.is(Value::Kind::Object)) {
    if (auto value = onBound(evaluator, call)) return value;
  }
  // db.Session(bind=op.get_bind()): whatever makes it, a session is a way to the same database.
  const std::string& written = call.node.callee().text();
  if (!callee.is(Value::Kind::Builtin) &&
      (written == "Session" || written == "sessionmaker" || written == "scoped_session"))
    return handleOf(bindType);
  const bool library =
      callee.is(Value::Kind::External) && (callee.text().starts_with("sqlalchemy.") || isHarmless(callee.text()));
  if (library || callee.is(Value::Kind::Builtin) || !handedOn(evaluator, call)) onUnheard(evaluator, call);
  return std::nullopt;
}

/// An unknown function that is given the connection may do anything with it (engine 2.6).
bool Recorder::handedOn(Evaluator& evaluator, const Call& call) {
  const bool given =
      std::any_of(call.positional.begin(), call.positional.end(), reachesDatabase) ||
      std::any_of(call.keywords.begin(), call.keywords.end(), [](const auto& k) { return reachesDatabase(k.second); });
  if (!given) return false;
  static constexpr std::string_view making[] = {"create", "drop", "create_all", "drop_all"};
  const Expr callee = call.node.callee();
  const bool makes = callee.is(Kind::Attribute) && oneOf(callee.text(), making);
  unread(start(evaluator, call, callee.text(), makes ? schema::Does::Schema : schema::Does::Unknown),
         "a function that is not here is given the connection", schema::Unread::Reach::Anything);
  return true;
}

std::optional<Value> Recorder::attribute(Evaluator&, const Value& object, std::string_view name) {
  if (object.is(Value::Kind::External) && object.text() == "alembic.op" && name == "context")
    return Value::external("alembic.context");
  if (object.is(Value::Kind::Class) && name == "__table__" && execution_ != nullptr) return tableOfModel(object);
  if (!object.is(Value::Kind::Object)) return std::nullopt;
  const std::string& type = object.object().type;
  if (type == dialectType) {
    if (name != "name") return std::nullopt;
    ask();
    return tells() ? Value::string(std::string(nameOf(dialect_))) : Value::unknown("the database is not known");
  }
  if (type == bindType || type == contextType) {
    if (name == "dialect") return handleOf(dialectType);
    if (name == "engine" || name == "bind" || name == "connection") return handleOf(bindType);
    if (name == "as_sql") return Value::boolean(false);
    const bool url = name == "url";
    if (url || (name == "name" && type == bindType)) {
      ask();
      if (tells() && url) return Value::partialString(std::string(nameOf(dialect_)), "");
      if (tells()) return Value::string(std::string(nameOf(dialect_)));
    }
  }
  if (type == bindType || type == contextType || type == inspectorType || type == batchType || type == dialectType ||
      type == modelTableType)
    return boundMethod(object, name);
  return std::nullopt;
}

void Recorder::leaves(Evaluator&, const Value& context) {
  if (!context.isObject(batchType) || batches_.empty()) return;
  const auto found = std::find_if(batches_.begin(), batches_.end(),
                                  [&](const auto& block) { return block->object == &context.object(); });
  if (found == batches_.end()) return;
  Executed operation = std::move((*found)->operation);
  operation.batch = std::move((*found)->batch);
  for (const Executed& inside : (*found)->inside) operation.certain = operation.certain && inside.certain;
  std::vector<Executed> inside = std::move((*found)->inside);
  batches_.erase(found);
  // What the block holds is told beside it: the block does it.
  operation.inside = std::move(inside);
  emit(std::move(operation));
}

}  // namespace limbeck::project
