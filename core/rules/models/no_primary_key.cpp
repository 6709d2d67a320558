#include <algorithm>

#include "project/classes/classes.h"
#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mb108 {
namespace {

using facts::Expr;
using facts::Kind;

/// __mapper_args__ may name a key of its own, and info={"is_view": True} says that there is no table.
bool isSpecial(const project::Project& project, project::ClassId index, unsigned depth = 0) {
  const project::ClassInfo& info = project.classes().at(index);
  for (const Expr statement : info.node.body()) {
    const std::string& name = statement.is(Kind::Function) ? statement.text() : statement[0].text();
    if (name == "__mapper_args__" || name == "__mapper__" || name == "__table__" || name == "__table_cls__")
      return true;
    if (name != "__table_args__") continue;
    const Expr value = statement.is(Kind::Function) ? Expr() : statement.value();
    const Expr last = value.is(Kind::Tuple) ? value.back() : value;
    for (const Expr pair : last) {
      if (last.is(Kind::Dict) && pair.is(Kind::Pair) && pair[0].text() == "info") return true;
    }
  }
  return depth > 16 || std::any_of(info.parents.begin(), info.parents.end(),
                                   [&](project::ClassId parent) { return isSpecial(project, parent, depth + 1); });
}

/// Something else keeps the same row from being stored twice.
bool isUnique(const schema::Table& table) {
  return !table.uniques.empty() ||
         std::any_of(table.columns.begin(), table.columns.end(), [](const schema::Column& c) { return c.unique; }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(), [](const schema::Index& i) { return i.unique; });
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredAt& at : declaredTables(project)) {
    const schema::Table& table = at.table->table;
    if (!table.isWhole() || !at.table->nameKnown || table.columns.empty() || !primaryKeyOf(table).empty()) continue;
    const bool mapped = at.table->model != project::none;
    if (mapped &&
        (project.classes().at(at.table->model).parent != project::none || isSpecial(project, at.table->model)))
      continue;
    if (!mapped && (isUnique(table) || at.table->at.keyword("info"))) continue;
    Finding finding;
    if (!mapped) finding.severity = Severity::Warning;
    const std::string name = mapped ? project.classes().at(at.table->model).name : schema::show(at.table->name());
    finding.place = mapped ? Place{project.file(at.table->file).path(), at.table->at.nameSpan()}
                           : placeOf(project, table.place, at.table->at.callee());
    finding.subject = name;
    finding.message = mapped
                          ? concat(quoted(name), " has no primary key, so SQLAlchemy cannot map it")
                          : concat("The table ", quoted(name), " has no primary key, so it takes the same row twice");
    finding.fixes.push_back({mapped ? "Give it a column with `primary_key=True`"
                                    : "Give the columns that identify a row `primary_key=True`",
                             FixClass::Advice,
                             {},
                             {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mb108

extern const Rule no_primary_key{"MB108", Severity::Error, FixClass::Advice, "", &mb108::check, Weight::Fails};

}  // namespace limbeck::rules
