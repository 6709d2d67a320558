#include <algorithm>
#include <iterator>
#include <set>

#include "project/application/references.h"
#include "project/application/routes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap108 {
namespace {

using facts::Expr;
using facts::Kind;

struct Tool {
  std::string_view module;  ///< importing it, or anything below it, is using the tool
  std::string_view called;
  std::string_view effect;
};

constexpr Tool tools[] = {
    {"tortoise", "Tortoise ORM", "the rules about models and Alembic do not apply to its tables"},
    {"aerich", "Aerich", "the rules about Alembic do not apply to the migrations it writes"},
    {"yoyo", "Yoyo", "the rules about revisions do not apply to the migrations it runs"},
    {"django.db", "Django's ORM", "the rules about models and Alembic do not apply to its tables"},
    {"peewee", "Peewee", "the rules about models and Alembic do not apply to its tables"},
    {"sqlalchemy.ext.automap", "Automap",
     "the rules about models do not apply to classes that come out of the database"}};

bool isBelow(std::string_view dotted, std::string_view module) {
  return dotted == module || (dotted.starts_with(module) && dotted[module.size()] == '.');
}

/// Inside a `try` or below a condition it is an option, not the project's tool.
bool isPlain(Expr statement) {
  return !python::enclosing(statement, Kind::Try) && !python::enclosing(statement, Kind::If);
}

const Tool* toolOf(Expr statement, Expr alias) {
  const std::string dotted =
      statement.is(Kind::ImportFrom) ? concat(statement.text(), ".", alias.text()) : alias.text();
  const auto found =
      std::find_if(std::begin(tools), std::end(tools), [&](const Tool& tool) { return isBelow(dotted, tool.module); });
  return found == std::end(tools) ? nullptr : found;
}

void check(const project::Project& project, Findings& findings) {
  std::set<std::string_view> said;
  if (!project::usesWebFramework(project)) return;
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    if (!project::isApplicationFile(project, file) || project.modules().isScript(file)) continue;
    for (const Expr statement : project.file(file).imports) {
      for (const Expr alias : statement) {
        const Tool* tool = toolOf(statement, alias);
        if (tool == nullptr || !isPlain(statement)) continue;
        const std::string& module = statement.is(Kind::ImportFrom) ? statement.text() : alias.text();
        const bool here = project.resolver().importTarget(module, file).file != project::noFile;
        if (here || !said.insert(tool->called).second) continue;
        Finding finding;
        finding.place = {project.file(file).path(),
                         statement.is(Kind::ImportFrom) ? statement.nameSpan() : alias.span()};
        finding.subject = tool->called;
        finding.message = concat("The project uses ", tool->called, ": ", tool->effect);
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace ap108

extern const Rule alternative_tool{"AP108", Severity::Info, FixClass::None, "", &ap108::check};

}  // namespace limbeck::rules
