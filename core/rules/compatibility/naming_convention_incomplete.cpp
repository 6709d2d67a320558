#include <algorithm>

#include "project/environments/environments.h"
#include "project/migrations/histories.h"
#include "project/names/modules.h"
#include "project/names/resolver.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc403 {
namespace {

using facts::Kind;

constexpr std::pair<std::string_view, std::string_view> complete[] = {
    {"ix", "ix_%(column_0_label)s"},
    {"uq", "uq_%(table_name)s_%(column_0_N_name)s"},
    {"ck", "ck_%(table_name)s_%(constraint_name)s"},
    {"fk", "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s"},
    {"pk", "pk_%(table_name)s"}};

/// The first index that nobody names: with a convention that has no `ix`, SQLAlchemy cannot create it (facts F15).
schema::FilePlace namelessIndex(const project::Project& project, const project::DeclaredMetaData& metadata) {
  for (const DeclaredAt& at : declaredTables(project)) {
    if (at.metadata != &metadata) continue;
    for (const schema::Column& column : at.table->table.columns) {
      if (column.indexed && column.place.isKnown()) return column.place;
    }
    for (const schema::Index& index : at.table->table.indexes) {
      if (index.name.from == schema::Name::From::Nothing && index.place.isKnown()) return index.place;
    }
  }
  return {};
}

/// Some table has what that part of the convention would name; a primary key never needs it.
bool isUsed(const project::Project& project, const project::DeclaredMetaData& metadata, std::string_view kind) {
  const std::vector<DeclaredAt>& all = declaredTables(project);
  return std::any_of(all.begin(), all.end(), [&](const DeclaredAt& at) {
    const schema::Table& table = at.table->table;
    if (at.metadata != &metadata) return false;
    if (kind == "ck") return !table.checks.empty() || !table.isWhole();
    if (kind == "fk") return !table.foreignKeys.empty();
    const auto hasFlag = [&](bool schema::Column::*flag) {
      return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& one) { return one.*flag; });
    };
    if (kind == "uq") return !table.uniques.empty() || hasFlag(&schema::Column::unique);
    return kind == "ix" && (!table.indexes.empty() || hasFlag(&schema::Column::indexed));
  });
}

Fix fixOf(const project::Project& project, const project::DeclaredMetaData& metadata,
          const std::vector<std::string>& missing) {
  project::FileId file = metadata.namingFile;
  facts::Expr dict =
      metadata.namingAt.is(Kind::Keyword) ? metadata.namingAt.value() : metadata.namingAt.parent().value();
  if (const project::Symbol symbol = dict.is(Kind::Dict) ? project::Symbol() : project.resolver().only(file, dict);
      symbol.is(project::Symbol::Kind::Variable)) {
    file = symbol.file;
    dict = symbol.value;
  }
  Fix fix{concat("Add ", quotedAll(missing), "; a database that exists needs a migration that renames"),
          FixClass::Advice,
          {},
          {}};
  if (!dict.is(Kind::Dict)) return fix;
  std::vector<std::string> items;
  for (const auto& [kind, pattern] : complete) {
    if (std::find(missing.begin(), missing.end(), kind) != missing.end())
      items.push_back(concat("\"", kind, "\": \"", pattern, "\""));
  }
  fix.fixClass = FixClass::Unsafe;
  fix.edits.push_back(appendItems(project.file(file), dict, items));
  return fix;
}

void check(const project::Project& project, Findings& findings) {
  if (!project.usesAlembic()) return;
  for (const project::DeclaredMetaData& metadata : project.declared().all()) {
    const bool elsewhere = metadata.namingFile == project::noFile || project.modules().isTest(metadata.namingFile) ||
                           project.modules().isMigration(metadata.namingFile);
    if (elsewhere || metadata.naming.open || metadata.naming.templates.empty()) continue;
    std::vector<std::string> missing;
    for (const auto& [kind, pattern] : complete) {
      if (metadata.naming.templates.count(kind) == 0) missing.emplace_back(kind);
    }
    if (missing.empty()) continue;
    const schema::FilePlace index = missing.front() == "ix" ? namelessIndex(project, metadata) : schema::FilePlace();
    Finding finding;
    const bool used = std::any_of(missing.begin(), missing.end(),
                                  [&](const std::string& kind) { return isUsed(project, metadata, kind); });
    if (!index.isKnown())
      finding.severity = !used || project.settings().allowAutoNames ? Severity::Info : Severity::Warning;
    finding.place = {project.file(metadata.namingFile).path(), metadata.namingAt.nameSpan()};
    finding.subject = metadata.name;
    finding.message =
        concat("The naming convention of ", quoted(metadata.name), " says nothing about ", quotedAll(missing));
    if (index.isKnown()) {
      finding.message += ", and without `ix` an index that has no name cannot be created";
      finding.related.push_back({placeOf(project, index), "an index without a name"});
    }
    finding.fixes.push_back(fixOf(project, metadata, missing));
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc403

extern const Rule naming_convention_incomplete{"MC403", Severity::Error, FixClass::Unsafe,
                                               "A4",    &mc403::check,   Weight::Standard};

}  // namespace limbeck::rules
