#include <vector>

#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc418 {
namespace {

using schema::Dialect;
using schema::TypeKind;

/// What compiles everywhere and means the same, for people.
std::string instead(const schema::Type& type) {
  if (schema::kindOf(type) == TypeKind::Json)
    return concat("Write `JSON().with_variant(", type.name, ", \"postgresql\")`");
  if (schema::kindOf(type) == TypeKind::Uuid) return "Write `sqlalchemy.Uuid`";
  if (schema::kindOf(type) == TypeKind::Array) return "Write `JSON().with_variant(ARRAY(...), \"postgresql\")`";
  return concat("Write a type that every database has, with ", quoted(type.name), " as a variant: `with_variant`");
}

/// Written for that database and not for this one: the DDL compiler has no text for it (facts F47).
bool fails(const schema::Type& type, Dialect dialect, bool legacy) {
  if (schema::kindOf(type) == TypeKind::Null || schema::kindOf(type) == TypeKind::String ||
      schema::kindOf(type) == TypeKind::Enum)
    return false;
  return !schema::ddlOf(type, dialect, legacy).failure.empty();
}

void check(const project::Project& project, Findings& findings) {
  const bool legacy = project.declared().legacy();
  for (const DeclaredColumn& one : declaredColumns(project)) {
    const schema::Type& type = one.column->type;
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::MySql, Dialect::PostgreSql}) {
      if (!fails(type, dialect, legacy) || !runsOn(project, dialect)) continue;
      const facts::Expr call = project::writtenAt(project, one.column->place);
      const facts::Expr written = project::argumentNamed(call, type.decorator.empty() ? type.name : type.decorator);
      Finding finding;
      finding.place = written ? placeOf(project, one.column->place, written) : placeOf(project, one.column->place);
      finding.subject = show(*one.at.table, one.column->name);
      finding.message = concat(quoted(type.on(dialect).name), " of ", quoted(finding.subject), " does not exist on ",
                               schema::titleOf(dialect), ", so the table cannot be created there");
      finding.fixes.push_back({instead(type), FixClass::Advice, {}, {}});
      findings.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace
}  // namespace mc418

extern const Rule type_not_portable{"MC418", Severity::Error, FixClass::Advice, "A4", &mc418::check};

}  // namespace limbeck::rules
