#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc424 {
namespace {

using facts::Expr;

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredAt& at : declaredTables(project)) {
    for (const schema::Index& index : at.table->table.indexes) {
      if (!index.unique || index.where.empty() || index.whereOnSqlite || !runsOn(project, schema::Dialect::Sqlite))
        continue;
      const Expr call = project::writtenAt(project, index.place);
      const Expr where =
          call.keyword("postgresql_where") ? call.keyword("postgresql_where") : call.keyword("mssql_where");
      if (!where) continue;
      const facts::ModuleFacts& facts = project.file(index.place.file);
      const Span span = where.span();
      Finding finding;
      finding.place = {facts.path(), where.parent().span()};
      finding.subject = index.name.text.empty() ? at.table->table.name : index.name.text;
      finding.message = concat("SQLite does not see the condition of ", quoted(finding.subject),
                               ", so the index is unique over every row there");
      const std::string argument = concat("sqlite_where=", facts.file->text().substr(span.begin, span.size()));
      finding.fixes.push_back({"Give SQLite the same condition with `sqlite_where`",
                               FixClass::Safe,
                               {appendItem(facts, call, argument)},
                               {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc424

extern const Rule partial_unique_index_on_sqlite{"MC424", Severity::Error, FixClass::Safe, "A4", &mc424::check};

}  // namespace limbeck::rules
