#include "schema/dialect.h"

namespace limbeck::schema {

std::string_view nameOf(Dialect dialect) {
  switch (dialect) {
    case Dialect::Sqlite: return "sqlite";
    case Dialect::PostgreSql: return "postgresql";
    case Dialect::MySql: return "mysql";
    default: return "generic";
  }
}

std::string_view titleOf(Dialect dialect) {
  switch (dialect) {
    case Dialect::Sqlite: return "SQLite";
    case Dialect::PostgreSql: return "PostgreSQL";
    case Dialect::MySql: return "MySQL";
    default: return "No database named";
  }
}

std::optional<Dialect> dialectNamed(std::string_view name) {
  if (name == "sqlite") return Dialect::Sqlite;
  if (name == "postgresql" || name == "postgres") return Dialect::PostgreSql;
  if (name == "mysql" || name == "mariadb") return Dialect::MySql;
  if (name == "generic") return Dialect::Generic;
  return std::nullopt;
}

}  // namespace limbeck::schema
