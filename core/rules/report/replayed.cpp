#include "rules/report/replayed.h"

#include <algorithm>
#include <optional>
#include <set>

#include "rules/declaring.h"
#include "text/concat.h"

namespace limbeck::rules {

using schema::TypeKind;

Replayed::Replayed(const project::Project& project, const project::History& history,
                   project::RevisionGraph::Index index)
    : index_(index) {
  const auto number = static_cast<std::uint32_t>(&history - project.histories().all().data());
  const project::HistoryReplays& entry = *project.replays().of(number);
  for (const project::Replay& replay : entry.replays) {
    if (runsOn(project, replay.dialect())) replays_.push_back(&replay);
  }
  if (replays_.empty()) replays_.push_back(&entry.replays.front());
  const project::ScriptRun& run = first().upgrades[index];
  for (const project::Executed* const operation : run.operations()) {
    if (!operation->isSure() && doubt_.empty())
      doubt_ = concat("whether ", quoted(operation->name), " runs hangs on what is not known");
    for (const schema::Change& change : operation->changes) {
      if (const auto* const unread = std::get_if<schema::Unread>(&change.effect); unread != nullptr && doubt_.empty())
        doubt_ = unread->reason;
      done_.push_back({operation, &change});
    }
  }
  if (run.unread) doubt_ = "what it does cannot be read";
  if (history.graph.order().empty()) doubt_ = "Alembic has no order for these revisions";
}

std::string Replayed::show(const project::ReplayFailure& failure) const {
  const std::string message = schema::messageOf(failure.failure);
  return replays_.size() < 2 ? message : concat(message, ", on ", schema::titleOf(failure.dialect));
}

std::vector<Replayed::Key> Replayed::keys() const {
  std::vector<Key> all;
  for (const Done& one : done_) {
    const auto table = schema::tableOf(one.change->effect);
    const auto add = [&](const schema::ForeignKey& key) { all.push_back({*table, key}); };
    if (const auto* create = std::get_if<schema::CreateTable>(&one.change->effect))
      std::for_each(create->table.foreignKeys.begin(), create->table.foreignKeys.end(), add);
    if (const auto* column = std::get_if<schema::AddColumn>(&one.change->effect))
      std::for_each(column->foreignKeys.begin(), column->foreignKeys.end(), add);
    if (const auto* key = std::get_if<schema::AddForeignKey>(&one.change->effect)) add(key->key);
  }
  return all;
}

namespace {

/// By how much fits into them; nothing for types that are not ordered so.
std::optional<int> widthOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::Boolean: return 0;
    case TypeKind::SmallInteger: return 1;
    case TypeKind::Integer: return 2;
    case TypeKind::BigInteger: return 3;
    default: return std::nullopt;
  }
}

bool isText(TypeKind kind) {
  return kind == TypeKind::String || kind == TypeKind::Text || kind == TypeKind::Char || kind == TypeKind::Enum;
}

/// True: values of the one type may not fit into the other. Nothing: that cannot be told.
std::optional<bool> narrows(const schema::Type& declared, const schema::Type& wanted, schema::Dialect dialect) {
  const schema::Type& from = declared.on(dialect);
  const schema::Type& to = wanted.on(dialect);
  if (!from.isKnown() || !to.isKnown() || from.open || to.open) return std::nullopt;
  const std::string text = schema::ddlOf(from, dialect).text;
  if (!text.empty() && text == schema::ddlOf(to, dialect).text) return false;
  const TypeKind before = kindOf(from);
  const TypeKind after = kindOf(to);
  if (widthOf(before) && widthOf(after)) return *widthOf(after) < *widthOf(before);
  if (isText(before) && after == TypeKind::Text) return false;
  if (before == TypeKind::Text && after == TypeKind::String) return to.length.has_value();
  if (before == TypeKind::String && after == TypeKind::String)
    return to.length && (!from.length || *to.length < *from.length);
  if (before == TypeKind::Numeric && after == TypeKind::Numeric && from.precision && to.precision)
    return *to.precision < *from.precision || to.scale.value_or(0) < from.scale.value_or(0);
  const bool fraction = before == TypeKind::Float || before == TypeKind::Double || before == TypeKind::Numeric;
  if (fraction && widthOf(after)) return true;
  if (before == TypeKind::DateTime && (after == TypeKind::Date || after == TypeKind::Time)) return true;
  return std::nullopt;
}

}  // namespace

void Replayed::addRetyped(const schema::AlterColumn& alter, Loss& loss) const {
  const project::TouchedTable* const touched = trace().find(alter.table);
  const schema::Column* const column =
      touched == nullptr || touched->before == nullptr ? nullptr : touched->before->column(alter.column);
  const schema::Type before =
      column != nullptr && column->type.isKnown() ? column->type : alter.repeatedType.value_or(schema::Type{});
  const std::string name = quoted(concat(schema::show(alter.table), ".", alter.column));
  const auto narrow = narrows(before, *alter.type, first().dialect());
  if (narrow == true)
    loss.what = concat("what does not fit into ", quoted(schema::show(*alter.type)), " of column ", name);
  else if (!narrow)
    loss.unsure = concat("whether the values of ", name, " survive its new type is for the reviewer to say");
}

std::vector<Loss> Replayed::losses() const {
  std::vector<Loss> all;
  std::set<std::string> made;
  for (const Done& one : done_) {
    const schema::Effect& effect = one.change->effect;
    Loss loss;
    loss.done = &one;
    if (const auto* const create = std::get_if<schema::CreateTable>(&effect))
      made.insert(schema::show(schema::TableName{create->table.schema, create->table.name}));
    if (const auto* const add = std::get_if<schema::AddColumn>(&effect))
      made.insert(concat(schema::show(add->table), ".", add->column.name));
    if (const auto* const drop = std::get_if<schema::DropTable>(&effect)) {
      const std::string name = schema::show(drop->table);
      const bool absent = drop->ifExists && trace().find(drop->table) == nullptr;
      if (!absent && made.count(name) == 0) loss.what = concat("table ", quoted(name));
    }
    if (const auto* const drop = std::get_if<schema::DropColumn>(&effect)) {
      const std::string table = schema::show(drop->table);
      const std::string name = concat(table, ".", drop->column);
      if (made.count(name) == 0 && made.count(table) == 0) loss.what = concat("column ", quoted(name));
    }
    if (const auto* const alter = std::get_if<schema::AlterColumn>(&effect); alter != nullptr && alter->type)
      addRetyped(*alter, loss);
    if (const auto* const rows = std::get_if<schema::TouchRows>(&effect)) {
      const std::string name = quoted(schema::show(rows->table));
      if (rows->what == schema::TouchRows::What::Go) loss.what = concat("all rows of ", name);
      if (rows->what == schema::TouchRows::What::Change) loss.unsure = concat("it changes rows of ", name);
    }
    if (!loss.what.empty() || !loss.unsure.empty()) all.push_back(std::move(loss));
  }
  return all;
}

}  // namespace limbeck::rules
