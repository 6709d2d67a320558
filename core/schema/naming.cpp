#include "schema/naming.h"

#include <algorithm>

#include "schema/md5.h"
#include "text/concat.h"
#include "text/utf8.h"

namespace limbeck::schema {
namespace {

/// billing_invoices_total: SQLAlchemy's label of a column.
std::string labelOf(const TableName& table, std::string_view column) {
  return table.first.empty() ? concat(table.second, "_", column) : concat(table.first, "_", table.second, "_", column);
}

/// column_0_name, column_1_label, column_0N_name, column_0_N_key, referred_column_0_name ...
std::optional<std::string> columnToken(std::string_view token, const NameParts& parts) {
  const bool referred = token.starts_with("referred_");
  if (referred) token.remove_prefix(9);
  if (!token.starts_with("column_")) return std::nullopt;
  token.remove_prefix(7);
  std::size_t digits = 0;
  while (digits < token.size() && token[digits] >= '0' && token[digits] <= '9') ++digits;
  if (digits == 0 || digits > 3) return std::nullopt;
  std::size_t index = 0;
  for (std::size_t i = 0; i < digits; ++i) index = index * 10 + static_cast<std::size_t>(token[i] - '0');
  std::string_view rest = token.substr(digits);
  const std::string_view what = rest.substr(rest.rfind('_') + 1);
  if (what != "name" && what != "label" && what != "key") return std::nullopt;
  rest.remove_suffix(what.size() + 1);
  const std::vector<std::string>& columns = referred ? parts.referredColumns : parts.columns;
  const auto spelled = [&](const std::string& column) {
    return what == "label" && !referred ? labelOf(parts.table, column) : column;
  };
  if (rest.empty()) {
    if (index >= columns.size()) return std::nullopt;
    return spelled(columns[index]);
  }
  if (index != 0 || columns.empty() || (rest != "N" && rest != "_N")) return std::nullopt;
  std::vector<std::string> all;
  for (const std::string& column : columns) all.push_back(spelled(column));
  return joined(all, rest == "N" ? "" : "_");
}

std::optional<std::string> tokenOf(std::string_view token, const NameParts& parts) {
  if (token == "table_name") return parts.table.second;
  if (token == "constraint_name")
    return parts.constraintName.empty() ? std::nullopt : std::optional(parts.constraintName);
  if (token == "referred_table_name")
    return parts.referredTable.empty() ? std::nullopt : std::optional(parts.referredTable);
  return columnToken(token, parts);
}

/// "%(a)s_%(b)s" with its tokens filled in; nothing when one of them has no value.
std::optional<std::string> filled(std::string_view text, const NameParts& parts) {
  std::string name;
  while (!text.empty()) {
    const std::size_t at = text.find("%(");
    name += text.substr(0, at);
    if (at == std::string_view::npos) break;
    text.remove_prefix(at + 2);
    const std::size_t end = text.find(")s");
    if (end == std::string_view::npos) return std::nullopt;
    const auto value = tokenOf(text.substr(0, end), parts);
    if (!value) return std::nullopt;
    name += *value;
    text.remove_prefix(end + 2);
  }
  return name;
}

/// The first of name, name1, name2 that is free: how PostgreSQL counts.
std::string freeName(const std::string& name, const std::vector<std::string>& taken) {
  std::string candidate = name;
  for (unsigned i = 1; std::find(taken.begin(), taken.end(), candidate) != taken.end() && i < 1000; ++i)
    candidate = name + std::to_string(i);
  return candidate;
}

}  // namespace

Name conventional(const NamingConvention& convention, const NameParts& parts, Dialect dialect) {
  const auto found = convention.templates.find(parts.kind);
  if (found == convention.templates.end()) return convention.open ? Name::unknown() : Name{};
  const std::string& pattern = found->second;
  const bool asksForName = pattern.find("%(constraint_name)s") != std::string::npos;
  if (!parts.constraintName.empty() && !asksForName) return Name::written(parts.constraintName);
  auto name = filled(pattern, parts);
  if (!name) return Name::unknown();
  return fitted({Name::From::Convention, std::move(*name), false}, dialect);
}

std::string defaultIndexName(const TableName& table, const std::vector<std::string>& columns) {
  return concat("ix_", labelOf(table, columns.empty() ? std::string() : columns.front()));
}

Name automatic(Dialect dialect, std::string_view kind, std::string_view table, const std::vector<std::string>& columns,
               const std::vector<std::string>& taken) {
  if (dialect == Dialect::Sqlite) return {};
  if (dialect == Dialect::Generic) return Name::unknown();
  if (dialect == Dialect::MySql) {
    if (kind == "pk") return {Name::From::Database, "PRIMARY", false};
    if (columns.empty()) return Name::unknown();
    if (kind == "uq") {
      std::string name = columns.front();
      for (unsigned i = 2; std::find(taken.begin(), taken.end(), name) != taken.end() && i < 1000; ++i)
        name = concat(columns.front(), "_", std::to_string(i));
      return {Name::From::Database, std::move(name), false};
    }
    const std::string stem = kind == "fk" ? concat(table, "_ibfk_") : std::string("CONSTRAINT_");
    for (unsigned i = 1; i < 1000; ++i) {
      std::string name = stem + std::to_string(i);
      if (std::find(taken.begin(), taken.end(), name) == taken.end())
        return {Name::From::Database, std::move(name), false};
    }
    return Name::unknown();
  }
  std::string name(table);
  if (kind == "pk") name += "_pkey";
  else if (kind == "ck") name += columns.size() == 1 ? concat("_", columns.front(), "_check") : std::string("_check");
  else name += concat("_", joined(columns, "_"), kind == "fk" ? "_fkey" : "_key");
  if (name.size() > identifierLimit(dialect)) return Name::unknown();
  return {Name::From::Database, freeName(name, taken), false};
}

std::size_t identifierLimit(Dialect dialect) {
  return dialect == Dialect::PostgreSql ? 63 : dialect == Dialect::MySql ? 64 : 0;
}

Name fitted(Name name, Dialect dialect) {
  const std::size_t limit = identifierLimit(dialect);
  if (limit == 0 || characterCount(name.text) <= limit) return name;
  const std::string kept = name.text.substr(0, offsetOfCharacter(name.text, limit - 8));
  name.text = concat(kept, "_", md5(name.text).substr(28));
  name.cut = true;
  return name;
}

}  // namespace limbeck::schema
