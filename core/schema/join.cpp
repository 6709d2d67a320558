// What two paths leave behind, and what a statement nobody understood leaves behind (engine 3.2, 3.3).

#include <algorithm>

#include "schema/schema.h"

namespace limbeck::schema {
namespace {

bool sameType(const Type& a, const Type& b) { return show(a) == show(b); }

void meet(Column& into, const Column& other) {
  if (!sameType(into.type, other.type)) into.type = Type{};
  if (into.nullable != other.nullable) into.nullable.reset();
  if (into.serverDefault.kind != other.serverDefault.kind || into.serverDefault.text != other.serverDefault.text) {
    into.serverDefault = {};
    into.serverDefault.kind = Default::Kind::Unknown;
  }
  if (into.comment != other.comment) into.comment.reset();
  if (other.presence == Presence::Maybe) into.presence = Presence::Maybe;
}

bool sameShape(const Unique& a, const Unique& b) { return a.columns == b.columns; }
bool sameShape(const ForeignKey& a, const ForeignKey& b) {
  return a.columns == b.columns && a.table == b.table && a.schema == b.schema && a.targets == b.targets;
}
bool sameShape(const Check& a, const Check& b) { return a.sql == b.sql; }
bool sameShape(const Index& a, const Index& b) {
  return a.unique == b.unique && std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
                                            [](const IndexPart& x, const IndexPart& y) { return x.text == y.text; });
}

/// Members of both keep their presence; those of one side only may be there.
template <typename Member>
void meetMembers(std::vector<Member>& into, const std::vector<Member>& other) {
  const auto inBoth = [](const Member& member, const std::vector<Member>& there) {
    return std::find_if(there.begin(), there.end(),
                        [&](const Member& m) { return m.name.text == member.name.text && sameShape(m, member); });
  };
  for (Member& member : into) {
    const auto found = inBoth(member, other);
    if (found == other.end() || found->presence == Presence::Maybe) member.presence = Presence::Maybe;
  }
  for (const Member& member : other) {
    if (inBoth(member, into) != into.end()) continue;
    into.push_back(member);
    into.back().presence = Presence::Maybe;
  }
}

Table joinedTable(const Table& a, const Table& b) {
  Table table = a;
  table.certainty = least(a.certainty, b.certainty);
  for (Column& column : table.columns) {
    if (const Column* const other = b.column(column.name)) meet(column, *other);
    else column.presence = Presence::Maybe;
  }
  for (const Column& column : b.columns) {
    if (a.column(column.name) != nullptr) continue;
    table.columns.push_back(column);
    table.columns.back().presence = Presence::Maybe;
  }
  meetMembers(table.uniques, b.uniques);
  meetMembers(table.foreignKeys, b.foreignKeys);
  meetMembers(table.checks, b.checks);
  meetMembers(table.indexes, b.indexes);
  if (a.primaryKey.columns != b.primaryKey.columns) table.certainty = least(table.certainty, Certainty::Partial);
  if (a.comment != b.comment) table.comment.reset();
  table.filled = a.filled || b.filled;
  return table;
}

}  // namespace

Schema join(const Schema& a, const Schema& b) {
  if (a == b) {
    Schema same = a;
    for (std::size_t i = a.doubts.size(); i < b.doubts.size(); ++i) same.doubts.push_back(b.doubts[i]);
    return same;
  }
  Schema result = a;
  result.open = a.open || b.open;
  std::erase_if(result.gone, [&](const auto& one) { return b.gone.count(one.first) == 0; });
  for (const auto& [name, table] : a.tables()) {
    const Table* const other = b.find(name);
    if (other == table.get()) continue;
    if (other != nullptr) {
      result.put(joinedTable(*table, *other));
      continue;
    }
    result.edit(name)->certainty = Certainty::Unknown;
  }
  for (const auto& [name, table] : b.tables()) {
    if (a.find(name) != nullptr) continue;
    Table maybe = *table;
    maybe.certainty = Certainty::Unknown;
    result.put(std::move(maybe));
  }
  for (auto& [name, type] : result.enums) {
    const auto other = b.enums.find(name);
    if (other == b.enums.end()) type.presence = Presence::Maybe;
    else if (other->second.values != type.values) type.valuesKnown = false;
  }
  for (const auto& [name, type] : b.enums) {
    const auto [it, fresh] = result.enums.emplace(name, type);
    if (fresh) it->second.presence = Presence::Maybe;
  }
  for (const Doubt& doubt : b.doubts) {
    const bool there = std::any_of(result.doubts.begin(), result.doubts.end(), [&](const Doubt& d) {
      return d.reason == doubt.reason && d.place.file == doubt.place.file &&
             d.place.span.begin == doubt.place.span.begin;
    });
    if (!there) result.doubts.push_back(doubt);
  }
  return result;
}

namespace {

/// A loop has the same doubt again and again.
void addDoubt(Schema& schema, const Doubt& doubt) {
  const auto same = [&](const Doubt& d) {
    return d.reason == doubt.reason && d.table == doubt.table && d.place.file == doubt.place.file &&
           d.place.span.begin == doubt.place.span.begin;
  };
  if (schema.doubts.empty() || !same(schema.doubts.back())) schema.doubts.push_back(doubt);
}

}  // namespace

void taint(Schema& schema, const Doubt& doubt) {
  schema.open = true;
  schema.gone.clear();
  std::vector<TableName> names;
  for (const auto& [name, table] : schema.tables()) {
    if (table->certainty != Certainty::Unknown) names.push_back(name);
  }
  for (const TableName& name : names) schema.edit(name)->certainty = Certainty::Unknown;
  for (auto& [name, type] : schema.enums) {
    type.presence = Presence::Maybe;
    type.valuesKnown = false;
  }
  addDoubt(schema, doubt);
}

void taint(Schema& schema, const TableName& name, const Doubt& doubt) {
  if (Table* const table = schema.edit(name)) {
    table->certainty = least(table->certainty, Certainty::Partial);
  } else {
    Table fresh;
    fresh.schema = name.first;
    fresh.name = name.second;
    fresh.certainty = Certainty::Unknown;
    fresh.place = doubt.place;
    schema.put(std::move(fresh));
  }
  addDoubt(schema, {doubt.reason, doubt.place, show(name)});
}

}  // namespace limbeck::schema
