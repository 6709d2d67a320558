// What a statement does as a whole, from the words that decide.

#include <algorithm>

#include "schema/sql_readers.h"
#include "text/words.h"

namespace limbeck::schema::sql {
namespace {

constexpr std::string_view rowVerbs[] = {"INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "REPLACE", "TRUNCATE"};

/// SELECT setval(...): a function may do anything; these only compute, or are no functions.
bool isPure(std::string_view name) {
  static constexpr std::string_view pure[] = {
      "COUNT",   "MAX",       "MIN",        "SUM",         "AVG",    "COALESCE", "LOWER", "UPPER",
      "EXISTS",  "IN",        "CAST",       "TO_REGCLASS", "LENGTH", "TRIM",     "NOW",   "DISTINCT",
      "VALUES",  "AND",       "OR",         "NOT",         "WHERE",  "FROM",     "AS",    "ON",
      "VERSION", "ARRAY_AGG", "ROW_NUMBER", "OVER",        "SELECT", "ANY",      "CONCAT"};
  return oneOf(name, pure);
}

bool mentionsWord(Cursor at, std::string_view word) {
  for (; !at.done(); at.advance()) {
    if (at.at(word)) return true;
  }
  return false;
}

bool callsAnything(Cursor at) {
  for (; !at.done(); at.advance()) {
    const bool called = at.kind() == TokenKind::Word && at.atSign('(', 1) && at.peek(1).begin == at.peek().end;
    if (called && !isPure(uppered(at.text(at.peek())))) return true;
  }
  return false;
}

/// Roles, databases and what is published are none of the schema's.
bool isOfServer(std::string_view words) {
  static constexpr std::string_view objects[] = {"ROLE",  "USER",        "DATABASE",    "SYSTEM",
                                                 "GROUP", "PUBLICATION", "SUBSCRIPTION"};
  const std::size_t space = words.find(' ');
  return space != std::string_view::npos && oneOf(words.substr(space + 1), objects);
}

bool changesTables(const Statement& read) {
  return std::any_of(read.effects.begin(), read.effects.end(), [](const Effect& effect) {
    return !std::holds_alternative<Unread>(effect) && !std::holds_alternative<TouchRows>(effect);
  });
}

}  // namespace

void judge(Cursor at, bool cut, Statement& read) {
  const std::string_view verb = std::string_view(read.words).substr(0, read.words.find(' '));
  if (verb.empty()) {
    read.does = Does::Unknown;
  } else if (verb == "DO") {
    read.does = changesTables(read) ? Does::Schema : Does::Unknown;
  } else if (read.touchesSchema && !isOfServer(read.words)) {
    read.does = Does::Schema;
  } else if (oneOf(verb, rowVerbs) || verb == "LOAD") {
    read.does = Does::Rows;
  } else if (verb == "WITH") {
    const bool writes = std::any_of(std::begin(rowVerbs), std::end(rowVerbs),
                                    [&](std::string_view word) { return mentionsWord(at, word); });
    read.does = writes ? Does::Rows : Does::Unknown;
  } else if (verb == "SELECT") {
    read.does = cut || callsAnything(at) ? Does::Unknown : Does::Other;
  } else {
    read.does = read.understood ? Does::Other : Does::Unknown;
  }
  read.stays = read.words == "CREATE EXTENSION" || read.words == "CREATE SCHEMA" || read.words == "COMMENT ON" ||
               (read.words == "ALTER TYPE" && mentionsWord(at, "ADD") && mentionsWord(at, "VALUE")) ||
               (read.words == "ALTER TABLE" && mentionsWord(at, "VALIDATE"));
}

}  // namespace limbeck::schema::sql
