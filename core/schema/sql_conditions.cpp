// Which columns a condition names.
#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "schema/sql.h"
#include "schema/sql_cursor.h"
#include "text/words.h"

namespace limbeck::schema {
namespace {

using sql::Cursor;
using sql::TokenKind;

/// Words that are no columns where nobody says which columns there are.
constexpr std::string_view sqlWords[] = {
    "ALL",  "AND",     "ANY",  "ARRAY",  "AS",   "AT",       "BETWEEN", "BOTH",  "CASE",    "CAST",     "COLLATE", "CURRENT_DATE", "CURRENT_TIME",
    "DIV",  "CURRENT_TIMESTAMP", "CURRENT_USER", "DISTINCT", "DEFAULT", "ELSE",  "END",     "ESCAPE",   "EXISTS",  "FALSE",        "FOR",
    "FROM", "GLOB",    "ILIKE", "IN",    "IS",   "ISNULL",   "INTERVAL", "LEADING", "LIKE",  "LOCALTIME", "LOCALTIMESTAMP", "MATCH", "MOD",
    "NOT",  "NOTNULL", "NULL", "ON",     "OR",   "OVERLAPS", "REGEXP",  "RLIKE", "ROW",     "SELECT",   "SESSION_USER", "SIMILAR", "SOME",
    "SYMMETRIC", "THEN", "TO", "TRAILING", "TRUE", "UNKNOWN", "USER",   "WHEN",  "WHERE",   "XOR"};

/// Behind `::` and inside CAST(x AS ...): the words of a type.
void skipType(Cursor& at) {
  static constexpr std::string_view more[] = {"VARYING", "PRECISION", "WITH", "WITHOUT", "TIME", "ZONE", "UNSIGNED"};
  at.qualified();
  while (at.atOneOf(more)) at.advance();
  if (at.atSign('(')) at.skip();
  while (at.atOneOf(more)) at.advance();
  while (at.atSign('[')) {
    while (!at.done() && !at.acceptSign(']')) at.advance();
  }
}

/// date '2020-01-01', extract(year from x): words that are columns elsewhere.
bool isPartOfExpression(const Cursor& at, bool afterCall) {
  return at.peek(1).kind == TokenKind::Text || (afterCall && at.wordAt(1, "FROM"));
}

}  // namespace

std::vector<std::string> columnsIn(std::string_view condition, Dialect dialect, const Table* table) {
  sql::Lexer lexer(condition, dialect);
  sql::Tokens tokens;
  lexer.all(tokens);
  Cursor at(condition, tokens, dialect);
  std::set<std::string, std::less<>> columns;
  if (table != nullptr) {
    for (const Column& column : table->columns) columns.insert(column.name);
  }
  std::set<std::string, std::less<>> seen;
  std::vector<std::string> found;
  bool cast = false;        // CAST(x AS text)
  bool afterOpen = false;
  while (!at.done()) {
    const bool opened = std::exchange(afterOpen, at.atSign('('));
    if (at.atSign(':') && at.atSign(':', 1)) {
      at.advance();
      at.advance();
      skipType(at);
      continue;
    }
    if (at.acceptSign(':')) {  // :name is a parameter
      at.advance();
      continue;
    }
    cast = cast || at.at("CAST");
    const bool word = at.kind() == TokenKind::Word;
    if (cast && word && at.at("AS")) {
      at.advance();
      skipType(at);
      continue;
    }
    if (!at.atName() || (word && at.atSign('(', 1)) || (word && isPartOfExpression(at, opened)) || at.kind() == TokenKind::Text) {
      at.advance();
      continue;
    }
    const bool keyword = word && at.atOneOf(sqlWords);
    if (at.atSign('.', 1)) {  // invoices.total
      at.advance();
      at.advance();
      continue;
    }
    std::optional<sql::Part> name = at.part();
    if (!name->known || (table == nullptr && keyword)) continue;
    if (table != nullptr && columns.count(name->text) == 0) continue;
    if (seen.insert(name->text).second) found.push_back(std::move(name->text));
  }
  return found;
}

}  // namespace limbeck::schema
