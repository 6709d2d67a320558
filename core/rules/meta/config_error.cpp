#include "project/migrations/newest.h"
#include "project/project.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace xx003 {
namespace {

void report(const std::vector<project::SettingsProblem>& problems, Findings& findings) {
  for (const project::SettingsProblem& problem : problems) {
    Finding finding;
    finding.place = {problem.path, problem.span};
    finding.message = problem.message;
    finding.subject = problem.subject;
    if (!problem.replacement.empty()) {
      finding.fixes.push_back({concat("Write ", quoted(problem.replacement)),
                               FixClass::Unsafe,
                               {{problem.path, {problem.span, problem.replacement}}},
                               {}});
    }
    findings.push_back(std::move(finding));
  }
}

void check(const project::Project& project, Findings& findings) {
  report(project.settingsProblems(), findings);
  report(project.newest().problems(), findings);
}

}  // namespace
}  // namespace xx003

extern const Rule config_error{"XX003", Severity::Error, FixClass::Unsafe, "", &xx003::check};

}  // namespace limbeck::rules
