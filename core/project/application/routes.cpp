#include "project/application/routes.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "project/application/references.h"
#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "text/dotted.h"
#include "text/words.h"

namespace limbeck::project {
namespace {

/// What the call makes, by its origin: "FastAPI", "APIRouter"; empty for anything else.
std::string_view madeBy(const Project& project, FileId file, Expr call) {
  static constexpr std::string_view makers[] = {"FastAPI",  "Flask", "APIRouter", "Blueprint",
                                                "APIFlask", "Quart", "Starlette"};
  static constexpr std::string_view packages[] = {"fastapi",   "flask",         "apiflask",      "quart",
                                                  "starlette", "flask_smorest", "flask_openapi3"};
  const std::string& name = call.callee().text();
  if (!oneOf(name, makers)) return {};
  return oneOf(topOf(project.classes().origin(file, call)), packages) ? std::string_view(name) : std::string_view();
}

Web webOf(std::string_view maker) {
  if (maker == "FastAPI" || maker == "APIRouter") return Web::FastApi;
  return maker == "Flask" || maker == "Blueprint" ? Web::Flask : Web::Other;
}

bool isApplication(std::string_view maker) { return maker != "APIRouter" && maker != "Blueprint" && !maker.empty(); }

/// methods=["GET", "POST"]; what is not written down may be anything.
bool answersGet(Expr call, std::string_view verb) {
  if (verb == "get" || verb == "head") return true;
  if (verb != "route" && verb != "api_route" && verb != "add_url_rule" && verb != "add_api_route") return false;
  const Expr methods = call.keyword("methods");
  if (!methods) return true;
  return anyBelow(methods,
                  [](Expr node) { return node.is(Kind::String) && (node.text() == "GET" || node.text() == "get"); });
}

Expr pathOf(Expr call) {
  for (const std::string_view name : {"path", "rule"}) {
    if (const Expr given = call.keyword(name)) return given;
  }
  return call.positional(0);
}

Web webOfObject(const Project& project, FileId file, Expr object) {
  const Symbol symbol = project.resolver().only(file, object);
  if (symbol.is(Symbol::Kind::Variable) && symbol.value.is(Kind::Call)) {
    const std::string_view maker = madeBy(project, symbol.file, symbol.value);
    if (!maker.empty()) return webOf(maker);
  }
  return project.modules().profile() == Profile::Flask ? Web::Flask : Web::FastApi;
}

void addDecorated(const Project& project, FileId file, Expr function, std::vector<Route>& found) {
  static constexpr std::string_view verbs[] = {"get",  "post",    "put",   "patch",    "delete",
                                               "head", "options", "route", "api_route"};
  for (const Expr decorator : function.decorators()) {
    const Expr callee = decorator.callee();
    if (!callee.is(Kind::Attribute) || !oneOf(callee.text(), verbs)) continue;
    const Expr path = pathOf(decorator);
    if (!path.is(Kind::String) || (!path.text().empty() && !path.text().starts_with('/'))) continue;
    found.push_back({file, decorator, function, file, path.text(), answersGet(decorator, callee.text()),
                     webOfObject(project, file, callee[0])});
  }
}

/// app.add_api_route("/health", health), app.add_url_rule("/health", view_func=health)
void addCalled(const Project& project, FileId file, Expr call, std::vector<Route>& found) {
  const std::string& verb = call.callee().text();
  if (!call.callee().is(Kind::Attribute) || (verb != "add_api_route" && verb != "add_url_rule" && verb != "add_route"))
    return;
  const Expr path = pathOf(call);
  Expr handler = call.keyword(verb == "add_url_rule" ? "view_func" : "endpoint");
  if (!handler) handler = call.positional(verb == "add_url_rule" ? 2 : 1);
  const Symbol symbol = handler ? project.resolver().only(file, handler) : Symbol();
  const bool known = symbol.is(Symbol::Kind::Function);
  found.push_back({file, call, known ? symbol.node : Expr(), known ? symbol.file : noFile,
                   path.is(Kind::String) ? path.text() : std::string(), answersGet(call, verb),
                   webOfObject(project, file, call.callee()[0])});
}

}  // namespace

/// The file leads to a model by what it imports: of several applications that is the one the models belong to.
static bool importsModels(const Project& project, FileId file) {
  std::set<FileId> seen{file};
  std::vector<FileId> open{file};
  while (!open.empty()) {
    const FileId at = open.back();
    open.pop_back();
    if (project.classes().holdsModels(at, Mapped::Yes)) return true;
    const ImportLines& lines = project.importLines();
    for (const std::uint32_t line : lines.in(at)) {
      if (seen.insert(lines.all()[line].to).second) open.push_back(lines.all()[line].to);
    }
  }
  return false;
}

/// main.mount("/api", api): the calls that make a part of another application.
static std::vector<Expr> mountedCalls(const Project& project) {
  std::vector<Expr> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr call : project.file(file).calls) {
      const Expr mounted = call.callee().text() == "mount" ? call.positional(1) : Expr();
      if (mounted) found.push_back(project.resolver().only(file, mounted).value);
    }
  }
  return found;
}

std::vector<Application> applications(const Project& project) {
  std::vector<Application> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file) || project.modules().isScript(file) || project.modules().isExample(file))
      continue;
    for (const Expr call : project.file(file).calls) {
      const std::string_view maker = madeBy(project, file, call);
      if (!isApplication(maker)) continue;
      const Expr statement = call.parent();
      const bool named = (statement.is(Kind::Assign) || statement.is(Kind::AnnAssign)) && statement[0].is(Kind::Name);
      found.push_back(
          {webOf(maker), file, call, named ? statement[0] : Expr(), python::enclosing(call, Kind::Function)});
    }
  }
  if (found.size() > 1) {
    const std::vector<Expr> mounted = mountedCalls(project);
    std::stable_partition(found.begin(), found.end(), [&](const Application& one) {
      return std::find(mounted.begin(), mounted.end(), one.call) == mounted.end();
    });
    std::stable_partition(found.begin(), found.end(),
                          [&](const Application& one) { return importsModels(project, one.file); });
  }
  return found;
}

std::vector<Route> routes(const Project& project) {
  std::vector<Route> found;
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file) || project.modules().isExample(file)) continue;
    for (const Expr function : project.file(file).functions) addDecorated(project, file, function, found);
    for (const Expr call : project.file(file).calls) addCalled(project, file, call, found);
  }
  return found;
}

bool usesWebFramework(const Project& project) {
  for (FileId file{0}; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr call : project.file(file).calls) {
      if (!madeBy(project, file, call).empty()) return true;
    }
  }
  return false;
}

bool followsStandard(const Project& project) {
  if (project.settings().profile != "auto") return project.modules().profile() == Profile::FastApi;
  return std::any_of(project.files().begin(), project.files().end(), [](const FactsPtr& facts) {
    return fileNameOf(facts->path()) == "model_registration.py" ||
           std::any_of(facts->functions.begin(), facts->functions.end(),
                       [](Expr one) { return one.text() == "validate_model_registration"; });
  });
}

bool servesWithAlembic(const Project& project) {
  return !project.environments().all().empty() && usesWebFramework(project);
}

}  // namespace limbeck::project
