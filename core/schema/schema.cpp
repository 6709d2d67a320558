#include "schema/schema.h"

#include <algorithm>

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

const Table* Schema::find(const TableName& name) const {
  const auto found = tables_.find(usual(name));
  return found == tables_.end() ? nullptr : found->second.get();
}

Table* Schema::edit(const TableName& name) {
  const auto found = tables_.find(usual(name));
  if (found == tables_.end()) return nullptr;
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
