#include "project/classes/classes.h"
#include "project/classes/sqlmodel.h"
#include "project/project.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb106 {
namespace {

void check(const project::Project& project, Findings& findings) {
  for (const project::Tableless& one : project::tablelessModels(project)) {
    const project::ClassInfo& info = project.classes().at(one.index);
    const facts::ModuleFacts& facts = project.file(info.file);
    Finding finding;
    finding.place = {facts.path(), info.node.nameSpan()};
    finding.subject = info.name;
    finding.message = concat(quoted(info.name), " has ", quoted(one.marker),
                             " but no `table=True`, so there is no table for it and migrations stay empty");
    if (one.keyed) {
      const Expr bases = info.node.bases();
      finding.fixes.push_back({concat("Make ", quoted(info.name), " a table with `table=True`"),
                               FixClass::Unsafe,
                               {appendItem(facts, bases, "table=True")},
                               {}});
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb106

extern const Rule sqlmodel_without_table{"MB106", Severity::Warning, FixClass::Unsafe,
                                         "",      &mb106::check,     Weight::Unseen};

}  // namespace limbeck::rules
