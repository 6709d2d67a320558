#include "project/application/references.h"

#include <algorithm>

#include "project/modules.h"
#include "project/places.h"

namespace limbeck::project {
namespace {

Expr namedClass(Expr method) { return method.parent().parent(); }

/// __init__, __call__: nobody writes their names, their class is named instead.
bool isDunder(std::string_view name) { return name.starts_with("__") && name.ends_with("__"); }

Expr targetOf(Expr assign) { return assign.size() > 0 && assign[0].is(Kind::Name) ? assign[0] : Expr(); }

/// What may be asked for: functions, classes and names assigned at module level.
std::set<std::string> askable(const Project& project) {
  std::set<std::string> names;
  for (FileId file = 0; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    const ModuleFacts& facts = project.file(file);
    for (const Expr function : facts.functions) names.insert(function.text());
    for (const Expr one : facts.classes) names.insert(one.text());
    for (const Expr statement : facts.module()) {
      if (const Expr target = targetOf(statement); target && bodyOf(file, target).node == statement) names.insert(target.text());
    }
  }
  return names;
}

}  // namespace

bool isApplicationFile(const Project& project, FileId file) {
  return !project.modules().isTest(file) && !project.modules().isMigration(file) && fileNameOf(project.file(file).path()) != "env.py";
}

bool isMethod(Expr function) { return function.is(Kind::Function) && function.parent().parent().is(Kind::Class); }

Body bodyOf(FileId file, Expr node) {
  if (const Expr function = python::enclosing(node, Kind::Function)) return {file, function};
  Expr statement = node;
  while (statement && statement.parent().parent()) statement = statement.parent();
  const bool assigned = (statement.is(Kind::Assign) || statement.is(Kind::AnnAssign)) && targetOf(statement);
  return {file, assigned ? statement : Expr()};
}

References::References(const Project& project) : project_(project) {
  std::set<std::string> names = askable(project);
  for (FileId file = 0; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    for (const Expr statement : project.file(file).imports) {
      for (const Expr alias : statement) {
        if (!alias[0] || names.count(alias.text()) == 0) continue;
        renamed_[alias.text()].insert(alias[0].text());
      }
    }
  }
  for (const auto& [name, others] : renamed_) names.insert(others.begin(), others.end());
  for (FileId file = 0; file < project.files().size(); ++file) {
    if (!isApplicationFile(project, file)) continue;
    forBelow(project.file(file).module(), [&](Expr node) {
      const bool name = node.is(Kind::Name) && !node.parent().is(Kind::Alias);
      if ((name || node.is(Kind::Attribute)) && names.count(node.text()) == 1) uses_[node.text()].emplace_back(file, node);
    });
  }
}

std::vector<Reference> References::of(const Body& body) const {
  if (!body.node) return {};
  const bool function = body.node.is(Kind::Function);
  const bool method = isMethod(body.node);
  const bool hidden = method && isDunder(body.node.text());
  const Expr wanted = hidden ? namedClass(body.node) : body.node;
  const std::string own = hidden || function ? wanted.text() : targetOf(body.node).text();
  std::set<std::string> names{own};
  if (const auto it = renamed_.find(own); it != renamed_.end()) names.insert(it->second.begin(), it->second.end());
  std::vector<Reference> found;
  for (const std::string& name : names) {
    const auto it = uses_.find(name);
    if (it == uses_.end()) continue;
    for (const auto& [file, node] : it->second) {
      bool means = method && !hidden && node.is(Kind::Attribute);
      if (!means) {
        const Symbols symbols = project_.resolver().resolve(file, node);
        means = std::any_of(symbols.begin(), symbols.end(), [&](const Symbol& symbol) { return symbol.file == body.file && symbol.node == wanted; });
      }
      if (means && node.parent() != wanted) found.push_back({file, node, bodyOf(file, node)});
    }
  }
  return found;
}

std::set<Body> References::reaching(const std::set<Body>& bodies) const {
  std::set<Body> found = bodies;
  std::vector<Body> open(bodies.begin(), bodies.end());
  while (!open.empty()) {
    const Body body = open.back();
    open.pop_back();
    for (const Reference& reference : of(body)) {
      if (found.insert(reference.from).second) open.push_back(reference.from);
    }
  }
  return found;
}

}  // namespace limbeck::project
