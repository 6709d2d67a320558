#include <algorithm>
#include <set>

#include "rules/declaring.h"
#include "rules/fixes.h"
#include "rules/index_cover.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using schema::Dialect;

/// Some index, or one that is not understood, begins with the columns in any order. Who makes them a part of the primary key has
/// thought about it: the table of an association.
bool isFound(const project::Project& project, const schema::Table& table, const schema::ForeignKey& key) {
  const std::vector<std::string>& primary = table.primaryKey.columns;
  const auto isPrimary = [&](const std::string& column) { return std::find(primary.begin(), primary.end(), column) != primary.end(); };
  if (std::any_of(key.columns.begin(), key.columns.end(), isPrimary)) return true;
  for (const schema::Index& one : table.indexes) {
    const bool plain = one.where.empty() && one.presence == schema::Presence::There;
    if (!plain && std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) { return one.covers(column); })) return true;
  }
  for (const Cover& cover : coversOf(project, table)) {
    if (cover.columns.size() < key.columns.size()) continue;
    const auto end = cover.columns.begin() + static_cast<std::ptrdiff_t>(key.columns.size());
    if (std::all_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) {
          return std::any_of(cover.columns.begin(), end, [&](const std::string& one) { return one == column || one == concat(column, " DESC") || one == concat(column, " ASC"); });
        })) return true;
  }
  return false;
}

/// `posts.tenant` and `posts.number`
std::string listed(const DeclaredAt& at, const schema::ForeignKey& key) {
  std::string names;
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    names += concat(i == 0 ? "" : i + 1 == key.columns.size() ? " and " : ", ", quoted(show(*at.table, key.columns[i])));
  }
  return names;
}

Fix fixOf(const project::Project& project, const schema::Table& table, const schema::ForeignKey& key) {
  Fix fix{"Give it an index; where the table exists, a migration has to create it", FixClass::Advice, {}, {}};
  const schema::Column* const column = key.columns.size() == 1 ? table.column(key.columns.front()) : nullptr;
  const Expr call = column == nullptr ? Expr() : project::writtenAt(project, column->place);
  if (!call || call.keyword("index") || call.parent().is(facts::Kind::Lambda)) return fix;
  return {"Add `index=True`; where the table exists, a migration has to create the index", FixClass::Generate, {appendItem(project.file(column->place.file), call, "index=True")}, {}};
}

void check(const project::Project& project, Findings& findings) {
  Databases databases(project);
  std::set<Place> seen;
  const project::DeclaredMetaData* read = nullptr;
  schema::Schema schema;
  for (const DeclaredAt& at : declaredTables(project)) {
    if (at.metadata != read) schema = project.declared().schemaOf(*at.metadata, Dialect::Generic);
    read = at.metadata;
    const schema::Table* const table = onlyTable(*at.metadata, at.table->name()) == at.table ? schema.find(at.table->name()) : nullptr;
    if (table == nullptr || !table->isWhole()) continue;
    for (const schema::ForeignKey& key : table->foreignKeys) {
      // MySQL makes an index by itself.
      if (key.presence != schema::Presence::There || !key.place.isKnown() || isFound(project, *table, key)) continue;
      if (!databases.mayHave(Dialect::PostgreSql) && !databases.mayHave(Dialect::Sqlite)) return;
      Finding finding;
      finding.place = placeOf(project, key.place);
      if (!seen.insert(finding.place).second) continue;  // of a mixin
      finding.subject = show(*at.table, key.columns.front());
      finding.message = concat("The foreign key on ", listed(at, key), " has no index, so every delete in ", quoted(schema::show(schema::TableName{key.schema, key.table})), " reads the whole table");
      finding.fixes.push_back(fixOf(project, *table, key));
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace

extern const Rule fk_without_index{"MC416", Severity::Info, FixClass::Generate, "A4", &check};

}  // namespace limbeck::rules
