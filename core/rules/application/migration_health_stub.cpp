#include "project/application/application.h"
#include "project/project.h"
#include "rules/application/serving.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace ap104 {
namespace {

void check(const project::Project& project, Findings& findings) {
  for (const project::Route& route : project.application().health.stubs) {
    Finding finding;
    finding.place = {project.file(route.functionFile).path(), route.function.nameSpan()};
    finding.subject = route.function.text();
    finding.message = concat(quoted(route.path.empty() ? route.function.text() : route.path),
                             " never compares the migration the database is at with the newest one");
    finding.fixes.push_back(completeHealthRoute(project, route));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace ap104

extern const Rule migration_health_stub{"AP104", Severity::Warning, FixClass::Generate, "B7", &ap104::check};

}  // namespace limbeck::rules
