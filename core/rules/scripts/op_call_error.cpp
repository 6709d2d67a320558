#include "project/project.h"
#include "rules/op_calls.h"
#include "rules/revising.h"
#include "rules/rule.h"

namespace limbeck::rules {
namespace ms612 {
namespace {

void check(const project::Project& project, Findings& findings) {
  for (const project::FileId file : revisionFiles(project)) {
    for (const facts::Expr call : project.file(file).calls) {
      const auto operation = project::operationOf(project, file, call);
      if (!operation || project::signatureOf(operation->name, operation->batched) == nullptr) continue;
      for (OpCallFault& fault : faultsOf(project, file, *operation)) {
        Finding finding;
        finding.place = {project.file(file).path(), fault.span};
        finding.severity = fault.severity;
        finding.subject = operation->name;
        finding.message = std::move(fault.message);
        if (fault.fix) finding.fixes.push_back(std::move(*fault.fix));
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace
}  // namespace ms612

extern const Rule op_call_error{"MS612", Severity::Error, FixClass::Safe, "", &ms612::check};

}  // namespace limbeck::rules
