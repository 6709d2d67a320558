#include "schema/schema.h"

#include <algorithm>

#include "schema/default_schema.h"
#include "schema/naming.h"
#include "text/concat.h"

namespace limbeck::schema {

bool Index::covers(std::string_view column) const {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const IndexPart& part) { return !part.expression && part.text == column; });
}

std::vector<std::string> Index::columns() const {
  std::vector<std::string> plain;
  for (const IndexPart& part : parts) {
    if (!part.expression) plain.push_back(part.text);
  }
  return plain;
}

std::string Default::textOn(Dialect dialect) const {
  switch (portable) {
    case Portable::True: return dialect == Dialect::Sqlite ? "1" : "true";
    case Portable::False: return dialect == Dialect::Sqlite ? "0" : "false";
    case Portable::Now: return dialect == Dialect::Sqlite ? "CURRENT_TIMESTAMP" : "now()";
    default: return text;
  }
}

Column* Table::column(std::string_view wanted) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == wanted; });
  return found == columns.end() ? nullptr : &*found;
}
const Column* Table::column(std::string_view wanted) const { return const_cast<Table*>(this)->column(wanted); }

std::string show(const TableName& name) {
  return name.first.empty() ? name.second : concat(name.first, ".", name.second);
}

TableName Schema::usual(TableName name) const {
  if (!defaultSchema.empty() && name.first == defaultSchema) name.first.clear();
  return name;
}

/// Where the table stands. PostgreSQL reads 63 bytes of a name and lets go of the rest, so that a table that was made
/// by a longer one is found by what is left of it.
std::map<TableName, TablePtr>::const_iterator Schema::at(const TableName& wanted) const {
  const TableName name = usual(wanted);
  const std::size_t limit =
      defaultSchema == usualSchema(Dialect::PostgreSql) ? identifierLimit(Dialect::PostgreSql) : 0;
  const auto found = tables_.find(name);
  if (found != tables_.end() || limit == 0 || name.second.size() < limit) return found;
  const std::string kept = name.second.substr(0, limit);
  const auto longer = tables_.lower_bound({name.first, kept});
  const bool same =
      longer != tables_.end() && longer->first.first == name.first && longer->first.second.starts_with(kept);
  return same ? longer : tables_.end();
}

const Table* Schema::find(const TableName& name) const {
  const auto found = at(name);
  return found == tables_.end() ? nullptr : found->second.get();
}

void Schema::remove(const TableName& name) {
  if (const auto found = at(name); found != tables_.end()) tables_.erase(found);
}

Table* Schema::edit(const TableName& name) {
  const auto place = at(name);
  if (place == tables_.end()) return nullptr;
  const auto found = tables_.find(place->first);
  // Tables are made as such (`put`), and handed out as const because others may share them: here nobody does.
  if (found->second.use_count() == 1) return const_cast<Table*>(found->second.get());
  auto copy = std::make_shared<Table>(*found->second);
  Table* const table = copy.get();
  found->second = std::move(copy);
  return table;
}

void Schema::put(Table table) {
  if (!defaultSchema.empty()) {
    if (table.schema == defaultSchema) table.schema.clear();
    for (ForeignKey& key : table.foreignKeys) {
      if (key.schema == defaultSchema) key.schema.clear();
    }
  }
  TableName name{table.schema, table.name};
  gone.erase(name);
  tables_[std::move(name)] = std::make_shared<Table>(std::move(table));
}

bool operator==(const Schema& a, const Schema& b) {
  const auto sameEnum = [](const auto& x, const auto& y) {
    return x.first == y.first && x.second.values == y.second.values && x.second.presence == y.second.presence;
  };
  const auto sameName = [](const auto& x, const auto& y) { return x.first == y.first; };
  return a.open == b.open && a.tables_ == b.tables_ &&
         std::equal(a.gone.begin(), a.gone.end(), b.gone.begin(), b.gone.end(), sameName) &&
         std::equal(a.enums.begin(), a.enums.end(), b.enums.begin(), b.enums.end(), sameEnum);
}

}  // namespace limbeck::schema
