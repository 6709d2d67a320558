#include <algorithm>
#include <optional>

#include "project/application/running.h"
#include "project/direct_tables/tables.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc419 {
namespace {

/// Somebody has SQLAlchemy make the tables: migrations, `create_all`; or the settings say what they are for. Where
/// another program makes them, their texts have the length that it gives them.
bool makesTables(const project::Project& project) {
  return project.dialects().told || project.usesAlembic() || project::makesTablesItself(project);
}

void check(const project::Project& project, Findings& findings) {
  std::optional<bool> made;
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const schema::Type& type = one.column->type;
    const bool fails = schema::kindOf(type.on(schema::Dialect::MySql)) == schema::TypeKind::String &&
                       !schema::ddlOf(type, schema::Dialect::MySql).failure.empty();  // facts F49
    if (!fails || !type.decorator.empty() || one.column->typeFromTarget || !runsOn(project, schema::Dialect::MySql))
      continue;
    const facts::Expr written = project::argumentNamed(project::writtenAt(project, one.column->place),
                                                       type.decorator.empty() ? type.name : type.decorator);
    Finding finding;
    finding.place = written ? placeOf(project, one.column->place, written) : placeOf(project, one.column->place);
    finding.subject = show(*one.at.table, one.column->name);
    if (!made) made = makesTables(project);
    if (!*made) finding.severity = Severity::Info;
    finding.message =
        concat("The text of ", quoted(finding.subject), " has no length, and MySQL has no `VARCHAR` without one");
    finding.fixes.push_back({"Give the length, or write `Text`", FixClass::Advice, {}, {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc419

extern const Rule string_needs_length{"MC419", Severity::Error, FixClass::Advice, "A4", &mc419::check};

}  // namespace limbeck::rules
