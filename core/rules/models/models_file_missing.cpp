#include "project/classes/classes.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/models/moving.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb104 {
namespace {

void check(const project::Project& project, Findings& findings) {
  for (const project::ModuleId index : project.registrations().expected()) {
    const std::vector<project::ClassId>& models = project.registrations().of(index).models;
    if (models.empty() || project.modules().hasModelsFile(index)) continue;
    const project::Module& module = project.modules().all()[index];
    const project::ClassInfo& first = project.classes().at(models[0]);
    Finding finding;
    finding.place = {project.file(first.file).path(), first.node.nameSpan()};
    finding.message = concat(quoted(module.name), " defines models but has no ", quoted("models.py"));
    finding.subject = module.name;
    finding.module = module.path;
    for (std::size_t i = 1; i < models.size(); ++i) {
      const project::ClassInfo& other = project.classes().at(models[i]);
      finding.related.push_back({{project.file(other.file).path(), other.node.nameSpan()}, "another model"});
    }
    finding.fixes.push_back(moveToModelsFile(project, index, models));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb104

extern const Rule models_file_missing{"MB104", Severity::Error, FixClass::Generate, "A5", &mb104::check};

}  // namespace limbeck::rules
