#include "project/migrations/replay/trace.h"

#include <algorithm>
#include <map>
#include <set>

#include "project/migrations/replay/replay.h"
#include "schema/rebuild.h"
#include "text/concat.h"

namespace limbeck::project {
namespace {

using schema::Schema;
using schema::TableName;
using schema::TablePtr;

/// Names of tables that are not the very same on both sides: a state shares what a script does not touch.
std::vector<TableName> namesApart(const Schema& a, const Schema& b) {
  std::vector<TableName> apart;
  auto left = a.tables().begin();
  auto right = b.tables().begin();
  while (left != a.tables().end() || right != b.tables().end()) {
    const bool onlyLeft = right == b.tables().end() || (left != a.tables().end() && left->first < right->first);
    const bool onlyRight = left == a.tables().end() || (right != b.tables().end() && right->first < left->first);
    if (onlyLeft || onlyRight || left->second != right->second) apart.push_back(onlyRight ? right->first : left->first);
    if (!onlyRight) ++left;
    if (!onlyLeft) ++right;
  }
  return apart;
}

TablePtr sharedIn(const Schema& schema, const TableName& name) {
  const auto found = schema.tables().find(name);
  return found == schema.tables().end() ? nullptr : found->second;
}

/// What a script does, change by change; those of a batch block as well.
std::vector<const schema::Change*> changesOf(const ScriptRun& run) {
  std::vector<const schema::Change*> all;
  for (const Event& event : run.events) {
    for (const schema::Change& change : event.operation.changes) all.push_back(&change);
    if (!event.operation.batch) continue;
    for (const schema::Change& change : event.operation.batch->changes) all.push_back(&change);
  }
  return all;
}

schema::Doubt doubtAbout(const ScriptRun& run) {
  if (run.unread) return {"a script cannot be read", run.place};
  for (const Executed* const operation : run.operations()) {
    if (!operation->isSure())
      return {concat("whether ", quoted(operation->name), " runs hangs on what is not known"), operation->place};
    for (const schema::Change& change : operation->changes) {
      if (const auto* const unread = std::get_if<schema::Unread>(&change.effect)) return {unread->reason, change.place};
    }
  }
  return {};
}

bool isAdding(const schema::Effect& effect) {
  return std::holds_alternative<schema::AddColumn>(effect) || std::holds_alternative<schema::CreateIndex>(effect) ||
         std::holds_alternative<schema::AddUnique>(effect) || std::holds_alternative<schema::AddForeignKey>(effect) ||
         std::holds_alternative<schema::AddCheck>(effect);
}

/// Of a table that is not known whole only this much is certain: what was added was there not before, and as much is
/// taken away again as was added.
bool isUndone(const TableName& table, const ScriptRun& up, const ScriptRun& down) {
  std::size_t added = 0;
  std::size_t taken = 0;
  for (const schema::Change* const change : changesOf(up)) {
    const auto of = schema::tableOf(change->effect);
    if (!of || of->second != table.second || std::holds_alternative<schema::TouchRows>(change->effect)) continue;
    if (!isAdding(change->effect)) return false;
    ++added;
  }
  for (const schema::Change* const change : changesOf(down)) {
    const auto of = schema::tableOf(change->effect);
    if (std::holds_alternative<schema::TouchRows>(change->effect)) continue;
    if (const auto* const drop = std::get_if<schema::DropIndex>(&change->effect); drop != nullptr && !drop->table)
      ++taken;
    else if (of && of->second == table.second) ++taken;
  }
  return added == taken;
}

/// Only some of the tables, with what is not known of all.
class Excerpt {
 public:
  Excerpt(const Schema& whole, const schema::Conditions& rules) : whole_(whole), rules_(rules) {
    part_.open = whole.open;
    part_.baseline = whole.baseline;
    part_.doubts = whole.doubts;
  }
  void take(const TableName& name) {
    const schema::Table* const table = whole_.find(name);
    if (table == nullptr) return;
    schema::Table copy = *table;
    // A table that a batch block has made anew is as SQLAlchemy reads it: no different from one it would read.
    if (rules_.dialect == schema::Dialect::Sqlite) schema::readBack(copy, whole_, rules_.legacy);
    part_.put(std::move(copy));
  }
  [[nodiscard]] const Schema& schema() const { return part_; }

 private:
  const Schema& whole_;
  const schema::Conditions& rules_;
  Schema part_;
};

/// A constraint may come back under another name, as long as nobody asks for it.
bool isOnlyNamed(const schema::Row& row) {
  return row.part == schema::Part::Unique && row.differs.size() == 1 && row.differs.front() == schema::Aspect::Name;
}

void addLeftovers(const schema::TableRows& table, Trace& trace) {
  using schema::Mark;
  if (table.mark == Mark::OnlyLeft || table.mark == Mark::OnlyRight) {
    schema::Row row;
    row.part = schema::Part::Table;
    row.mark = table.mark;
    trace.leftovers.push_back({table.name, std::move(row)});
    return;
  }
  for (const schema::Row& row : table.rows) {
    if (row.mark == Mark::Unknown) trace.unsure = row.why;
    else if (row.mark != Mark::Same && !isOnlyNamed(row)) trace.leftovers.push_back({table.name, row});
  }
  if (table.mark == Mark::Unknown && trace.unsure.reason.empty()) trace.unsure = table.why;
}

}  // namespace

const TouchedTable* Trace::find(const TableName& name) const {
  const auto found = std::find_if(touched.begin(), touched.end(), [&](const auto& one) { return one.name == name; });
  return found == touched.end() ? nullptr : &*found;
}

Trace traceOf(const ThreeStates& states, const ScriptRun& up, const ScriptRun& down, const schema::Conditions& rules) {
  Trace trace;
  for (const TableName& name : namesApart(states.before, states.after))
    trace.touched.push_back({name, sharedIn(states.before, name), sharedIn(states.after, name)});
  std::set<TableName> targets;
  for (const schema::Change* const change : changesOf(up)) {
    const auto add = [&](const schema::ForeignKey& key) { targets.insert({key.schema, key.table}); };
    if (const auto* create = std::get_if<schema::CreateTable>(&change->effect))
      std::for_each(create->table.foreignKeys.begin(), create->table.foreignKeys.end(), add);
    if (const auto* column = std::get_if<schema::AddColumn>(&change->effect))
      std::for_each(column->foreignKeys.begin(), column->foreignKeys.end(), add);
    if (const auto* key = std::get_if<schema::AddForeignKey>(&change->effect)) add(key->key);
  }
  for (const TableName& name : targets) {
    if (TablePtr target = sharedIn(states.after, name)) trace.targets.push_back(std::move(target));
  }
  trace.unsure = doubtAbout(up);
  if (trace.unsure.reason.empty()) trace.unsure = doubtAbout(down);
  if (!trace.unsure.reason.empty()) return trace;
  Excerpt before(states.before, rules);
  Excerpt back(states.back, rules);
  bool any = false;
  for (const TableName& name : namesApart(states.before, states.back)) {
    any = true;
    before.take(name);
    back.take(name);
  }
  if (!any) return trace;
  for (const schema::TableRows& table : schema::compare(before.schema(), back.schema(), rules.dialect, rules.legacy)) {
    const bool same = std::all_of(table.rows.begin(), table.rows.end(),
                                  [](const schema::Row& row) { return row.mark == schema::Mark::Same; });
    if (table.mark == schema::Mark::Unknown && same && isUndone(table.name, up, down)) continue;
    addLeftovers(table, trace);
  }
  return trace;
}

}  // namespace limbeck::project
