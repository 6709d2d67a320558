#include "project/classes/classes.h"
#include "project/environments/unseen.h"
#include "rules/fixes/edits.h"
#include "rules/fixes/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr217 {
namespace {

using project::Cause;
using project::ClassId;
using project::FileId;
using project::Project;
using project::UnseenGroup;

/// The call at the end of the file when that file runs, else the import and the call in env.py.
Fix callOf(const Project& project, const project::Environment& environment, const UnseenGroup& one) {
  const std::string& name = one.at.text();
  const bool runs = environment.reach[one.file] == project::Reach::Yes;
  const FileId into = runs ? one.file : environment.file;
  Fix fix;
  fix.title = concat("Call ", quoted(name), " in ", quoted(project.file(into).path()));
  fix.fixClass = FixClass::Safe;
  for (const facts::Expr parameter : one.at.parameters()) {
    if (!parameter[1] && parameter.text() != "*" && parameter.text() != "/" && !parameter.text().starts_with("*"))
      return {std::move(fix.title), FixClass::Advice, {}, {}};
  }
  if (runs) {
    fix.edits.push_back(appendToFile(project.file(into), {concat(name, "()")}));
    return fix;
  }
  const facts::ModuleFacts& facts = project.file(into);
  const std::string line = concat("from ", project::importableName(project, one.file, into), " import ", name);
  FileEdit edit = addLine(facts, line);
  const std::string ending(facts.file->lineEnding());
  edit.edit.text += concat(ending, name, "()", ending);
  fix.edits.push_back(std::move(edit));
  return fix;
}

void check(const Project& project, Findings& findings) {
  for (const UnseenGroup& one : project::unseenGroups(project, Cause::NotCalled)) {
    const project::Environment& environment = project.environments().all()[one.environment];
    Finding finding;
    finding.place = {project.file(one.file).path(), one.at.nameSpan()};
    finding.subject = one.at.text();
    finding.message =
        concat("Nothing calls ", quoted(one.at.text()), " when ", quoted(project.file(environment.file).path()),
               " runs, so Alembic does not know ", namesOf(project, one.models));
    for (const ClassId model : one.models) {
      const project::ClassInfo& info = project.classes().at(model);
      finding.related.push_back(
          {{project.file(info.file).path(), info.node.nameSpan()}, concat("it would import ", quoted(info.name))});
    }
    finding.fixes.push_back(callOf(project, environment, one));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr217

extern const Rule discovery_not_called{"MR217", Severity::Error, FixClass::Safe, "B1", &mr217::check};

}  // namespace limbeck::rules
