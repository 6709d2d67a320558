#include <algorithm>

#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/wrong_names.h"
#include "project/unknowns.h"
#include "rules/fixes/registering.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mr201 {
namespace {

using project::ClassId;
using project::ClassInfo;
using project::ModuleId;
using project::Project;
using project::RegistrationCall;

/// From here on every finding's fix registers all of them: one at a time would take too many rounds.
constexpr std::size_t manyModels = 6;

/// Models that no call receives, and children that only their parent's registration covers.
struct Missing {
  Models models;
  Models children;
};

Missing missingIn(const Project& project, ModuleId module) {
  Missing missing;
  for (const ClassId model : project.registrations().of(module).models) {
    const project::Registered state = registrationOf(project, module, model);
    if (state == project::Registered::No) missing.models.push_back(model);
    if (state == project::Registered::Yes && !isRegisteredItself(project, module, model))
      missing.children.push_back(model);
  }
  return missing;
}

Fix fixFor(const Project& project, ModuleId module, const Models& models) {
  const std::string& entry = project.registrations().of(module).phase1()->function.text();
  return {concat("Register ", namesOf(project, models), " in ", quoted(entry)),
          FixClass::Safe,
          registerModels(project, module, models),
          {}};
}

/// What is there: the calls of the entry, or the entry itself.
std::vector<Related> relatedTo(const Project& project, ModuleId module) {
  std::vector<Related> related;
  for (const RegistrationCall& call : project.registrations().of(module).calls) {
    if (call.counts()) related.push_back({{project.file(call.file).path(), call.call.span()}, "registered here"});
  }
  const project::EntryPoint* entry = project.registrations().of(module).phase1();
  const Place place{project.file(entry->file).path(), entry->function.nameSpan()};
  if (related.empty()) related.push_back({place, "runs in Phase 1 and registers nothing"});
  return related;
}

void report(const Project& project, ModuleId module, const Missing& missing, ClassId model, Findings& findings) {
  const ClassInfo& info = project.classes().at(model);
  Finding finding;
  finding.place = {project.file(info.file).path(), info.node.nameSpan()};
  finding.subject = info.name;
  finding.module = project.modules().all()[module].path;
  finding.related = relatedTo(project, module);
  if (std::find(missing.models.begin(), missing.models.end(), model) == missing.models.end()) {
    finding.severity = Severity::Info;
    finding.message = concat(quoted(info.name), " is registered only through its parent ",
                             quoted(project.classes().at(info.parent).name));
    finding.fixes.push_back(fixFor(project, module, {model}));
  } else {
    finding.message = concat(quoted(info.name), " is not registered with the application context");
    finding.fixes.push_back(fixFor(project, module, {model}));
    if (missing.models.size() > 1) finding.fixes.push_back(fixFor(project, module, missing.models));
    if (missing.models.size() >= manyModels) std::swap(finding.fixes[0], finding.fixes[1]);
  }
  for (const project::WrongName& wrong : wrongNames(project, module)) {
    if (wrong.meant != model) continue;
    finding.because = {"MR204", {project.file(wrong.file).path(), wrong.at.span()}};
    finding.fixes.clear();
  }
  const bool written =
      std::all_of(finding.fixes.begin(), finding.fixes.end(), [](const Fix& fix) { return !fix.edits.empty(); });
  if (!written) finding.fixes.clear();
  findings.push_back(std::move(finding));
}

void check(const Project& project, Findings& findings) {
  for (const ModuleId module : project.registrations().expected()) {
    if (project.registrations().of(module).phase1() == nullptr) continue;  // that is MR203
    const Missing missing = missingIn(project, module);
    for (const ClassId model : missing.models) report(project, module, missing, model, findings);
    for (const ClassId model : missing.children) report(project, module, missing, model, findings);
  }
}

}  // namespace
}  // namespace mr201

extern const Rule model_not_registered{"MR201", Severity::Error, FixClass::Safe, "A2", &mr201::check};

}  // namespace limbeck::rules
