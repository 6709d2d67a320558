// companions.h: the tables that libraries bring along as mixins, with fixed columns: FastAPI Users'
// user, account and token, oslo.db's timestamps.
// It refuses to know more of a library than its columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "project/definitions/definitions.h"

namespace limbeck::project {

/// A class of a library from which models derive.
struct CompanionTable {
  std::string_view dotted;
  std::string_view base;   ///< the class of the library that it derives from; empty for none
  std::string_view table;  ///< `__tablename__`; empty when the base has it

  [[nodiscard]] const CompanionTable* parent() const;
  /// Its own columns, without those of its base.
  [[nodiscard]] std::vector<ColumnDefinition> columns(const Definitions& definitions) const;
};

/// Null when nobody has described the class.
[[nodiscard]] const CompanionTable* companionTable(std::string_view dotted);

}  // namespace limbeck::project
