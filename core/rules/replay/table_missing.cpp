#include <algorithm>

#include "project/direct_tables/tables.h"
#include "project/models/declared.h"
#include "rules/declaring.h"
#include "rules/replay/failing.h"
#include "rules/rule.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace rp701 {
namespace {

using project::Project;

/// Made by the database itself or by an extension: no migration creates it.
bool isOfDatabase(const schema::TableName& table) {
  static constexpr std::string_view schemas[] = {"information_schema", "pg_catalog", "topology", "tiger", "mysql"};
  static constexpr std::string_view names[] = {"alembic_version", "spatial_ref_sys", "geometry_columns",
                                               "geography_columns", "sqlite_sequence"};
  return oneOf(table.first, schemas) || oneOf(table.second, names) || table.second.starts_with("pg_");
}

/// Some migration makes a table of that name: in another schema, which may be searched; in other letters; or in a
/// history of the same database.
bool hasNamesake(const Project& project, const Failing& failing) {
  const schema::TableName& table = failing.what().table;
  for (const auto& [name, other] : failing.replay->final.tables()) {
    if (name != table && lowered(name.second) == lowered(table.second)) return true;
  }
  for (const project::HistoryReplays& entry : project.replays().all()) {
    const bool own = &project.histories().all()[entry.history] == failing.history;
    if (!own && !entry.replays.front().makersOf(table).empty()) return true;
  }
  return false;
}

/// No migration makes it, but the application may: by create_all for a model, or by other code that makes tables.
bool mayBeMadeElsewhere(const Project& project, const Failing& failing) {
  const schema::Failure& what = failing.what();
  if (!failing.replay->makersOf(what.table).empty()) return false;
  const auto& declared = project.declared().all();
  return (what.near.empty() && !project.tables().empty()) ||
         std::any_of(declared.begin(), declared.end(),
                     [&](const project::DeclaredMetaData& one) { return one.find(what.table) != nullptr; });
}

void check(const Project& project, Findings& findings) {
  for (const Failing& failing : failuresOf(project, schema::Failure::Kind::TableMissing)) {
    const schema::Failure& what = failing.what();
    if (isOfDatabase(what.table) || hasNamesake(project, failing) || mayBeMadeElsewhere(project, failing)) continue;
    const std::string table = quoted(schema::show(what.table));
    const auto makers = failing.replay->makersOf(what.table);
    const bool dropped = what.since.isKnown();
    std::string rest = concat("there is no table ", table, " at this point");
    if (!dropped && !makers.empty()) {
      rest += concat(", only ", quoted(failing.history->at(makers.front()).id), " creates it");
    } else if (!dropped && !what.near.empty()) {
      rest += concat(", but ", quotedAll(what.near, 3), what.near.size() == 1 ? " is" : " are");
    }
    Finding finding = findingAbout(project, failing, rest);
    if (dropped) finding.related.push_back({placeOf(project, what.since), concat(table, " goes here")});
    else if (makers.empty() && !what.near.empty())
      finding.fixes.push_back(
          {concat("Name the table that is there: ", quoted(what.near.front())), FixClass::Advice, {}, {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rp701

extern const Rule table_missing{"RP701", Severity::Error, FixClass::Advice, "", &rp701::check};

}  // namespace limbeck::rules
