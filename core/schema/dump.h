// dump.h: what was understood of SQL and of schemas, in lines that a person can read and a test can compare.
// It refuses to be parsed by anything.
#pragma once

#include <string>
#include <vector>

#include "schema/change.h"
#include "schema/sql.h"

namespace limbeck::schema {

/// One line without its end: "add column invoices.total NUMERIC(10, 2) not null default 0". A new table has one line
/// more for each of its parts, set in.
[[nodiscard]] std::string dump(const Effect& effect);
/// Each with its effects below it.
[[nodiscard]] std::string dump(const std::vector<Statement>& statements);

}  // namespace limbeck::schema
