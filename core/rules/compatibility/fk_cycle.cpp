#include <algorithm>

#include "project/environments/environments.h"
#include "project/migrations/replay/replay.h"
#include "project/models/circles.h"
#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc415 {
namespace {

using schema::Dialect;

bool isJudged(const project::Project& project, const project::Circle& circle) {
  return std::none_of(circle.tables.begin(), circle.tables.end(), [&](const project::DeclaredTable* table) {
    return table->file == project::noFile || project.modules().isTest(table->file) ||
           project.modules().isMigration(table->file);
  });
}

/// Some table certainly is not migrated yet, so that a migration will have to make it. Without any history, the first
/// one.
bool isAhead(const project::Project& project, const project::Circle& circle) {
  const auto& histories = project.replays().all();
  if (histories.empty()) return !project.environments().all().empty();
  return std::all_of(histories.begin(), histories.end(), [&](const project::HistoryReplays& one) {
    return !one.replays.empty() &&
           std::any_of(circle.tables.begin(), circle.tables.end(), [&](const project::DeclaredTable* table) {
             return one.replays.front().final.lacks(table->name());
           });
  });
}

void check(const project::Project& project, Findings& findings) {
  for (const project::DeclaredMetaData& metadata : project.declared().all()) {
    for (const project::Circle& circle : project::circlesOf(metadata)) {
      // SQLite does not ask whether the other table is there.
      const bool asks = mayRunOn(project, Dialect::PostgreSql) || mayRunOn(project, Dialect::MySql);
      if (!asks || !isJudged(project, circle) || !isAhead(project, circle)) continue;
      std::vector<std::string> names;
      for (const project::DeclaredTable* const table : circle.tables) names.push_back(schema::show(table->name()));
      Finding finding;
      finding.place = placeOf(project, circle.keys.front()->place);
      finding.subject = schema::show(circle.tables.front()->name());
      finding.message = concat(quotedAll(names),
                               circle.tables.size() == 2 ? " refer to each other, so neither"
                                                         : " refer to each other in a circle, so none of them",
                               " can be created first");
      for (std::size_t i = 1; i < circle.keys.size(); ++i) {
        const schema::ForeignKey& key = *circle.keys[i];
        finding.related.push_back(
            {placeOf(project, key.place),
             concat("refers to ", quoted(schema::show(schema::TableName{key.schema, key.table})))});
      }
      finding.fixes.push_back(
          {"Leave one of the foreign keys out of `create_table`, and add it below with `op.create_foreign_key`",
           FixClass::Advice,
           {},
           {}});
      findings.push_back(std::move(finding));
    }
  }
}

}  // namespace
}  // namespace mc415

extern const Rule fk_cycle{"MC415", Severity::Warning, FixClass::Advice, "A4", &mc415::check};

}  // namespace limbeck::rules
