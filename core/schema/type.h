// type.h: a column type as SQLAlchemy names it, and the text each database is given for it.
// It refuses values: what a type does to Python objects is nobody's business here.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/dialect.h"

namespace limbeck::schema {

/// What the values of a type are, whatever its spelling. Two types of one kind are close relatives.
enum class TypeKind : std::uint8_t {
  Unknown,
  Null,
  SmallInteger,
  Integer,
  BigInteger,
  Numeric,
  Float,
  Double,
  Boolean,
  String,
  Text,
  Char,
  Binary,
  Date,
  Time,
  DateTime,
  Interval,
  Json,
  Uuid,
  Enum,
  Array,
  Other,
};

/// Copying is cheap enough: item and variants are shared.
struct Type {
  /// SQLAlchemy's class name: "String", "VARCHAR", "JSONB". Empty when the type is not known at all.
  std::string name;
  std::string dialect;  ///< "postgresql" for sqlalchemy.dialects.postgresql.JSONB; empty for generic ones
  std::optional<std::int64_t> length;  ///< String(50); display width of MySQL's integers
  std::optional<std::int64_t> precision;
  std::optional<std::int64_t> scale;
  bool timezone = false;
  bool isUnsigned = false;  ///< MySQL
  /// An argument could not be read: the name is right, what stands in brackets is not known.
  bool open = false;

  // Enum, ENUM, SET
  std::vector<std::string> values;
  bool valuesKnown = true;
  std::string typeName;  ///< Enum(name="status"), without schema
  std::string typeSchema;
  bool native = true;        ///< native_enum
  bool createsType = true;   ///< postgresql.ENUM(create_type=False)
  bool constrained = false;  ///< create_constraint: Boolean and Enum bring a CHECK

  std::shared_ptr<const Type> item;                         ///< of an ARRAY
  std::map<Dialect, std::shared_ptr<const Type>> variants;  ///< with_variant
  /// The class of the project or of a library that decorates this type: "app.types.Money". For people and for scripts.
  std::string decorator;

  [[nodiscard]] bool isKnown() const { return !name.empty(); }
  [[nodiscard]] bool isEnum() const { return name == "Enum" || name == "ENUM"; }
  /// The type a database really gets.
  [[nodiscard]] const Type& on(Dialect database) const;
  /// A type of its own in PostgreSQL, which CREATE TYPE makes.
  [[nodiscard]] bool isNamedType(Dialect database) const;
};

[[nodiscard]] TypeKind kindOf(const Type& type);
/// A Boolean or Enum with `create_constraint=True`, on a database that has no type of its own for it (facts F15).
[[nodiscard]] bool bringsCheck(const Type& declared, Dialect dialect);

/// A class of SQLAlchemy with that name is a column type.
[[nodiscard]] bool isTypeName(std::string_view name);

/// What DDL says, or why it cannot (facts I, F47, F49).
struct TypeText {
  std::string text;     ///< "VARCHAR(50)"; empty when it does not compile or is not known
  std::string failure;  ///< "VARCHAR requires a length on dialect mysql"; empty when it is only not known
};
/// `legacy` is SQLAlchemy 1.4 and before.
[[nodiscard]] TypeText ddlOf(const Type& type, Dialect dialect, bool legacy = false);

/// As SQLAlchemy's repr does, without noise: "String(50)", "postgresql.JSONB", "Enum('a', 'b', name='kind')"; "?"
/// unknown.
[[nodiscard]] std::string show(const Type& type);

/// A type by what SQL calls it: "character varying(20)", "timestamp with time zone", "int unsigned", "status[]".
[[nodiscard]] Type typeOfSql(std::string_view written);

}  // namespace limbeck::schema
