// naming.h: the names that nobody wrote: of a naming convention, and of the database itself.
// It refuses to invent: a template that needs what is not known gives no name.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/schema.h"

namespace limbeck::schema {

/// MetaData(naming_convention={"ix": "ix_%(column_0_label)s", ...}).
struct NamingConvention {
  std::map<std::string, std::string, std::less<>> templates;  ///< by "ix", "uq", "ck", "fk", "pk"
  /// A key or a template could not be read, or is a function: names of that kind are unknown.
  bool open = false;

  [[nodiscard]] bool empty() const { return templates.empty() && !open; }
  friend bool operator==(const NamingConvention&, const NamingConvention&) = default;
};

/// What a template may ask for.
struct NameParts {
  std::string_view kind;  ///< "uq"
  TableName table;
  std::vector<std::string> columns;
  std::string referredTable;  ///< of a foreign key
  std::vector<std::string> referredColumns;
  std::string constraintName;  ///< as written; empty for none
};

/// Facts F15. A name that is written stays, unless the template asks for it; longer ones than the database takes are
/// cut. From::Nothing when the convention says nothing about the kind.
[[nodiscard]] Name conventional(const NamingConvention& convention, const NameParts& parts, Dialect dialect);

/// SQLAlchemy's own name of an index nobody named: ix_<schema>_<table>_<column> (facts F15).
[[nodiscard]] std::string defaultIndexName(const TableName& table, const std::vector<std::string>& columns);

/// What the database calls a constraint nobody named (facts F33); `taken` are the names it cannot use. Unknown where
/// the rule of shortening would have to be known, and for generic.
[[nodiscard]] Name automatic(Dialect dialect, std::string_view kind, std::string_view table,
                             const std::vector<std::string>& columns, const std::vector<std::string>& taken);

/// How long a name may be: 63, 64; 0 for no limit worth a check (facts F38).
[[nodiscard]] std::size_t identifierLimit(Dialect dialect);

/// What becomes of a name that a convention or `conv` made and the database does not take: its beginning, and four
/// digits of a checksum (facts F15).
[[nodiscard]] Name fitted(Name name, Dialect dialect);

}  // namespace limbeck::schema
