// Which columns a condition names.
#include <map>
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
    "ALL",          "AND",          "ANY",          "ARRAY",     "AS",
    "AT",           "BETWEEN",      "BOTH",         "CASE",      "CAST",
    "COLLATE",      "CURRENT_DATE", "CURRENT_TIME", "DIV",       "CURRENT_TIMESTAMP",
    "CURRENT_USER", "DISTINCT",     "DEFAULT",      "ELSE",      "END",
    "ESCAPE",       "EXISTS",       "FALSE",        "FOR",       "FROM",
    "GLOB",         "ILIKE",        "IN",           "IS",        "ISNULL",
    "INTERVAL",     "LEADING",      "LIKE",         "LOCALTIME", "LOCALTIMESTAMP",
    "MATCH",        "MOD",          "NOT",          "NOTNULL",   "NULL",
    "ON",           "OR",           "OVERLAPS",     "REGEXP",    "RLIKE",
    "ROW",          "SELECT",       "SESSION_USER", "SIMILAR",   "SOME",
    "SYMMETRIC",    "THEN",         "TO",           "TRAILING",  "TRUE",
    "UNKNOWN",      "USER",         "WHEN",         "WHERE",     "XOR"};

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

}  // namespace

std::vector<std::string> columnsIn(std::string_view condition, Dialect dialect, const Table* table) {
  sql::Lexer lexer(condition, dialect);
  sql::Tokens tokens;
  lexer.all(tokens);
  Cursor at(condition, tokens, dialect);
  // Outside of PostgreSQL the case of a name makes no difference.
  const bool exact = dialect == Dialect::PostgreSql;
  std::map<std::string, std::string, std::less<>> columns;
  if (table != nullptr) {
    for (const Column& column : table->columns)
      columns.emplace(exact ? column.name : lowered(column.name), column.name);
  }
  std::set<std::string, std::less<>> seen;
  std::vector<std::string> found;
  while (!at.done()) {
    const bool word = at.kind() == TokenKind::Word;
    const bool type = at.atSign(':') && at.atSign(':', 1);
    if (type || at.at("AS")) {  // x::text, CAST(x AS text)
      at.advance();
      if (type) at.advance();
      skipType(at);
      continue;
    }
    // What is named behind these is no column: :parameter, COLLATE "C", extract(year FROM x), AT TIME ZONE.
    const std::size_t behind = at.atSign(':') || at.at("COLLATE")           ? 2
                               : at.at("EXTRACT") || at.atAll("AT", "TIME") ? 3
                                                                            : 0;
    for (std::size_t i = 0; i < behind; ++i) at.advance();
    if (behind > 0) continue;
    const bool isCall = word && at.atSign('(', 1);
    const bool isPrefix = word && at.peek(1).kind == TokenKind::Text;  // date '2020-01-01', LIKE 'a%'
    if (!at.atName() || at.kind() == TokenKind::Text || isCall || isPrefix || at.atSign('.', 1)) {
      at.advance();
      continue;
    }
    const bool keyword = word && at.atOneOf(sqlWords);
    std::optional<sql::Part> name = at.part();
    if (!name->known || (table == nullptr && keyword)) continue;
    if (table != nullptr) {
      const auto column = columns.find(exact ? name->text : lowered(name->text));
      if (column == columns.end()) continue;
      name->text = column->second;
    }
    if (seen.insert(name->text).second) found.push_back(std::move(name->text));
  }
  return found;
}

}  // namespace limbeck::schema
