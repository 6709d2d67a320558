#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc407 {
namespace {

/// Enum("a", "b"): PostgreSQL makes a type of its own of it, which needs a name (facts F12).
bool isNameless(const schema::Type& declared) {
  const schema::Type& type = declared.on(schema::Dialect::PostgreSql);
  return type.isNamedType(schema::Dialect::PostgreSql) && type.typeName.empty() && !type.open && type.valuesKnown &&
         !type.values.empty();
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const schema::Type& type = one.column->type;
    if (!isNameless(type) || !runsOn(project, schema::Dialect::PostgreSql)) continue;
    const facts::Expr written = project::argumentNamed(project::writtenAt(project, one.column->place), type.name);
    Finding finding;
    finding.place = written ? placeOf(project, one.column->place, written) : placeOf(project, one.column->place);
    finding.subject = show(*one.at.table, one.column->name);
    finding.message = concat("The enum of ", quoted(finding.subject),
                             " has no name, and PostgreSQL cannot create a type without one");
    const std::string name = concat(one.at.table->table.name, "_", one.column->name);
    Fix fix{concat("Name it ", quoted(name)), FixClass::Advice, {}, {}};
    if (written.is(facts::Kind::Call) && one.at.table->nameKnown && !written.keyword("name")) {
      fix.fixClass = FixClass::Safe;
      fix.edits.push_back(appendItem(project.file(one.column->place.file), written, concat("name=\"", name, "\"")));
    }
    finding.fixes.push_back(std::move(fix));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc407

extern const Rule enum_unnamed{"MC407", Severity::Error, FixClass::Safe, "A4", &mc407::check};

}  // namespace limbeck::rules
