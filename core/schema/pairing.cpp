#include "schema/pairing.h"

namespace limbeck::schema {
namespace {

/// Kinds that H1 treats alike.
enum class Group : std::uint8_t {
  None,
  Integer,
  Numeric,
  Float,
  Text,
  Uuid,
  Boolean,
  Date,
  DateTime,
  Time,
  Binary,
  Enum
};

Group groupOf(const Type& type) {
  switch (kindOf(type)) {
    case TypeKind::SmallInteger:
    case TypeKind::Integer:
    case TypeKind::BigInteger: return Group::Integer;
    case TypeKind::Numeric: return Group::Numeric;
    case TypeKind::Float:
    case TypeKind::Double: return Group::Float;
    case TypeKind::String:
    case TypeKind::Text:
    case TypeKind::Char: return type.name == "CITEXT" ? Group::None : Group::Text;
    case TypeKind::Uuid: return Group::Uuid;
    case TypeKind::Boolean: return Group::Boolean;
    case TypeKind::Date: return Group::Date;
    case TypeKind::DateTime: return Group::DateTime;
    case TypeKind::Time: return Group::Time;
    case TypeKind::Binary: return Group::Binary;
    case TypeKind::Enum: return Group::Enum;
    default: return Group::None;
  }
}

bool are(Group a, Group b, Group one, Group other) { return (a == one && b == other) || (a == other && b == one); }

Pairing integers(const Type& child, const Type& parent, Dialect dialect) {
  const bool width = kindOf(child) == kindOf(parent) &&
                     (dialect != Dialect::MySql || child.name == parent.name || child.dialect == parent.dialect);
  const bool sign = dialect != Dialect::MySql || child.isUnsigned == parent.isUnsigned;
  if (width && sign) return Pairing::Same;
  return dialect == Dialect::MySql ? Pairing::Refused : Pairing::Differs;
}

Pairing enums(const Type& child, const Type& parent, Dialect dialect) {
  if (dialect != Dialect::PostgreSql) return Pairing::Same;
  if (!child.native || !parent.native || child.constrained || parent.constrained || child.typeName.empty() ||
      parent.typeName.empty())
    return Pairing::Unknown;
  return child.typeName == parent.typeName && child.typeSchema == parent.typeSchema ? Pairing::Same : Pairing::Refused;
}

Pairing between(const Type& child, const Type& parent, Dialect dialect) {
  const Group a = groupOf(child);
  const Group b = groupOf(parent);
  const bool postgres = dialect == Dialect::PostgreSql;
  if (a == Group::None || b == Group::None) return Pairing::Unknown;
  if (a == Group::Integer && b == Group::Integer) return integers(child, parent, dialect);
  if (a == Group::Enum && b == Group::Enum) return enums(child, parent, dialect);
  if (a == Group::Numeric && b == Group::Numeric) {
    const bool same = child.precision == parent.precision && child.scale == parent.scale;
    return same || child.open || parent.open ? Pairing::Same : Pairing::Differs;
  }
  if (a == b) return a == Group::Float ? Pairing::Unknown : Pairing::Same;
  if (a == Group::Integer && (b == Group::Numeric || b == Group::Float))
    return postgres ? Pairing::Differs : Pairing::Refused;
  if (a == Group::Numeric && b == Group::Integer) return Pairing::Refused;
  if (a == Group::Float && b == Group::Integer) return postgres ? Pairing::Refused : Pairing::Unknown;
  if (are(a, b, Group::Integer, Group::Text)) return Pairing::Refused;
  if (are(a, b, Group::Uuid, Group::Text) || are(a, b, Group::Uuid, Group::Integer))
    return postgres ? Pairing::Refused : Pairing::Unknown;
  if (are(a, b, Group::Boolean, Group::Integer)) {
    const bool tiny = a == Group::Boolean ? parent.name == "TINYINT" : child.name == "TINYINT";
    return tiny ? Pairing::Unknown : Pairing::Refused;
  }
  if (are(a, b, Group::Date, Group::DateTime))
    return postgres ? Pairing::Differs : a == Group::Date ? Pairing::Refused : Pairing::Unknown;
  if (a == Group::Time && b == Group::DateTime) return postgres ? Pairing::Refused : Pairing::Unknown;
  if (a == Group::Binary && b == Group::Text) return Pairing::Refused;
  if (a == Group::Enum && b == Group::Text) return child.native ? Pairing::Refused : Pairing::Same;
  return Pairing::Unknown;
}

}  // namespace

Pairing pairing(const Type& declaredChild, const Type& declaredParent, Dialect dialect) {
  const Type& child = declaredChild.on(dialect);
  const Type& parent = declaredParent.on(dialect);
  if (!child.isKnown() || !parent.isKnown()) return Pairing::Unknown;
  if (dialect == Dialect::PostgreSql || dialect == Dialect::MySql) return between(child, parent, dialect);
  const Pairing elsewhere = between(child, parent, Dialect::PostgreSql);
  return elsewhere == Pairing::Refused ? Pairing::Differs
         : elsewhere == Pairing::Same  ? Pairing::Same
                                       : Pairing::Unknown;
}

bool holdsAllOf(const Type& child, const Type& parent) {
  const auto width = [](const Type& type) {
    const TypeKind kind = kindOf(type);
    return kind == TypeKind::SmallInteger ? 2 : kind == TypeKind::Integer ? 4 : kind == TypeKind::BigInteger ? 8 : 0;
  };
  if (width(parent) > 0) {
    if (groupOf(child) == Group::Numeric) return !child.open && !child.precision;  // NUMERIC without a precision
    return width(child) >= width(parent) && child.isUnsigned == parent.isUnsigned;
  }
  if (groupOf(child) != Group::Numeric || groupOf(parent) != Group::Numeric || child.open || parent.open) return false;
  if (!child.precision) return true;
  const auto fraction = [](const Type& type) { return type.scale.value_or(0); };
  return parent.precision && fraction(child) >= fraction(parent) &&
         *child.precision - fraction(child) >= *parent.precision - fraction(parent);
}

}  // namespace limbeck::schema
