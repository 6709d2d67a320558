#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "project/application/references.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/importing.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "rules/scripts/missing_imports.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ms609 {
namespace {

using facts::Expr;
using facts::Kind;
using facts::ModuleFacts;
using project::FileId;
using project::Project;

/// Every name the file binds can be read off it.
bool namesAreKnown(const ModuleFacts& facts) {
  if (facts.opaque || !facts.syntax.empty() || !facts.names.module().starImports.empty()) return false;
  for (std::uint32_t i = 0; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (node.is(Kind::Opaque) || node.is(Kind::OtherStatement)) return false;
    if (!node.is(Kind::Call) || !node.callee().is(Kind::Name)) continue;
    static constexpr std::string_view makers[] = {"globals", "locals", "vars", "exec", "eval"};
    if (std::find(std::begin(makers), std::end(makers), node.callee().text()) != std::end(makers)) return false;
  }
  return true;
}

/// Annotations of variables in functions are never evaluated, and none are below `from __future__ import annotations`.
bool isNeverEvaluated(const ModuleFacts& facts, Expr name) {
  bool annotation = false;
  for (Expr inner = name, at = name.parent(); at; inner = at, at = at.parent()) {
    if (at.is(Kind::AnnAssign) && at[1] == inner) annotation = true;
    if (at.is(Kind::AnnAssign) && at[1] == inner && python::enclosing(at, Kind::Function)) return true;
    if (at.is(Kind::Parameter) && at[0] == inner) annotation = true;
    if (at.is(Kind::Function) && at[2] == inner) annotation = true;
  }
  if (!annotation) return false;
  return std::any_of(facts.imports.begin(), facts.imports.end(),
                     [](Expr statement) { return statement.is(Kind::ImportFrom) && statement.text() == "__future__"; });
}

/// `try: unicode except NameError:` asks on purpose.
bool isGuarded(Expr name) {
  for (Expr at = name.parent(); at; at = at.parent()) {
    if (!at.is(Kind::Try)) continue;
    for (const Expr part : at) {
      if (part.is(Kind::Handler) &&
          (!part[0] || project::anyBelow(part[0], [](Expr node) { return node.text() == "NameError"; })))
        return true;
    }
  }
  return false;
}

std::vector<Expr> undefinedIn(const ModuleFacts& facts) {
  std::set<std::string, std::less<>> bound;
  for (std::uint32_t scope = 0; scope < facts.names.size(); ++scope) {
    for (const auto& [name, bindings] : facts.names.scope(scope).names) bound.insert(name);
  }
  std::set<std::string> told;
  std::vector<Expr> found;
  for (std::uint32_t i = 0; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (!node.is(Kind::Name) || node.text().empty() || bound.count(node.text()) > 0 || isOfPython(node.text()))
      continue;
    const Expr parent = node.parent();
    if (parent.is(Kind::Alias) || parent.is(Kind::Global) || parent.is(Kind::Nonlocal) || parent.is(Kind::Delete))
      continue;
    if (isNeverEvaluated(facts, node) || isGuarded(node)) continue;
    if (told.insert(node.text()).second) found.push_back(node);
  }
  return found;
}

void check(const Project& project, Findings& findings) {
  for (const FileId file : revisionFiles(project)) {
    const ModuleFacts& facts = project.file(file);
    if (!namesAreKnown(facts)) continue;
    for (const Expr name : undefinedIn(facts)) {
      Finding finding;
      finding.place = {facts.path(), name.span()};
      finding.subject = name.text();
      finding.message = concat(quoted(name.text()), " is not imported here, so this migration ends in a `NameError`");
      if (const auto import = importFor(project, file, name)) {
        Fix fix{concat("Add ", quoted(import->line())), FixClass::Safe, {}, {}};
        if (import->name.empty()) fix.edits.push_back(addLine(facts, import->line()));
        else fix.edits = addImport(facts, import->module, import->name);
        finding.fixes.push_back(std::move(fix));
      }
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace ms609

extern const Rule undefined_name{"MS609", Severity::Error, FixClass::Safe, "", &ms609::check};

}  // namespace limbeck::rules
