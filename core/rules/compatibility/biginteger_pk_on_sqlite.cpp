#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc420 {
namespace {

using facts::Expr;
using facts::Kind;

/// The one column of the key counts by itself only as INTEGER (facts F48). Something else that fills it in is as good.
const schema::Column* uncounted(const schema::Table& table) {
  const std::vector<std::string> key = primaryKeyOf(table);
  if (!table.isWhole() || key.size() != 1) return nullptr;
  const schema::Column* const column = table.column(key.front());
  if (column == nullptr || column->typeFromTarget || column->pythonDefault || column->serverDefault.isThere())
    return nullptr;
  for (const schema::ForeignKey& foreign : table.foreignKeys) {
    for (const std::string& name : foreign.columns) {
      if (name == column->name) return nullptr;
    }
  }
  const schema::Type& type = column->type.on(schema::Dialect::Sqlite);
  return schema::kindOf(type) == schema::TypeKind::BigInteger && type.decorator.empty() ? column : nullptr;
}

Fix fixOf(const facts::ModuleFacts& facts, Expr type) {
  const Expr name = type.is(Kind::Call) ? type.callee() : type;
  if (name.text() != "BigInteger" || (type.is(Kind::Call) && type.size() > 1))
    return {"Give the type a variant for SQLite: `with_variant(Integer, \"sqlite\")`", FixClass::Advice, {}, {}};
  const std::string top = name.is(Kind::Attribute) ? concat(name[0].dotted(), ".") : std::string();
  const std::string text = concat(top, "BigInteger().with_variant(", top, "Integer, \"sqlite\")");
  Fix fix{concat("Write ", quoted(text)), FixClass::Unsafe, {replace(facts, type.span(), text)}, {}};
  if (top.empty()) {
    for (FileEdit& edit : addImport(facts, "sqlalchemy", "Integer")) fix.edits.push_back(std::move(edit));
  }
  return fix;
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredAt& at : declaredTables(project)) {
    const schema::Column* const column = uncounted(at.table->table);
    if (column == nullptr || !runsOn(project, schema::Dialect::Sqlite)) continue;
    const Expr call = project::writtenAt(project, column->place);
    if (!call || call.keyword("autoincrement").is(Kind::False) || project::argumentNamed(call, "Sequence")) continue;
    const Expr type = project::argumentNamed(call, column->type.name);
    Finding finding;
    finding.place = placeOf(project, column->place, type ? type : call);
    finding.subject = show(*at.table, column->name);
    finding.message = concat("SQLite does not count a `BIGINT` key up by itself, so a row of ",
                             quoted(at.table->table.name), " cannot be inserted without ", quoted(column->name));
    finding.fixes.push_back(fixOf(project.file(column->place.file), type));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc420

extern const Rule biginteger_pk_on_sqlite{"MC420", Severity::Error, FixClass::Unsafe, "A4", &mc420::check};

}  // namespace limbeck::rules
