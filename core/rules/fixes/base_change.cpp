#include "rules/fixes/base_change.h"

#include <algorithm>

#include "project/classes/canonical.h"
#include "project/classes/classes.h"
#include "rules/fixes/edits.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Kind;
using project::BaseForm;
using project::DeclarativeBase;
using project::FileId;
using project::Project;

bool isBaseList(Expr node) { return node.is(Kind::Arguments) && node.parent().is(Kind::Class); }

/// Every place that reads or writes the name, imports aside.
std::vector<Expr> usesOf(const ModuleFacts& facts, std::string_view name) {
  std::vector<Expr> uses;
  for (std::uint32_t i = 1; i < facts.code->size(); ++i) {
    const Expr node = facts.code->at(i);
    if (node.is(Kind::Name) && node.text() == name && !node.parent().is(Kind::Alias)) uses.push_back(node);
  }
  return uses;
}

/// The name is there to be inherited from, and for nothing else; `creation` may bind it.
bool isOnlyInherited(const ModuleFacts& facts, std::string_view name, Expr creation) {
  const std::vector<Expr> uses = usesOf(facts, name);
  return std::all_of(uses.begin(), uses.end(),
                     [&](Expr use) { return isBaseList(use.parent()) || use.parent() == creation; });
}

/// The import that binds the name at the top of the file, if it is the only one.
Expr importOf(const ModuleFacts& facts, std::string_view name) {
  const auto bindings = facts.names.finally(0, name);
  const bool one =
      bindings.size() == 1 && bindings[0]->node.is(Kind::Alias) && bindings[0]->node.parent().is(Kind::ImportFrom);
  return one && bindings[0]->node.parent().parent() == facts.module() ? bindings[0]->node : Expr();
}

std::string importLine(const Project& project, std::string_view local) {
  const auto [module, name] = project.canonical().import();
  return concat("from ", module, " import ", name, name == local ? "" : " as ", name == local ? "" : local);
}

/// class Base(DeclarativeBase): pass
bool isBare(Expr node) {
  const Expr arguments = node.bases();
  if (node.decorators().size() > 0 || arguments.size() != 1 || !arguments[0].is(Kind::Name)) return false;
  const Expr body = node.body();
  return std::all_of(body.begin(), body.end(), [](Expr statement) {
    return statement.is(Kind::Pass) ||
           (statement.is(Kind::Expression) && (statement[0].is(Kind::String) || statement[0].is(Kind::Ellipsis)));
  });
}

/// Base = declarative_base(), or the bare class: the statement, and the name of what makes it.
struct Creation {
  Expr statement;
  Expr maker;
  std::string name;
};

Creation creationStatement(const ModuleFacts& facts, const DeclarativeBase& base) {
  if (base.form == BaseForm::Class && isBare(base.node)) {
    return {base.node.parent() == facts.module() ? base.node : Expr(), base.node.bases()[0], base.node.text()};
  }
  if (base.form != BaseForm::Call || base.node.size() != 1) return {};
  const Expr statement = base.node.parent();
  const bool plain = statement.is(Kind::Assign) && statement.size() == 2 && statement[0].is(Kind::Name) &&
                     statement.parent() == facts.module();
  if (!plain) return {};
  return {statement, base.node.callee(), statement[0].text()};
}

std::vector<FileEdit> replaceCreation(const Project& project, const ModuleFacts& facts, const DeclarativeBase& base) {
  const Creation creation = creationStatement(facts, base);
  if (!creation.statement || !isOnlyInherited(facts, creation.name, creation.statement)) return {};
  const std::string line = importLine(project, creation.name);
  const Expr alias = creation.maker.is(Kind::Name) ? importOf(facts, creation.maker.text()) : Expr();
  const std::size_t uses = alias ? usesOf(facts, creation.maker.text()).size() : 0;
  if (uses != 1) return {replace(facts, creation.statement.span(), line)};
  // Nothing else needs the import of declarative_base: the line is taken by the import of the Base.
  const Expr import = alias.parent();
  if (import.size() == 1) return {replace(facts, import.span(), line), removeStatement(facts, creation.statement)};
  return {removeItem(facts, alias), insertAfter(facts, import, {line}), removeStatement(facts, creation.statement)};
}

/// from .db import Base
std::vector<FileEdit> replaceImport(const Project& project, FileId file, std::uint32_t base) {
  const ModuleFacts& facts = project.file(file);
  for (const auto& [name, bindings] : facts.names.module().names) {
    const Expr alias = importOf(facts, name);
    if (!alias) continue;
    const auto uses = usesOf(facts, name);
    const bool denotes =
        std::any_of(uses.begin(), uses.end(), [&](Expr use) { return project.classes().baseOf(file, use) == base; });
    if (!denotes) continue;
    if (!isOnlyInherited(facts, name, Expr())) return {};
    const std::string line = importLine(project, name);
    if (alias.parent().size() == 1) return {replace(facts, alias.parent().span(), line)};
    return {removeItem(facts, alias), insertAfter(facts, alias.parent(), {line})};
  }
  return {};
}

}  // namespace

std::optional<Place> creationOf(const Project& project, std::uint32_t base) {
  const DeclarativeBase* made = &project.classes().bases()[base];
  if (made->origin != project::none) made = &project.classes().bases()[made->origin];
  if (made->file == project::noFile) return std::nullopt;
  return Place{project.file(made->file).path(),
               made->form == BaseForm::Class ? made->node.nameSpan() : made->node.span()};
}

std::string canonicalBase(const Project& project) {
  const auto [module, name] = project.canonical().import();
  return module.empty() ? std::string("the base of this project") : concat(quoted(name), " of ", quoted(module));
}

Fix useCanonicalBase(const Project& project, FileId file, std::uint32_t base) {
  const auto [module, name] = project.canonical().import();
  const DeclarativeBase& info = project.classes().bases()[base];
  Fix fix{concat("Import ", quoted(name), " from ", quoted(module)), FixClass::Unsafe, {}, {}};
  if (module.empty()) return fix;
  // SQLModel and db.Model do more for their classes than a Base: those are rewritten by hand.
  if (info.form == BaseForm::SqlModel || info.form == BaseForm::Flask) return fix;
  fix.edits =
      info.file == file ? replaceCreation(project, project.file(file), info) : replaceImport(project, file, base);
  return fix;
}

}  // namespace limbeck::rules
