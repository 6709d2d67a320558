// comparing.h: the steps of a comparison that need each other; private to compare*.cpp.
// It refuses to be used elsewhere.
#pragma once

#include <vector>

#include "schema/compare.h"

namespace limbeck::schema {

/// One table of each side; null where that side has none.
struct TablePair {
  const Table* left = nullptr;
  const Table* right = nullptr;
  Dialect dialect = Dialect::Generic;
  bool legacy = false;
  Mark alone = Mark::Same;  ///< what each row is where one side has no such table
  Doubt leftDoubt;          ///< why that side may have more than it lists
  Doubt rightDoubt;

  /// The mark of something that only one side lists, and why it may be wrong.
  void mark(Row& row) const;
};

void compareColumns(const TablePair& tables, std::vector<Row>& rows);
void compareMembers(const TablePair& tables, std::vector<Row>& rows);

/// Differs where something certainly does; else unknown for the first reason, or the same.
void decideRow(Row& row, Presence left, Presence right, const std::string& unknown);

/// SQL without what does not count: case and spaces outside of quotes, brackets around all of it.
[[nodiscard]] std::string plainSql(std::string_view sql);

}  // namespace limbeck::schema
