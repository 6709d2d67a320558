#include <map>

#include "project/classes.h"
#include "project/environments/unseen.h"
#include "rules/importing.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::Cause;
using project::FileId;
using project::Project;
using project::UnseenModel;

void check(const Project& project, Findings& findings) {
  std::map<FileId, std::vector<const UnseenModel*>> files;
  for (const UnseenModel& one : project.environments().unseen()) {
    if (one.cause == Cause::OnlyDecorated) files[one.file].push_back(&one);
  }
  for (const auto& [file, all] : files) {
    const UnseenModel& one = *all.front();
    const project::Environment& environment = project.environments().all()[one.environment];
    Models models;
    for (const UnseenModel* each : all) models.push_back(each->model);
    Finding finding;
    finding.place = {project.file(file).path(), one.at.span()};
    finding.subject = project.classes().at(one.model).name;
    finding.message = concat(quoted(concat("@", one.at.dotted())), " never runs: nothing that ", quoted(project.file(environment.file).path()),
                             " gets to imports this file, so Alembic does not know ", namesOf(project, models));
    finding.fixes.push_back(importModels(project, environment, models));
    findings.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule plugin_module_not_imported{"MR219", Severity::Error, FixClass::Safe, "B1", &check};

}  // namespace limbeck::rules
