#include "project/project.h"
#include "rules/tables/direct_tables.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace tc304 {
namespace {

using project::TableAction;

void check(const project::Project& project, Findings& findings) {
  for (const TableAction& action : project.tables()) {
    const bool all = action.what == TableAction::What::DropAll;
    const auto direct = directness(project, action);
    if ((!all && action.what != TableAction::What::TableDrop) || !direct) continue;
    Finding finding = findingAt(project, action);
    finding.severity = direct->severity;
    finding.message = concat(quoted(action.written), all ? " drops all tables" : " drops a table",
                             " and everything in ", all ? "them" : "it", direct->clause);
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace tc304

extern const Rule drop_all{"TC304", Severity::Error, FixClass::None, "A3", &tc304::check};

}  // namespace limbeck::rules
