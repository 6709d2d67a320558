// Columns side by side: their types, whether they take NULL, their defaults.

#include <algorithm>

#include "schema/comparing.h"
#include "schema/create_table.h"
#include "text/concat.h"

namespace limbeck::schema {
namespace {

bool isPlainNumber(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

/// DEFAULT NULL is none.
bool isNothing(const Default& value) {
  return value.kind == Default::Kind::None || (value.kind == Default::Kind::Sql && plainSql(value.text) == "null");
}

/// What a default says, in one of its spellings: without the casts of PostgreSQL, numbers without quotes.
std::string spelt(const Default& value, Dialect dialect) {
  std::string text = plainSql(value.textOn(dialect));
  if (const std::size_t cast = text.rfind("::");
      cast != std::string::npos && text.find('\'', cast) == std::string::npos)
    text = plainSql(text.substr(0, cast));
  if (text == "current_timestamp" || text == "current_timestamp()") return "now()";
  if (text.size() > 2 && text.front() == '\'' && text.back() == '\'') {
    const std::string inside = text.substr(1, text.size() - 2);
    if (isPlainNumber(inside) || inside == "true" || inside == "false") return inside;
  }
  return text;
}

/// A value, and nothing to be computed.
bool isPlain(const std::string& text) {
  return isPlainNumber(text) || text == "true" || text == "false" || text == "now()" ||
         (text.size() > 1 && text.front() == '\'' && text.find('\'', 1) == text.size() - 1);
}

/// Different words for one type.
bool isSynonym(std::string a, std::string b, Dialect dialect) {
  const auto both = [&](std::string_view one, std::string_view other) {
    return (a == one && b == other) || (a == other && b == one);
  };
  const auto decimal = [](std::string& text) {
    if (text.starts_with("DECIMAL")) text.replace(0, 7, "NUMERIC");
  };
  if (dialect == Dialect::PostgreSql && both("FLOAT", "DOUBLE PRECISION")) return true;
  if (dialect == Dialect::MySql && (both("BOOL", "TINYINT(1)") || both("BOOL", "TINYINT"))) return true;
  decimal(a);
  decimal(b);
  return a == b;
}

struct Side {
  const Column& column;
  const Type& type;  ///< that the database gets
  std::string ddl;
};

class Columns {
 public:
  Columns(const TablePair& tables, const Column& left, const Column& right, Row& row)
      : dialect_(tables.dialect),
        legacy_(tables.legacy),
        left_{left, left.type.on(tables.dialect), row.left->type},
        right_{right, right.type.on(tables.dialect), row.right->type},
        row_(row) {}

  void compare() {
    type();
    if (!left_.column.nullable || !right_.column.nullable) {
      unknown("whether it takes NULL is not known");
    } else if (left_.column.nullable != right_.column.nullable) {
      row_.differs.push_back(Aspect::Nullable);
    }
    const std::optional<bool> defaults = sameDefault(left_.column.serverDefault, right_.column.serverDefault, dialect_);
    if (!defaults) unknown("whether both server defaults mean the same cannot be told");
    else if (!*defaults) row_.differs.push_back(Aspect::Default);
    const bool comments = dialect_ == Dialect::PostgreSql || dialect_ == Dialect::MySql;
    if (comments && left_.column.comment.value_or("") != right_.column.comment.value_or("")) {
      row_.differs.push_back(Aspect::Comment);
      for (auto& [cell, column] : {std::pair(&row_.left, &left_.column), std::pair(&row_.right, &right_.column)}) {
        if (!column->comment.value_or("").empty()) (*cell)->text += concat(" COMMENT '", *column->comment, "'");
      }
    }
    decideRow(row_, left_.column.presence, right_.column.presence, unknown_);
  }

 private:
  void unknown(std::string reason) {
    if (unknown_.empty()) unknown_ = std::move(reason);
  }

  void type() {
    const bool untyped = kindOf(left_.type) == TypeKind::Null || kindOf(right_.type) == TypeKind::Null;
    if (!left_.type.isKnown() || !right_.type.isKnown() || untyped) return unknown("its type is not known");
    if (left_.type.isEnum() && right_.type.isEnum()) values();
    if (left_.ddl.empty() || right_.ddl.empty()) {
      if (left_.ddl.empty() == right_.ddl.empty() && show(left_.type) == show(right_.type)) return;
      const std::string failure = ddlOf(left_.ddl.empty() ? left_.type : right_.type, dialect_, legacy_).failure;
      unknown(failure.empty() ? "its type is not known whole" : failure);
      return;
    }
    if (left_.type.open || right_.type.open) {  // what stands in brackets is not known
      const std::string left = left_.ddl.substr(0, left_.ddl.find('('));
      const std::string right = right_.ddl.substr(0, right_.ddl.find('('));
      if (left == right || isSynonym(left, right, dialect_)) return unknown("its type is not known whole");
      row_.differs.push_back(Aspect::Type);
    } else if (left_.ddl != right_.ddl && !isSynonym(left_.ddl, right_.ddl, dialect_)) {
      row_.differs.push_back(Aspect::Type);
    }
  }

  /// PostgreSQL keeps them with the type, whose name says nothing about them.
  void values() {
    if (!left_.type.isNamedType(dialect_) || !right_.type.isNamedType(dialect_) || left_.ddl != right_.ddl) return;
    if (!left_.type.valuesKnown || !right_.type.valuesKnown) return unknown("the values of its type are not known");
    std::vector<std::string> a = left_.type.values;
    std::vector<std::string> b = right_.type.values;
    // A type that something else creates is often named without its values.
    if (a.empty() || b.empty()) return;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    if (a == b) return;
    row_.differs.push_back(Aspect::Values);
    for (auto& [cell, type] : {std::pair(&row_.left, &left_.type), std::pair(&row_.right, &right_.type)}) {
      std::string list;
      for (const std::string& value : type->values) list += concat(list.empty() ? "'" : ", '", value, "'");
      (*cell)->text += concat(" OF (", list, ")");
    }
  }

  Dialect dialect_;
  bool legacy_;
  Side left_;
  Side right_;
  Row& row_;
  std::string unknown_;
};

Cell cellOf(const Column& column, const Table& table, const TablePair& tables) {
  return {definitionOf(column, tables.dialect), column.place.isKnown() ? column.place : table.place,
          ddlOf(column.type, tables.dialect, tables.legacy).text};
}

}  // namespace

std::optional<bool> sameDefault(const Default& a, const Default& b, Dialect dialect) {
  using Kind = Default::Kind;
  if (a.kind == Kind::Unknown || b.kind == Kind::Unknown) return std::nullopt;
  if (isNothing(a) || isNothing(b)) return isNothing(a) == isNothing(b);
  if (a.kind != b.kind) return false;
  if (a.kind == Kind::Identity) return true;
  const std::string left = spelt(a, dialect);
  const std::string right = spelt(b, dialect);
  if (left == right) return true;
  if (a.kind == Kind::Sql && isPlain(left) && isPlain(right)) return false;
  return std::nullopt;
}

void compareColumns(const TablePair& tables, std::vector<Row>& rows) {
  const auto start = [&](const Column& column) -> Row& {
    Row& row = rows.emplace_back();
    row.name = column.name;
    return row;
  };
  if (tables.left != nullptr) {
    for (const Column& column : tables.left->columns) {
      Row& row = start(column);
      row.left = cellOf(column, *tables.left, tables);
      const Column* const other = tables.right == nullptr ? nullptr : tables.right->column(column.name);
      if (other == nullptr) {
        tables.mark(row);
        continue;
      }
      row.right = cellOf(*other, *tables.right, tables);
      Columns(tables, column, *other, row).compare();
    }
  }
  if (tables.right == nullptr) return;
  for (const Column& column : tables.right->columns) {
    if (tables.left != nullptr && tables.left->column(column.name) != nullptr) continue;
    Row& row = start(column);
    row.right = cellOf(column, *tables.right, tables);
    tables.mark(row);
  }
}

}  // namespace limbeck::schema
