#include "project/migrations/replay/execution.h"

#include <algorithm>

#include "text/concat.h"

namespace limbeck::project {

using schema::Dialect;
using schema::Failure;
using schema::Presence;
using schema::Schema;
using schema::Table;

void Execution::handle(const Event& event) {
  const auto gather = [&] {
    Fork& fork = forks_.back();
    if (event.dead) return;
    fork.joined = fork.joined ? schema::join(*fork.joined, state_) : state_;
  };
  switch (event.kind) {
    case Event::Kind::Operation: run(event.operation); return;
    case Event::Kind::Part: forks_.push_back({state_, std::nullopt}); return;
    case Event::Kind::Other:
      if (forks_.empty()) return;
      gather();
      state_ = forks_.back().before;
      return;
    case Event::Kind::Meet:
      if (forks_.empty()) return;
      gather();
      if (forks_.back().joined) state_ = std::move(*forks_.back().joined);
      forks_.pop_back();
      return;
    case Event::Kind::Attempt: ++attempts_; return;
    case Event::Kind::AttemptEnds: attempts_ -= attempts_ > 0 ? 1 : 0; return;
  }
}

void Execution::run(const Executed& operation) {
  const bool doubtful = operation.maybe || attempts_ > 0;
  std::optional<Schema> before;
  if (doubtful) before = state_;
  std::vector<Failure> failures;
  if (operation.batch) {
    flush(*operation.batch, failures);
  } else {
    for (const schema::Change& change : operation.changes) schema::apply(state_, change, rules_, failures);
  }
  if (doubtful) state_ = schema::join(*before, state_);
  if (doubtful || !operation.certain || !forks_.empty()) return;
  for (Failure& failure : failures) failures_.push_back({std::move(failure), operation.name});
}

namespace {

bool isSimpleAdd(const schema::AddColumn& add) {
  // A default that is an expression, a stored computed column, and whatever becomes a constraint make the table anew.
  const schema::Default& value = add.column.serverDefault;
  const bool expression = value.kind == schema::Default::Kind::Sql && !value.isText;
  const bool stored = value.kind == schema::Default::Kind::Computed && value.stored;
  const bool constraint = !add.foreignKeys.empty() || (add.column.unique && !add.column.indexed) || add.column.type.constrained;
  return !expression && !stored && !constraint && !add.column.primaryKey;
}

bool recreates(const BatchBlock& block) {
  if (block.recreate != Recreate::Auto) return block.recreate == Recreate::Always;
  return std::any_of(block.changes.begin(), block.changes.end(), [](const schema::Change& change) {
    if (const auto* add = std::get_if<schema::AddColumn>(&change.effect)) return !isSimpleAdd(*add);
    return !std::holds_alternative<schema::CreateIndex>(change.effect) && !std::holds_alternative<schema::DropIndex>(change.effect) &&
           !std::holds_alternative<schema::Unread>(change.effect);
  });
}

/// Names that `naming_convention=` of the block gives to what is unnamed.
void nameAll(Table& table, const Schema& schema, const schema::NamingConvention& naming, schema::Rules rules) {
  rules.naming = &naming;
  rules.namingKnown = true;
  for (schema::Unique& unique : table.uniques) unique.name = schema::nameFor("uq", unique.name, table, unique.columns, nullptr, schema, rules);
  for (schema::ForeignKey& key : table.foreignKeys) key.name = schema::nameFor("fk", key.name, table, key.columns, &key, schema, rules);
}

}  // namespace

void Execution::flush(const BatchBlock& block, std::vector<Failure>& failures) {
  if (rules_.dialect != Dialect::Sqlite || !recreates(block)) {
    if (block.placesColumns && rules_.dialect == Dialect::Sqlite) {
      failures.push_back({Failure::Kind::Arguments, "insert_before and insert_after need a batch that makes the table anew",
                          block.changes.empty() ? schema::Place{} : block.changes.front().place});
    }
    for (const schema::Change& change : block.changes) schema::apply(state_, change, rules_, failures);
    return;
  }
  if (block.copyFrom && state_.find(block.table) == nullptr) state_.put(*block.copyFrom);
  if (state_.find(block.table) == nullptr && state_.lacks(block.table)) {
    failures.push_back({Failure::Kind::TableMissing, concat("table ", quoted(schema::show(block.table)), " does not exist here"),
                        block.changes.empty() ? schema::Place{} : block.changes.front().place});
  }
  if (Table* const table = state_.edit(block.table)) {
    // Unnamed checks are not reflected, and so they vanish (facts F44).
    std::erase_if(table->checks, [](const schema::Check& check) { return check.name.from == schema::Name::From::Nothing; });
    if (block.naming) nameAll(*table, state_, *block.naming, rules_);
  }
  schema::Rules rebuilding = rules_;
  rebuilding.rebuilding = true;
  // The block is one statement: what it drops together goes together, and indexes are made at the end.
  const auto drops = [&](const std::string& index) {
    return std::any_of(block.changes.begin(), block.changes.end(), [&](const schema::Change& change) {
      const auto* drop = std::get_if<schema::DropIndex>(&change.effect);
      return drop != nullptr && drop->name == index;
    });
  };
  for (const schema::Change& change : block.changes) {
    const bool indexes = std::holds_alternative<schema::CreateIndex>(change.effect);
    if (indexes) continue;
    if (const auto* drop = std::get_if<schema::DropColumn>(&change.effect)) {
      const Table* const table = state_.find(block.table);
      const bool whole = table != nullptr && table->isWhole();
      for (std::size_t i = 0; whole && i < table->indexes.size(); ++i) {
        const schema::Index& index = table->indexes[i];
        if (!index.covers(drop->column) || index.presence == Presence::Maybe || drops(index.name.text)) continue;
        failures.push_back({Failure::Kind::StillReferenced, concat("index ", quoted(index.name.text), " still covers column ", quoted(drop->column)), change.place});
      }
      for (std::size_t i = 0; whole && i < table->checks.size(); ++i) {
        const schema::Check& check = table->checks[i];
        const bool covers = std::find(check.columns.begin(), check.columns.end(), drop->column) != check.columns.end();
        if (!covers || check.presence == Presence::Maybe || check.ofType) continue;
        failures.push_back({Failure::Kind::StillReferenced, concat("check ", quoted(check.name.text), " still names column ", quoted(drop->column)), change.place});
      }
    }
    if (const auto* alter = std::get_if<schema::AlterColumn>(&change.effect); alter != nullptr && alter->newName) {
      const Table* const table = state_.find(block.table);
      for (std::size_t i = 0; table != nullptr && table->isWhole() && i < table->checks.size(); ++i) {
        const schema::Check& check = table->checks[i];
        const bool covers = std::find(check.columns.begin(), check.columns.end(), alter->column) != check.columns.end();
        if (!covers || check.presence == Presence::Maybe || check.ofType) continue;
        failures.push_back({Failure::Kind::StillReferenced, concat("check ", quoted(check.name.text), " still names column ", quoted(alter->column)), change.place});
      }
    }
    schema::apply(state_, change, rebuilding, failures);
  }
  for (const schema::Change& change : block.changes) {
    if (std::holds_alternative<schema::CreateIndex>(change.effect)) schema::apply(state_, change, rebuilding, failures);
  }
}

}  // namespace limbeck::project
