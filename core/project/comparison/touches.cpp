#include "project/comparison/touches.h"

#include <algorithm>

#include "schema/default_schema.h"

namespace limbeck::project {

using schema::Part;
using schema::TableName;

Touches::Touches(const Replay& replay, const std::vector<RevisionGraph::Index>& ran)
    : usual_(schema::usualSchema(replay.dialect())) {
  for (const Index revision : ran) {
    for (const Event& event : replay.upgrades[revision].events) {
      for (const schema::Change& change : event.operation.changes) note(change.effect, revision);
      if (!event.operation.batch) continue;
      for (const schema::Change& change : event.operation.batch->changes) note(change.effect, revision);
    }
  }
}

void Touches::touch(const TableName& table, Part part, const std::string& name, Index revision) {
  if (!name.empty()) members_[table][{part == Part::Column, name}] = revision;
}

void Touches::note(const schema::Effect& effect, Index revision) {
  auto named = schema::tableOf(effect);
  if (!named || std::holds_alternative<schema::TouchRows>(effect)) return;
  TableName table = *named;
  if (table.first == usual_) table.first.clear();
  const bool fresh = tables_.find(table) == tables_.end();
  tables_[table] = revision;
  if (const auto* rename = std::get_if<schema::RenameTable>(&effect)) {
    TableName to{rename->toSchema.empty() ? table.first : rename->toSchema, rename->to};
    if (to.first == usual_) to.first.clear();
    if (to == table) return;
    tables_[to] = revision;
    members_[to] = std::move(members_[table]);
    members_.erase(table);
  } else if (std::holds_alternative<schema::CreateTable>(effect) && !fresh) {
    members_.erase(table);
  } else if (const auto* add = std::get_if<schema::AddColumn>(&effect)) {
    touch(table, Part::Column, add->column.name, revision);
  } else if (const auto* drop = std::get_if<schema::DropColumn>(&effect)) {
    touch(table, Part::Column, drop->column, revision);
  } else if (const auto* alter = std::get_if<schema::AlterColumn>(&effect)) {
    touch(table, Part::Column, alter->column, revision);
    if (alter->newName) touch(table, Part::Column, *alter->newName, revision);
  } else if (const auto* index = std::get_if<schema::CreateIndex>(&effect)) {
    touch(table, Part::Index, index->index.name.text, revision);
  } else if (const auto* gone = std::get_if<schema::DropIndex>(&effect)) {
    touch(table, Part::Index, gone->name, revision);
  } else if (const auto* unique = std::get_if<schema::AddUnique>(&effect)) {
    touch(table, Part::Unique, unique->unique.name.text, revision);
  } else if (const auto* key = std::get_if<schema::AddForeignKey>(&effect)) {
    touch(table, Part::ForeignKey, key->key.name.text, revision);
  } else if (const auto* check = std::get_if<schema::AddCheck>(&effect)) {
    touch(table, Part::Check, check->check.name.text, revision);
  } else if (const auto* dropped = std::get_if<schema::DropConstraint>(&effect)) {
    touch(table, Part::Unique, dropped->name.text, revision);
  } else if (const auto* renamed = std::get_if<schema::RenameConstraint>(&effect)) {
    touch(table, Part::Unique, renamed->to, revision);
  }
}

std::optional<RevisionGraph::Index> Touches::ofTable(const TableName& table) const {
  const auto found = tables_.find(table);
  return found == tables_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<RevisionGraph::Index> Touches::of(const TableName& table, Part part, const std::string& name) const {
  const auto members = members_.find(table);
  if (members == members_.end()) return std::nullopt;
  const auto found = members->second.find({part == Part::Column, name});
  return found == members->second.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace limbeck::project
