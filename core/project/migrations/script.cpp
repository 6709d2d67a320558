#include "project/migrations/script.h"

#include <algorithm>
#include <iterator>

#include "project/direct_tables/sql_texts.h"
#include "schema/sql.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// Functions of the file that call each other are followed this far, this often; and no script is longer than that.
constexpr unsigned depthLimit = 6;
constexpr unsigned bodyLimit = 64;
constexpr unsigned nodeLimit = 200'000;

Does doesOperation(std::string_view name) {
  const OperationKind* const kind = operationNamed(name);
  if (kind == nullptr || kind->changes == Changes::Anything) return Does::Unknown;
  if (kind->changes == Changes::Nothing) return Does::Nothing;
  return kind->changes == Changes::Rows ? Does::Data : Does::Schema;
}

/// Methods of values that change nothing in a database: text, lists, dictionaries, statements of Core, inspectors,
/// results.
bool isHarmlessMethod(std::string_view method) {
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

bool isHarmlessBuiltin(std::string_view name) {
  static constexpr std::string_view names[] = {"print",
                                               "len",
                                               "range",
                                               "str",
                                               "int",
                                               "float",
                                               "bool",
                                               "set",
                                               "list",
                                               "dict",
                                               "tuple",
                                               "sorted",
                                               "enumerate",
                                               "zip",
                                               "map",
                                               "filter",
                                               "isinstance",
                                               "issubclass",
                                               "hasattr",
                                               "getattr",
                                               "min",
                                               "max",
                                               "sum",
                                               "any",
                                               "all",
                                               "repr",
                                               "next",
                                               "iter",
                                               "reversed",
                                               "frozenset",
                                               "bytes",
                                               "abs",
                                               "round",
                                               "type",
                                               "id",
                                               "format",
                                               "RuntimeError",
                                               "ValueError",
                                               "Exception",
                                               "NotImplementedError",
                                               "KeyError",
                                               "TypeError",
                                               "AssertionError",
                                               "super",
                                               "callable",
                                               "ord",
                                               "chr",
                                               "hash",
                                               "divmod"};
  return oneOf(name, names);
}

/// Libraries whose functions compute: their calls have no effect on a database by themselves.
bool isHarmlessLibrary(std::string_view dotted) {
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

class ScriptReader {
 public:
  ScriptReader(const Project& project, FileId file) : project_(project), file_(file) {}

  Script read(Expr function) {
    script_.function = function;
    if (function.decorators().size() > 0) script_.open = true;
    frames_.push_back({});
    push({function.body(), 0, false, false});
    for (unsigned nodes = 0; !open_.empty(); ++nodes) {
      if (nodes > nodeLimit) {
        script_.open = true;
        break;
      }
      const Visit visit = open_.back();
      open_.pop_back();
      if (!frames_[visit.frame].over) enter(visit);
    }
    return std::move(script_);
  }

 private:
  /// One run of a function: the script itself, or one it calls.
  struct Frame {
    unsigned depth = 0;
    bool conditional = false;  ///< it is called below a condition
    bool mayHaveLeft = false;  ///< some path has returned already
    bool over = false;         ///< every path has
    std::uint32_t caller = 0;
  };
  struct Visit {
    Expr node;
    std::uint32_t frame = 0;
    bool conditional = false;
    bool leaves = false;  ///< a return whose value was read
  };

  void push(const Visit& visit) {
    if (visit.node) open_.push_back(visit);
  }
  void pushChildren(const Visit& visit, bool conditional, std::uint32_t from = 0) {
    for (std::uint32_t i = visit.node.size(); i-- > from;) push({visit.node[i], visit.frame, conditional, false});
  }

  [[nodiscard]] bool isConditional(const Visit& visit) const {
    const Frame& frame = frames_[visit.frame];
    return visit.conditional || frame.conditional || frame.mayHaveLeft;
  }

  void leave(const Visit& visit) {
    Frame& frame = frames_[visit.frame];
    if (visit.conditional) frame.mayHaveLeft = true;
    else frame.over = true;
  }

  void enter(const Visit& visit) {
    const Expr node = visit.node;
    if (visit.leaves) return leave(visit);
    switch (node.kind()) {
      case Kind::Function:
      case Kind::Class: return;  // runs when it is called
      case Kind::If:
      case Kind::While:
      case Kind::Conditional:
      case Kind::BoolOp:
      case Kind::Match:
        pushChildren(visit, true, 1);
        push({node[0], visit.frame, visit.conditional, false});
        return;
      case Kind::For:
        pushChildren(visit, true, 2);
        push({node[1], visit.frame, visit.conditional, false});
        return;
      case Kind::Handler:
      case Kind::Lambda:
      case Kind::ListComp:
      case Kind::SetComp:
      case Kind::DictComp:
      case Kind::Generator: pushChildren(visit, true); return;
      case Kind::Try: {  // what stands first in it runs; a handler may go on with what comes after it
        pushChildren(visit, true, 1);
        push({node[0], visit.frame, visit.conditional, false});
        return;
      }
      case Kind::Return:  // the calls in `return op.execute(...)` still run
        open_.push_back({node, visit.frame, visit.conditional, true});
        pushChildren(visit, visit.conditional);
        return;
      case Kind::Raise: raise(visit); return;
      case Kind::Opaque:
      case Kind::OtherStatement: script_.open = true; return;
      case Kind::Call: call(visit); return;
      default: pushChildren(visit, visit.conditional); return;
    }
  }

  void raise(const Visit& visit) {
    if (!isConditional(visit) && !script_.raise) {
      script_.raise = visit.node;
      for (std::uint32_t at = visit.frame;; at = frames_[at].caller) {
        frames_[at].over = true;
        if (at == 0) break;
      }
      return;
    }
    leave(visit);
  }

  void call(const Visit& visit) {
    const Expr node = visit.node;
    pushChildren(visit, visit.conditional);  // arguments, and the object it is called on
    if (auto operation = operationOf(project_, file_, node)) {
      Step step = stepAt(visit, operation->name);
      step.operation = true;
      step.batched = operation->batched;
      step.batch = operation->batch;
      step.table = tableOf(project_, file_, *operation);
      step.does = doesOperation(operation->name);
      if (operation->name == "execute") readSql(step, operation->argument("sqltext"));
      add(std::move(step));
      return;
    }
    if (node.callee().is(Kind::Attribute)) method(visit);
    else if (node.callee().is(Kind::Name)) named(visit);
    else add(stepAt(visit, ""));
  }

  [[nodiscard]] Step stepAt(const Visit& visit, std::string name) const {
    Step step;
    step.name = std::move(name);
    step.call = visit.node;
    step.conditional = isConditional(visit);
    step.followed = visit.frame > 0;
    return step;
  }

  void add(Step step) {
    if (step.does != Does::Nothing) script_.steps.push_back(std::move(step));
  }

  /// sa.Column(...): the import alone says that it comes from SQLAlchemy.
  [[nodiscard]] bool isOfSqlAlchemy(Expr callee) const {
    while (callee.is(Kind::Attribute)) callee = callee[0];
    if (!callee.is(Kind::Name)) return false;
    const auto found = project_.file(file_).names.find(callee.text(), callee);
    if (found.bindings.size() != 1 || found.bindings[0]->kind != python::BindingKind::Import) return false;
    const Expr alias = found.bindings[0]->node;
    const std::string_view written = alias.parent().is(Kind::ImportFrom) ? alias.parent().text() : alias.text();
    return written == "sqlalchemy" || written.starts_with("sqlalchemy.");
  }

  void named(const Visit& visit) {
    const Expr callee = visit.node.callee();
    if (isOfSqlAlchemy(callee)) return;
    const Symbol symbol = project_.resolver().only(file_, callee);
    if (symbol.is(Symbol::Kind::Function) && symbol.file == file_) return follow(visit, symbol.node);
    const bool harmless = (symbol.is(Symbol::Kind::Builtin) && isHarmlessBuiltin(callee.text())) ||
                          (symbol.is(Symbol::Kind::External) && isHarmlessLibrary(symbol.name)) ||
                          symbol.is(Symbol::Kind::Class);
    if (!harmless) add(stepAt(visit, callee.text()));
  }

  void follow(const Visit& visit, Expr function) {
    const unsigned depth = frames_[visit.frame].depth + 1;
    if (depth > depthLimit || frames_.size() > bodyLimit || function.decorators().size() > 0)
      return add(stepAt(visit, function.text()));
    const auto frame = static_cast<std::uint32_t>(frames_.size());
    frames_.push_back({depth, isConditional(visit), false, false, visit.frame});
    push({function.body(), frame, false, false});
  }

  void method(const Visit& visit) {
    static constexpr std::string_view sql[] = {"execute", "exec_driver_sql", "executemany", "scalar", "scalars"};
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
    static constexpr std::string_view schema[] = {"create", "drop", "create_all", "drop_all"};
    const Expr callee = visit.node.callee();
    const std::string& name = callee.text();
    Step step = stepAt(visit, name);
    if (oneOf(name, sql)) {
      const Expr statement = visit.node.positional(0) ? visit.node.positional(0) : visit.node.keyword("statement");
      if (!statement && name.starts_with("scalar")) return;  // of a result
      readSql(step, statement);
      return add(std::move(step));
    }
    const Expr first = visit.node.positional(0);
    if (oneOf(name, rows)) {
      // A set's add("x"), a dictionary's update({...}) and a table's update() are not statements that run.
      const bool ofPython =
          first.is(Kind::String) || first.is(Kind::Tuple) || (first.is(Kind::Dict) && !callee[0].is(Kind::Call));
      const bool ofCore =
          (name == "update" || name == "delete") && visit.node.size() == 1 && visit.node.parent().is(Kind::Attribute);
      if (!ofPython && !ofCore) {
        step.does = Does::Data;
        add(std::move(step));
      }
      return;
    }
    if (oneOf(name, schema) && isOnBind(visit.node)) {
      step.does = Does::Schema;
      return add(std::move(step));
    }
    if (isHarmlessMethod(name) || isOfSqlAlchemy(callee)) return;
    const Symbol symbol = callee.dotted().empty() ? Symbol() : project_.resolver().only(file_, callee);
    if (symbol.is(Symbol::Kind::External) && isHarmlessLibrary(symbol.name)) return;
    if (symbol.is(Symbol::Kind::Class)) return;
    if (symbol.is(Symbol::Kind::Function) && symbol.file == file_) return follow(visit, symbol.node);
    add(std::move(step));
  }

  /// status.create(op.get_bind(), checkfirst=True), users.drop(bind): of a type, a table, a MetaData.
  static bool isOnBind(Expr call) {
    static constexpr std::string_view names[] = {"bind", "conn", "connection", "engine", "get_bind", "connectable"};
    const Expr first = call.positional(0) ? call.positional(0) : call.keyword("bind");
    const Expr named = first.is(Kind::Call) ? first.callee() : first;
    return call.keyword("checkfirst") || (named && oneOf(named.text(), names));
  }

  /// What a statement handed to execute() does: SQL text, or an expression of Core.
  void readSql(Step& step, Expr statement) {
    step.does = Does::Unknown;
    if (!statement) return;
    std::string text;
    for (const SqlText& one : sqlTexts(project_, file_, statement)) text += concat(text.empty() ? "" : ";\n", one.text);
    std::replace(text.begin(), text.end(), schema::hole, '?');
    if (!text.empty()) {
      SqlEffect effect = sqlEffect(text);
      step.does = effect.does == Does::Nothing ? Does::Other : effect.does;
      step.sql = std::move(effect.words);
      step.stays = effect.stays;
      return;
    }
    step.does = doesStatement(file_, statement);
  }

  /// users.update().where(...), sa.insert(users), stmt = ...
  Does doesStatement(FileId file, Expr statement) {
    static constexpr std::string_view data[] = {"insert", "update", "delete", "from_select"};
    for (unsigned i = 0; i < 64 && statement; ++i) {
      if (statement.is(Kind::Name)) {
        const Symbol symbol = project_.resolver().only(file, statement);
        if (!symbol.is(Symbol::Kind::Variable) || symbol.file != file) return Does::Unknown;
        statement = symbol.value;
        continue;
      }
      if (!statement.is(Kind::Call)) return Does::Unknown;
      const Expr callee = statement.callee();
      const std::string& name = callee.text();
      if (oneOf(name, data)) return Does::Data;
      if (name == "select" || name == "exists" || name == "union" || name == "union_all") return Does::Other;
      if (name.starts_with("Create") || name.starts_with("Drop") || name == "DDL") return Does::Schema;
      if (!callee.is(Kind::Attribute)) return Does::Unknown;
      statement = callee[0];
      while (statement.is(Kind::Attribute)) statement = statement[0];
    }
    return Does::Unknown;
  }

  const Project& project_;
  FileId file_;
  Script script_;
  std::vector<Frame> frames_;
  std::vector<Visit> open_;
};

}  // namespace

bool Script::does(Does what) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) { return step.does == what; });
}

Script readScript(const Project& project, FileId file, Expr function, bool elsewhere) {
  if (function) return ScriptReader(project, file).read(function);
  Script script;
  script.open = elsewhere;
  return script;
}

}  // namespace limbeck::project
