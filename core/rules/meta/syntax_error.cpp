#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace xx001 {
namespace {

using facts::Expr;
using facts::Kind;

/// Whether a verdict may hang on the place: a model, an entry, a migration, or the top level of a file that we follow.
bool mustBeRead(const project::Project& project, project::FileId file, const facts::SyntaxProblem& problem) {
  const facts::ModuleFacts& facts = project.file(file);
  if (project.modules().isTest(file)) return false;
  if (!problem.within) {
    const std::string_view name = project::fileNameOf(facts.path());
    return name == "env.py" || name == "__init__.py" || facts.isRevision ||
           project::isModelsFile(facts.path(), "", project.settings()) || !project.classes().inFile(file).empty();
  }
  for (Expr at = problem.within; at; at = at.parent()) {
    if (at.is(Kind::Class)) return true;
    const std::string& name = at.text();
    if (at.is(Kind::Function) && (name == "initialize" || name == "upgrade" || name == "downgrade")) return true;
  }
  return false;
}

void check(const project::Project& project, Findings& findings) {
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    for (const facts::SyntaxProblem& problem : project.file(file).syntax) {
      Finding finding;
      finding.severity = mustBeRead(project, file, problem) ? Severity::Error : Severity::Info;
      finding.place = {project.file(file).path(), problem.span};
      finding.message = problem.message;
      finding.subject = problem.within ? problem.within.text() : "";
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace xx001

extern const Rule syntax_error{"XX001", Severity::Error, FixClass::None, "", &xx001::check};

}  // namespace limbeck::rules
