#include "project/application/health.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>

#include "project/application/effects.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// command.check(config), command.current(config), where `command` is Alembic's.
bool isCommand(Expr node, std::string_view name) {
  return node.is(Kind::Attribute) && node.text() == name &&
         lowered(node[0].text()).find("command") != std::string::npos;
}

/// `alembic` run as a program of its own: what comes of it is not followed.
bool isProgram(Expr node) {
  return node.is(Kind::String) && (node.text() == "alembic" || node.text().starts_with("alembic "));
}

/// Names the revision that the database is at.
bool isCurrent(Expr node) {
  static constexpr std::string_view names[] = {"MigrationContext", "get_current_revision", "get_current_heads"};
  if (node.is(Kind::String)) return node.text().find("alembic_version") != std::string::npos || isProgram(node);
  if (isCommand(node, "check") || isCommand(node, "current")) return true;
  return (node.is(Kind::Name) || node.is(Kind::Attribute)) &&
         (oneOf(node.text(), names) || lowered(node.text()).find("alembic_version") != std::string::npos);
}

/// Path("alembic/versions").glob("*.py"): the folder of revisions is named beside it.
bool listsRevisions(Expr node) {
  static constexpr std::string_view words[] = {"versions", "migrations", "alembic"};
  const Expr function = python::enclosing(node, Kind::Function);
  return anyBelow(function ? function : node.code()->module(), [](Expr one) {
    return (one.is(Kind::String) || one.is(Kind::Name) || one.is(Kind::Attribute)) &&
           mentions(lowered(one.text()), words);
  });
}

/// Names the newest revision there is: asked of Alembic, read from the folder, or kept as a constant.
bool isHead(Expr node) {
  static constexpr std::string_view names[] = {"ScriptDirectory", "get_heads", "get_current_head"};
  static constexpr std::string_view listing[] = {"listdir", "scandir", "glob", "rglob", "iterdir"};
  static constexpr std::string_view constants[] = {
      "head_rev",     "expected_rev",     "expected_head", "expected_version", "expected_migration",
      "latest_rev",   "latest_migration", "target_rev",    "required_rev",     "schema_version",
      "alembic_head", "migration_head",   "db_head",       "revision_head",    "expected_schema"};
  if (isProgram(node) || isCommand(node, "check") || isCommand(node, "heads")) return true;
  if (node.is(Kind::Keyword)) return node.text() == "check_heads";
  if (oneOf(node.text(), listing)) return (node.is(Kind::Name) || node.is(Kind::Attribute)) && listsRevisions(node);
  return (node.is(Kind::Name) || node.is(Kind::Attribute)) &&
         (oneOf(node.text(), names) || mentions(lowered(node.text()), constants));
}

template <typename Is>
std::set<Body> bodiesWith(const Project& project, Is is) {
  std::set<Body> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    forBelow(project.file(file).module(), [&](Expr node) {
      if (is(node)) found.insert(bodyOf(file, node));
    });
  }
  return found;
}

bool isAbout(const Project& project, const Route& route) {
  static constexpr std::string_view subjects[] = {"migration", "alembic"};
  static constexpr std::string_view health[] = {"health", "ready", "readiness", "liveness"};
  static constexpr std::string_view weak[] = {"status", "check"};
  const std::string text = lowered(route.path + " " + route.function.text());
  if (!route.reads || !mentions(text, subjects)) return false;
  if (mentions(text, health)) return true;
  const std::vector<Expr>& imports = project.file(route.functionFile).imports;
  return mentions(text, weak) && std::any_of(imports.begin(), imports.end(), [](Expr import) {
           return import.text().starts_with("alembic") ||
                  (import.is(Kind::Import) && import[0].text().starts_with("alembic"));
         });
}

/// Calls whose meaning is known not to compare revisions.
bool isUnderstood(const Project& project, FileId file, Expr call) {
  static constexpr std::string_view packages[] = {"alembic",  "sqlalchemy", "fastapi", "flask",    "starlette",
                                                  "logging",  "os",         "pathlib", "datetime", "time",
                                                  "builtins", "json",       "sqlmodel"};
  static constexpr std::string_view methods[] = {
      "execute",         "scalar",          "scalars",   "scalar_one", "scalar_one_or_none",
      "fetchone",        "fetchall",        "first",     "all",        "one",
      "connect",         "begin",           "close",     "commit",     "rollback",
      "get_main_option", "set_main_option", "isoformat", "get",        "append",
      "items",           "update",          "jsonify"};
  const Expr callee = call.callee();
  if (!callee.is(Kind::Name) && !callee.is(Kind::Attribute)) return false;
  if (isLogging(call)) return true;
  const Symbol symbol = project.resolver().only(file, callee);
  if (symbol.is(Symbol::Kind::External)) return oneOf(topOf(symbol.name), packages);
  if (symbol.is(Symbol::Kind::Builtin) || symbol.is(Symbol::Kind::Function)) return true;  // followed already
  return callee.is(Kind::Attribute) && oneOf(callee.text(), methods);
}

bool isStub(const Project& project, const Route& route) {
  return !anyBelow(route.function, [&](Expr node) {
    const bool own = std::any_of(route.function.decorators().begin(), route.function.decorators().end(),
                                 [&](Expr decorator) { return decorator == node; });
    if (node.is(Kind::Yield) || node.is(Kind::Opaque) || node.is(Kind::OtherStatement)) return true;
    return node.is(Kind::Call) && !own && !isUnderstood(project, route.functionFile, node);
  });
}

/// The words of an answer, as far as they are literals.
bool says(Expr answer, bool healthy) {
  static constexpr std::string_view good[] = {"ok",   "healthy", "up_to_date", "up to date", "up-to-date", "ready",
                                              "pass", "up",      "alive",      "good",       "success"};
  static constexpr std::string_view bad[] = {"unhealthy", "error",     "fail",        "down",    "degraded",
                                             "not_ready", "not ready", "unavailable", "unknown", "behind",
                                             "outdated",  "out of",    "warn",        "problem", "exception"};
  static constexpr std::string_view plain[] = {"jsonify", "JSONResponse", "dict", "Response", "make_response"};
  return anyBelow(answer, [&](Expr node) {
    if (node.is(Kind::True)) return healthy;
    if (node.is(Kind::False) || node.is(Kind::None)) return !healthy;
    if (node.is(Kind::Int)) return !healthy && (node.text().starts_with('5') || node.text().starts_with('4'));
    if (node.is(Kind::Call)) return !healthy && !oneOf(node.callee().text(), plain);
    if (!node.is(Kind::String) && !node.is(Kind::FString)) return false;
    const std::string text = lowered(node.text());
    return healthy ? oneOf(text, good) : node.is(Kind::FString) || mentions(text, bad);
  });
}

bool isHealthy(Expr statement) {
  return statement.is(Kind::Return) && statement[0] && says(statement[0], true) && !says(statement[0], false);
}

/// What follows the statement in its block.
Expr nextOf(Expr statement) {
  const Expr block = statement.parent();
  for (std::uint32_t i = 0; i + 1 < block.size(); ++i) {
    if (block[i] == statement) return block[i + 1];
  }
  return {};
}

/// except Exception: return {"status": "ok"}, or `pass` with such an answer behind it.
Expr hidingHandler(Expr call) {
  for (Expr at = call; at && !at.is(Kind::Function); at = at.parent()) {
    const Expr attempt = at.parent();
    if (!at.is(Kind::Block) || !attempt.is(Kind::Try) || attempt[0] != at) continue;
    for (const Expr handler : attempt) {
      if (!handler.is(Kind::Handler) || !catches(handler, "CommandError")) continue;
      const Expr body = handler.body();
      const bool answers =
          body.size() > 0 && isHealthy(body.back()) && std::all_of(body.begin(), body.end(), [&](Expr one) {
            return one == body.back() || one.is(Kind::Pass) || (one.is(Kind::Expression) && isLogging(one[0]));
          });
      const bool passes = onlyLogs(body) && !anyBelow(body, [](Expr node) { return node.is(Kind::Return); }) &&
                          isHealthy(nextOf(attempt));
      return answers || passes ? handler : Expr();
    }
  }
  return {};
}

/// A call for the one revision or the one head, whose error is answered as if all were well, and what runs it.
struct HiddenError {
  SingleHead place;
  std::set<Body> from;
};

std::vector<HiddenError> hiddenErrors(const Project& project, const References& references) {
  std::vector<HiddenError> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr call : project.file(file).calls) {
      const std::string& name = call.callee().text();
      if (name != "get_current_head" && name != "get_current_revision") continue;
      if (const Expr handler = hidingHandler(call))
        found.push_back({{file, call, handler}, references.reaching({bodyOf(file, call)})});
    }
  }
  return found;
}

}  // namespace

Health readHealth(const Project& project, const References& references) {
  Health health;
  const std::set<Body> current = references.reaching(bodiesWith(project, isCurrent), true);
  const std::set<Body> heads = references.reaching(bodiesWith(project, isHead), true);
  const auto compares = [&](const Body& body) { return current.count(body) == 1 && heads.count(body) == 1; };
  health.compared = std::any_of(current.begin(), current.end(), [&](const Body& body) {
    return compares(body) && body.node && anyBelow(body.node, [](Expr node) {
             return node.is(Kind::Compare) || isCommand(node, "check") || isProgram(node);
           });
  });
  for (const Route& route : routes(project)) {
    if (!route.function) continue;
    const Body body{route.functionFile, route.function};
    if (compares(body)) health.comparing.push_back(route);
    else if (isAbout(project, route) && isStub(project, route)) health.stubs.push_back(route);
  }
  std::vector<HiddenError> hidden;
  if (!health.comparing.empty()) hidden = hiddenErrors(project, references);
  for (const Route& route : health.comparing) {
    for (HiddenError& one : hidden) {
      if (one.place.call && one.from.count({route.functionFile, route.function}) == 1)
        health.single.push_back(std::exchange(one.place, {}));
    }
  }
  return health;
}

}  // namespace limbeck::project
