#include "project/application/running.h"

#include <algorithm>
#include <optional>

#include "project/classes/classes.h"
#include "project/direct_tables/objects.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// How far the question for a stamp goes up to whoever calls.
constexpr unsigned callerLimit = 3;
/// One question passes through at most so many functions.
constexpr std::size_t bodyLimit = 100;

Runner later(Runner a, Runner b) { return std::max(a, b); }

bool isMainGuarded(Expr node) {
  for (Expr at = node; at && !at.is(Kind::Function); at = at.parent()) {
    if (at.is(Kind::If) && anyBelow(at[0], [](Expr one) { return one.is(Kind::Name) && one.text() == "__name__"; }))
      return true;
  }
  return false;
}

/// The file imports a library whose functions are commands that a person starts.
bool importsCommands(const ModuleFacts& facts) {
  static constexpr std::string_view libraries[] = {"cappa",  "cyclopts", "defopt", "clize", "doit", "fire",
                                                   "invoke", "nox",      "plac",   "tyro",  "typer"};
  return std::any_of(facts.imports.begin(), facts.imports.end(), [](Expr statement) {
    const auto isOne = [](std::string_view module) { return oneOf(module.substr(0, module.find('.')), libraries); };
    if (statement.is(Kind::ImportFrom)) return isOne(statement.text());
    return std::any_of(statement.begin(), statement.end(), [&](Expr alias) { return isOne(alias.text()); });
  });
}

/// One word of it, as they stand between dots, dashes and underscores: `in_offline_mode`, "dev".
template <std::size_t N>
bool hasWord(std::string_view text, const std::string_view (&words)[N]) {
  const std::string small = lowered(text);
  for (std::size_t start = 0; start <= small.size();) {
    const std::size_t end = std::min(small.find_first_of("_.-: ", start), small.size());
    if (oneOf(std::string_view(small).substr(start, end - start), words)) return true;
    start = end + 1;
  }
  return false;
}

/// if settings.environment == "development":, if not is_production():, if app.debug: ... what holds where people work.
bool saysDevelopment(Expr condition, bool otherwise) {
  static constexpr std::string_view working[] = {"dev",     "develop", "development", "debug", "local",
                                                 "offline", "demo",    "testing",     "test",  "sandbox"};
  static constexpr std::string_view real[] = {"prod", "production"};
  const auto says = [&](const auto& words) {
    return anyBelow(condition, [&](Expr node) {
      const bool text = node.is(Kind::Name) || node.is(Kind::Attribute) || node.is(Kind::String);
      return text && hasWord(node.text(), words);
    });
  };
  const bool negated = anyBelow(condition, [](Expr node) {
    return (node.is(Kind::Unary) && node.text() == "not") ||
           (node.is(Kind::Comparison) && (node.text() == "!=" || node.text() == "not in"));
  });
  return negated == otherwise ? says(working) : says(real);
}

/// Only a condition of this kind lets it run.
bool isForDevelopment(Expr node) {
  for (Expr at = node; at.parent() && (at == node || !at.is(Kind::Function)); at = at.parent()) {
    const Expr up = at.parent();
    if (up.is(Kind::If) && at != up[0] && saysDevelopment(up[0], at == up[2])) return true;
  }
  return false;
}

Runner limited(Expr node, Runner found) {
  return found == Runner::Start && isForDevelopment(node) ? Runner::Development : found;
}

/// What a decorator says about who runs the function; nothing when it says nothing.
std::optional<Runner> decorated(const ModuleFacts& facts, Expr decorator) {
  static constexpr std::string_view starts[] = {"before_first_request", "before_app_first_request", "before_serving",
                                                "on_startup", "startup"};
  static constexpr std::string_view persons[] = {"command",  "group",       "callback",       "option",
                                                 "argument", "cli_command", "default_command"};
  static constexpr std::string_view requests[] = {"get",   "post",      "put",       "patch",      "delete",
                                                  "route", "api_route", "websocket", "middleware", "errorhandler"};
  const Expr callee = decorator.is(Kind::Call) ? decorator.callee() : decorator;
  const std::string& name = callee.text();
  if (name == "on_event") return decorator.positional(0).text() == "startup" ? Runner::Start : Runner::Unknown;
  if (name == "fixture") return Runner::Nobody;
  if (oneOf(name, starts)) return Runner::Start;
  if (oneOf(name, persons)) return Runner::Person;
  // @task of invoke, @nox.session, @app.default of cyclopts
  static constexpr std::string_view tasks[] = {"task", "session", "default", "meta"};
  if (oneOf(name, tasks) && importsCommands(facts)) return Runner::Person;
  return oneOf(name, requests) ? std::optional(Runner::Unknown) : std::nullopt;
}

/// Between a function and whoever else runs it these change nothing.
bool isTransparent(Expr decorator) {
  static constexpr std::string_view names[] = {
      "asynccontextmanager", "contextmanager", "staticmethod", "classmethod", "property",       "wraps", "cache",
      "lru_cache",           "override",       "inject",       "retry",       "with_appcontext"};
  return oneOf((decorator.is(Kind::Call) ? decorator.callee() : decorator).text(), names);
}

/// What becomes of a function that is handed to this call.
std::optional<Runner> handedTo(const ModuleFacts& facts, Expr call, std::string_view keyword) {
  static constexpr std::string_view now[] = {"run_sync", "to_thread", "run_in_executor", "run_until_complete",
                                             "partial",  "Thread",    "Process",         "run_in_threadpool"};
  static constexpr std::string_view atStart[] = {"before_first_request", "before_serving", "on_startup",
                                                 "before_app_first_request"};
  const std::string& name = call.callee().text();
  if (oneOf(name, now)) return std::nullopt;
  if (keyword == "lifespan" || keyword == "on_startup" || oneOf(name, atStart)) return Runner::Start;
  if (name == "add_event_handler" && call.positional(0).text() == "startup") return Runner::Start;
  // fire.Fire({"init": init}), typer.run(main), tyro.cli(main), cappa.invoke(Program)
  static constexpr std::string_view programs[] = {"Fire", "run", "cli", "call", "invoke"};
  if (oneOf(name, programs) && importsCommands(facts)) return Runner::Person;
  return name == "add_command" || name == "set_defaults" ? Runner::Person : Runner::Unknown;
}

/// stamp(), alembic_stamp(...), stamp_latest_revision(): by whatever name the project calls Alembic's.
bool isStamp(Expr node) {
  if (node.is(Kind::String))
    return node.text() == "alembic stamp head" || node.text().starts_with("INSERT INTO alembic_version");
  if (!node.is(Kind::Name) && !node.is(Kind::Attribute)) return false;
  const std::string& name = node.text();
  return name == "stamp" || name.starts_with("stamp_") || (name.ends_with("_stamp") && name != "time_stamp");
}

/// A file that a person starts, by its place or name.
bool isProgram(std::string_view path) {
  static constexpr std::string_view folders[] = {"bin/", "tools/", "jobs/"};
  static constexpr std::string_view names[] = {"manage.py", "cli.py",     "setup.py", "fabfile.py",
                                               "tasks.py",  "noxfile.py", "dodo.py"};
  return isScriptPath(path) || oneOf(fileNameOf(path), names) ||
         std::any_of(std::begin(folders), std::end(folders), [&](std::string_view folder) {
           return path.starts_with(folder) ||
                  path.find(std::string("/") + std::string(folder)) != std::string_view::npos;
         });
}

/// argparse, click, sys.argv: what only a program reads.
bool readsArguments(const ModuleFacts& facts) {
  static constexpr std::string_view names[] = {"ArgumentParser", "argv", "OptionParser", "getopt"};
  return anyBelow(facts.module(), [](Expr node) {
    return (node.is(Kind::Name) || node.is(Kind::Attribute)) && oneOf(node.text(), names);
  });
}

}  // namespace

Running::Running(const Project& project) : project_(project), references_(project), apps_(applications(project)) {}

Runner Running::of(FileId file, Expr node) const {
  Seen seen;
  const Body body = bodyOf(file, node);
  return limited(node, body.node.is(Kind::Function) ? ofBody(body, seen) : ofModule(file, node));
}

bool Running::makesApplication(FileId file, Expr function) const {
  return std::any_of(apps_.begin(), apps_.end(), [&](const Application& app) {
    return app.file == file && (!function || app.function == function);
  });
}

/// uvicorn.run(app), app.run(), dispatcher.start_polling(bot): from here on it is a server.
bool Running::serves(FileId file, Expr within) const {
  static constexpr std::string_view always[] = {"serve",       "serve_forever", "start_polling",    "run_polling",
                                                "run_forever", "run_app",       "infinity_polling", "run_server"};
  static constexpr std::string_view servers[] = {"uvicorn",     "hypercorn", "gunicorn", "waitress", "app",
                                                 "application", "socketio",  "bot",      "client",   "server"};
  return anyBelow(within, [&](Expr node) {
    const Expr callee = node.callee();
    if (!callee.is(Kind::Attribute) && !callee.is(Kind::Name)) return false;
    if (oneOf(callee.text(), always)) return true;
    return callee.text() == "run" && callee.is(Kind::Attribute) && callee[0].is(Kind::Name) &&
           oneOf(callee[0].text(), servers) && project_.resolver().only(file, callee).kind != Symbol::Kind::Function;
  });
}

Runner Running::ofModule(FileId file, Expr node) const {
  const ModuleFacts& facts = project_.file(file);
  if (isMainGuarded(node)) {
    Expr guard = node;
    while (guard.parent().parent()) guard = guard.parent();
    return makesApplication(file, {}) || serves(file, guard) ? Runner::Start : Runner::Person;
  }
  if (makesApplication(file, {})) return Runner::Start;
  const std::string& path = facts.path();
  const ImportLines& imports = project_.importLines();
  const bool imported = std::any_of(imports.to(file).begin(), imports.to(file).end(), [&](std::uint32_t line) {
    return isApplicationFile(project_, imports.all()[line].from);
  });
  if (imported) return isProgram(path) ? Runner::Unknown : Runner::Start;
  if (isProgram(path) || readsArguments(facts)) return Runner::Person;
  // Nothing imports it, and its folder is no package: whoever wants it starts it.
  static constexpr std::string_view servers[] = {"main.py",   "app.py", "wsgi.py",        "asgi.py",
                                                 "server.py", "run.py", "application.py", "__init__.py"};
  const bool package = project_.resolver().fileAt(joinPath(folderOf(path), "__init__.py")) != noFile;
  return package || oneOf(fileNameOf(path), servers) ? Runner::Unknown : Runner::Person;
}

Runner Running::ofBody(const Body& body, Seen& seen) const {
  if (!body.node.is(Kind::Function)) return ofModule(body.file, body.node);
  if (!seen.insert(body).second) return Runner::Nobody;
  if (seen.size() > bodyLimit) return Runner::Unknown;
  Runner least = Runner::Nobody;
  const ModuleFacts& facts = project_.file(body.file);
  for (const Expr decorator : body.node.decorators()) {
    if (const auto verdict = decorated(facts, decorator)) return limited(body.node, *verdict);
    if (!isTransparent(decorator)) least = Runner::Unknown;
  }
  if (isMethod(body.node)) {  // @cappa.command(): class Init: def __call__(self): ...
    for (const Expr decorator : python::enclosing(body.node, Kind::Class).decorators()) {
      if (decorated(facts, decorator) == Runner::Person) return Runner::Person;
    }
  }
  if (makesApplication(body.file, body.node)) return Runner::Start;
  static constexpr std::string_view making[] = {"__init__", "__new__", "__post_init__", "__enter__", "__aenter__"};
  const bool hidden = isMethod(body.node) && body.node.text().starts_with("__") && !oneOf(body.node.text(), making);
  if (hidden) least = Runner::Unknown;
  Runner found = least;
  for (const Reference& reference : references_.of(body)) {
    const Runner one = ofReference(reference, body, seen);
    found = later(found, hidden ? std::min(one, Runner::Unknown) : one);
  }
  // def main(): prepare(); uvicorn.run(app)
  if (found < Runner::Unknown && serves(body.file, body.node.body())) return Runner::Start;
  return found;
}

Runner Running::ofReference(const Reference& reference, const Body& body, Seen& seen) const {
  Expr at = reference.at;
  const auto exact = references_.isExact(reference, body);
  if (!exact) return Runner::Nobody;
  std::string_view keyword;
  if (at.parent().is(Kind::Keyword)) {
    at = at.parent();
    keyword = at.text();
  }
  if (at.parent().is(Kind::Pair)) at = at.parent();
  if (at.parent().is(Kind::List) || at.parent().is(Kind::Tuple) || at.parent().is(Kind::Dict)) {
    at = at.parent();
    if (at.parent().is(Kind::Keyword)) {
      at = at.parent();
      keyword = at.text();
    }
  }
  const Expr call = at.parent();
  const bool called = call.is(Kind::Call) && call.callee() == at;
  if (!called) {
    const auto verdict =
        call.is(Kind::Call) ? handedTo(project_.file(reference.file), call, keyword) : std::optional(Runner::Unknown);
    if (verdict) return limited(reference.at, *verdict);
  }
  const Runner found =
      limited(reference.at, reference.from.node.is(Kind::Function) ? ofBody(reference.from, seen)
                                                                   : ofModule(reference.file, reference.at));
  return *exact ? found : std::min(found, Runner::Unknown);
}

bool Running::isStamped(FileId file, Expr node) const {
  Seen up{bodyOf(file, node)};
  std::vector<Body> open(up.begin(), up.end());
  for (unsigned step = 0; step <= callerLimit; ++step) {
    std::vector<Body> callers;
    for (const Body& body : open) {
      const bool whole = !body.node.is(Kind::Function);
      const Expr module = project_.file(body.file).module();
      if (whole ? anyBelow(module, isStamp) : anyWithin(project_, body.file, body.node.body(), isStamp)) return true;
      if (whole) continue;
      for (const Reference& reference : references_.of(body)) {
        const bool script = reference.from.node || isMainGuarded(reference.at);
        if (script && up.insert(reference.from).second) callers.push_back(reference.from);
      }
    }
    open = std::move(callers);
  }
  return false;
}

}  // namespace limbeck::project
