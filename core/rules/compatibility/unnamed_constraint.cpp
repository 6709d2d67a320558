#include <algorithm>
#include <map>

#include "project/environments/environments.h"
#include "project/environments/imports.h"
#include "project/environments/metadata_use.h"
#include "project/migrations/histories.h"
#include "project/names/modules.h"
#include "rules/declaring.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc402 {
namespace {

using schema::Name;

/// What nobody names, by the convention's word for it.
struct Unnamed {
  std::map<std::string_view, unsigned> counts;
  schema::FilePlace first;

  void add(std::string_view kind, const Name& name, schema::FilePlace place) {
    if (name.from != Name::From::Nothing || !place.isKnown()) return;
    ++counts[kind];
    if (!first.isKnown()) first = place;
  }
};

std::string_view nameOf(std::string_view kind, bool several) {
  if (kind == "uq") return several ? "unique constraints" : "unique constraint";
  if (kind == "ck") return several ? "checks" : "check";
  return several ? "foreign keys" : "foreign key";
}

Unnamed unnamedOn(const project::DeclaredMetaData& metadata, const project::Project& project) {
  Unnamed made;
  for (const project::DeclaredTable& table : metadata.tables) {
    if (table.file == project::noFile || project.modules().isTest(table.file) ||
        project.modules().isMigration(table.file) || project.modules().isExample(table.file) ||
        project.importLines().isOfMigrations(table.file))
      continue;
    for (const schema::Column& column : table.table.columns) {
      // unique=True beside primary_key=True is to be deleted, and not to be named.
      const bool repeats = primaryKeyOf(table.table) == std::vector<std::string>{column.name};
      if (column.unique && !column.indexed && !repeats) made.add("uq", {}, column.place);
    }
    for (const schema::Unique& unique : table.table.uniques) made.add("uq", unique.name, unique.place);
    for (const schema::ForeignKey& key : table.table.foreignKeys) made.add("fk", key.name, key.place);
    for (const schema::Check& one : table.table.checks) made.add("ck", one.name, one.place);
  }
  return made;
}

/// "3 foreign keys and 1 check"
std::string inWords(const Unnamed& unnamed) {
  std::vector<std::string> words;
  for (const auto& [kind, count] : unnamed.counts)
    words.push_back(concat(std::to_string(count), " ", nameOf(kind, count > 1)));
  return listed(words);
}

/// An env.py says what it compares with; one that compares with nothing may migrate anything.
bool comparesWithSome(const project::Project& project) {
  const std::vector<project::Environment>& all = project.environments().all();
  return std::any_of(all.begin(), all.end(),
                     [](const project::Environment& one) { return one.target == project::Target::Known; });
}

void check(const project::Project& project, Findings& findings) {
  if (!project.usesAlembic()) return;
  if (project.settings().allowAutoNames && !runsOn(project, schema::Dialect::Sqlite)) return;
  for (const project::DeclaredMetaData& metadata : project.declared().all()) {
    const project::MetaData& made = project.environments().metadatas().at(metadata.id);
    const bool library = made.file == project::noFile && made.name.starts_with("SQLModel");
    if (!made.bind.empty()) continue;  // its names come from the MetaData that the other models are on
    if (!metadata.naming.empty() || (made.file == project::noFile ? !library : project.modules().isTest(made.file)))
      continue;
    const project::MetaDataUse* const use = project.metadataUses().of(metadata.id);
    if (comparesWithSome(project) && use != nullptr && project.metadataUses().isUntargeted(*use)) continue;
    const Unnamed unnamed = unnamedOn(metadata, project);
    if (unnamed.counts.empty()) continue;
    unsigned all = 0;
    for (const auto& [kind, count] : unnamed.counts) all += count;
    Finding finding;
    finding.place = library ? placeOf(project, unnamed.first)
                            : Place{project.file(made.file).path(),
                                    made.made.is(facts::Kind::Class) ? made.made.nameSpan() : made.made.span()};
    finding.subject = metadata.name;
    // SQLite keeps no name of its own that a batch could drop it by; other databases make one up, always the same.
    if (!runsOn(project, schema::Dialect::Sqlite)) finding.severity = Severity::Info;
    finding.message = concat(inWords(unnamed), all > 1 ? " have" : " has", " no name, and ", quoted(metadata.name),
                             " has no convention that would give one");
    finding.related.push_back({placeOf(project, unnamed.first), "the first of them"});
    finding.fixes.push_back(
        {"Give the `MetaData` a `naming_convention` for ix, uq, ck, fk and pk; a database that exists needs a "
         "migration that renames",
         FixClass::Advice,
         {},
         {}});
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace mc402

extern const Rule unnamed_constraint{"MC402", Severity::Warning, FixClass::Advice, "A4", &mc402::check, Weight::Style};

}  // namespace limbeck::rules
