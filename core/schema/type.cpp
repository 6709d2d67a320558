#include "schema/type.h"

#include <algorithm>
#include <iterator>

#include "text/concat.h"
#include "text/utf8.h"
#include "text/words.h"

namespace limbeck::schema {
namespace {

struct KindOf {
  std::string_view name;
  TypeKind kind;
};

/// SQLAlchemy's classes by name, generic ones, SQL's own in capitals, and those of the dialects.
constexpr KindOf kinds[] = {
    {"NullType", TypeKind::Null},
    {"SmallInteger", TypeKind::SmallInteger},
    {"SMALLINT", TypeKind::SmallInteger},
    {"TINYINT", TypeKind::SmallInteger},
    {"Integer", TypeKind::Integer},
    {"INTEGER", TypeKind::Integer},
    {"INT", TypeKind::Integer},
    {"MEDIUMINT", TypeKind::Integer},
    {"OID", TypeKind::Integer},
    {"YEAR", TypeKind::Integer},
    {"BigInteger", TypeKind::BigInteger},
    {"BIGINT", TypeKind::BigInteger},
    {"Numeric", TypeKind::Numeric},
    {"NUMERIC", TypeKind::Numeric},
    {"DECIMAL", TypeKind::Numeric},
    {"MONEY", TypeKind::Other},
    {"Float", TypeKind::Float},
    {"FLOAT", TypeKind::Float},
    {"REAL", TypeKind::Float},
    {"Double", TypeKind::Double},
    {"DOUBLE", TypeKind::Double},
    {"DOUBLE_PRECISION", TypeKind::Double},
    {"Boolean", TypeKind::Boolean},
    {"BOOLEAN", TypeKind::Boolean},
    {"String", TypeKind::String},
    {"Unicode", TypeKind::String},
    {"VARCHAR", TypeKind::String},
    {"NVARCHAR", TypeKind::String},
    {"AutoString", TypeKind::String},
    {"CITEXT", TypeKind::Text},
    {"Text", TypeKind::Text},
    {"TEXT", TypeKind::Text},
    {"UnicodeText", TypeKind::Text},
    {"CLOB", TypeKind::Text},
    {"LONGTEXT", TypeKind::Text},
    {"MEDIUMTEXT", TypeKind::Text},
    {"TINYTEXT", TypeKind::Text},
    {"CHAR", TypeKind::Char},
    {"NCHAR", TypeKind::Char},
    {"LargeBinary", TypeKind::Binary},
    {"PickleType", TypeKind::Binary},
    {"BLOB", TypeKind::Binary},
    {"BINARY", TypeKind::Binary},
    {"VARBINARY", TypeKind::Binary},
    {"BYTEA", TypeKind::Binary},
    {"LONGBLOB", TypeKind::Binary},
    {"MEDIUMBLOB", TypeKind::Binary},
    {"TINYBLOB", TypeKind::Binary},
    {"Date", TypeKind::Date},
    {"DATE", TypeKind::Date},
    {"Time", TypeKind::Time},
    {"TIME", TypeKind::Time},
    {"DateTime", TypeKind::DateTime},
    {"DATETIME", TypeKind::DateTime},
    {"TIMESTAMP", TypeKind::DateTime},
    {"Interval", TypeKind::Interval},
    {"INTERVAL", TypeKind::Interval},
    {"JSON", TypeKind::Json},
    {"JSONB", TypeKind::Json},
    {"Uuid", TypeKind::Uuid},
    {"UUID", TypeKind::Uuid},
    {"Enum", TypeKind::Enum},
    {"ENUM", TypeKind::Enum},
    {"SET", TypeKind::Other},
    {"ARRAY", TypeKind::Array},
    {"INET", TypeKind::Other},
    {"CIDR", TypeKind::Other},
    {"MACADDR", TypeKind::Other},
    {"MACADDR8", TypeKind::Other},
    {"TSVECTOR", TypeKind::Other},
    {"TSQUERY", TypeKind::Other},
    {"HSTORE", TypeKind::Other},
    {"BIT", TypeKind::Other},
    {"REGCLASS", TypeKind::Other},
    {"INT4RANGE", TypeKind::Other},
    {"INT8RANGE", TypeKind::Other},
    {"NUMRANGE", TypeKind::Other},
    {"DATERANGE", TypeKind::Other},
    {"TSRANGE", TypeKind::Other},
    {"TSTZRANGE", TypeKind::Other},
    {"DOMAIN", TypeKind::Other},
    {"MatchType", TypeKind::Boolean},
    {"TupleType", TypeKind::Other},
};

const KindOf* find(std::string_view name) {
  const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const KindOf& k) { return k.name == name; });
  return found == std::end(kinds) ? nullptr : found;
}

/// Of the classes that live in sqlalchemy.dialects.postgresql alone, those that other databases cannot compile (facts
/// F47).
bool isPostgresOnly(const Type& type) {
  static constexpr std::string_view names[] = {
      "JSONB",     "ARRAY",     "INET",     "CIDR",      "MACADDR", "MACADDR8",  "TSVECTOR", "TSQUERY",
      "HSTORE",    "CITEXT",    "INTERVAL", "BYTEA",     "MONEY",   "BIT",       "OID",      "REGCLASS",
      "INT4RANGE", "INT8RANGE", "NUMRANGE", "DATERANGE", "TSRANGE", "TSTZRANGE", "DOMAIN"};
  if (type.name == "BIT" && type.dialect == "mysql") return false;
  return oneOf(type.name, names);
}
bool isMySqlOnly(const Type& type) {
  static constexpr std::string_view names[] = {"TINYINT",  "MEDIUMINT",  "LONGTEXT", "MEDIUMTEXT", "TINYTEXT",
                                               "LONGBLOB", "MEDIUMBLOB", "TINYBLOB", "YEAR",       "SET"};
  return oneOf(type.name, names) || (type.name == "ENUM" && type.dialect == "mysql") ||
         (type.name == "BIT" && type.dialect == "mysql");
}

TypeText text(std::string text) { return {std::move(text), {}}; }
TypeText cannot(const Type& type, Dialect dialect) {
  return {{}, concat("the type ", type.name, " cannot be written for ", nameOf(dialect))};
}

std::string sized(std::string name, const std::optional<std::int64_t>& size) {
  return size ? concat(name, "(", std::to_string(*size), ")") : name;
}

std::string exact(std::string name, const Type& type) {
  if (!type.precision) return name;
  if (!type.scale) return concat(name, "(", std::to_string(*type.precision), ")");
  return concat(name, "(", std::to_string(*type.precision), ", ", std::to_string(*type.scale), ")");
}

TypeText enumText(const Type& type, Dialect dialect) {
  if (type.native && type.isNamedType(dialect)) {
    if (type.typeName.empty())
      return {{}, type.open ? std::string() : concat("an ENUM without a name cannot be written for ", nameOf(dialect))};
    return text(type.typeSchema.empty() ? type.typeName : concat(type.typeSchema, ".", type.typeName));
  }
  if (type.native && dialect == Dialect::MySql) {
    if (!type.valuesKnown) return {};
    std::string list;
    for (const std::string& value : type.values) list += concat(list.empty() ? "'" : ",'", value, "'");
    return text(concat("ENUM(", list, ")"));
  }
  if (type.length) return text(sized("VARCHAR", type.length));
  if (!type.valuesKnown) return {};
  std::size_t longest = 0;
  for (const std::string& value : type.values) longest = std::max(longest, characterCount(value));
  return text(sized("VARCHAR", static_cast<std::int64_t>(longest)));
}

TypeText integerText(const Type& type, Dialect dialect) {
  std::string name = kindOf(type) == TypeKind::BigInteger     ? "BIGINT"
                     : kindOf(type) == TypeKind::SmallInteger ? "SMALLINT"
                                                              : "INTEGER";
  if (isMySqlOnly(type) || type.name == "OID") name = type.name;
  const bool mysql = dialect == Dialect::MySql && type.dialect == "mysql";
  if (mysql) name = sized(name, type.length);
  return text(mysql && type.isUnsigned ? name + " UNSIGNED" : name);
}

TypeText stringText(const Type& type, Dialect dialect) {
  const bool national = type.name == "NVARCHAR";
  const bool variable = kindOf(type) == TypeKind::String;
  std::string name = variable ? "VARCHAR" : "CHAR";
  if (national || type.name == "NCHAR")
    name = dialect == Dialect::MySql ? concat("NATIONAL ", name) : concat("N", name);
  if (variable && !type.length && !type.open && dialect == Dialect::MySql && type.name != "AutoString") {
    return {{}, "VARCHAR requires a length on mysql"};
  }
  if (type.name == "AutoString" && dialect == Dialect::MySql && !type.length) return text("VARCHAR(255)");
  return text(sized(name, type.length));
}

TypeText momentText(const Type& type, Dialect dialect) {
  const bool stamp = type.name == "TIMESTAMP";
  if (dialect == Dialect::PostgreSql && type.name != "DATETIME") {  // sa.DATETIME is taken by its word, and fails there
    return text(concat(sized("TIMESTAMP", type.precision), type.timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE"));
  }
  const bool fraction = dialect == Dialect::MySql && type.precision.has_value();
  return text(fraction ? sized(stamp ? "TIMESTAMP" : "DATETIME", type.precision) : stamp ? "TIMESTAMP" : "DATETIME");
}

TypeText floatText(const Type& type, Dialect dialect) {
  if (type.name == "REAL") return text("REAL");
  if (kindOf(type) == TypeKind::Double) {
    if (dialect == Dialect::PostgreSql || type.name == "DOUBLE_PRECISION") return text("DOUBLE PRECISION");
    return text(dialect == Dialect::MySql ? exact("DOUBLE", type) : "DOUBLE");
  }
  return text(dialect == Dialect::Sqlite ? "FLOAT" : exact("FLOAT", type));
}

}  // namespace

const Type& Type::on(Dialect database) const {
  const auto found = variants.find(database);
  return found == variants.end() ? *this : *found->second;
}

bool Type::isNamedType(Dialect database) const {
  return isEnum() && native && database == Dialect::PostgreSql && dialect != "mysql";
}

bool bringsCheck(const Type& declared, Dialect dialect) {
  const Type& type = declared.on(dialect);
  const bool native = dialect == Dialect::PostgreSql || dialect == Dialect::Generic
                          ? kindOf(type) == TypeKind::Boolean || type.native
                          : dialect == Dialect::MySql && type.isEnum() && type.native;
  return type.constrained && !native;
}

TypeKind kindOf(const Type& type) {
  if (!type.isKnown()) return TypeKind::Unknown;
  const KindOf* const found = find(type.name);
  return found == nullptr ? TypeKind::Other : found->kind;
}

bool isTypeName(std::string_view name) { return find(name) != nullptr || name == "TypeEngine"; }

TypeText ddlOf(const Type& declared, Dialect dialect, bool legacy) {
  const Type& type = declared.on(dialect);
  if (!type.isKnown()) return {};
  if (find(type.name) == nullptr) return type.open || type.dialect.empty() ? TypeText{} : text(type.name);
  if (type.open && type.name != "Enum" && type.name != "ENUM") return {};
  if (dialect != Dialect::PostgreSql && dialect != Dialect::Generic && isPostgresOnly(type))
    return cannot(type, dialect);
  if (dialect != Dialect::MySql && dialect != Dialect::Generic && isMySqlOnly(type)) return cannot(type, dialect);
  switch (kindOf(type)) {
    case TypeKind::Null: return {{}, "a column without a type cannot be written"};
    case TypeKind::SmallInteger:
    case TypeKind::Integer:
    case TypeKind::BigInteger: return integerText(type, dialect);
    case TypeKind::Numeric: return text(exact(type.name == "DECIMAL" ? "DECIMAL" : "NUMERIC", type));
    case TypeKind::Float:
    case TypeKind::Double: return floatText(type, dialect);
    case TypeKind::Boolean: return text(dialect == Dialect::MySql ? "BOOL" : "BOOLEAN");
    case TypeKind::String:
    case TypeKind::Char: return stringText(type, dialect);
    case TypeKind::Text: {
      const bool plain = type.name == "Text" || type.name == "UnicodeText";
      return text(dialect == Dialect::MySql || !plain ? sized(plain ? "TEXT" : type.name, type.length)
                  : plain && type.length              ? sized("TEXT", type.length)
                                                      : "TEXT");
    }
    case TypeKind::Binary: {
      if (type.name == "BINARY" || type.name == "VARBINARY") return text(sized(type.name, type.length));
      if (type.name != "LargeBinary" && type.name != "PickleType") return text(type.name);
      return text(dialect == Dialect::PostgreSql ? "BYTEA"
                  : dialect == Dialect::MySql    ? sized("BLOB", type.length)
                                                 : "BLOB");
    }
    case TypeKind::Date: return text("DATE");
    case TypeKind::Time:
      if (dialect != Dialect::PostgreSql)
        return text(dialect == Dialect::MySql ? sized("TIME", type.precision) : "TIME");
      return text(concat(sized("TIME", type.precision), type.timezone ? " WITH TIME ZONE" : " WITHOUT TIME ZONE"));
    case TypeKind::DateTime: return momentText(type, dialect);
    case TypeKind::Interval:
      return text(dialect == Dialect::PostgreSql || dialect == Dialect::Generic ? "INTERVAL" : "DATETIME");
    case TypeKind::Json: return text(type.name);
    case TypeKind::Uuid:
      if (dialect == Dialect::PostgreSql || dialect == Dialect::Generic) return text("UUID");
      if (type.name == "UUID")
        return legacy                                               ? cannot(type, dialect)
               : type.dialect.empty() || dialect == Dialect::Sqlite ? text("UUID")
                                                                    : text("UUID");
      return text("CHAR(32)");
    case TypeKind::Enum: return enumText(type, dialect);
    case TypeKind::Array: {
      if (!type.item) return {};
      const TypeText item = ddlOf(*type.item, dialect, legacy);
      if (item.text.empty()) return item;
      std::string dimensions;
      for (std::int64_t i = 0; i < std::max<std::int64_t>(type.length.value_or(1), 1); ++i) dimensions += "[]";
      return text(item.text + dimensions);
    }
    default: return text(sized(type.name, type.length));
  }
}

std::string show(const Type& type) {
  if (!type.isKnown()) return "?";
  std::vector<std::string> arguments;
  if (type.isEnum() || type.name == "SET") {
    for (const std::string& value : type.values) arguments.push_back(concat("'", value, "'"));
    if (!type.valuesKnown) arguments.push_back("?");
    if (!type.typeName.empty()) arguments.push_back(concat("name='", type.typeName, "'"));
    if (!type.native) arguments.push_back("native_enum=False");
    if (!type.createsType) arguments.push_back("create_type=False");
  } else if (type.item) {
    arguments.push_back(show(*type.item));
  }
  if (type.length && !type.item) arguments.push_back(std::to_string(*type.length));
  if (type.precision) arguments.push_back(std::to_string(*type.precision));
  if (type.scale) arguments.push_back(std::to_string(*type.scale));
  if (type.timezone) arguments.push_back("timezone=True");
  if (type.isUnsigned) arguments.push_back("unsigned=True");
  if (type.constrained) arguments.push_back("create_constraint=True");
  if (type.open && !type.isEnum()) arguments.push_back("?");
  std::string shown = type.dialect.empty() ? type.name : concat(type.dialect, ".", type.name);
  for (std::size_t i = 0; i < arguments.size(); ++i) shown += concat(i == 0 ? "(" : ", ", arguments[i]);
  if (!arguments.empty()) shown += ")";
  for (const auto& [dialect, variant] : type.variants) shown += concat(" on ", nameOf(dialect), " ", show(*variant));
  return type.decorator.empty() ? shown : concat(type.decorator, " as ", shown);
}

}  // namespace limbeck::schema
