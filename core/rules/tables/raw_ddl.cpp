#include "project/names/modules.h"
#include "project/project.h"
#include "project/registration/registrations.h"
#include "rules/tables/direct_tables.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace tc303 {
namespace {

using project::TableAction;

/// Without models there is nothing that migrations could keep in step with the tables.
bool hasModels(const project::Project& project, project::FileId file) {
  const auto module = project.modules().moduleOf(file);
  return module && !project.registrations().of(*module).models.empty();
}

void check(const project::Project& project, Findings& findings) {
  for (const TableAction& action : project.tables()) {
    if (action.what != TableAction::What::RawDdl || !hasModels(project, action.file)) continue;
    const auto direct = directness(project, action);
    if (!direct) continue;
    Finding finding = findingAt(project, action);
    finding.severity = direct->severity;
    finding.message = concat(quoted(action.written), " is run directly", direct->clause);
    Fix fix;
    fix.title = concat("Move the ", quoted(action.statement), " into a revision");
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace tc303

extern const Rule raw_ddl{"TC303", Severity::Error, FixClass::Advice, "A3", &tc303::check};

}  // namespace limbeck::rules
