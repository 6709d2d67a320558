#include <algorithm>
#include <set>

#include "rules/compatibility/index_cover.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc416 {
namespace {

using facts::Expr;
using schema::Dialect;

/// Some index, or one that is not understood, begins with the columns in any order. Who makes them a part of the
/// primary key has thought about it: the table of an association.
bool isFound(const project::Project& project, const schema::Table& table, const schema::ForeignKey& key) {
  const std::vector<std::string>& primary = table.primaryKey.columns;
  const auto isPrimary = [&](const std::string& column) {
    return std::find(primary.begin(), primary.end(), column) != primary.end();
  };
  if (std::any_of(key.columns.begin(), key.columns.end(), isPrimary)) return true;
  for (const schema::Index& one : table.indexes) {
    const bool plain = one.where.empty() && one.presence == schema::Presence::There;
    if (!plain && std::any_of(key.columns.begin(), key.columns.end(),
                              [&](const std::string& column) { return one.covers(column); }))
      return true;
  }
  for (const Cover& cover : coversOf(project, table)) {
    if (cover.columns.size() < key.columns.size()) continue;
    const auto end = cover.columns.begin() + static_cast<std::ptrdiff_t>(key.columns.size());
    if (std::all_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) {
          return std::any_of(cover.columns.begin(), end, [&](const std::string& one) {
            return one == column || one == concat(column, " DESC") || one == concat(column, " ASC");
          });
        }))
      return true;
  }
  return false;
}

using Keys = std::vector<const schema::ForeignKey*>;

/// `posts.user_id`, `posts.editor_id`: one finding for the table.
std::string listed(const DeclaredAt& at, const Keys& keys) {
  std::string names;
  for (const schema::ForeignKey* key : keys)
    names += concat(names.empty() ? "" : ", ", quoted(show(*at.table, key->columns.front())));
  return names;
}

/// index=True on every one of them; of several columns together somebody has to choose the order.
Fix fixOf(const project::Project& project, const schema::Table& table, const Keys& keys) {
  Fix fix{"Add `index=True`; where the table exists, a migration has to create the index", FixClass::Generate, {}, {}};
  for (const schema::ForeignKey* key : keys) {
    const schema::Column* const column = key->columns.size() == 1 ? table.column(key->columns.front()) : nullptr;
    const Expr call = column == nullptr ? Expr() : project::writtenAt(project, column->place);
    if (!call || call.keyword("index"))
      return {
          "Give the columns an index; where the table exists, a migration has to create it", FixClass::Advice, {}, {}};
    fix.edits.push_back(appendItem(project.file(column->place.file), call, "index=True"));
  }
  return fix;
}

void check(const project::Project& project, Findings& findings) {
  std::set<Place> seen;
  for (const auto& [at, table] : completeTables(project, Dialect::Generic)) {
    if (!table->isWhole()) continue;
    Keys keys;
    for (const schema::ForeignKey& key : table->foreignKeys) {
      if (key.presence != schema::Presence::There || !key.place.isKnown() || isFound(project, *table, key)) continue;
      if (seen.insert(placeOf(project, key.place)).second) keys.push_back(&key);  // one of a mixin once
    }
    if (keys.empty()) continue;
    // MySQL makes an index by itself.
    if (!mayRunOn(project, Dialect::PostgreSql) && !mayRunOn(project, Dialect::Sqlite)) return;
    Finding finding;
    finding.place = placeOf(project, keys.front()->place);
    finding.subject = at.table->table.name;
    const std::string target = quoted(schema::show(schema::TableName{keys.front()->schema, keys.front()->table}));
    finding.message =
        concat("No index begins with ", listed(at, keys), ", so ",
               keys.size() == 1 ? concat("every delete in ", target, " reads the whole table")
                                : std::string("every delete in the tables they refer to reads this whole table"));
    for (std::size_t i = 1; i < keys.size(); ++i)
      finding.related.push_back({placeOf(project, keys[i]->place), "and this one"});
    finding.fixes.push_back(fixOf(project, *table, keys));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc416

extern const Rule fk_without_index{"MC416", Severity::Info, FixClass::Generate, {}, &mc416::check, Weight::Style};

}  // namespace limbeck::rules
