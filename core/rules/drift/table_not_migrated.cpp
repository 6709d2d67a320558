#include <algorithm>

#include "project/direct_tables/tables.h"
#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/drift/drifting.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace dr101 {
namespace {

/// A history that makes no table leaves that to something else, or has just begun (rule MS601).
bool makesTables(const project::Differences& compared) {
  return !compared.migrations.tables().empty() || !compared.migrations.gone.empty();
}

void check(const project::Project& project, Findings& findings) {
  // It makes its tables as well: one that is missing in the migrations may be there all the same.
  const bool made = project::makesTablesItself(project);
  for (const Drift& drift : driftsOf(project, schema::Part::Table, schema::Mark::OnlyLeft)) {
    if (!makesTables(*drift.compared) || mayStandElsewhere(project, drift)) continue;
    const std::string table = quoted(schema::show(drift.row->table));
    const auto gone = drift.compared->migrations.gone.find(drift.row->table);
    const bool dropped = gone != drift.compared->migrations.gone.end();
    Finding finding = findingAbout(project, drift);
    if (made) finding.severity = Severity::Warning;
    finding.message = concat(dropped ? "The migrations drop " : "No migration creates ", table,
                             drift.databases.empty() ? "" : concat(" on ", listed(drift.databases)),
                             ", so it is missing in a database that they have built");
    if (dropped) finding.related.push_back({placeOf(project, gone->second), "it goes here"});
    finding.fixes.push_back(
        {"Create it in a migration: `alembic revision --autogenerate` sees it", FixClass::Advice, {}, {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace dr101

extern const Rule table_not_migrated{"DR101", Severity::Error, FixClass::Advice, "", &dr101::check};

}  // namespace limbeck::rules
