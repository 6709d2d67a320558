#include "rules/application/serving.h"

#include <algorithm>
#include <string>
#include <vector>

#include "project/application/engines.h"
#include "project/application/references.h"
#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::Project;
using Lines = std::vector<std::string>;

/// A path as the program sees it that runs in the folder its imports start from: "backend/app/db.py" imported as
/// `app.db` runs in "backend".
std::string seenFrom(const Project& project, project::FileId file, std::string path) {
  std::string module = project.importLines().nameOf(file);
  std::replace(module.begin(), module.end(), '.', '/');
  const std::string& own = project.file(file).path();
  const std::size_t at = own.rfind(module);
  const std::string root = at == std::string::npos ? std::string() : own.substr(0, at);
  return !root.empty() && root.ends_with('/') && path.starts_with(root) ? path.substr(root.size()) : path;
}

std::string iniOf(const Project& project) {
  const std::vector<std::string>& others = project.inputs().otherFiles;
  std::string found;
  for (const std::string& path : others) {
    const bool shorter = found.empty() || path.size() < found.size();
    if (project::fileNameOf(path) == "alembic.ini" && shorter) found = path;
  }
  return found.empty() ? "alembic.ini" : found;
}

void addImports(const Project& project, project::FileId file, project::Web web, const project::EngineVariable& engine,
                bool folder, Lines& lines) {
  if (!folder) lines.emplace_back("from alembic.config import Config");
  lines.emplace_back("from alembic.runtime.migration import MigrationContext");
  lines.emplace_back("from alembic.script import ScriptDirectory");
  if (web == project::Web::FastApi) lines.emplace_back("from fastapi.responses import JSONResponse");
  if (engine.file != file) {
    lines.emplace_back();
    lines.push_back(concat("from ", project.importLines().nameOf(engine.file), " import ", engine.name));
  }
  lines.emplace_back();
}

/// The comparison itself, for a function in `file`.
Lines bodyLines(const Project& project, project::FileId file, project::Web web, const project::EngineVariable& engine) {
  const project::Environment& environment = project.environments().all().front();
  const bool folder = environment.flask && !environment.folder.empty();
  Lines lines;
  addImports(project, file, web, engine, folder, lines);
  if (folder) {
    lines.push_back(concat("script = ScriptDirectory(\"", seenFrom(project, engine.file, environment.folder), "\")"));
  } else {
    lines.push_back(concat("config = Config(\"", seenFrom(project, engine.file, iniOf(project)), "\")"));
    lines.emplace_back("script = ScriptDirectory.from_config(config)");
  }
  if (engine.async) {
    lines.insert(lines.end(),
                 {"", "def current_heads(connection):", "    context = MigrationContext.configure(connection)",
                  "    return set(context.get_current_heads())", ""});
    lines.push_back(concat("async with ", engine.spelled, ".connect() as connection:"));
    lines.emplace_back("    current = await connection.run_sync(current_heads)");
  } else {
    lines.push_back(concat("with ", engine.spelled, ".connect() as connection:"));
    lines.emplace_back("    context = MigrationContext.configure(connection)");
    lines.emplace_back("    current = set(context.get_current_heads())");
  }
  lines.emplace_back("heads = set(script.get_heads())");
  lines.emplace_back(
      "status = {\"up_to_date\": current == heads, \"current\": sorted(current), \"heads\": sorted(heads)}");
  lines.emplace_back(web == project::Web::FastApi
                         ? "return JSONResponse(status, status_code=200 if current == heads else 503)"
                         : "return status, 200 if current == heads else 503");
  return lines;
}

/// It takes what is asked behind it: a mount, a route for every path, the start of the server when the file is run.
bool takesTheRest(Expr statement, std::string_view app) {
  const auto isOnApp = [&](Expr callee) {
    return callee.is(Kind::Attribute) && callee[0].is(Kind::Name) && callee[0].text() == app;
  };
  if (statement.is(Kind::Function)) {
    const Expr decorators = statement.decorators();
    return std::any_of(decorators.begin(), decorators.end(), [&](Expr one) {
      const Expr path = one.positional(0);
      return isOnApp(one.callee()) && path.is(Kind::String) && path.text().find(":path}") != std::string::npos;
    });
  }
  if (statement.is(Kind::If) && statement[0].is(Kind::Compare) && statement[0][0].text() == "__name__") return true;
  return !statement.is(Kind::Class) && project::anyBelow(statement, [&](Expr node) {
    return node.is(Kind::Call) && node.callee().text() == "mount" && isOnApp(node.callee());
  });
}

/// Where the route goes: behind everything, but before what takes the rest, and before the factory's `return`.
FileEdit placeRoute(const facts::ModuleFacts& facts, const project::Application& app, Lines lines) {
  const Expr block = app.function ? app.function.body() : facts.module();
  const std::size_t gap = app.function ? 1 : 2;
  std::uint32_t i = 0;
  while (!block[i].span().contains(app.call.span())) ++i;
  do ++i;
  while (i < block.size() && !takesTheRest(block[i], app.name.text()));
  if (i == block.size() && !app.function) return appendToFile(facts, lines);
  if (i == block.size()) {
    lines.emplace_back();
    return insertBefore(facts, block.back(), lines);
  }
  const SourceFile& file = *facts.file;
  const std::uint32_t next = file.lineOf(block[i - 1].span().end) + 1;
  const bool apart = file.line(next).find_first_not_of(" \t\r") == std::string_view::npos;
  lines.insert(lines.begin(), gap, std::string());
  if (!apart) lines.insert(lines.end(), gap, std::string());
  return insertAfter(facts, block[i - 1], lines);
}

constexpr std::string_view docstring = "\"\"\"Say whether the database is at the newest migration.\"\"\"";

/// From the first statement that is no docstring to the last comment of the block.
Span bodySpan(const facts::ModuleFacts& facts, Expr function) {
  const SourceFile& file = *facts.file;
  const Expr body = function.body();
  const bool documented = body[0].is(Kind::Expression) && body[0][0].is(Kind::String);
  const std::uint32_t begin =
      documented ? (body.size() > 1 ? body[1].span().begin : body[0].span().end) : body[0].span().begin;
  const std::string_view indent = file.indentOf(file.lineOf(body[0].span().begin));
  std::uint32_t end = body.back().span().end;
  for (std::uint32_t line = file.lineOf(end) + 1; line < file.lineCount(); ++line) {
    const std::string_view text = file.line(line);
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    if (text[first] != '#' || first < indent.size()) break;
    end = file.lineSpan(line).end;
  }
  return {begin, end};
}

}  // namespace

Place placeOf(const Project& project, const project::Application& app) {
  return {project.file(app.file).path(), app.name ? app.name.span() : app.call.callee().span()};
}

Fix addHealthRoute(const Project& project, const project::Application& app) {
  Fix fix{"Add `GET /health/migrations`, which compares the database with the newest migration",
          FixClass::Generate,
          {},
          {}};
  const facts::ModuleFacts& facts = project.file(app.file);
  const bool taken = std::any_of(facts.functions.begin(), facts.functions.end(),
                                 [](Expr one) { return one.text() == "migration_health"; });
  Expr end;  // of the factory: `return app`
  if (app.function && app.function.body().back().is(Kind::Return)) end = app.function.body().back();
  const bool placed = app.name && (!app.function || (end && end[0].text() == app.name.text()));
  const auto engine = project::applicationEngine(project);
  if (taken || !placed || !engine || app.web == project::Web::Other) return {fix.title, FixClass::Advice, {}, {}};
  Lines lines{concat("@", app.name.text(), ".get(\"/health/migrations\")"),
              concat(engine->async ? "async " : "", "def migration_health():"), concat("    ", docstring)};
  for (const std::string& line : bodyLines(project, app.file, app.web, *engine))
    lines.push_back(line.empty() ? line : "    " + line);
  fix.edits.push_back(placeRoute(facts, app, std::move(lines)));
  return fix;
}

Fix completeHealthRoute(const Project& project, const project::Route& route) {
  const facts::ModuleFacts& facts = project.file(route.functionFile);
  const Expr function = route.function;
  Fix fix{concat("Compare the database with the newest migration in ", quoted(function.text())),
          FixClass::Generate,
          {},
          {}};
  const Expr body = function.body();
  const bool oneLine =
      body.size() == 0 || facts.file->lineOf(body[0].span().begin) == facts.file->lineOf(function.nameSpan().begin);
  const auto engine = project::applicationEngine(project);
  if (oneLine || !engine || route.web == project::Web::Other) return {fix.title, FixClass::Advice, {}, {}};
  const bool documented = body[0].is(Kind::Expression) && body[0][0].is(Kind::String);
  const std::string next =
      concat(facts.file->lineEnding(), facts.file->indentOf(facts.file->lineOf(body[0].span().begin)));
  Lines lines = bodyLines(project, route.functionFile, route.web, *engine);
  std::string text = documented ? (body.size() > 1 ? std::string() : next) : concat(docstring, next);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool last = i + 1 == lines.size();
    const bool blank = !last && lines[i + 1].empty();
    text += concat(lines[i], last ? std::string() : blank ? std::string(facts.file->lineEnding()) : next);
  }
  fix.edits.push_back(replace(facts, bodySpan(facts, function), std::move(text)));
  const Span keyword{function.nameSpan().begin - 4, function.nameSpan().begin};
  if (engine->async && !function.isAsync() && facts.file->text(keyword) == "def ")
    fix.edits.push_back(replace(facts, keyword, "async def "));
  return fix;
}

}  // namespace limbeck::rules
