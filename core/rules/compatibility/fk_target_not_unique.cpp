#include <algorithm>

#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc414 {
namespace {

using schema::Table;

bool sameColumns(std::vector<std::string> a, std::vector<std::string> b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

std::vector<std::string> columnsOf(const schema::Index& index) {
  std::vector<std::string> names;
  for (const schema::IndexPart& part : index.parts) names.push_back(part.expression ? std::string() : part.text);
  return names;
}

/// A primary key, a unique constraint or a unique index of just these columns (facts F36).
bool isUnique(const Table& table, const std::vector<std::string>& columns) {
  if (sameColumns(primaryKeyOf(table), columns)) return true;
  const schema::Column* const single = columns.size() == 1 ? table.column(columns.front()) : nullptr;
  if (single != nullptr && single->unique) return true;
  return std::any_of(table.uniques.begin(), table.uniques.end(),
                     [&](const schema::Unique& u) { return sameColumns(u.columns, columns); }) ||
         std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](const schema::Index& i) { return i.unique && sameColumns(columnsOf(i), columns); });
}

void check(const project::Project& project, Findings& findings) {
  for (const DeclaredAt& at : declaredTables(project)) {
    for (const schema::ForeignKey& key : at.table->table.foreignKeys) {
      const project::DeclaredTable* const target =
          key.table.empty() ? nullptr : at.metadata->only({key.schema, key.table});
      if (target == nullptr || !target->table.isWhole() || key.targets.empty() ||
          key.targets.size() != key.columns.size() || !key.place.isKnown())
        continue;
      const bool there = std::all_of(key.targets.begin(), key.targets.end(),
                                     [&](const std::string& name) { return target->table.column(name) != nullptr; });
      if (!there || isUnique(target->table, key.targets)) continue;
      Finding finding;
      const bool refused = runsOn(project, schema::Dialect::PostgreSql);
      if (!refused) finding.severity = Severity::Warning;
      finding.place = placeOf(project, key.place);
      finding.subject = show(*at.table, key.columns.front());
      finding.message = concat("Nothing makes ", quoted(joined(key.targets)), " of ",
                               quoted(schema::show(target->name())), " unique, so ",
                               refused ? "PostgreSQL refuses a foreign key that refers to it"
                                       : "a foreign key cannot refer to it on every database");
      finding.related.push_back({placeOf(project, target->table.place), "the table it refers to"});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc414

extern const Rule fk_target_not_unique{"MC414", Severity::Error, FixClass::None, "A4", &mc414::check};

}  // namespace limbeck::rules
