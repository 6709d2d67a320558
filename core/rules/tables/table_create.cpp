#include "project/project.h"
#include "rules/direct_tables.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using project::TableAction;

std::string messageOf(const TableAction& action) {
  if (action.inMemory) return concat(quoted(action.written), " creates a table directly, though only in memory");
  if (action.passed) return concat(quoted(action.written), " is handed on to create a table directly, past the migrations");
  return concat(quoted(action.written), " creates a table directly, past the migrations");
}

void check(const project::Project& project, Findings& findings) {
  const std::vector<TableAction>& actions = project.tables();
  for (const TableAction& action : actions) {
    const auto severity = directness(project, action);
    if (action.what != TableAction::What::TableCreate || !severity) continue;
    Finding finding = findingAt(project, action);
    finding.severity = *severity;
    finding.message = messageOf(action);
    if (!action.inMemory) finding.fixes.push_back(replaceByRegistration(project, actions, action));
    findings.push_back(std::move(finding));
  }
}

}  // namespace

extern const Rule table_create{"TC302", Severity::Error, FixClass::Unsafe, "A3", &check};

}  // namespace limbeck::rules
