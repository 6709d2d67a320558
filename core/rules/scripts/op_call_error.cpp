#include "project/project.h"
#include "rules/op_calls.h"
#include "rules/revising.h"
#include "rules/rule.h"

namespace limbeck::rules {
namespace ms612 {
namespace {

Finding findingAt(const project::Project& project, project::FileId file, std::string_view operation,
                  OpCallFault fault) {
  Finding finding;
  finding.place = {project.file(file).path(), fault.span};
  finding.severity = fault.severity;
  finding.subject = operation;
  finding.message = std::move(fault.message);
  if (fault.fix) finding.fixes.push_back(std::move(*fault.fix));
  return finding;
}

void check(const project::Project& project, Findings& findings) {
  for (const project::FileId file : revisionFiles(project)) {
    for (const facts::Expr call : project.file(file).calls) {
      const auto operation = project::operationOf(project, file, call);
      if (!operation || project::signatureOf(operation->name, operation->batched) == nullptr) continue;
      // One wrong call is one defect: what else is wrong with it follows from the first thing.
      const std::size_t first = findings.size();
      for (OpCallFault& fault : faultsOf(project, file, *operation)) {
        findings.push_back(findingAt(project, file, operation->name, std::move(fault)));
        if (findings.size() > first + 1) findings.back().because = {"MS612", findings[first].place};
      }
    }
  }
  for (const Judged& judged : judgedRevisions(project)) {
    for (const project::ScriptRun* run : {&upgradeOf(project, judged), &downgradeOf(project, judged)}) {
      facts::Expr last;  // a loop runs it many times
      for (const project::Executed* step : run->steps()) {
        auto fault = bypassOf(*run, *step);
        if (!fault || step->call == last) continue;
        last = step->call;
        findings.push_back(findingAt(project, step->place.file, step->name, std::move(*fault)));
      }
    }
  }
}

}  // namespace
}  // namespace ms612

extern const Rule op_call_error{"MS612", Severity::Error, FixClass::Safe, "", &ms612::check};

}  // namespace limbeck::rules
