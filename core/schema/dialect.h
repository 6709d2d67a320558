// dialect.h: the databases a schema is told for, and what they call themselves.
// It refuses versions of servers, and databases that nobody has measured (facts.md, how to read a fact).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace limbeck::schema {

/// MySql stands for MariaDB too. Generic is a project that names no database: automatic names are unknown there.
enum class Dialect : std::uint8_t { Generic, Sqlite, PostgreSql, MySql };

/// "sqlite", "postgresql", "mysql", "generic"
[[nodiscard]] std::string_view nameOf(Dialect dialect);
/// As its makers write it: "PostgreSQL"; "No database named" for Generic.
[[nodiscard]] std::string_view titleOf(Dialect dialect);
/// SQLAlchemy's names, "mariadb" among them; nothing for databases without rules of their own.
[[nodiscard]] std::optional<Dialect> dialectNamed(std::string_view name);

}  // namespace limbeck::schema
