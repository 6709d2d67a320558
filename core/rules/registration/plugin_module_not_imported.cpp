#include "project/classes/classes.h"
#include "project/environments/unseen.h"
#include "rules/fixes/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr219 {
namespace {

using project::Cause;
using project::Project;
using project::UnseenGroup;

void check(const Project& project, Findings& findings) {
  for (const UnseenGroup& one : project::unseenGroups(project, Cause::OnlyDecorated)) {
    const project::Environment& environment = project.environments().all()[one.environment];
    Finding finding;
    finding.place = {project.file(one.file).path(), one.at.span()};
    finding.subject = project.classes().at(one.models.front()).name;
    finding.message = concat(quoted(concat("@", one.at.dotted())), " never runs: nothing that ",
                             quoted(project.file(environment.file).path()),
                             " gets to imports this file, so Alembic does not know ", namesOf(project, one.models));
    finding.fixes.push_back(importModels(project, environment, one.models));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr219

extern const Rule plugin_module_not_imported{"MR219", Severity::Error, FixClass::Safe, "B1", &mr219::check};

}  // namespace limbeck::rules
