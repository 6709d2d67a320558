#include "rules/drift/drifting.h"

#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/models/declared.h"
#include "project/names/modules.h"
#include "python/walk.h"
#include "rules/declaring.h"
#include "text/concat.h"
#include "text/words.h"

namespace limbeck::rules {
namespace {

using facts::Expr;
using facts::Kind;
using project::DeclaredTable;
using project::Difference;
using project::Differences;
using project::Project;

bool isJudged(const Project& project, const DeclaredTable* table) {
  return table != nullptr && table->file != project::noFile && !project.modules().isTest(table->file) &&
         !project.modules().isMigration(table->file);
}

/// info={"is_view": True}, {"skip_autogenerate": True}: a note to somebody who treats it in a way of their own.
bool hasInfo(const DeclaredTable& table) {
  if (table.model == project::none) return static_cast<bool>(table.at.keyword("info"));
  return python::anyBelow(project::classAttribute(table.at, "__table_args__"), [](Expr node) {
    return (node.is(Kind::Pair) && node[0].text() == "info") || (node.is(Kind::Keyword) && node.text() == "info");
  });
}

/// Under another schema, or written in other letters.
bool hasNamesake(const schema::Schema& schema, const schema::TableName& table) {
  const std::string small = lowered(table.second);
  return std::any_of(schema.tables().begin(), schema.tables().end(),
                     [&](const auto& one) { return lowered(one.first.second) == small; });
}

/// A table that no model declares, and that has the same columns.
bool hasTwin(const Differences& compared, const schema::TableName& table) {
  const schema::Table* const own = compared.models.find(table);
  return own != nullptr && std::any_of(compared.rows.begin(), compared.rows.end(), [&](const Difference& one) {
           const schema::Table* const other =
               one.isTable() && !one.declared ? compared.migrations.find(one.table) : nullptr;
           return other != nullptr && other->columns.size() == own->columns.size() &&
                  std::all_of(own->columns.begin(), own->columns.end(),
                              [&](const schema::Column& column) { return other->column(column.name) != nullptr; });
         });
}

}  // namespace

std::vector<Drift> driftsOf(const Project& project, schema::Part part, schema::Mark mark) {
  std::vector<Drift> all;
  const std::vector<schema::Dialect> dialects = project::replayDialects(project);
  for (const project::History* const history : project::comparedHistories(project)) {
    if (history == nullptr) continue;
    std::map<std::pair<schema::TableName, std::string>, Drift> once;
    for (const schema::Dialect dialect : dialects) {
      const Differences& compared = project.differences(history, dialect);
      const project::Environment* const environment = compared.environment;
      if (environment == nullptr || environment->target != project::Target::Known || environment->more) continue;
      for (const Difference& row : compared.rows) {
        if (row.row.part != part || row.row.mark != mark || row.noticed.notice != project::Notice::Seen ||
            !isJudged(project, row.declared))
          continue;
        Drift& same = once[{row.table, row.row.name}];
        if (same.row == nullptr) same = {&compared, &row, {}};
        same.databases.emplace_back(schema::titleOf(dialect));
      }
    }
    for (auto& [name, drift] : once) {
      if (drift.databases.size() == dialects.size()) drift.databases.clear();
      all.push_back(std::move(drift));
    }
  }
  return all;
}

Finding findingAbout(const Project& project, const Drift& drift) {
  const DeclaredTable& table = *drift.row->declared;
  const bool mapped = table.model != project::none;
  const Expr name = mapped ? project::classAttribute(table.at, "__tablename__") : table.at.positional(0);
  Finding finding;
  finding.place = {project.file(table.file).path(), name ? name.span() : table.at.nameSpan()};
  finding.subject = schema::show(drift.row->table);
  return finding;
}

bool mayStandElsewhere(const Project& project, const Drift& drift) {
  const schema::TableName& table = drift.row->table;
  const DeclaredTable& declared = *drift.row->declared;
  const bool derived = declared.model != project::none && !project::classAttribute(declared.at, "__tablename__");
  if (hasInfo(declared) || hasNamesake(drift.compared->migrations, table) ||
      (derived && hasTwin(*drift.compared, table)))
    return true;
  for (const project::HistoryReplays& entry : project.replays().all()) {
    const bool own = &project.histories().all()[entry.history] == drift.compared->history;
    for (const project::Replay& replay : entry.replays) {
      if (replay.isView(table) || (!own && hasNamesake(replay.final, table))) return true;
    }
  }
  return false;
}

}  // namespace limbeck::rules
