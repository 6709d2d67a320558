#include <algorithm>

#include "schema/applying.h"
#include "text/words.h"

namespace limbeck::schema {
const FilePlace* Applying::indexNamed(const Name& name, const TableName& of) const {
  if (!name.isThere()) return nullptr;
  const bool shared = !on(Dialect::MySql);
  for (const auto& [other, table] : schema_.tables()) {
    if (table->certainty == Certainty::Unknown || (!shared && other != of) || other.first != of.first) continue;
    for (const Index& index : table->indexes) {
      if (index.name.text == name.text && index.presence == Presence::There) return &index.place;
    }
    if (!on(Dialect::PostgreSql)) continue;
    if (table->primaryKey.name.text == name.text) return &table->primaryKey.place;
    for (const Unique& unique : table->uniques) {
      if (unique.name.text == name.text && unique.presence == Presence::There) return &unique.place;
    }
  }
  return nullptr;
}

void Applying::addIndex(Table& table, Index index) {
  index.name = nameFor("ix", index.name, table, index.columns(), nullptr, schema_, rules_);
  checkIndexName(index.name, table);
  const TableName of{table.schema, table.name};
  if (const FilePlace* const taken = indexNamed(index.name, of)) {
    fail({Case::IndexExists, of, {}, index.name.text, {}, {}, {}, *taken});
    return;
  }
  index.place = place_;
  removeIf(table.indexes,
           [&](const Index& there) { return there.name.text == index.name.text && there.presence == Presence::Maybe; });
  table.indexes.push_back(std::move(index));
}

void Applying::operator()(const CreateIndex& change) {
  Table& table = need(change.table);
  if (change.ifNotExists) {
    const bool there = std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
      return index.name.text == change.index.name.text && index.presence == Presence::There;
    });
    if (there) return;
  }
  checkColumns(table, change.index.columns());
  addIndex(table, change.index);
}

void Applying::operator()(const DropIndex& change) {
  const auto named = [&](const auto& member) { return member.name.text == change.name; };
  bool mayBeElsewhere = schema_.open || schema_.baseline;
  for (const auto& [name, table] : schema_.tables()) {
    const bool wanted = !change.table || *change.table == name || !on(Dialect::MySql);
    if (!wanted || (name.first != change.schema && !change.table)) continue;
    if (std::any_of(table->indexes.begin(), table->indexes.end(), named)) {
      removeIf(schema_.edit(name)->indexes, named);
      return;
    }
    // MySQL keeps a unique constraint as an index.
    if (on(Dialect::MySql) && std::any_of(table->uniques.begin(), table->uniques.end(), named)) {
      removeIf(schema_.edit(name)->uniques, named);
      return;
    }
    const bool unnamed = std::any_of(table->indexes.begin(), table->indexes.end(),
                                     [](const Index& index) { return !index.name.isKnown(); });
    mayBeElsewhere = mayBeElsewhere || !table->isWhole() || unnamed;
  }
  if (change.table && schema_.find(*change.table) == nullptr && schema_.lacks(*change.table) && on(Dialect::MySql))
    mayBeElsewhere = false;
  if (change.ifExists || mayBeElsewhere || change.name.empty()) return;
  fail({Case::IndexMissing,
        change.table.value_or(TableName{}),
        {},
        change.name,
        {},
        {},
        indexesLike(change.name, schema_)});
}

void Applying::operator()(const RenameIndex& change) {
  for (const auto& [name, table] : std::map(schema_.tables())) {
    for (std::size_t i = 0; i < table->indexes.size(); ++i) {
      if (table->indexes[i].name.text != change.name) continue;
      schema_.edit(name)->indexes[i].name = Name::written(change.to, true);
      return;
    }
    for (std::size_t i = 0; i < table->uniques.size(); ++i) {
      if (table->uniques[i].name.text != change.name) continue;
      schema_.edit(name)->uniques[i].name = Name::written(change.to, true);
      return;
    }
    if (table->primaryKey.name.text == change.name) {
      schema_.edit(name)->primaryKey.name = Name::written(change.to, true);
      return;
    }
  }
}

std::vector<std::string> Applying::takeIndex(Table& table, const std::string& name) {
  const auto found = std::find_if(table.indexes.begin(), table.indexes.end(),
                                  [&](const Index& index) { return index.name.text == name; });
  if (found != table.indexes.end()) {
    std::vector<std::string> columns = found->columns();
    table.indexes.erase(found);
    return columns;
  }
  if (table.isWhole())
    fail({Case::IndexMissing, {table.schema, table.name}, {}, name, {}, {}, indexesLike(name, schema_)});
  taint(schema_, {table.schema, table.name}, {"which columns the index has is not known", place_});
  return {};
}

void Applying::operator()(const AddPrimaryKey& change) {
  if (plainSqlite()) {
    fail({Case::SqliteAddsPrimaryKey, change.table, {}, change.key.name.text});
    return;
  }
  Table& table = need(change.table);
  PrimaryKey key = change.key;
  if (!change.usingIndex.empty()) {
    key.columns = takeIndex(table, change.usingIndex);
    if (key.columns.empty()) return;
    if (!key.name.isThere()) key.name = Name::written(change.usingIndex, true);
  }
  checkColumns(table, key.columns);
  table.primaryKey = key;
  table.primaryKey.name = nameFor("pk", key.name, table, key.columns, nullptr, schema_, rules_);
  for (Column& column : table.columns) {
    column.primaryKey = std::find(key.columns.begin(), key.columns.end(), column.name) != key.columns.end();
    if (column.primaryKey) column.nullable = false;
  }
}

void Applying::operator()(const AddUnique& change) {
  if (plainSqlite()) {
    fail({Case::SqliteAddsUnique, change.table, {}, change.unique.name.text});
    return;
  }
  Table& table = need(change.table);
  Unique unique = change.unique;
  if (!change.usingIndex.empty()) {
    unique.columns = takeIndex(table, change.usingIndex);
    if (unique.columns.empty()) return;
    if (!unique.name.isThere()) unique.name = Name::written(change.usingIndex, true);
  }
  checkColumns(table, unique.columns);
  unique.name = nameFor("uq", unique.name, table, unique.columns, nullptr, schema_, rules_);
  unique.place = place_;
  if (on(Dialect::Sqlite) && unique.name.from == Name::From::Nothing) fail({Case::UnnamedInBatch, change.table});
  const FilePlace* const taken = on(Dialect::Sqlite) ? nullptr : indexNamed(unique.name, change.table);
  if (taken != nullptr) {
    fail({Case::ConstraintExists, change.table, {}, unique.name.text, {}, {}, {}, *taken});
    return;
  }
  table.uniques.push_back(std::move(unique));
}

void Applying::operator()(const AddForeignKey& change) {
  if (plainSqlite()) {
    fail({Case::SqliteAddsForeignKey, change.table, {}, change.key.name.text});
    return;
  }
  Table& table = need(change.table);
  checkColumns(table, change.key.columns);
  checkTarget(change.key, change.table);
  ForeignKey key = change.key;
  key.name = nameFor("fk", key.name, table, key.columns, &key, schema_, rules_);
  key.place = place_;
  if (on(Dialect::Sqlite) && key.name.from == Name::From::Nothing) fail({Case::UnnamedInBatch, change.table});
  const auto taken = std::find_if(table.foreignKeys.begin(), table.foreignKeys.end(), [&](const ForeignKey& there) {
    return key.name.isThere() && there.name.text == key.name.text && there.presence == Presence::There;
  });
  if (taken != table.foreignKeys.end() && !on(Dialect::Sqlite)) {
    fail({Case::ConstraintExists, change.table, {}, key.name.text, {}, {}, {}, taken->place});
    return;
  }
  table.foreignKeys.push_back(std::move(key));
}

namespace {

/// "level > 0" where there is no such column. Of longer conditions nobody is sure which of their words are columns.
std::optional<std::string> missingIn(const Check& check, const Table& table) {
  static constexpr std::string_view everywhere[] = {"rowid", "oid", "ctid", "xmin", "xmax", "tableoid", "value"};
  if (check.columns.size() != 1 || !check.sql.starts_with(check.columns.front())) return std::nullopt;
  const std::string name = lowered(check.columns.front());
  const bool there = std::any_of(table.columns.begin(), table.columns.end(),
                                 [&](const Column& column) { return lowered(column.name) == name; });
  return there || oneOf(name, everywhere) ? std::nullopt : std::optional(check.columns.front());
}

}  // namespace

void Applying::operator()(const AddCheck& change) {
  if (plainSqlite()) {
    fail({Case::SqliteAddsCheck, change.table, {}, change.check.name.text});
    return;
  }
  Table& table = need(change.table);
  Check check = change.check;
  check.name = nameFor("ck", check.name, table, check.columns, nullptr, schema_, rules_);
  check.place = place_;
  if (const auto missing = change.expression || !table.isWhole() ? std::nullopt : missingIn(check, table)) {
    failMissing(Case::NamedByCheck, table, *missing);
  }
  if (on(Dialect::Sqlite) && check.name.from == Name::From::Nothing) fail({Case::UnnamedInBatch, change.table});
  table.checks.push_back(std::move(check));
}

void Applying::operator()(const AddOther& change) {
  if (plainSqlite()) {
    fail({Case::SqliteAddsConstraint, change.table, {}, change.constraint.name.text});
    return;
  }
  need(change.table).others.push_back(change.constraint);
}

void Applying::operator()(const DropConstraint& change) {
  if (plainSqlite()) {
    fail({Case::SqliteDropsConstraint, change.table, {}, change.name.text});
    return;
  }
  const bool primaryByKind =
      change.kind == ConstraintKind::PrimaryKey && (on(Dialect::MySql) || !change.name.isThere());
  if (change.name.from == Name::From::Nothing && !primaryByKind) {
    fail({Case::UnnamedDrop, change.table});
    return;
  }
  if (on(Dialect::MySql) && change.kind == ConstraintKind::Any && !rules_.raw) {
    fail({Case::KindNotGiven, change.table, {}, change.name.text});
  }
  Table& table = need(change.table);
  Name name = change.name;
  if (change.kind == ConstraintKind::Check && rules_.naming != nullptr &&
      change.name.isThere()) {  // the template asks for the name (facts F24)
    name = nameFor("ck", change.name, table, {}, nullptr, schema_, rules_);
  }
  if (!name.isKnown()) {  // one of them goes
    for (Unique& unique : table.uniques) unique.presence = Presence::Maybe;
    for (ForeignKey& key : table.foreignKeys) key.presence = Presence::Maybe;
    for (Check& check : table.checks) check.presence = Presence::Maybe;
    return;
  }
  const auto wanted = [&](ConstraintKind kind) { return change.kind == ConstraintKind::Any || change.kind == kind; };
  const auto named = [&](const auto& member) { return member.name.text == name.text; };
  if (wanted(ConstraintKind::PrimaryKey) &&
      (primaryByKind || (name.isThere() && table.primaryKey.name.text == name.text))) {
    for (Column& column : table.columns) column.primaryKey = false;
    table.primaryKey = {};
    return;
  }
  if (wanted(ConstraintKind::Unique) && removeIf(table.uniques, named)) return;
  if (wanted(ConstraintKind::ForeignKey) && removeIf(table.foreignKeys, named)) return;
  if (wanted(ConstraintKind::Check) && removeIf(table.checks, named)) return;
  if (removeIf(table.others, named)) return;
  if (on(Dialect::MySql) && wanted(ConstraintKind::Unique) && removeIf(table.indexes, named)) return;
  const auto unknown = [](const auto& members) {
    return std::any_of(members.begin(), members.end(), [](const auto& member) { return !member.name.isKnown(); });
  };
  const bool mayBeUnnamed =
      unknown(table.uniques) || unknown(table.foreignKeys) || unknown(table.checks) || !table.primaryKey.name.isKnown();
  if (change.ifExists || !table.isWhole() || mayBeUnnamed) {
    if (mayBeUnnamed) {
      const auto doubt = [&](auto& members) {
        for (auto& member : members) {
          if (!member.name.isKnown()) member.presence = Presence::Maybe;
        }
      };
      if (wanted(ConstraintKind::Unique)) doubt(table.uniques);
      if (wanted(ConstraintKind::ForeignKey)) doubt(table.foreignKeys);
      if (wanted(ConstraintKind::Check)) doubt(table.checks);
    }
    return;
  }
  fail({Case::ConstraintMissing, {table.schema, table.name}, {}, name.text, {}, {}, constraintsLike(name.text, table)});
}

void Applying::operator()(const RenameConstraint& change) {
  Table& table = need(change.table);
  const auto rename = [&](auto& members) {
    for (auto& member : members) {
      if (member.name.text == change.name) member.name = Name::written(change.to, true);
    }
  };
  rename(table.uniques);
  rename(table.foreignKeys);
  rename(table.checks);
  rename(table.others);
  if (table.primaryKey.name.text == change.name) table.primaryKey.name = Name::written(change.to, true);
}

}  // namespace limbeck::schema
