#include "project/migrations/replay/execution.h"

#include <algorithm>

#include "project/migrations/replay/arguments.h"
#include "schema/rebuild.h"

namespace limbeck::project {

using schema::Dialect;
using schema::Failure;
using schema::Schema;

python::Expr Executed::argument(std::string_view argument) const {
  return kind == nullptr ? python::Expr() : writtenFor(*kind, batched, call, argument);
}

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
    case Event::Kind::Aside:
      if (!event.operation.changes.empty()) run(event.operation);
      return;
    case Event::Kind::Raise: return;
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
  for (Failure& failure : failures) {
    const schema::FilePlace argument = argumentAtFault(operation, failure);
    failures_.push_back({std::move(failure), operation.name, argument});
  }
}

namespace {

bool isSimpleAdd(const schema::AddColumn& add) {
  // A default that is an expression, a stored computed column, and whatever becomes a constraint make the table anew.
  const schema::Default& value = add.column.serverDefault;
  const bool expression = value.kind == schema::Default::Kind::Sql && !value.isText;
  const bool stored = value.kind == schema::Default::Kind::Computed && value.stored;
  const bool constraint =
      !add.foreignKeys.empty() || (add.column.unique && !add.column.indexed) || add.column.type.constrained;
  return !expression && !stored && !constraint && !add.column.primaryKey;
}

bool recreates(const BatchBlock& block) {
  if (block.recreate != Recreate::Auto) return block.recreate == Recreate::Always;
  return std::any_of(block.changes.begin(), block.changes.end(), [](const schema::Change& change) {
    if (const auto* add = std::get_if<schema::AddColumn>(&change.effect)) return !isSimpleAdd(*add);
    return !std::holds_alternative<schema::CreateIndex>(change.effect) &&
           !std::holds_alternative<schema::DropIndex>(change.effect) &&
           !std::holds_alternative<schema::Unread>(change.effect);
  });
}

}  // namespace

void Execution::flush(const BatchBlock& block, std::vector<Failure>& failures) {
  if (rules_.dialect != Dialect::Sqlite || !recreates(block)) {
    if (block.placesColumns && rules_.dialect == Dialect::Sqlite) {
      failures.push_back({Failure::Case::PlacesWithoutRebuild, block.table});
      failures.back().place = block.place;
    }
    for (const schema::Change& change : block.changes) schema::apply(state_, change, rules_, failures);
    return;
  }
  schema::Rebuild rebuild{block.table, block.place, block.changes, block.naming, block.copyFrom, block.additions};
  if (rebuild.copyFrom) {
    schema::Conditions own = rules_;
    if (block.copyNaming != BatchBlock::Naming::History) own.naming = nullptr;
    if (block.copyNaming != BatchBlock::Naming::History)
      own.namingKnown = block.copyNaming == BatchBlock::Naming::Nobody;
    schema::complete(*rebuild.copyFrom, state_, own);
  }
  schema::rebuild(state_, rebuild, rules_, failures);
}

}  // namespace limbeck::project
