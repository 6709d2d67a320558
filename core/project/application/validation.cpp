#include "project/application/validation.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "project/application/effects.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// validate_model_registration, validate_models (rules.md, AP101)
bool soundsLikeIt(std::string_view name) {
  const std::string lower = lowered(name);
  return contains(lower, "validate") && (contains(lower, "model") || contains(lower, "registration"));
}

/// Something whose name says that it looks after models or tables: enough to keep quiet about a missing validation.
bool soundsRelated(std::string_view name) {
  static constexpr std::string_view verbs[] = {"validat", "verify", "check", "ensure", "assert"};
  static constexpr std::string_view things[] = {"model", "table", "registr", "metadata", "schema"};
  const std::string lower = lowered(name);
  const auto has = [&](std::string_view part) { return contains(lower, part); };
  return std::any_of(std::begin(verbs), std::end(verbs), has) && std::any_of(std::begin(things), std::end(things), has);
}

/// Base.metadata.tables
bool isTables(Expr node) {
  return node.is(Kind::Attribute) && (node.text() == "tables" || node.text() == "sorted_tables") &&
         contains(lowered(node[0].text()), "metadata");
}

bool holdsTables(Expr root, const std::vector<std::string>& names) {
  return anyBelow(root, [&](Expr node) {
    return isTables(node) || (node.is(Kind::Name) && std::find(names.begin(), names.end(), node.text()) != names.end());
  });
}

bool hasLoop(Expr node, Expr function) {
  for (Expr at = node; at && at != function; at = at.parent()) {
    if (at.is(Kind::For) || at.is(Kind::ListComp) || at.is(Kind::SetComp) || at.is(Kind::Generator)) return true;
  }
  return false;
}

/// expected - set(Base.metadata.tables), and its kin; a single `in` is a look-up, unless it is asked in a loop.
bool comparesTables(Expr within) {
  static constexpr std::string_view methods[] = {"difference", "issubset", "issuperset", "symmetric_difference"};
  std::vector<std::string> names;
  forBelow(within, [&](Expr node) {
    if (node.is(Kind::Assign) && node[0].is(Kind::Name) && anyBelow(node.value(), isTables))
      names.push_back(node[0].text());
  });
  return anyBelow(within, [&](Expr node) {
    if (node.is(Kind::Binary)) return (node.text() == "-" || node.text() == "^") && holdsTables(node, names);
    if (node.is(Kind::Call)) return oneOf(node.callee().text(), methods) && holdsTables(node, names);
    if (!node.is(Kind::Compare) || !holdsTables(node, names)) return false;
    const bool member = node[1].text() == "in" || node[1].text() == "not in";
    return !member || hasLoop(node, within);
  });
}

bool needsArguments(Expr function) {
  const Expr parameters = function.parameters();
  return std::any_of(parameters.begin(), parameters.end(), [](Expr parameter) {
    const std::string& name = parameter.text();
    return !name.starts_with('*') && name != "/" && !parameter[1];
  });
}

bool returnsValue(Expr function) {
  return anyBelow(function.body(), [&](Expr node) {
    const bool value = node.is(Kind::Return) && node[0] && !node[0].is(Kind::None);
    return value && python::enclosing(node, Kind::Function) == function;
  });
}

/// It says or does something about what it found.
bool concludes(Expr function) {
  return returnsValue(function) || anyBelow(function.body(), [](Expr node) {
           return node.is(Kind::Raise) || node.is(Kind::Assert) || (node.is(Kind::Call) && isLogging(node));
         });
}

/// Base.metadata.tables, registry.mappers, inspect(engine).get_table_names(), compare_metadata(...): what it takes to
/// find out which models there are. `configure_mappers` finds mistakes in those that are there (trust 2, D7).
bool looksAtModels(Expr node) {
  static constexpr std::string_view names[] = {"sorted_tables",   "mappers",   "_class_registry", "__subclasses__",
                                               "get_table_names", "has_table", "compare_metadata"};
  return (node.is(Kind::Attribute) || node.is(Kind::Name)) && (oneOf(node.text(), names) || isTables(node));
}

bool isValidation(const Project& project, FileId file, Expr function) {
  if (function.parent().parent()) return false;  // a method, or inside something
  return soundsLikeIt(function.text()) ? anyWithin(project, file, function.body(), looksAtModels)
                                       : !needsArguments(function) && comparesTables(function) && concludes(function);
}

/// Something that may validate without being a function we judge; Missing if there is nothing.
Expr validatesOtherwise(const Project& project, FileId file) {
  const ModuleFacts& facts = project.file(file);
  for (const Expr function : facts.functions) {
    const std::string owner = isMethod(function) ? function.parent().parent().text() : std::string();
    const bool validates = isValidation(project, file, function);
    const bool related = soundsRelated(owner + "_" + function.text()) && !validates &&
                         anyWithin(project, file, function.body(), looksAtModels);
    if (related || (project.modules().isScript(file) && validates)) return function;
  }
  for (const Expr import : facts.imports) {
    for (const Expr alias : import) {
      const std::string_view name = lastOf(alias.text());
      if (soundsLikeIt(name) && import.is(Kind::ImportFrom) &&
          project.resolver().importTarget(import.text(), file).file == noFile)
        return alias;
    }
  }
  return {};
}

/// missing = EXPECTED - set(Base.metadata.tables), written at module level
Expr validatesAtImport(const ModuleFacts& facts) {
  for (const Expr statement : facts.module()) {
    if (statement.is(Kind::Function) || statement.is(Kind::Class)) continue;
    if (comparesTables(statement)) return statement;
  }
  return {};
}

bool isMainGuard(Expr node) {
  for (Expr at = node; at; at = at.parent()) {
    if (at.is(Kind::If) && anyBelow(at[0], [](Expr one) { return one.is(Kind::Name) && one.text() == "__name__"; }))
      return true;
  }
  return false;
}

/// Finds out what runs when the application starts.
class Starting {
 public:
  Starting(const References& references, const std::vector<Application>& apps) : references_(references), apps_(apps) {}

  bool runs(const Reference& reference, unsigned depth = 0) {
    const Expr call = reference.at.parent();
    static constexpr std::string_view later[] = {"Depends", "add_api_route", "add_url_rule", "add_command",
                                                 "add_job", "add_task",      "Security"};
    if (call.is(Kind::Call) && call.callee() != reference.at && oneOf(call.callee().text(), later)) return false;
    if (reference.from.node.is(Kind::Function)) return starts(reference.from, depth + 1);
    if (!isMainGuard(reference.at)) return true;
    return std::any_of(apps_.begin(), apps_.end(), [&](const Application& app) { return app.file == reference.file; });
  }

 private:
  bool starts(const Body& body, unsigned depth) {
    if (depth > 20 || !seen_.insert(body).second) return false;
    for (const Expr decorator : body.node.decorators()) {
      if (const auto verdict = decorated(decorator)) return *verdict;
    }
    if (std::any_of(apps_.begin(), apps_.end(),
                    [&](const Application& app) { return app.file == body.file && app.function == body.node; }))
      return true;
    const std::vector<Reference> references = references_.of(body);
    return std::any_of(references.begin(), references.end(), [&](const Reference& one) { return runs(one, depth); });
  }

  /// What a decorator says about when the function runs; nothing when it says nothing.
  static std::optional<bool> decorated(Expr decorator) {
    static constexpr std::string_view requests[] = {
        "get",       "post",      "put",     "patch", "delete",  "head",       "options",           "route",
        "api_route", "websocket", "command", "task",  "fixture", "middleware", "exception_handler", "errorhandler"};
    static constexpr std::string_view transparent[] = {
        "asynccontextmanager", "contextmanager", "staticmethod", "classmethod", "property", "wraps", "cache",
        "lru_cache",           "override",       "inject"};
    const std::string& name = decorator.is(Kind::Call) ? decorator.callee().text() : decorator.text();
    if (name == "on_event" && decorator.positional(0).is(Kind::String))
      return decorator.positional(0).text() == "startup";
    if (oneOf(name, requests)) return false;
    return oneOf(name, transparent) ? std::nullopt : std::optional(true);
  }

  const References& references_;
  const std::vector<Application>& apps_;
  std::set<Body> seen_;
};

Expr startupEvent(Expr function) {
  for (const Expr decorator : function.decorators()) {
    if (decorator.callee().text() == "on_event" && decorator.positional(0).text() == "startup") return decorator;
  }
  return {};
}

bool isLifespan(Expr function) {
  const Expr decorators = function.decorators();
  return std::any_of(decorators.begin(), decorators.end(),
                     [](Expr one) { return one.text() == "asynccontextmanager" || one.text() == "contextmanager"; });
}

bool isBehindYield(Expr call, Expr function) {
  return isLifespan(function) && anyBelow(function.body(), [&](Expr node) {
           return node.is(Kind::Yield) && python::enclosing(node, Kind::Function) == function &&
                  node.span().end <= call.span().begin;
         });
}

/// if not validate(): logger.error(...)
bool onlyLogged(Expr call) {
  Expr at = call;
  while (at.parent().is(Kind::Await) || at.parent().is(Kind::Unary)) at = at.parent();
  const Expr statement = at.parent();
  return statement.is(Kind::If) && statement[0] == at && onlyLogs(statement[1]) &&
         (!statement[2] || onlyLogs(statement[2]));
}

ValidationCall readCall(const Validation& validation, const Reference& reference) {
  ValidationCall call;
  call.file = reference.file;
  call.call = reference.at.parent();
  call.function = python::enclosing(call.call, Kind::Function);
  call.swallowed = swallowing(call.call, raisedBy(validation.function));
  const Expr outer = call.call.parent().is(Kind::Await) ? call.call.parent() : call.call;
  call.dropped = outer.parent().is(Kind::Expression);
  call.logged = onlyLogged(call.call);
  if (!call.function) return call;
  call.late = isBehindYield(call.call, call.function);
  call.event = startupEvent(call.function);
  return call;
}

void addHooks(const Project& project, const std::vector<Application>& apps, std::vector<StartHook>& hooks) {
  for (const Application& app : apps) {
    const Expr given = app.call.keyword("lifespan");
    if (!given) continue;
    const Symbol symbol = project.resolver().only(app.file, given);
    if (symbol.is(Symbol::Kind::Function) && isLifespan(symbol.node)) hooks.push_back({symbol.file, symbol.node, true});
  }
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr function : project.file(file).functions) {
      if (startupEvent(function)) hooks.push_back({file, function, false});
    }
  }
}

}  // namespace

Startup readStartup(const Project& project, const References& references, const std::vector<Application>& apps) {
  Startup startup;
  addHooks(project, apps, startup.hooks);
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    if (!startup.elsewhere.node) startup.elsewhere = {file, validatesOtherwise(project, file)};
    if (project.modules().isScript(file)) continue;
    if (!startup.atImport.node) startup.atImport = {file, validatesAtImport(project.file(file))};
    for (const Expr function : project.file(file).functions) {
      if (!isValidation(project, file, function)) continue;
      Validation validation{file,
                            function,
                            function.text(),
                            stops(project, file, function),
                            returnsValue(function),
                            !needsArguments(function),
                            false,
                            {}};
      for (const Reference& reference : references.of({file, function})) {
        if (!Starting(references, apps).runs(reference)) continue;
        validation.started = true;
        const Expr call = reference.at.parent();
        if (call.is(Kind::Call) && call.callee() == reference.at)
          validation.calls.push_back(readCall(validation, reference));
      }
      startup.validations.push_back(std::move(validation));
    }
  }
  return startup;
}

}  // namespace limbeck::project
