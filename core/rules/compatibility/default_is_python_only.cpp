#include <algorithm>
#include <map>
#include <set>

#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc411 {
namespace {

/// NOT NULL, with a value that only the program gives to new rows.
bool isPythonOnly(const schema::Column& column) {
  return column.pythonDefault && column.nullable == false && !column.primaryKey && !column.serverDefault.isThere() &&
         column.presence == schema::Presence::There && column.place.isKnown();
}

/// What the history builds, where its env.py certainly compares with that MetaData.
std::vector<const project::Replay*> replaysOf(const project::Project& project,
                                              const project::DeclaredMetaData& metadata) {
  std::vector<const project::Replay*> found;
  for (const project::HistoryReplays& entry : project.replays().all()) {
    const project::History& history = project.histories().all()[entry.history];
    if (history.test || history.partOf || !history.whole) continue;
    const project::Environment* const environment = project.environments().at(history.environment);
    if (environment == nullptr || environment->target != project::Target::Known || environment->more ||
        !metadata.isComparedBy(*environment))
      continue;
    for (const project::Replay& replay : entry.replays) found.push_back(&replay);
  }
  return found;
}

/// The table is migrated and the column is not, on every database and in every history of the MetaData.
bool isAhead(const std::vector<const project::Replay*>& replays, const schema::TableName& table,
             const schema::Column& column) {
  return !replays.empty() && std::all_of(replays.begin(), replays.end(), [&](const project::Replay* replay) {
    const schema::Table* const made = replay->final.find(table);
    return made != nullptr && !made->baseline && made->lacks(column.name);
  });
}

void check(const project::Project& project, Findings& findings) {
  if (project.histories().judged().empty()) return;
  std::set<Place> seen;
  std::map<const project::DeclaredMetaData*, std::vector<const project::Replay*>> replays;
  for (const DeclaredAt& at : declaredTables(project)) {
    if (at.metadata->only(at.table->name()) != at.table) continue;
    for (const schema::Column& column : at.table->table.columns) {
      if (!isPythonOnly(column)) continue;
      const auto [known, asked] = replays.try_emplace(at.metadata);
      if (asked) known->second = replaysOf(project, *at.metadata);
      if (!isAhead(known->second, at.table->name(), column)) continue;
      const facts::Expr call = project::writtenAt(project, column.place);
      facts::Expr value;
      for (const std::string_view keyword : {"default", "insert_default", "default_factory"})
        value = value ? value : call.keyword(keyword);
      Finding finding;
      finding.place = value ? placeOf(project, column.place, value.parent()) : placeOf(project, column.place);
      if (!seen.insert(finding.place).second) continue;
      finding.subject = show(*at.table, column.name);
      finding.message = concat(
          "No migration has added ", quoted(finding.subject),
          " yet, and the rows that are there by then get no value: `default` is for new rows of this program only");
      finding.fixes.push_back(
          {"Give it a `server_default` as well, or fill the rows in the migration before `nullable=False`",
           FixClass::Advice,
           {},
           {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc411

extern const Rule default_is_python_only{"MC411", Severity::Info, FixClass::Advice, "A4", &mc411::check, Weight::Style};

}  // namespace limbeck::rules
