#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

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

/// A file that becomes Python when it is filled in: its first error stands where a placeholder does.
bool isTemplate(const facts::ModuleFacts& facts) {
  static constexpr std::string_view marks[] = {"{{", "{%", "<%"};
  if (facts.syntax.empty()) return false;
  const SourceFile& file = *facts.file;
  return mentions(file.line(file.lineOf(facts.syntax[0].span.begin)), marks);
}

Finding aboutTemplates(const project::Project& project, const std::vector<project::FileId>& files) {
  const auto placeOf = [&](project::FileId file) {
    return Place{project.file(file).path(), project.file(file).syntax[0].span};
  };
  Finding finding;
  finding.severity = Severity::Info;
  finding.place = placeOf(files[0]);
  finding.subject = "template";
  finding.message = files.size() == 1 ? std::string("This file is a template and no Python, so it is not judged")
                                      : concat(std::to_string(files.size()),
                                               " files are templates and no Python, so they are not judged");
  for (std::size_t i = 1; i < files.size(); ++i) finding.related.push_back({placeOf(files[i]), "another one"});
  return finding;
}

void check(const project::Project& project, Findings& findings) {
  std::vector<project::FileId> templates;
  for (project::FileId file{0}; file < project.files().size(); ++file) {
    if (isTemplate(project.file(file))) {
      templates.push_back(file);
      continue;
    }
    for (const facts::SyntaxProblem& problem : project.file(file).syntax) {
      Finding finding;
      finding.severity = mustBeRead(project, file, problem) ? Severity::Error : Severity::Info;
      finding.place = {project.file(file).path(), problem.span};
      finding.message = problem.message;
      finding.subject = problem.within ? problem.within.text() : "";
      findings.push_back(std::move(finding));
    }
  }
  if (!templates.empty()) findings.push_back(aboutTemplates(project, templates));
}

}  // namespace
}  // namespace xx001

extern const Rule syntax_error{"XX001", Severity::Error, FixClass::None, "", &xx001::check};

}  // namespace limbeck::rules
