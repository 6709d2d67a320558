// Calls beside `op` that change no schema that could be told: rows of a session, and calls of which nothing is known.
// They are kept so that nobody concludes from absence that a script does nothing.

#include <algorithm>

#include "project/migrations/replay/recorder.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {

using evaluate::Evaluator;
using evaluate::Value;
using schema::Does;

namespace {

/// Methods of values that change nothing in a database: text, lists, dictionaries, statements of Core, inspectors,
/// results.
bool onlyComputes(std::string_view method) {
  static constexpr std::string_view names[] = {"append",
                                               "remove",
                                               "discard",
                                               "clear",
                                               "find",
                                               "match",
                                               "search",
                                               "fullmatch",
                                               "group",
                                               "groups",
                                               "findall",
                                               "sub",
                                               "partition",
                                               "rpartition",
                                               "rsplit",
                                               "zfill",
                                               "ljust",
                                               "rjust",
                                               "isdigit",
                                               "sleep",
                                               "echo",
                                               "extend",
                                               "items",
                                               "keys",
                                               "values",
                                               "get",
                                               "join",
                                               "format",
                                               "split",
                                               "splitlines",
                                               "strip",
                                               "lstrip",
                                               "rstrip",
                                               "lower",
                                               "upper",
                                               "replace",
                                               "startswith",
                                               "endswith",
                                               "pop",
                                               "sort",
                                               "index",
                                               "copy",
                                               "union",
                                               "difference",
                                               "intersection",
                                               "setdefault",
                                               "encode",
                                               "decode",
                                               "title",
                                               "capitalize",
                                               "isoformat",
                                               "strftime",
                                               "total_seconds",
                                               "hexdigest",
                                               "select",
                                               "select_from",
                                               "insert",
                                               "where",
                                               "in_",
                                               "notin_",
                                               "not_in",
                                               "is_",
                                               "isnot",
                                               "is_not",
                                               "label",
                                               "alias",
                                               "bindparams",
                                               "columns",
                                               "returning",
                                               "order_by",
                                               "limit",
                                               "offset",
                                               "filter",
                                               "filter_by",
                                               "outerjoin",
                                               "group_by",
                                               "having",
                                               "distinct",
                                               "asc",
                                               "desc",
                                               "cast",
                                               "like",
                                               "ilike",
                                               "contains",
                                               "op",
                                               "as_scalar",
                                               "scalar_subquery",
                                               "subquery",
                                               "cte",
                                               "correlate",
                                               "options",
                                               "with_entities",
                                               "astext",
                                               "on_conflict_do_nothing",
                                               "on_conflict_do_update",
                                               "from_select",
                                               "with_variant",
                                               "evolve",
                                               "query",
                                               "compile",
                                               "get_columns",
                                               "get_table_names",
                                               "has_table",
                                               "has_index",
                                               "get_indexes",
                                               "get_foreign_keys",
                                               "get_unique_constraints",
                                               "get_pk_constraint",
                                               "get_check_constraints",
                                               "get_view_names",
                                               "get_enums",
                                               "get_schema_names",
                                               "get_table_comment",
                                               "has_sequence",
                                               "is_offline_mode",
                                               "fetchall",
                                               "fetchone",
                                               "fetchmany",
                                               "first",
                                               "all",
                                               "one",
                                               "one_or_none",
                                               "scalar_one",
                                               "scalar_one_or_none",
                                               "mappings",
                                               "count",
                                               "exists",
                                               "begin",
                                               "begin_nested",
                                               "close",
                                               "rollback",
                                               "connect",
                                               "autocommit_block",
                                               "now",
                                               "utcnow",
                                               "today",
                                               "uuid4",
                                               "hex",
                                               "info",
                                               "warning",
                                               "warn",
                                               "debug",
                                               "error",
                                               "exception",
                                               "getLogger",
                                               "dumps",
                                               "loads",
                                               "type_engine",
                                               "load_dialect_impl",
                                               "yield_per",
                                               "partitions",
                                               "execution_options",
                                               "get_bind",
                                               "get_context",
                                               "f"};
  return oneOf(method, names);
}

/// Libraries whose functions compute: their calls have no effect on a database by themselves.
bool isOfComputingLibrary(std::string_view dotted) {
  static constexpr std::string_view tops[] = {"sqlalchemy",
                                              "sqlmodel",
                                              "sqlalchemy_utils",
                                              "geoalchemy2",
                                              "pgvector",
                                              "uuid",
                                              "datetime",
                                              "json",
                                              "logging",
                                              "os",
                                              "re",
                                              "time",
                                              "random",
                                              "string",
                                              "secrets",
                                              "hashlib",
                                              "decimal",
                                              "enum",
                                              "collections",
                                              "itertools",
                                              "functools",
                                              "textwrap",
                                              "inspect",
                                              "pathlib",
                                              "typing",
                                              "math",
                                              "copy",
                                              "warnings",
                                              "advanced_alchemy",
                                              "tqdm",
                                              "sys",
                                              "base64",
                                              "fastapi_users_db_sqlalchemy",
                                              "pytz",
                                              "ulid",
                                              "cuid",
                                              "slugify",
                                              "dateutil",
                                              "contextlib",
                                              "structlog",
                                              "loguru",
                                              "pprint"};
  if (dotted == "alembic.context" || dotted.starts_with("alembic.context.")) return true;
  return oneOf(topOf(dotted), tops);
}

/// Of a session or a query.
bool movesRows(std::string_view method) {
  static constexpr std::string_view rows[] = {"add",
                                              "add_all",
                                              "merge",
                                              "flush",
                                              "commit",
                                              "delete",
                                              "update",
                                              "bulk_save_objects",
                                              "bulk_insert_mappings",
                                              "bulk_update_mappings"};
  return oneOf(method, rows);
}

/// A set's add("x"), a dictionary's update({...}) and a table's update() are not statements that run.
bool isOfPython(Expr call) {
  const std::string& name = call.callee().text();
  const Expr first = call.positional(0);
  if (first.is(Kind::String) || first.is(Kind::Tuple) || (first.is(Kind::Dict) && !call.callee()[0].is(Kind::Call)))
    return true;
  return (name == "update" || name == "delete") && call.size() == 1 && call.parent().is(Kind::Attribute);
}

constexpr std::string_view notHere = "what a call does that is not here cannot be told";

schema::Effect unreadTable(const schema::TableName& table) {
  return schema::Unread{table, std::string(notHere), schema::Unread::Reach::Table};
}

/// Something that another vocabulary gives a meaning to: a path, a partial function, a method of a list.
bool isHandle(const Value& value) {
  return value.is(Value::Kind::Object) && value.object().type.find(' ') != std::string::npos &&
         !value.isObject(boundType) && !value.isObject(evaluate::baseMethodType);
}

/// patch_all(), await patch_all(), [patch(table) for table in tables]: nobody takes what it returns, and nobody takes
/// what `upgrade` does.
bool isStatement(Expr call) {
  Expr at = call.parent();
  while (at.is(Kind::Await) || at.is(Kind::ListComp) || at.is(Kind::BoolOp) || at.is(Kind::Tuple)) at = at.parent();
  const std::string& function = python::enclosing(at, Kind::Function).text();
  return at.is(Kind::Expression) || (at.is(Kind::Return) && (function == "upgrade" || function == "downgrade"));
}

/// if has_column("users", "email"), TableReference("users"): what is asked, and what is made, changes nothing.
bool isAsked(Expr call) {
  const std::string& name = call.callee().text();
  if (!isStatement(call) && !name.empty() && name[0] >= 'A' && name[0] <= 'Z') return true;
  Expr inner = call;
  for (Expr at = call.parent(); at; inner = at, at = at.parent()) {
    if (at.is(Kind::If) || at.is(Kind::While) || at.is(Kind::Conditional) || at.is(Kind::Assert))
      return inner == at[at.is(Kind::Conditional) ? 1 : 0];
    if (at.is(Kind::Block)) return false;
  }
  return false;
}

/// Libraries that talk to people, files and services, and to no database of their own accord.
bool isOfTools(const Value& callee) {
  static constexpr std::string_view tops[] = {
      "click",    "typer", "rich",   "dotenv",     "requests", "httpx",     "boto3",      "tqdm",      "yaml",
      "colorama", "redis", "celery", "sentry_sdk", "asyncio",  "threading", "subprocess", "shutil",    "signal",
      "gc",       "csv",   "io",     "tempfile",   "socket",   "locale",    "atexit",     "traceback", "pdb"};
  return callee.is(Value::Kind::External) && oneOf(topOf(callee.text()), tops);
}

}  // namespace

void Recorder::aside(Evaluator& evaluator, const Call& call, Does does) {
  Executed made = start(evaluator, call, call.node.callee().text(), does);
  note(Event::Kind::Aside, std::move(made));
}

void Recorder::raises(Evaluator& evaluator, FileId file, Expr node) {
  Call nothing;
  nothing.file = file;
  nothing.node = node;
  note(Event::Kind::Raise, start(evaluator, nothing, "raise", Does::Nothing));
}

void Recorder::enters(Evaluator&, FileId, Expr function) {
  constexpr std::size_t enough = 64;
  if (execution_ != nullptr && function.is(Kind::Function) && entered_.size() < enough) entered_.push_back(function);
}

/// Loops over rows make the same call over and over: once is enough, as long as nothing else happens in between.
void Recorder::note(Event::Kind kind, Executed operation) {
  constexpr std::size_t near = 8;
  constexpr std::size_t enough = 2'000;
  if (execution_ == nullptr || asides_ >= enough) return;
  // With each time another table may be meant: for table in tables: patch(table)
  const bool named = std::any_of(operation.changes.begin(), operation.changes.end(), [](const schema::Change& change) {
    return schema::tableOf(change.effect).has_value();
  });
  for (std::size_t i = events_.size(); !named && i-- > 0 && i + near >= events_.size();) {
    const Executed& other = events_[i].operation;
    if (events_[i].kind == kind && other.call == operation.call && other.isSure() == operation.isSure()) return;
  }
  ++asides_;
  Event event;
  event.kind = kind;
  event.operation = std::move(operation);
  execution_->handle(event);
  events_.push_back(std::move(event));
}

/// A method of a connection or a session that is no statement.
void Recorder::onSession(Evaluator& evaluator, const Call& call, std::string_view method) {
  if (movesRows(method)) aside(evaluator, call, Does::Rows);
  else if (!onlyComputes(method)) aside(evaluator, call, Does::Unknown);
}

/// A call that no vocabulary gives a meaning to.
void Recorder::onUnheard(Evaluator& evaluator, const Call& call) {
  const Expr callee = call.node.callee();
  if (!callee) return;
  const Value& value = call.callee;
  const std::string& name = callee.text();
  if (value.is(Value::Kind::Builtin)) {
    if (name == "exec" || name == "eval") unfollowed(evaluator, call, true);
    else if (name == "__import__") aside(evaluator, call, Does::Unknown);
    return;
  }
  const bool ofProject = value.is(Value::Kind::Class) || value.is(Value::Kind::Function);
  if (ofProject || isHandle(value)) return;
  if (value.is(Value::Kind::External) && isOfComputingLibrary(value.text())) return;
  if (value.isObject(boundType)) {
    const auto of = Construct::of(value.object().kept("of"));
    if (of && isOfComputingLibrary(of->dotted())) return;
  }
  // What a function returns it has computed; one whose result nobody takes has done something else.
  const bool acts = isStatement(call.node) && !isOfTools(value);
  if (!callee.is(Kind::Attribute)) return unfollowed(evaluator, call, acts);
  static constexpr std::string_view executing[] = {"execute", "exec_driver_sql", "executemany", "scalar", "scalars"};
  if (oneOf(name, executing)) {
    if (call.positional.empty()) {
      if (!name.starts_with("scalar")) aside(evaluator, call, Does::Unknown);  // else of a result
      return;
    }
    Executed made = start(evaluator, call, name);
    (void)judge(made, call.positional[0]);
    // On some connection, which may lead to this database.
    for (schema::Change& change : made.changes) {
      const auto table = schema::tableOf(change.effect);
      const bool rows = std::holds_alternative<schema::TouchRows>(change.effect);
      change.effect = table && !rows ? unreadTable(*table) : schema::Effect(schema::TouchRows{});
    }
    std::erase_if(made.changes, [](const schema::Change& change) {
      return std::holds_alternative<schema::TouchRows>(change.effect);
    });
    return note(Event::Kind::Aside, std::move(made));
  }
  if (movesRows(name)) {
    if (!isOfPython(call.node)) aside(evaluator, call, Does::Rows);
    return;
  }
  static constexpr std::string_view making[] = {"create", "drop", "create_all", "drop_all"};
  if (oneOf(name, making) && call.argument(std::size_t{1} << 20, "checkfirst") != nullptr)
    return aside(evaluator, call, Does::Schema);
  if (!onlyComputes(name)) unfollowed(evaluator, call, acts && value.is(Value::Kind::External));
}

/// Those that are there and whose names stand among the arguments: patch("users"), patch(users_table).
std::vector<schema::TableName> Recorder::tablesIn(const Call& call) const {
  std::vector<Value> open = call.positional;
  for (const auto& [key, value] : call.keywords) open.push_back(value);
  std::vector<schema::TableName> found;
  for (std::size_t i = 0; i < open.size() && i < 64; ++i) {
    const Value value = open[i];
    const auto made = Construct::of(value);
    const Value* const named = made && made->name() == "Table" ? made->argument(0, "name") : &value;
    if (value.isSequence() && open.size() < 64)
      open.insert(open.end(), value.sequence().items.begin(), value.sequence().items.end());
    if (named == nullptr || !named->isString()) continue;
    const std::string& text = named->text();
    for (const auto& [name, table] : execution_->state().tables()) {
      const bool meant = name.second == text || schema::show(name) == text;
      if (meant && std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
    }
  }
  return found;
}

void Recorder::unfollowed(Evaluator& evaluator, const Call& call, bool anything) {
  Executed made = start(evaluator, call, call.node.callee().text(), Does::Unknown);
  const std::vector<schema::TableName> tables = isAsked(call.node) ? std::vector<schema::TableName>() : tablesIn(call);
  for (const schema::TableName& table : tables) made.changes.push_back({unreadTable(table), made.place});
  if (made.changes.empty() && anything)
    made.changes.push_back(
        {schema::Unread{std::nullopt, std::string(notHere), schema::Unread::Reach::Anything}, made.place});
  note(Event::Kind::Aside, std::move(made));
}

}  // namespace limbeck::project
