// sql_types.h: what the readers of SQL ask about types besides typeOfSql.
// It refuses to know columns.
#pragma once

#include <string_view>

namespace limbeck::schema::sql {

/// SERIAL and its sizes: PostgreSQL makes a sequence and a default for it, and NOT NULL.
[[nodiscard]] bool isSerial(std::string_view written);

/// A type of some database starts with this word: it names no column and no index.
[[nodiscard]] bool isTypeWord(std::string_view word);

}  // namespace limbeck::schema::sql
