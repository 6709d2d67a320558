#include <algorithm>
#include <map>

#include "project/classes/classes.h"
#include "project/environments/metadata_use.h"
#include "project/models/targets.h"
#include "rules/declaring.h"
#include "rules/fixes/edits.h"
#include "rules/rule.h"
#include "text/concat.h"

namespace limbeck::rules {
namespace mc413 {
namespace {

using project::DeclaredMetaData;
using project::DeclaredTable;
using schema::ForeignKey;
using schema::TableName;

struct Complaint {
  std::string message;
  std::string instead;  ///< what to write; empty when that is not clear
};

std::optional<Complaint> aboutTable(const project::Project& project, const DeclaredMetaData& metadata,
                                    const ForeignKey& key, const std::string& written) {
  Complaint made;
  const DeclaredTable* const near = project::tableMeant(project, metadata, key);
  if (near != nullptr) {
    const bool byClass = near->model != project::none && project.classes().at(near->model).name == key.table;
    const std::string table = quoted(schema::show(near->name()));
    made.message = byClass ? concat(quoted(written), " names a class, and foreign keys name tables: that of ",
                                    quoted(key.table), " is ", table)
                           : concat(quoted(written), " leads nowhere: there is no table ",
                                    quoted(schema::show(TableName{key.schema, key.table})), ", but ", table);
    if (!near->anySchema && !key.targets.empty() && !key.sameNamed && !near->table.lacks(key.targets.front()))
      made.instead = concat(schema::show(near->name()), ".", key.targets.front());
    return made;
  }
  for (const DeclaredMetaData& other : project.declared().all()) {
    if (&other == &metadata || other.find({key.schema, key.table}) == nullptr) continue;
    if (other.id == metadata.id) return std::nullopt;  // of a program beside this one, or of both
    made.message = concat(quoted(written), " leads to a table of ", quoted(other.name), ", which the tables of ",
                          quoted(metadata.name), " cannot refer to by name");
    return made;
  }
  made.message = concat(quoted(written), " leads nowhere: no table ",
                        quoted(schema::show(TableName{key.schema, key.table})), " stands on ", quoted(metadata.name));
  return made;
}

std::optional<Complaint> complaint(const project::Project& project, const DeclaredMetaData& metadata,
                                   const ForeignKey& key, std::size_t i, const std::string& written) {
  const TableName name{key.schema, key.table};
  if (metadata.find(name) == nullptr)
    return metadata.mayHave(key.table) ? std::nullopt : aboutTable(project, metadata, key, written);
  const DeclaredTable* const target = metadata.only(name);
  if (target == nullptr || i >= key.targets.size() || !target->table.lacks(key.targets[i])) return std::nullopt;
  const bool renamed = std::any_of(
      target->table.columns.begin(), target->table.columns.end(),
      [&](const schema::Column& c) { return static_cast<bool>(project::writtenAt(project, c.place).keyword("key")); });
  if (renamed) return std::nullopt;
  const std::string pointed = concat(schema::show(name), ".", key.targets[i]);
  if (key.sameNamed) {
    const std::vector<std::string> keys = primaryKeyOf(target->table);
    return Complaint{
        concat(quoted(written), " names no column, so it points at ", quoted(pointed), ", which is not there"),
        keys.size() == 1 ? concat(schema::show(name), ".", keys.front()) : std::string()};
  }
  const schema::Column* const near = project::columnMeant(target->table, key.targets[i]);
  return Complaint{concat(quoted(written), " leads nowhere: ", quoted(schema::show(name)), " has no column ",
                          quoted(key.targets[i])),
                   near == nullptr ? std::string() : concat(schema::show(name), ".", near->name)};
}

void check(const project::Project& project, Findings& findings) {
  if (project.metadataUses().open()) return;
  std::map<const DeclaredMetaData*, bool> closed;
  for (const DeclaredAt& at : declaredTables(project)) {
    const auto [known, fresh] = closed.try_emplace(at.metadata, false);
    if (fresh) known->second = project::isClosed(project, *at.metadata);
    if (!known->second) continue;
    for (const ForeignKey& key : at.table->table.foreignKeys) {
      if (key.table.empty() || !key.place.isKnown() || key.place.file >= project.files().size()) continue;
      const std::vector<facts::Expr> texts = project::targetsWritten(project::writtenAt(project, key.place));
      for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!texts[i].is(facts::Kind::String)) continue;
        const auto said = complaint(project, *at.metadata, key, i, texts[i].text());
        if (!said) continue;
        Finding finding;
        finding.place = placeOf(project, key.place, texts[i]);
        finding.subject = show(*at.table, i < key.columns.size() ? key.columns[i] : std::string());
        finding.message = said->message;
        if (!said->instead.empty()) {
          finding.fixes.push_back({concat("Refer to ", quoted(said->instead)),
                                   FixClass::Unsafe,
                                   {replaceText(project.file(key.place.file), texts[i], said->instead)},
                                   {}});
        }
        findings.push_back(std::move(finding));
        if (at.metadata->find({key.schema, key.table}) == nullptr) break;
      }
    }
  }
}

}  // namespace
}  // namespace mc413

extern const Rule fk_target_unknown{"MC413", Severity::Error, FixClass::Unsafe, "A4", &mc413::check};

}  // namespace limbeck::rules
