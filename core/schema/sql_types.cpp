#include "schema/sql_types.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "schema/sql.h"
#include "schema/sql_cursor.h"
#include "schema/sql_tokens.h"
#include "schema/type.h"
#include "text/words.h"

namespace limbeck::schema {
namespace {

/// What the brackets behind a name mean. Width is of MySQL's integers, Seconds of times.
enum class Brackets : std::uint8_t { Nothing, Length, Number, Width, Seconds, Values };

struct Spelling {
  std::string_view sql;
  std::string_view name;
  std::string_view dialect;
  Brackets brackets;
};

constexpr std::string_view generic;
constexpr std::string_view postgresql = "postgresql";
constexpr std::string_view mysqlName = "mysql";

constexpr Spelling spellings[] = {
    {"VARCHAR", "VARCHAR", generic, Brackets::Length},
    {"CHARACTER VARYING", "VARCHAR", generic, Brackets::Length},
    {"CHAR VARYING", "VARCHAR", generic, Brackets::Length},
    {"VARYING CHARACTER", "VARCHAR", generic, Brackets::Length},
    {"CHAR", "CHAR", generic, Brackets::Length},
    {"CHARACTER", "CHAR", generic, Brackets::Length},
    {"BPCHAR", "CHAR", generic, Brackets::Length},
    {"NVARCHAR", "NVARCHAR", generic, Brackets::Length},
    {"NATIONAL VARCHAR", "NVARCHAR", generic, Brackets::Length},
    {"NATIONAL CHARACTER VARYING", "NVARCHAR", generic, Brackets::Length},
    {"NATIONAL CHAR VARYING", "NVARCHAR", generic, Brackets::Length},
    {"NCHAR", "NCHAR", generic, Brackets::Length},
    {"NATIONAL CHAR", "NCHAR", generic, Brackets::Length},
    {"NATIONAL CHARACTER", "NCHAR", generic, Brackets::Length},
    {"TEXT", "TEXT", generic, Brackets::Length},
    {"CLOB", "CLOB", generic, Brackets::Length},
    {"INTEGER", "INTEGER", generic, Brackets::Width},
    {"INT", "INTEGER", generic, Brackets::Width},
    {"INT4", "INTEGER", generic, Brackets::Width},
    {"SERIAL", "INTEGER", generic, Brackets::Nothing},
    {"SERIAL4", "INTEGER", generic, Brackets::Nothing},
    {"BIGINT", "BIGINT", generic, Brackets::Width},
    {"INT8", "BIGINT", generic, Brackets::Width},
    {"BIGSERIAL", "BIGINT", generic, Brackets::Nothing},
    {"SERIAL8", "BIGINT", generic, Brackets::Nothing},
    {"SMALLINT", "SMALLINT", generic, Brackets::Width},
    {"INT2", "SMALLINT", generic, Brackets::Width},
    {"SMALLSERIAL", "SMALLINT", generic, Brackets::Nothing},
    {"SERIAL2", "SMALLINT", generic, Brackets::Nothing},
    {"NUMERIC", "NUMERIC", generic, Brackets::Number},
    {"DECIMAL", "DECIMAL", generic, Brackets::Number},
    {"DEC", "DECIMAL", generic, Brackets::Number},
    {"FIXED", "DECIMAL", generic, Brackets::Number},
    {"FLOAT", "FLOAT", generic, Brackets::Number},
    {"REAL", "REAL", generic, Brackets::Number},
    {"FLOAT4", "REAL", generic, Brackets::Nothing},
    {"DOUBLE", "DOUBLE", generic, Brackets::Number},
    {"DOUBLE PRECISION", "DOUBLE_PRECISION", postgresql, Brackets::Number},
    {"FLOAT8", "DOUBLE_PRECISION", postgresql, Brackets::Nothing},
    {"BOOLEAN", "BOOLEAN", generic, Brackets::Nothing},
    {"BOOL", "BOOLEAN", generic, Brackets::Nothing},
    {"DATE", "DATE", generic, Brackets::Nothing},
    {"TIME", "TIME", generic, Brackets::Seconds},
    {"TIMETZ", "TIME", generic, Brackets::Seconds},
    {"DATETIME", "DATETIME", generic, Brackets::Seconds},
    {"TIMESTAMP", "TIMESTAMP", generic, Brackets::Seconds},
    {"TIMESTAMPTZ", "TIMESTAMP", generic, Brackets::Seconds},
    {"JSON", "JSON", generic, Brackets::Nothing},
    {"UUID", "UUID", generic, Brackets::Nothing},
    {"BLOB", "BLOB", generic, Brackets::Length},
    {"BINARY", "BINARY", generic, Brackets::Length},
    {"VARBINARY", "VARBINARY", generic, Brackets::Length},
    {"BINARY VARYING", "VARBINARY", generic, Brackets::Length},

    {"JSONB", "JSONB", postgresql, Brackets::Nothing},
    {"BYTEA", "BYTEA", postgresql, Brackets::Nothing},
    {"INTERVAL", "INTERVAL", postgresql, Brackets::Seconds},
    {"INET", "INET", postgresql, Brackets::Nothing},
    {"CIDR", "CIDR", postgresql, Brackets::Nothing},
    {"MACADDR", "MACADDR", postgresql, Brackets::Nothing},
    {"MACADDR8", "MACADDR8", postgresql, Brackets::Nothing},
    {"TSVECTOR", "TSVECTOR", postgresql, Brackets::Nothing},
    {"TSQUERY", "TSQUERY", postgresql, Brackets::Nothing},
    {"HSTORE", "HSTORE", postgresql, Brackets::Nothing},
    {"CITEXT", "CITEXT", postgresql, Brackets::Nothing},
    {"MONEY", "MONEY", postgresql, Brackets::Nothing},
    {"OID", "OID", postgresql, Brackets::Nothing},
    {"REGCLASS", "REGCLASS", postgresql, Brackets::Nothing},
    {"REGCONFIG", "REGCONFIG", postgresql, Brackets::Nothing},
    {"INT4RANGE", "INT4RANGE", postgresql, Brackets::Nothing},
    {"INT8RANGE", "INT8RANGE", postgresql, Brackets::Nothing},
    {"NUMRANGE", "NUMRANGE", postgresql, Brackets::Nothing},
    {"DATERANGE", "DATERANGE", postgresql, Brackets::Nothing},
    {"TSRANGE", "TSRANGE", postgresql, Brackets::Nothing},
    {"TSTZRANGE", "TSTZRANGE", postgresql, Brackets::Nothing},
    {"INT4MULTIRANGE", "INT4MULTIRANGE", postgresql, Brackets::Nothing},
    {"INT8MULTIRANGE", "INT8MULTIRANGE", postgresql, Brackets::Nothing},
    {"NUMMULTIRANGE", "NUMMULTIRANGE", postgresql, Brackets::Nothing},
    {"DATEMULTIRANGE", "DATEMULTIRANGE", postgresql, Brackets::Nothing},
    {"TSMULTIRANGE", "TSMULTIRANGE", postgresql, Brackets::Nothing},
    {"TSTZMULTIRANGE", "TSTZMULTIRANGE", postgresql, Brackets::Nothing},

    {"TINYINT", "TINYINT", mysqlName, Brackets::Width},
    {"MEDIUMINT", "MEDIUMINT", mysqlName, Brackets::Width},
    {"TINYTEXT", "TINYTEXT", mysqlName, Brackets::Nothing},
    {"MEDIUMTEXT", "MEDIUMTEXT", mysqlName, Brackets::Nothing},
    {"LONGTEXT", "LONGTEXT", mysqlName, Brackets::Nothing},
    {"TINYBLOB", "TINYBLOB", mysqlName, Brackets::Nothing},
    {"MEDIUMBLOB", "MEDIUMBLOB", mysqlName, Brackets::Nothing},
    {"LONGBLOB", "LONGBLOB", mysqlName, Brackets::Nothing},
    {"YEAR", "YEAR", mysqlName, Brackets::Width},
    {"ENUM", "ENUM", mysqlName, Brackets::Values},
    {"SET", "SET", mysqlName, Brackets::Values},
};

const Spelling* spelled(std::string_view capitals) {
  const auto* found = std::find_if(std::begin(spellings), std::end(spellings),
                                   [&](const Spelling& one) { return one.sql == capitals; });
  return found == std::end(spellings) ? nullptr : found;
}

std::string capitals(std::string_view text) {
  std::string large(text);
  for (char& c : large) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return large;
}

/// Nothing when it is no number anybody would write there.
std::optional<std::int64_t> number(std::string_view text) {
  if (text.empty() || text.size() > 12) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

using sql::Cursor;
using sql::TokenKind;

constexpr std::string_view modifiers[] = {"UNSIGNED", "SIGNED", "ZEROFILL", "WITH",   "WITHOUT", "CHARSET",
                                          "COLLATE",  "ASCII",  "UNICODE",  "ARRAY",  "BINARY",  "YEAR",
                                          "MONTH",    "DAY",    "HOUR",     "MINUTE", "SECOND"};

/// The words that name the type, as they are written; stops at brackets and at what only modifies.
std::string baseOf(Cursor& at, bool& holed) {
  std::string base;
  while (at.kind() == TokenKind::Word || at.kind() == TokenKind::Hole) {
    if (!base.empty() && at.atOneOf(modifiers) && !(at.at("BINARY") && at.wordAt(1, "VARYING"))) break;
    if (at.at("CHARACTER") && at.wordAt(1, "SET")) break;
    holed = holed || at.peek().holed;
    if (!base.empty()) base += ' ';
    base += at.text(at.peek());
    at.advance();
  }
  return base;
}

void readValues(Cursor inner, Type& type) {
  for (; !inner.done(); inner.acceptSign(',')) {
    const std::size_t before = inner.index();
    std::optional<std::string> value = inner.literal();
    if (value && (inner.done() || inner.atSign(','))) {
      type.values.push_back(std::move(*value));
    } else {
      type.valuesKnown = false;
    }
    if (inner.index() == before) inner.advance();
    inner.skipItem();
  }
  if (type.values.empty() || !type.valuesKnown) {
    type.values.clear();
    type.valuesKnown = false;
    type.open = true;
  }
}

void readBrackets(Cursor inner, Brackets brackets, Type& type) {
  if (brackets == Brackets::Values) return readValues(inner, type);
  const std::optional<std::int64_t> first = number(inner.text(inner.peek()));
  const bool two = inner.atSign(',', 1);
  const std::optional<std::int64_t> second = two ? number(inner.text(inner.peek(2))) : std::nullopt;
  type.open = type.open || !first || (two && !second) || brackets == Brackets::Nothing;
  switch (brackets) {
    case Brackets::Nothing: break;
    case Brackets::Length: type.length = first; break;
    case Brackets::Width:
      type.length = first;
      type.dialect = mysqlName;
      break;
    case Brackets::Number:
      type.precision = first;
      type.scale = second;
      break;
    case Brackets::Seconds: type.precision = first; break;
    case Brackets::Values: break;
  }
}

void readModifiers(Cursor& at, Type& type) {
  while (!at.done() && !at.atSign('[') && !at.at("ARRAY")) {
    if (at.peek().holed) type.open = true;
    if (at.at("UNSIGNED") || at.at("ZEROFILL")) {
      type.isUnsigned = true;
      type.dialect = mysqlName;
    } else if (at.accept("WITH", "TIME") || at.accept("WITH", "LOCAL", "TIME")) {
      type.timezone = true;
    } else if (at.atSign('(') && type.name == "INTERVAL") {
      readBrackets(at.inside(), Brackets::Seconds, type);
      continue;
    }
    at.skip();
  }
}

/// A user's enum or domain, or a type of an extension. PostgreSQL looks for it in lower case unless it is quoted.
Type ofProject(std::string_view written, std::string space, std::string name) {
  Type type;
  type.name = written;
  type.open = true;
  type.typeSchema = space == "public" ? std::string() : std::move(space);
  type.typeName = std::move(name);
  return type;
}

std::string folded(Cursor& at) {
  const bool plain = at.kind() == TokenKind::Word;
  std::optional<sql::Part> part = at.part();
  if (!part) return {};
  return plain ? lowered(part->text) : std::move(part->text);
}

/// Quoted or with a schema: nothing when it is the database's own, pg_catalog.int4, which is then next.
std::optional<Type> qualifiedType(Cursor& at) {
  if (at.kind() != TokenKind::Quoted && !at.atSign('.', 1)) return std::nullopt;
  if (at.at("PG_CATALOG") && at.peek(2).kind == TokenKind::Word) {
    at.advance();
    at.advance();
    return std::nullopt;
  }
  Cursor shown = at;
  std::string written;
  std::string space;
  std::string name;
  while (at.atName()) {
    if (at.peek().holed) return Type{};
    space = std::move(name);
    written += written.empty() ? "" : ".";
    written += shown.part()->text;
    name = folded(at);
    if (!at.acceptSign('.')) break;
    shown.advance();
  }
  return ofProject(written, std::move(space), std::move(name));
}

Type elementType(Cursor& at) {
  if (std::optional<Type> named = qualifiedType(at)) {
    if (at.atSign('(')) at.skip();
    readModifiers(at, *named);
    return std::move(*named);
  }
  bool holed = false;
  const std::string base = baseOf(at, holed);
  if (holed || base.empty()) return {};
  std::string large = capitals(base);
  const Spelling* spelling = spelled(large);
  const bool more = spelling == nullptr && large.find(' ') != std::string::npos;
  if (more) {  // int SOMETHING: four words are the longest name
    std::size_t end = 0;
    for (int words = 0; words < 4 && end < base.size(); ++words) {
      end = std::min(base.find(' ', end + 1), base.size());
      const std::string shorter = capitals(std::string_view(base).substr(0, end));
      if (spelled(shorter) == nullptr) continue;
      spelling = spelled(shorter);
      large = shorter;
    }
  }
  if (spelling == nullptr) {
    Type type = ofProject(base, {}, lowered(base));
    if (at.atSign('(')) {
      Cursor inner = at.inside();
      type.length = number(inner.text(inner.peek()));
    }
    readModifiers(at, type);
    return type;
  }
  Type type;
  type.name = spelling->name;
  type.dialect = spelling->dialect;
  type.timezone = large == "TIMESTAMPTZ" || large == "TIMETZ";
  type.open = more;
  if (at.atSign('(')) {
    readBrackets(at.inside(), spelling->brackets, type);
  } else if (spelling->brackets == Brackets::Values) {
    type.valuesKnown = false;
    type.open = true;
  }
  readModifiers(at, type);
  return type;
}

}  // namespace

Type typeOfSql(std::string_view written) {
  sql::Lexer lexer(written, Dialect::Generic);
  sql::Tokens tokens;
  lexer.all(tokens);
  Cursor at(written, tokens, Dialect::Generic);
  Type type = elementType(at);
  // SQLAlchemy loses arguments that stand on several lines when it reads them back from SQLite: they may hold, or not.
  const std::size_t bracket = written.find('(');
  if (bracket != std::string_view::npos && written.find('\n', bracket) < written.rfind(')')) type.open = true;
  // Dimensions are no part of the type in PostgreSQL: integer[][] is integer[].
  if (type.isKnown() && (at.atSign('[') || at.at("ARRAY"))) {
    Type array;
    array.name = "ARRAY";
    array.item = std::make_shared<const Type>(std::move(type));
    return array;
  }
  return type;
}

namespace sql {

bool isSerial(std::string_view written) {
  static constexpr std::string_view serials[] = {"SERIAL", "SERIAL4", "BIGSERIAL", "SERIAL8", "SMALLSERIAL", "SERIAL2"};
  return oneOf(capitals(written), serials);
}

bool isTypeWord(std::string_view word) {
  const std::string large = capitals(word);
  if (large == "NATIONAL") return true;
  const auto starts = [&](const Spelling& one) { return one.sql == large; };
  return std::any_of(std::begin(spellings), std::end(spellings), starts);
}

}  // namespace sql
}  // namespace limbeck::schema
