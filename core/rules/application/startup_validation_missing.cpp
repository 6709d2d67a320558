#include <algorithm>

#include "project/application/application.h"
#include "project/environments/environments.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/application/serving.h"
#include "rules/application/validating.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap101 {
namespace {

using project::Project;
using project::Startup;
using project::Validation;

/// It exists, and nothing that runs at the start names it.
Finding uncalled(const Project& project, const Startup& startup) {
  const Validation& validation = startup.validations[0];
  Finding finding;
  finding.subject = validation.name;
  finding.message = concat("Nothing that runs when the application starts calls ", quoted(validation.name));
  finding.related.push_back(
      {{project.file(validation.file).path(), validation.function.nameSpan()}, "validates the models"});
  finding.fixes.push_back(callAtStart(project, startup, validation));
  return finding;
}

/// There is none, and nothing that may be one.
Finding absent(const Project& project) {
  Finding finding;
  finding.severity = Severity::Info;
  finding.subject = "validation";
  finding.message = project::followsStandard(project)
                        ? "Nothing checks when the application starts whether all models are registered"
                        : "Nothing says when the application starts that a model was imported nowhere";
  finding.fixes.push_back(writeValidation(project));
  return finding;
}

void check(const Project& project, Findings& findings) {
  const std::vector<project::Application>& apps = project.application().objects;
  if (apps.empty()) return;
  const Startup& startup = project.application().startup;
  const bool started = std::any_of(startup.validations.begin(), startup.validations.end(),
                                   [](const Validation& one) { return one.started; });
  if (started || startup.atImport.node) return;
  if (startup.validations.empty()) {
    // Where modules register their models with the application context, the context validates.
    const bool silent =
        startup.elsewhere.node || project.modules().framework() || project.environments().asked().empty();
    if (silent) return;
    findings.push_back(absent(project));
  } else {
    findings.push_back(uncalled(project, startup));
  }
  findings.back().place = placeOf(project, apps[0]);
}

}  // namespace
}  // namespace ap101

extern const Rule startup_validation_missing{"AP101", Severity::Warning, FixClass::Generate, "B6", &ap101::check};

}  // namespace limbeck::rules
