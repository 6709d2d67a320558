#include "project/application/application.h"
#include "project/names/modules.h"
#include "project/project.h"
#include "rules/application/serving.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap103 {
namespace {

void check(const project::Project& project, Findings& findings) {
  const std::vector<project::Application>& apps = project.application().objects;
  if (apps.empty()) return;
  const project::Health& health = project.application().health;
  if (health.compared || !health.stubs.empty()) return;  // AP104 speaks about a route that only pretends
  Finding finding;
  finding.severity = project::followsStandard(project) ? Severity::Warning : Severity::Info;
  finding.place = placeOf(project, apps[0]);
  finding.subject = apps[0].name.text();
  finding.message = "No route of the application says whether the database is at the newest migration";
  finding.fixes.push_back(addHealthRoute(project, apps[0]));
  findings.push_back(std::move(finding));
}

}  // namespace
}  // namespace ap103

extern const Rule migration_health_missing{"AP103", Severity::Info, FixClass::Generate, "B7", &ap103::check};

}  // namespace limbeck::rules
