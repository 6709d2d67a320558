#include "schema/compare.h"

#include <algorithm>
#include <array>
#include <set>

#include "schema/comparing.h"
#include "text/concat.h"
#include "text/expect.h"

namespace limbeck::schema {
namespace {

/// Why a table may have more than is listed, or may not be there.
Doubt doubtAbout(const Schema& schema, const Table& table) {
  if (table.baseline) return {"it was made before the first revision", table.place};
  const std::string name = show(TableName{table.schema, table.name});
  const auto inside = [&](const FilePlace& place) {
    return place.isKnown() && place.file == table.place.file && place.span.begin >= table.place.span.begin &&
           place.span.end <= table.place.span.end;
  };
  for (const Doubt& doubt : schema.doubts) {
    if (doubt.table == name || inside(doubt.place)) return doubt;
  }
  for (const Doubt& doubt : schema.doubts) {
    if (doubt.table.empty()) return doubt;
  }
  return {"not all of it could be read", table.place};
}

/// Why a schema may have a table that it does not list.
Doubt doubtAbout(const Schema& schema) {
  for (const Doubt& doubt : schema.doubts) {
    if (doubt.table.empty()) return doubt;
  }
  if (schema.baseline) return {"the database had tables before the first revision", {}};
  return {"there may be more tables than could be read", {}};
}

class Comparison {
 public:
  Comparison(const Schema& left, const Schema& right, Dialect dialect, bool legacy)
      : left_(left), right_(right), dialect_(dialect), legacy_(legacy) {}

  TableRows table(const TableName& name) const {
    TablePair pair{left_.find(name), right_.find(name), dialect_, legacy_, Mark::Same, {}, {}};
    TableRows rows;
    rows.name = name;
    if (pair.left != nullptr) {
      rows.left = pair.left->place;
      if (!pair.left->isWhole()) rows.why = pair.leftDoubt = doubtAbout(left_, *pair.left);
    }
    if (pair.right != nullptr) {
      rows.right = pair.right->place;
      if (!pair.right->isWhole()) rows.why = pair.rightDoubt = doubtAbout(right_, *pair.right);
    }
    const Schema& lacking = pair.left == nullptr ? left_ : right_;
    const Table& there = pair.left == nullptr ? *pair.right : *pair.left;
    if (pair.left == nullptr || pair.right == nullptr) {
      const bool certain = lacking.lacks(name) && there.certainty != Certainty::Unknown;
      rows.mark = pair.alone = !certain ? Mark::Unknown : pair.left == nullptr ? Mark::OnlyRight : Mark::OnlyLeft;
      if (!lacking.lacks(name)) rows.why = doubtAbout(lacking);
    }
    compareColumns(pair, rows.rows);
    compareMembers(pair, rows.rows);
    doubtChanges(pair, rows.rows);
    if (pair.alone == Mark::Same) rows.mark = whole(pair, rows.rows);
    if (rows.mark == Mark::Unknown && rows.why.reason.empty()) {
      for (const Row& row : rows.rows) {
        if (row.mark == Mark::Unknown) rows.why = row.why;
      }
    }
    return rows;
  }

 private:
  /// Of a table that something unread may have changed, what is listed is how it was before.
  static void doubtChanges(const TablePair& pair, std::vector<Row>& rows) {
    const auto changed = [](const Table* table) { return table != nullptr && table->certainty == Certainty::Unknown; };
    if (!changed(pair.left) && !changed(pair.right)) return;
    for (Row& row : rows) {
      if (row.mark != Mark::Differs) continue;
      row.mark = Mark::Unknown;
      row.differs.clear();
      row.why = changed(pair.right) ? pair.rightDoubt : pair.leftDoubt;
    }
  }

  static Mark whole(const TablePair& pair, const std::vector<Row>& rows) {
    const bool known = pair.left->isWhole() && pair.right->isWhole();
    if (std::any_of(rows.begin(), rows.end(),
                    [](const Row& row) { return row.mark != Mark::Same && row.mark != Mark::Unknown; }))
      return Mark::Differs;
    return known && std::all_of(rows.begin(), rows.end(), [](const Row& row) { return row.mark == Mark::Same; })
               ? Mark::Same
               : Mark::Unknown;
  }

  const Schema& left_;
  const Schema& right_;
  Dialect dialect_;
  bool legacy_;
};

constexpr std::array<std::string_view, 5> markNames = {"same", "only-left", "only-right", "differs", "unknown"};
constexpr std::array<std::string_view, 5> signs = {"=", "+", "−", "≠", "?"};
constexpr std::array<std::string_view, 9> partNames = {"column", "primary key", "unique",  "foreign key", "check",
                                                       "index",  "constraint",  "comment", "table"};
constexpr std::array<std::string_view, 11> aspectNames = {"type",    "values",  "nullable",   "server default",
                                                          "comment", "columns", "uniqueness", "condition",
                                                          "target",  "actions", "name"};

}  // namespace

std::string_view nameOf(Mark mark) { return markNames[static_cast<std::size_t>(mark)]; }
std::string_view signOf(Mark mark) { return signs[static_cast<std::size_t>(mark)]; }
std::string_view nameOf(Part part) { return partNames[static_cast<std::size_t>(part)]; }
std::string_view nameOf(Aspect aspect) { return aspectNames[static_cast<std::size_t>(aspect)]; }

void TablePair::mark(Row& row) const {
  row.mark = alone;
  if (alone != Mark::Same) return;
  const bool ofLeft = row.left.has_value();
  const Doubt& doubt = ofLeft ? rightDoubt : leftDoubt;
  row.mark = !doubt.reason.empty() ? Mark::Unknown : ofLeft ? Mark::OnlyLeft : Mark::OnlyRight;
  row.why = doubt;
}

void decideRow(Row& row, Presence left, Presence right, const std::string& unknown) {
  if (left == Presence::Maybe || right == Presence::Maybe) {
    row.mark = Mark::Unknown;
    row.why.reason =
        left == Presence::Maybe && right == Presence::Maybe ? "it may be there on neither side" : "it may not be there";
    row.why.place = left == Presence::Maybe ? row.left->place : row.right->place;
    row.differs.clear();
    return;
  }
  row.mark = !row.differs.empty() ? Mark::Differs : unknown.empty() ? Mark::Same : Mark::Unknown;
  if (row.mark == Mark::Unknown) row.why.reason = unknown;
}

std::string plainSql(std::string_view sql) {
  std::string plain;
  char quote = 0;
  for (const char c : sql) {
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      continue;
    }
    plain.push_back(quote == 0 && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  const auto wrapped = [&] {
    if (plain.size() < 2 || plain.front() != '(' || plain.back() != ')') return false;
    int depth = 0;
    for (std::size_t i = 0; i + 1 < plain.size(); ++i) {
      depth += plain[i] == '(' ? 1 : plain[i] == ')' ? -1 : 0;
      if (depth == 0) return false;
    }
    return true;
  };
  while (wrapped()) plain = plain.substr(1, plain.size() - 2);
  return plain;
}

std::vector<TableRows> compare(const Schema& left, const Schema& right, Dialect dialect, bool legacy) {
  std::set<TableName> names;
  for (const auto& [name, table] : left.tables()) names.insert(name);
  for (const auto& [name, table] : right.tables()) names.insert(name);
  const Comparison comparison(left, right, dialect, legacy);
  std::vector<TableRows> tables;
  for (const TableName& name : names) tables.push_back(comparison.table(name));
  for (const TableRows& table : tables) {
    LIMBECK_EXPECT(table.left || table.right);
    for (const Row& row : table.rows)
      LIMBECK_EXPECT((row.left || row.right) && (row.mark != Mark::Differs || !row.differs.empty()));
  }
  return tables;
}

}  // namespace limbeck::schema
