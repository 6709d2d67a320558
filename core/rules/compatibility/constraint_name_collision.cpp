#include <algorithm>
#include <map>
#include <set>

#include "project/direct_tables/tables.h"
#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/migrations/replay/replay.h"
#include "rules/compatibility/object_names.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc405 {
namespace {

using schema::Dialect;
using Kind = NamedObject::Kind;

/// Where a name may be used once; several for one object (facts F33). Constraints of SQLite have no such place.
std::vector<std::string> spacesOf(const NamedObject& object, Dialect dialect) {
  const std::string& schema = object.at.table->table.schema;
  const std::string table = concat(schema, ".", object.at.table->table.name);
  const bool relation =
      object.kind == Kind::Index ||
      (dialect == Dialect::PostgreSql && (object.kind == Kind::Unique || object.kind == Kind::PrimaryKey));
  if (dialect == Dialect::MySql) {
    if (object.kind == Kind::PrimaryKey) return {};  // it is always called PRIMARY
    if (object.kind == Kind::Index || object.kind == Kind::Unique) return {concat("keys of ", table)};
    if (object.at.table->anySchema) return {};
    return {concat(nameOf(object.kind), " of ", schema)};
  }
  std::vector<std::string> spaces;
  if (relation && !object.at.table->anySchema) spaces.push_back(concat("relations of ", schema));
  if (dialect == Dialect::PostgreSql && object.kind != Kind::Index) spaces.push_back(concat("constraints of ", table));
  return spaces;
}

/// The convention has the token that the advice would be to use, for what is of this kind.
bool namesAllColumns(const NamedObject& object) {
  static constexpr std::string_view kinds[] = {"pk", "uq", "fk", "ck", "ix"};
  const auto& templates = object.at.metadata->naming.templates;
  const auto own = templates.find(std::string(kinds[static_cast<std::size_t>(object.kind)]));
  return own != templates.end() &&
         (own->second.find("column_0_N_") != std::string::npos || own->second.find("column_0N_") != std::string::npos);
}

/// The table as the migrations make it, where nothing else does; null where something may run what is declared.
const schema::Table* onlyMigrated(const project::Project& project, const DeclaredAt& at, Dialect dialect) {
  if (project::makesTablesItself(project)) return nullptr;
  for (const project::HistoryReplays& one : project.replays().all()) {
    const project::History& history = project.histories().all()[one.history];
    const project::Environment* const environment = project.environments().at(history.environment);
    if (environment == nullptr || !environment->aims(at.metadata->id) || one.replays.empty()) continue;
    const project::Replay* const replay = project.replays().of(one.history, dialect);
    if (const schema::Table* found = (replay != nullptr ? *replay : one.replays.front()).final.find(at.table->name()))
      return found;
  }
  return nullptr;
}

bool hasObject(const schema::Table& table, const std::string& name) {
  const auto isIt = [&](const auto& one) { return one.name.text == name; };
  return std::any_of(table.indexes.begin(), table.indexes.end(), isIt) ||
         std::any_of(table.uniques.begin(), table.uniques.end(), isIt);
}

/// What is declared fails where somebody runs it. Autogenerate does not read names of foreign keys, and what the
/// migrations have made once it finds.
void weigh(const project::Project& project, const NamedObject& first, const NamedObject& second, Dialect dialect,
           Finding& finding) {
  const schema::Table* const made = onlyMigrated(project, second.at, dialect);
  if (made == nullptr) return;
  const bool keys = first.kind == Kind::ForeignKey && second.kind == Kind::ForeignKey;
  const bool once = first.at.table == second.at.table && hasObject(*made, second.name.text);
  if (!keys && !once) return;
  finding.severity = keys ? Severity::Info : Severity::Warning;
  finding.message +=
      keys ? "; the migrations, which make the table, have names of their own" : "; the migrations make it once";
}

Finding about(const project::Project& project, const NamedObject& first, const NamedObject& second, Dialect dialect,
              bool certain) {
  const bool error = certain && dialect != Dialect::MySql;
  Finding finding;
  finding.severity = error ? Severity::Error : Severity::Warning;
  finding.place = nameAt(project, second);
  finding.subject = second.name.text;
  const bool same = first.at.table == second.at.table;
  const std::string_view article = same && first.kind == second.kind ? "another "
                                   : first.kind == Kind::Index       ? "an "
                                                                     : "a ";
  const std::string place = same ? std::string("the same table") : quoted(schema::show(first.at.table->name()));
  finding.message = concat("The ", nameOf(second.kind), " ", quoted(second.name.text), " of ",
                           quoted(schema::show(second.at.table->name())), " has the name of ", article,
                           nameOf(first.kind), " of ", place, ", and ", schema::titleOf(dialect), " takes it once");
  finding.related.push_back({nameAt(project, first), "the same name"});
  // PostgreSQL merges clauses of one CREATE TABLE that say the same.
  if (same && dialect == Dialect::PostgreSql && first.kind == Kind::Unique && second.kind == Kind::Unique &&
      first.columns == second.columns) {
    finding.severity = Severity::Info;
    finding.message = concat("The unique constraint ", quoted(second.name.text), " of ",
                             quoted(schema::show(second.at.table->name())), " is declared twice");
    finding.fixes.push_back({"Delete one of them", FixClass::Advice, {}, {}});
    return finding;
  }
  weigh(project, first, second, dialect, finding);
  if (second.name.from == schema::Name::From::Convention && !namesAllColumns(second)) {
    finding.fixes.push_back(
        {"Write `%(column_0_N_name)s` in the convention, which names every column, or name one of them yourself",
         FixClass::Advice,
         {},
         {}});
  }
  return finding;
}

void check(const project::Project& project, Findings& findings) {
  std::set<Place> seen;
  bool some = false;
  const auto look = [&](Dialect dialect, bool certain) {
    some = true;
    std::map<std::pair<const project::DeclaredMetaData*, std::string>, std::map<std::string, NamedObject>> taken;
    for (const NamedObject& object : namedObjects(project, dialect)) {
      for (const std::string& space : spacesOf(object, dialect)) {
        const auto [first, added] = taken[{object.at.metadata, space}].emplace(object.name.text, object);
        // A parent and its child may lend the table the same thing twice.
        if (added || (first->second.at.table == object.at.table && first->second.kind == object.kind &&
                      first->second.place.span == object.place.span))
          continue;
        Finding finding = about(project, first->second, object, dialect, certain);
        if (seen.insert(finding.place).second) findings.push_back(std::move(finding));
      }
    }
  };
  for (const Dialect dialect : {Dialect::PostgreSql, Dialect::Sqlite, Dialect::MySql}) {
    if (runsOn(project, dialect)) look(dialect, true);
  }
  if (!some && mayRunOn(project, Dialect::PostgreSql)) look(Dialect::PostgreSql, false);
}

}  // namespace
}  // namespace mc405

extern const Rule constraint_name_collision{"MC405", Severity::Error, FixClass::Advice, "A4", &mc405::check};

}  // namespace limbeck::rules
