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
  for (std::size_t i = events_.size(); i-- > 0 && i + near >= events_.size();) {
    const Executed& other = events_[i].operation;
    if (events_[i].kind == kind && other.call == operation.call && other.isSure() == operation.isSure()) return;
  }
  ++asides_;
  Event event;
  event.kind = kind;
  event.operation = std::move(operation);
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
    static constexpr std::string_view anything[] = {"exec", "eval", "__import__"};
    if (oneOf(name, anything)) aside(evaluator, call, Does::Unknown);
    return;
  }
  const bool ofProject = value.is(Value::Kind::Class) || value.is(Value::Kind::Function);
  if (ofProject || value.isObject("method of a value")) return;
  if (value.is(Value::Kind::External) && isOfComputingLibrary(value.text())) return;
  if (value.isObject(boundType)) {
    const auto of = Construct::of(value.object().kept("of"));
    if (of && isOfComputingLibrary(of->dotted())) return;
  }
  if (!callee.is(Kind::Attribute)) return aside(evaluator, call, Does::Unknown);
  static constexpr std::string_view executing[] = {"execute", "exec_driver_sql", "executemany", "scalar", "scalars"};
  if (oneOf(name, executing)) {
    if (call.positional.empty()) {
      if (!name.starts_with("scalar")) aside(evaluator, call, Does::Unknown);  // else of a result
      return;
    }
    Executed made = start(evaluator, call, name);
    (void)judge(made, call.positional[0]);
    made.changes.clear();
    return note(Event::Kind::Aside, std::move(made));
  }
  if (movesRows(name)) {
    if (!isOfPython(call.node)) aside(evaluator, call, Does::Rows);
    return;
  }
  static constexpr std::string_view making[] = {"create", "drop", "create_all", "drop_all"};
  if (oneOf(name, making) && call.argument(std::size_t{1} << 20, "checkfirst") != nullptr)
    return aside(evaluator, call, Does::Schema);
  if (!onlyComputes(name)) aside(evaluator, call, Does::Unknown);
}

}  // namespace limbeck::project
