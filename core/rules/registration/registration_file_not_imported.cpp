#include "project/classes/classes.h"
#include "project/environments/central.h"
#include "project/environments/unseen.h"
#include "rules/fixes/importing.h"
#include "rules/registration/consequence.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr211 {
namespace {

using project::Cause;
using project::ClassId;
using project::FileId;
using project::Project;
using project::UnseenGroup;

/// The last import of the list, or the beginning of the file when it only runs a loop.
Place placeOf(const Project& project, FileId file) {
  const facts::ModuleFacts& facts = project.file(file);
  for (const project::CentralFile& one : project.environments().central()) {
    if (one.file == file) return {facts.path(), one.lastImport.span()};
  }
  return {facts.path(), facts.module().size() > 0 ? facts.module()[0].span() : Span{}};
}

void check(const Project& project, Findings& findings) {
  for (const UnseenGroup& list : project::unseenGroups(project, Cause::CentralUnreached)) {
    const project::Environment& environment = project.environments().all()[list.environment];
    const std::string& path = project.file(list.file).path();
    const Consequence consequence = consequenceOf(project, list);
    Finding finding;
    finding.place = placeOf(project, list.file);
    finding.subject = path;
    finding.message = concat(quoted(project.file(environment.file).path()), " never imports ", quoted(path),
                             ", so Alembic does not know ", namesOf(project, list.models), consequence.text);
    if (consequence.tended) finding.severity = Severity::Info;
    for (const ClassId model : list.models) {
      const project::ClassInfo& info = project.classes().at(model);
      finding.related.push_back(
          {{project.file(info.file).path(), info.node.nameSpan()}, concat(quoted(info.name), " is only listed there")});
    }
    finding.fixes.push_back(importFile(project, environment, list.file));
    const bool doubtful = consequence.tended && finding.fixes.back().fixClass == FixClass::Safe;
    if (doubtful) finding.fixes.back().fixClass = FixClass::Unsafe;
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mr211

extern const Rule registration_file_not_imported{"MR211", Severity::Error, FixClass::Safe, "B1", &mr211::check};

}  // namespace limbeck::rules
