#include <algorithm>

#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "project/unknowns.h"
#include "rules/fixes/registering.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr202 {
namespace {

using project::ClassItem;
using project::ModuleId;
using project::Phase;
using project::Project;
using project::RegistrationCall;

/// Everything the call lists is registered in Phase 1 as well: then it is only a repetition (MR206).
bool isRepetition(const Project& project, ModuleId module, const RegistrationCall& call) {
  const std::vector<ClassItem>& items = call.list.items;
  return !call.list.open && !items.empty() && std::all_of(items.begin(), items.end(), [&](const ClassItem& item) {
    return item.kind == ClassItem::Kind::Class &&
           registrationOf(project, module, item.index) == project::Registered::Yes;
  });
}

/// A call that lists no model, in a module without any, is not ours to judge: other libraries have such functions too.
bool concernsModels(const Project& project, ModuleId module, const RegistrationCall& call) {
  const std::vector<ClassItem>& items = call.list.items;
  return !project.registrations().of(module).models.empty() ||
         std::any_of(items.begin(), items.end(), [&](const ClassItem& item) {
           return item.kind == ClassItem::Kind::Class && project.classes().at(item.index).isModel();
         });
}

std::string messageFor(const Project& project, const RegistrationCall& call) {
  const SourceFile& file = *project.file(call.file).file;
  const std::string name = quoted(call.name);
  const std::string where = call.function ? quoted(call.function.text()) : std::string();
  if (call.impossible) return concat(name, " never runs here");
  switch (call.phase) {
    case Phase::Never: return concat(name, " never runs: nothing calls ", where);
    case Phase::TopLevel:
      return concat(name, " runs when ", quoted(project::fileNameOf(file.path())), " is imported, not in Phase 1");
    case Phase::Handler: return concat(name, " runs in the request handler ", where, ", not in Phase 1");
    case Phase::Phase2:
      return concat(name, " runs in Phase 2, in ", where, ", when the tables have already been created");
    default:
      return concat(name, " runs after ", quoted(file.text(call.tablesBefore.span())), " has created the tables");
  }
}

bool isMisplaced(const RegistrationCall& call) {
  const bool late = call.phase != Phase::Phase1 && call.phase != Phase::Maybe;
  return !call.decorator && (late || call.impossible || call.tablesBefore);
}

void check(const Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    const project::EntryPoint* entry = project.registrations().of(module).phase1();
    if (entry == nullptr) continue;  // that is MR203
    for (const RegistrationCall& call : project.registrations().of(module).calls) {
      if (!isMisplaced(call) || isRepetition(project, module, call) || !concernsModels(project, module, call)) continue;
      Finding finding;
      finding.place = {project.file(call.file).path(), call.call.span()};
      finding.message = messageFor(project, call);
      finding.subject = std::string(project.file(call.file).file->text(call.argument.span()));
      finding.module = project.modules().all()[module].path;
      finding.related.push_back({{project.file(entry->file).path(), entry->function.nameSpan()}, "runs in Phase 1"});
      std::vector<FileEdit> edits = moveToEntry(project, module, call);
      const std::string title = concat("Move the call into ", quoted(entry->function.text()));
      if (!edits.empty()) finding.fixes.push_back({title, FixClass::Unsafe, std::move(edits), {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mr202

extern const Rule registration_not_in_phase_1{"MR202", Severity::Error, FixClass::Unsafe, "A2", &mr202::check};

}  // namespace limbeck::rules
