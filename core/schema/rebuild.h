// rebuild.h: a table of SQLite that Alembic makes anew: read back by SQLAlchemy, changed, made, filled with the old
// rows. It refuses to know batch blocks: it is told when a table is made anew, and with which changes.
#pragma once

#include <optional>
#include <vector>

#include "schema/change.h"

namespace limbeck::schema {

/// One block of changes (engine 7.5, facts F44).
struct Rebuild {
  TableName table;
  FilePlace place;
  std::vector<Change> changes;
  std::optional<NamingConvention> naming;  ///< names what the database left unnamed
  std::optional<Table> copyFrom;           ///< settled; the table is taken to be this one, and is not read back
  std::optional<Table> additions;          ///< table_args: constraints the new table gets beside
};

void rebuild(Schema& schema, const Rebuild& block, const Conditions& rules, std::vector<Failure>& failures);

/// What SQLAlchemy sees of a table on SQLite. What it does not see is gone from the table.
void readBack(Table& table, const Schema& schema, bool legacy);

}  // namespace limbeck::schema
