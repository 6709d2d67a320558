#include <algorithm>
#include <set>

#include "project/migrations/replay/replay.h"
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

/// The columns an index begins with, up to its first expression: `Index("ix", "user_id", text("created DESC"))`.
std::vector<std::string> plainBeginning(const schema::Index& index) {
  std::vector<std::string> columns;
  for (const schema::IndexPart& part : index.parts) {
    if (part.expression) break;
    columns.push_back(part.text);
  }
  return columns;
}

/// The first columns are those, in any order.
bool holds(const std::vector<std::string>& columns, const std::vector<std::string>& wanted) {
  if (columns.size() < wanted.size()) return false;
  const auto end = columns.begin() + static_cast<std::ptrdiff_t>(wanted.size());
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const std::string& one) { return std::find(columns.begin(), end, one) != end; });
}

/// Some index, or one that is not understood, begins with the columns in any order. Who makes them a part of the
/// primary key has thought about it: the table of an association.
bool isCovered(const project::Project& project, const schema::Table& table, const schema::ForeignKey& key) {
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
  if (std::any_of(table.indexes.begin(), table.indexes.end(), [&](const schema::Index& index) {
        return index.presence == schema::Presence::There && holds(plainBeginning(index), key.columns);
      }))
    return true;
  const std::vector<Cover> covers = coversOf(project, table);
  return std::any_of(covers.begin(), covers.end(), [&](const Cover& cover) {
    return cover.kind != Cover::Kind::Index && holds(cover.columns, key.columns);
  });
}

/// Only the migrations make an index for it: that it is missing in the models is drift.
bool isMigrated(const project::Project& project, const schema::TableName& name, const schema::ForeignKey& key) {
  const std::vector<project::HistoryReplays>& all = project.replays().all();
  return std::any_of(all.begin(), all.end(), [&](const project::HistoryReplays& entry) {
    return std::any_of(entry.replays.begin(), entry.replays.end(), [&](const project::Replay& replay) {
      const schema::Table* const table = replay.final.find(name);
      return table != nullptr && isCovered(project, *table, key);
    });
  });
}

/// A table that nobody declares has no rows to read: that is MC413.
bool isDeclared(const DeclaredAt& at, const schema::ForeignKey& key) {
  return at.metadata->open || at.metadata->find({key.schema, key.table}) != nullptr;
}

/// The table of an association whose keys are no primary key: MB108 speaks of it, and its key is the index.
bool isBareAssociation(const schema::Table& table) {
  return primaryKeyOf(table).empty() && table.foreignKeys.size() >= 2 && table.uniques.empty();
}

using Keys = std::vector<const schema::ForeignKey*>;

/// `posts.user_id`, `posts.(a, b)`: one finding for the table; columns that refer together stand together.
std::string listed(const DeclaredAt& at, const Keys& keys) {
  std::string names;
  for (const schema::ForeignKey* key : keys) {
    const bool several = key->columns.size() > 1;
    names += concat(names.empty() ? "" : ", ",
                    quoted(show(*at.table, several ? concat("(", joined(key->columns), ")") : key->columns.front())));
  }
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
    if (!table->isWhole() || isBareAssociation(*table)) continue;
    Keys keys;
    for (const schema::ForeignKey& key : table->foreignKeys) {
      if (key.presence != schema::Presence::There || !key.place.isKnown() || isCovered(project, *table, key) ||
          !isDeclared(at, key) || isMigrated(project, at.table->name(), key))
        continue;
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

// A key to a table that is not there has no rows to look through, and those of an association table are to be its
// primary key.
extern const Rule fk_without_index{"MC416",       Severity::Info, FixClass::Generate, {},
                                   &mc416::check, Weight::Style,  "MB108 MC413"};

}  // namespace limbeck::rules
