#include "project/classes/classes.h"
#include "project/given/places.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb105 {
namespace {

using project::ClassId;
using project::ModuleId;
using project::Project;

/// The file the class should move to: the first of the module's own models files.
std::string destination(const Project& project, ModuleId module) {
  for (const project::FileId file : project.modules().all()[module].files) {
    if (project.modules().isForModels(file)) return std::string(project::fileNameOf(project.file(file).path()));
  }
  return "models.py";
}

void check(const Project& project, Findings& findings) {
  const project::Modules& modules = project.modules();
  for (ModuleId module{0}; module < modules.all().size(); ++module) {
    if (modules.all()[module].owner) continue;
    if (modules.framework() && !modules.hasModelsFile(module)) continue;  // that is MB104
    for (const ClassId model : project.registrations().of(module).models) {
      const project::ClassInfo& info = project.classes().at(model);
      const std::string& path = project.file(info.file).path();
      if (modules.isForModels(info.file) || modules.isOwner(path)) continue;
      Finding finding;
      finding.place = {path, info.node.nameSpan()};
      finding.message =
          concat(quoted(info.name), " is defined in ", quoted(project::fileNameOf(path)), ", not in a models file");
      finding.subject = info.name;
      finding.module = modules.all()[module].path;
      finding.fixes.push_back(
          {concat("Move ", quoted(info.name), " to ", quoted(destination(project, module))), FixClass::Advice, {}, {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mb105

extern const Rule model_outside_models_file{"MB105", Severity::Warning, FixClass::Advice, "A5", &mb105::check};

}  // namespace limbeck::rules
