#include "rules/scripts/missing_imports.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "project/names/star_imports.h"
#include "text/concat.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;

/// `advanced_alchemy.types.GUID()`: the whole chain of attributes on the name.
std::string chainOn(Expr name) {
  Expr at = name;
  while (at.parent().is(Kind::Attribute)) at = at.parent();
  return at.dotted();
}

/// The modules of a chain: all in front of the first word in capitals.
std::string modulesOf(std::string_view chain) {
  std::string modules;
  while (!chain.empty()) {
    const std::string_view word = topOf(chain);
    if (word.empty() || (word[0] >= 'A' && word[0] <= 'Z')) break;
    modules += concat(modules.empty() ? "" : ".", word);
    chain.remove_prefix(std::min(chain.size(), word.size() + 1));
  }
  return modules;
}

}  // namespace

bool isOfPython(std::string_view name) {
  static constexpr std::string_view names[] = {
      "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable",
      "chr", "classmethod", "compile", "complex", "delattr", "dict", "dir", "divmod", "enumerate", "eval", "exec",
      "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr", "hash", "help", "hex", "id",
      "input", "int", "isinstance", "issubclass", "iter", "len", "list", "locals", "map", "max", "memoryview", "min",
      "next", "object", "oct", "open", "ord", "pow", "print", "property", "quit", "range", "repr", "reversed", "round",
      "set", "setattr", "slice", "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip",
      "copyright", "credits", "license", "None", "True", "False", "Ellipsis", "NotImplemented", "reveal_type",
      // Python 2
      "unicode", "long", "basestring", "xrange", "raw_input", "unichr", "reduce", "file", "cmp", "execfile", "reload",
      "apply", "buffer", "intern", "coerce"};
  // Exceptions and warnings are many, and all alike.
  const bool exception = name.ends_with("Error") || name.ends_with("Warning") || name.ends_with("Exception") ||
                         name.ends_with("Interrupt") || name.ends_with("Exit") || name.ends_with("ExceptionGroup") ||
                         name.starts_with("StopIteration") || name == "StopAsyncIteration";
  return oneOf(name, names) || exception || (name.starts_with("__") && name.ends_with("__")) || name == "_";
}

std::string MissingImport::line() const {
  if (!name.empty()) return concat("from ", module, " import ", name);
  return as.empty() ? concat("import ", module) : concat("import ", module, " as ", as);
}

std::optional<MissingImport> importFor(const project::Project& project, project::FileId file, Expr use) {
  static constexpr std::string_view packages[] = {"sqlmodel", "geoalchemy2", "sqlalchemy_utils", "uuid", "json",
                                                  "os",       "sqlalchemy",  "logging",          "time"};
  static constexpr std::string_view deep[] = {
      "pgvector",         "advanced_alchemy",        "fastapi_users_db_sqlalchemy",
      "sqlalchemy_json",  "sqlalchemy_file",         "citext",
      "fastapi_storages", "sqlalchemy_continuum",    "sqlalchemy_i18n",
      "alembic_utils",    "alembic_postgresql_enum", "fastapi_utils",
      "flask_appbuilder", "clickhouse_sqlalchemy"};
  static constexpr std::string_view dialects[] = {"postgresql", "mysql", "sqlite", "mssql", "oracle"};
  static constexpr std::string_view postgresql[] = {"JSONB",     "TSVECTOR",  "HSTORE", "INET",      "CIDR",
                                                    "MACADDR",   "ENUM",      "BYTEA",  "INT4RANGE", "INT8RANGE",
                                                    "TSTZRANGE", "DATERANGE", "CITEXT"};
  const std::string& name = use.text();
  if (name == "sa") return MissingImport{"sqlalchemy", "", "sa"};
  if (name == "op") return MissingImport{"alembic", "op", ""};
  if (oneOf(name, packages)) return MissingImport{name, "", ""};
  if (oneOf(name, dialects)) return MissingImport{"sqlalchemy.dialects", name, ""};
  if (project::isOfSqlAlchemy(name))
    return MissingImport{name == "TypeDecorator" ? "sqlalchemy.types" : "sqlalchemy", name, ""};
  if (oneOf(name, postgresql)) return MissingImport{"sqlalchemy.dialects.postgresql", name, ""};
  const std::string chain = chainOn(use);
  if (name == "datetime")
    return chain.starts_with("datetime.datetime") || chain.starts_with("datetime.timezone")
               ? MissingImport{"datetime", "", ""}
               : MissingImport{"datetime", "datetime", ""};
  const std::string modules = modulesOf(chain);
  if (oneOf(name, deep) && !modules.empty() && modules != chain) return MissingImport{modules, "", ""};
  // app.db.types.GUID(): a file of the workspace.
  if (modules.find('.') != std::string::npos && modules != chain &&
      project.resolver().module(modules, file) != project::noFile)
    return MissingImport{modules, "", ""};
  return std::nullopt;
}

}  // namespace limbeck::rules
