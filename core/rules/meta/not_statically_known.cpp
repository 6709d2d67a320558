#include "project/project.h"
#include "rules/rule.h"

namespace limbeck::rules {
namespace xx004 {
namespace {

void check(const project::Project& project, Findings& findings) {
  for (const project::Unknown& unknown : project.unknowns()) {
    Finding finding;
    finding.severity = project.settings().strictUnknown ? Severity::Warning : Severity::Info;
    finding.place = {project.file(unknown.file).path(), unknown.span};
    finding.message = unknown.message;
    finding.subject = unknown.subject;
    finding.module = unknown.module;
    if (unknown.requirement != project::noRequirement) finding.requirement = unknown.requirement;
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace xx004

extern const Rule not_statically_known{"XX004", Severity::Info, FixClass::None, "", &xx004::check, Weight::Style};

}  // namespace limbeck::rules
