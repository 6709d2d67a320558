#include "rules/registration/discovery_loops.h"

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "python/walk.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;
using project::FileId;
using project::Project;

using python::anyBelow;
using python::forBelow;

bool isImport(Expr call) {
  const std::string& name = call.callee().text();
  return name == "import_module" || name == "__import__";
}

/// def import_models(), f"app.{name}.models", "models.py": the loop is about model files. A folder of models of another
/// kind looks different: f"ml.models.{name}".
bool soundsLikeModels(Expr loop, Expr function) {
  const std::string& name = function.text();
  const auto named = [&](std::string_view part) { return name.find(part) != std::string::npos; };
  if (function && named("models") && (named("import") || named("discover") || named("register"))) return true;
  return anyBelow(function ? function : loop, [](Expr node) {
    const std::string& text = node.text();
    return node.is(Kind::String) && !node.parent().is(Kind::Expression) &&
           (text == "models" || text == "models.py" || text == "model.py" || text.ends_with(".models") ||
            text.ends_with(".model"));
  });
}

/// Running some env.py, this very call imports a file with models.
bool bringsModels(const Project& project, FileId file, Expr call) {
  for (const project::Environment& environment : project.environments().all()) {
    for (const project::ImportEdge& edge : environment.edges) {
      if (edge.file == file && edge.at == call && project.classes().holdsModels(edge.to)) return true;
    }
  }
  return false;
}

/// The name a handler keeps the error, or the module, under: errors.append(e), failed[name] = e, errors += [e]
std::string keeper(Expr statement) {
  const Expr value = statement.is(Kind::Expression) ? statement[0] : Expr();
  if (value.is(Kind::Call) && value.callee().is(Kind::Attribute)) {
    const std::string& verb = value.callee().text();
    const bool keeps = verb == "append" || verb == "add" || verb == "extend" || verb == "update" || verb == "insert";
    if (keeps) return value.callee()[0].text();
  }
  if (statement.is(Kind::AugAssign)) return statement[0].text();
  if (statement.is(Kind::Assign))
    return statement[0].is(Kind::Subscript) ? statement[0][0].text() : statement[0].text();
  return {};
}

/// What was kept is read behind the loop by something that raises, exits, asserts or returns it.
bool isAnsweredFor(Expr loop, Expr scope, std::string_view name) {
  static constexpr std::string_view exits[] = {"exit", "_exit", "quit", "abort"};
  return anyBelow(scope, [&](Expr node) {
    if (!node.is(Kind::Name) || node.text() != name || node.span().begin < loop.span().end) return false;
    for (Expr at = node.parent(); at && at != scope; at = at.parent()) {
      if (at.is(Kind::Raise) || at.is(Kind::Assert) || at.is(Kind::Return)) return true;
      if (!at.is(Kind::If) || !at[0].span().contains(node.span())) continue;
      return anyBelow(at[1], [&](Expr inner) {
        return inner.is(Kind::Raise) || (inner.is(Kind::Call) && oneOf(inner.callee().text(), exits));
      });
    }
    return false;
  });
}

bool swallows(Expr handler, Expr loop, Expr scope) {
  static constexpr std::string_view ends[] = {"exit", "_exit", "quit", "abort", "fail"};
  // A handler that imports again is answered for by what it does when that fails.
  const bool leaves = anyBelow(handler.body(), [](Expr node) {
    return node.is(Kind::Raise) || node.is(Kind::Return) || (node.is(Kind::Call) && isImport(node)) ||
           (node.is(Kind::Call) && oneOf(node.callee().text(), ends));
  });
  if (leaves) return false;
  bool answered = false;
  forBelow(handler.body(), [&](Expr node) {
    const std::string name = keeper(node);
    answered = answered || (!name.empty() && isAnsweredFor(loop, scope, name));
  });
  return !answered;
}

/// The first handler of a `try` between the call and the loop that takes the error and keeps it.
Expr swallowerOf(Expr call, Expr loop, Expr scope) {
  for (Expr at = call; at && at != loop; at = at.parent()) {
    const Expr attempt = at.parent();
    if (!attempt.is(Kind::Try) || at != attempt[0]) continue;
    for (const Expr handler : attempt) {
      if (!handler.is(Kind::Handler) || !python::catchesImportError(handler)) continue;
      return swallows(handler, loop, scope) ? handler : Expr();
    }
  }
  return {};
}

}  // namespace

std::vector<DiscoveryLoop> discoveryLoops(const Project& project, FileId file) {
  const ModuleFacts& facts = project.file(file);
  std::vector<DiscoveryLoop> found;
  for (const Expr call : facts.calls) {
    if (!isImport(call)) continue;
    const Expr function = python::enclosing(call, Kind::Function);
    Expr loop;
    for (Expr at = call.parent(); at && at != function && !loop; at = at.parent()) {
      if (at.is(Kind::For) || at.is(Kind::While)) loop = at;
    }
    if (!loop || !(soundsLikeModels(loop, function) || bringsModels(project, file, call))) continue;
    found.push_back({call, loop, function, swallowerOf(call, loop, function ? function : facts.module())});
  }
  return found;
}

}  // namespace limbeck::rules
