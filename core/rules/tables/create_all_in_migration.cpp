#include "project/names/modules.h"
#include "project/project.h"
#include "rules/tables/direct_tables.h"
#include "rules/tables/writing_out.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace tc305 {
namespace {

using project::TableAction;
using What = TableAction::What;

void check(const project::Project& project, Findings& findings) {
  for (const TableAction& action : project.tables()) {
    if (!project.modules().isMigration(action.file) || project.modules().isTest(action.file)) continue;
    // Tables that the revision spells out itself are what a revision is for; raw SQL is how some of them are written.
    if (action.what == What::RawDdl || action.madeHere || action.inMemory) continue;
    const bool creates = action.what == What::CreateAll || action.what == What::TableCreate;
    Finding finding = findingAt(project, action);
    finding.message = concat(quoted(action.written), creates ? " creates" : " drops",
                             " what the models say on the day this migration runs, so it cannot be repeated or undone");
    Fix fix;
    fix.title = creates ? "Write the tables out with `op.create_table`" : "Name the tables with `op.drop_table`";
    writeOut(project, action, fix);
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace tc305

extern const Rule create_all_in_migration{"TC305", Severity::Error, FixClass::Generate, "A3", &tc305::check};

}  // namespace limbeck::rules
