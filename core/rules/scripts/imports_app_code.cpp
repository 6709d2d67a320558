#include <algorithm>

#include "project/application/references.h"
#include "project/classes/classes.h"
#include "project/direct_tables/tables.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/revising.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/dotted.h"

namespace limbeck::rules {
namespace ms608 {
namespace {

using facts::Expr;
using facts::Kind;
using project::FileId;
using project::History;
using project::Project;
using project::Symbol;

/// Code of the application as it is today: not the migrations' own, not a test, nothing of a library.
bool isOfToday(const Project& project, const History& history, FileId file) {
  const std::string& path = project.file(file).path();
  const auto inside = [&](const std::string& folder) { return project::isBelow(path, folder); };
  const bool own = (!history.folder.empty() && inside(history.folder)) ||
                   std::any_of(history.locations.begin(), history.locations.end(), inside);
  return !own && !project.modules().isMigration(file) && !project.file(file).isRevision;
}

bool isModel(const Project& project, const Symbol& symbol) {
  if (!symbol.is(Symbol::Kind::Class)) return false;
  const auto index = project.classes().find(symbol.file, symbol.node);
  return index && project.classes().at(*index).mapped == project::Mapped::Yes && project.classes().at(*index).isModel();
}

/// A function that works with models: a service, a repository.
bool isService(const Project& project, const Symbol& symbol) {
  if (!symbol.is(Symbol::Kind::Function)) return false;
  return project::anyBelow(symbol.node.body(), [&](Expr node) {
    return node.is(Kind::Name) && isModel(project, project.resolver().only(symbol.file, node));
  });
}

/// The first model that is read through the module: models.User.
Expr modelThrough(const Project& project, FileId file, const std::string& name) {
  for (const Expr attribute : project.file(file).attributes) {
    if (!attribute.dotted().starts_with(name + ".")) continue;
    if (isModel(project, project.resolver().only(file, attribute))) return attribute;
  }
  return {};
}

/// The model is only used to create or drop its table: TC305 speaks of that.
bool onlyMakesTables(const Project& project, FileId file, std::string_view name, Expr besides) {
  bool any = false;
  const bool other = project::anyBelow(project.file(file).module(), [&](Expr node) {
    if (!node.is(Kind::Name) || node.text() != name || besides.span().contains(node.span())) return false;
    const bool makes =
        std::any_of(project.tables().begin(), project.tables().end(), [&](const project::TableAction& action) {
          return action.file == file && action.node.span().contains(node.span());
        });
    any = any || makes;
    return !makes;
  });
  return any && !other;
}

bool isUsed(const facts::ModuleFacts& facts, std::string_view name, Expr besides) {
  return project::anyBelow(facts.module(), [&](Expr node) {
    return node.is(Kind::Name) && node.text() == name && !besides.span().contains(node.span());
  });
}

/// What an alias brings: a name from a module, in whatever scope the import stands.
Symbol broughtBy(const Project& project, FileId file, Expr alias) {
  const Expr statement = alias.parent();
  if (!statement.is(Kind::ImportFrom)) return {};
  const project::Symbols found =
      project.resolver().named(file, alias.size() > 0 ? alias[0].text() : alias.text(), alias);
  return found.size() == 1 ? found[0] : Symbol();
}

/// The alias is a module of the workspace.
bool bringsModule(const Project& project, FileId file, Expr alias, const Symbol& symbol) {
  if (alias.parent().is(Kind::ImportFrom)) return symbol.is(Symbol::Kind::Module);
  const auto target = project.resolver().importTarget(alias.text(), file);
  return target.file != project::noFile || !target.folder.empty();
}

void checkImport(const Project& project, const Judged& judged, Expr statement, Findings& findings) {
  const FileId file = judged.revision().file;
  std::vector<Expr> marks;
  std::vector<std::string> models;
  std::vector<std::string> services;
  bool used = false;
  for (const Expr alias : statement) {
    const std::string name = alias.size() > 0 ? alias[0].text() : alias.text();
    if (alias.text() == "*" || name.empty()) continue;
    const Symbol symbol = broughtBy(project, file, alias);
    const bool today = symbol.file != project::noFile && isOfToday(project, *judged.history, symbol.file);
    const Expr through = bringsModule(project, file, alias, symbol) ? modelThrough(project, file, name) : Expr();
    const std::size_t before = models.size() + services.size();
    if (today && isModel(project, symbol)) models.push_back(quoted(alias.text()));
    else if (today && isService(project, symbol)) services.push_back(quoted(alias.text()));
    else if (through && isOfToday(project, *judged.history, project.resolver().only(file, through).file))
      models.push_back(quoted(through.dotted()));
    if (models.size() + services.size() == before) continue;
    if (onlyMakesTables(project, file, name, statement)) {
      (isModel(project, symbol) || through ? models : services).pop_back();
      continue;
    }
    marks.push_back(alias);
    used = used || isUsed(project.file(file), topOf(name), statement);
  }
  if (marks.empty()) return;
  const bool one = models.size() + services.size() == 1;
  std::vector<std::string> names = models;
  names.insert(names.end(), services.begin(), services.end());
  Finding finding = findingIn(project, judged.revision(), marks.front().span());
  finding.subject = marks.front().text();
  finding.message = concat(
      listed(names, 4),
      models.empty() ? (one ? " works with the models as they are today" : " work with the models as they are today")
                     : (one ? " is a model as it is today" : " are models as they are today"),
      !used ? ", and nothing here uses " : ", so this migration breaks when ", one ? "it" : "they",
      used ? (one ? " changes" : " change") : "");
  if (!used && !one) finding.message.replace(finding.message.size() - 4, 4, "them");
  Fix fix;
  fix.title = used ? "Write down the table as this migration needs it: `sa.table(\"…\", sa.column(\"…\"))`"
                   : "Remove the import";
  finding.fixes.push_back(std::move(fix));
  findings.push_back(std::move(finding));
}

void check(const Project& project, Findings& findings) {
  for (const Judged& judged : judgedRevisions(project)) {
    for (const Expr statement : project.file(judged.revision().file).imports)
      checkImport(project, judged, statement, findings);
  }
}

}  // namespace
}  // namespace ms608

extern const Rule imports_app_code{"MS608", Severity::Warning, FixClass::Advice, "", &ms608::check, Weight::Standard};

}  // namespace limbeck::rules
